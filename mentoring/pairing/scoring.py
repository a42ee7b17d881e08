"""What a pair may not be, and what it is worth: whole points, for every mentee against every seat at once (numpy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from mentoring.pairing.model import Mentee, Mentor, PairingError
from mentoring.pairing.rules import DEFICIT, FORMAT, ORGANIZATION, REQUIREMENTS, SUBJECT, WISH, Rules, TypeRule

BIG = 1_000
"""Points of a pair in itself, several times the greatest score: more pairs come before better ones."""
CHUNK = 2_000  # mentees whose points are computed at once
ANY_FORMAT = "смешанный"
CAUSES = ("", "self", "veto", "requirement", "type", "category", "format", "choice")
_CODE = {name: place for place, name in enumerate(CAUSES)}


@dataclass(frozen=True)
class Seat:
    """A mentor (place in the bank) working in one type."""

    mentor: int
    type: str


@dataclass
class Bank:
    """Both banks sorted by id, with their columns as arrays; `scale` bounds the trace that settles ties."""

    mentors: list[Mentor]
    mentees: list[Mentee]
    rules: Rules
    seats: list[Seat]
    mentor_of: np.ndarray
    seat_limit: np.ndarray
    mentor_limit: np.ndarray
    scale: float
    columns: dict[str, np.ndarray] = field(default_factory=dict)
    forbidden: dict[int, dict[int, str]] = field(default_factory=dict)
    wished: dict[int, dict[int, int]] = field(default_factory=dict)

    def worth(self, rows, seats, scores):
        """Score with the worth of a pair in itself and a trace of order, so that ties go to smaller ids."""
        n, s = max(1, len(self.mentees)), max(1, len(self.seats))
        trace = (n - rows) / n * 0.6 + (s - seats) / s * 0.39
        return (BIG + scores + trace * self.scale) * 1.0

    def causes(self, start: int, stop: int) -> np.ndarray:
        """Why a mentee can't have a seat: code of CAUSES, 0 where nothing stands in the way."""
        c = self.columns
        rows = slice(start, min(stop, len(self.mentees)))
        count = rows.stop - rows.start
        found = np.zeros((count, len(self.seats)), dtype=np.uint8)
        chooser = np.broadcast_to(c["choice"][None, :] > 0, found.shape)
        found[chooser] = _CODE["choice"]
        clash = (c["mentee_format"][rows][:, None] > 0) & ~c["seat_formats"][c["mentee_format"][rows]]
        found[clash] = _CODE["format"]
        found[~c["seat_categories"][c["mentee_category"][rows]]] = _CODE["category"]
        wanted = c["mentee_type"][rows][:, None]
        found[(wanted > 0) & (wanted != c["seat_type"][None, :])] = _CODE["type"]
        found[np.broadcast_to(~c["open"][None, :], found.shape)] = _CODE["requirement"]
        for row in self._of(self.forbidden, rows):
            for place, cause in self.forbidden[row].items():
                found[row - rows.start, self.columns["seats_of"].get(place, [])] = _CODE[cause]
        return self._chosen(found, rows)

    def _chosen(self, found: np.ndarray, rows: slice) -> np.ndarray:
        """Open the seats that people have chosen themselves where the type lets them choose."""
        for row in self._of(self.wished, rows):
            for place, sides in self.wished[row].items():
                for seat in self.columns["seats_of"].get(place, []):
                    need = self.columns["choice"][seat]
                    if found[row - rows.start, seat] == _CODE["choice"] and (sides & need) == need:
                        found[row - rows.start, seat] = 0
        return found

    @cached_property
    def table(self) -> np.ndarray:
        """Points of every mentee with every seat as int16; −1 where they can't be a pair. 40 MB for 10 000 × 2 000."""
        whole = np.empty((len(self.mentees), len(self.seats)), dtype=np.int16)
        for start in range(0, len(self.mentees), CHUNK):
            whole[start : start + CHUNK] = self._scores(start, start + CHUNK)
        return whole

    def _scores(self, start: int, stop: int) -> np.ndarray:
        c, rows = self.columns, slice(start, min(stop, len(self.mentees)))
        covered = c["mentee_deficits"][rows] @ c["mentor_helps"].T
        needed = np.maximum(1, c["mentee_deficits"][rows].sum(1))[:, None]
        by_mentor = np.floor_divide(DEFICIT * covered, needed).astype(np.int16)
        by_mentor += np.int16(SUBJECT) * c["mentor_subjects"][:, c["mentee_subject"][rows]].T
        same = (c["mentee_org"][rows][:, None] == c["mentor_org"][None, :]) & (c["mentee_org"][rows][:, None] > 0)
        by_mentor += same * np.int16(ORGANIZATION)
        for row in self._of(c["wish_points"], rows):
            for place, points in c["wish_points"][row].items():
                by_mentor[row - rows.start, place] += points
        table = by_mentor[:, self.mentor_of]
        table += np.int16(FORMAT) * c["seat_names_format"][c["mentee_format"][rows]] + c["seat_points"][None, :]
        table[self.causes(start, stop) > 0] = -1
        return table

    def score(self, row: int, seat: int) -> int:
        """Points of one pair, −1 where it can't be."""
        return int(self.table[row, seat])

    @staticmethod
    def _of(by_row: dict[int, dict], rows: slice):
        """Keys of `by_row` that lie in `rows`."""
        if rows.stop - rows.start < len(by_row):
            return [row for row in range(rows.start, rows.stop) if row in by_row]
        return [row for row in by_row if rows.start <= row < rows.stop]


