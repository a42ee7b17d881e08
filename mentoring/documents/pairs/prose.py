"""Pairs of sentences: by the order in which mentors and mentees are named."""

from __future__ import annotations

import re

from .. import vocabulary
from ..language import Words
from ..terms import term
from ..view import Document
from .model import Pair
from .roles import Named, roles


def from_prose(document: Document) -> list[Pair]:
    """Pairs by the order in which mentors and mentees are named; a group has one mentor and several mentees."""
    named = roles(document)
    result: list[Pair] = []
    mentors: dict[str, Named] = {}
    waiting: list[Named] = []
    current: Named | None = None
    taken: set[tuple[str, str]] = set()

    def add(mentor: Named, mentee: Named) -> None:
        if (mentor.stem, mentee.stem) in taken or mentor.stem == mentee.stem:
            return
        taken.add((mentor.stem, mentee.stem))
        text = mentee.unit.text if mentor.unit is mentee.unit else f"{mentor.unit.text}\n{mentee.unit.text}"
        pair = Pair(mentee.unit, mentor.stem, mentee.stem, mentor.post, mentee.post, True, True, text=text)
        words = Words(mentee.unit.text)
        pair.categories = vocabulary.categories(words)
        if re.search(r"квалификационн|высш\w+ категори", words.text, re.I):
            pair.categories -= {"growth_seeker"}
        pair.types, pair.forms = vocabulary.types(text), vocabulary.forms(text)
        pair.first, pair.last = term(text)
        result.append(pair)

    for person in named:
        if person.role == "mentor":
            if person.stem in mentors and not waiting:
                current = mentors[person.stem]
                continue
            mentors[person.stem] = person
            current = person
            for mentee in waiting:
                add(person, mentee)
            if waiting:
                current = None
            waiting = []
        elif any(p.mentee == person.stem for p in result):
            continue
        elif current is not None and (current.unit is person.unit or not _own_mentor(named, person)):
            add(current, person)
        else:
            waiting.append(person)
    return result


def _own_mentor(named: list[Named], mentee: Named) -> bool:
    """A mentor is named later in the same unit."""
    return any(n.role == "mentor" and n.unit is mentee.unit and n.start > mentee.start for n in named)
