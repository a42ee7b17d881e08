"""The requisite parser: every record of the register, every format that occurs, and any text at all."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentoring import data
from mentoring.data.requisites import FLAGS, parse_requisite


@pytest.fixture(scope="module")
def orders():
    return data.load("orders")


@pytest.fixture(scope="module")
def parsed(orders):
    return [parse_requisite(raw) for raw in orders["requisite"]]


def test_the_stored_columns_are_what_the_parser_reads(orders, parsed):
    for row, read in zip(orders.itertuples(), parsed, strict=True):
        assert row.number == read.number, row.requisite
        assert row.date_precision == read.date_precision, row.requisite
        assert (row.date.date() if read.date else None) == read.date, row.requisite
        assert (row.year if read.year else None) == read.year, row.requisite
        stored = set(row.flags.split()) if isinstance(row.flags, str) else set()
        assert stored - {"not_municipality"} == set(read.flags), row.requisite


def test_how_many_dates_can_be_read(parsed):
    assert Counter(read.date_precision for read in parsed) == {"day": 108, "none": 3, "year": 1}
    assert all(read.number for read in parsed)


def test_formats_of_the_register(parsed):
    dated = Counter(r.layout for r in parsed if r.date and "damaged_number" not in r.flags)
    assert dated == {
        "№N от D": 69, "N от D": 18, "от D №N": 7, "N D": 5, "D №N": 3, "№N, D": 2, "№N D": 2, "N, D": 1,
    }  # fmt: skip
    assert [r.raw for r in parsed if "damaged_number" in r.flags] == ["132 2 jп 01/09/2021"]


def test_flags_of_the_register(orders, parsed):
    count = Counter(flag for cell in orders["flags"].dropna() for flag in cell.split())
    expected = {
        "no_date": 3, "year_only": 1, "order_word": 12, "hash_sign": 1, "slash_date": 2, "two_digit_year": 2,
        "duplicate_date": 1, "single_digit": 1, "odd_number": 3, "damaged_number": 1, "no_number_sign": 27,
        "weekend": 5,
        "before_r145": 12, "before_letter": 107, "on_letter_day": 1, "year_word": 15, "not_municipality": 1,
        "extra_text": 1,
    }  # fmt: skip
    assert count == expected
    lines = {flag: set() for flag in count}
    for row in orders[orders["flags"].notna()].itertuples():
        for flag in row.flags.split():
            lines[flag].add(int(row.source.removeprefix("002:")))
    assert lines["no_date"] == {327, 337, 345} and lines["year_only"] == {324}
    assert lines["slash_date"] == {368, 378} and lines["two_digit_year"] == {331, 407}
    assert lines["weekend"] == {348, 426, 363, 358, 389} and lines["odd_number"] == {360, 402, 420}
    assert lines["duplicate_date"] == {331} and lines["single_digit"] == {401} and lines["hash_sign"] == {321}


def test_dates_of_the_register(orders):
    dates = orders["date"].dropna()
    assert (dates.min(), dates.max()) == (dt.datetime(2013, 1, 11), dt.datetime(2021, 12, 21))
    assert orders.loc[orders["date"].idxmin(), "organization"] == "МБОУ Ульяновская СОШ"
    assert orders.loc[orders["date"].idxmax(), "organization"] == 'МАОУ "Гимназия №3"'
    assert dates.dt.year.value_counts().to_dict() == {2013: 1, 2017: 1, 2018: 1, 2019: 9, 2020: 13, 2021: 83}
    assert orders["year"].value_counts()[2021] == 84
    assert dates.value_counts().head(3).to_dict() == {
        dt.datetime(2021, 9, 1): 22, dt.datetime(2021, 8, 31): 20, dt.datetime(2021, 8, 30): 7,
    }  # fmt: skip


def test_municipalities_of_the_register(orders):
    count = orders["municipality"].value_counts()
    assert len(orders) == 112 and len(count) == 40
    assert count[["Балашиха", "Подольск", "Наро-Фоминский"]].tolist() == [11, 11, 8]
    assert set(count[count == 5].index) == {"Люберцы", "Мытищи", "Одинцовский", "Чехов"}
    assert set(count[count == 4].index) == {"Красногорск", "Серпухов"}
    assert set(count[count == 3].index) == {"Луховицы", "Орехово-Зуевский", "Реутов", "Рузский", "Сергиево-Посадский"}
    assert (count == 2).sum() == 13 and (count == 1).sum() == 13
    assert not orders.duplicated(["municipality", "organization"]).any()
    assert not orders["requisite"].duplicated().any()
    assert sorted(orders.loc[orders["organization"] == 'МБОУ "СОШ №32"', "municipality"]) == ["Балашиха", "Мытищи"]


def test_doubtful_numbers_stay_doubtful(orders):
    by_line = orders.set_index("source")
    assert by_line.at["002:378", "number"] == "132 2 jп" and by_line.at["002:378", "certainty"] == "uncertain"
    assert by_line.at["002:360", "number"] == "202/1-0" and "odd_number" in by_line.at["002:360", "flags"]


NUMBER = st.from_regex(r"[1-9][0-9]{0,3}(([-/][0-9]{1,2})?(-?(ОД|од|О|о|А|а|Н|Д))?|а/ОД|-П-М|-о/2)", fullmatch=True)
DATE = st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31))
STYLES = {
    "long": lambda d: f"{d:%d.%m.%Y}",
    "slash": lambda d: f"{d:%d/%m/%Y}",
    "one digit": lambda d: f"{d.day}.{d.month:02}.{d.year}",
    "г.": lambda d: f"{d:%d.%m.%Y}г.",
    " г.": lambda d: f"{d:%d.%m.%Y} г.",
    "г": lambda d: f"{d:%d.%m.%Y}г",
    "года": lambda d: f"{d:%d.%m.%Y} года",
}
FORMATS = ["№{n} от {d}", "№ {n} от {d}", "{n} от {d}", "от {d} №{n}", "от {d} № {n}", "{n} {d}", "{d} №{n}",
           "№{n}, {d}",
           "{n}, {d}", "№{n} {d}", "#{n} от {d}", "Приказ №{n} от {d}", "Приказ {n} от {d}", "Приказ№{n} от{d}",
           "приказ от {d} № {n}", "1.ПРИКАЗ от {d} № {n}", "№{n} от {d} от {d}", "Приказ от {d} №{n}"]  # fmt: skip


@given(NUMBER, DATE, st.sampled_from(FORMATS), st.sampled_from(sorted(STYLES)))
def test_a_requisite_in_any_format_gives_its_number_and_date(number, date, form, style):
    read = parse_requisite(form.format(n=number, d=STYLES[style](date)))
    assert (read.number, read.date, read.date_precision, read.year) == (number, date, "day", date.year)
    assert not {"damaged_number", "extra_text", "no_number"} & set(read.flags)
    assert ("weekend" in read.flags) == (date.weekday() >= 5)
    assert ("no_number_sign" in read.flags) == ("№" not in form and "#" not in form)
    assert ("slash_date" in read.flags) == (style == "slash")
    assert ("duplicate_date" in read.flags) == (form.count("{d}") == 2)


@given(NUMBER, st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31)), st.sampled_from(FORMATS[:10]))
def test_a_two_digit_year_belongs_to_this_century_and_is_flagged(number, date, form):
    read = parse_requisite(form.format(n=number, d=f"{date:%d.%m.%y}"))
    assert (read.number, read.date) == (number, date) and "two_digit_year" in read.flags


@given(NUMBER, st.integers(1990, 2049), st.sampled_from(["№{n} {y}г.", "№ {n} от {y} г.", "{n} от {y} года"]))
def test_a_year_alone_stays_a_year(number, year, form):
    read = parse_requisite(form.format(n=number, y=year))
    assert (read.number, read.date, read.date_precision, read.year) == (number, None, "year", year)
    assert "year_only" in read.flags


@given(NUMBER, st.sampled_from(["№{n}", "{n}", "Приказ № {n}"]))
def test_a_number_alone_gets_no_date(number, form):
    read = parse_requisite(form.format(n=number))
    assert (read.number, read.date, read.date_precision, read.year) == (number, None, "none", None)
    assert "no_date" in read.flags


@pytest.mark.parametrize("date", ["32.01.2021", "31.02.2021", "00.09.2021", "01.13.2021", "01.09.1021", "29.02.2021"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_day_that_does_not_exist_stays_undated(date, form):
    read = parse_requisite(form.format(n="15/2", d=date))
    assert (read.date, read.date_precision, read.year, read.number) == (None, "none", None, "15/2")
    assert "invalid_date" in read.flags


def test_two_different_dates_are_not_chosen_between():
    read = parse_requisite("№5 от 01.09.2021 от 02.09.2021")
    assert read.date is None and "conflicting_dates" in read.flags and read.number == "5"


@pytest.mark.parametrize("raw", ["№ 01.09.21 ", "№120/2/21-ОД", "120/2/1", "№12/05/21-ОД", "12.05.2021-ОД"])
def test_a_number_that_looks_like_a_date_is_not_taken_for_one(raw):
    assert parse_requisite(raw).date is None


def test_a_month_may_be_a_word():
    assert parse_requisite("от 1 сентября 2021 г. № 5").date == dt.date(2021, 9, 1)
    assert parse_requisite("№ 5 от 21 мая 2021 года").date == dt.date(2021, 5, 21)


@given(
    st.one_of(st.text(), st.text("0123456789№#./\\-, отгодаприкзПР\u00a0\x00"), st.none(), st.integers(), st.floats())
)
@example("№" * 50)
@example("0" * 5000)
@example("01.09.2021" * 300)
@example("٠١.٠٩.٢٠٢١")
def test_any_input_is_read_without_an_error(raw):
    read = parse_requisite(raw)
    assert set(read.flags) <= set(FLAGS)
    assert (read.date is not None) == (read.date_precision == "day")
    assert (read.year is not None) == (read.date_precision in ("day", "year"))
    if read.date:
        assert str(read.date.year)[2:] in raw and str(read.date.day) in raw
    if read.number:
        assert read.number in " ".join(raw.replace("\x00", " ").split())
