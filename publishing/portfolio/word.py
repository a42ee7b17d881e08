"""The portfolio as one Word document: results, then work by work the feedback in words and the documents themselves."""

from __future__ import annotations

import copy
import io
import logging
import re
from collections.abc import Iterator

import docx
import lxml.html
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn

from autograder.feedback.collect import TaskView
from autograder.rules import said
from mentoring import paper
from mentoring.course.own_path import summary
from mentoring.wording import NBSP, number_ru
from publishing.portfolio.collect import Piece, Portfolio

log = logging.getLogger(__name__)
PARTS = {"Ответ", "Разбор", "Верный ответ"}
OUTCOME = re.compile(r"[✓✗◐○–—·] ?\S+( \S+)? [\d,]+ из [\d,]+\b")
NOT_CHOSEN = "не выбрано:"
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "tr", "dt", "dd", "summary", "figcaption", "blockquote", "pre"}
STATES = {
    "right": "верно", "partial": "частично", "wrong": "неверно", "waiting": "ждёт проверки", "empty": "нет ответа",
    "lost": "ответ не прочитан",
}  # fmt: skip


def portfolio_docx(portfolio: Portfolio) -> bytes:
    """The file. What cannot be put into it (a picture, a foreign file) stays in the archive and is named."""
    document = paper.page("Портфолио участника", numbered=True)
    person = portfolio.line.person
    paper.text(document, "ПОРТФОЛИО", align="center", bold=True, size=18, before=24, after=6)
    paper.text(document, "участника курса «Наставничество в образовании: модели, программы и инструменты»",
               align="center", after=14)  # fmt: skip
    who = person.full_name if person.full_name and person.surname != "(нет в списке)" else ""
    paper.text(document, who or f"Участник {person.code}", align="center", bold=True, size=14)
    group = f"код {person.code}" + (f", группа {person.group}" if person.group else "")
    paper.text(document, group, align="center", after=14)
    _results(document, portfolio)
    for number, piece in enumerate((one for one in portfolio.pieces if one.view or one.documents or one.uploads), 1):
        if not _turn(document, wide=False):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _piece(document, number, piece)
    return paper.to_bytes(document)


def _results(document: Document, portfolio: Portfolio) -> None:
    paper.heading(document, "Результаты", size=14)
    rows = []
    for piece in portfolio.pieces:
        result = portfolio.line.results[piece.assignment]
        shows = result.state in ("graded", "awaiting") and result.points is not None
        points = f"{number_ru(round(result.points, 2))} из {number_ru(result.max_points)}" if shows else "—"
        rows.append((piece.title, points, piece.state, len(piece.documents) + len(piece.uploads) or "—"))
    paper.table(document, (7.4, 3, 4, 2.4), ("Работа", "Баллы", "Состояние", "Документы"), rows, centred=(1, 3))
    total, growth = portfolio.line.total, portfolio.line.growth
    told = {
        "course": {"percent": round(total.final, 1), "needed": portfolio.sheet.rules.course_percent},
        "growth": growth and {"before": growth.before, "after": growth.after, "points": growth.points},
    }
    for line in summary(told):
        paper.text(document, line, before=8)
    paper.text(document, f"Составлено {said(portfolio.made)} (мск).", before=8, size=10, italic=True)


def _piece(document: Document, number: int, piece: Piece) -> None:
    paper.heading(document, f"{number}. {piece.title}", size=14)
    view = piece.view
    if view is not None:
        parts = [f"Баллы: {number_ru(round(view.total, 2))} из {number_ru(view.max_points)}"]
        parts += [f"сдано {view.handed_in} (мск)"] if view.handed_in else []
        parts += [view.late] if view.late else []
        paper.text(document, "; ".join(parts) + ".", after=6)
        if view.returned:
            paper.text(document, f"Возвращено на доработку: {view.returned}", italic=True, after=6)
        for task in view.tasks:
            _task(document, task)
    for name, content in piece.documents.items():
        _document(document, name, content)
    if piece.uploads:
        _turn(document, wide=False)
        paper.heading(document, "Загруженные файлы", size=13)
        paper.text(document, "Они лежат в архиве такими, какими пришли:", keep=True)
        for name in piece.uploads:
            paper.text(document, f"• {name.rpartition('/')[2]}", left=0.5, after=2)


