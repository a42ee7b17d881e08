"""An exercise as something to talk about on a slide: what is asked. What the course says is `answers`.

Exercises of sessions are formative, their answers are open; tasks of assignments never come here.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from mentoring.forms.asked import prepare
from mentoring.tasks import kind_of

Question = dict[str, Any]
VERDICTS = {"met": "выполнено", "partial": "частично", "violated": "нарушено", "not_applicable": "не применимо"}


def asked(question: Question) -> str:
    """What is asked, as HTML. Options stand in the order in which a participant without a code sees them."""
    drawn = prepare(kind_of(question["kind"]).read_question(question), "")
    body = ASK.get(question["kind"], lambda _: "")(drawn)
    return drawn["text_html"] + drawn.get("case_html", "") + body


def documents(question: Question) -> list[tuple[str, str]]:
    """Documents that the question is about: title, HTML."""
    drawn = prepare(kind_of(question["kind"]).read_question(question), "")
    given = [(one["title"], one["html"]) for one in drawn.get("documents") or ()]
    for sheet in drawn.get("sheets") or ():
        rows = "".join(
            f"<p>{esc(' · '.join(part['cells']) if part.get('cells') else part['text'])}</p>"
            for part in sheet["fragments"]
        )
        given.append((sheet["title"], rows))
    return given


def esc(value: Any) -> str:
    return html.escape(str(value), quote=False)


def grid(heads: list[str], rows: list[list[str]]) -> str:
    """A table of cells that are already HTML; nothing without rows."""
    top = "".join(f"<th>{head}</th>" for head in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>" if rows else ""


def by_columns(question: Question, rows: list[dict[str, Any]]) -> str:
    """Rows of a task with columns."""
    heads = [esc(column["title"]) for column in question["columns"]]
    return grid(heads, [[esc(row.get(column["id"], "")) for column in question["columns"]] for row in rows])


def listed(items: list[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>" if items else ""


def _options(items: list[dict[str, Any]]) -> str:
    return listed([esc(one["text"]) for one in items])


def _matching(question: Question) -> str:
    return f"<p><b>Что:</b></p>{_options(question['left'])}<p><b>К чему подходит:</b></p>{_options(question['right'])}"


def _indicator(question: Question) -> str:
    labels = {"numerator": question["numerator_label"], "denominator": question["denominator_label"],
              "value": question["value_label"], "unit": "Единица измерения"}  # fmt: skip
    parts = listed([f"{esc(labels[name])} — ?" for name in dict.fromkeys(question["ask"]) if name in labels])
    return parts + (
        f"<p><b>Какой вывод обоснован?</b></p>{_options(question['conclusions'])}" if question["conclusions"] else ""
    )


def _checklist(question: Question) -> str:
    words = ", ".join(VERDICTS.get(one, one) for one in question.get("verdicts") or VERDICTS)
    lead = f"<p><b>Отметьте: {words}. Чем подтвердите?</b></p>"
    return lead + listed([esc(one["text"]) for one in question["criteria"]], "ol")


def _text(question: Question) -> str:
    return listed(
        [
            f"<b>{esc(one['title'])}</b>{' — ' + esc(one['hint']) if one.get('hint') else ''}"
            for one in question["columns"]
        ]
    )


def _pairing(question: Question) -> str:
    def people(title: str, rows: list[dict[str, Any]]) -> str:
        lines = []
        for one in rows:
            about = one.get("text") or one.get("about") or ""
            lines.append(f"<b>{esc(one['title'])}</b>" + (f": {esc(about)}" if about else ""))
        return f"<p><b>{title}</b></p>{listed(lines)}"

    return people("Наставляемые", question["mentees"]) + people("Наставники", question["mentors"])


def _route(question: Question) -> str:
    return listed(
        [
            f"{esc(one['text'])}{' (' + esc(one['evidence']) + ')' if one.get('evidence') else ''}"
            for one in question["deficits"]
        ]
    )


def _roadmap(question: Question) -> str:
    return by_columns(question, question["start"])


def _classification(question: Question) -> str:
    return "".join(f"<p><b>{esc(axis['title'])}</b></p>{_options(axis['options'])}" for axis in question["axes"])


ASK: dict[str, Callable[[Question], str]] = {
    "choice": lambda question: _options(question["options"]),
    "matching": _matching,
    "ordering": lambda question: _options(question["items"]),
    "number": lambda question: f"<p><b>{esc(question['label'])} — ?</b></p>",
    "indicator": _indicator, "checklist": _checklist, "text": _text, "pairing": _pairing, "route": _route,
    "roadmap": _roadmap, "classification": _classification,
}  # fmt: skip
