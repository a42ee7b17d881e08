"""Which blocks a webinar takes and how long each lasts: from the table `webinar_blocks` or from an own file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from mentoring.wording import count_ru
from publishing.lessons import Block, plan

OPENING, CLOSING = 3, 5  # minutes: title and plan; what to take away and questions
HEADS = {
    "block": ("блок", "код блока", "block"), "minutes": ("минуты", "минут", "minutes"),
    "priority": ("очередь", "приоритет", "priority"),
}  # fmt: skip
MAX_ROWS = 200


@dataclass(frozen=True)
class Part:
    """A chosen block with its place on the clock of the webinar, in minutes from its beginning."""

    block: Block
    minutes: int
    starts: int

    @property
    def ends(self) -> int:
        return self.starts + self.minutes


@dataclass(frozen=True)
class Webinar:
    """What is shown. `left`: blocks that did not fit; `total`: minutes with opening and closing."""

    name: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    left: tuple[Block, ...]
    total: int
    closing: int

    def lines(self) -> list[str]:
        """The timing, for the command line."""
        said = [f"«{self.title}»: {count_ru(self.total, 'минута', 'минуты', 'минут')}."]
        said.append(f"  {clock(0)}–{clock(OPENING)}  Тема и план")
        for part in self.parts:
            usual = "" if part.minutes == part.block.minutes else f", на занятии {part.block.minutes}"
            said.append(f"  {clock(part.starts)}–{clock(part.ends)}  {part.block.title} "
                        f"({part.minutes} мин{usual}; занятие {part.block.number})")  # fmt: skip
        said.append(f"  {clock(self.total - self.closing)}–{clock(self.total)}  Главное и вопросы")
        if self.left:
            said.append(f"Не вошли: {'; '.join(block.title for block in self.left)}.")
        return said


def clock(minutes: int) -> str:
    """`75` → «1:15»."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def choose(asked: str, minutes: int, title: str = "") -> Webinar:
    """A webinar by its number in the table or from a file of blocks. Raises KitError."""
    if asked.isdecimal():
        name, head, tail, rows = _numbered(int(asked))
    else:
        name, head, tail, rows = _own(Path(asked), title)
    if minutes < OPENING + CLOSING + 1:
        raise KitError(
            f"За {count_ru(minutes, 'минуту', 'минуты', 'минут')} вебинар не провести: укажите --minutes больше."
        )
    return fitted(name, title or head, tail, rows, minutes)


Row = tuple[Block, int, int]  # block, minutes, priority


def fitted(name: str, title: str, subtitle: str, rows: list[Row], minutes: int) -> Webinar:
    """Blocks by priority, then in order, as many as the time holds; shown in order."""
    room, taken = minutes - OPENING - CLOSING, set()
    for at, (_, length, _) in sorted(enumerate(rows), key=lambda item: (item[1][2], item[0])):
        if length <= room:
            room -= length
            taken.add(at)
    if not taken:
        least = min(length for _, length, _ in rows)
        raise KitError(
            f"За {minutes} минут не поместится ни один блок: самый короткий идёт {least}, "
            f"ещё {OPENING + CLOSING} занимают начало и итоги."
        )
    parts, at = [], OPENING
    for number in sorted(taken):
        block, length, _ = rows[number]
        parts.append(Part(block, length, at))
        at += length
    left = tuple(block for number, (block, _, _) in enumerate(rows) if number not in taken)
    closing = CLOSING + (room if left or room <= 10 else 0)
    return Webinar(name, title, subtitle, tuple(parts), left, at + closing, closing)


