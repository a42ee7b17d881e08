"""An indicator task: numerator, denominator, value, unit and conclusion are separate, with follow-through.

A value that is consistent with the participant's own wrong numerator or denominator keeps its points (DESIGN §3.12).
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import (
    Answer,
    Kind,
    Option,
    Question,
    Reference,
    Sample,
    Score,
    unique,
    unknown,
)
from mentoring.tasks.indicator_scoring import score_parts, shares
from mentoring.tasks.reading import Entered, is_empty, read_number, same_unit
from mentoring.tasks.values import close, follow
from mentoring.wording import lowered

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

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.conclusions, "выводы")
        return self

    @property
    def parts(self) -> dict[Part, str]:
        """What is asked, part → label; a conclusion only where there are conclusions to choose from."""
        labels = {
            "numerator": self.numerator_label,
            "denominator": self.denominator_label,
            "value": self.value_label,
            "unit": "Единица измерения",
            "conclusion": "Вывод",
        }
        return {name: labels[name] for name in dict.fromkeys(self.ask) if name != "conclusion" or self.conclusions}


class IndicatorAnswer(Answer):
    numerator: Entered = None
    denominator: Entered = None
    value: Entered = None
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
    conclusion_by_target: dict[Literal["reached", "missed"], tuple[str, ...]] = Field(
        default_factory=dict,
        description="accepted instead of `conclusion` where a followed-through value lies on that side",
    )
    weights: dict[Part, float] = Field(default_factory=dict, description="share of points by part; equal when empty")
    explain: dict[str, str] = Field(default_factory=dict, description="part or conclusion id → why")


class IndicatorKind(Kind):
    name = "indicator"
    Question, Answer, Reference = IndicatorQuestion, IndicatorAnswer, IndicatorReference

    def is_blank(self, question: IndicatorQuestion, answer: IndicatorAnswer) -> bool:
        return not answer.conclusion and all(map(is_empty, (answer.numerator, answer.denominator, answer.value)))

    def missing(self, question: IndicatorQuestion, answer: IndicatorAnswer | None) -> list[str]:
        answer = answer or IndicatorAnswer()
        given = {
            "numerator": not is_empty(answer.numerator),
            "denominator": not is_empty(answer.denominator),
            "value": not is_empty(answer.value),
            "unit": answer.unit or read_number(answer.value).unit,
            "conclusion": answer.conclusion,
        }
        return [lowered(label) for part, label in question.parts.items() if not given[part]]

    def score(self, question: IndicatorQuestion, answer: IndicatorAnswer, reference: IndicatorReference) -> Score:
        return score_parts(question, answer, reference)

    def check(self, question: IndicatorQuestion, reference: IndicatorReference | None) -> list[str]:
        if reference is None:
            return [f"{question.id}: нет эталона — какие числа верны?"]
        named = [*reference.conclusion, *(name for ids in reference.conclusion_by_target.values() for name in ids)]
        found = unknown(question, named, [option.id for option in question.conclusions], "вывод")
        absent = [part for part in question.parts if part not in shares(question, reference, possible=True)]
        found += [f"{question.id}: спрашивают «{question.parts[part]}», а в эталоне этого нет." for part in absent]
        if "conclusion" in question.ask and not question.conclusions and reference.conclusion:
            found.append(f"{question.id}: в эталоне есть вывод, а в вопросе нет вариантов вывода.")
        if "unit" in question.parts and not any(same_unit(reference.unit, unit) for unit in question.units):
            found.append(f"{question.id}: единицы «{reference.unit}» нет среди предложенных.")
        if reference.weights and not shares(question, reference):
            found.append(f"{question.id}: веса в эталоне не относятся ни к одной спрашиваемой части.")
        right = (reference.numerator, reference.denominator)
        own = follow(right, right, reference.formula)
        if own is not None and not close(own, reference.value, reference.tolerance):
            found.append(
                f"{question.id}: эталонное значение не следует из эталонных чисел по формуле «{reference.formula}»."
            )
        return found

    def samples(self) -> list[Sample]:
        conclusions = (Option(id="yes", text="Цель достигнута"), Option(id="no", text="Цель <не> достигнута"))
        question = IndicatorQuestion(
            id="indicator-sample",
            title="Доля организаций с положением",
            target=90.0,
            text="Рассчитайте долю.",
            source="Мониторинг",
            conclusions=conclusions,
        )
        reference = IndicatorReference(
            numerator=986,
            denominator=1107,
            value=89.07,
            conclusion=("no",),
            conclusion_by_target={"reached": ("yes",), "missed": ("no",)},
        )
        full = {"numerator": "986", "denominator": "1\u00a0107", "value": "89,07", "unit": "%", "conclusion": ["no"]}
        evil = "<img src=x onerror=alert(1)>"

        def case(name, answer, outcome, fraction):
            return Sample(name, question, answer, reference, outcome, fraction)

        return [
            case("blank", {"unit": "%"}, "unanswered", 0.0),
            case("correct", full, "scored", 1.0),
            case("correct", full | {"value": "89,07 %", "unit": ""}, "scored", 1.0),
            case("partial", full | {"denominator": "1042", "value": "94,63", "conclusion": ["yes"]}, "scored", 0.8),
            case("partial", full | {"value": "89,7"}, "scored", 0.8),
            case("partial", {"unit": "%", "conclusion": ["no"]}, "scored", 0.2),
            case("malformed", {"numerator": [986]}, "unreadable", 0.0),
            case("malformed", full | {"value": "inf", "numerator": "9" * 500}, "scored", 0.4),
            case("hostile", full | {"numerator": evil, "unit": evil}, "scored", 0.6),
            case("hostile", full | {"conclusion": [evil]}, "unreadable", 0.0),
        ]


KIND = IndicatorKind()
