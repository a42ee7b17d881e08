"""A structured card: named fields to fill in (text, choice, number, date, rows) and rules that the question names.

For work about one's own practice: there is no key, only what can be computed (complete, agrees with itself, adds up);
value is judged by a person in a `text` task. Rules live in the question and are shown beforehand; see `card_rules`.
"""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import Answer, Kind, Model, Option, Question, Reference, Sample, Score, unique, unknown
from mentoring.tasks.card_rules import complaints, empty, score_card, vocabulary

Value = str | tuple[str, ...] | tuple[dict[str, str | None], ...] | None


class Cell(Model):
    """A field that holds one value, or a column of rows."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    title: str
    type: Literal["text", "line", "choice", "number", "date"] = "text"
    hint: str = ""
    choices: tuple[Option, ...] = ()
    several: bool = Field(False, description="several choices may be taken")
    required: bool = True
    min_words: int = Field(0, ge=0, description="text that is shorter counts as not filled in")
    max_chars: int = Field(2000, ge=1)

    @model_validator(mode="after")
    def _choices(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError(f"поле {self.id}: варианты нужны выбору и только ему")
        unique(self.choices, f"варианты поля {self.id}")
        return self


class Slot(Cell):
    """A field of the card; `rows` is a small table of cells."""

    type: Literal["text", "line", "choice", "number", "date", "rows"] = "text"  # type: ignore[assignment]
    section: str = Field("", description="heading that opens before this field")
    columns: tuple[Cell, ...] = ()
    row_title: str = "Строка"
    min_rows: int = Field(1, ge=0)
    max_rows: int = Field(20, ge=1, le=100)

    @model_validator(mode="after")
    def _columns(self) -> Self:
        if (self.type == "rows") != bool(self.columns):
            raise ValueError(f"поле {self.id}: столбцы нужны строкам и только им")
        unique(self.columns, f"столбцы поля {self.id}")
        return self


class Clause(Model):
    """«If the fields of `when` hold any of these values, `field` must be …»: of `allowed`, or a number between
    `least` and `most`. `soft`: told as «проверьте», never costs points."""

    when: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    field: str
    allowed: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    says: str = Field(description="what is wrong and what to do, in Russian")
    source: str = ""
    soft: bool = False


class Rule(Model):
    """One criterion of consistency. `check` names one of `card_rules.CHECKS`: its docstring says what it reads."""

    id: str
    criterion: str
    check: Literal["agree", "sum", "order", "within", "mentions", "differs", "indicators", "own", "linked"]
    points: float = Field(1.0, ge=0)
    field: str = ""
    other: str = ""
    column: str = ""
    least: str | float | None = None
    most: str | float | None = None
    phrases: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    columns: dict[str, str] = Field(default_factory=dict, description="`indicators`: part → column of the rows")
    says: str = ""
    source: str = ""
    needs: tuple[str, ...] = Field((), description="rules without which this proves little: it counts as they do")


class CardQuestion(Question):
    kind: Literal["card"] = "card"
    slots: tuple[Slot, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()
    filled_points: float = Field(1.0, gt=0, description="weight of completeness against the points of the rules")
    live: bool = True
    personal_data_warning: bool = True

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.slots, "поля")
        unique(self.rules, "правила")
        return self

    def slot(self, id: str) -> Slot | None:
        return next((one for one in self.slots if one.id == id), None)


class CardAnswer(Answer):
    fields: dict[str, Value] = Field(default_factory=dict, max_length=200)

    def value(self, id: str) -> str:
        """A single value as text; several choices are joined by «; »."""
        given = self.fields.get(id)
        if isinstance(given, tuple):
            return "; ".join(one for one in given if isinstance(one, str))
        return (given or "").strip()

    def chosen(self, id: str) -> tuple[str, ...]:
        given = self.fields.get(id)
        if isinstance(given, tuple):
            return tuple(one for one in given if isinstance(one, str))
        return (given,) if given else ()

    def rows(self, slot: Slot) -> list[dict[str, str]]:
        """Rows in which anything was written: known columns only, as many as allowed."""
        given = self.fields.get(slot.id)
        rows = [one for one in given if isinstance(one, dict)] if isinstance(given, tuple) else []
        known = [{cell.id: (row.get(cell.id) or "").strip() for cell in slot.columns} for row in rows]
        return [row for row in known if any(row.values())][: slot.max_rows]


class CardReference(Reference):
    fields: dict[str, Value] = Field(default_factory=dict, description="a full and sensible example")


class CardKind(Kind):
    name = "card"
    needs_reference = False
    Question, Answer, Reference = CardQuestion, CardAnswer, CardReference

    def is_blank(self, question: CardQuestion, answer: CardAnswer) -> bool:
        return not any(
            answer.rows(slot) if slot.type == "rows" else answer.value(slot.id).strip() for slot in question.slots
        )

    def missing(self, question: CardQuestion, answer: CardAnswer | None) -> list[str]:
        return empty(question, answer or CardAnswer())

    def live(self, question: CardQuestion, answer: CardAnswer | None) -> list[str]:
        """What the rules say of the card so far; a rule whose fields are still empty says nothing."""
        return complaints(question, answer) if answer is not None and question.live else []

    def score(self, question: CardQuestion, answer: CardAnswer, reference: CardReference | None) -> Score:
        return score_card(question, answer)

    def check(self, question: CardQuestion, reference: CardReference | None) -> list[str]:
        found = [f"{question.id}: {text}" for text in vocabulary(question)]
        if reference is None or not reference.fields:
            return [
                *found,
                f"{question.id}: нет образца карточки — чем показать, что её можно заполнить на полный балл?",
            ]
        found += unknown(question, reference.fields, [slot.id for slot in question.slots], "поле")
        if not found:
            score = score_card(question, CardAnswer(fields=reference.fields))
            found += [
                f"{question.id}: образец теряет баллы. {one.criterion}: {one.text}"
                for one in score.remarks if one.share and one.verdict != "right"
            ]  # fmt: skip
        return found

    def samples(self) -> list[Sample]:
        from mentoring.tasks.card_samples import sample_cases

        return [Sample(*case) for case in sample_cases()]


def choice(id: str, title: str, options: dict[str, str] | Any, **more: Any) -> Slot:
    """A field with choices from id → text."""
    return Slot(
        id=id, title=title, type="choice", choices=tuple(Option(id=name, text=text) for name, text in options.items()),
        **more,
    )  # fmt: skip


KIND = CardKind()
