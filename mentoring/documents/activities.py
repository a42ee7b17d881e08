"""The activities of a plan (roadmap, programme, route): rows of its tables or numbered lines, with their fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import dates, requisites
from .language import Words
from .view import Document, remembered
from .view.tables import Row, Table, is_caption


@dataclass
class Activity:
    """A row: what, when, who, with what, result. None — there is no such column; «» — the cell is empty."""

    row: Row | Words
    title: str
    when: str | None = None
    who: str | None = None
    means: str | None = None
    result: str | None = None
    number: str = ""
    stage: str = ""
    stage_at: int = 0
    detail: str = ""

    @property
    def text(self) -> str:
        return self.row.text


WHEN = ("срок", "дата|период|время|когда|месяц|календарный")
WHO = ("ответственный|ответственность|отв", "исполнитель|исполнять", "кто")
MEANS = (
    "ресурс|ресурсный|средство|обеспечение|обеспечить|обеспеченный|инструмент|материал|материальный|располагать",
    "чем ..2 пользоваться|нужный|понадобиться|обеспечить",
    "что ..2 нужный|понадобиться|потребоваться",
)
RESULT = (
    "результат|итог|продукт|ожидать|ожидаемый",
    "получить|получиться|получать|получаться|заканчиваться|закончиться|завершаться|завершиться",
    "показатель|индикатор|критерий",
    "ждать|ожидаться|эффект|зачем|достигнуть|прийти|стать",
    "на ..0 выход",
    "подтверждение|документ|отчетный|выход|доказательство",
    "как ..2 проверить|оценить|узнать|понять",
)
TITLE = (
    "мероприятие|наименование|содержание|действие|деятельность",
    "вид ..2 работа|деятельность",
    "что ..2 делать|сделать|предстоять",
    "работа|тема|шаг",
    "задача",
    "чему|что",
    "этап",
)


def plan(document: Document) -> Table | None:
    """The main table of the plan: the one with most rows among those that have activities and terms."""
    best, score = None, 0
    for table in document.tables:
        fields = (
            sum(table.column(*patterns) is not None for patterns in (WHEN, WHO, RESULT, TITLE))
            if len(table.header) > 2
            else 0
        )
        fields = (
            0
            if re.search(
                r"показател|формул|участник|критери",
                table.header[0] + (table.header[1] if len(table.header) > 1 else ""),
                re.I,
            )
            and table.column("мероприятие") is None
            else fields
        )
        weight = len(table.rows) * fields if fields >= 2 else 0
        if weight > score:
            best, score = table, weight
    return best


def plans(document: Document) -> list[Table]:
    """All tables with activities (a roadmap may have one a stage)."""
    main = plan(document)
    if main is None:
        return []
    return [
        t
        for t in document.tables
        if t is main
        or (len(t.header) == len(main.header) and t.column(*TITLE) is not None and t.column(*WHEN, *WHO) is not None)
    ]


@remembered
def activities(document: Document) -> list[Activity]:
    """Rows of the plan's tables, captions turned into stages; without a table — lines with a term or a responsible."""
    result: list[Activity] = []
    stage, stage_at = "", 0
    for table in plans(document):
        when, who, means, outcome = (table.column(*p) for p in (WHEN, WHO, MEANS, RESULT))
        start, end = table.column("начало|старт"), table.column("окончание|конец|завершение")
        when, who = (
            when if when is not None else start,
            who if who is not None else _people_column(table, {when, outcome}),
        )
        if when is None:
            when = _time_column(table, {who, means, outcome})
        title = _title_column(table, {when, who, means, outcome, start, end})
        stage_column = next(
            (n for n, t in enumerate(table.titles) if t.find("этап|раздел|направление|блок") and n != title), None
        )
        if result:
            stage_at += 1
            stage = _caption_before(document, table)
        elif not stage:
            stage = _caption_before(document, table)
        for row in table.rows:
            if is_caption(row):
                stage, stage_at = row.text, stage_at + 1
                continue
            if stage_column is not None and row.cells[stage_column].strip() and row.cells[stage_column] != stage:
                stage, stage_at = row.cells[stage_column], stage_at + 1
            cells = row.cells
            activity = Activity(row, cells[title] if title is not None else row.text, stage=stage, stage_at=stage_at)
            activity.when, activity.who = _cell(cells, when), _cell(cells, who)
            if start is not None and end is not None and start != end:
                pair = [_cell(cells, start) or "", _cell(cells, end) or ""]
                activity.when = " – ".join(part for part in pair if part) if all(pair) else ""
            activity.means, activity.result = _cell(cells, means), _cell(cells, outcome)
            taken = {title, when, who, means, outcome, start, end, stage_column}
            activity.detail = "; ".join(cell for at, cell in enumerate(cells) if at not in taken and cell.strip())
            first = cells[0].strip()
            activity.number = first.rstrip(".)") if re.fullmatch(r"(?:\d{1,2}\.?){1,3}\)?", first) else ""
            if not any(c.strip() and not re.fullmatch(r"[\d.]+", c.strip()) for c in cells):
                continue
            result.append(activity)
    return result or _lines(document)


