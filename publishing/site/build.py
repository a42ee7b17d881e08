"""Writes the site: course map, sessions, glossary, sources, downloads. Answers of graded assignments are not in it."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from pathlib import Path

from autograder import key as keys
from autograder.errors import KitError
from autograder.files import write_text
from autograder.layout import Layout, layout
from autograder.leaks import catalogue_texts, check_text
from mentoring.course.page import style as course_style
from publishing.lessons import Block, lessons
from publishing.site import downloads, pages, reference

HERE = Path(__file__).parent
HIDDEN = re.compile(r"<svg.*?</svg>|<style>.*?</style>|<[^>]+>", re.S)
# Whole catalogues that sessions teach and that explanations of graded answers quote: what every answer means.
TAUGHT = ("mentee_categories", "mentoring_forms", "interaction_models", "mentoring_types")
MARK = "Сайт курса «Наставничество в образовании»: сделан командой mentoring site"
MENU = (("index.html", "Карта курса"), ("glossary.html", "Глоссарий"), ("sources.html", "Источники"),
        ("downloads.html", "Материалы"))  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One page: its file, its title, what stands in <main>."""

    name: str
    title: str
    body: str
    script: str = ""


def make_site(output: Path, *, place: Layout | None = None) -> list[Path]:
    """Write the site into `output` (made anew; only a folder that holds such a site or nothing). Raises KitError."""
    place = place or layout()
    _ready(output)
    sessions = pages.session_ids(place.root / "course")
    made = lessons(sessions, course=place.root / "course", phone=True)
    files = downloads.files()
    site = [
        Page("index.html", "Карта курса", pages.index(made)),
        *(Page(f"{name}.html", pages.title_of(name), session(name, blocks, sessions)) for name, blocks in made.items()),
        Page("glossary.html", "Глоссарий", reference.glossary(), (HERE / "glossary.js").read_text(encoding="utf-8")),
        Page("sources.html", "Источники", reference.sources()),
        Page("downloads.html", "Материалы", downloads.listed(files)),
    ]  # fmt: skip
    texts = {page.name: filled(page) for page in site}
    _check(place, texts)
    (output / "files").mkdir(parents=True, exist_ok=True)
    for one in files:
        (output / "files" / one.name).write_bytes(one.content)
    for name, text in texts.items():
        write_text(output / name, text)
    return [output / name for name in texts] + [output / "files" / one.name for one in files]


def session(name: str, blocks: list[Block], sessions: list[str]) -> str:
    """The page of a session with ways to its neighbours."""
    at = sessions.index(name)
    ways = []
    for step, words in ((-1, "Предыдущее занятие"), (1, "Следующее занятие")):
        if 0 <= at + step < len(sessions):
            other = sessions[at + step]
            ways.append(f'<a href="{other}.html"><small>{words}</small>{html.escape(pages.title_of(other))}</a>')
    return pages.session(blocks) + f'<nav class="st-ways" aria-label="Соседние занятия">{"".join(ways)}</nav>'


def filled(page: Page) -> str:
    """The whole text of a page."""
    menu = "".join(
        f'<a href="{name}"{" aria-current=page" if name == page.name else ""}>{words}</a>' for name, words in MENU
    )
    digest = base64.b64encode(hashlib.sha256(page.script.encode()).digest()).decode("ascii")
    allowed = f"'sha256-{digest}'" if page.script else "'none'"
    parts = {
        "title": html.escape(page.title), "style": _style(), "menu": menu, "body": page.body, "mark": MARK,
        "csp": f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {allowed}; base-uri 'none'; "
               "form-action 'none'",
        "script": f"<script>{page.script}</script>" if page.script else "",
    }  # fmt: skip
    template = (HERE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\[\[(\w+)\]\]", lambda found: parts[found[1]], template)


def _style() -> str:
    course = course_style().removeprefix("<style>").removesuffix("</style>")
    return course + (HERE / "site.css").read_text(encoding="utf-8")


def _ready(output: Path) -> None:
    if output.is_file():
        raise KitError(f"{output} — файл, а сайту нужна папка: назовите пустую или новую.")
    if output.is_dir() and any(output.iterdir()):
        index = output / "index.html"
        if not index.is_file() or MARK not in index.read_text(encoding="utf-8", errors="replace"):
            raise KitError(f"В папке {output} лежит что-то другое: назовите пустую или новую папку.")
        for old in (*output.glob("*.html"), *(output / "files").glob("*.*")):
            old.unlink()


def _check(place: Layout, texts: dict[str, str]) -> None:
    """Nothing of a released assignment's key stands on a page: the site shows answers of exercises, not of those."""
    taught = catalogue_texts(place.datasets / f"{table}.csv" for table in TAUGHT)
    words = {name: html.unescape(HIDDEN.sub(" ", text)) for name, text in texts.items()}
    for folder in sorted(place.keys.glob("*/")) if place.keys.is_dir() else ():
        if not keys.is_released(place, folder.name):
            continue
        for variant in ("base", *keys.load_variants(place, folder.name)):
            built = keys.load(place, folder.name, variant=variant)
            for name, text in words.items():
                check_text(built, text, f"Страница сайта {name}", numbers=False, open_texts=taught)
