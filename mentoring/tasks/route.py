"""An individual learning route designed from a case: deficits → tasks → work → transfer → evidence, with dates.

Scored is what can be computed (see `route_scoring`); judgement by a rubric stays with `text` tasks.
"""

from collections.abc import Callable
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from mentoring.route.lexicon import FORMS
from mentoring.route.model import (
    MAX_ROWS,
    Activity,
    Deficit,
    Evidence,
    Hours,
    Reflection,
    Route,
    RouteTask,
    Text,
    Transfer,
)
from mentoring.tasks.base import (
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
from mentoring.tasks.route_answer import as_route, live_findings, rows_missing
from mentoring.tasks.route_scoring import PARTS, score_route


class GivenDeficit(Model):
    """A deficit of the case with what diagnostics showed."""

    id: str = Field(pattern=TASK_ID)
    text: str
    evidence: str = ""


class RouteQuestion(Question):
    kind: Literal["route"] = "route"
    person: str = Field("педагог", description="role or code of the person of the case")
    position: str = ""
    mentor: str = "наставник"
    starts: str = Field(description="first day of the period, 2026-10-01 or 01.10.2026")
    ends: str
    hours_per_week: Hours = Field(None, description="what the person can give; none: not said")
    deficits: tuple[GivenDeficit, ...] = ()
    own_deficits: bool = Field(False, description="the participant names deficits too")
    forms: tuple[Option, ...] = Field(
        tuple(Option(id=one.id, text=one.title) for one in FORMS), description="forms of learning to choose from"
    )
    max_tasks: int = Field(6, ge=1, le=12)
    weights: dict[str, float] = Field(
        {}, description=f"points by part ({', '.join(PARTS)}); by default from the weights of the table of criteria"
    )
    live: bool = Field(True, description="show findings while the form is filled in")
    personal_data_warning: bool = True

    @model_validator(mode="after")
    def _sound(self) -> Self:
        unique(self.deficits, "дефициты")
        unique(self.forms, "формы")
        if strange := sorted(set(self.weights) - set(PARTS)):
            raise ValueError(f"веса: нет частей {', '.join(strange)}; есть {', '.join(PARTS)}")
        if any(weight < 0 for weight in self.weights.values()):
            raise ValueError("веса: число не может быть меньше нуля")
        return self


class RouteAnswer(Answer):
    deficits: tuple[Deficit, ...] = Field((), max_length=MAX_ROWS)
    tasks: tuple[RouteTask, ...] = Field((), max_length=MAX_ROWS)
    activities: tuple[Activity, ...] = Field((), max_length=MAX_ROWS)
    transfers: tuple[Transfer, ...] = Field((), max_length=MAX_ROWS)
    evidence: tuple[Evidence, ...] = Field((), max_length=MAX_ROWS)
    reflections: tuple[Reflection, ...] = Field((), max_length=MAX_ROWS)
    decision: Text = ""

    @model_validator(mode="after")
    def _ids(self) -> Self:
        for rows in (self.deficits, self.tasks, self.activities, self.transfers, self.evidence, self.reflections):
            unique(rows, "строки")
        return self


class ExpectedDeficit(Model):
    """How answers to a deficit are known: by any of the phrases (words, endings may differ); none: nothing is asked."""

    about: tuple[str, ...] = Field((), description="in the task")
    practice: tuple[str, ...] = Field((), description="in what is used in a lesson")
    evidence: tuple[str, ...] = ()
    skip: bool = Field(False, description="no deficit of the person: a task for it is a mistake")
    explain: str = ""


class RouteReference(Reference):
    deficits: dict[str, ExpectedDeficit] = Field(default_factory=dict)
    route: RouteAnswer | None = Field(None, description="a good answer, shown where the key is shown")


class RouteKind(Kind):
    name = "route"
    needs_reference = False
    Question, Answer, Reference = RouteQuestion, RouteAnswer, RouteReference

    def is_blank(self, question: RouteQuestion, answer: RouteAnswer) -> bool:
        rows = (*answer.deficits, *answer.tasks, *answer.activities, *answer.transfers, *answer.evidence)
        return not answer.decision and not any(row.said() for row in (*rows, *answer.reflections))

    def missing(self, question: RouteQuestion, answer: RouteAnswer | None) -> list[str]:
        return rows_missing(question, answer or RouteAnswer())

    def live(self, question: RouteQuestion, answer: RouteAnswer | None) -> list[str]:
        """What the checks say of the route so far, for the form; empty while there is nothing to check."""
        return live_findings(question, answer) if answer is not None and question.live else []

    def score(self, question: RouteQuestion, answer: RouteAnswer, reference: RouteReference | None) -> Score:
        return score_route(question, answer, reference)

    def check(self, question: RouteQuestion, reference: RouteReference | None) -> list[str]:
        given = {one.id for one in question.deficits}
        found = []
        if Route(starts=question.starts, ends=question.ends).period is None:
            found.append(f"{question.id}: период не читается, пишите дни вида 2026-10-01, начало раньше конца.")
        if not given and not question.own_deficits:
            found.append(f"{question.id}: дефицитов нет, и своих назвать нельзя — отвечать не на что.")
        if reference is None:
            return found
        found += unknown(question, reference.deficits, given, "дефицит")
        found += [
            f"{question.id}: о дефиците «{id}» эталон молчит: опишите, по каким словам узнать ответ на него."
            for id in sorted(given - set(reference.deficits))
        ]
        if reference.deficits and all(one.skip for one in reference.deficits.values()):
            found.append(f"{question.id}: все дефициты помечены skip — хорошего ответа не бывает.")
        if reference.route is not None and not found:
            score = score_route(question, reference.route, reference)
            found += [
                f"{question.id}: образец маршрута сам теряет баллы. {remark.criterion} {remark.text}"
                for remark in score.remarks
                if remark.share and remark.verdict != "right"
            ]
        return found

    def samples(self) -> list[Sample]:
        from mentoring.tasks.route_example import sample_cases

        return [Sample(*case) for case in sample_cases(self)]


def route_document(question: RouteQuestion) -> Callable[[dict[str, Any]], tuple[str, bytes]]:
    """`export` for `mentoring.forms.task`: the route of an answer as a Word document."""

    def export(answer: dict[str, Any]) -> tuple[str, bytes]:
        from mentoring.route import to_docx

        return "marshrut.docx", to_docx(as_route(question, KIND.read_answer(answer)))

    export.label = "Скачать маршрут (.docx)"  # type: ignore[attr-defined]
    return export


KIND = RouteKind()