def _time_column(table: Table, taken: set[int | None]) -> int | None:
    """A column without a telling title whose cells are terms."""
    for at in range(len(table.header)):
        values = [v for v in table.values(at) if not requisites.blank(v)]
        if at not in taken and len(values) >= 2 and all(len(v) < 60 and dates.spans(v, loose=True) for v in values):
            return at
    return None


def _people_column(table: Table, taken: set[int | None]) -> int | None:
    """A column without a telling title whose cells are people or positions."""
    for at in range(len(table.header)):
        values = [v for v in table.values(at) if not requisites.blank(v)]
        if (
            at in taken
            or len(values) < 3
            or re.search(r"наставник|наставляем|ф\.?\s?и|участник", table.header[at], re.I)
        ):
            continue
        if sum(
            bool(
                requisites.people(v, True)
                or requisites.POSITIONS.match(v)
                or re.match("куратор|наставник|директор", v, re.I)
            )
            and len(v) < 60
            for v in values
        ) >= 0.8 * len(values):
            return at
    return None


def _title_column(table: Table, taken: set[int | None]) -> int | None:
    for pattern in TITLE:
        for at, title in enumerate(table.titles):
            if at not in taken and title.find(pattern):
                return at
    rest = [
        at for at in range(len(table.header)) if at not in taken and not re.match(r"№|п/п|n", table.header[at].lower())
    ]
    return max(rest, key=lambda at: sum(len(v) for v in table.values(at)), default=None)


def _cell(cells: list[str], at: int | None) -> str | None:
    if at is None:
        return None
    return "" if requisites.blank(cells[at]) else cells[at]


def _caption_before(document: Document, table: Table) -> str:
    index = int(table.place.split()[-1]) - 1
    first = next((n for n, block in enumerate(document.blocks) if block.table == index), 0)
    if first:
        text = document.blocks[first - 1].text
        if len(text) < 120:
            return text
    return ""


_FIELD = re.compile(
    r"(?:срок\w*(?: исполнения| проведения| реализации)?|ответственн\w+|исполнител\w+|результат\w*|ожидаем\w+ "
    r"результат\w*|ресурс\w*)\s*[–—:-]",
    re.I,
)


def _lines(document: Document) -> list[Activity]:
    """A plan written as lines: «1. Анкетирование — до 15.09.2026, отв. куратор; результат: …»."""
    result: list[Activity] = []
    stage, stage_at = "", 0
    current: list[int] = []

    def close() -> None:
        if not current:
            return
        texts = [document.blocks[n].text for n in current]
        whole = " ".join(texts)
        block = document.blocks[current[0]]
        if _FIELD.search(whole) or (dates.spans(whole) and re.match(r"\s*(?:\d+[.)]|\d+\.\d+|[–—•-])", texts[0])):
            words = Words(whole, block.place, current[0], block.kind)
            title = re.split(
                r"\s*[.;,(–—-]\s*(?=срок|ответств|отв\.|исполнител|результат|ожидаем|ресурс|до \d)",
                texts[0],
                flags=re.I,
            )[0]
            activity = Activity(words, title, stage=stage, stage_at=stage_at)
            activity.when = _field(whole, r"срок\w*(?: исполнения| проведения| реализации)?") or _first_time(whole)
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


def _field(text: str, label: str) -> str | None:
    match = re.search(rf"(?:^|[\s(;,.])(?:{label})\s*[–—:-]?\s*([^;|\n]+)", text, re.I)
    if not match:
        return None
    value = re.split(r"[.;,]\s*(?=срок|ответств|отв\.|результат|ожидаем|ресурс|исполнител)", match[1], flags=re.I)[
        0
    ].strip(" .,;–—-")
    return "" if requisites.blank(value) else value


def _first_time(text: str) -> str | None:
    found = dates.spans(text)
    return text[found[0].start : found[0].end] if found else None
