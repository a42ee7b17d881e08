"""Read-only view of markup: the marks as a table, what stood in the documents, the documents folded under it."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import EMPTY, esc, given, mark, table, view
from mentoring.tasks.markup import KIND, SEVERITIES_RU, Fragment, MarkupAnswer, MarkupQuestion, MarkupReference


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """Markup of documents as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: MarkupQuestion, answer: MarkupAnswer, reference: MarkupReference | None) -> str:
    known, names = question.fragments(), {one.id: one.text for one in question.defects}
    titles = {part.id: sheet.title for sheet in question.sheets for part in sheet.fragments}
    rows = []
    for number, one in enumerate(answer.findings, 1):
        part = known.get(one.fragment)
        place = (
            f'{esc(part.words)}<span class="ro-place">{esc(titles[one.fragment])}</span>'
            if part
            else given(one.fragment)
        )
        defect = esc(names[one.defect]) if one.defect in names else given(one.defect)
        row = [f"{number}. {place}", defect]
        row += [SEVERITIES_RU[one.severity] if one.severity else EMPTY] if question.ask_severity else []
        rows.append([*row, given(one.mend) if one.mend.strip() else ""] if question.ask_mend else row)
    head = ["Место", "Дефект", *(["Тяжесть"] if question.ask_severity else [])]
    drawn = table([*head, *(["Как исправить"] if question.ask_mend else [])], rows, "ro-checklist") if rows else ""
    if reference is not None:
        drawn += '<p class="ro-sub">Что стояло в документах</p>' + _planted(question, answer, reference, titles)
    marked = {place: number for number, one in enumerate(answer.findings, 1) for place in (one.fragment,)}
    return drawn + "".join(_sheet(sheet, marked) for sheet in question.sheets)


def _planted(question: MarkupQuestion, answer: MarkupAnswer, reference: MarkupReference, titles: dict[str, str]) -> str:
    known, names, rows = question.fragments(), {one.id: one.text for one in question.defects}, []
    for one in reference.planted:
        marks = [mark_.defect for mark_ in answer.findings if mark_.fragment in one.fragments]
        how = "right" if set(marks) & set(one.defects) else "partial" if marks else "missing" if one.firm else "info"
        place = one.fragments[0]
        where = (
            f'<span class="ro-place">{esc(titles.get(place, ""))}: {esc(known[place].words)}</span>'
            if place in known
            else ""
        )
        grave = " или ".join(SEVERITIES_RU[name] for name in one.severities)
        rows.append([esc(names.get(one.defects[0], one.defects[0])) + where, grave, esc(one.explain), mark(how)])
    return table(["Дефект", "Тяжесть", "Почему", "Итог"], rows, "ro-checklist")


def _sheet(sheet: Any, marked: dict[str, int]) -> str:
    drawn, rows = [], []
    for part in (*sheet.fragments, Fragment(id="end")):
        if part.cells:
            rows.append(part)
            continue
        if rows:
            drawn.append(_rows(rows, marked))
            rows = []
        if part.text:
            drawn.append(f"<p>{_number(part, marked)}{_words(part)}</p>")
    text = "".join(drawn)
    return (
        f'<details class="ro-document"><summary>{esc(sheet.title)}</summary><div class="ro-text">{text}</div></details>'
    )


def _words(part: Fragment) -> str:
    return f"<strong>{esc(part.text)}</strong>" if part.form in ("title", "heading") else esc(part.text)


def _rows(parts: list[Fragment], marked: dict[str, int]) -> str:
    width = max(len(part.cells) for part in parts)
    head = list(parts[0].cells) if parts[0].form == "head" else [""] * width
    head += [""] * (width - len(head))
    rows = []
    for part in parts[parts[0].form == "head" :]:
        cells = [esc(cell) if cell else "—" for cell in part.cells] + [""] * (width - len(part.cells))
        rows.append([_number(part, marked) + cells[0], *cells[1:]])
    return table(head, rows)


def _number(part: Fragment, marked: dict[str, int]) -> str:
    return f'<span class="ro-mark ro-is-info">[{marked[part.id]}]</span> ' if part.id in marked else ""
