"""Lines of a page (plain text, PDF) into paragraphs: joins wrapped lines, keeps headings, lists, text tables."""

from __future__ import annotations

import re
import statistics

from .build import Builder

_ITEM = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[а-яa-z]\)|[-–—•*▪●]|[IVX]{1,5}\.)\s+\S")
_RULE = re.compile(r"[\s|+=\-_─━│┌┐└┘├┤┬┴┼:╔╗╚╝═║╠╣╦╩╬]+$")
_OPEN = re.compile(
    r"(?:утвержд|приказыва|приложение|директор|заведующ|согласован|рассмотрен|принят|приказ\b|муниципальн"
    r"|дата\b|подпись"
    r"|с приказом|ознакомл|работник|работодатель|наставник|наставляем|куратор|педагог)", re.IGNORECASE)  # fmt: skip


def add_lines(builder: Builder, lines: list[str]) -> None:
    """Adds the lines to the builder as paragraphs and tables."""
    lengths = [len(line.strip()) for line in lines if len(line.strip()) > 20]
    full = statistics.quantiles(lengths, n=10)[7] * 0.72 if len(lengths) >= 8 else 60
    # A text whose long lines are much longer than a page is wide isn't wrapped at all: a line is a paragraph.
    wrapped = bool(lengths) and max(lengths) <= 130
    held: list[str] = []
    table: list[str] = []

    def flush() -> None:
        if held:
            builder.paragraph(_join(held))
            held.clear()

    def flush_table() -> None:
        if table:
            for rows in _tables(table):
                builder.table(rows)
            table.clear()

    for raw in lines:
        line = raw.rstrip()
        if _is_row(line) or (table and _RULE.match(line) and line.strip()):
            flush()
            table.append(line)
            continue
        flush_table()
        if not line.strip() or (_RULE.fullmatch(line) and "_" not in line):
            flush()
            continue
        if held and not (wrapped and (_continues(held[-1], line, full) or _dash(held, line, full))):
            flush()
        held.append(line)
    flush()
    flush_table()


def _is_row(line: str) -> bool:
    return line.count("|") >= 2 or line.count("│") >= 2 or line.count("║") >= 2 or line.strip("\t").count("\t") >= 2


def _continues(before: str, line: str, full: float) -> bool:
    start, end = line.strip(), before.strip()
    if re.match(r"\d{1,2}\s+[а-яё]", start) and not end.endswith((".", ";", ":", "!", "?")):
        return len(end) >= full * 0.8  # a date broken by the end of a line: «по / 28 мая 2027 года»
    if _ITEM.match(start):
        return False
    if _broken(end, start):
        return True
    if start[:1].islower() and not end.endswith((".", "!", "?", ";")):
        return True
    if len(end) < full or end.endswith((".", ";", ":", "!", "?")):
        return False
    return not (start.isupper() or (_OPEN.match(start) and len(end) < full * 1.2))


def _dash(held: list[str], line: str, full: float) -> bool:
    """A dash of the sentence that fell on the beginning of a line, no mark of a list: «вид наставничества / - это»."""
    start, end = line.strip(), held[-1].strip()
    return (
        bool(re.match(r"[-–—]\s+[а-яё]", start))
        and end[-1:].isalpha()
        and len(end) >= full
        and not re.match(r"\s*[-–—•*▪●]\s", held[0])
    )


def _broken(end: str, start: str) -> bool:
    """A word goes over to the next line, in small letters or in capitals: «НАСТАВЛЯЕ- / МЫЙ»."""
    if not end.endswith("-") or not end[-2:-1].isalpha():
        return False
    return start[:1].islower() or (end[-2].isupper() and re.match(r"[А-ЯЁ]{2}|[А-ЯЁ]\b", start) is not None)


def _join(lines: list[str]) -> str:
    text = lines[0].strip()
    for line in lines[1:]:
        line = line.strip()
        text = text[:-1] + line if _broken(text, line) else f"{text} {line}"
    return text


def _tables(lines: list[str]) -> list[list[list[str]]]:
    """Rows of a table drawn with bars or tabs. With a rule between rows a row may take several lines."""
    sign = next(
        (s for s in "|│║" if lines[0].count(s) >= 2), next((s for s in "|│║" if any(s in x for x in lines)), "\t")
    )
    cut = [_RULE.fullmatch(line) is not None for line in lines]
    content = sum(1 for is_rule in cut if not is_rule)
    inner_rules = sum(cut[1:-1])
    grid = inner_rules >= 2 and content > inner_rules + 1
    rows: list[list[str]] = []
    fresh = True
    for line, is_rule in zip(lines, cut, strict=True):
        if is_rule:
            fresh = True
            continue
        cells = [cell.strip() for cell in line.strip().strip(sign if sign != "\t" else "\n").split(sign)]
        same = rows and len(rows[-1]) == len(cells)
        tail = same and not cells[0] and sum(1 for cell in cells if cell) < len(cells) - 1 and len(rows) > 1
        if same and ((grid and not fresh) or (not grid and tail)):
            rows[-1] = [_join([a, b]) if a and b else a or b for a, b in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        fresh = False
    return [rows] if rows else []
