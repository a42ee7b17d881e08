"""The question as its view draws it: JSON with Markdown rendered and options shuffled for this participant."""

from __future__ import annotations

from functools import cache
from typing import Any

from mentoring.forms.place import shuffled
from mentoring.tasks import Question


def prepare(question: Question, participant: str) -> dict[str, Any]:
    """The question as the view draws it: JSON with Markdown rendered and options shuffled for this participant."""
    payload = question.model_dump(mode="json")
    payload["text_html"] = to_html(question.text)
    payload["hint_html"] = to_html(question.hint)
    if payload.get("case"):
        payload["case_html"] = to_html(payload.pop("case"))
    for document in payload.get("documents", ()):
        document["html"] = to_html(document.pop("text"))
    if payload.get("shuffle"):
        name = "right" if "right" in payload else "options"
        payload[name] = shuffled(payload[name], participant, question.id)
    return payload


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    # No raw HTML; no images (they would load from elsewhere).
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def to_html(text: str) -> str:
    return _markdown().render(text) if text else ""
