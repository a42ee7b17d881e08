"""Rules and the progress sheet: states told apart, text never a formula, totals by the table of rules."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lesson import RIGHT, ROOT, WRONG, copy_of, graded, judge, open_lesson, submit

from autograder import gradebooks
from autograder.growth import growth_of
from autograder.marks import Mark, Marks
from autograder.progress import collect, progress, state_said
from autograder.progress_book import write_xlsx
from autograder.roster import Person, load_roster, save_roster
from autograder.rules import (
    MOSCOW,
    Result,
    Rule,
    Rules,
    RulesError,
    lateness,
    load_rules,
    parse_extensions,
    parse_rules,
    passed,
    penalty,
    total,
)
from autograder.spreadsheet_text import guarded
from autograder.task_statistics import LEAST_WORKS, discrimination

DUE = datetime(2026, 11, 20, 18, 0, tzinfo=MOSCOW)
RULE = Rule("practicum_1", "Практикум 1", 15, 60, True, 3, DUE, 60, 5, 20)
NASTY = "=cmd|'/c calc'!A1"


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    place = open_lesson(tmp_path_factory.mktemp("lesson") / "course")
    graded(place, {"u01": RIGHT, "u02": WRONG, "u05": RIGHT})
    judge(place, "u01", "t1", 10)
    broken = submit(place, "u03", {})
    (broken / "answers.json").write_bytes(b"\x00")
    (broken / "practicum_1.ipynb").write_bytes(b"\x00")
    people = [
        Person("u01", "1", NASTY, 'Анна, "мл."', "\n@SUM(A1)"), Person("u02", "1", "+Плюс", "Олег"),
        Person("u03", "1", "-Минус", "Инна"), Person("u04", "2", "https://пример.рф", "Яна"),
        Person("u05", "2", "<script>", "Ян"),
    ]  # fmt: skip
    save_roster(people, place=place)
    (place.workspace / "extensions.csv").write_text(
        "code,assignment,due,note\nu05,practicum_1,2026-11-18T12:00:00+03:00,\n", encoding="utf-8"
    )
    return place


@pytest.fixture
def course(lesson, tmp_path):
    return copy_of(lesson, tmp_path / "course")


def states(course):
    sheet = collect(place=course)
    return {line.person.code: state_said(RULE, line.results["practicum_1"]) for line in sheet.lines}


def test_every_state_is_told_apart(course):
    assert states(course) == {
        "u01": "зачтено",
        "u02": "не зачтено",
        "u03": "не проверено",
        "u04": "не сдано",
        "u05": "ждёт проверки, опоздание 2\u00a0дн. (−2\u00a0б.)",
    }
    other = {line.results["practicum_2"].state for line in collect(place=course).lines}
    assert other == {"not_issued"}


def test_work_handed_in_again_is_not_shown_with_old_points(course):
    submit(course, "u02", RIGHT, at="2026-11-20T19:00:00+03:00")
    assert states(course)["u02"] == "не проверено"


def test_spreadsheet_holds_text_and_numbers_only(course, tmp_path):
    xlsx, _ = progress(tmp_path / "out" / "sheet.xlsx", place=course)
    book = openpyxl.load_workbook(xlsx)
    assert book.sheetnames == ["Текущий контроль", "Прирост", "По заданиям", "Правила", "Продления"]
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), (cell.coordinate, cell.value)
                assert cell.hyperlink is None
    page = book["Текущий контроль"]
    rows = {row[1]: row for row in page.iter_rows(min_row=4, values_only=True)}
    assert rows["u01"][2].startswith(NASTY) and rows["u01"][2].count("мл.") == 1
    assert rows["u01"][7:10] == (20, 100, "зачтено")
    assert rows["u03"][7:10] == (None, None, "не проверено")
    assert page.freeze_panes == "D4"


def widths(page):
    """Column → characters, without hidden ones."""
    return {
        at: column.width
        for column in page.column_dimensions.values() if not column.hidden
        for at in range(column.min, column.max + 1)
    }  # fmt: skip


def test_every_sheet_prints_as_wide_as_a_page_and_can_be_read(course, tmp_path):
    """A4 on its side, heads on every page; letters of 10 points get no smaller than 6.9 with all seven works issued."""
    sheet = collect(place=course)
    full = {name: Result("graded", 61.5, 24.0 if "test" in name else 100.0) for name in sheet.rules.by_assignment}
    issued = replace(sheet, lines=tuple(replace(line, results=full) for line in sheet.lines))
    write_xlsx(issued, tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx")
    for page in book:
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9), page.title
        assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
        assert page.print_area.endswith(f"${page.max_row}"), page.title
        assert page.print_title_rows or page.title == "Правила"
        assert 10 * min(1, 11.09 * 96 / (7 * sum(widths(page).values()))) >= 6.9, page.title
    main = book["Текущий контроль"]
    state = next(cell.column for cell in main[3] if cell.value == "состояние")
    words = "ждёт проверки, опоздание 12\u00a0дн. (−20\u00a0б.)".replace("\u00a0", " ").split(" ")
    assert max(map(len, words)) <= widths(main)[state]


def test_personal_terms_stand_on_a_sheet_of_their_own_uncut(course, tmp_path):
    xlsx, _ = progress(tmp_path / "sheet.xlsx", place=course)
    page = openpyxl.load_workbook(xlsx)["Продления"]
    heads, *rows = list(page.iter_rows(min_row=3, values_only=True))
    assert heads == ("Код", "Фамилия, имя, отчество", "Группа", "Работа", "Общий срок (мск)", "Новый срок (мск)")
    assert [(row[0], row[3], row[5]) for row in rows] == [("u05", "Практикум 1", "18.11.2026, 12:00")]
    for at, cells in enumerate(zip(*rows, strict=True), 1):
        assert all(len(cell or "") <= widths(page)[at] for cell in cells)


def test_csv_is_quoted_and_guarded(course, tmp_path):
    _, path = progress(tmp_path / "sheet.xlsx", place=course)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len({len(row) for row in rows}) == 1
    for row in rows[1:]:
        assert not row[2].startswith(("=", "+", "-", "@"))
    assert rows[1][2].startswith("'=cmd")


def test_statistics_count_scored_works_only(course):
    found = {item.task: item for item in collect(place=course).statistics}
    assert list(found) == ["s1", "q2", "k1", "t1"]
    assert found["q2"].scored == 3 and round(found["q2"].full) == 67 and found["q2"].title == "Открытый вопрос"
    assert found["t1"].awaiting == 1 and found["t1"].scored == 2


def test_person_outside_the_roster_is_not_lost(course):
    submit(course, "u77", {})
    assert "u77" in states(course)


def test_files_hold_names_and_are_private(course, tmp_path):
    for path in progress(tmp_path / "sheet.xlsx", place=course):
        assert path.stat().st_mode & 0o077 == 0


@given(st.text())
def test_no_text_starts_a_formula(text):
    shown = guarded(text)
    assert shown in (text, f"'{text}")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_lateness_counts_started_days_after_the_grace():
    def days(**late):
        return lateness(DUE + timedelta(**late), RULE).days

    assert [days(hours=-1), days(minutes=60), days(minutes=61), days(hours=24), days(hours=25)] == [0, 0, 1, 1, 2]
    assert lateness(datetime(2026, 11, 20, 16, 30), RULE).days == 1  # without a zone: UTC, as nbgrader stores it
    assert not lateness(None, RULE).late


@given(st.floats(0, 100), st.integers(0, 400))
def test_penalty_is_capped_and_never_more_than_the_points(points, late):
    moment = lateness(DUE + timedelta(days=late), RULE)
    off = penalty(RULE, moment, points, 100)
    assert 0 <= off <= min(points + 0.01, 20)
    assert off == 0 or late


def test_total_needs_every_required_work():
    rules = Rules({"a": Rule("a", "А", 50, 60, True), "b": Rule("b", "Б", 50, 60, True), "c": Rule("c", "В")}, 70)
    good, bad = Result("graded", 9, 10), Result("graded", 5, 10)
    assert total(rules, {"a": good, "b": good, "c": bad}).verdict == "passed"
    assert total(rules, {"a": Result("graded", 10, 10), "b": bad, "c": bad}).verdict == "failed"
    assert total(rules, {"a": good, "b": Result("absent", 0, 10), "c": good}).final == 45
    waiting = total(rules, {"a": good, "b": Result("not_graded"), "c": good})
    assert waiting.verdict == "open" and waiting.so_far == 90
    assert passed(rules.of("b"), Result("not_graded")) is None


def test_rules_of_the_project_are_read_and_ours(lesson):
    rules = load_rules(place=lesson)
    assert list(rules.by_assignment) == [
        "entrance_test", *(f"practicum_{number}" for number in range(1, 6)), "final_test",
    ]  # fmt: skip
    assert {rule.origin for rule in rules.by_assignment.values()} == {"ours"}
    assert rules.of("practicum_1", "u05").due == datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def test_rules_agree_with_their_schema():
    data = pytest.importorskip("mentoring.data")
    assert data.validate(ROOT / "datasets" / "rules.csv", "rules") == []


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("assignment,weight\na,много\ncourse,0", "строка 2, столбец «weight»"),
        ("assignment,weight\na,-1\ncourse,0", "не число от нуля"),
        ("assignment,due\na,завтра\ncourse,", "столбец «due»"),
        ("assignment\na\na\ncourse", "строка 3"),
        ("assignment\na", "course"),
    ],
)
def test_broken_rules_are_one_sentence(text, about):
    with pytest.raises(RulesError, match=about):
        parse_rules(text)


def test_broken_extension_is_one_sentence():
    with pytest.raises(RulesError, match="строка 2"):
        parse_extensions("code,assignment,due\nu01,practicum_1,")


def test_growth_counts_knowledge_and_not_lateness():
    late = Result("graded", 6, 10, penalty=1)
    growth = growth_of({"entrance_test": Result("graded", 5, 10), "final_test": late})
    assert (growth.before, growth.after, growth.points, growth.share) == (50, 70, 20, 40)
    assert growth_of({"entrance_test": Result("graded", 5, 10), "final_test": Result("awaiting", 9, 10)}).points is None
    assert growth_of({"entrance_test": Result("absent", 0, 10)}) is None
    worse = growth_of({"entrance_test": Result("graded", 8, 10), "final_test": Result("graded", 5, 10)})
    assert worse.points == pytest.approx(-30) and worse.share is None


def marks_of(*scores: dict[str, float]) -> list[Marks]:
    return [Marks("a", f"u{n}", tasks={task: Mark(10, value) for task, value in one.items()})
            for n, one in enumerate(scores)]  # fmt: skip


def test_discrimination_tells_a_task_that_the_weak_solve_more_often():
    class_of = marks_of(*({"good": n, "bad": 10 - n, "rest": n, "rest2": n} for n in range(10)))
    assert discrimination(class_of, "good") > 0.9
    assert discrimination(class_of, "bad") < -0.9
    assert discrimination(class_of[: LEAST_WORKS - 1], "good") is None
    assert discrimination(marks_of(*({"x": 5, "y": 5} for _ in range(10))), "x") is None


def test_typical_errors_name_criteria_and_never_what_was_written(course):
    found = {item.task: item for item in collect(place=course).statistics}
    assert found["q2"].errors and all(count == 1 for _, count in found["q2"].errors)
    said = "".join(text for item in found.values() for text, _ in item.errors)
    assert said and "приказ без номера" not in said


def with_term(place, assignment, due):
    """Write the term into the table of rules, as a spreadsheet would."""
    path = place.datasets / "rules.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(row | ({"due": due} if row["assignment"] == assignment else {}) for row in rows)


def test_nobody_fails_the_course_while_works_may_still_come(course):
    absent = next(line for line in collect(place=course).lines if line.person.code == "u04").results["practicum_1"]
    assert absent.state == "absent" and absent.may_come, "without a term a work may come any day"
    rules = Rules({"practicum_1": replace(RULE, due=None)}, 70)
    assert total(rules, {"practicum_1": absent}).verdict == "open"
    with_term(course, "practicum_1", "18.11.2020")
    late = next(line for line in collect(place=course).lines if line.person.code == "u04").results["practicum_1"]
    assert total(rules, {"practicum_1": late}).verdict == "failed"


@pytest.mark.parametrize("written", ["1.12.2026 9:30", "01.12.2026, 09:30", "01.12.2026 09:30:00", "2026-12-01T09:30"])
def test_a_term_may_be_written_as_a_spreadsheet_writes_it(written):
    table = "assignment,title,due\na,А,{}\ncourse,Курс,\n"
    due = parse_rules(table.format(f'"{written}"')).of("a").due
    assert (due.day, due.month, due.hour, due.minute) == (1, 12, 9, 30)
    assert parse_rules(table.format("1.12.2026")).of("a").due.hour == 23
    with pytest.raises(RulesError, match="31.02.2026"):
        parse_rules(table.format("31.02.2026"))


def test_moodle_and_stepik_get_points_by_work_and_names_at_export_only(course, tmp_path):
    people = list(load_roster(place=course).people)
    people[0] = replace(people[0], email="Ekz" + "@" + "Example.org", stepik="123456")
    save_roster(people, place=course)
    told = gradebooks.moodle(tmp_path / "m.csv", place=course)
    assert "сопоставьте «Адрес электронной почты»" in told and "в файл не вошли: " in told
    with open(tmp_path / "m.csv", encoding="utf-8", newline="") as file:
        assert [row["Индивидуальный номер"] for row in csv.DictReader(file)] == [people[0].code], "no row without mail"
    save_roster([replace(one, email=f"{one.code}@example.org") if at else one for at, one in enumerate(people)],
                place=course)  # fmt: skip
    told = gradebooks.moodle(tmp_path / "m.csv", place=course)
    assert "не вошли" not in told and "Пустая ячейка сотрёт балл" in told
    with open(tmp_path / "m.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:4] == list(gradebooks.MOODLE) and not (tmp_path / "m.csv").read_bytes().startswith(b"\xef")
    assert (tmp_path / "m.csv").read_bytes().startswith('"Фамилия","Имя",'.encode())
    by_code = {row["Индивидуальный номер"]: row for row in rows}
    assert by_code["u01"]["Практикум 1"] == "20.0" and by_code["u01"]["Практикум 2"] == ""
    assert by_code["u03"]["Практикум 1"] == "", "what could not be graded is no zero"
    assert by_code["u04"]["Практикум 1"] == "", "what may still be handed in is no zero"
    assert by_code[people[0].code]["Адрес электронной почты"] == "Ekz" + "@" + "Example.org"
    assert not [cell for row in rows for cell in row.values() if cell == "'"], "an empty cell is empty"
    with_term(course, "practicum_1", "18.11.2020 23:59")
    gradebooks.moodle(tmp_path, place=course)
    with open(tmp_path / "moodle.csv", encoding="utf-8", newline="") as file:
        by_code = {row["Индивидуальный номер"]: row for row in csv.DictReader(file)}
    assert by_code["u04"]["Практикум 1"] == "0.0", "the term has passed"
    assert "Без номера Stepik" in gradebooks.stepik(tmp_path / "s.csv", place=course)
    with open(tmp_path / "s.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "'" not in [row["user_id"] for row in rows]
    assert list(rows[0])[:3] == ["user_id", "last_name", "first_name"] and list(rows[0])[-1] == "total"
    assert [row["user_id"] for row in rows].count("123456") == 1
    assert not [row for row in rows if row["last_name"].startswith(("=", "+", "-", "@"))]
    assert all((tmp_path / name).stat().st_mode & 0o077 == 0 for name in ("m.csv", "s.csv"))


def test_the_own_part_goes_to_the_home_without_names_and_others(course, tmp_path):
    (course.participants / "u05").mkdir(parents=True)
    progress(tmp_path / "sheet.xlsx", place=course)
    text = (course.participants / "u05" / "progress.json").read_text(encoding="utf-8")
    told = json.loads(text)
    work = next(work for work in told["works"] if work["assignment"] == "practicum_1")
    assert work["due"] == "2026-11-18T12:00:00+03:00" and "преподаватель" in work["said"]
    assert "u01" not in text and "<script>" not in text and told["growth"] is None
