"""A one-line Python expression (or a function) in a code cell, or the same answer in a form: the better counts.

The code itself is executed elsewhere (a sandboxed process); here only its JSON value is scored.
"""

from typing import Any, Literal

from pydantic import Field, model_validator

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
from mentoring.tasks.indicator import KIND as INDICATOR
from mentoring.tasks.indicator import IndicatorAnswer, IndicatorQuestion, IndicatorReference
from mentoring.tasks.reading import Unreadable
from mentoring.tasks.values import close


class CodeQuestion(Question):
    kind: Literal["code"] = "code"
    starter: str = Field("", description="comment shown in the empty code cell")
    alternative: IndicatorQuestion | None = Field(None, description="the form that answers the same question")


class CodeResult(Answer):
    """What the sandbox hands back for the participant's cell `<id>-code`."""

    source: str = ""
    value: Any = None
    error: str = Field("", description="one Russian sentence; empty when a value came back")


class CodeAnswer(Answer):
    form: Any = Field(
        None, description="answer of the alternative; read by its own kind, so that a damaged one spares the code"
    )
    code: CodeResult | None = None

    @model_validator(mode="before")
    @classmethod
    def _stored_form(cls, data: Any) -> Any:
        """A stored form answer may come bare, or wrapped once more by the engine: {"form": {"form": {…}}}."""
        if isinstance(data, dict) and data and not {"form", "code"} & set(data):
            return {"form": data}
        if isinstance(data, dict) and isinstance(inner := data.get("form"), dict) and "form" in inner:
            return {**data, "form": inner["form"]}
        return data


class CodeReference(Reference):
    value: float | str | bool | list | dict
    tolerance: float = Field(0.0, ge=0)
    explain: str = ""
    alternative: IndicatorReference | None = None


TYPES_RU = {bool: "«да или нет» (True или False)", float: "число", str: "строка", list: "список", dict: "словарь"}


def type_of(value: Any) -> type | None:
    """JSON type: numbers are one type, true and false are not numbers; None for no value."""
    if isinstance(value, bool):
        return bool
    return float if isinstance(value, int | float) else type(value) if isinstance(value, str | list | dict) else None


def equal(given: Any, expected: Any, tolerance: float = 0.0) -> bool:
    """Values compared by type; numbers, also inside lists and dictionaries, within an absolute tolerance."""
    kind = type_of(expected)
    if type_of(given) is not kind:
        return False
    if kind is float:
        try:
            return close(float(given), float(expected), tolerance)
        except OverflowError:
            return False
    if kind is str:
        return given.strip() == expected.strip()
    if kind is list:
        return len(given) == len(expected) and all(equal(a, b, tolerance) for a, b in zip(given, expected, strict=True))
    if kind is dict:
        return given.keys() == expected.keys() and all(
            equal(given[name], expected[name], tolerance) for name in expected
        )
    return given == expected


