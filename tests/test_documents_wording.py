"""Words as people write them: feminine roles, Latin letters in Russian words, a table on its side; quotes intact."""

from __future__ import annotations

import datetime as dt

import pytest
from docx import Document

from mentoring.documents import audit, report_chart, report_docx
from mentoring.documents.reading.build import Builder
from mentoring.documents.view import Document as View
from mentoring.documents.wording import as_written, even, evened

AS_OF = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Наставница Облепихина", "Наставник  Облепихина"),
        ("согласие наставницы и сотрудниц", "согласие наставника и сотрудник"),
        ("работницей", "работником"),
        ("с разницей", "с разницей"),
        ("письмо A3-1128/08", "письмо АЗ-1128/08"),
        ("coглacиe на Google", "согласие на Google"),
    ],
)
def test_one_spelling_keeps_the_length(written, read):
    assert even(written) == read
    assert len(read) == len(written)


def test_a_quotation_is_as_the_document_has_it():
    builder = Builder("договор.txt")
    builder.paragraph("Наставница вправе отказаться от работы.")
    text = builder.done()
    spelled = evened(text)
    assert as_written(spelled.blocks[0].text, "абзац 1", text, spelled) == "Наставница вправе отказаться от работы."


def test_a_table_with_pairs_in_columns_is_turned():
    builder = Builder("приказ.docx")
    builder.table([
        ["", "Пара 1", "Пара 2"],
        ["Наставник", "Цветаев Лука Фомич, учитель", "Мирзоева Лейла Рустамовна, учитель"],
        ["Наставляемый", "Боброва Ксения Андреевна, учитель", "Пряничников Олег Львович, учитель"],
        ["Категория", "молодой специалист", "новый сотрудник"],
    ])  # fmt: skip
    table = View(builder.done(), "pairing_order", AS_OF).tables[0]
    assert table.header[1:] == ["Наставник", "Наставляемый", "Категория"]
    assert [row.cells[3] for row in table.rows] == ["молодой специалист", "новый сотрудник"]


def test_the_report_shows_the_counts_of_every_document(tmp_path):
    for name, line in (
        ("1.txt", "Назначить наставника Иванову А. А."),
        ("2.txt", "Внедрить наставничество педагогов."),
    ):
        (tmp_path / name).write_text(f"ПРИКАЗ\n№ 5\nО наставничестве\nПРИКАЗЫВАЮ:\n1. {line}\n", encoding="utf-8")
    report = audit(tmp_path, AS_OF)
    chart = report_chart(report)
    assert "критичн" in chart.title and "1.txt" in chart.alt
    (tmp_path / "отчёт.docx").write_bytes(report_docx(report))
    made = Document(tmp_path / "отчёт.docx")
    assert [cell.text for cell in made.tables[0].rows[0].cells][2:] == [
        "Критичный", "Существенный", "Желательный", "«проверьте»",
    ]  # fmt: skip
    assert len(made.inline_shapes) == 1
