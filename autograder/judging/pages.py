"""The desk's handlers, for the own server and for Jupyter Server alike: `routes` gives them over either's handler.

A base class brings who the grader is (`grader`) and keeps strangers out (`prepare`). Work with files and the gradebook
runs in threads: a batch that holds the gradebook must not stop the pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from tornado.ioloop import IOLoop

from autograder.errors import KitError
from autograder.feedback.page import number
from autograder.judging import phrases
from autograder.judging.desk import QUEUES, Card, Desk

HERE = Path(__file__).parent
NAME = r"([A-Za-z0-9][A-Za-z0-9_-]{0,63})"
MOST_BYTES = 100_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
TITLES = {"first": "Ждут проверки", "second": "Вторая проверка", "third": "Третья проверка", "all": "Все ответы"}
STATES = {"waiting": "ждёт проверки", "single": "проверен один раз", "third": "нужна третья проверка",
          "done": "проверен"}  # fmt: skip
KEY = "mentoring_desk"  # of the application's settings


def routes(base: type, prefix: str) -> list[tuple[str, type]]:
    """Tornado routes under `prefix`, with handlers over `base`."""
    own = {
        r"/?": _Home, rf"/task/{NAME}/{NAME}": _Task, rf"/list/{NAME}/{NAME}": _List, r"/api/next": _Next,
        r"/api/card": _Card, r"/api/show": _Show, r"/api/mark": _Mark, r"/api/phrase": _Phrase,
        r"/api/confirm": _Confirm, r"/api/hold": _Hold, r"/static/(desk\.js|desk\.css)": _Static,
    }  # fmt: skip
    return [(prefix + path, type(page.__name__.strip("_"), (page, base), {})) for path, page in own.items()]


class _Page:
    """What all pages share; the other parent is a tornado handler with `grader` and `front`."""

    def desk(self) -> Desk:
        """Opened at the first request: the gradebook may be made after the server was started."""
        held = self.settings[KEY]
        if held.get("desk") is None:
            held["desk"] = Desk(held["place"])
        return held["desk"]

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")

    async def run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await IOLoop.current().run_in_executor(None, work, *arguments)

    def draw(self, name: str, **given: Any) -> str:
        shared = {"front": self.front, "who": self.grader, "titles": TITLES, "states": STATES, "queues": QUEUES}
        return _rooms().get_template(name).render(**shared, **given)

    def page(self, name: str, **given: Any) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.draw(name, token=self.xsrf_token.decode(), **given))

    def answer(self, data: dict[str, Any]) -> None:
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(data, ensure_ascii=False))

    def read(self) -> dict[str, Any]:
        """The body of a request of ours. Raises KitError."""
        try:
            data = json.loads(self.request.body[:MOST_BYTES])
        except ValueError:
            data = None
        if not isinstance(data, dict) or not all(isinstance(data.get(k), str) for k in ("assignment", "task")):
            raise KitError("Запрос прочитать не удалось: обновите страницу.")
        return data

    def drawn(self, card: Card | None) -> dict[str, Any]:
        return {"id": card.answer.id, "html": self.draw("card.html.j2", card=card)} if card else {"id": "", "html": ""}

    def write_error(self, status_code: int, **more: Any) -> None:
        error = (more.get("exc_info") or (None, None))[1]
        own = isinstance(error, KitError)
        told = str(error) if own else "Так страницу открыть нельзя." if status_code < 500 else "Ошибка на сервере."
        self.set_status(400 if own else status_code)
        if "/api/" in self.request.path:
            self.answer({"error": told})
        else:
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(self.draw("problem.html.j2", told=told))

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, KitError):  # what a person can cause is told to the person
            super().log_exception(kind, error, trace)


class _Home(_Page):
    async def get(self) -> None:
        self.page("home.html.j2", lines=await self.run(lambda: self.desk().lines(self.grader)))


class _Task(_Page):
    async def get(self, assignment: str, task: str) -> None:
        queue, id = self.get_argument("queue", "first"), self.get_argument("id", "")
        who = self.grader

        def collect() -> dict[str, Any]:
            desk = self.desk()
            work, title = desk.title(assignment, task)
            card = desk.card(assignment, task, id, who) if id else desk.next(assignment, task, queue, who)
            return {"work": work, "title": title, "card": card, "counts": desk.counts(assignment, task, who),
                    "taken": 0 if card else desk.taken(assignment, task, who)}  # fmt: skip

        self.page("task.html.j2", assignment=assignment, task=task, queue=queue, **await self.run(collect))


class _List(_Page):
    async def get(self, assignment: str, task: str) -> None:
        who = self.grader

        def collect() -> dict[str, Any]:
            desk = self.desk()
            work, title = desk.title(assignment, task)
            found = desk.listed(assignment, task, who)
            return {"work": work, "title": title, "answers": found, "agreement": desk.agreement(assignment, task),
                    "counts": desk.counts(assignment, task, who)}  # fmt: skip

        self.page("list.html.j2", assignment=assignment, task=task, queue="all", **await self.run(collect))


class _Next(_Page):
    async def get(self) -> None:
        names = [self.get_argument(name) for name in ("assignment", "task", "queue")]
        skip = set(self.get_argument("skip", "").split(","))
        who = self.grader

        def find() -> tuple[Card | None, int]:
            card = self.desk().next(*names, who, skip)
            return card, 0 if card else self.desk().taken(*names[:2], who)

        card, taken = await self.run(find)
        self.answer(self.drawn(card) | {"taken": taken})


class _Card(_Page):
    async def get(self) -> None:
        names = [self.get_argument(name) for name in ("assignment", "task", "id")]
        self.answer(self.drawn(await self.run(lambda: self.desk().card(*names, self.grader))))


class _Show(_Page):
    async def get(self) -> None:
        names = [self.get_argument(name) for name in ("assignment", "task", "id")]
        what = self.get_argument("what")
        if what == "code":
            code = await self.run(lambda: self.desk().code(*names))
            self.answer({"html": self.draw("code.html.j2", code=code)})
        else:
            self.answer({"html": await self.run(lambda: self.desk().show(*names, what))})


class _Mark(_Page):
    async def post(self) -> None:
        data, who = self.read(), self.grader
        assignment, task = data["assignment"], data["task"]

        def take() -> dict[str, Any]:
            made = self.desk().mark(assignment, task, str(data.get("id")), who, data)
            counts = self.desk().counts(assignment, task, who)
            return {"state": made.state, "said": STATES[made.state], "counts": counts}

        self.answer(await self.run(take))


class _Phrase(_Page):
    async def post(self) -> None:
        data = self.read()
        place, names = self.settings[KEY]["place"], (data["assignment"], data["task"])

        def keep() -> list[str]:
            self.desk().title(*names)
            phrases.add(place, *names, str(data.get("text") or ""), removed=data.get("removed") is True)
            return phrases.read(place, *names)

        self.answer({"html": self.draw("phrases.html.j2", phrases=await self.run(keep))})


class _Confirm(_Page):
    async def post(self) -> None:
        data = self.read()
        self.answer({"count": await self.run(lambda: self.desk().confirm(data["assignment"], data["task"]))})


class _Hold(_Page):
    async def post(self) -> None:
        data, who = self.read(), self.grader
        names, on = [data["assignment"], data["task"], str(data.get("id"))], data.get("on") is not False
        self.answer({"held": await self.run(lambda: self.desk().hold(*names, who, on))})


class _Static(_Page):
    def get(self, name: str) -> None:
        self.set_header("Content-Type", "text/javascript" if name.endswith(".js") else "text/css; charset=utf-8")
        self.finish(_static(name))


@cache
def _static(name: str) -> str:
    own = (HERE / name).read_text(encoding="utf-8")
    if name.endswith(".js"):
        return own
    views = [point.load() for point in sorted(entry_points(group="autograder.styles"), key=lambda point: point.name)]
    return "\n".join([*views, own])


@cache
def _rooms() -> Environment:
    loader = FileSystemLoader(HERE, encoding="utf-8")
    rooms = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    rooms.filters.update(number=number, safe_view=Markup, kappa=_kappa)
    return rooms


def _kappa(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}".replace(".", ",").replace("-", "−")
