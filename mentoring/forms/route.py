"""Read-only view of a designed route: the case's deficits, then every section as a table with its links."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import EMPTY, esc, given, table, view
from mentoring.tasks.route import KIND, RouteAnswer, RouteQuestion, RouteReference
from mentoring.tasks.route_answer import date_ru
from mentoring.wording import number_ru

# Section → title, then field → heading of what a participant wrote; links stand before it.
SECTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "deficits": ("Свои дефициты", {"text": "Дефицит", "method": "Чем выявлен", "result": "Что показала диагностика"}),
    "tasks": ("Задачи", {"wording": "Задача", "criterion": "Критерий", "due": "Срок"}),
    "activities": (
        "Мероприятия", {"what": "Мероприятие", "form": "Форма, где", "hours": "Часы", "due": "Срок"}
    ),
    "transfers": ("Перенос в практику", {"what": "Что применяется", "lesson": "На каком занятии", "due": "Когда"}),
    "evidence": ("Доказательства", {"what": "Доказательство", "due": "Когда"}),
    "reflections": ("Рефлексия", {"what": "Встреча", "due": "Когда"}),
}  # fmt: skip


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A route as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: RouteQuestion, answer: RouteAnswer, reference: RouteReference | None) -> str:
    case = [[str(n), esc(one.text), esc(one.evidence)] for n, one in enumerate(question.deficits, 1)]
    head = f"<p>Период: {esc(date_ru(question.starts))} — {esc(date_ru(question.ends))}.</p>"
    drawn = head + (table(["№", "Дефицит", "Что показала диагностика"], case, "ro-deficits") if case else "")
    drawn += _route(question, answer)
    if reference is not None and reference.route is not None:
        drawn += f'<div class="ro-right"><strong>Образец маршрута</strong>{_route(question, reference.route)}</div>'
    return drawn


def _route(question: RouteQuestion, answer: RouteAnswer) -> str:
    deficits = {one.id: n for n, one in enumerate((*question.deficits, *answer.deficits), 1)}
    tasks = {one.id: n for n, one in enumerate(answer.tasks, 1)}
    forms = {form.id: form.text for form in question.forms}
    parts = []
    for name, (title, columns) in SECTIONS.items():
        rows = []
        for number, row in enumerate(getattr(answer, name), 1):
            cells = [_text(row, field, forms) for field in columns]
            if name == "tasks":
                cells.insert(0, _links(row.deficits, deficits))
            elif name not in ("deficits", "reflections"):
                cells.insert(0, _links(row.tasks, tasks))
            rows.append([str(number), *cells])
        link = ["Дефициты"] if name == "tasks" else ["Задачи"] if name not in ("deficits", "reflections") else []
        if rows:
            parts.append(f'<p class="ro-sub">{title}</p>{table(["№", *link, *columns.values()], rows, "ro-rows")}')
    if answer.decision:
        parts.append(f'<p class="ro-sub">Итог</p><div class="ro-free">{given(answer.decision)}</div>')
    return "".join(parts)


def _links(ids: tuple[str, ...], numbers: dict[str, int]) -> str:
    return ", ".join(str(numbers[id]) for id in ids if id in numbers) or EMPTY


def _text(row: Any, field: str, forms: dict[str, str]) -> str:
    value = getattr(row, field)
    if field == "form":
        value = ", ".join(filter(None, (forms.get(value, value), row.where)))
    if isinstance(value, float):
        value = number_ru(value)
    if field == "due" and len(value) <= 12:  # a date is not broken in two
        return f'<span style="white-space:nowrap">{given(date_ru(value))}</span>'
    return given(value)
