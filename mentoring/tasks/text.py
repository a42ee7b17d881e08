"""Free text or a small table of free texts, judged by a person with a rubric."""

from typing import Literal

from pydantic import Field

from mentoring.tasks.base import Answer, Kind, Model, Question, Reference


class Column(Model):
    id: str
    title: str
    choices: tuple[str, ...] = ()
    type: Literal["text", "date"] = "text"
    hint: str = ""


class Level(Model):
    points: float = Field(ge=0)
    text: str
    anchor: str = Field("", description="an example answer of this level")


class RubricLine(Model):
    id: str
    criterion: str
    levels: tuple[Level, ...]


class TextQuestion(Question):
    kind: Literal["text"] = "text"
    columns: tuple[Column, ...] = Field((), description="empty: one free text; else a table with rows to add")
    min_rows: int = 1
    max_rows: int = 20
    min_words: int = 0
    max_chars: int = 6000
    rubric: tuple[RubricLine, ...] = ()
    personal_data_warning: bool = False


class TextAnswer(Answer):
    text: str = ""
    rows: tuple[dict[str, str], ...] = ()


class TextReference(Reference):
    text: str = ""
    rows: tuple[dict[str, str], ...] = ()


class TextKind(Kind):
    name = "text"
    Question, Answer, Reference = TextQuestion, TextAnswer, TextReference


KIND = TextKind()
