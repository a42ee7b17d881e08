"""Makes the page of an assignment from its release: what the released notebook shows, with the forms in place.

The released notebook holds no key; still nothing is written before the whole page was searched for what the key holds.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from autograder import key as keys
from autograder.errors import KitError
from autograder.files import write_text
from autograder.layout import Layout, check_name, layout
from autograder.leaks import check_text
from autograder.variants import FILE, NOTE, personal
from mentoring.answers.model import CODE, spoken_time
from mentoring.course.page import style as course_style
from mentoring.forms.asked import prepare
from mentoring.forms.module import style_source
from mentoring.tasks import kind_of
from publishing.notebooks import Cell, read
from publishing.page.scripts import data, script

HERE = Path(__file__).parent
NOWHERE = (
    "default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


def make_page(assignment: str, output: Path | None = None, *, code: str = "", place: Layout | None = None) -> Path:
    """Write the page; `code`: the participant it is for (the page then asks for no code). Raises KitError."""
    place = place or layout()
    text = page_html(assignment, code=code, place=place)
    output = output or Path(f"{assignment}_{code}.html" if code else f"{assignment}.html")
    write_text(output, text)
    return output


def page_html(assignment: str, *, code: str = "", place: Layout | None = None) -> str:
    """The page as text. Raises KitError when nothing is released or the page would give an answer away."""
    place = place or layout()
    check_name(assignment)
    if code and not CODE.match(code):
        raise KitError(f"Код участника «{code[:40]}» не годится: нужны латинские буквы, цифры, «-» и «_».")
    folder = released(place, assignment, code)
    files = {name: (folder / name).read_bytes() for name in (NOTE, FILE) if (folder / name).is_file()}
    if FILE in files and not code and folder == place.release / assignment:
        raise KitError(
            f"В задании «{assignment}» у каждого свой вариант. Страницы для всех сделает mentoring page "
            f"{assignment} --all, для одного — параметр --participant КОД."
        )
    files = personal(files, assignment, code) if folder == place.release / assignment else files
    public = json.loads(files[NOTE])
    built = keys.load(place, assignment, public["release"], public.get("variant") or "base")
    if not built.tasks:
        raise KitError(f"В задании «{assignment}» нет форм: страницей его сделать нельзя.")
    cells = shown(folder / f"{built.notebook}.ipynb", files, place, code)
    asked = [one.data["question"] for cell in cells for one in cell.shown if one.kind == "task"]
    if {one["id"] for one in asked} != set(built.tasks):
        raise KitError(f"Формы в выпуске «{assignment}» не сходятся с ключом: выпустите задание заново.")
    page = filled(public, asked, cells, code)
    check_text(built, _readable(page), f"Страница задания «{assignment}»")
    return page


def released(place: Layout, assignment: str, code: str) -> Path:
    """The folder with the participant's public files: their own where it was handed out, else the release's."""
    folder = place.release / assignment
    own = place.participants / code / assignment if code else None
    if own is not None and (own / "release.json").is_file():
        return own
    if not (folder / "release.json").is_file():
        place.source(assignment)  # one that there is none of is told otherwise
        raise KitError(f"Задание «{assignment}» ещё не выпущено: сначала mentoring release {assignment}.")
    return folder


def shown(notebook: Path, files: dict[str, bytes], place: Layout, code: str) -> list[Cell]:
    """What the released notebook shows, run in a copy: a participant's own work there is not touched or shown.
    `files`: what lies beside it, for this participant."""
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        copy = Path(folder) / notebook.name
        copy.write_bytes(notebook.read_bytes())
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        datasets = place.datasets if place.datasets.is_dir() and any(place.datasets.glob("sessions.csv")) else None
        return read([copy], datasets=datasets, code=code)[0]


def filled(public: dict[str, Any], asked: list[dict[str, Any]], cells: list[Cell], code: str) -> str:
    """The whole text of the page."""
    title = public.get("title") or public["assignment"]
    tasks = [{"question": prepare(kind_of(one["kind"]).read_question(one), code)} for one in asked]
    stubs = {cell.grade_id: cell.source for cell in cells if cell.solution and cell.grade_id.endswith("-code")}
    work = {
        "assignment": public["assignment"], "release": public["release"], "variant": public.get("variant") or "base",
        "title": title, "code": code, "tasks": tasks, "stubs": stubs,
    }  # fmt: skip
    running = script(one["kind"] for one in asked)
    digest = base64.b64encode(hashlib.sha256(running.encode()).digest()).decode("ascii")
    due = spoken_time(str(public.get("due") or ""))
    parts = {
        "title": html.escape(title), "csp": NOWHERE.format(digest=digest), "style": _style(),
        "due": f"<p>Срок сдачи: {html.escape(due)}.</p>" if due else "",
        "who": _who(code), "body": "\n".join(_body(cells)), "work": data(work), "script": running,
        "made": f"{datetime.now():%d.%m.%Y}",
    }  # fmt: skip
    template = (HERE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\[\[(\w+)\]\]", lambda found: parts[found[1]], template)


def _who(code: str) -> str:
    if code:
        return f'<p class="pg-who">Страница участника с кодом <b>{html.escape(code)}</b>.</p>'
    return (
        '<p class="pg-who"><label for="code">Ваш код</label> <input id="code" type="text" maxlength="32" '
        'autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="code-hint"> '
        '<small id="code-hint">его сообщил преподаватель; фамилию не пишите</small></p>'
    )


def _body(cells: list[Cell]) -> Iterator[str]:
    for cell in cells:
        if cell.cell_type == "markdown":
            yield f'<div class="pg-text">{_markdown().render(cell.source)}</div>'
        if cell.solution and cell.grade_id.endswith("-code"):
            yield _code_cell(cell)
        for one in cell.shown:
            if one.kind == "task":
                yield f'<div class="pg-task" id="task-{html.escape(one.data["question"]["id"])}"></div>'
            elif one.kind == "output":
                yield from _output(one.data["bundle"], one.data["metadata"])
            elif one.kind == "figure":
                drawn, source = one.data["svg"], html.escape(one.data["source"])
                yield f"<figure><h3>{one.data['title']}</h3>{drawn}<figcaption>{source}</figcaption></figure>"
            elif one.html:
                yield f'<div class="mk mk-{one.kind}">{one.html}</div>'


def _code_cell(cell: Cell) -> str:
    name = html.escape(cell.grade_id)
    return (
        f'<details class="pg-cell"><summary>Ячейка с кодом (если хотите ответить выражением Python)</summary>'
        f'<p class="mf-muted" id="{name}-hint">Здесь выражение не выполняется, его проверят после сдачи.</p>'
        f'<textarea data-cell="{name}" aria-label="Выражение Python" aria-describedby="{name}-hint" rows="4" '
        f'spellcheck="false" autocapitalize="none" autocomplete="off">{html.escape(cell.source)}</textarea></details>'
    )


def _output(bundle: dict[str, Any], about: dict[str, Any]) -> Iterator[str]:
    """The richest form of an output: the assignment's author is trusted, what it loads from elsewhere is not shown."""
    if "text/markdown" in bundle:
        yield f'<div class="pg-text">{_markdown().render(bundle["text/markdown"])}</div>'
    elif "image/png" in bundle:
        told = (about.get("image/png") or {}).get("alt") or bundle.get("text/plain", "")
        image = f'<img alt="{html.escape(str(told))}" src="data:image/png;base64,{bundle["image/png"].strip()}">'
        yield f'<div class="pg-picture">{image}</div>'
    elif "text/html" in bundle:
        yield f'<div class="pg-text pg-table">{bundle["text/html"]}</div>'
    elif "text/plain" in bundle:
        yield f"<pre>{html.escape(bundle['text/plain'])}</pre>"


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def _style() -> str:
    course = course_style().removeprefix("<style>").removesuffix("</style>")
    return "\n".join([style_source(), course, (HERE / "page.css").read_text(encoding="utf-8")]).replace("</", "<\\/")


def _readable(page: str) -> str:
    """The page without pictures and scripts of forms: where a leaked answer would stand, with JSON's escapes undone."""
    text = re.sub(r"base64,[A-Za-z0-9+/=]+", "", page)
    text = re.sub(r'<script type="module">.*?</script>', "", text, flags=re.S)
    found = re.search(r'<script type="application/json" id="work">(.*?)</script>', text, re.S)
    told = "\n".join(_strings(json.loads(found[1]))) if found else ""
    return html.unescape(text) + "\n" + told


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value
