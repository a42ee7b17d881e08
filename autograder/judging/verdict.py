"""What several people's marks of one answer come to: final, disputed, waiting for whom. Pure.

The rule: one mark is final until a second is given; two that differ by no more than a step give their mean; two that
differ by more wait for a third look, whose mark is final. A mark made in the formgrader is a person's mark like others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

OUTSIDE = "formgrader"  # who marked, when it was not at the desk
DECIDES = 3


@dataclass(frozen=True)
class Judgement:
    """One person's mark of one answer. `levels`: criterion → place of the level from the lowest, `step`: points that
    graders may differ by, `turn`: 1, 2 or 3 (3 decides), `stamp`: of the work that was judged."""

    who: str
    turn: int
    points: float
    levels: dict[str, int] = field(default_factory=dict)
    step: float = 1.0
    comment: str = ""
    stamp: str = ""
    at: str = ""


@dataclass(frozen=True)
class Decision:
    """What goes to the gradebook. `points` is None while a third look is awaited."""

    points: float | None
    comment: str = ""

    @property
    def disputed(self) -> bool:
        return self.points is None


@dataclass(frozen=True)
class Answer:
    """One answer as the gradebook and the desk hold it. `judgements` are those of this very work."""

    id: str
    code: str
    stamp: str
    manual: float | None
    needs: bool
    judgements: tuple[Judgement, ...] = ()

    @property
    def decision(self) -> Decision | None:
        return decide(self.judgements)

    @property
    def outside(self) -> bool:
        """Whether the mark in the gradebook was put there past the desk."""
        if self.manual is None or self.needs:
            return False
        made = self.decision
        return made is None or made.points is None or abs(made.points - self.manual) > 0.005

    @property
    def state(self) -> str:
        """waiting, single (a second person may look), third (differ), done."""
        if self.outside:
            return "done" if self.judgements else "single"
        made = self.decision
        if made is None:
            return "waiting" if self.needs else "done"
        if made.disputed:
            return "third"
        if self.needs:  # graded again since: nbgrader asks people to confirm
            return "waiting"
        return "single" if len(self.judgements) == 1 and self.judgements[0].turn != DECIDES else "done"

    def by(self, who: str) -> Judgement | None:
        return next((one for one in self.judgements if one.who == who), None)

    def waits_for(self, who: str, queue: str) -> bool:
        """Whether `who` is to judge it in `queue`: first, second, third or all."""
        if queue == "all":
            return True
        wanted = {"first": "waiting", "second": "single", "third": "third"}[queue]
        return self.state == wanted and (queue == "first" or self.by(who) is None)


def differ(one: Judgement, other: Judgement) -> bool:
    """More than a step apart: in a criterion both chose a level of, or in points."""
    shared = one.levels.keys() & other.levels.keys()
    apart = any(abs(one.levels[name] - other.levels[name]) > 1 for name in shared)
    return apart or abs(one.points - other.points) > max(one.step, other.step) + 1e-9


def decide(judgements: Sequence[Judgement]) -> Decision | None:
    """The final mark and what the participant reads; None when nobody has judged."""
    if not judgements:
        return None
    ordered = sorted(judgements, key=lambda one: (one.turn, one.at))
    last = ordered[-1]
    if last.turn == DECIDES:
        return Decision(last.points, last.comment or said(ordered))
    if len(ordered) == 1:
        return Decision(last.points, last.comment)
    first, second = ordered[:2]
    if differ(first, second):
        return Decision(None)
    return Decision(round((first.points + second.points) / 2, 2), said((first, second)))


def said(judgements: Iterable[Judgement]) -> str:
    """Comments of several people, each once."""
    return "\n\n".join(dict.fromkeys(one.comment for one in judgements if one.comment))


def pairs(answers: Iterable[Answer]) -> dict[str, list[tuple[float, float]]]:
    """Criterion → (first, second) levels of answers that two people judged at the desk; "" holds their points."""
    found: dict[str, list[tuple[float, float]]] = {}
    for answer in answers:
        two = sorted((one for one in answer.judgements if one.turn < DECIDES and one.who != OUTSIDE), key=_turn)[:2]
        if len(two) == 2:
            found.setdefault("", []).append((two[0].points, two[1].points))
            for name in two[0].levels.keys() & two[1].levels.keys():
                found.setdefault(name, []).append((two[0].levels[name], two[1].levels[name]))
    return found


def _turn(one: Judgement) -> tuple[int, str]:
    return one.turn, one.at
