"""Read-only view of a checklist: criterion, verdict and evidence; the documents folded under it."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import EMPTY, esc, given, prose, table, view
from mentoring.tasks.base import VERDICTS_RU
from mentoring.tasks.checklist import KIND, ChecklistAnswer, ChecklistQuestion, ChecklistReference

SIGNS = {"met": "✓", "partial": "◐", "violated": "✗", "not_applicable": "—"}


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A checklist as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: ChecklistQuestion, answer: ChecklistAnswer, reference: ChecklistReference | None) -> str:
    titles = {document.id: document.title for document in question.documents}
    rows = []
    for number, criterion in enumerate(question.criteria, 1):
        row = answer.row(criterion.id)
        where = (
            f'<span class="ro-place">{esc(titles[criterion.document])}</span>' if criterion.document in titles else ""
        )
        evidence = given(row.evidence) if criterion.evidence or row.evidence else ""
        cells = [f"{number}. {esc(criterion.text)}{where}", _verdict(row.verdict), evidence]
        if reference is not None:
            expected = reference.rows.get(criterion.id)
            cells.append(
                "" if expected is None else " или ".join(map(_verdict, expected.verdict)) + _phrases(expected.evidence)
            )
        rows.append(cells)
    head = ["Критерий", "Оценка", "Цитата или пояснение", *([] if reference is None else ["Ожидалось"])]
    folded = "".join(
        f'<details class="ro-document"><summary>{esc(document.title)}</summary>{prose(document.text)}</details>'
        for document in question.documents
    )
    return table(head, rows, "ro-checklist") + folded


def _verdict(verdict: str | None) -> str:
    if verdict is None:
        return EMPTY
    return f'<span class="ro-verdict"><span aria-hidden="true">{SIGNS[verdict]}</span> {VERDICTS_RU[verdict]}</span>'


def _phrases(phrases: tuple[str, ...]) -> str:
    return f'<span class="ro-place">Например: «{esc(phrases[0])}»</span>' if phrases else ""
