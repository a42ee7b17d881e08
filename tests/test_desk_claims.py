"""Several graders at the desk at once: nobody is given what somebody else is reading (`autograder.judging.claims`)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from test_desk import TOP, T, desk, origin, place  # noqa: F401

from autograder.judging import claims


def mark(desk, card, who):  # noqa: F811
    given = {"levels": TOP, "points": None, "comment": "", "stamp": card.answer.stamp}
    return desk.mark(*T, card.answer.id, who, given)


@pytest.mark.parametrize("many", [2, 3])
def test_graders_at_once_are_never_given_one_answer(desk, many):  # noqa: F811
    """From threads, as the server works: every answer goes to one grader, until nothing is left."""
    given: list[tuple[str, str]] = []

    def work(who: str) -> None:
        while (card := desk.next(*T, "first", who)) is not None:
            given.append((card.answer.id, who))
            mark(desk, card, who)

    with ThreadPoolExecutor(many) as pool:
        list(pool.map(work, [f"grader {number}" for number in range(many)]))
    assert len({id for id, _ in given}) == len(given) == 3


def test_what_another_reads_is_passed_over_until_it_is_put_off_or_expires(desk, monkeypatch):  # noqa: F811
    one = desk.next(*T, "first", "anna").answer.id
    assert desk.next(*T, "first", "anna").answer.id == one, "a page opened again shows the same"
    others = set()
    while (card := desk.next(*T, "first", "boris", others)) is not None:
        others.add(card.answer.id)
    assert one not in others and len(others) == 2 and desk.taken(*T, "boris") == 1
    assert not desk.hold(*T, one, "boris")
    desk.hold(*T, one, "anna", on=False)
    assert desk.next(*T, "first", "boris", others).answer.id == one
    assert desk.next(*T, "first", "clara") is None
    usual = claims.now
    monkeypatch.setattr(claims, "now", lambda later=timedelta(): usual(later + timedelta(minutes=claims.MINUTES + 1)))
    assert desk.next(*T, "first", "clara") is not None, "whoever left the page open and went home holds nothing"


def test_a_mark_needs_no_claim_and_ends_it(desk):  # noqa: F811
    card = desk.next(*T, "first", "anna")
    mark(desk, card, "boris")
    assert desk.taken(*T, "clara") == 1  # anna still reads it
    mark(desk, card, "anna")
    assert desk.taken(*T, "clara") == 0
