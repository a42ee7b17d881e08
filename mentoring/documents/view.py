"""A read document prepared for judging: sentences with lemmas, sections, tables with columns, requisites."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from . import dates, requisites
from .language import Hit, Index, Words, sentences
from .reading.build import HEADING
from .reading.model import Block, Grid, Text
from .wording import evened

_NUMBERED = re.compile(r"^\s*(?:раздел\s+|глава\s+)?(?:[IVX]{1,5}|\d{1,2})(?:\.\s|\.(?=[А-ЯЁ])|\s)", re.IGNORECASE)
_TITLE = re.compile(
    r"\W*(?:положение|дорожная|план\b|план-|персонализ|программа|индивидуальн|согласован|принят|рассмотрен"
    r"|маршрут|иом\b|ппн\b)",
    re.IGNORECASE,
)
_STAMP = re.compile(r"утвержд[её]н|утверждаю|согласован|рассмотрен|принят[оаы]?\b|приложение", re.IGNORECASE)


@dataclass
class Row:
    """A row of a table under its header. `cells` in the order of `Table.header`."""

    cells: list[str]
    number: int
    place: str

    @property
    def text(self) -> str:
        return " | ".join(cell for cell in self.cells if cell)


@dataclass
class Table:
    header: list[str]
    rows: list[Row]
    place: str

    @cached_property
    def titles(self) -> list[Words]:
        return [Words(title) for title in self.header]

    def column(self, *patterns: str) -> int | None:
        """The column whose title has one of the patterns; patterns in order of preference."""
        for pattern in patterns:
            for at, title in enumerate(self.titles):
                if title.find(pattern):
                    return at
        return None

    def values(self, column: int | None) -> list[str]:
        return [] if column is None else [row.cells[column] for row in self.rows]


class Document:
    """What criteria look at. `as_of` is the day of the audit."""

    def __init__(self, text: Text, kind: str, as_of: dt.date):
        self.original, self.text, self.kind, self.as_of = text, evened(text), kind, as_of
        self.blocks = self.text.blocks

    @cached_property
    def index(self) -> Index:
        """All sentences."""
        return Index(self._words(range(len(self.blocks))))

    @cached_property
    def prose(self) -> Index:
        """Sentences outside tables."""
        return Index([words for words in self.index.words if words.kind != "cell"])

    def _words(self, numbers) -> list[Words]:
        words = []
        for number in numbers:
            block = self.blocks[number]
            words += [Words(piece, block.place, number, block.kind) for piece in self._pieces(number, block)]
        return words

    def _pieces(self, number: int, block: Block) -> list[str]:
        cached = self.__dict__.setdefault("_cut", {})
        if number not in cached:
            cached[number] = sentences(block.text)
        return cached[number]

    @cached_property
    def by_block(self) -> dict[int, list[Words]]:
        result: dict[int, list[Words]] = {}
        for words in self.index.words:
            result.setdefault(words.block, []).append(words)
        return result

    def part(self, numbers) -> Index:
        """Sentences of some blocks."""
        return Index([words for number in numbers for words in self.by_block.get(number, ())])

    # Searching.

    def find(self, *patterns: str) -> Hit | None:
        return self.index.find(*patterns)

    def denied(self, *patterns: str) -> Hit | None:
        return self.index.denied(*patterns)

    def all(self, *patterns: str) -> list[Hit]:
        return self.index.all(*patterns)

    def search(self, pattern: str | re.Pattern[str], flags: int = re.IGNORECASE) -> Hit | None:
        """A place by a regular expression over the text as written."""
        compiled = re.compile(pattern, flags) if isinstance(pattern, str) else pattern
        for words in self.index.words:
            match = compiled.search(words.text)
            if match:
                return Hit(words, 0, 0, match.start(), match.end())
        return None

    @cached_property
    def plain(self) -> str:
        return self.text.plain

    # Sections.

    @cached_property
    def headings(self) -> list[int]:
        """Numbers of the blocks that are headings."""
        return [number for number, block in enumerate(self.blocks) if self._is_heading(block)]

    @staticmethod
    def _is_heading(block: Block) -> bool:
        text = block.text.strip()
        if block.kind == "heading":
            return True
        if block.kind != "paragraph" or len(text) > 120 or text.endswith((";", ",")) or _STAMP.match(text):
            return False
        letters = [sign for sign in text if sign.isalpha()]
        if len(letters) >= 6 and text.isupper() and "___" not in text:
            return True
        if text.endswith(":"):
            return len(text) < 70 and not re.match(r"\d+\.\d", text)
        return (
            bool(HEADING.match(text)) and not re.match(r"\d+\.\d", text) and not re.search(r"\d{2}\.\d{2}\.\d{4}", text)
        )

    def section(self, *patterns: str) -> Index:
        """Sentences under the headings that have one of the patterns, the headings included."""
        numbers: list[int] = []
        heads = self.headings
        for order, number in enumerate(heads):
            if not any(words.find(pattern) for words in self.by_block.get(number, ()) for pattern in patterns):
                continue
            sort = self._sort(number)
            end = len(self.blocks)
            for later in heads[order + 1 :]:
                if self._sort(later) <= sort:
                    end = later
                    break
            numbers += range(number, end)
        return self.part(dict.fromkeys(numbers))

    def _sort(self, number: int) -> int:
        block = self.blocks[number]
        text = block.text
        if text.rstrip().endswith(":") and not _NUMBERED.match(text):
            return 3
        if block.kind == "heading" or _NUMBERED.match(text):
            return 1
        return 1 if text.isupper() else 2

    # Tables.

    @cached_property
    def tables(self) -> list[Table]:
        result = []
        for grid in self.text.tables:
            table = _turned(grid) or _table(grid)
            if table is not None:
                before = result[-1] if result else None
                if before and table.header == before.header:
                    before.rows += table.rows
                else:
                    result.append(table)
        return result

    def table(self, *patterns: str) -> Table | None:
        """The table with most of the column titles asked for; at least two, or the one asked."""
        best, score = None, 0
        for table in self.tables:
            hits = sum(table.column(pattern) is not None for pattern in patterns)
            if hits > score and len(table.rows):
                best, score = table, hits
        return best if score >= min(2, len(patterns)) else None

    @cached_property
    def units(self) -> list[Words]:
        """What is said in one go: a paragraph, or a row of a table as «title: cell; title: cell»."""
        headed = {table.place: table for table in self.tables}
        result: list[Words] = []
        done: set[tuple[int, int]] = set()
        for number, block in enumerate(self.blocks):
            if block.kind != "cell":
                result.append(Words(block.text, block.place, number, block.kind))
                continue
            if (block.table, block.row) in done:
                continue
            done.add((block.table, block.row))
            grid = self.text.tables[block.table]
            row = grid.rows[block.row]
            table = headed.get(grid.place)
            line = next((r for r in table.rows if r.place == block.place), None) if table else None
            if table is not None and line is not None:
                text = "; ".join(
                    f"{title}: {cell}" for title, cell in zip(table.header, row, strict=False) if title != cell
                )
            elif len(row) == 2 and row[0] != row[1]:
                text = f"{row[0].rstrip(' :')}: {row[1]}"
            else:
                text = " | ".join(dict.fromkeys(cell for cell in row if cell))
            titles = table is not None and line is None
            result.append(Words(text, block.place, number, "title" if titles else "row"))
        return result

    @cached_property
    def unit_of(self) -> dict[int, Words]:
        """Block number to its unit (for a cell, the unit of its row)."""
        rows = {unit.place: unit for unit in self.units if unit.kind in ("row", "title")}
        whole = {unit.block: unit for unit in self.units}
        return {n: rows.get(b.place, whole.get(n)) if b.kind == "cell" else whole[n] for n, b in enumerate(self.blocks)}

    # Requisites.

    @cached_property
    def head(self) -> list[int]:
        """Blocks before the body: before «приказываю», the first heading of a section or the first large table."""
        for number, block in enumerate(self.blocks[:60]):
            lowered = block.text.lower().replace(" ", "")
            if "приказываю" in lowered or re.match(r"(?:1|I)(?:\.1)?\.?\s+[А-ЯЁ]", block.text):
                return list(range(number))
            if block.kind == "cell" and block.row >= 2 and number > 12:
                return list(range(number))
        return list(range(min(len(self.blocks), 30)))

    @cached_property
    def stamp(self) -> list[int]:
        """Blocks of the approval stamp in the head of a document, or empty."""
        order = self.kind in ("implementation_order", "pairing_order")
        for number in self.head or range(min(20, len(self.blocks))):
            text = self.blocks[number].text
            if order or len(text) > 240 or not re.search(r"\bутвержд(?:[её]н[аоы]?|аю)\b", text, re.IGNORECASE):
                continue
            if re.search(r"(?:положени\w+|программ\w+|карт\w+),? утвержд|утвержд[её]нн", text, re.IGNORECASE):
                continue
            return self._stamp_from(number)
        return []

    def _stamp_from(self, start: int) -> list[int]:
        numbers = [*self._annex_before(start), start]
        for number in range(start + 1, min(start + 7, len(self.blocks))):
            text = self.blocks[number].text
            before = " ".join(self.blocks[n].text for n in numbers)
            if _TITLE.match(text) or (
                text.isupper() and len(text) > 14 and not re.search(r"ПРИКАЗ|ДИРЕКТОР|ОУ\b|№", text)
            ):
                break
            whole = bool(dates.dates(before)) and bool(requisites.people(requisites.filled(before)))
            if whole and not re.match(
                r"\W*(?:от\b|приказ|№|директор|заведующ|м\.\s?п|_|\d|подпись|«_)", text, re.IGNORECASE
            ):
                break
            numbers.append(number)
        return numbers

    def _annex_before(self, start: int) -> list[int]:
        """«Приложение № 1 к приказу … от … № …» right above the stamp: it carries the number and the date."""
        for number in range(start - 1, max(-1, start - 5), -1):
            text = self.blocks[number].text
            if len(text) > 200 or self.blocks[number].kind == "cell":
                return []
            if re.match(r"\W*приложени", text, re.IGNORECASE):
                lines = range(number, start)
                whole = " ".join(self.blocks[n].text for n in lines)
                return list(lines) if re.search(r"приказ", whole, re.IGNORECASE) else []
        return []

    @cached_property
    def stamp_text(self) -> str:
        """The stamp as one line."""
        return " ".join(self.blocks[number].text for number in self.stamp)[:400]

    @cached_property
    def own_number(self) -> tuple[str | None, Hit | None]:
        """Number of the order itself: in its head, not of an act it refers to."""
        for words in self._own_lines():
            found = requisites.number(words.text)
            if found:
                return found, Hit(words, 0, 0, 0, len(words.text))
        return None, None

    @cached_property
    def own_date(self) -> tuple[dt.date | None, Hit | None]:
        """Full date of the order itself."""
        for words in self._own_lines():
            days = requisites.day_in(words.text)
            if days:
                return days, Hit(words, 0, 0, 0, len(words.text))
        return None, None

    def _own_lines(self) -> Iterator[Words]:
        for words in self.part(self.head[:25]).words:
            text = words.text
            if re.search(
                r"(?:закон|письм|распоряжени|постановлени|на основании|в соответствии|во исполнение|с целью|в целях)",
                text,
                re.I,
            ):
                continue
            if re.search(r"учебн|период|\bс \d.*\bпо \d", text, re.I) and not re.search(r"№|\bот\b", text):
                continue
            if re.search(r"\b(?:ИНН|ОГРН|ОКПО|тел|КПП|индекс|лиценз)\b", text):
                continue
            yield words

    @cached_property
    def day(self) -> dt.date | None:
        """The date of the document: its own, of the stamp, or the last date near signatures."""
        if self.kind in ("implementation_order", "pairing_order"):
            return self.own_date[0]
        stamped = dates.dates(self.stamp_text)
        if stamped:
            return stamped[-1]
        if self.kind in ("supplementary_agreement", "consent"):
            first = self._labelled_day()
            if first:
                return first
        tail = [number for number in range(len(self.blocks)) if self.blocks[number].kind != "cell"][-14:]
        days = [day for number in tail if self._own_line(number) for day in dates.dates(self.blocks[number].text)]
        return days[-1] if days else None

    def _own_line(self, number: int) -> bool:
        """A short line near the end with a date of its own: not a period, not an act, not a term."""
        text = self.blocks[number].text
        other = re.search(
            r"закон|приказ|распоряж|письм|постановл|договор|\bдо \d|\bс \d|срок|период|не позднее|вступает", text, re.I
        )
        return len(text) < 140 and not other and not self._is_range(number)

    def _is_range(self, number: int) -> bool:
        return any(span.range for span in dates.spans(self.blocks[number].text))

    def _labelled_day(self) -> dt.date | None:
        for number in range(min(14, len(self.blocks))):
            text = self.blocks[number].text
            if self.kind == "supplementary_agreement" and re.search(r"трудово\w+ договор", text, re.I):
                text = re.split(r"(?:к\s+)?трудово\w+\s+договор", text, flags=re.I)[0]
            if (
                len(text) < 160
                and not self._is_range(number)
                and not re.search(r"приказ|закон|рожд|паспорт", text, re.I)
            ):
                found = requisites.day_in(text)
                if found:
                    return found
        return None

    @cached_property
    def period(self) -> tuple[dt.date, dt.date] | None:
        return self._period[0]

    @cached_property
    def period_hit(self) -> Hit | None:
        return self._period[1]

    @cached_property
    def _period(self) -> tuple[tuple[dt.date, dt.date] | None, Hit | None]:
        """Period of the document: a labelled one, then that of the title, then the first range."""
        labelled = re.compile(
            r"(?:период|срок[иа]?\s+(?:реализаци|действи|освоени|прохожд|работ|программ|маршрут|карт|план"
            r"|наставнич|выполнен)"
            r"|срок\s*:|на\s+\d{4}|учебн\w+ год|\bуч\. ?г|с \d|план мероприятий|дорожная карта|маршрут|программа)",
            re.IGNORECASE,
        )
        for numbers, strict in (
            (self._before_plan, True),
            (self._before_plan, False),
            (range(min(len(self.blocks), 45)), True),
            (range(min(len(self.blocks), 45)), False),
        ):
            for unit in [u for u in self.units if u.block in set(numbers)]:
                text = unit.text
                if strict and not labelled.search(text):
                    continue
                if re.search(r"закон|письмо|приказ(?:ом|а)? .{0,30}№|распоряж", text, re.I) and not re.search(
                    "учебн|период|срок", text, re.I
                ):
                    continue
                for span in dates.spans(text):
                    if span.last - span.first >= dt.timedelta(days=25) and span.dated and span.kind != "month":
                        return (span.first, span.last), Hit(unit, 0, 0, span.start, span.end)
                label = re.search(r"период|срок", text, re.I)
                if strict and label and len(text) < 40 and not re.search(r"\d", text):
                    follow = self.blocks[unit.block + 1].text if unit.block + 1 < len(self.blocks) else ""
                    for span in dates.spans(follow):
                        if span.last - span.first >= dt.timedelta(days=25) and span.dated:
                            return (span.first, span.last), Hit(Words(follow, unit.place), 0, 0, 0, len(follow))
        return None, None

    @cached_property
    def _before_plan(self) -> range:
        """Blocks before the first row with a term: what is said of the document as a whole."""
        for number, block in enumerate(self.blocks[:60]):
            if re.match(r"\s*1(?:\.1)?[.)]\s", block.text) and re.search(r"срок\w*\s*[:–—-]", block.text, re.I):
                return range(number)
            if (
                block.kind == "cell"
                and block.row == 0
                and len(self.text.tables[block.table].rows[0]) > 2
                and len(self.text.tables[block.table].rows) > 2
            ):
                return range(number)
        return range(min(len(self.blocks), 30))

    @cached_property
    def signatures(self) -> list[Words]:
        """Lines of signature with a name."""
        lines = [Words(block.text, block.place, number, block.kind) for number, block in enumerate(self.blocks)]
        known = {
            requisites.stem(p.surname) for words in lines for p in requisites.people(requisites.filled(words.text))
        }
        result = [
            words
            for words in lines
            if words.block not in self.stamp and (requisites.signed(words.text) or _bare_signature(words.text, known))
        ]
        result += [
            Words(row_text, f"{grid.place}, строка {at + 1}")
            for grid in self.text.tables
            for at, row in enumerate(grid.rows)
            if (row_text := " ".join(dict.fromkeys(row))) and requisites.signed(row_text)
        ]
        return result

    @cached_property
    def references(self) -> list[tuple[requisites.Reference, Words]]:
        found = []
        for number, block in enumerate(self.blocks):
            words = Words(block.text, block.place, number, block.kind)
            found += [(reference, words) for reference in requisites.references(block.text)]
        return found

    def refers(self, *ids: str) -> Hit | None:
        for reference, words in self.references:
            if reference.act.id in ids:
                return Hit(words, 0, 0, reference.start, reference.end)
        return None


def _bare_signature(text: str, known: set[str]) -> bool:
    """«10 сентября 2026 г. ______ Белкина»: a surname without initials beside the line, of someone the text names."""
    match = re.search(r"_{3,}\W{0,4}([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)\W*$|^\W*([А-ЯЁ][а-яё]+)\W{1,4}_{3,}\W*$", text)
    return bool(match) and requisites.stem(match[1] or match[2]) in known


_HEADS = re.compile(
    r"мероприят|срок|ответствен|исполнител|результат|№|наставник|наставляем|ф\.?\s?и\.?\s?о|должност|дефицит"
    r"|задач|форм|вид|дата|категори|этап|показател"
    r"|содержани|ресурс|период|предмет|действи|способ|тема|отметк|критери|затруднен|подпись|согласи|соглашен"
    r"|основани|доказательств|формула|работ|куратор|^(?:чем|что|чему|как|когда|кто|кому|зачем)\b",
    re.IGNORECASE,
)


def _titled(cell: str) -> bool:
    """Reads like the title of a column: a known word, short, without people, dates or figures."""
    return (
        len(cell) < 70
        and bool(_HEADS.search(cell))
        and not re.search(r"\d{2}\.\d|\d{3}|\d+ (?:дн|час|раз)", cell)
        and not requisites.people(cell)
    )


def _turned(grid: Grid) -> Table | None:
    """A table whose titles stand in the first column and whose pairs are columns, turned to rows."""
    titles = [row[0] for row in grid.rows]
    mentor = any(re.match(r"\W*(?:ф\.?\s?и\.?\s?о\.?\s+)?наставник", t, re.IGNORECASE) for t in titles)
    mentee = any(re.match(r"\W*(?:ф\.?\s?и\.?\s?о\.?\s+)?наставляем", t, re.IGNORECASE) for t in titles)
    if len(grid.rows) < 4 or not (mentor and mentee) or len(grid.rows[0]) < 3:
        return None
    columns = range(1, len(grid.rows[0]))
    rows = [Row([row[at] for row in grid.rows], at + 1, f"{grid.place}, столбец {at + 1}") for at in columns]
    return Table(titles, rows, grid.place)


def _table(grid: Grid) -> Table | None:
    """The header is the row among the first four with most of the known titles; a wide row before it is a caption."""
    rows = grid.rows
    if not rows or len(rows[0]) < 2:
        return None
    scores = []
    for row in rows[:4]:
        distinct = len({cell for cell in row if cell})
        scores.append(sum(1 for cell in row if cell and _titled(cell)) if distinct > 1 else 0)
    at = max(range(len(scores)), key=lambda n: (scores[n] - 1.5 * n, -n))
    if len(rows[0]) == 2 and (
        at or len(rows) < 3 or re.search(r"\d|[–—-]\s", " ".join(rows[0])) or requisites.people(rows[0][1], True)
    ):
        return None
    if scores[at] < 2 or (scores[at] < len([c for c in rows[at] if c]) / 2.5):
        return None
    header = list(rows[at])
    body = at + 1
    # Two-storey headers: «Наставник» over «ФИО | должность».
    if body < len(rows) and len(set(header)) < len([c for c in header if c]):
        below = rows[body]
        if all(len(cell) < 60 for cell in below) and sum(bool(_HEADS.search(c)) for c in below) >= 2:
            header = [f"{a} {b}" if b and a != b else a for a, b in zip(header, below, strict=True)]
            body += 1
    lines = []
    for number in range(body, len(rows)):
        cells = rows[number]
        if all(re.fullmatch(r"\d{1,2}", cell or "0") for cell in cells) and len(cells) > 2:
            continue  # a row with the numbers of columns
        lines.append(Row(list(cells), number + 1, f"{grid.place}, строка {number + 1}"))
    return Table(header, lines, grid.place)


def is_caption(row: Row) -> bool:
    """A row that is the title of a stage: one text over the whole width, or only a number and a text."""
    filled = [cell for cell in row.cells if cell.strip()]
    distinct = list(dict.fromkeys(filled))
    if len(distinct) == 1:
        return len(row.cells) > 2
    return len(row.cells) > 3 and len(distinct) == 2 and bool(re.fullmatch(r"[\dIVX.]{1,5}", distinct[0]))
