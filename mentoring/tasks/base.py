"""The vocabulary of tasks: question, answer, reference, score, and the life cycle every kind shares.

Pure: no widgets, no notebooks, no grading machinery, no files. A kind is one module beside this one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from mentoring.places import place_ru
from mentoring.tasks.reading import Unreadable, plain

TASK_ID = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
MAX_TEXT = 20_000

Place = Annotated[str, AfterValidator(place_ru)]  # codes of the sources never reach a participant

Outcome = Literal["unanswered", "unreadable", "scored", "manual"]
Verdict = Literal["met", "partial", "violated", "not_applicable"]
VERDICTS_RU: dict[str, str] = {
    "met": "выполнено",
    "partial": "частично",
    "violated": "нарушено",
    "not_applicable": "не применимо",
}


class Model(BaseModel):
    """Strict about names (a typing slip of an author is an error), frozen so that scoring can't change its input."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def unique(things: Iterable[Any], what: str) -> None:
    """For model validators: ids of `things` may not repeat. Raises ValueError in Russian for the author."""
    ids = [thing.id for thing in things]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise ValueError(f"{what}: повторяются id {', '.join(twice)}; у каждого должен быть свой")


def unknown(question: Question, ids: Iterable[str], known: Iterable[str], what: str) -> list[str]:
    """For `Kind.check`: ids of a reference that the question doesn't have, as messages for the author."""
    missing = sorted(set(ids) - set(known))
    return [f"{question.id}: {what} «{name}» в эталоне есть, а в вопросе нет." for name in missing]


class Option(Model):
    """One thing to choose, match or order: an id that never changes and the Russian text a person sees."""

    id: str = Field(pattern=TASK_ID)
    text: str


class Question(Model):
    """What a participant is asked. Holds nothing that gives the answer away: explanations live in the reference."""

    kind: str
    id: str = Field(pattern=TASK_ID, description="equals the grade_id of the cell that carries the points")
    title: str
    text: str = Field("", description="Markdown of the author (trusted)")
    points: float = Field(1.0, ge=0)
    hint: str = ""
    source: Place = Field("", description="where the material comes from, shown in feedback")
    secret: bool = Field(False, description="the right answer is not shown in feedback")


class Answer(Model):
    """What a participant gave: plain JSON."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Reference(Model):
    """The right answer with its explanations; yielded by the executed reference solution, never by a released file."""

    note: str = Field("", description="general explanation shown after scoring")


class Remark(Model):
    """One criterion of a score in Russian: what was looked at, how it came out, why."""

    criterion: str
    verdict: Literal["right", "partial", "wrong", "missing", "info"]
    text: str = ""
    source: Place = ""
    share: float | None = Field(None, description="part of the task's points this criterion carries, 0..1")


class Score(Model):
    """A grade before points: fraction 0..1 of the task's points, or none where a person must judge."""

    outcome: Outcome
    fraction: float | None = Field(None, ge=0, le=1)
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def scored(cls, fraction: float, remarks: Iterable[Remark] = ()) -> Score:
        """A clamped, rounded fraction: float noise never reaches the gradebook."""
        if not math.isfinite(fraction):
            raise ValueError(f"fraction must be finite, got {fraction}")
        return cls(outcome="scored", fraction=round(min(max(0.0, fraction), 1.0), 6), remarks=tuple(remarks))


def verdict_of(fraction: float) -> Literal["right", "partial", "wrong"]:
    """How a part of an answer came out."""
    return "right" if fraction >= 1 - 1e-9 else "partial" if fraction > 1e-9 else "wrong"


def told(question: Question, *sentences: str) -> str:
    """Sentences that give the answer away, joined; nothing for a secret question."""
    return "" if question.secret else joined(*sentences)


def joined(*sentences: str) -> str:
    """Non-empty sentences in one line."""
    return " ".join(part.strip() for part in sentences if part and part.strip())


def general(question: Question, reference: Reference | None) -> tuple[Remark, ...]:
    """The author's general explanation as the last remark, unless the question is secret or there is none."""
    if reference is None or question.secret or not reference.note:
        return ()
    return (Remark(criterion="Пояснение", verdict="info", text=reference.note, source=question.source),)


@dataclass(frozen=True)
class Sample:
    """A self-test case of a kind: the score that must come out of this answer."""

    name: Literal["blank", "correct", "partial", "malformed", "hostile"]
    question: Question
    answer: Any
    reference: Reference | None
    outcome: Outcome
    fraction: float | None


Q = TypeVar("Q", bound=Question)
A = TypeVar("A", bound=Answer)
R = TypeVar("R", bound=Reference)


class Kind(Generic[Q, A, R]):
    """The life of one task kind. Subclasses name their three models and write `blank`, `score` and `samples`."""

    name: ClassVar[str]
    Question: ClassVar[type[Question]]
    Answer: ClassVar[type[Answer]]
    Reference: ClassVar[type[Reference]]
    needs_reference: ClassVar[bool] = True
    """Without a reference nothing can be computed: a person judges."""

    def missing(self, question: Q, answer: A | None) -> list[str]:
        """What is still empty, as short Russian phrases («осталось заполнить: …»); all when `answer` is None."""
        raise NotImplementedError

    def score(self, question: Q, answer: A, reference: R | None) -> Score:
        """Pure scoring of a readable, non-empty answer."""
        raise NotImplementedError

    def is_blank(self, question: Q, answer: A) -> bool:
        """Nothing was given at all (an empty form is not a wrong answer)."""
        raise NotImplementedError

    def samples(self) -> list[Sample]:
        """Blank, correct, partly right, malformed and hostile answers with the scores they must get."""
        raise NotImplementedError

    def check(self, question: Q, reference: R | None) -> list[str]:
        """What an author should mend before a release, one Russian sentence each; empty when all is well."""
        return []

    def read_question(self, data: dict[str, Any]) -> Q:
        return self.Question.model_validate(data)  # type: ignore[return-value]

    def read_reference(self, data: dict[str, Any] | None) -> R | None:
        return None if data is None else self.Reference.model_validate(data)  # type: ignore[return-value]

    def read_answer(self, data: Any) -> A:
        """Raises Unreadable with a Russian sentence for anything that is not this kind's answer."""
        try:
            return self.Answer.model_validate(plain(data))  # type: ignore[return-value]
        except (ValidationError, RecursionError) as error:
            raise Unreadable("Ответ записан в непонятном виде, прочитать его не удалось.") from error

    def grade(self, question: dict[str, Any], answer: Any, reference: dict[str, Any] | None) -> dict[str, Any]:
        """JSON in, JSON out: the three outcomes told apart. This is what the grading engine calls."""
        asked = self.read_question(question)
        expected = self.read_reference(reference)
        if answer is None:
            return Score(outcome="unanswered", fraction=0.0).model_dump()
        try:
            given = self.read_answer(answer)
            if self.is_blank(asked, given):
                return Score(outcome="unanswered", fraction=0.0).model_dump()
            if expected is None and self.needs_reference:
                remark = Remark(criterion="Эталон", verdict="info", text="Эталона нет, ответ оценит преподаватель.")
                return Score(outcome="manual", remarks=(remark,)).model_dump()
            return self.score(asked, given, expected).model_dump()
        except Unreadable as error:
            remark = Remark(criterion="Чтение ответа", verdict="missing", text=str(error))
            return Score(outcome="unreadable", fraction=0.0, remarks=(remark,)).model_dump()