def _numbered(number: int) -> tuple[str, str, str, list[Row]]:
    from mentoring.data import load

    webinars = load("webinars").set_index("number")
    if number not in webinars.index:
        raise KitError(
            f"Вебинара № {number} нет; есть: {', '.join(map(str, webinars.index))}. Или назовите файл с блоками."
        )
    known, table = plan(), load("webinar_blocks")
    rows = [
        (known[row.block], int(row.minutes) if row.minutes == row.minutes and row.minutes else known[row.block].minutes,
         int(row.priority))
        for row in table[table["webinar"] == number].fillna({"minutes": 0}).sort_values("order").itertuples()
    ]  # fmt: skip
    if not rows:
        raise KitError(f"У вебинара № {number} нет блоков в таблице webinar_blocks: добавьте строки.")
    head, tail = headed(str(webinars.loc[number, "title"]))
    return f"webinar_{number}", head, tail, rows


def headed(title: str) -> tuple[str, str]:
    """A long theme → its head and the rest."""
    cuts = [at for mark in (": ", ". ") if (at := title.find(mark)) > 0]
    if not cuts:
        return title, ""
    rest = title[min(cuts) + 2 :]
    return title[: min(cuts)], rest[:1].upper() + rest[1:]


def _own(path: Path, title: str) -> tuple[str, str, str, list[Row]]:
    if not path.is_file():
        raise KitError(f"Нет файла {path}: назовите номер вебинара (1–5) или таблицу .csv/.xlsx со столбцом «Блок».")
    known = plan()
    by_title = {" ".join(block.title.lower().split()): block for block in known.values()}
    rows = []
    for number, row in enumerate(_table(path), 2):
        said = " ".join(str(row.get("block") or "").split())
        if not said:
            continue
        block = known.get(said) or by_title.get(said.lower())
        if block is None:
            raise KitError(
                f"{path.name}, строка {number}: блока «{said[:60]}» нет. Коды блоков стоят в datasets/session_plan.csv."
            )
        if block.kind in ("break", "self_study"):
            raise KitError(f"{path.name}, строка {number}: «{block.title}» — не для вебинара, уберите эту строку.")
        if any(block is other for other, _, _ in rows):
            raise KitError(f"{path.name}, строка {number}: блок «{block.title}» уже есть выше.")
        minutes = _whole(row.get("minutes"), block.minutes, path, number, "минуты", 1, 240)
        priority = _whole(row.get("priority"), block.priority, path, number, "очередь", 1, 3)
        rows.append((block, minutes, priority))
    if not rows:
        raise KitError(f"В файле {path.name} нет ни одного блока: впишите коды блоков в столбец «Блок».")
    return path.stem, title or path.stem.replace("_", " "), "", rows


def _whole(value: Any, usual: int, path: Path, number: int, what: str, least: int, most: int) -> int:
    text = str(value if value is not None else "").strip().removesuffix(".0")
    if not text:
        return usual
    if not text.isdecimal() or not least <= int(text) <= most:
        raise KitError(f"{path.name}, строка {number}: {what} «{text[:20]}» — нужно целое число от {least} до {most}.")
    return int(text)


def _table(path: Path) -> list[dict[str, Any]]:
    """Rows of a table under our names of the columns."""
    cells = _cells(path)[: MAX_ROWS + 1]
    heads = [" ".join(str(cell or "").lower().split()) for cell in cells[0]] if cells else []
    found = {name: heads.index(word) for name, words in HEADS.items() for word in words if word in heads}
    if "block" not in found:
        raise KitError(f"В файле {path.name} нет столбца «Блок» в первой строке.")
    return [{name: row[at] if at < len(row) else None for name, at in found.items()} for row in cells[1:]]


def _cells(path: Path) -> list[list[Any]]:
    try:
        if path.suffix.lower() == ".xlsx":
            from openpyxl import load_workbook

            book = load_workbook(path, read_only=True, data_only=True)
            return [list(row) for row in book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 1)]
        text = path.read_bytes().decode("utf-8-sig")
        mark = max(",;\t", key=text.partition("\n")[0].count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except Exception as error:  # whatever a damaged file finds in a reader
        raise KitError(f"Файл {path.name} не читается: нужна таблица .xlsx или .csv в UTF-8.") from error
