"""The audit as a .docx ready to send: summary, recommendations by severity, the checklist of every document."""

from __future__ import annotations

import io
import re

from .auditing import AuditReport, criteria
from .report import CHECK, CROSS, VERDICTS, WEIGHTS, Finding, findings, kind_title, summary

FONT = "Times New Roman"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def report_docx(report: AuditReport) -> bytes:
    """Bytes of the document."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Mm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    for name in ("Normal", "Heading 1", "Heading 2", "Title"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts = style.element.rPr.rFonts
            if fonts.get(qn(attribute)) is not None:
                del fonts.attrib[qn(attribute)]
        style.font.size = Pt({"Normal": 12, "Heading 1": 14, "Heading 2": 12, "Title": 16}[name])
    title = document.add_paragraph(style="Title")
    title.add_run("Отчёт об аудите документов о наставничестве")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in summary(report):
        document.add_paragraph(_safe(line))

    found = findings(report)
    if found:
        document.add_heading("Что исправить", 1)
        for weight, label in WEIGHTS.items():
            own = [f for f in found if f.criterion.weight == weight]
            if not own:
                continue
            document.add_heading(f"{label.capitalize()} уровень", 2)
            for finding in own:
                place = f", {finding.judgement.place}" if finding.judgement.place else ""
                paragraph = document.add_paragraph(style="List Bullet")
                paragraph.add_run(_safe(f"{finding.criterion.id} ({finding.verdict}). ")).bold = True
                paragraph.add_run(_safe(f"{finding.advice} [{finding.file}{place}]"))
    if report.cross:
        document.add_heading("Расхождения между документами", 1)
        for remark in report.cross:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(_safe(f"{CROSS[remark.id]}. ")).bold = True
            paragraph.add_run(_safe(f"{remark.remark} [{', '.join(remark.files)}]"))
    document.add_heading("Проверочные листы", 1)
    known = {row.id: row for row in criteria()}
    for file in report.files:
        document.add_heading(_safe(f"{file.file} — {kind_title(file)}" if file.error is None else file.file), 2)
        if file.error is not None:
            document.add_paragraph(_safe(file.error))
            continue
        table = document.add_table(rows=1, cols=4)
        table.style = "Table Grid"
        for cell, text in zip(table.rows[0].cells, ("Критерий", "Вопрос", "Вывод", "Замечание и место"), strict=True):
            cell.text = text
        for id, judgement in file.judgements.items():
            row = known[id]
            verdict = Finding(file.file, row, judgement).verdict if judgement.problem else VERDICTS[judgement.verdict]
            remark = judgement.remark.removeprefix(f"{CHECK}: ")
            quoted = f"«{judgement.quote}»" if judgement.quote else ""
            note = ". ".join(part for part in (remark, judgement.place, quoted) if part)
            for cell, text in zip(table.add_row().cells, (id, row.text, verdict, note), strict=True):
                cell.text = _safe(text)
        for line in table.rows:
            for cell, width in zip(line.cells, (1.9, 6.0, 2.4, 6.7), strict=True):
                cell.width = Cm(width)
                for paragraph in cell.paragraphs:
                    for run in paragraph.runs:
                        run.font.size = Pt(9)
    document.add_paragraph()
    document.add_paragraph(
        f"Отмеченное словом «{CHECK}» опирается на неподтверждённые сведения о праве и нарушением не считается. "
        "Пункты «решает человек» по тексту не определить."
    )
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("", text)
