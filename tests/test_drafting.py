"""Drafts of the eight kinds: the kit's own audit finds nothing in a filled one, a package has no contradictions."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from docx import Document
from typer.testing import CliRunner

from mentoring.documents import audit
from mentoring.documents.drafting import (
    KINDS,
    DraftError,
    School,
    draft,
    empty_form,
    example,
    package,
    parse_form,
    read_form,
)
from mentoring.documents.drafting.making import EXTRA
from mentoring_cli.commands import app

HOSTILE = "=cmd|'/C calc'!A1 {{ 7*7 }} {% raw %} <w:p>&amp; \x00\x0b Лозовицкая"


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def audited(drafts, folder, day):
    folder.mkdir(parents=True, exist_ok=True)
    for one in drafts:
        (folder / one.name).write_bytes(one.content)
    return audit(folder, day)


def problems(report):
    return [
        (f.file, id, j.verdict, j.remark)
        for f in report.files
        for id, j in f.judgements.items()
        if j.verdict in ("violated", "partial")
    ]


SLOW = pytest.mark.slow


@pytest.mark.parametrize("year", [pytest.param(2022, marks=SLOW), 2024, pytest.param(2025, marks=SLOW), 2026])
def test_a_package_from_one_form_passes_the_audit_in_the_law_of_its_year(year, tmp_path):
    made = package(example(year))
    report = audited(made, tmp_path, dt.date(year, 11, 20))
    kinds = {one.name: one.kind for one in made}
    assert set(kinds.values()) == set(KINDS) - set(EXTRA)
    assert {f.file: f.kind for f in report.files} == kinds and not any(f.error for f in report.files)
    assert problems(report) == []
    assert [remark.remark for remark in report.cross] == []


@pytest.mark.parametrize(
    ("pairs", "publish"),
    [
        ([{"type": "group"}, {"type": "group", "mentor": 0}, {"category": "burnout", "type": "partner"}], False),
        (
            [
                {
                    "category": "student_trainee",
                    "form": "employer_student",
                    "basis": "договор о практической подготовке от 01.09.2026 № 12",
                },
                {"category": "newcomer", "type": "situational"},
            ],
            True,
        ),
        (
            [{"category": "returning", "type": "virtual"}, {"category": "growth_seeker", "type": "short_term_goal"}],
            False,
        ),
    ],
)
def test_other_forms_types_and_groups_pass_too(pairs, publish, tmp_path):
    school = example().model_dump()
    people = [
        ("Лозовицкая Эмма Карповна", "Ракитина Ася Игоревна"),
        ("Тростянский Богдан Ильич", "Дёмушкин Егор Львович"),
        ("Вербицкая Лада Юрьевна", "Сосновский Макар Ильич"),
    ]
    made = []
    for number, given in enumerate(pairs):
        mentor = given.pop("mentor", number)
        made.append(school["pairs"][0] | {"mentor": people[mentor][0], "mentee": people[number][1]} | given)
    report = audited(
        package(School.model_validate(school | {"pairs": made, "publish": publish})), tmp_path, dt.date(2026, 11, 20)
    )
    assert problems(report) == []
    assert [remark.remark for remark in report.cross] == []


@pytest.mark.parametrize(
    ("day", "said", "unsaid"),
    [
        (dt.date(2024, 9, 9), "60.2 и 151", "351.8"),
        (dt.date(2026, 9, 9), "351.8", "60.2"),
    ],
)
def test_the_agreement_rests_on_the_labour_code_of_its_day(day, said, unsaid):
    school = example(day.year)
    words = text_of(draft("supplementary_agreement", school)[0].content)
    assert said in words and unsaid not in words


def test_consents_are_documents_of_their_own():
    names = [one.name for one in draft("consent", example())]
    assert sum("наставника —" in name for name in names) == 2
    assert sum("наставляемого —" in name for name in names) == 2
    assert sum("обработку данных —" in name for name in names) == 4
    assert not any("распространение" in name for name in names)
    shared = draft("consent", School.model_validate(example().model_dump() | {"publish": True}))
    assert sum("распространение" in one.name for one in shared) == 4


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_empty_form_gives_blanks_to_fill_in(kind):
    made = draft(kind, School())
    assert made and all("____" in text_of(one.content) for one in made)


def test_what_people_type_stays_text():
    school = School.model_validate(
        {
            "organization": HOSTILE,
            "short_name": HOSTILE,
            "pairs": [{"mentor": HOSTILE, "mentee": "../../etc Х", "pay": HOSTILE}],
        }
    )
    for one in package(school):
        assert "/" not in one.name and ".." not in one.name.replace("..docx", "")
        assert "49" not in text_of(one.content).replace("49-", "")
    assert "{{ 7*7 }} {% raw %} <w:p>&amp;" in text_of(draft("regulation", school)[0].content)
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(empty_form(school)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_the_filled_form_comes_back_from_its_workbook(tmp_path):
    path = tmp_path / "форма.xlsx"
    path.write_bytes(empty_form(example()))
    assert read_form(path) == example()
    path.write_bytes(empty_form())
    assert read_form(path) == School()
    as_json = tmp_path / "форма.json"
    as_json.write_text(json.dumps(example().model_dump(mode="json"), ensure_ascii=False), encoding="utf-8")
    assert read_form(as_json) == example()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"pairing_date": "скоро"}, "«Дата приказа о парах»"),
        ({"pairs": [{}, {"category": "пенсионер"}]}, "строка 2, «Категория наставляемого»"),
        ({"implementation_date": "01.09.2020"}, "21.12.2021"),
        ({"директор": "Х"}, "такого поля в форме нет"),
        ({"starts": "01.09.2026", "ends": "01.05.2026"}, "раньше, чем начинается"),
        ({"publish": "может быть"}, "«да» или «нет»"),
        ([], "Форма"),
    ],
)
def test_a_wrong_form_is_told_in_one_sentence(data, words):
    with pytest.raises(DraftError) as told:
        parse_form(data)
    assert words in str(told.value) and "\n" not in str(told.value) and str(told.value).startswith("Форма: ")


def test_late_consents_and_trainees_are_pointed_out():
    school = example().model_dump(mode="json")
    school["pairs"][0] |= {"mentor_consent": dt.date(2026, 10, 1), "category": "student_trainee"}
    notes = " ".join(draft("consent", School.model_validate(school))[0].notes)
    assert "позже приказа о парах" in notes and "студента или стажёра" in notes


def test_the_command_writes_the_form_the_package_and_speaks_russian(tmp_path):
    run = CliRunner().invoke
    form, out = tmp_path / "f.xlsx", tmp_path / "out"
    assert run(app, ["draft", "form", "--example", "--output", str(form)]).exit_code == 0
    said = run(app, ["draft", "package", "--from", str(form), "--output", str(out)])
    assert said.exit_code == 0 and "нарушений и расхождений нет" in said.output.replace("\n", " ")
    assert len(list(out.glob("*.docx"))) == len(package(example()))
    for wrong in (["draft", "abc"], ["draft", "package", "--from", str(tmp_path / "нет.xlsx")]):
        result = run(app, wrong)
        assert result.exit_code != 0 and "Traceback" not in result.output
