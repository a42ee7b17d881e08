"""What the course says of an exercise, for the slide after it, the site, the speaker. Formative exercises only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mentoring.tasks.indicator import IndicatorReference
from mentoring.wording import number_ru
from publishing.webinar.questions import VERDICTS, by_columns, esc, grid, listed

Question, Reference = dict[str, Any], dict[str, Any]
USUAL_UNIT = IndicatorReference.model_fields["unit"].default  # an author names another one only


def answered(question: Question, reference: Reference | None) -> str:
    """What the course says, as HTML; empty where there is no one answer."""
    tell = TELL.get(question["kind"])
    return tell(question, reference) if tell and reference else ""


def _why(reference: Reference, id: str) -> str:
    why = (reference.get("explain") or {}).get(id, "") if isinstance(reference.get("explain"), dict) else ""
    return f"<br><span class='sl-why'>{esc(why)}</span>" if why else ""


def _note(reference: Reference) -> str:
    words = [reference.get("note") or "", reference["explain"] if isinstance(reference.get("explain"), str) else ""]
    return "".join(f"<p>{esc(one)}</p>" for one in words if one)


def _choice_told(question: Question, reference: Reference) -> str:
    right, lines = set(reference["correct"]), []
    for one in sorted(question["options"], key=lambda one: one["id"] not in right):
        mark, word = ("yes", "Да.") if one["id"] in right else ("no", "Нет.")
        lines.append(f"<b class='sl-{mark}'>{word}</b> {esc(one['text'])}{_why(reference, one['id'])}")
    return listed(lines) + _note(reference)


def _matching_told(question: Question, reference: Reference) -> str:
    texts, rows = {one["id"]: one["text"] for one in question["right"]}, []
    for one in question["left"]:
        found = " или ".join(texts[id] for id in reference["pairs"].get(one["id"], ()) if id in texts)
        rows.append([esc(one["text"]), f"<b>{esc(found)}</b>", _why(reference, one["id"]).removeprefix("<br>")])
    return grid(["Что", "К чему", "Почему"], rows) + _note(reference)


def _ordering_told(question: Question, reference: Reference) -> str:
    texts = {one["id"]: one["text"] for one in question["items"]}
    flat = [id for part in reference["order"] for id in (part if isinstance(part, list) else [part])]
    return listed([f"{esc(texts[id])}{_why(reference, id)}" for id in flat if id in texts], "ol") + _note(reference)


def _number_told(question: Question, reference: Reference) -> str:
    unit = f"\u00a0{reference['unit']}" if reference.get("unit") else ""
    return f"<p><b>{esc(question['label'])}: {number_ru(reference['value'])}{esc(unit)}</b></p>{_note(reference)}"


def _indicator_told(question: Question, reference: Reference) -> str:
    labels = {name: question[f"{name}_label"] for name in ("numerator", "denominator", "value")}
    lines = []
    for name in dict.fromkeys(question["ask"]):
        if name in labels and reference.get(name) is not None:
            said = reference.get("unit", USUAL_UNIT) if name == "value" else ""
            unit = f"\u00a0{esc(said)}" if said else ""
            value = number_ru(round(reference[name], 2))
            lines.append(f"{esc(labels[name])} — <b>{value}{unit}</b>{_why(reference, name)}")
    texts = {one["id"]: one["text"] for one in question["conclusions"]}
    for id in reference.get("conclusion") or ():
        if id in texts:
            lines.append(f"Вывод: <b>{esc(texts[id])}</b>{_why(reference, 'conclusion')}")
    return listed(lines) + _note(reference)


def _checklist_told(question: Question, reference: Reference) -> str:
    rows = []
    for one in question["criteria"]:
        row = (reference.get("rows") or {}).get(one["id"])
        if row:
            said = row["verdict"] if isinstance(row["verdict"], list) else [row["verdict"]]
            words = " или ".join(VERDICTS.get(name, name) for name in said)
            rows.append([esc(one["text"]), f"<b>{esc(words)}</b>", esc(row.get("explain") or "")])
    return grid(["Критерий", "Отметка", "Почему"], rows) + (_note(reference) if rows else "")


def _text_told(question: Question, reference: Reference) -> str:
    if reference.get("text"):
        return "".join(f"<p>{esc(part)}</p>" for part in reference["text"].split("\n") if part.strip())
    return by_columns(question, list(reference.get("rows") or ()))


TELL: dict[str, Callable[[Question, Reference], str]] = {
    "choice": _choice_told, "matching": _matching_told, "ordering": _ordering_told, "number": _number_told,
    "indicator": _indicator_told, "checklist": _checklist_told, "text": _text_told,
}  # fmt: skip
