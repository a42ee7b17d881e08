"""Marks of personal data: what is caught, and what a school's documents are full of and must not be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.privacy import find, messages

PHONE = "8 (912)" + " 345-67-89"  # in parts: a tracked file holds no phone number, not even an invented one


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Наставник Иванова М. П. согласна", "name", "Иванова М. П."),
        ("закрепить за С.А. Петровым", "name", "С.А. Петровым"),
        ("Мария Петровна Сидорова", "name", "Мария Петровна Сидорова"),
        ("за Иванову Марию Петровну", "name", "Иванову Марию Петровну"),
        ("спросить Ольгу Викторовну", "name", "Ольгу Викторовну"),
        ("учителю Марии Ивановой", "name", "Марии Ивановой"),
        ("с Сергеем Кузнецовым", "name", "Сергеем Кузнецовым"),
        (f"тел. {PHONE}", "phone", PHONE),
        ("+79123456789", "phone", "+79123456789"),
        ("пишите: a.b-c@example.ru", "email", "a.b-c@example.ru"),
        ("СНИЛС 123-456-789 01", "snils", "123-456-789 01"),
        ("паспорт 45 08 123456", "passport", "паспорт 45 08 123456"),
        ("живёт: ул. Ленина, д. 5, кв. 3", "address", "ул. Ленина, д. 5, кв. 3"),
        ("дата рождения 01.02.1990", "birthday", "дата рождения 01.02.1990"),
        ("чат t.me/ivanova", "contact", "t.me/ivanova"),
    ],
)
def test_personal_data_is_marked(text, kind, found):
    assert [(mark.kind, mark.text) for mark in find(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "Приказ № 273-ФЗ от 29.12.2012, распоряжение Р-145, письмо АН-52/07 от 21.11.2026",
        "МБОУ СОШ им. А. С. Пушкина, лицей имени М. В. Ломоносова",
        "Министерство Просвещения Российской Федерации. Целевая модель наставничества.",
        "Пары: 959 → 934 → 899, доля 91,96 %, 1 304 567 учителей",
        "Куратор, методист, учитель математики, директор школы № 12",
        "Красноярский край, Ивановская область, Нижний Новгород",
        "с 01.09.2026 по 31.05.2027, п. 3.2 положения, стр. 14",
        "",
    ],
)
def test_ordinary_texts_of_a_school_are_left_alone(text):
    assert messages(text) == []


def test_a_repeated_finding_is_said_once_and_a_long_list_is_cut():
    assert messages("Иванова М. П., ещё раз Иванова М. П.") == ["похоже на фамилию или имя: «Иванова М. П.»"]
    many = " и ".join(f"a{number}@mail.ru" for number in range(9))
    assert messages(many)[-1] == "и ещё мест: 4"


@given(st.text(max_size=300))
def test_any_text_gives_marks_in_order_without_overlaps(text):
    marks = find(text)
    assert all(text[mark.start : mark.end] == mark.text for mark in marks)
    assert all(one.end <= other.start for one, other in zip(marks, marks[1:], strict=False))


@pytest.mark.parametrize("piece", ["А", "А.", "Аа ", "8 ", "паспорт ", "ул. ", "a.", "Иван ", "1", "-"])
@pytest.mark.timeout(60)  # a pattern that backtracks would need hours
def test_a_hostile_text_takes_no_time(piece):
    assert isinstance(list(find(piece * (20_000 // len(piece)))), list)