def bank_of(mentors: Sequence[Mentor], mentees: Sequence[Mentee], rules: Rules) -> Bank:
    """The arrays of two banks. Raises PairingError for ids that repeat and for types and categories nobody knows."""
    mentors, mentees = sorted(mentors, key=lambda one: one.id), sorted(mentees, key=lambda one: one.id)
    _check(mentors, mentees, rules)
    all_types = list(rules.types)
    seats = [
        Seat(place, type_)
        for place, mentor in enumerate(mentors)
        for type_ in all_types
        if not mentor.types or type_ in mentor.types
    ]
    used = {mentee.type for mentee in mentees}
    if "" not in used:  # seats that nobody asks for cost memory only
        seats = [seat for seat in seats if seat.type in used]
    mentor_of = np.array([seat.mentor for seat in seats], dtype=np.int64)
    limits = [rules.of(seat.type).max_mentees for seat in seats]
    whole = [sum(rules.of(t).max_mentees for t in (mentor.types or all_types)) for mentor in mentors]
    own = [full if mentor.load is None else min(full, mentor.load) for mentor, full in zip(mentors, whole, strict=True)]
    bank = Bank(
        mentors, mentees, rules, seats, mentor_of, np.array(limits, dtype=float), np.array(own, dtype=float),
        scale=0.5 / max(1, min(len(mentees), int(sum(own)) or 1)),
    )  # fmt: skip
    bank.columns = _columns(bank)
    _people(bank)
    return bank


def _check(mentors, mentees, rules: Rules) -> None:
    for people, word in ((mentors, "наставников"), (mentees, "наставляемых")):
        for one, other in zip(people, people[1:], strict=False):
            if one.id == other.id:
                raise PairingError(f"В банке {word} дважды стоит код «{one.id}»; у каждого должен быть свой.")
    named = {type_ for mentor in mentors for type_ in mentor.types} | {mentee.type for mentee in mentees} - {""}
    if unknown := sorted(named - set(rules.types)):
        raise PairingError(f"Неизвестный вид наставничества «{unknown[0]}»; известны: {', '.join(rules.types)}.")


