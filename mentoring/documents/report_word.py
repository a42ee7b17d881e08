"""The audit as a .docx ready to send: summary, recommendations by severity, the checklist of every document."""

from __future__ import annotations

import io

from docx.shared import Cm

from mentoring import paper
from mentoring.data.criteria import criteria

from .audit_results import AuditReport
from .report import CHECK, CROSS, VERDICTS, WEIGHTS, Finding, findings, kind_title, summary
from .report_picture import LABELS, by_weight, report_chart


def report_docx(report: AuditReport) -> bytes:
    """Bytes of the document."""
    title = "Отчёт об аудите документов о наставничестве"
    document = paper.page(title, numbered=True)
    paper.text(document, title, align="center", bold=True, size=16, after=10)
    for line in summary(report):
        paper.body(document, line)

    _overview(document, report)
    found = findings(report)
    if found:
        paper.heading(document, "Что исправить", size=14)
        for weight, label in WEIGHTS.items():
            own = [f for f in found if f.criterion.weight == weight]
            if not own:
                continue
            paper.heading(document, f"{label.capitalize()} уровень")
            for finding in own:
                place = f", {finding.judgement.place}" if finding.judgement.place else ""
                paragraph = document.add_paragraph(style="List Bullet")
                paragraph.add_run(paper.clean(f"{finding.criterion.id} ({finding.verdict}).")).bold = True
                paragraph.add_run(" " + paper.clean(f"{finding.advice} [{finding.file}{place}]"))
    if report.cross:
        paper.heading(document, "Расхождения между документами", size=14)
        for remark in report.cross:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(paper.clean(f"{CROSS[remark.id]}.")).bold = True
            paragraph.add_run(" " + paper.clean(f"{remark.remark} [{', '.join(remark.files)}]"))
    paper.heading(document, "Проверочные листы", size=14)
    known = {row.id: row for row in criteria()}
    for file in report.files:
        paper.heading(document, f"{file.file} — {kind_title(file)}" if file.error is None else file.file)
        if file.error is not None:
            paper.text(document, file.error)
            continue
        rows = []
        for id, judgement in file.judgements.items():
            row = known[id]
            verdict = Finding(file.file, row, judgement).verdict if judgement.problem else VERDICTS[judgement.verdict]
            remark = judgement.remark.removeprefix(f"{CHECK}: " if judgement.problem else "")
            quoted = f"«{judgement.quote}»" if judgement.quote else ""
            note = ". ".join(part for part in (remark, judgement.place, quoted) if part)
            rows.append((id, row.text, verdict, note))
        paper.table(document, (1.9, 6.6, 2.4, 7.1), ("Критерий", "Вопрос", "Вывод", "Замечание и место"), rows, size=9)
    note = (
        f"Отмеченное словом «{CHECK}» опирается на неподтверждённые сведения о праве и нарушением не считается. "
        "Пункты «решает человек» по тексту не определить."
    )
    paper.body(document, note, before=10)
    return paper.to_bytes(document)


def _overview(document, report: AuditReport) -> None:
    """A table of the documents with their counts by weight, and the same as a picture when there are several."""
    counts = by_weight(report)
    if not counts:
        return
    titles = {file.file: kind_title(file) for file in report.files}
    rows = [(name, titles[name], *(str(count[w] or "—") for w in LABELS)) for name, count in counts.items()]
    head = ("Файл", "Вид документа", *(label.capitalize() if label[0] != "«" else label for label in LABELS.values()))
    paper.heading(document, "Сводка", size=14)
    paper.table(document, (4.0, 4.4, 2.2, 2.6, 2.6, 2.2), head, rows, size=9, centred=(2, 3, 4, 5))
    chart = report_chart(report) if len(counts) > 1 else None
    if chart is not None:
        paper.text(document, "")
        picture = document.add_picture(io.BytesIO(chart.png(dpi=140)), width=Cm(17.5))
        picture._inline.docPr.set("descr", chart.alt)
