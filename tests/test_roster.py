"""The roster: a list of people in any common form, codes that never change hands, problems told by row."""

import csv
import io
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.layout import Layout
from autograder.roster import CODE, Person, RosterError, import_roster, load_roster, merge, names

HEAD = "Фамилия;Имя;Отчество;Группа;e-mail;код\n"
NASTY = ['=cmd|"/c calc"!A1', "<script>alert(1)</script>", 'О\'Нил, "мл."', "@SUM(A1)", "-Ёлкин"]


@pytest.fixture
def place(tmp_path):
    return Layout(tmp_path, tmp_path / "workspace")


def load(place, text, name="list.csv", encoding="utf-8"):
    path = place.root / name
    path.write_bytes(text.encode(encoding))
    return import_roster(path, place=place)


def by_name(roster):
    return {person.surname: person for person in roster.people}


def test_list_from_a_spreadsheet_gets_codes(place):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(place.root / "list.xlsx", {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    rows = [("Список слушателей",), (), ("ФАМИЛИЯ ", "Имя", "Отчество (при наличии)", "№ группы"),
            *[(name, "Анна", "", 101) for name in NASTY]]  # fmt: skip
    for at, row in enumerate(rows):
        for place_, cell in enumerate(row):
            (sheet.write_string if isinstance(cell, str) else sheet.write_number)(at, place_, cell)
    book.close()
    roster = import_roster(place.root / "list.xlsx", place=place)
    assert not roster.problems
    assert {person.surname for person in roster.people} == set(NASTY)
    assert {person.group for person in roster.people} == {"101"}
    assert all(CODE.fullmatch(person.code) for person in roster.people)
    assert load_roster(place=place).people == roster.people
    assert stat.S_IMODE(place.roster.stat().st_mode) == 0o600


def test_formula_in_a_cell_is_refused_and_the_rest_taken(place):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (("Фамилия", "Имя"), ("=1+1", "Анна"), ("Петров", "Пётр")):
        book.active.append(row)
    book.save(place.root / "list.xlsx")
    roster = import_roster(place.root / "list.xlsx", place=place)
    assert list(by_name(roster)) == ["Петров"]
    assert roster.problems == ("Строка 2: в ячейке стоит формула; впишите само значение. Строка пропущена.",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_of_any_make_is_read(place, encoding, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["Фамилия", "Имя", "Группа"], ['Иванова, "мл."', "Анна", "1"]])
    roster = load(place, out.getvalue(), encoding=encoding)
    assert by_name(roster)['Иванова, "мл."'].name == "Анна"


def test_second_import_adds_and_never_reassigns(place):
    first = load(place, HEAD + "Иванова;Анна;;1;;\nПетров;Пётр;;1;;\n")
    second = load(place, HEAD + "Сидоров;Олег;;1;;\nПЕТРОВ;Петр;;2;p@example.org;\n")
    before, after = by_name(first), by_name(second)
    assert after["ПЕТРОВ"].code == before["Петров"].code and after["ПЕТРОВ"].group == "2"
    assert after["Иванова"].code == before["Иванова"].code
    assert after["Сидоров"].code not in {person.code for person in first.people}
    assert second.updated == (before["Петров"].code,) and second.absent == (before["Иванова"].code,)


def test_new_surname_is_found_by_email(place):
    first = load(place, HEAD + "Иванова;Анна;;1;a@example.org;\n")
    second = load(place, HEAD + "Петрова;Анна;;1;A@example.org;\n")
    assert [person.code for person in second.people] == [person.code for person in first.people]


def test_namesakes_with_different_mail_are_two_people(place):
    text = HEAD + "Иванова;Анна;;1;a@example.org;\nИванова;Анна;;1;b@example.org;\n"
    first = load(place, text)
    assert len(first.people) == 2
    assert {(p.code, p.email) for p in load(place, text).people} == {(p.code, p.email) for p in first.people}


def test_problems_are_told_by_row(place):
    roster = load(
        place,
        HEAD + "Иванова;Анна;;1;;\nИванова;Анна;;1;;\n;Олег;;1;;\nПетров;Пётр;;1;почта;\nСидоров;Олег;;1;;плохой код\n"
        "Попов;Олег;;1;;u1\nПопова;Ольга;;1;;U1\n",
    )
    assert [problem.split(":")[0] for problem in roster.problems] == [
        "Строка 4", "Строка 5", "Строка 6", "Строка 3 повторяет строку 2; она пропущена.", "Строка 8",
    ]  # fmt: skip
    assert set(by_name(roster)) == {"Иванова", "Петров", "Попов"}


def test_code_of_the_list_is_kept(place):
    roster = load(place, HEAD + "Иванова;Анна;;1;;t-17\n")
    assert roster.people[0].code == "t-17"
    assert load(place, HEAD + "Иванова;Анна;;2;;\n").people[0].code == "t-17"


def test_names_are_joined_at_export(place):
    roster = load(place, HEAD + "Иванова;Анна;Петровна;1;;\n")
    assert names([roster.people[0].code, "zz"], place=place) == {
        roster.people[0].code: "Иванова Анна Петровна",
        "zz": "zz",
    }


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0", "Кто;Где\n1;2".encode(), b"\xff\xfe\x00"],
)
def test_what_is_no_list_is_one_sentence(place, content):
    (place.root / "list.xlsx").write_bytes(content)
    with pytest.raises(RosterError) as caught:
        import_roster(place.root / "list.xlsx", place=place)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
    assert not place.roster.exists()


def test_codes_of_old_folders_are_not_given_again(place):
    for number in range(1, 99):
        (place.submitted / f"u{number:02d}").mkdir(parents=True)
    roster = load(place, HEAD + "Иванова;Анна;;1;;\n")
    assert not (place.submitted / roster.people[0].code).exists()


PEOPLE = st.lists(
    st.builds(
        Person,
        code=st.just(""),
        group=st.sampled_from(["1", "2"]),
        surname=st.text("абвАБЁё\"',;=", min_size=1, max_size=4).filter(str.strip),
        name=st.sampled_from(["Анна", "Олег"]),
    ),
    max_size=25,
    unique_by=lambda person: (person.surname.casefold().replace("ё", "е").strip(), person.name),
)


@given(PEOPLE, PEOPLE)
def test_codes_are_unique_and_stable(first, second):
    one = merge((), first)
    two = merge(one.people, second)
    again = merge(two.people, [*second])
    codes = [person.code.casefold() for person in two.people]
    assert len(set(codes)) == len(codes) and all(CODE.fullmatch(code) for code in codes)
    assert {person.code for person in one.people} <= {person.code for person in two.people}
    assert again.people == two.people and not again.added
    kept = {person.code: person for person in two.people}
    for person in one.people:  # nobody's code went to somebody else
        assert kept[person.code].name == person.name


def test_what_cant_be_read_is_told_in_russian(tmp_path):
    """The system's own words are English."""
    from autograder.layout import Layout
    from autograder.marks import GradebookError, read_marks
    from autograder.roster import RosterError, load_roster
    from autograder.rules import RulesError, load_rules

    place = Layout(tmp_path, tmp_path / "workspace")
    place.workspace.mkdir()
    with pytest.raises(RulesError, match="rules.csv не читается: [а-я ]+"):
        load_rules(place=place)
    place.roster.write_bytes("фамилия".encode("cp1251"))
    with pytest.raises(RosterError, match="UTF-8"):
        load_roster(place=place)
    (tmp_path / "gradebook.db").write_bytes(b"no database" * 100)
    with pytest.raises(GradebookError) as told:
        read_marks(tmp_path / "gradebook.db")
    assert str(told.value).endswith("повреждён: верните его из копии (mentoring restore).")
