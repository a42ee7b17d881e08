"""Read-only view of an uploaded document: its files, the audit by the named criteria, the quotes. Static HTML."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import EMPTY, esc, given, mark, table, view
from mentoring.tasks.document import KIND, DocumentAnswer, DocumentQuestion, DocumentReference
from mentoring.wording import number_ru

VERDICTS = {
    "met": ("right", "Выполнено"),
    "partial": ("partial", "Частично"),
    "violated": ("wrong", "Нарушено"),
    "not_applicable": ("info", "Не применимо"),
    "unknown": ("info", "Решает человек"),
}


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A document task as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: DocumentQuestion, answer: DocumentAnswer, reference: DocumentReference | None) -> str:
    read = {one.name: one for one in answer.read.files} if answer.read else {}
    rows = []
    for number, file in enumerate(answer.form.files, 1):
        found = read.get(file.name)
        said = esc(found.error) if found and found.error else esc(_title(found.kind) if found else "не прочитан")
        rows.append([str(number), given(file.name), f"{number_ru(file.size / 1000, 0)}\u00a0КБ", said])
    drawn = table(["№", "Файл", "Размер", "Что это"], rows, "ro-rows") if rows else ""
    if answer.read:
        drawn += _audit(question, answer)
        for contradiction in answer.read.cross:
            drawn += f"<p>{mark('wrong', 'Расхождение')} {given(contradiction.get('remark', ''))}</p>"
    quotes = [[esc(one.id), given(answer.form.evidence.get(one.id, ""))] for one in question.criteria if one.evidence]
    if quotes:
        drawn += f'<p class="ro-sub">Цитаты участника</p>{table(["Критерий", "Цитата"], quotes, "ro-rows")}'
    if reference is not None and reference.facts:
        facts = "".join(f"<li>{esc(fact.explain or fact.phrases[0])}</li>" for fact in reference.facts)
        drawn += f'<div class="ro-right"><strong>Что должно быть из условия</strong><ul>{facts}</ul></div>'
    return drawn


def _audit(question: DocumentQuestion, answer: DocumentAnswer) -> str:
    rows = []
    for one in question.criteria:
        for file in answer.read.files if answer.read else ():
            verdict = file.criteria.get(one.id)
            if verdict is None:
                continue
            name, word = VERDICTS.get(verdict.get("verdict", ""), ("info", "Не проверено"))
            said = [f"<div>{given(text)}</div>" for text in (verdict.get("remark"), verdict.get("quote")) if text]
            rows.append([esc(one.id), esc(one.text), mark(name, word), "".join(said) or EMPTY])
    head = ["Критерий", "Вопрос", "Аудит", "Замечание и место"]
    return f'<p class="ro-sub">Аудит документа</p>{table(head, rows, "ro-rows")}' if rows else ""


def _title(kind: str | None) -> str:
    from mentoring.documents.kinds import titles

    return titles().get(kind or "", "вид не распознан")
