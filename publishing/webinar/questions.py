"""An exercise as something to talk about on a slide: what is asked, and (on the next slide) what the course says.

Exercises of sessions are formative, their answers are open; tasks of assignments never come here.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from mentoring.forms.widget import prepare
from mentoring.tasks import kind_of
from mentoring.wording import number_ru

Question, Reference = dict[str, Any], dict[str, Any]


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


def answered(question: Question, reference: Reference | None) -> str:
    """What the course says, as HTML; empty where there is no one answer."""
    tell = TELL.get(question["kind"])
    return tell(question, reference) if tell and reference else ""


def esc(value: Any) -> str:
    return html.escape(str(value), quote=False)


def _list(items: list[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>" if items else ""


def _options(items: list[dict[str, Any]]) -> str:
    return _list([esc(one["text"]) for one in items])


def _matching(question: Question) -> str:
    return f"<p><b>Что:</b></p>{_options(question['left'])}<p><b>К чему подходит:</b></p>{_options(question['right'])}"


def _indicator(question: Question) -> str:
    labels = {"numerator": question["numerator_label"], "denominator": question["denominator_label"],
              "value": question["value_label"], "unit": "Единица измерения"}  # fmt: skip
    parts = _list([f"{esc(labels[name])} — ?" for name in dict.fromkeys(question["ask"]) if name in labels])
    return parts + (
        f"<p><b>Какой вывод обоснован?</b></p>{_options(question['conclusions'])}" if question["conclusions"] else ""
    )


def _checklist(question: Question) -> str:
    verdicts = {"met": "выполнено", "partial": "частично", "violated": "нарушено", "not_applicable": "не применимо"}
    words = ", ".join(verdicts.get(one, one) for one in question.get("verdicts") or verdicts)
    return f"<p><b>Отметьте: {words}. Чем подтвердите?</b></p>" + _list(
        [esc(one["text"]) for one in question["criteria"]], "ol"
    )


def _text(question: Question) -> str:
    return _list(
        [
            f"<b>{esc(one['title'])}</b>{' — ' + esc(one['hint']) if one.get('hint') else ''}"
            for one in question["columns"]
        ]
    )


def _pairing(question: Question) -> str:
    def people(title: str, rows: list[dict[str, Any]]) -> str:
        return f"<p><b>{title}</b></p>" + _list([
            f"<b>{esc(one['title'])}</b>{': ' + esc(one.get('text') or one.get('about') or '') if one.get('text') or one.get('about') else ''}"
            for one in rows
        ])  # fmt: skip

    return people("Наставляемые", question["mentees"]) + people("Наставники", question["mentors"])


def _route(question: Question) -> str:
    return _list(
        [
            f"{esc(one['text'])}{' (' + esc(one['evidence']) + ')' if one.get('evidence') else ''}"
            for one in question["deficits"]
        ]
    )


def _roadmap(question: Question) -> str:
    heads = "".join(f"<th>{esc(column['title'])}</th>" for column in question["columns"])
    rows = "".join("<tr>" + "".join(f"<td>{esc(row.get(column['id'], ''))}</td>" for column in question["columns"]) + "</tr>"
                   for row in question["start"])  # fmt: skip
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""


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


def _why(reference: Reference, id: str) -> str:
    why = (reference.get("explain") or {}).get(id, "") if isinstance(reference.get("explain"), dict) else ""
    return f"<br><span class='sl-why'>{esc(why)}</span>" if why else ""


def _note(reference: Reference) -> str:
    words = [reference.get("note") or "", reference["explain"] if isinstance(reference.get("explain"), str) else ""]
    return "".join(f"<p>{esc(one)}</p>" for one in words if one)


def _choice_told(question: Question, reference: Reference) -> str:
    right = set(reference["correct"])
    lines = [
        f"<b class='sl-{'yes' if one['id'] in right else 'no'}'>{'Да.' if one['id'] in right else 'Нет.'}</b> {esc(one['text'])}{_why(reference, one['id'])}"
        for one in sorted(question["options"], key=lambda one: one["id"] not in right)
    ]
    return _list(lines) + _note(reference)


def _matching_told(question: Question, reference: Reference) -> str:
    texts = {one["id"]: one["text"] for one in question["right"]}
    rows = "".join(
        f"<tr><td>{esc(one['text'])}</td><td><b>{esc(' или '.join(texts[id] for id in reference['pairs'].get(one['id'], ()) if id in texts))}</b></td>"
        f"<td>{_why(reference, one['id']).removeprefix('<br>')}</td></tr>"
        for one in question["left"]
    )
    return f"<table><thead><tr><th>Что</th><th>К чему</th><th>Почему</th></tr></thead><tbody>{rows}</tbody></table>{_note(reference)}"


def _ordering_told(question: Question, reference: Reference) -> str:
    texts = {one["id"]: one["text"] for one in question["items"]}
    flat = [id for part in reference["order"] for id in (part if isinstance(part, list) else [part])]
    return _list([f"{esc(texts[id])}{_why(reference, id)}" for id in flat if id in texts], "ol") + _note(reference)


def _number_told(question: Question, reference: Reference) -> str:
    unit = f"\u00a0{reference['unit']}" if reference.get("unit") else ""
    return f"<p><b>{esc(question['label'])}: {number_ru(reference['value'])}{esc(unit)}</b></p>{_note(reference)}"


def _indicator_told(question: Question, reference: Reference) -> str:
    labels = {
        "numerator": question["numerator_label"],
        "denominator": question["denominator_label"],
        "value": question["value_label"],
    }
    lines = []
    for name in dict.fromkeys(question["ask"]):
        if name in labels and reference.get(name) is not None:
            unit = f"\u00a0{reference['unit']}" if name == "value" and reference.get("unit") else ""
            lines.append(
                f"{esc(labels[name])} — <b>{number_ru(round(reference[name], 2))}{esc(unit)}</b>{_why(reference, name)}"
            )
    texts = {one["id"]: one["text"] for one in question["conclusions"]}
    lines += [
        f"Вывод: <b>{esc(texts[id])}</b>{_why(reference, 'conclusion')}"
        for id in reference.get("conclusion") or ()
        if id in texts
    ]
    return _list(lines) + _note(reference)


def _checklist_told(question: Question, reference: Reference) -> str:
    verdicts = {"met": "выполнено", "partial": "частично", "violated": "нарушено", "not_applicable": "не применимо"}
    rows = ""
    for one in question["criteria"]:
        row = (reference.get("rows") or {}).get(one["id"])
        if row:
            said = row["verdict"] if isinstance(row["verdict"], list) else [row["verdict"]]
            words = " или ".join(verdicts.get(name, name) for name in said)
            rows += f"<tr><td>{esc(one['text'])}</td><td><b>{esc(words)}</b></td><td>{esc(row.get('explain') or '')}</td></tr>"
    return (
        f"<table><thead><tr><th>Критерий</th><th>Отметка</th><th>Почему</th></tr></thead><tbody>{rows}</tbody></table>{_note(reference)}"
        if rows
        else ""
    )


def _text_told(question: Question, reference: Reference) -> str:
    if reference.get("text"):
        return "".join(f"<p>{esc(part)}</p>" for part in reference["text"].split("\n") if part.strip())
    heads = "".join(f"<th>{esc(column['title'])}</th>" for column in question["columns"])
    rows = "".join("<tr>" + "".join(f"<td>{esc(row.get(column['id'], ''))}</td>" for column in question["columns"]) + "</tr>"
                   for row in reference.get("rows") or ())  # fmt: skip
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""


TELL: dict[str, Callable[[Question, Reference], str]] = {
    "choice": _choice_told, "matching": _matching_told, "ordering": _ordering_told, "number": _number_told,
    "indicator": _indicator_told, "checklist": _checklist_told, "text": _text_told,
}  # fmt: skip
