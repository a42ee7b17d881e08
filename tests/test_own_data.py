"""Tables of an own municipality: read in every form people keep them, told in Russian, kept, computed, written."""

import datetime as dt
import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from mentoring.course.own_municipality import own_municipality
from mentoring.own_data import SHARED, OwnDataError, check, figures, forget, keep, kept
from mentoring.own_data.note import note_docx
from mentoring.own_data.sheet import note_xlsx
from mentoring.own_data.values import Unread, count, date, number, status, yes
from mentoring.pickup import pick_up
from mentoring.recording import recording
from mentoring_cli.commands import app

PRESENCE = (
    "Организация;Приказ о внедрении;Положение;Дорожная карта;Приказ о закреплении пар;Согласие наставляемого\n"
    "Школа № 1;да;да;+;есть;нет\n"
    "Школа № 2;да;нет;-;да;нет\n"
    "=cmd|' /C calc'!A0;нет;№ 5 от 01.09.2023;;да;да\n"
)
REGISTER = (
    "Реестр приказов;;;\n№ п/п;Организация;Приказ о внедрении;\n;;номер;дата\n1;2;3;4\n"
    "1;МБОУ «Школа № 1»;12-ОД;28 августа 2023 г.\n2;Школа № 2;№ 5;31.02.2023\n3;Школа № 3;7;44436\n"
    "4;;7;1.9.23\n5;Школа № 3;7;44436\nИтого;4;;\n"
)


def write(tmp_path, text, name="таблица.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "cp866", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_any_encoding_and_delimiter_give_the_same_rows(tmp_path, encoding, delimiter):
    text = PRESENCE.replace("№ ", "N ").replace(";", delimiter)
    (table,) = check(write(tmp_path, text, encoding=encoding)).tables
    assert table.kind == "presence"
    assert [row["regulation"] for row in table.rows] == ["да", "нет", "да"]
    assert [row["roadmap"] for row in table.rows] == ["да", "нет", ""]


def test_a_register_with_two_header_rows_is_read_and_every_remark_says_where_and_how(tmp_path):
    found = check(write(tmp_path, REGISTER, encoding="cp1251"))
    (table,) = found.tables
    assert table.kind == "register" and len(table.rows) == 3 and table.given == 5
    assert [row["date"] for row in table.rows] == ["2023-08-28", "", "2021-08-28"]
    lines = [one.line() for one in found.remarks]
    assert lines[0].startswith("Строка 6, столбец «Приказ о внедрении дата»: «31.02.2023» — такого дня нет")
    assert lines[1] == "Строка 8, столбец «Организация»: названия организации нет; впишите его. Строка не взята."
    assert "повтор строки 7" in lines[2]
    assert len(lines) == 3 and len(found.errors) == 2


def test_merged_cells_dates_percents_and_formulas_of_a_workbook(tmp_path):
    book = Workbook()
    page = book.active
    page.append(["Доли документов на 1 сентября", None, None, None])
    page.merge_cells("A1:D1")
    page.append(["Документ", "Организаций", None, "Доля"])
    page.append([None, "есть", "всего", None])
    page.merge_cells("B2:C2")
    page.merge_cells("A2:A3")
    page.merge_cells("D2:D3")
    page.append(["Положение", 45, 50, 0.9])
    page.append(["Дорожная карта", "=1+1", "1 000", 0.5])
    page.append(["Приказ о закреплении пар", None, None, 0.955])
    for row in (4, 5, 6):
        page.cell(row, 4).number_format = "0.0%"
    second = book.create_sheet("Реестр")
    second.append(["Организация", "Номер приказа", "Дата приказа"])
    second.append(["Школа № 1", 12, dt.datetime(2024, 8, 30)])
    path = tmp_path / "данные.xlsx"
    book.save(path)
    found = check(path)
    shares, register = found.tables
    assert [round(row["share"], 1) for row in shares.rows] == [90.0, 50.0, 95.5]
    assert [row["have"] for row in shares.rows] == [45, "", ""]
    (formula,) = found.remarks
    assert formula.row == 5 and "формула без сохранённого значения" in formula.wrong and not formula.left_out
    assert register.rows[0]["requisite"] == "№ 12 от 30.08.2024" and register.rows[0]["date"] == "2024-08-30"


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 107", 1107), ("1\u00a0107,5", 1107.5), ("95%", 95), ("95 %", 95), ("12,5", 12.5), ("1'107", 1107), ("", None),
     (0.5, 0.5), ("1.234.567", 1234567), ("15 единиц", 15)],
)  # fmt: skip
def test_numbers_as_people_write_them(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    ["28.08.2021", "28.8.21", "2021-08-28", "28/08/2021", "28 августа 2021 г.", "«28» августа 2021", "44436",
     "от 28.08.2021 г.", "28-08-2021", dt.datetime(2021, 8, 28), "2021-08-28 00:00:00"],
)  # fmt: skip
def test_dates_in_every_form(text):
    assert date(text) == dt.date(2021, 8, 28)


