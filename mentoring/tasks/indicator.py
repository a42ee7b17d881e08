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
    Remark,
    Sample,
    Score,
    general,
    joined,
    told,
    unique,
    unknown,
    verdict_of,
)
from mentoring.tasks.choice import fraction_of, known_ids
from mentoring.tasks.reading import Entered, Reading, is_empty, read_number, same_unit
from mentoring.tasks.values import close, follow, miss, unit_remark
from mentoring.wording import number_ru

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
        return [label[:1].lower() + label[1:] for part, label in question.parts.items() if not given[part]]

    def score(self, question: IndicatorQuestion, answer: IndicatorAnswer, reference: IndicatorReference) -> Score:
        a, b, n = map(read_number, (answer.numerator, answer.denominator, answer.value))
        value, followed = self._value(question, a, b, n, reference)
        accepted = reference.conclusion
        if followed and question.target is not None and reference.conclusion_by_target:
            side = "reached" if n.value >= question.target - 1e-9 else "missed"
            accepted = reference.conclusion_by_target.get(side, accepted)
        makers = {
            "numerator": lambda: self._input(question, "numerator", a, reference.numerator, reference),
            "denominator": lambda: self._input(question, "denominator", b, reference.denominator, reference),
            "value": lambda: value,
            "unit": lambda: self._unit(question, answer.unit or n.unit, n, reference),
            "conclusion": lambda: self._conclusion(question, answer.conclusion, accepted, reference),
        }
        weights = shares(question, reference)
        fraction, remarks = 0.0, []
        for part, share in weights.items():
            earned, remark = makers[part]()
            fraction += share * earned
            source = question.source if part in reference.explain and not question.secret else ""
            remarks.append(remark.model_copy(update={"share": round(share, 4), "source": source}))
        return Score.scored(fraction, (*remarks, *general(question, reference)))

    def _input(self, question, part, given: Reading, expected: float, reference) -> tuple[float, Remark]:
        label, why = question.parts[part], told(question, reference.explain.get(part, ""))
        key = told(question, f"Верно: {number_ru(expected)}.")
        if given.value is None:
            text = joined(given.problem or "Не заполнено.", key, why)
            return 0.0, Remark(criterion=label, verdict="wrong" if given.problem else "missing", text=text)
        if close(given.value, expected):
            return 1.0, Remark(criterion=label, verdict="right", text=why)
        text = joined(f"Записано {number_ru(given.value)} — не то число.", key, why)
        return 0.0, Remark(criterion=label, verdict="wrong", text=text)

    def _value(self, question, a: Reading, b: Reading, n: Reading, reference) -> tuple[tuple[float, Remark], bool]:
        label, why = question.value_label, told(question, reference.explain.get("value", ""))
        if n.value is None:
            text = joined(n.problem or "Не заполнено.", told(question, f"Верно: {number_ru(reference.value)}."), why)
            return (0.0, Remark(criterion=label, verdict="wrong" if n.problem else "missing", text=text)), False
        shown = number_ru(n.value)
        if close(n.value, reference.value, reference.tolerance):
            return (1.0, Remark(criterion=label, verdict="right", text=joined(f"{shown} — верно.", why))), False
        right = (reference.numerator, reference.denominator)
        own = (
            a.value if "numerator" in question.parts else right[0],
            b.value if "denominator" in question.parts else right[1],
        )
        own = follow(own, right, reference.formula)
        if own is not None and close(n.value, own, reference.tolerance):
            text = f"{shown} верно следует из ваших исходных чисел, поэтому баллы за вычисление сохранены."
            text = joined(text, told(question, f"По верным числам выходит {number_ru(reference.value)}."), why)
            return (1.0, Remark(criterion=label, verdict="right", text=text)), True
        hint = told(
            question, miss(n.value, reference.value, reference.tolerance), f"Верно: {number_ru(reference.value)}."
        )
        return (0.0, Remark(criterion=label, verdict="wrong", text=joined(f"{shown} — не сходится.", hint, why))), False

    def _unit(self, question, given: str, n: Reading, reference) -> tuple[float, Remark]:
        remark = unit_remark(
            given,
            reference.unit,
            n.value is not None,
            told(question, reference.unit),
            "Единица засчитывается вместе со значением, а его нет.",
        )
        text = joined(remark.text, told(question, reference.explain.get("unit", "")))
        return float(remark.verdict == "right"), remark.model_copy(update={"text": text})

    def _conclusion(self, question, given, accepted, reference) -> tuple[float, Remark]:
        chosen = known_ids(given, question.conclusions)
        texts = {option.id: option.text for option in question.conclusions}
        why = told(
            question,
            *(reference.explain.get(name, "") for name in ("conclusion", *dict.fromkeys([*chosen, *accepted]))),
        )
        key = told(question, f"Подходит: {'; '.join(f'«{texts.get(name, name)}»' for name in accepted)}.")
        if not chosen:
            return 0.0, Remark(criterion="Вывод", verdict="missing", text=joined("Вывод не выбран.", key, why))
        if question.multiple_conclusions:
            earned = fraction_of(chosen, accepted, len(question.conclusions))
        else:
            earned = float(len(chosen) == 1 and chosen[0] in accepted)
        verdict = verdict_of(earned)
        lead = {"right": "Вывод верен.", "partial": "Вывод верен частично."}.get(verdict, "Вывод не следует из данных.")
        return earned, Remark(
            criterion="Вывод", verdict=verdict, text=joined(lead, key if verdict != "right" else "", why)
        )

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


def shares(question: IndicatorQuestion, reference: IndicatorReference, possible: bool = False) -> dict[Part, float]:
    """Share of the points by asked part that has a reference (sum 1); `possible` ignores the weights."""
    absent = {name for name in ("numerator", "denominator") if getattr(reference, name) is None}
    absent |= set() if reference.conclusion else {"conclusion"}
    absent |= set() if reference.unit else {"unit"}
    weights = {
        part: 1.0 if possible or not reference.weights else max(0.0, reference.weights.get(part, 0.0))
        for part in question.parts
        if part not in absent
    }
    total = sum(weights.values())
    return {part: weight / total for part, weight in weights.items() if weight > 0}


KIND = IndicatorKind()
