"""Groups of 2–6 for group mentoring: those of an assignment, and proposals for people left without a mentor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentoring.pairing.model import Assignment, Mentee
from mentoring.pairing.rules import Rules, standard


@dataclass(frozen=True)
class Group:
    """Mentees that may work together; `mentor` is empty in a proposal. `theme` is the deficit or subject they share."""

    mentor: str
    mentees: tuple[str, ...]
    theme: str = ""


def groups_of(assignment: Assignment, rules: Rules | None = None) -> tuple[Group, ...]:
    """The groups that an assignment made, by mentor."""
    rules = rules or standard()
    found: dict[str, list[str]] = {}
    for pair in assignment.pairs:
        if rules.of(pair.type).min_group > 1:
            found.setdefault(pair.mentor, []).append(pair.mentee)
    return tuple(Group(mentor, tuple(sorted(people))) for mentor, people in sorted(found.items()))


def group(mentees: Sequence[Mentee], least: int = 2, most: int = 6) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """Groups of `least`…`most` people that share a deficit (else a subject), and ids of those who fit nowhere.

    The commonest theme is taken first, ties go to the theme that comes first in the alphabet; a large circle is divided
    evenly. Raises ValueError where no number of people could be divided (most < 2·least − 1).
    """
    if not 1 <= least <= most or most < 2 * least - 1:
        raise ValueError("the largest group must be at least twice the smallest less one")
    waiting = {mentee.id: mentee for mentee in sorted(mentees, key=lambda one: one.id)}
    vetoed = {frozenset((one.id, other)) for one in waiting.values() for other in one.vetoes}
    made: list[Group] = []
    while True:
        circles = _circles(waiting.values())
        theme = min(circles, key=lambda name: (-len(circles[name]), name), default=None)
        if theme is None or len(circles[theme]) < least:
            return tuple(made), tuple(waiting)
        people = _agreeable(circles[theme], vetoed)
        if len(people) < least:
            people = people or circles[theme][:1]
            del waiting[people[0]]
            made_up, rest = group(list(waiting.values()), least, most)
            return (*made, *made_up), tuple(sorted((*rest, people[0])))
        for part in _divide(people, most):
            made.append(Group("", tuple(part), theme))
            for name in part:
                del waiting[name]


def _circles(people: Iterable[Mentee]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in people:
        themes = one.deficits or ({one.subject} if one.subject else set())
        for theme in themes:
            found.setdefault(theme, []).append(one.id)
    return found


def _agreeable(people: Sequence[str], vetoed: set[frozenset[str]]) -> list[str]:
    """People in their order without those whom an earlier one refuses."""
    kept: list[str] = []
    for name in people:
        if not any(frozenset((name, other)) in vetoed for other in kept):
            kept.append(name)
    return kept


def _divide(people: Sequence[str], most: int) -> list[list[str]]:
    parts = -(-len(people) // most)
    size, more = divmod(len(people), parts)
    cut, done = 0, []
    for number in range(parts):
        step = size + (number < more)
        done.append(list(people[cut : cut + step]))
        cut += step
    return done
