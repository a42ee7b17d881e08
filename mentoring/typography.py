"""Typography of Russian text: quotes, dashes, spaces and «вы».

Finds slips; `mentoring.course.typeset` sets the spaces."""

from __future__ import annotations

import re

NBSP = "\u00a0"
_RULES = (
    (re.compile(r"[А-Яа-яЁё]\"|\"[А-Яа-яЁё]|[”‟]"), "кавычки — «ёлочки», внутри них „лапки“"),
    (re.compile(r"(?<=[А-Яа-яЁё»,)]) [-–] (?=[А-Яа-яЁё«])"), "между словами — тире, а не дефис"),
    (re.compile(r"(?<=\w)[ \u00a0]{2,}(?=\w)"), "двойной пробел"),
    (re.compile(r"(?<=[А-Яа-яЁё»]) [,;:!?](?!\))|(?<=[А-Яа-яЁё»]) \.(?![\w.])"), "пробел перед знаком препинания"),
    (re.compile(r"(?<=[а-яё,] )(?:Вы|Вас|Вам|Вами|Ваш(?:а|е|и|его|ей|их|им|у|ему)?)\b"), "«вы» пишется со строчной"),
    (re.compile(r"[а-яё],[А-Яа-яЁё]{2}"), "нет пробела после запятой"),
)  # fmt: skip
_GLUED = (
    (re.compile(r"№ (?=\d)"), "после № — неразрывный пробел"),
    (re.compile(r"(?<=\d) (?=(?:%|г\.|гг\.|минут|мин\b))"), "между числом и единицей — неразрывный пробел"),
    (re.compile(r"\bт\. (?=[дпке]\.)"), "в «т. д.» и «т. п.» — неразрывный пробел"),
    (re.compile(r"(?<![А-Яа-яЁё.])[А-ЯЁ]\. (?:[А-ЯЁ]\. )?(?=[А-ЯЁ][а-яё]{2})"), "после инициалов — неразрывный пробел"),
    (re.compile(r"\S (?=— )"), "перед тире — неразрывный пробел"),
)  # fmt: skip


def slips(text: str, *, shown: bool = False) -> list[str]:
    """What is wrong in `text`, each as «rule: place». `shown`: text of a page, where no-break spaces are due too."""
    found = []
    for pattern, rule in _RULES + (_GLUED if shown else ()):
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 20) : match.end() + 20].replace("\n", " ")
            found.append(f"{rule}: «…{around}…»")
    return found
