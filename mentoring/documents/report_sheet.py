"""The audit as an .xlsx workbook: summary, every criterion, what contradicts between files. Text stays text."""

from __future__ import annotations

import io

from mentoring.data.criteria import criteria

from .audit_results import AuditReport
from .report import CHECK, CROSS, VERDICTS, WEIGHTS, Finding, findings, kind_title, summary

_COLOURS = {
    "met": "#DDF2E3",
    "partial": "#FFF1CC",
    "violated": "#F9D6D2",
    "not_applicable": "#ECECEC",
    "unknown": "#FFFFFF",
}


def report_xlsx(report: AuditReport) -> bytes:
    """Bytes of the workbook."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "bg_color": "#E4EAF4", "border": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    marks = {
        v: book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": c})
        for v, c in _COLOURS.items()
    }

    def sheet(title: str, headings: dict[str, int], rows: list[list[str]], formats: list | None = None) -> None:
        page = book.add_worksheet(title)
        for at, (heading, width) in enumerate(headings.items()):
            page.set_column(at, at, width)
            page.write_string(0, at, heading, bold)
        for number, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                page.write_string(number, at, str(value)[:32000], formats[number - 1] if formats and at == 4 else plain)
        page.freeze_panes(1, 0)
        if rows:
            page.autofilter(0, 0, len(rows), len(headings) - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    sheet("Сводка", {"Сводка": 110}, [[line] for line in summary(report)])
    sheet(
        "Рекомендации",
        {"Файл": 34, "Критерий": 10, "Тяжесть": 14, "Вывод": 14, "Что сделать": 70, "Место": 22},
        [
            [f.file, f.criterion.id, WEIGHTS[f.criterion.weight], f.verdict, f.advice, f.judgement.place]
            for f in findings(report)
        ],
    )
    rows, formats = [], []
    known = {row.id: row for row in criteria()}
    for file in report.files:
        if file.error is not None:
            rows.append([file.file, "", "", "", "не прочитан", file.error, "", ""])
            formats.append(marks["unknown"])
        for id, judgement in file.judgements.items():
            row = known[id]
            verdict = Finding(file.file, row, judgement).verdict if judgement.problem else VERDICTS[judgement.verdict]
            remark = judgement.remark.removeprefix(f"{CHECK}: " if judgement.problem else "")
            rows.append([file.file, kind_title(file), id, row.text, verdict, remark, judgement.place, judgement.quote])
            formats.append(marks[judgement.verdict])
    headings = {
        "Файл": 30,
        "Вид": 26,
        "Критерий": 10,
        "Вопрос": 50,
        "Вывод": 14,
        "Замечание": 40,
        "Место": 18,
        "Цитата": 50,
    }
    sheet("Критерии", headings, rows, formats)
    sheet(
        "Расхождения",
        {"Проверка": 16, "Что сверяют": 44, "Замечание": 70, "Файлы": 50},
        [[r.id, CROSS[r.id], r.remark, ", ".join(r.files)] for r in report.cross],
    )
    book.close()
    return buffer.getvalue()
