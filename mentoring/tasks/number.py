"""A number with a unit; Russian decimal comma and spaces between thousands are read."""

from typing import Literal

from pydantic import Field

from mentoring.tasks.base import Answer, Kind, Question, Reference


class NumberQuestion(Question):
    kind: Literal["number"] = "number"
    units: tuple[str, ...] = Field((), description="units to choose from; empty: no unit is asked")
    label: str = "Значение"


class NumberAnswer(Answer):
    value: str | float | None = None
    unit: str = ""


class NumberReference(Reference):
    value: float
    unit: str = ""
    tolerance: float = Field(0.0, ge=0, description="absolute, in the unit of the value")
    explain: str = ""


class NumberKind(Kind):
    name = "number"
    Question, Answer, Reference = NumberQuestion, NumberAnswer, NumberReference


KIND = NumberKind()
