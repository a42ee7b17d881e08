"""A page view → one HTML file that opens offline, prints well and fits a phone. Nothing in it can run."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from autograder.feedback.collect import PageView

HERE = Path(__file__).parent
STATES = {
    "right": "верно",
    "partial": "частично верно",
    "wrong": "неверно",
    "waiting": "ждёт проверки",
    "empty": "нет ответа",
    "lost": "ответ не прочитан",
}


def render(view: PageView) -> str:
    """The page as text. Everything but the views' own HTML and our style is escaped."""
    return _template().render(page=view)


def number(value: float | None) -> str:
    """«7,5»; a dash for what is not known yet."""
    return "—" if value is None else f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


@cache
def _template() -> Template:
    loader = FileSystemLoader(HERE, encoding="utf-8")
    rooms = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    rooms.filters.update(number=number, state=STATES.__getitem__, safe_view=Markup)
    rooms.globals["style"] = Markup(_style())
    return rooms.get_template("page.html.j2")


def _style() -> str:
    """Style sheets of the views (entry points `autograder.styles`: text), then ours, which may adjust them."""
    parts = [point.load() for point in sorted(entry_points(group="autograder.styles"), key=lambda point: point.name)]
    return "\n".join([*parts, (HERE / "page.css").read_text(encoding="utf-8")]).replace("</", "<\\/")
