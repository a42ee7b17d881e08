"""Typography of Russian text: quotes, dashes, spaces and «вы».

Finds slips (`slips`) and sets the no-break spaces (`typeset`, `typeset_task`)."""

from __future__ import annotations

import re
from typing import Any

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


_SHORT = "а|без|в|во|для|до|за|и|из|или|к|ко|на|не|ни|но|о|об|от|по|при|с|со|у|что|как"
_GLUE = (
    (re.compile(r"(?<=\S) +—(?=\s)"), f"{NBSP}—"),
    (re.compile(rf"(?<![\w-])({_SHORT}) +(?=[\w«(\d])", re.IGNORECASE), rf"\1{NBSP}"),
    (re.compile(r"№ +(?=[\w{])"), f"№{NBSP}"),
    (re.compile(r"(?<![\w-])(ст|п|пп|ч|гл|стр|разд)\. +(?=\d)", re.IGNORECASE), rf"\1.{NBSP}"),
    (
        re.compile(
            r"(?<![\w-])(стать[яиеюё]й?|пункт(?:ы|а|е|у|ом|ов)?|част[ьи]|заняти[еяию]|практикум[аеу]?) +(?=№?\d)",
            re.IGNORECASE,
        ),
        rf"\1{NBSP}",
    ),
    (
        re.compile(
            r"(?<=\d) +(?=(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-яё]*\b)"
        ),
        NBSP,
    ),
    (re.compile(r"(?<=\d) +(?=%|п\. ?п\.|г\.|гг\.|год|час|мин|балл|строк|срез|организац|школ)"), NBSP),
    (re.compile(r"(?<=п\.) ?(?=п\.)"), NBSP),
)
# What a form shows of a question and its key. Documents and choices stay as they are: people quote and pick them.
_SHOWN = ("title", "text", "hint", "source", "label", "numerator_label", "denominator_label", "note")
_KEPT = ("documents", "choices", "evidence", "unit", "units")


def slips(text: str, *, shown: bool = False) -> list[str]:
    """What is wrong in `text`, each as «rule: place». `shown`: text of a page, where no-break spaces are due too."""
    found = []
    for pattern, rule in _RULES + (_GLUED if shown else ()):
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 20) : match.end() + 20].replace("\n", " ")
            found.append(f"{rule}: «…{around}…»")
    return found


def typeset(text: str) -> str:
    """No-break spaces before a dash, after short words, between a number and its unit. Safe to repeat."""
    for pattern, replacement in _GLUE:
        text = pattern.sub(replacement, text)
        text = pattern.sub(replacement, text)  # neighbours: «и в школе»
    return text


def typeset_task(value: Any, *, shown: bool = False) -> Any:
    """The JSON of a question or a reference with no-break spaces in all that is read and nowhere else."""
    if isinstance(value, str):
        return typeset(value) if shown else value
    if isinstance(value, (list, tuple)):
        return [typeset_task(one, shown=shown) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: one if key in _KEPT else typeset_task(one, shown=key in _SHOWN or (shown or key == "explain"))
        for key, one in value.items()
    }
