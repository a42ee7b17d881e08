"""Invented people and their cases of declension. Surnames are made up, so no dictionary knows them: each takes the
endings of a model surname of its class, names and posts are declined by pymorphy3 itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

Gender = Literal["m", "f"]
CASES = {"gen": "gent", "dat": "datv", "acc": "accs", "ins": "ablt"}
# Ending of the invented surname → a surname of the same class that the dictionary knows, and its stem.
MODELS = {
    "ов": ("иванов", "ова"), "ев": ("медведев", "ева"), "ёв": ("соловьёв", "ёва"), "ин": ("пушкин", "ина"),
    "ский": ("невский", "ская"),
}  # fmt: skip
GENDER = {"m": "masc", "f": "femn"}


@dataclass(frozen=True)
class Person:
    surname: str
    name: str
    patronymic: str
    gender: Gender
    post: str

    @property
    def initials(self) -> str:
        return f"{self.name[0]}. {self.patronymic[0]}."

    def short(self, case: str = "") -> str:
        """«Липодолова А. Л.», in a case: gen, dat, acc, ins."""
        return f"{surname(self.surname, self.gender, case)} {self.initials}"

    def full(self, case: str = "") -> str:
        parts = (word(self.name, "Name", self.gender, case), word(self.patronymic, "Patr", self.gender, case))
        return " ".join((surname(self.surname, self.gender, case), *parts))

    def signature(self) -> str:
        return f"__________ {self.initials} {self.surname}"

    def fields(self, role: str) -> Mapping[str, str]:
        """Fields of templates: `{mentor}`, `{mentor_gen}`, `{mentor_full}`, `{mentor_sign}`, `{mentor_post}` …"""
        found = {role: self.short(), f"{role}_full": self.full(), f"{role}_sign": self.signature()}
        found |= {f"{role}_post": self.post, f"{role}_agree": "согласен" if self.gender == "m" else "согласна"}
        for case in CASES:
            found[f"{role}_{case}"] = self.short(case)
            found[f"{role}_full_{case}"] = self.full(case)
            found[f"{role}_post_{case}"] = post(self.post, case)
        return found


def feminine(masculine: str) -> str:
    """Снегоречин → Снегоречина; raises KeyError for a surname of no known class."""
    ending = _ending(masculine)
    return masculine.removesuffix(ending) + MODELS[ending][1]


def surname(text: str, gender: Gender, case: str = "") -> str:
    if not case:
        return text
    ending = _ending(text)
    model, female = MODELS[ending]
    start = model.removesuffix(ending)
    form = _declined(start + (female if gender == "f" else ending), "Surn", gender, case)
    return text.removesuffix(female if gender == "f" else ending) + form.removeprefix(start)


def word(text: str, tag: str, gender: Gender, case: str = "") -> str:
    """A name or a patronymic in a case."""
    return _declined(text.lower(), tag, gender, case).capitalize() if case else text


def post(text: str, case: str) -> str:
    """«учитель математики» → «учителя математики»: the first word is declined, the rest depends on it."""
    first, _, rest = text.partition(" ")
    return f"{_declined(first, 'NOUN', 'm', case)} {rest}".strip()


def _ending(text: str) -> str:
    for ending, (_, female) in MODELS.items():
        if text.endswith((ending, female)):
            return ending
    raise KeyError(text)


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@cache
def _declined(text: str, tag: str, gender: str, case: str) -> str:
    wanted = [parse for parse in _analyzer().parse(text) if {tag, "nomn"} <= set(parse.tag.grammemes)]
    fits = [parse for parse in wanted if GENDER[gender] in parse.tag.grammemes] or wanted
    form = fits[0].inflect({"sing", CASES[case]}) if fits else None
    return form.word if form else text