@pytest.mark.parametrize(
    ("reader", "text"),
    [(number, "около 90"), (count, "4,5"), (count, "-3"), (count, "40%"), (date, "31.02.2023"), (date, "август"),
     (date, "01.09.1823"), (yes, "почти"), (status, "ну такое")],
)  # fmt: skip
def test_what_cant_be_read_says_how_to_mend_it(reader, text):
    with pytest.raises(Unread) as told:
        reader(text)
    assert told.value.wrong and told.value.mend


@pytest.mark.parametrize(
    ("text", "code"),
    [("Предоставлены в полном объёме", "complete"), ("не в полном объёме", "needs_revision"),
     ("Не предоставлена справка", "not_provided"), ("требуют доработки", "needs_revision")],
)  # fmt: skip
def test_statuses_in_words(text, code):
    assert status(text) == code


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("a.csv", b"", "пуст"), ("a.csv", b"one\ntwo", "столбцов не видно"), ("a.xlsx", b"PK\x03\x04 broken", "повреждён"),
     ("a.xls", b"\xd0\xcf\x11\xe0\xa1", "старом формате"), ("a.csv", b"\x00\x01;\x00", "не таблица"),
     ("a.csv", "Имя;Возраст\nА;5".encode(), "не узнана ни одна таблица (столбцы: «Имя», «Возраст»)")],
)  # fmt: skip
def test_a_hopeless_file_gives_one_russian_sentence(tmp_path, name, content, told):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(OwnDataError, match="(?s)" + told.replace("(", r"\(").replace(")", r"\)")):
        check(path)


def test_fractions_are_percents_and_a_part_is_not_more_than_the_whole(tmp_path):
    text = "Документ;Есть;Всего организаций;Доля\nПоложение;;;0,9\nДорожная карта;;;0,5\nПриказ о парах;50;40;\n"
    found = check(write(tmp_path, text))
    assert [row["share"] for row in found.tables[0].rows] == [90, 50]
    assert any("часть больше целого (50 из 40)" in one.line() for one in found.errors)


def test_personal_columns_are_not_taken_and_that_is_said(tmp_path):
    text = "Организация;Статус;ФИО директора\nШкола № 1;в полном объёме;Имярек Имярекович\n"
    found = check(write(tmp_path, text))
    assert any("персональные данные" in note for note in found.notes)
    keep(found, tmp_path / "own")
    assert "Имярек" not in "".join(p.read_text("utf-8") for p in (tmp_path / "own").iterdir())


@pytest.fixture
def own(tmp_path, monkeypatch):
    place = tmp_path / "own"
    keep(check(write(tmp_path, PRESENCE)), place, "Заречный *округ*")
    keep(check(write(tmp_path, REGISTER)), place)
    keep(check(write(tmp_path, "Организация;Статус\nШкола № 2;не предоставлено\nШкола № 1;полностью\n")), place)
    monkeypatch.setenv("MENTORING_OWN_DATA", str(place))
    return place


def test_figures_name_shares_gaps_and_those_they_concern(own):
    found = figures(kept())
    assert found.municipality == "Заречный *округ*"
    by = {one.document: one for one in found.documents}
    assert (by["regulation"].have, by["regulation"].total) == (2, 3) and by["regulation"].without == ("Школа № 2",)
    assert (by["roadmap"].total, by["roadmap"].unknown) == (2, 1)
    assert round(by["consent_mentee"].gap, 1) == 66.7
    mentee = next(one for one in found.advice if "Согласий наставляемых" in one.text)
    assert mentee.organizations == ("Школа № 1", "Школа № 2")
    assert next(one for one in found.advice if one.rule == "REC-08").organizations == ("Школа № 2",)
    assert {one.flag: one.organizations for one in found.doubts}["invalid_date"] == ("Школа № 2",)
    early = next(one for one in found.advice if one.rule == "REC-19")
    assert "проверьте" in early.text and early.organizations == ("Школа № 3",)
    assert any("не взято строк — 2" in line for line in found.limits)


