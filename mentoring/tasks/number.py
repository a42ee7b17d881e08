"""A number with a unit; Russian decimal comma and spaces between thousands are read.

The value carries all the points, or three quarters where a unit is asked; the unit counts with a right value only.
"""

from typing import Literal

from pydantic import Field

from mentoring.tasks.base import (
    Answer,
    Kind,
    Question,
    Reference,
    Remark,
    Sample,
    Score,
    general,
    joined,
    told,
)
from mentoring.tasks.reading import Entered, Unreadable, is_empty, read_number, same_unit
from mentoring.tasks.values import close, miss, unit_remark
from mentoring.wording import lowered, number_ru

VALUE_SHARE = 0.75


class NumberQuestion(Question):
    kind: Literal["number"] = "number"
    units: tuple[str, ...] = Field((), description="units to choose from; empty: no unit is asked")
    label: str = "Значение"


class NumberAnswer(Answer):
    value: Entered = None
    unit: str = ""


class NumberReference(Reference):
    value: float
    unit: str = ""
    tolerance: float = Field(0.0, ge=0, description="absolute, in the unit of the value")
    explain: str = ""


class NumberKind(Kind):
    name = "number"
    Question, Answer, Reference = NumberQuestion, NumberAnswer, NumberReference

    def is_blank(self, question: NumberQuestion, answer: NumberAnswer) -> bool:
        return is_empty(answer.value)

    def missing(self, question: NumberQuestion, answer: NumberAnswer | None) -> list[str]:
        value = None if answer is None else answer.value
        empty = [lowered(question.label)] if is_empty(value) else []
        given = "" if answer is None else answer.unit or read_number(value).unit
        return [*empty, "единица измерения"] if question.units and not given else empty

    def score(self, question: NumberQuestion, answer: NumberAnswer, reference: NumberReference) -> Score:
        given = read_number(answer.value)
        if given.value is None:
            raise Unreadable(given.problem)
        asks_unit = bool(question.units and reference.unit)
        share = VALUE_SHARE if asks_unit else 1.0
        right = close(given.value, reference.value, reference.tolerance)
        shown = number_ru(given.value, None if abs(given.value) >= 0.01 else 6)
        if right:
            text = joined(f"Записано {shown} — верно.", told(question, reference.explain))
        else:
            hint = miss(given.value, reference.value, reference.tolerance)
            text = joined(
                f"Записано {shown} — не сходится.", told(question, hint, self._key(reference), reference.explain)
            )
        remarks = [
            Remark(
                criterion=question.label,
                verdict="right" if right else "wrong",
                text=text,
                source=question.source,
                share=share,
            )
        ]
        fraction = share * right
        if asks_unit:
            remark = unit_remark(
                answer.unit or given.unit,
                reference.unit,
                right,
                told(question, reference.unit),
                "Единица засчитывается вместе с верным значением.",
            )
            fraction += (1 - share) * (remark.verdict == "right")
            remarks.append(remark.model_copy(update={"share": 1 - share}))
        return Score.scored(fraction, (*remarks, *general(question, reference)))

    def _key(self, reference: NumberReference) -> str:
        allowed = f" (допуск ±{number_ru(reference.tolerance, None)})" if reference.tolerance >= 0.01 else ""
        return f"Верно: {number_ru(reference.value)}{allowed}."

    def check(self, question: NumberQuestion, reference: NumberReference | None) -> list[str]:
        if reference is None:
            return [f"{question.id}: нет эталона — какое число верно?"]
        found = []
        if question.units and not reference.unit:
            found.append(f"{question.id}: единицу спрашивают, а в эталоне её нет.")
        if question.units and reference.unit and not any(same_unit(reference.unit, unit) for unit in question.units):
            found.append(f"{question.id}: единицы «{reference.unit}» нет среди предложенных.")
        if reference.tolerance and reference.tolerance >= abs(reference.value):
            found.append(f"{question.id}: допуск не меньше самого значения — подойдёт и 0.")
        return found

    def samples(self) -> list[Sample]:
        question = NumberQuestion(
            id="number-sample",
            title="Доля с положением",
            units=("%", "п. п."),
            text="Какова доля организаций с положением в декабре 2022 года?",
            source="Мониторинг",
        )
        bare = question.model_copy(update={"units": (), "secret": True})
        reference = NumberReference(value=89.07, unit="%", tolerance=0.05, explain="986 : 1107 × 100 %.")

        def case(name, answer, outcome, fraction, asked=question):
            return Sample(name, asked, answer, reference, outcome, fraction)

        return [
            case("blank", {"value": " \u00a0", "unit": "%"}, "unanswered", 0.0),
            case("correct", {"value": "89,07", "unit": "%"}, "scored", 1.0),
            case("correct", {"value": "89.07\u202f%", "unit": ""}, "scored", 1.0),
            case("correct", {"value": 89.1}, "scored", 1.0, bare),
            case("partial", {"value": "89,07", "unit": "п. п."}, "scored", 0.75),
            case("partial", {"value": "0,8907", "unit": "%"}, "scored", 0.0),
            case("malformed", {"value": "1e999", "unit": "%"}, "unreadable", 0.0),
            case("malformed", {"value": "nan"}, "unreadable", 0.0),
            case("malformed", {"value": True}, "unreadable", 0.0),
            case("hostile", {"value": "=cmd|' /C calc'!A1<script>", "unit": "%"}, "unreadable", 0.0),
            case("hostile", {"value": "89,07", "unit": "<script>alert(1)</script>"}, "scored", 0.75),
        ]


KIND = NumberKind()