def _columns(bank: Bank) -> dict[str, np.ndarray]:
    mentors, mentees, seats, rules = bank.mentors, bank.mentees, bank.seats, bank.rules

    def codes(values):
        names = sorted({value for value in values if value})
        return {name: place for place, name in enumerate(names, 1)}

    deficits = codes([one for mentee in mentees for one in mentee.deficits])
    subjects, formats = codes(m.subject for m in mentees), codes(m.format for m in mentees)
    categories, types = codes(m.category for m in mentees), codes(rules.types)
    places = codes([*(m.organization for m in mentees), *(m.organization for m in mentors)])

    def flags(people, chosen, known):
        table = np.zeros((len(people), len(known) + 1), dtype=np.float32)
        for place, person in enumerate(people):
            for name in chosen(person):
                if name in known:
                    table[place, known[name]] = 1
        return table

    def lets(known, chosen, whole=""):
        """Table (code, seat): whether a seat's mentor takes it; an empty choice takes all."""
        table = np.ones((len(known) + 1, len(seats)), dtype=bool)
        for name, code in known.items():
            table[code] = [
                not chosen(mentors[s.mentor])
                or name in chosen(mentors[s.mentor])
                or (whole and (whole in chosen(mentors[s.mentor]) or name == whole))
                for s in seats
            ]
        return table

    names_format = np.zeros((len(formats) + 1, len(seats)), dtype=np.int16)
    for name, code in formats.items():
        names_format[code] = [name in mentors[seat.mentor].formats for seat in seats]
    seats_of: dict[int, list[int]] = {}
    for at, seat in enumerate(seats):
        seats_of.setdefault(seat.mentor, []).append(at)
    return {
        "mentee_deficits": flags(mentees, lambda one: one.deficits, deficits),
        "mentor_helps": flags(mentors, lambda one: one.helps_with, deficits),
        "mentee_subject": np.array([subjects.get(m.subject, 0) for m in mentees], dtype=np.int64),
        "mentor_subjects": flags(mentors, lambda one: one.subjects, subjects).astype(np.int16),
        "mentee_format": np.array([formats.get(m.format, 0) for m in mentees], dtype=np.int64),
        "seat_formats": lets(formats, lambda one: one.formats, ANY_FORMAT),
        "seat_names_format": names_format,
        "mentee_category": np.array([categories.get(m.category, 0) for m in mentees], dtype=np.int64),
        "seat_categories": lets(categories, lambda one: one.categories),
        "mentee_type": np.array([types.get(m.type, 0) for m in mentees], dtype=np.int64),
        "seat_type": np.array([types[seat.type] for seat in seats], dtype=np.int64),
        "mentee_org": np.array([places.get(m.organization, 0) for m in mentees], dtype=np.int64),
        "mentor_org": np.array([places.get(m.organization, -1) for m in mentors], dtype=np.int64),
        "open": np.array([rules.of(s.type).hard <= mentors[s.mentor].requirements for s in seats], dtype=bool),
        "seat_points": np.array([soft_points(mentors[s.mentor], rules.of(s.type)) for s in seats], dtype=np.int16),
        "choice": np.array(
            [{"free": 0, "mentee": 1, "mutual": 3}[rules.of(s.type).choice] for s in seats], dtype=np.uint8
        ),
        "seats_of": seats_of,
        "wish_points": {},
    }


def soft_points(mentor: Mentor, rule: TypeRule) -> int:
    """Points for the weighted share of requirements met."""
    whole = sum(rule.weights.values())
    met = sum(weight for name, weight in rule.weights.items() if name in mentor.requirements)
    return REQUIREMENTS * met // whole if whole else 0


def wish_points(wishes: Sequence[str], id_: str) -> int:
    """Points for being named: 30 for the first place, 15 for the second, 10 for the third …"""
    return WISH // (wishes.index(id_) + 1) if id_ in wishes else 0


def _people(bank: Bank) -> None:
    """Vetoes, the same person in both banks, and wishes (1 — the mentee's, 2 — the mentor's, 3 — both)."""
    mentor_at = {one.id: place for place, one in enumerate(bank.mentors)}
    mentee_at = {one.id: place for place, one in enumerate(bank.mentees)}
    points: dict[int, dict[int, int]] = bank.columns["wish_points"]

    def wish(row: int, place: int, side: int, worth: int) -> None:
        sides, sums = bank.wished.setdefault(row, {}), points.setdefault(row, {})
        sides[place], sums[place] = sides.get(place, 0) | side, sums.get(place, 0) + worth

    for row, mentee in enumerate(bank.mentees):
        for name in mentee.vetoes & mentor_at.keys():
            bank.forbidden.setdefault(row, {})[mentor_at[name]] = "veto"
        for name in dict.fromkeys(mentee.wishes):
            if name in mentor_at:
                wish(row, mentor_at[name], 1, wish_points(mentee.wishes, name))
        if mentee.id in mentor_at:
            bank.forbidden.setdefault(row, {})[mentor_at[mentee.id]] = "self"
    for place, mentor in enumerate(bank.mentors):
        for name in mentor.vetoes & mentee_at.keys():
            bank.forbidden.setdefault(mentee_at[name], {})[place] = "veto"
        for name in dict.fromkeys(mentor.wishes):
            if name in mentee_at:
                wish(mentee_at[name], place, 2, wish_points(mentor.wishes, name))
