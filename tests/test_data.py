"""The tables: each loads, names its sources and agrees with their facts; a broken one says so plainly."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import data
from mentoring.data.page import page
from mentoring.data.schemas import SCHEMAS

MONITORING = (data.folder() / "monitoring.csv").read_text(encoding="utf-8")


@pytest.fixture
def tables(tmp_path, monkeypatch):
    """An own copy of the tables with an empty cache; `write(name, text)` replaces one of them."""
    shutil.copytree(data.folder(), tmp_path / "datasets")
    monkeypatch.setenv("MENTORING_DATASETS", str(tmp_path / "datasets"))
    monkeypatch.setenv("MENTORING_CACHE", str(tmp_path / "cache"))
    return tmp_path / "datasets"


def broken(tables, text, name="monitoring"):
    """The sentence that a person reads when a table holds `text`."""
    content = text if isinstance(text, bytes) else text.encode()
    (tables / f"{name}.csv").write_bytes(content)
    with pytest.raises(data.DataError) as caught:
        data.load(name)
    message = str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert caught.value.__cause__ is None and (caught.value.__context__ is None or caught.value.__suppress_context__)
    assert "\n" not in message and message.endswith(".") and name in message
    assert not re.search(r"Traceback|pandera|Schema|Error|<Check|Column\b", message)
    assert [str(problem) for problem in data.validate(tables / f"{name}.csv", name)]
    return caught.value


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_table_loads_and_every_row_has_its_source_and_certainty(name):
    frame = data.load(name)
    assert len(frame) and list(frame.index) == list(range(len(frame)))
    assert frame["source"].str.match(r"^(00[0-4]:\d+|domain |design |https?://)").all()
    assert frame["certainty"].isin(["source", "confirmed", "inferred", "uncertain"]).all()


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_table_and_column_is_described_in_russian(name):
    schema = SCHEMAS[name].to_schema()
    russian = re.compile("[а-яё]", re.IGNORECASE)
    assert schema.title and schema.description and russian.search(schema.title)
    for column in schema.columns.values():
        assert column.title and column.description and russian.search(column.title), column.name


def test_all_tables_are_sound_and_refer_to_each_other_rightly():
    assert [str(problem) for problem in data.validate_all()] == []
    assert data.names() == sorted(SCHEMAS)


def test_the_data_page_is_up_to_date():
    written = (data.folder() / "README.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m mentoring.data.page > datasets/README.md"


# ---- what a person reads when a table is broken


def test_a_wrong_date(tables):
    text = (tables / "orders.csv").read_text(encoding="utf-8")
    error = broken(tables, text.replace(",2021-10-11,", ",32.01.2021,", 1), "orders")
    assert (error.table, error.row, error.column, error.value) == ("orders", 3, "date", "32.01.2021")
    assert str(error).startswith("Таблица «orders», строка 3, столбец «date»: значение «32.01.2021» — не дата;")


def test_a_missing_column(tables):
    error = broken(tables, re.sub(r",[^,\n]*(,[^,\n]*)(\n|$)", r"\1\2", MONITORING))
    assert error.column == "source" and "столбца нет" in str(error)


def test_an_extra_column(tables):
    lines = MONITORING.splitlines()
    error = broken(tables, "\n".join([lines[0] + ",лишний", *(line + ",1" for line in lines[1:])]))
    assert error.column == "лишний" and "лишний столбец" in str(error)


def test_an_unknown_status(tables):
    text = (tables / "municipality_status.csv").read_text(encoding="utf-8")
    error = broken(tables, text.replace("needs_revision", "доработать", 1), "municipality_status")
    assert (error.row, error.column, error.value) == (40, "status", "доработать")
    assert "not_provided, complete, needs_revision" in str(error)


@pytest.mark.parametrize("value", ["много", "1 107", "nan", "inf", "1e3", "11.5", "0x1F", "9" * 30])
def test_not_a_number(tables, value):
    error = broken(tables, MONITORING.replace("1107", value))
    assert (error.row, error.column, error.value) == (2, "organizations", value)
    assert "ожидается целое число" in str(error)


def test_a_negative_number(tables):
    error = broken(tables, MONITORING.replace("1107", "-5"))
    assert (error.row, error.column, error.value) == (2, "organizations", "-5") and "не меньше 0" in str(error)


def test_an_empty_cell_that_is_needed(tables):
    error = broken(tables, MONITORING.replace("1107", ""))
    assert (error.row, error.column) == (2, "organizations") and "пуста" in str(error)


def test_a_key_that_stands_twice(tables):
    error = broken(tables, MONITORING.replace("2023-03", "2022-12"))
    assert (error.row, error.column, error.value) == (3, "period", "2022-12") and "в строке 2" in str(error)


def test_a_key_of_two_columns_that_stands_twice(tables):
    lines = (tables / "orders.csv").read_text(encoding="utf-8").splitlines()
    error = broken(tables, "\n".join([*lines, lines[5]]), "orders")
    assert error.row == 114 and "в строке 6" in str(error)


def test_a_date_that_disagrees_with_its_precision(tables):
    text = (tables / "orders.csv").read_text(encoding="utf-8")
    error = broken(tables, text.replace(",2021-10-11,day,", ",2021-10-11,none,", 1), "orders")
    assert error.row == 3 and "точность" in str(error)


def test_an_unknown_flag(tables):
    text = (tables / "orders.csv").read_text(encoding="utf-8")
    error = broken(tables, text.replace("no_number_sign", "странно", 1), "orders")
    assert error.row == 2 and error.column == "flags"


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", MONITORING.splitlines()[0] + "\n"])
def test_an_empty_file(tables, content):
    assert "пуста" in str(broken(tables, content))


def test_a_file_in_cp1251(tables):
    error = broken(tables, MONITORING.encode("cp1251"))
    assert "UTF-8" in str(error) and error.row == 2


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x00\x00\xff\xfe", b"\x00\x00,\x00", b"a,b\n1,2,3\n", b'a,"b\n1,2\n', b",,\n1,2\n"]
)
def test_a_file_that_is_no_table(tables, content):
    broken(tables, content)


def test_a_source_that_is_no_place(tables):
    error = broken(tables, MONITORING.replace("002:299", "слайд 9"))
    assert (error.row, error.column, error.value) == (2, "source", "слайд 9") and "вида 002:308" in str(error)


@given(st.one_of(st.binary(), st.text().map(str.encode), st.text(',;"\n\r\x00a1é').map(str.encode)))
def test_any_bytes_give_sentences_and_never_an_exception(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "monitoring.csv"
    path.write_bytes(content)
    problems = data.validate(path, "monitoring")
    assert problems and all(str(problem).startswith("Таблица «monitoring»") for problem in problems)


def test_a_row_with_a_lost_cell(tables):
    assert broken(tables, MONITORING.replace(",1042", "")).row == 3


def test_a_header_with_a_column_twice(tables):
    assert "дважды" in str(broken(tables, MONITORING.replace("with_pairs", "with_regulation", 1)))


def test_many_errors_are_counted_and_listed(tables):
    error = broken(tables, MONITORING.replace("1107", "x").replace("1042", "y"))
    assert error.row == 2 and "всего замечаний к таблице: 2" in str(error)
    assert [problem.row for problem in data.validate(tables / "monitoring.csv", "monitoring")] == [2, 3]


def test_a_reference_to_nothing(tables):
    text = (tables / "indicator_defects.csv").read_text(encoding="utf-8")
    (tables / "indicator_defects.csv").write_text(text.replace("project_1,", "project_9,", 1), encoding="utf-8")
    (problem,) = [problem for problem in data.validate_all() if problem.table == "indicator_defects"]
    assert problem.value == "project_9" and "indicators" in str(problem)


def test_a_table_that_is_missing_or_unknown(tables):
    (tables / "monitoring.csv").unlink()
    with pytest.raises(data.DataError, match="«monitoring» нет в папке"):
        data.load("monitoring")
    assert any("«monitoring» нет" in str(problem) for problem in data.validate_all())
    (tables / "own.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(data.DataError, match="нет схемы"):
        data.load("own")
    assert [str(problem) for problem in data.validate(tables / "none.csv", "monitoring")]


# ---- what is not an error


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace(",", ";"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: "\n".join(line + ",," for line in text.splitlines()),
        lambda text: text.replace(",89,", ', "89,0" ,').replace(' "89,0" ', '"89,0"'),
        lambda text: text.replace(",1107,", ", 1107 ,"),
    ],
    ids=["BOM", "semicolons", "CRLF", "blank lines", "empty columns", "decimal comma", "spaces"],
)
def test_what_a_spreadsheet_editor_does_to_a_file_is_tolerated(tables, rewrite):
    expected = data.load("monitoring")
    (tables / "monitoring.csv").write_bytes(rewrite(MONITORING).encode())
    pd.testing.assert_frame_equal(data.load("monitoring"), expected)


def test_dates_in_the_local_format_are_read(tables):
    expected = data.load("course_plan")
    text = (tables / "course_plan.csv").read_text(encoding="utf-8")
    local = re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3.\2.\1", text)
    (tables / "course_plan.csv").write_text(local, encoding="utf-8")
    pd.testing.assert_frame_equal(data.load("course_plan"), expected)


def test_a_changed_frame_does_not_change_the_next_one(tables):
    frame = data.load("monitoring")
    frame.loc[:, "organizations"] = 0
    assert data.load("monitoring")["organizations"].tolist() == [1107, 1042, 974]


def test_an_edited_table_is_read_anew(tables):
    data.load("monitoring")
    (tables / "monitoring.csv").write_text(MONITORING.replace("1107", "1108"), encoding="utf-8")
    assert data.load("monitoring")["organizations"][0] == 1108


PROBE = """
import sys, time
from mentoring import data
frame = data.load("orders")
print("pandera" in sys.modules, frame.dtypes.astype(str).to_dict(), frame.shape)
"""


def probe(cache):
    """Load in a fresh process; return what it printed."""
    env = {**os.environ, "MENTORING_CACHE": str(cache)}
    return subprocess.run([sys.executable, "-c", PROBE], env=env, capture_output=True, text=True, check=True).stdout


def test_a_table_validated_once_is_loaded_without_pandera(tmp_path):
    first, second = probe(tmp_path), probe(tmp_path)
    assert first.startswith("True") and second.startswith("False")
    assert first.split(" ", 1)[1] == second.split(" ", 1)[1]
    for kept in (tmp_path / "tables").iterdir():
        kept.write_text("{damaged", encoding="utf-8")
    assert probe(tmp_path) == first


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert probe(tmp_path / "file").startswith("True")


# ---- facts of the sources


def test_monitoring_as_printed():
    frame = data.load("monitoring").set_index("period")
    assert frame["organizations"].tolist() == [1107, 1042, 974]
    assert frame["with_regulation"].tolist() == [986, 998, 953]
    assert frame["with_pairs"].tolist() == [959, 934, 899]
    for part, stated in (("with_regulation", "share_regulation_stated"), ("with_pairs", "share_pairs_stated")):
        assert (100 * frame[part] / frame["organizations"]).round().tolist() == frame[stated].tolist()


def test_document_shares_as_printed():
    frame = data.load("document_shares").set_index("document")
    assert frame["march"].tolist() == [93, 96, 92, 90, 49, 53, 83]
    assert frame["november"].tolist() == [95, 98, 95, 92, 52, 56, 86]
    assert frame.index.tolist() == ["implementation_order", "regulation", "roadmap", "pairing_order",
                                    "supplementary_agreement", "consent_mentor_work", "consent_mentee"]  # fmt: skip
    assert frame["comment"].isna().tolist() == [False, False, True, False, False, False, False]


def test_statuses_of_municipalities_are_not_inverted():
    frame = data.load("municipality_status").set_index("municipality")
    assert frame["status"].value_counts().to_dict() == {"not_provided": 24, "needs_revision": 22, "complete": 14}
    assert frame.at["Власиха", "status"] == frame.at["Электрогорск", "status"] == "not_provided"
    assert frame.at["Богородский", "status"] == "complete" and frame.at["Балашиха", "status"] == "needs_revision"
    assert frame.at["Серебряные пруды", "status"] == "needs_revision"
    assert (frame.loc[["Протвино", "Пушино"], "status"] == "needs_revision").all()
    assert frame.at["Серпухов", "status"] == "not_provided"


def test_statuses_meet_the_register():
    status, orders = data.load("municipality_status"), data.load("orders")
    joined = orders.merge(status, how="left", left_on="municipality", right_on="register_name")
    count = joined["status"].value_counts().to_dict()
    assert count == {"needs_revision": 61, "not_provided": 37, "complete": 13}
    assert joined.loc[joined["status"].isna(), "municipality_x"].tolist() == ["ГОО"]
    absent = status[status["register_name"].isna()].groupby("status")["municipality"].agg(set).to_dict()
    assert absent["complete"] == {"Восход", "Егорьевск", "Звёздный городок", "Истра", "Солнечногорск", "Щёлково"}
    assert absent["needs_revision"] == {"Долгопрудный", "Дубна", "Зарайск", "Протвино", "Шатура", "Серебряные пруды"}
    assert len(absent["not_provided"]) == 9


def test_indicators_keep_the_letters_of_the_source():
    frame = data.load("indicators").set_index("id")
    assert len(frame) == 13
    assert frame.at["federal_n", "formula"] == "N=A/B*100%"
    assert frame.at["project_3", "formula"] == "Дрип=Ку/К\u0077 • 100%"
    assert frame.at["project_4", "formula"] == "\u0044п=Кп/\u004b\u0077 • 100% ,"
    assert frame.at["project_6", "formula"] == "Дн= К\u0069/\u004b\u0077 • 100% ,"
    assert (
        frame.at["project_4", "denominator_symbol"]
        == "К\u0077"
        != frame.at["project_4", "denominator_symbol_in_formula"]
    )
    assert frame.at["project_3", "numerator_symbol"] == "К\u0069" and pd.isna(
        frame.at["project_3", "denominator_symbol"]
    )
    targets = frame["target"].dropna().to_dict()
    assert targets == {"project_1": 100, "project_2": 60, "project_3": 100, "project_4": 80, "project_6": 100,
                       "project_7": 60, "municipal_70": 70}  # fmt: skip
    assert frame.loc["project_5", ["formula", "unit", "target", "numerator", "denominator"]].isna().all()
    assert frame.loc[[f"webinar_{n}" for n in range(1, 5)], ["formula", "target", "period"]].isna().all(axis=None)


def test_every_indicator_with_a_flaw_says_so():
    defects = data.load("indicator_defects")
    assert [f"IND-D{n:02}" for n in range(1, 19)] == [code for code in defects["id"] if code.startswith("IND")]
    named = set(" ".join(defects["indicators"]).split())
    assert named == set(data.load("indicators")["id"])


def test_the_course_adds_up_to_76_hours():
    plan, sessions, practicums = data.load("course_plan"), data.load("sessions"), data.load("practicums")
    assert len(plan) == len(sessions) == 12 and len(practicums) == 7
    assert plan["date"].dt.strftime("%d.%m").tolist() == ["24.10", "26.10", "07.11", "09.11", "11.11", "14.11", "16.11",
                                                          "18.11", "21.11", "23.11", "26.11", "28.11"]  # fmt: skip
    assert (plan["starts"] == "14:00").all() and (plan["ends"] == "18:00").all()
    assert plan.loc[plan["self_study"], "number"].tolist() == [8, 11]
    assert sessions.loc[sessions["mode"] == "self_study", "number"].tolist() == [8, 11]
    assert len(plan) * 4 * 60 / 45 + practicums["hours_outside"].sum() == 76


def test_practicums_open_and_fall_due_where_the_sessions_say():
    sessions, practicums = data.load("sessions"), data.load("practicums").set_index("id")
    for column, other in (("practicum_opens", "opens"), ("practicum_due", "due")):
        said = {code: row.id for row in sessions.itertuples() for code in str(getattr(row, column) or "").split()
                if code != "nan"}  # fmt: skip
        assert said == practicums[other].to_dict()
    assert (practicums["opens"] <= practicums["due"]).all()


def test_webinars_and_contest_of_2024():
    assert data.load("webinars")["date"].dt.strftime("%d.%m.%Y").tolist() == [
        "07.02.2024", "06.03.2024", "03.04.2024", "02.05.2024", "05.06.2024",
    ]  # fmt: skip
    assert data.load("events")["date"].dt.strftime("%d.%m.%Y").tolist() == ["13.05.2024", "19.06.2024"]


def test_no_contacts_of_people_in_the_tables():
    contact = re.compile(r"[\w.]+@[\w.]+|docs\.google|drive\.google|\(\d{3,4}\)\s?\d|8-\d{3}-\d{3}")
    for path in sorted(Path(data.folder()).glob("*.csv")):
        assert not contact.search(path.read_text(encoding="utf-8")), path.name
