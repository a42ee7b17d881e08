"""Activities of the tables of a plan."""

from __future__ import annotations

import re

from .. import dates, requisites
from ..view import Document
from ..view.tables import Table, is_caption
from .model import Activity

WHEN = ("срок", "дата|период|время|когда|месяц|календарный")
WHO = ("ответственный|ответственность|отв", "исполнитель|исполнять", "кто")
MEANS = (
    "ресурс|ресурсный|средство|обеспечение|обеспечить|обеспеченный|инструмент|материал|материальный|располагать",
    "чем ..2 пользоваться|нужный|понадобиться|обеспечить",
    "что ..2 нужный|понадобиться|потребоваться",
    "помощь ..1 что|кто|чей",
)
RESULT = (
    "результат|итог|продукт|ожидать|ожидаемый",
    "получить|получиться|получать|получаться|заканчиваться|закончиться|завершаться|завершиться",
    "показатель|индикатор|критерий",
    "ждать|ожидаться|эффект|зачем|достигнуть|прийти|стать",
    "на ..0 выход",
    "подтверждение|документ|отчетный|выход|доказательство",
    "как ..2 проверить|оценить|узнать|понять",
    "что ..1 быть|выйти",
)
TITLE = (
    "мероприятие|наименование|содержание|действие|деятельность",
    "вид ..2 работа|деятельность",
    "что ..2 делать|сделать|предстоять",
    "работа|тема|шаг|дело",
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


def of_tables(document: Document) -> list[Activity]:
    """Rows of the plan's tables, captions turned into stages."""
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
    return result


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
