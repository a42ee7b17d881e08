"""An indicator task: numerator, denominator, value, unit and conclusion are separate, with follow-through.

A value that is consistent with the participant's own wrong numerator or denominator keeps its points (DESIGN §3.12).
"""

from typing import Literal

from pydantic import Field

from mentoring.tasks.base import Answer, Kind, Option, Question, Reference

Part = Literal["numerator", "denominator", "value", "unit", "conclusion"]


class IndicatorQuestion(Question):
    kind: Literal["indicator"] = "indicator"
    numerator_label: str = "Числитель (A)"
    denominator_label: str = "Знаменатель (B)"
    value_label: str = "Значение показателя (N)"
    ask: tuple[Part, ...] = ("numerator", "denominator", "value", "unit", "conclusion")
    units: tuple[str, ...] = ("%", "п. п.", "единиц")
    target: float | None = None
    conclusions: tuple[Option, ...] = ()
    multiple_conclusions: bool = False


class IndicatorAnswer(Answer):
    numerator: str | float | None = None
    denominator: str | float | None = None
    value: str | float | None = None
    unit: str = ""
    conclusion: tuple[str, ...] = Field((), description="ids of chosen conclusions")


class IndicatorReference(Reference):
    numerator: float | None = None
    denominator: float | None = None
    value: float
    unit: str = "%"
    tolerance: float = Field(0.05, ge=0, description="absolute, for the value")
    formula: Literal["share", "difference", "none"] = Field(
        "share", description="how the value follows from numerator and denominator, for follow-through"
    )
    conclusion: tuple[str, ...] = ()
    weights: dict[Part, float] = Field(default_factory=dict, description="share of points by part; equal when empty")
    explain: dict[str, str] = Field(default_factory=dict, description="part or conclusion id → why")


class IndicatorKind(Kind):
    name = "indicator"
    Question, Answer, Reference = IndicatorQuestion, IndicatorAnswer, IndicatorReference


KIND = IndicatorKind()
