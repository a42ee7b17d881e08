"""Markup of a document: the participant picks a fragment and names the defect in it, its severity and, if wanted, how
to mend it. Scored by overlap with what stands in the reference (`markup_scoring`)."""

from __future__ import annotations

from collections import Counter
from typing import Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import (
    MAX_TEXT,
    TASK_ID,
    Answer,
    Kind,
    Model,
    Option,
    Question,
    Reference,
    Sample,
    Score,
    unique,
    unknown,
)
from mentoring.tasks.markup_scoring import against
from mentoring.tasks.reading import Unreadable

Severity = Literal["critical", "substantial", "minor"]
SEVERITIES_RU: dict[str, str] = {"critical": "критично", "substantial": "существенно", "minor": "незначительно"}
FRAGMENT_ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"


class Fragment(Model):
    """What can be marked: a title, a heading, a paragraph, a row of a table (then `cells`)."""

    id: str = Field(pattern=FRAGMENT_ID)
    text: str = ""
    form: Literal["title", "heading", "paragraph", "head", "row", "sign"] = "paragraph"
    cells: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The fragment in one line."""
        return " | ".join(cell or "—" for cell in self.cells) if self.cells else self.text


class MarkupDocument(Model):
    id: str = Field(pattern=TASK_ID)
    title: str
    fragments: tuple[Fragment, ...] = Field(min_length=1)


class MarkupQuestion(Question):
    kind: Literal["markup"] = "markup"
    sheets: tuple[MarkupDocument, ...] = Field(min_length=1, description="the documents to read")
    defects: tuple[Option, ...] = Field(min_length=2, description="the list a defect is named from")
    ask_severity: bool = True
    ask_mend: bool = Field(True, description="a field «как исправить»: for the reader, never scored")
    told: int | None = Field(None, ge=1, description="how many defects there are, if participants are told")
    max_findings: int = Field(30, ge=1, le=100)

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.sheets, "документы")
        unique(self.defects, "дефекты")
        unique([part for sheet in self.sheets for part in sheet.fragments], "фрагменты")
        return self

    def fragments(self) -> dict[str, Fragment]:
        return {part.id: part for sheet in self.sheets for part in sheet.fragments}


class Finding(Answer):
    fragment: str
    defect: str | None = None
    severity: Severity | None = None
    mend: str = Field("", max_length=MAX_TEXT)


class MarkupAnswer(Answer):
    findings: tuple[Finding, ...] = Field((), max_length=200)


class Planted(Model):
    """A defect that stands in the documents. `firm` false: the law or the source is not sure, so it earns and costs
    nothing: who marks it is told to check it."""

    id: str
    fragments: tuple[str, ...] = Field(min_length=1, description="where a mark is accepted")
    defects: tuple[str, ...] = Field(min_length=1, description="names that are accepted")
    severities: tuple[Severity, ...] = Field(min_length=1)
    explain: str = ""
    mend: str = ""
    source: str = ""
    firm: bool = True


class MarkupReference(Reference):
    planted: tuple[Planted, ...] = Field(min_length=1)
    decoys: dict[str, str] = Field(default_factory=dict, description="fragment that looks wrong → why it is right")


class MarkupKind(Kind):
    name = "markup"
    Question, Answer, Reference = MarkupQuestion, MarkupAnswer, MarkupReference

    def is_blank(self, question: MarkupQuestion, answer: MarkupAnswer) -> bool:
        return not answer.findings

    def missing(self, question: MarkupQuestion, answer: MarkupAnswer | None) -> list[str]:
        if answer is None or not answer.findings:
            return ["хотя бы одна отметка в документе"]
        empty = []
        for number, one in enumerate(answer.findings, 1):
            if not one.defect:
                empty.append(f"дефект отметки {number}")
            if question.ask_severity and not one.severity:
                empty.append(f"тяжесть отметки {number}")
        return empty

    def score(self, question: MarkupQuestion, answer: MarkupAnswer, reference: MarkupReference) -> Score:
        known, names = question.fragments(), {one.id for one in question.defects}
        if any(one.fragment not in known or (one.defect or None) not in names | {None} for one in answer.findings):
            raise Unreadable(
                "В ответе есть место или дефект, которых нет в вопросе: ответ дан к другой версии задания."
            )
        if len(answer.findings) > question.max_findings:
            raise Unreadable(f"В ответе больше отметок, чем разрешено: {len(answer.findings)}.")
        return against(question, answer, reference)

    def check(self, question: MarkupQuestion, reference: MarkupReference | None) -> list[str]:
        if reference is None:
            return [f"{question.id}: нет эталона — какие дефекты стоят в документе?"]
        known = question.fragments()
        places = [place for one in reference.planted for place in one.fragments]
        found = unknown(question, [*places, *reference.decoys], known, "фрагмент")
        names = [name for one in reference.planted for name in one.defects]
        found += unknown(question, names, [one.id for one in question.defects], "дефект")
        if not any(one.firm for one in reference.planted):
            found.append(f"{question.id}: ни одного твёрдо установленного дефекта — оценивать нечего.")
        if len(reference.planted) > question.max_findings:
            found.append(f"{question.id}: дефектов больше, чем разрешено отметок.")
        if question.told is not None and question.told != len(reference.planted):
            found.append(f"{question.id}: обещано дефектов {question.told}, а в эталоне {len(reference.planted)}.")
        twice = [name for name, count in Counter(one.id for one in reference.planted).items() if count > 1]
        return found + [f"{question.id}: дефект «{name}» назван в эталоне дважды." for name in twice]

    def samples(self) -> list[Sample]:
        sheet = MarkupDocument(
            id="order",
            title="Приказ о закреплении пар",
            fragments=(
                Fragment(id="p1", text="ПРИКАЗ", form="title"),
                Fragment(id="p2", text="2026 г. № <17>"),
                Fragment(id="h1", form="head", cells=("Наставник", "Наставляемый", "Срок")),
                Fragment(id="r1", form="row", cells=("Липодолова А. П.", "Снегирёвин О. И.", "")),
                Fragment(id="p3", text="Директор школы — Рощупский В. Л.", form="sign"),
            ),
        )
        names = (("date", "Вместо даты указан год"), ("term", "Пара закреплена без срока"), ("sign", "Нет подписи"))
        question = MarkupQuestion(
            id="markup-sample",
            title="Дефекты приказа",
            sheets=(sheet,),
            defects=tuple(Option(id=name, text=text) for name, text in names),
        )
        reference = MarkupReference(
            planted=(
                Planted(id="a", fragments=("p2",), defects=("date",), severities=("critical",), explain="Нет дня."),
                Planted(id="b", fragments=("r1", "h1"), defects=("term",), severities=("substantial",)),
            ),
            decoys={"p3": "Расшифровка подписи с должностью на месте."},
        )
        date = {"fragment": "p2", "defect": "date", "severity": "critical", "mend": "Поставить день и месяц"}
        term = {"fragment": "r1", "defect": "term", "severity": "substantial"}
        evil = "<script>alert(1)</script>"

        def case(name, findings, outcome, fraction):
            return Sample(name, question, {"findings": findings}, reference, outcome, fraction)

        return [
            case("blank", [], "unanswered", 0.0),
            case("correct", [date, term], "scored", 1.0),
            case("correct", [date, term, term | {"fragment": "h1"}], "scored", 1.0),
            case("partial", [date], "scored", 0.666667),
            case("partial", [date | {"severity": "minor"}, term], "scored", 0.925),
            case("partial", [date | {"defect": "sign"}], "scored", 0.266667),
            case("partial", [date, term, {"fragment": "p3", "defect": "sign", "severity": "minor"}], "scored", 0.8),
            case("malformed", "p2: нет даты", "unreadable", 0.0),
            case("malformed", [{"fragment": "p2", "severity": "беда"}], "unreadable", 0.0),
            case("hostile", [{"fragment": evil, "defect": "date"}], "unreadable", 0.0),
            case("hostile", [date | {"mend": evil}, {"fragment": "p3", "defect": None}], "scored", 0.5),
        ]


KIND = MarkupKind()
