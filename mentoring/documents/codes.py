"""Codes instead of people: the same person gets the same code in every case of the name and in every file of a package.

A code has the shape of a name («Код-Альфа К. К.»), so that a document reads on and can be audited on. Pure text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from mentoring import privacy
from mentoring.documents.requisites import stem

_WORDS = """
    альфа бета гамма дельта эпсилон дзета эта тета йота каппа лямбда мю ню кси омикрон пи ро сигма тау ипсилон фи хи
    пси омега
"""
LETTERS = tuple(_WORDS.split())
PLAIN: dict[str, str] = {
    "phone": "[телефон]",
    "email": "[почта]",
    "passport": "[паспортные данные]",
    "snils": "[СНИЛС]",
    "address": "[адрес]",
    "birthday": "[дата рождения]",
    "contact": "[личная ссылка]",
}
_CAPITAL = re.compile(r"(?<![\w-])[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?![\w-])|(?<![\w-])[А-ЯЁ]{4,}(?![\w-])")
_INITIAL = re.compile(r"(?<![А-ЯЁа-яё])([А-ЯЁ])\.")


@dataclass
class Codebook:
    """Who has which code; shared by the files of a package. `found` counts what was replaced, by kind."""

    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    found: Counter = field(default_factory=Counter)

    def learn(self, text: str) -> None:
        """Meet the people of a text, those named in full first, so that a later bare surname is known."""
        marks = [mark for mark in privacy.find(text) if mark.kind == "name"]
        for mark in sorted(marks, key=lambda mark: not _parts(mark.text)[1]):
            self._code(mark.text)

    def spans(self, text: str) -> list[tuple[int, int, str, str]]:
        """What to replace: start, end, the code, the kind; in order, without overlaps."""
        spans = []
        for mark in privacy.find(text):
            code = self._code(mark.text) if mark.kind == "name" else PLAIN[mark.kind]
            spans.append((mark.start, mark.end, code, mark.kind))
        for match in _CAPITAL.finditer(text):  # a surname that was met in full elsewhere
            known = self._known(match.group())
            if known and not any(start < match.end() and match.start() < end for start, end, *_ in spans):
                spans.append((match.start(), match.end(), known, "name"))
        return sorted(spans)

    def replace(self, text: str) -> str:
        """The text with codes."""
        pieces, at = [], 0
        for start, end, code, kind in self.spans(text):
            pieces += [text[at:start], code]
            at = end
            self.found[kind] += 1
        return "".join([*pieces, text[at:]])

    def _code(self, name: str) -> str:
        surname, initials = _parts(name)
        base = stem(surname)
        if not initials and (known := self._known(surname)):
            return known
        key = (base, initials)
        if key not in self.codes:
            alone = [k for k in self.codes if k[0] == base and (not k[1] or not initials or initials.startswith(k[1]))]
            if alone:
                self.codes[key] = self.codes[alone[0]]
            else:
                number = len(self.names)
                word = LETTERS[number % 24] + (LETTERS[number // 24 - 1] if number >= 24 else "")
                self.codes[key] = f"Код-{word.capitalize()} К. К."
                self.names[self.codes[key]] = name
        return self.codes[key]

    def _known(self, word: str) -> str:
        base = stem(word)
        return next((code for (surname, _), code in self.codes.items() if surname == base and len(base) > 2), "")


def _parts(name: str) -> tuple[str, str]:
    """Surname and initials of a name as written: in full, with initials before or after, first name and surname."""
    words = [word for word in re.split(r"[\s\u00a0]+", re.sub(r"(?<=\.)(?=[А-ЯЁ][а-яё])", " ", name)) if word]
    initials = "".join(_INITIAL.findall(name))
    full = [word.strip(".,") for word in words if len(word.strip(".,")) > 1 and "." not in word.strip(",")[:-1]]
    full = [word for word in full if not re.fullmatch(r"[А-ЯЁ]\.", word)]
    if initials:
        return (full[0] if full else name), initials
    if len(full) == 3:
        patronymic = next((n for n, word in enumerate(full) if re.fullmatch(privacy.PATRONYMIC, word)), 2)
        order = (0, 1) if patronymic == 2 else (2, 0)
        return full[order[0]], full[order[1]][0] + full[patronymic][0]
    if len(full) == 2:
        if re.fullmatch(privacy.PATRONYMIC, full[1]):
            return full[1], full[0][0] + full[1][0]
        first = privacy._is_first_name(full[0])
        return (full[1], full[0][0]) if first else (full[0], full[1][0])
    return (full[0] if full else name), ""
