"""Pairing by hand: every mentee gets a mentor (or none) with a reason. Judged by what is forbidden, by loads, by how
near the sum comes to the best possible, and by whether the reason names what decides.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import Answer, Kind, Model, Question, Reference, Sample, Score, unique, unknown
from mentoring.tasks.evidence import words
from mentoring.tasks.pairing_scoring import NONE, against, problems
from mentoring.tasks.reading import Unreadable


class Person(Model):
    """Someone of a bank as the participant sees them: a role instead of a name, and facts."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    title: str
    facts: tuple[str, ...] = ()


class PairingQuestion(Question):
    kind: Literal["pairing"] = "pairing"
    mentors: tuple[Person, ...] = Field(min_length=1)
    mentees: tuple[Person, ...] = Field(min_length=1)
    limits: dict[str, int] = Field(default_factory=dict, description="mentor id → most mentees; 1 where not named")
    may_be_left: bool = Field(True, description="«без наставника» is among the choices")
    reason_label: str = "Почему именно так"

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.mentors, "наставники")
        unique(self.mentees, "наставляемые")
        return self

    def limit(self, mentor: str) -> int:
        return self.limits.get(mentor, 1)


class Choice(Answer):
    mentor: str = ""
    reason: str = ""


class PairingAnswer(Answer):
    pairs: dict[str, Choice] = Field(default_factory=dict)

    def choice(self, mentee: str) -> Choice:
        """What was chosen for a mentee; an empty choice when nothing was."""
        return self.pairs.get(mentee, Choice())


class PairingReference(Reference):
    """`worth`: mentee → mentor → points of an allowed pair (a mentor not named is forbidden); `best`: an optimal
    assignment («none» for those who stay without one); `baseline`: the sum a random allowed assignment gets.
    """

    worth: dict[str, dict[str, int]]
    best: dict[str, str]
    baseline: float = Field(0.0, ge=0)
    forbidden: dict[str, dict[str, str]] = Field(default_factory=dict, description="mentee → mentor → why not")
    reasons: dict[str, dict[str, tuple[str, ...]]] = Field(
        default_factory=dict, description="mentee → mentor or «none» → phrases of which a reason must hold one"
    )
    reason_share: float = Field(0.4, ge=0, le=1)
    explain: dict[str, str] = Field(default_factory=dict, description="mentee → why the best choice is the best")


class PairingKind(Kind):
    name = "pairing"
    Question, Answer, Reference = PairingQuestion, PairingAnswer, PairingReference

    def is_blank(self, question: PairingQuestion, answer: PairingAnswer) -> bool:
        return not any(one.mentor or one.reason.strip() for one in answer.pairs.values())

    def missing(self, question: PairingQuestion, answer: PairingAnswer | None) -> list[str]:
        empty = []
        for mentee in question.mentees:
            one = answer.choice(mentee.id) if answer else Choice()
            if not one.mentor:
                empty.append(f"наставник: {mentee.title}")
            if not words(one.reason):
                empty.append(f"причина: {mentee.title}")
        return empty

    def score(self, question: PairingQuestion, answer: PairingAnswer, reference: PairingReference) -> Score:
        mentors = {one.id for one in question.mentors} | {""} | ({NONE} if question.may_be_left else set())
        if not set(answer.pairs) <= {one.id for one in question.mentees}:
            raise Unreadable("В ответе есть наставляемый, которого нет в вопросе: похоже, ответ дан к другой версии.")
        if not {one.mentor for one in answer.pairs.values()} <= mentors:
            raise Unreadable("В ответе есть наставник, которого нет в вопросе: похоже, ответ дан к другой версии.")
        return against(question, answer, reference)

    def check(self, question: PairingQuestion, reference: PairingReference | None) -> list[str]:
        mentors, mentees = [one.id for one in question.mentors], [one.id for one in question.mentees]
        found = unknown(question, question.limits, mentors, "нагрузка наставника")
        if reference is None:
            return [*found, f"{question.id}: нет эталона — какие пары возможны и какие лучше?"]
        for name, table in (
            ("worth", reference.worth),
            ("forbidden", reference.forbidden),
            ("reasons", reference.reasons),
        ):
            found += unknown(question, table, mentees, f"наставляемый ({name})")
            inner = {mentor for row in table.values() for mentor in row}
            found += unknown(question, inner, [*mentors, NONE], f"наставник ({name})")
        return found + [f"{question.id}: {text}" for text in problems(question, reference)]

    def samples(self) -> list[Sample]:
        def person(id_, title, *facts):
            return Person(id=id_, title=title, facts=facts)

        question = PairingQuestion(
            id="pairing-sample",
            title="Пары <школы>",
            mentors=(
                person("m1", "Наставник А", "физика", "высшая категория", "анализ урока"),
                person("m2", "Наставник Б", "химия", "цифровые средства"),
            ),
            mentees=(
                person("e1", "Педагог В", "физика", "дефицит: анализ урока"),
                person("e2", "Педагог Г", "химия", "дефицит: цифровые средства"),
                person("e3", "Педагог Д", "физика", "отказался от наставника А"),
            ),
        )
        reference = PairingReference(
            worth={"e1": {"m1": 60, "m2": 20}, "e2": {"m1": 30, "m2": 60}, "e3": {"m2": 10}},
            best={"e1": "m1", "e2": "m2", "e3": NONE},
            baseline=200,
            forbidden={"e3": {"m1": "Педагог отказался от этого наставника."}},
            reasons={
                "e1": {"m1": ("анализ урока", "физика")},
                "e2": {"m2": ("цифровые средства",)},
                "e3": {NONE: ("отказался", "нагрузка занята")},
            },
            explain={"e1": "Совпадают дефицит и предмет."},
        )
        right = {
            "e1": {"mentor": "m1", "reason": "Наставник поможет с анализом урока"},
            "e2": {"mentor": "m2", "reason": "Владеет цифровыми средствами"},
            "e3": {"mentor": NONE, "reason": "От А он отказался, Б занят"},
        }
        evil = "<script>alert(1)</script>{{7*7}}"

        def case(name, pairs, outcome, fraction):
            return Sample(name, question, {"pairs": pairs}, reference, outcome, fraction)

        silent = {name: one | {"reason": ""} for name, one in right.items()}
        swapped = silent | {"e1": {"mentor": "m2"}, "e2": {"mentor": "m1"}}
        return [
            case("blank", {}, "unanswered", 0.0),
            case("blank", {"e1": {"mentor": "", "reason": " "}}, "unanswered", 0.0),
            case("correct", right, "scored", 1.0),
            case("partial", silent, "scored", 0.6),
            case("partial", swapped, "scored", 0.25),
            case("partial", silent | {"e3": {"mentor": "m1"}}, "scored", 0.2),
            case("malformed", {"e1": "m1"}, "unreadable", 0.0),
            case("malformed", {"e9": {"mentor": "m1"}}, "unreadable", 0.0),
            case("hostile", {"e1": {"mentor": evil}}, "unreadable", 0.0),
            case("hostile", right | {"e1": {"mentor": "m1", "reason": evil}}, "scored", 0.866667),
        ]


KIND = PairingKind()
