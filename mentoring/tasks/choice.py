"""Choice of one or several options."""

from typing import Literal

from pydantic import Field

from mentoring.tasks.base import Answer, Kind, Option, Question, Reference


class ChoiceQuestion(Question):
    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=2)
    multiple: bool = False
    shuffle: bool = True


class ChoiceAnswer(Answer):
    chosen: tuple[str, ...] = ()


class ChoiceReference(Reference):
    correct: tuple[str, ...] = Field(min_length=1)
    explain: dict[str, str] = Field(default_factory=dict, description="option id → why it is right or wrong")


class ChoiceKind(Kind):
    name = "choice"
    Question, Answer, Reference = ChoiceQuestion, ChoiceAnswer, ChoiceReference


KIND = ChoiceKind()