class CodeKind(Kind):
    name = "code"
    Question, Answer, Reference = CodeQuestion, CodeAnswer, CodeReference

    def _form(self, question: CodeQuestion, answer: CodeAnswer | None) -> IndicatorAnswer | None:
        """The form's answer when there is a form and something was given in it; raises Unreadable."""
        if answer is None or answer.form is None or question.alternative is None:
            return None
        given = INDICATOR.read_answer(answer.form)
        return None if INDICATOR.is_blank(question.alternative, given) else given

    def _code(self, question: CodeQuestion, answer: CodeAnswer | None) -> CodeResult | None:
        """What the code cell gave, unless it was left as it was handed out."""
        code = answer.code if answer else None
        if code is None or code.value is not None:
            return code
        untouched = code.source.strip() in ("", "...", question.starter.strip())
        return None if untouched or all(line.lstrip()[:1] in ("", "#") for line in code.source.splitlines()) else code

    def is_blank(self, question: CodeQuestion, answer: CodeAnswer) -> bool:
        return self._code(question, answer) is None and self._form(question, answer) is None

    def missing(self, question: CodeQuestion, answer: CodeAnswer | None) -> list[str]:
        if self._code(question, answer):
            return []
        if question.alternative is None:
            return ["выражение в ячейке с кодом"]
        return INDICATOR.missing(question.alternative, self._form(question, answer))

    def score(self, question: CodeQuestion, answer: CodeAnswer, reference: CodeReference) -> Score:
        best, remarks = 0.0, []
        if code := self._code(question, answer):
            remark = self._by_value(question, code, reference)
            best = float(remark.verdict == "right")
            remarks.append(remark)
        if question.alternative and reference.alternative:
            try:
                if form := self._form(question, answer):
                    asked = question.alternative.model_copy(
                        update={"secret": question.secret or question.alternative.secret}
                    )
                    by_form = INDICATOR.score(asked, form, reference.alternative)
                    best = max(best, by_form.fraction or 0.0)
                    remarks += (
                        one.model_copy(update={"criterion": f"Форма: {one.criterion}"}) for one in by_form.remarks
                    )
            except Unreadable as error:
                remarks.append(Remark(criterion="Форма", verdict="missing", text=str(error)))
        if len({one.criterion == "Код" for one in remarks}) > 1:
            remarks.append(
                Remark(
                    criterion="Как посчитано",
                    verdict="info",
                    text="Ответ дан и кодом, и в форме: засчитан лучший из двух.",
                )
            )
        return Score.scored(best, (*remarks, *general(question, reference)))

    def _by_value(self, question, code: CodeResult, reference: CodeReference) -> Remark:
        given, wanted = type_of(code.value), type_of(reference.value)
        if code.error or code.value is None:
            text = joined(
                "Значение не получено.", code.error[:300] or "Последняя строка ячейки должна быть выражением."
            )
            return Remark(criterion="Код", verdict="wrong", text=text, share=1.0)
        if equal(code.value, reference.value, reference.tolerance):
            return Remark(
                criterion="Код",
                verdict="right",
                text=joined("Значение верно.", told(question, reference.explain)),
                source=question.source,
                share=1.0,
            )
        if given is not wanted:
            text = f"Получено: {TYPES_RU[given]}, а нужно: {TYPES_RU[wanted]}."
            text += " Число в кавычках — это строка: уберите кавычки." if (given, wanted) == (str, float) else ""
        else:
            text = "Значение не сходится."
        return Remark(criterion="Код", verdict="wrong", text=joined(text, told(question, reference.explain)), share=1.0)

    def check(self, question: CodeQuestion, reference: CodeReference | None) -> list[str]:
        if reference is None:
            return [f"{question.id}: нет эталона — какое значение верно?"]
        if question.alternative and reference.alternative:
            return INDICATOR.check(question.alternative, reference.alternative)
        if question.alternative:
            return [f"{question.id}: у задания есть форма, а эталона для неё нет."]
        return []

    def samples(self) -> list[Sample]:
        form = IndicatorQuestion(id="code-form", title="Доля", ask=("numerator", "denominator", "value", "unit"))
        question = CodeQuestion(
            id="code-sample", title="Доля пар", text="Посчитайте долю.", alternative=form, starter="# здесь"
        )
        key = IndicatorReference(numerator=899, denominator=974, value=92.3)
        reference = CodeReference(value=92.3, tolerance=0.05, alternative=key)
        half = {"numerator": "899", "denominator": "974"}
        evil = "<script>alert(1)</script>"

        def case(name, form, code, outcome, fraction):
            return Sample(name, question, {"form": form, "code": code}, reference, outcome, fraction)

        return [
            case("blank", {"unit": "%"}, {"source": "# здесь\n", "value": None, "error": ""}, "unanswered", 0.0),
            case("correct", None, {"source": "899 / 974 * 100", "value": 92.29979}, "scored", 1.0),
            case("correct", half | {"value": "92,3 %"}, {"source": "1/0", "error": "Деление на ноль."}, "scored", 1.0),
            case("partial", half, {"source": "'92.3'", "value": "92.3"}, "scored", 0.5),
            case("partial", None, {"source": "True", "value": True}, "scored", 0.0),
            case("malformed", [1], None, "unreadable", 0.0),
            case("malformed", half | {"value": {}}, {"source": "92.3", "value": 92.3}, "scored", 1.0),
            case("hostile", {"numerator": evil}, {"source": evil, "value": evil, "error": evil}, "scored", 0.0),
        ]


KIND = CodeKind()
