"""Activities of a plan written as lines."""

from __future__ import annotations

import datetime as dt
import re

from .. import dates, requisites
from ..language import Words
from ..view import Document
from .model import Activity

_FIELD = re.compile(
    r"(?:срок\w*(?: исполнения| проведения| реализации)?|ответственн\w+|исполнител\w+|результат\w*|ожидаем\w+ "
    r"результат\w*|ресурс\w*)\s*[–—:-]",
    re.I,
)


def of_lines(document: Document) -> list[Activity]:
    """A plan written as lines: «1. Анкетирование — до 15.09.2026, отв. куратор; результат: …»."""
    result: list[Activity] = []
    stage, stage_at = "", 0
    current: list[int] = []
    own = _under_heading(document)
    around = document.period or dates.school_year(document.as_of)

    def close() -> None:
        if not current:
            return
        texts = [document.blocks[n].text for n in current]
        whole = " ".join(texts)
        block = document.blocks[current[0]]
        listed = current[0] in own and _ITEM.search(whole) and dates.spans(whole, around, loose=True)
        if (
            listed
            or _FIELD.search(whole)
            or (dates.spans(whole) and re.match(r"\s*(?:\d+[.)]|\d+\.\d+|[–—•-])", texts[0]))
        ):
            words = Words(whole, block.place, current[0], block.kind)
            title = re.split(
                r"\s*[.;,(–—-]\s*(?=срок|ответств|отв\.|исполнител|результат|ожидаем|ресурс|до \d)",
                texts[0],
                flags=re.I,
            )[0]
            activity = Activity(words, title, stage=stage, stage_at=stage_at)
            activity.when = _field(whole, r"срок\w*(?: исполнения| проведения| реализации)?") or _first_time(
                whole, around if listed else None
            )
            activity.who = _field(whole, r"ответственн\w*(?: за [^:–—-]+)?|отв\.|исполнител\w*")
            activity.result = _field(whole, r"(?:ожидаем\w+ )?результат\w*|итог\w*")
            activity.means = _field(whole, r"ресурс\w*")
            number = re.match(r"\s*((?:\d{1,2}\.){0,2}\d{1,2})[.)]?\s", texts[0])
            activity.number = number[1] if number else ""
            result.append(activity)
        current.clear()

    for number in _plan_lines(document):
        block = document.blocks[number]
        if block.kind not in ("paragraph", "heading", "cell"):
            continue
        if re.search(r"этап\b|раздел", block.text, re.I) and len(block.text) < 110 and not _FIELD.search(block.text):
            close()
            stage, stage_at = block.text, stage_at + 1
            continue
        if re.match(r"\s*(?:(?:\d{1,2}\.){0,2}\d{1,2}[.)]?\s|[–—•-]\s)", block.text) or not _FIELD.match(block.text):
            close()
        current.append(number)
    close()
    # Fields that no line has are missing from the plan as a whole, like a missing column.
    for name in ("when", "who", "means", "result"):
        if result and not any(getattr(a, name) for a in result):
            for activity in result:
                setattr(activity, name, None)
        else:
            for activity in result:
                setattr(activity, name, getattr(activity, name) or "")
    return result


_PLAN_HEAD = re.compile(
    r"\W*(?:(?P<mark>(?:\d{1,2}|[IVX]{1,5}))[.)]?\s*)?(?:план|перечень|содержание|календарный план"
    r"|мероприятия|шаги|ход работы)"
    r"(?:\s+(?:основных\s+)?(?:мероприяти|работ|действи|реализац|занят|программ|совместн)\w*){0,3}\s*[.:]?\s*$",
    re.IGNORECASE,
)


def _plan_lines(document: Document) -> range:
    """Blocks where the plan may stand: under its own heading when there is one, else everything after the head."""
    blocks = document.blocks
    start = len(document.head) if len(document.head) < len(blocks) else 0
    whole = range(max(0, min(start, 25) - 1), len(blocks))
    for number in whole:
        head = _PLAN_HEAD.match(blocks[number].text)
        if not head or blocks[number].kind == "cell" or number < 3 or not head["mark"]:
            continue
        next_mark = rf"\s*{int(head['mark']) + 1}[.)]\s" if head["mark"].isdigit() else r"\s*[IVX]{1,5}[.)]\s"
        end = next((n for n in range(number + 1, len(blocks)) if re.match(next_mark, blocks[n].text)), len(blocks))
        if end - number > 2:
            return range(number + 1, end)
    return whole


# An item of a list, or a line that says what comes of it.
_ITEM = re.compile(r"^\s*(?:\d+[.)]|[–—•-]\s)|\b(?:итог|результат|продукт)\w*\s*[:–—-]", re.IGNORECASE)


def _under_heading(document: Document) -> range:
    """Blocks under a heading of the plan without a number: items of a list keep their numbers out of the text."""
    for at, number in enumerate(document.headings):
        if _PLAN_HEAD.match(document.blocks[number].text) and document.blocks[number].kind != "cell":
            later = [n for n in document.headings[at + 1 :] if not _FIELD.match(document.blocks[n].text)]
            return range(number + 1, later[0] if later else len(document.blocks))
    return range(0)


def _field(text: str, label: str) -> str | None:
    match = re.search(rf"(?:^|[\s(;,.])(?:{label})\s*[–—:-]?\s*([^;|\n]+)", text, re.I)
    if not match:
        return None
    value = re.split(r"[.;,]\s*(?=срок|ответств|отв\.|результат|ожидаем|ресурс|исполнител)", match[1], flags=re.I)[
        0
    ].strip(" .,;–—-")
    return "" if requisites.blank(value) else value


def _first_time(text: str, within: tuple[dt.date, dt.date] | None) -> str | None:
    found = dates.spans(text, within, loose=within is not None)
    return text[found[0].start : found[0].end] if found else None
