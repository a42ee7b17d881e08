"""Pairing of a large bank: 10 000 mentees, 1 000 mentors, eleven types, vetoes and wishes, nested loads.

`pairing_seconds`: the assignment, optimal over all possible edges, with «no group or a whole one» kept.
`pairing_free_seconds`: a bank without group types, where the optimum is proved. `pairing_explained_seconds`: with
the reasons of everyone. Invented people; the same seed every time.
"""

from __future__ import annotations

import time

import numpy as np

from mentoring.pairing import Mentee, Mentor, match_pairs
from mentoring.pairing.rules import standard

MENTEES, MENTORS = 10_000, 1_000
TYPES = ("traditional", "group", "virtual", "situational", "partner", "reverse")


def banks(mentees: int = MENTEES, mentors: int = MENTORS, seed: int = 20261121, types=TYPES):
    """Invented banks: 14 subjects, 30 deficits, 300 organisations."""
    random, rules = np.random.default_rng(seed), standard()
    demands, categories = list(rules.requirements), list(rules.categories)
    subjects, deficits = [f"предмет {n}" for n in range(14)], [f"дефицит {n}" for n in range(30)]

    def some(values, count):
        return frozenset(random.choice(values, size=count, replace=False).tolist())

    def names(letter, most, limit):
        return tuple(f"{letter}{n:05d}" for n in random.integers(0, most, random.integers(0, limit)))

    bank = [
        Mentor(
            f"н{n:05d}", organization=f"ОО {random.integers(300)}", subjects=some(subjects, random.integers(1, 3)),
            formats=some(["очный", "дистанционный"], random.integers(1, 3)), types=some(types, random.integers(1, 4)),
            helps_with=some(deficits, 8), requirements=some(demands, random.integers(9, 15)),
            load=int(random.integers(1, 9)), wishes=names("у", mentees, 3), vetoes=frozenset(names("у", mentees, 2)),
        )
        for n in range(mentors)
    ]  # fmt: skip
    people = [
        Mentee(
            f"у{n:05d}", organization=f"ОО {random.integers(300)}", category=str(random.choice(categories)),
            subject=str(random.choice(subjects)), format=str(random.choice(["", "очный", "дистанционный"])),
            type=str(random.choice(["", *types])), deficits=some(deficits, random.integers(1, 5)),
            wishes=names("н", mentors, 3), vetoes=frozenset(names("н", mentors, 2)),
        )
        for n in range(mentees)
    ]  # fmt: skip
    return bank, people


def run() -> dict[str, float]:
    """Seconds of an assignment of 10 000 × 1 000, best of two, and how many pairs came out."""
    standard()
    figures: dict[str, float] = {}
    for name, types, explain in (
        ("pairing_seconds", TYPES, False),
        ("pairing_free_seconds", tuple(one for one in TYPES if one != "group"), False),
        ("pairing_explained_seconds", TYPES, True),
    ):
        mentors, mentees = banks(types=types)
        seconds = []
        for _ in range(2):
            start = time.perf_counter()
            found = match_pairs(mentors, mentees, explain=explain)
            seconds.append(time.perf_counter() - start)
        figures[name] = min(seconds)
        figures[name.replace("seconds", "pairs")] = float(len(found.pairs))
    return figures


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:32s} {value:10.2f}")
