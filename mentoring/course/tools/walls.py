"""A stranger's file is read inside the walls that grading has, and its card comes back as HTML: whatever the file does,
the page's kernel goes on. Where nothing can wall it in (no such system, no grading engine) it is read here.

`card` and `probe` are what runs inside; they are called by name and given an archive made by us.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from mentoring import uploads
from mentoring.documents import DocumentError
from mentoring.forms.uploading import run

ROOM = 24_000_000  # characters of a card: pictures and documents stand in it
OWN = "mentoring."


def in_walls(make: Callable[..., str], *files: Any, **details: str) -> str:
    """What `make(*files, **details)` tells, made inside the walls. Raises DocumentError with a Russian sentence."""
    done = _asked("card", make, files, details)
    return make(*files, **details) if done is None else done["html"]


def look_over(read: Callable[[Any], Any], file: Any) -> None:
    """Reads a file inside the walls first: one that passes may be read here too. Raises DocumentError."""
    _asked("probe", read, (file,), {})


def card(data: bytes) -> dict[str, Any]:
    """Inside: `{"html"}`, `{"refused"}` with a sentence, or `{"fault": True}`."""
    return _inside(data, lambda made: {"html": made})


def probe(data: bytes) -> dict[str, Any]:
    """Inside: whether the file can be read at all."""
    return _inside(data, lambda _: {"html": ""})


def _inside(data: bytes, told: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    from mentoring.course.tools.files import File
    from mentoring.course.tools.uploading import REFUSALS

    asked, files = uploads.unpack(data)
    module, _, name = asked["make"].partition(":")
    if not module.startswith(OWN):
        raise ValueError(module)
    make = getattr(import_module(module), name)
    try:
        return told(make(*(File(shown, content) for shown, content in files), **asked["details"]))
    except REFUSALS as error:
        return {"refused": str(error)}
    except Exception:  # whatever a hostile file finds
        return {"fault": True}


def _asked(how: str, make: Callable, files: tuple[Any, ...], details: dict[str, str]) -> dict[str, Any] | None:
    """What the inside says; None where there are no walls."""
    name = f"{make.__module__}:{make.__qualname__}"
    if not name.startswith(OWN) or "<" in name:  # a function nobody can import: a notebook's own
        return None
    asked = {"make": name, "details": details}
    done = run(f"{__name__}:{how}", uploads.pack(asked, [(file.name, file.content) for file in files]), ROOM)
    if done.get("refused"):
        return None
    if done["error"]:
        raise DocumentError(done["error"])
    value = done["value"] if isinstance(done["value"], dict) else {}
    if isinstance(value.get("refused"), str):
        raise DocumentError(value["refused"])
    if not isinstance(value.get("html"), str):
        raise RuntimeError("no card")
    return value
