"""How the engine reaches the task kinds: entry points `autograder.kinds` and `autograder.views`, and nothing else."""

from __future__ import annotations

import html
import json
import logging
from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Protocol

log = logging.getLogger(__name__)

QUESTION_MIME = "application/vnd.autograder.question+json"
REFERENCE_MIME = "application/vnd.autograder.reference+json"


class Kind(Protocol):
    def grade(self, question: dict[str, Any], answer: Any, reference: dict[str, Any] | None) -> dict[str, Any]: ...


@cache
def _points(group: str) -> dict[str, Any]:
    return {point.name: point for point in entry_points(group=group)}


@cache
def kind(name: str) -> Kind:
    """The kind called `name`. Raises KeyError."""
    return _points("autograder.kinds")[name].load()


@cache
def worker(name: str) -> str:
    """`module:function` that parses what is uploaded to a kind, inside the sandbox; empty for kinds without files."""
    point = _points("autograder.kinds").get(name)
    return str(getattr(point.load(), "worker", "")) if point else ""


def known_kinds() -> list[str]:
    """Names of the installed kinds."""
    return sorted(_points("autograder.kinds"))


def kind_packages() -> list[str]:
    """Top-level packages that provide kinds: what a key depends on besides the notebook and the tables."""
    return sorted({point.value.split(":")[0].split(".")[0] for point in _points("autograder.kinds").values()})


@cache
def view(name: str) -> Callable[..., str]:
    """`readonly(question, answer, score, *, reveal)` of a kind; escaped JSON where a kind has no view."""
    point = _points("autograder.views").get(name)
    return point.load() if point else plain_view


def drawn(
    kind: str,
    question: dict[str, Any],
    answer: Any,
    score: dict[str, Any] | None,
    *,
    reveal: Any = None,
    readable: bool = True,
) -> str:
    """An answer through its kind's view; the plain one when it could not be read, or does something to the view."""
    if readable:
        try:
            return view(kind)(question, answer, score, reveal=reveal)
        except Exception:  # a view must stop neither a batch nor a page
            log.exception("view of %s", question.get("id"))
    return plain_view(question, answer, score)


def plain_view(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None = None, *, reveal: Any = None
) -> str:
    """The fallback: the answer as escaped JSON and the remarks as a list."""
    parts = [f"<p><strong>{html.escape(str(question.get('title', '')))}</strong></p>"]
    parts.append(f"<pre>{html.escape(json.dumps(answer, ensure_ascii=False, indent=1))}</pre>")
    remarks = (score or {}).get("remarks") or ()
    parts += [
        f"<p>{html.escape(str(remark.get('criterion', '')))}: {html.escape(str(remark.get('text', '')))}</p>"
        for remark in remarks
    ]
    return "".join(parts)