def test_the_block_is_shown_only_where_own_data_exist(own, monkeypatch):
    with recording() as notes:
        own_municipality()
    assert {"figure", "table", "prose"} <= {one.kind for one in notes}
    assert "Ваш муниципалитет: Заречный *округ*" in notes[0].html.replace("\u00a0", " ")
    assert "Школа № 2" not in "".join(one.html for one in notes)  # no organization is shamed on a slide
    for empty in ("", str(own / "нет")):
        monkeypatch.setenv("MENTORING_OWN_DATA", empty)
        with recording() as notes:
            own_municipality()
        assert notes == []


def test_note_and_workbook_say_the_same_and_hold_no_formula(own):
    data = kept()
    found = figures(data)
    document = Document(io.BytesIO(note_docx(found, data, dt.date(2026, 11, 28))))
    text = "\n".join(p.text for p in document.paragraphs)
    cells = "\n".join(c.text for t in document.tables for row in t.rows for c in row.cells)
    assert "Проект" in text and "28.11.2026" in text and "2 из 3" in cells and "Школа №\u00a02" in cells
    book = load_workbook(io.BytesIO(note_xlsx(found)))
    assert {"Рекомендации", "Доли", "Нет документа", "Реестр", "Статусы", "Оговорки"} <= set(book.sheetnames)
    assert not [c for page in book for row in page.iter_rows() for c in row if c.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(note_xlsx(found))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    raw = (own / "presence.csv").read_text("utf-8-sig")
    assert "\n=cmd" not in raw and "'=cmd" in raw
    assert kept().tables["presence"][2]["organization"].startswith("=cmd")


def test_several_municipalities_must_be_told_apart(tmp_path):
    text = "Муниципалитет;Организация;Статус\nА;Школа № 1;полностью\n;Школа № 2;полностью\nБ;Школа № 1;нет\n"
    found = check(write(tmp_path, text))
    with pytest.raises(OwnDataError, match="--municipality"):
        keep(found, tmp_path / "own")
    keep(found, tmp_path / "own", "а")
    assert len(kept(tmp_path / "own").tables["statuses"]) == 2
    assert forget(tmp_path / "own") and kept(tmp_path / "own") is None


def test_the_command_ends_with_one_when_rows_are_lost(tmp_path, monkeypatch):
    from mentoring_cli.commands import app

    monkeypatch.setenv("MENTORING_WORKSPACE", str(tmp_path / "workspace"))
    run = CliRunner().invoke(app, ["data", "check", str(write(tmp_path, REGISTER)), "--use"])
    assert run.exit_code == 1 and "Это реестр приказов" in run.output and "взято 3 из 5\u00a0строк" in run.output
    assert (tmp_path / "workspace" / "own_data" / "register.csv").is_file()
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(app, ["data", "note"])
    assert run.exit_code == 0 and (tmp_path / "справка.docx").is_file() and (tmp_path / "справка.xlsx").is_file()


def test_on_a_shared_server_the_group_sees_the_block_and_no_organization_is_named(own, tmp_path, monkeypatch):
    outbound = tmp_path / "exchange" / "mentoring" / "outbound"
    outbound.mkdir(parents=True)
    workspace = tmp_path / "workspace"
    for name, value in (
        ("MENTORING_ROOT", tmp_path),
        ("MENTORING_WORKSPACE", workspace),
        ("MENTORING_EXCHANGE", tmp_path / "exchange"),
    ):
        monkeypatch.setenv(name, str(value))
    (tmp_path / "nbgrader_config.py").touch()
    run = CliRunner().invoke(app, ["data", "use", str(write(tmp_path, PRESENCE)), "--municipality", "Заречный"])
    assert run.exit_code == 0 and "увидят и участники группы" in run.output
    monkeypatch.delenv("MENTORING_OWN_DATA")
    monkeypatch.setenv("MENTORING_RELEASED", str(outbound))
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    shared = kept()
    mine, theirs = figures(kept(workspace / "own_data")), figures(shared)
    assert [(one.document, one.share) for one in theirs.documents] == [
        (one.document, one.share) for one in mine.documents
    ]
    assert "Школа" not in "".join(path.read_text("utf-8") for path in (outbound / SHARED).iterdir())
    assert pick_up(home, outbound).assignments == ()  # it is no assignment
    assert CliRunner().invoke(app, ["data", "forget"]).exit_code == 0
    assert kept() is None and not (outbound / SHARED).exists()