def _document(document: Document, name: str, content: bytes) -> None:
    """A document on a page of its own: its title is the one it has."""
    body = _body(content)
    if body is None:
        paper.text(document, f"Документ «{name}» лежит в архиве отдельным файлом.", italic=True, before=8)
        return
    turned = _turn(document, wide=_is_wide(content))
    told = paper.text(document, f"Файл в архиве: {name}", size=9, italic=True, after=8, keep=True)
    told.paragraph_format.page_break_before = not turned
    last = document.element.body.sectPr
    for element in body:
        last.addprevious(element)


def _task(document: Document, task: TaskView) -> None:
    points = "—" if task.points is None else number_ru(round(task.points, 2))
    title = f"{task.number}. {task.title} — {points}{NBSP}из{NBSP}{number_ru(task.max_points)}, {STATES[task.state]}"
    paper.heading(document, title)
    if task.voided:
        paper.text(document, f"Задание снято: {task.voided}. Баллы засчитаны всем.", size=10)
    for line in words_of(task.html):
        if isinstance(line, list):
            _table(document, line)
            continue
        if _same(line, task.title) or OUTCOME.match(line):
            continue  # the heading has said so
        part = line in PARTS
        paper.text(document, line, size=10, left=0.5, before=4 if part else 0, after=2, bold=part, keep=part)
    if task.comment:
        paper.text(document, f"Комментарий преподавателя: {task.comment}", italic=True, left=0.5, after=4)


def _same(one: str, other: str) -> bool:
    """Whether two lines say the same, whatever their spaces and last stop are."""
    return " ".join(one.split()).rstrip(".") == " ".join(other.split()).rstrip(".")


def _table(document: Document, rows: list[list[str]]) -> None:
    """Columns as wide as what stands in them, within reason."""
    count = max(map(len, rows))
    filled = [row + [""] * (count - len(row)) for row in rows]
    weights = [min(40, max(6, max(len(row[at]) for row in filled))) for at in range(count)]
    least = 1.4 if count < 9 else 1.0
    room = paper.WIDTH - 0.5 - least * count
    widths = [least + room * weight / sum(weights) for weight in weights]
    paper.table(document, widths, filled[0], filled[1:], size=9 if count < 6 else 8)
    paper.text(document, "", size=4)


def words_of(page: str) -> Iterator[str | list[list[str]]]:
    """Paragraphs and items of a read-only view as lines of text, tables as rows of cells; what only a screen reader
    hears is left out."""
    if not page.strip():
        return
    root = lxml.html.fragment_fromstring(page, create_parent="div")
    for element in root.iter("script", "style"):
        element.text = ""
    said: set[str] = set()
    drawn: set[object] = set()
    for element in root.iter(*BLOCKS):
        table = next(element.iterancestors("table"), None)
        if table is not None:
            if table not in drawn and not any(parent.tag == "details" for parent in table.iterancestors()):
                yield [[_flat(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
            drawn.add(table)
            continue
        if any(child.tag in BLOCKS for child in element.iterdescendants()):
            continue
        if any(parent.tag == "details" for parent in element.iterancestors()) or element.tag == "summary":
            continue  # documents of a case, folded on the page too
        cells = [_flat(cell) for cell in element if cell.tag in ("td", "th")] or [_flat(element)]
        line = " · ".join(cell for cell in cells if cell)
        if line and line not in said and not line.startswith(NOT_CHOSEN):
            said.add(line)
            yield ("• " if element.tag == "li" and line[0].isalnum() else "") + line


def _flat(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _is_wide(content: bytes) -> bool:
    try:
        section = docx.Document(io.BytesIO(content)).sections[0]
    except Exception:  # a document of another format
        return False
    return (section.page_width or 0) > (section.page_height or 0)


def _turn(document: Document, *, wide: bool) -> bool:
    """From the next page on sheets lie on their side, or stand again: a wide table is cut off on an upright one. Says
    whether there was anything to turn, that is a new page begun."""
    now = document.sections[-1]
    if ((now.page_width or 0) > (now.page_height or 0)) == wide:
        return False
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.page_width, section.page_height = section.page_height, section.page_width
    section.orientation = WD_ORIENT(1 - section.orientation)
    return True


def _body(content: bytes) -> list | None:
    """What stands in another document, to be put into this one; None where it can't be (not Word, pictures)."""
    try:
        other = docx.Document(io.BytesIO(content))
    except Exception:  # a document of another format
        return None
    kept = [copy.deepcopy(element) for element in other.element.body if element.tag != qn("w:sectPr")]
    for element in kept:
        if any(name.startswith(qn("r:embed")[:-5]) for one in element.iter() for name in one.attrib):
            return None
        for section in list(element.iter(qn("w:sectPr"))):
            section.getparent().remove(section)
    return kept
