"""Buttons that take a file; what was brought is checked and told of, a failure is one sentence."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from mentoring.course.page import esc, live, show_widget
from mentoring.course.tools.cards import pairs_card
from mentoring.course.tools.files import LOOK, File
from mentoring.course.tools.walls import in_walls
from mentoring.documents import DocumentError
from mentoring.pairing import PairingError
from mentoring.roadmap import RoadmapError
from mentoring.route import RouteError

log = logging.getLogger(__name__)

MAX_MB = 8  # the page and the kernel talk in messages of at most 10 MB
REFUSALS = (RoadmapError, RouteError, PairingError, DocumentError)
FAULT = "Проверить этот файл не получилось: сохраните его заново в Word или Excel и загрузите ещё раз."


def check_file(card: Callable[[File], str], accept: str, words: str) -> None:
    """A button that takes a file, and under it what `card(file)` tells; every failure is one sentence there."""
    from ipywidgets import HTML, VBox

    chosen, result = upload("Выбрать файл", accept), HTML()

    def walled(file: File) -> str:
        return in_walls(card, file)

    def draw(_change: Any = None) -> None:
        file = brought(chosen.value)
        result.value = live(f"<p>{esc(words)}</p>" if file is None else f"<p>Читаем «{esc(file.name)}»…</p>")
        if file is not None:
            result.value = live(f"<p class='mk-small'>Файл «{esc(file.name)}»</p>{told(walled, file)}")

    chosen.observe(draw, "value")
    draw()
    show_widget(VBox([HTML(LOOK), chosen, result]), f"<p>{esc(words)}</p>", words)


def check_banks(words: str) -> None:
    """Two files and the heading of the order; pairs appear once both banks are there."""
    from ipywidgets import HTML, Layout, Text, VBox

    banks = [upload("Выбрать банк наставников", ".xlsx,.csv"), upload("Выбрать банк наставляемых", ".xlsx,.csv")]
    fields = {
        name: Text(description=label, placeholder=hint, continuous_update=False,
                   layout=Layout(width="min(100%, 34rem)"), style={"description_width": "initial"})
        for name, label, hint in (("organization", "Организация", "для шапки приказа"),
                                  ("starts", "Начало работы пар", "01.12.2026"),
                                  ("ends", "Окончание", "31.05.2027"))
    }  # fmt: skip
    result = HTML()

    def draw(_change: Any = None) -> None:
        files = [brought(one.value) for one in banks]
        if None in files:
            missing = [name for name, one in zip(("наставников", "наставляемых"), files, strict=True) if one is None]
            result.value = live(f"<p>{esc(words if len(missing) == 2 else f'Теперь выберите банк {missing[0]}.')}</p>")
            return
        details = {name: field.value.strip()[:300] for name, field in fields.items()}
        result.value = live("<p>Подбираем пары…</p>")
        result.value = live(told(lambda both: in_walls(pairs_card, *both, **details), files))

    for one in (*banks, *fields.values()):
        one.observe(draw, "value")
    for one in fields.values():
        one.add_class("mk-line")
    draw()
    show_widget(VBox([HTML(LOOK), *banks, *fields.values(), result]), f"<p>{esc(words)}</p>", words)


def brought(value: Sequence[Any]) -> File | None:
    """The file in an upload widget with a name that is safe to write; None while there is none."""
    if not value:
        return None
    one = value[0]
    name = re.sub(r'[\x00-\x1f/\\<>:"|?*\ud800-\udfff]', "_", str(one["name"]))[-80:].strip(" ") or "файл"
    return File("файл" if name in {".", ".."} else name, bytes(one["content"]))


def told(card: Callable[[Any], str], given: Any) -> str:
    """The card of what was brought, or one Russian sentence about what is wrong with it."""
    files = given if isinstance(given, list) else [given]
    try:
        for file in (one for one in files if isinstance(one, File)):
            if not file.content:
                raise RoadmapError(f"Файл «{file.name}» пуст.")
            if len(file.content) > MAX_MB * 1_000_000:
                raise RoadmapError(f"Файл «{file.name}» больше {MAX_MB} МБ: уберите из него картинки и вложения.")
        return card(given)
    except REFUSALS as error:
        return f"<p class='mk-warn' role='alert'>{esc(error)}</p>"
    except Exception as error:  # whatever a hostile file finds: a person needs a way on, not a traceback
        log.debug("tool failed", exc_info=error)
        return f"<p class='mk-warn' role='alert'>{FAULT}</p>"


def upload(label: str, accept: str) -> Any:
    """The button; its `value` is what `brought` takes."""
    from mentoring.course.tools.file_choice import FileChoice

    return FileChoice(label=label, accept=accept, most=MAX_MB)
