"""Papers of a webinar as Word files: a one-page guide for the facilitator, the speaker's notes, a handout."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable
from typing import Any

import lxml.html

from mentoring import paper
from mentoring.course.sessions import KINDS
from mentoring.wording import count_ru
from publishing.lessons import Block
from publishing.webinar.fit import inner, plain
from publishing.webinar.questions import asked, documents
from publishing.webinar.selection import OPENING, Webinar, clock
from publishing.webinar.slides import Slide

BEFORE = (
    "Откройте слайды в файле .html и нажмите S: заметки с часами откроются отдельно. Для площадки загрузите PDF.",
    "Отправьте участникам раздаточный материал и ссылку; проверьте звук и показ экрана.",
    "Прочитайте свои заметки и решите, какой блок сократите, если начнёте позже.",
)
DURING = (
    "После слайда «Обсудите» молчите минуту: люди думают и пишут. Разбор — на следующем слайде.",
    "Отставание больше пяти минут снимайте за счёт разбора, а не вопроса.",
    "Просите называть должности и роли, а не фамилии.",
)
AFTER = (
    "Сохраните вопросы из чата: из них получаются темы следующей встречи.",
    "Напомните действие, которое каждый написал, через неделю.",
)


def guide(webinar: Webinar, slides: list[Slide]) -> bytes:
    """One page: the clock with slides, what to do before, during and after."""
    document = paper.page(f"Вебинар: {webinar.title}", edge=14, size=10.5)
    paper.heading(document, "Памятка ведущего", size=15)
    paper.text(document, webinar.title, bold=True, size=12)
    if webinar.subtitle:
        paper.text(document, webinar.subtitle, size=9.5, after=4)
    rows = [["0:00", "Тема и план", "начало", _places(slides, ("",)), f"{OPENING}"]]
    for part in webinar.parts:
        rows.append([clock(part.starts), part.block.title, KINDS[part.block.kind], _places(slides, (part.block.id,)),
                     str(part.minutes)])  # fmt: skip
    rows.append(
        [clock(webinar.total - webinar.closing), "Главное и вопросы", "итоги", str(len(slides)), str(webinar.closing)]
    )
    paper.table(document, [1.5, 9.2, 3.6, 2.2, 1.5], ["Время", "Блок", "Вид работы", "Слайды", "Минут"], rows, size=9.5)
    told = count_ru(webinar.total, "минута", "минуты", "минут")
    paper.text(document, f"Всего {told}. Время отсчитано от начала.", size=9, before=2)
    for title, lines in (("До начала", BEFORE), ("Во время", DURING), ("После", AFTER)):
        paper.text(document, title, bold=True, before=5)
        for line in lines:
            paper.text(document, f"• {line}", left=0.4, size=10)
    return paper.to_bytes(document)


def _places(slides: list[Slide], blocks: tuple[str, ...]) -> str:
    found = [number for number, slide in enumerate(slides[:-1], 1) if slide.block in blocks]
    return "" if not found else str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


def notes(webinar: Webinar, slides: list[Slide]) -> bytes:
    """What the speaker says, slide by slide, with the clock; the same words as the notes of the slides."""
    document = paper.page(f"Заметки ведущего: {webinar.title}", numbered=True, size=11)
    paper.heading(document, "Заметки ведущего", size=15)
    paper.text(document, webinar.title, bold=True, after=6)
    for number, slide in enumerate(slides, 1):
        words = [one for one in _lines(slide.notes) if not re.match(r".*: слайд \d+ из \d+\.$", one[1])]
        if not words:
            continue
        paper.heading(document, f"Слайд {number}. {plain(slide.title)}")
        for mark, line in words:
            paper.text(document, f"{mark}{line}", left=0.5 if mark else 0, after=2)
    return paper.to_bytes(document)


def handout(webinar: Webinar, shown: dict[str, Block], around: dict[str, list[Block]]) -> bytes:
    """What participants keep: the plan, what is asked with room to write, what to take away, terms, sources."""
    document = paper.page(f"Раздаточный материал: {webinar.title}", numbered=True, size=11)
    paper.heading(document, "Раздаточный материал", size=15)
    paper.text(document, webinar.title, bold=True, size=13)
    if webinar.subtitle:
        paper.text(document, webinar.subtitle, after=4)
    for part in webinar.parts:
        block = shown[part.block.id]
        paper.heading(document, f"{clock(part.starts)}  {block.title}", size=12.5)
        for one in block.shown:
            if one.kind in ("prose", "markdown", "table", "case"):
                write(document, one.html)
            elif one.kind == "figure":
                paper.text(document, plain(one.data["title"]), bold=True, before=6, after=2, keep=True)
                paper.picture(document, b64decode(one.data["png"]), one.data["alt"])
                paper.text(document, plain(one.data["source"]), size=9, before=2, after=6)
            elif one.kind == "discuss":
                paper.text(document, "Обсуждение", bold=True, before=4, keep=True)
                write(document, one.data["asked"])
                write(document, "".join(f"<p>□ {plain(text)}</p>" for text in one.data["options"]))
            elif one.kind == "exercise":
                question = one.data["question"]
                paper.text(document, f"Упражнение. {question['title']}", bold=True, before=6, keep=True)
                for name, text in documents(question):
                    paper.text(document, name, italic=True, before=3, keep=True)
                    write(document, text, size=10)
                write(document, asked(question))
                paper.text(document, "Мой ответ: " + "_" * 60, before=4, after=4)
    _end(document, webinar, shown, around)
    return paper.to_bytes(document)


def _end(document: Any, webinar: Webinar, shown: dict[str, Block], around: dict[str, list[Block]]) -> None:
    sessions = list(dict.fromkeys(part.block.session for part in webinar.parts))
    recaps = [one for name in sessions for block in around[name] for one in block.shown if one.kind == "recap"]
    if recaps:
        paper.heading(document, "Главное", size=12.5)
        for one in recaps:
            write(document, re.sub(r"<h2>.*?</h2>", "", one.html, count=1))
    terms = terms_of(shown[part.block.id] for part in webinar.parts)
    if terms:
        paper.heading(document, "Термины", size=12.5)
        for term, definition in terms:
            line = paper.text(document, term, bold=True, after=2)
            line.add_run(f" — {definition}").bold = None
    found = [one for name in sessions for block in around[name] for one in block.shown if one.kind == "sources"]
    if found:
        paper.heading(document, "Источники", size=12.5)
        for one in found:
            write(document, re.sub(r"<h2>.*?</h2>", "", one.html, count=1), size=9.5)


def terms_of(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """Terms with pop-ups in the blocks, with their definitions, in the order of the alphabet."""
    from mentoring.data import load

    table = load("glossary").set_index("id")
    text = "".join(one.html for block in blocks for one in block.shown)
    ids = {found for found in re.findall(r'popovertarget="mk-([\w-]+?)-\d+"', text) if found in table.index}
    return sorted((table.loc[id, "term"], table.loc[id, "definition"]) for id in ids)


def write(document: Any, markup: str, size: float | None = None) -> None:
    """Simple HTML of the kit as paragraphs and tables."""
    if not markup.strip():
        return
    for node in lxml.html.fragment_fromstring(markup, create_parent="div"):
        _write(document, node, size, "")


def _write(document: Any, node: Any, size: float | None, mark: str) -> None:
    if not isinstance(node.tag, str) or node.tag in ("style", "script", "button", "summary"):
        return
    names = (node.get("class") or "").split()
    if "mk-note" in names or "mk-over" in names:
        return
    if node.tag in ("h1", "h2", "h3", "h4"):
        paper.text(document, plain(inner(node)), bold=True, before=6, after=2, keep=True)
    elif node.tag == "table":
        _table(document, node)
    elif node.tag in ("ul", "ol"):
        for number, item in enumerate(node, 1):
            paper.text(
                document,
                f"{f'{number}.' if node.tag == 'ol' else '•'} {plain(inner(item))}",
                left=0.6,
                size=size,
                after=1,
            )
    elif node.tag in ("div", "section", "blockquote", "details") and any(child.tag in BLOCKS for child in node):
        for child in node:
            _write(document, child, size, mark)
    elif words := plain(inner(node)):
        paper.text(document, words, size=9 if "mk-source" in names or "mk-small" in names else size, after=3)


BLOCKS = ("p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "details")


def _table(document: Any, node: Any) -> None:
    rows = [[plain(inner(cell)) for cell in row if cell.tag in ("td", "th")] for row in node.iter("tr")]
    if not rows:
        return
    count = max(len(row) for row in rows)
    weights = [max(6, min(40, max((len(row[at]) for row in rows if at < len(row)), default=1))) for at in range(count)]
    widths = [paper.WIDTH * weight / sum(weights) for weight in weights]
    head, rest = (rows[0], rows[1:]) if node.find(".//th") is not None else ([], rows)
    paper.table(document, widths, head, rest, size=9.5)
    paper.text(document, "", size=4)


def _lines(markup: str) -> list[tuple[str, str]]:
    """Paragraphs and list items of notes: the mark before a line and its words."""
    if not markup.strip():
        return []
    found = []
    for node in lxml.html.fragment_fromstring(markup, create_parent="div").iter("p", "li"):
        if node.tag == "p" and node.getparent().tag == "li":
            continue
        if words := plain(inner(node)):
            found.append(("• " if node.tag == "li" else "", words))
    return found
