"""Pairs: the best assignment against brute force, vetoes and loads, reasons for everyone, groups, the order."""

# ruff: noqa: E501  (rows of banks)

from __future__ import annotations

import io
import itertools
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.data import load
from mentoring.pairing import (
    Mentee,
    Mentor,
    PairingError,
    Rules,
    TypeRule,
    group,
    match_pairs,
    pairing_order,
    read_mentees,
    read_mentors,
    to_xlsx,
)
from mentoring.pairing.grouping import groups_of
from mentoring.pairing.order import OrderDetails, missing_consents
from mentoring.pairing.rules import standard
from mentoring.pairing.scoring import BIG, bank_of

SMALL = Rules(
    {
        "one": TypeRule("one", "Один на один", 1, 1, "free", frozenset({"r1"}), {"r1": 1, "r2": 2}),
        "team": TypeRule("team", "Группа", 3, 2, "free", frozenset(), {"r2": 1}),
        "pick": TypeRule("pick", "По выбору", 2, 1, "mutual", frozenset(), {}),
    },
    {"r1": "Стаж", "r2": "Обратная связь"},
    {"young": "молодой педагог", "burnout": "выгорание"},
)
ALL = frozenset(load("mentor_requirements")["id"])


def brute(mentors, mentees, rules):
    """The greatest worth over all assignments that keep loads, groups and everything forbidden."""
    bank = bank_of(mentors, mentees, rules)
    options = [
        [None, *(s for s in range(len(bank.seats)) if bank.table[row, s] >= 0)] for row in range(len(bank.mentees))
    ]
    best = 0
    for choice in itertools.product(*options):
        counts = {seat: choice.count(seat) for seat in set(choice) - {None}}
        by_mentor: dict[int, int] = {}
        for seat, count in counts.items():
            by_mentor[bank.seats[seat].mentor] = by_mentor.get(bank.seats[seat].mentor, 0) + count
        if any(
            not rules.of(bank.seats[s].type).min_group <= c <= rules.of(bank.seats[s].type).max_mentees
            for s, c in counts.items()
        ):
            continue
        if any(count > bank.mentor_limit[place] for place, count in by_mentor.items()):
            continue
        best = max(best, sum(BIG + int(bank.table[row, seat]) for row, seat in enumerate(choice) if seat is not None))
    return best


some = st.frozensets(st.sampled_from(["урок", "класс", "цифра"]), max_size=2)
mentors_ = st.lists(
    st.builds(
        Mentor, id=st.just(""), subjects=st.frozensets(st.sampled_from(["физика", "химия"]), max_size=2), helps_with=some,
        types=st.frozensets(st.sampled_from(["one", "team", "pick"]), max_size=2), load=st.sampled_from([None, 0, 1, 2, 3]),
        formats=st.frozensets(st.sampled_from(["очный", "дистанционный"]), max_size=2),
        requirements=st.frozensets(st.sampled_from(["r1", "r2"]), max_size=2),
        wishes=st.lists(st.sampled_from(["e0", "e1", "e2"]), max_size=2).map(tuple),
        vetoes=st.frozensets(st.sampled_from(["e0", "e3"]), max_size=1),
    ),
    min_size=1, max_size=3,
)  # fmt: skip
mentees_ = st.lists(
    st.builds(
        Mentee, id=st.just(""), subject=st.sampled_from(["", "физика", "химия"]), deficits=some,
        category=st.sampled_from(["young", "burnout"]), format=st.sampled_from(["", "очный", "дистанционный"]),
        type=st.sampled_from(["", "one", "team", "pick"]), wishes=st.lists(st.sampled_from(["m0", "m1"]), max_size=2).map(tuple),
        vetoes=st.frozensets(st.sampled_from(["m0", "m2"]), max_size=1),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


def named(people, letter):
    return [one.__class__(**{**one.__dict__, "id": f"{letter}{at}"}) for at, one in enumerate(people)]


@settings(max_examples=120, deadline=None)
@given(mentors_, mentees_, st.randoms())
def test_no_other_assignment_is_better_and_the_order_of_banks_does_not_matter(mentors, mentees, random):
    mentors, mentees = named(mentors, "m"), named(mentees, "e")
    found = match_pairs(mentors, mentees, SMALL)
    assert found.proved
    assert len(found.pairs) * BIG + found.total == brute(mentors, mentees, SMALL)
    random.shuffle(mentors)
    random.shuffle(mentees)
    assert match_pairs(mentors, mentees, SMALL) == found
    assert {one.mentee for one in found.pairs} | {one.id for one in found.mentees_left} == {one.id for one in mentees}
    assert {one.mentor for one in found.pairs} | {one.id for one in found.mentors_left} == {one.id for one in mentors}
    assert all(
        re.search("[а-я]", one.text) and one.text.endswith(".") for one in (*found.mentees_left, *found.mentors_left)
    )


def test_a_large_bank_agrees_with_a_full_assignment():
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    random = np.random.default_rng(5)
    topics = [f"т{n}" for n in range(12)]
    rules = Rules({"one": TypeRule("one", "", 3, 1)}, {}, {})
    mentors = [
        Mentor(f"m{n:03d}", helps_with=frozenset(random.choice(topics, 4)), load=int(random.integers(1, 4)))
        for n in range(60)
    ]
    mentees = [Mentee(f"e{n:03d}", deficits=frozenset(random.choice(topics, 3))) for n in range(700)]
    found = match_pairs(mentors, mentees, rules, explain=False)
    bank = bank_of(mentors, mentees, rules)
    wide = np.repeat(bank.table, bank.mentor_limit.astype(int), axis=1)
    rows, columns = linear_sum_assignment(wide, maximize=True)
    assert found.proved and found.total == wide[rows, columns].sum()


def test_ties_go_to_smaller_ids():
    rules = Rules({"one": TypeRule("one")}, {}, {})
    mentors, mentees = [Mentor("b"), Mentor("a")], [Mentee("z"), Mentee("y"), Mentee("x")]
    found = match_pairs(mentors, mentees, rules)
    assert {one.mentee for one in found.pairs} == {"x", "y"} and [one.id for one in found.mentees_left] == ["z"]


# --- rules


def test_hard_requirements_of_the_traditional_type_and_not_of_the_reverse():
    novice = Mentor("m", types=frozenset({"traditional", "reverse"}), requirements=frozenset({"feedback"}))
    assert not match_pairs([novice], [Mentee("e", type="traditional")]).pairs
    assert match_pairs([novice], [Mentee("e", type="reverse")]).pairs
    left = match_pairs([novice], [Mentee("e", type="traditional")]).mentees_left[0]
    assert left.cause == "requirement" and "образование" in left.text


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_a_veto_of_either_side_forbids_the_pair(side):
    mentor = Mentor("m", requirements=ALL, vetoes=frozenset({"e"} if side == "mentor" else ()))
    mentee = Mentee("e", type="traditional", vetoes=frozenset({"m"} if side == "mentee" else ()))
    found = match_pairs([mentor], [mentee])
    assert not found.pairs and found.mentees_left[0].cause == "veto" and "отказ" in found.mentees_left[0].text


def test_a_full_mentor_is_the_reason():
    found = match_pairs(
        [Mentor("m", name="Наставник А", requirements=ALL)],
        [Mentee("e1", type="traditional"), Mentee("e2", type="traditional")],
    )
    assert len(found.pairs) == 1
    assert found.mentees_left[0].cause == "capacity" and "Наставник А" in found.mentees_left[0].text


def test_load_counts_all_types_together():
    mentor = Mentor("m", requirements=ALL, load=3)
    mentees = [Mentee("e0", type="traditional"), *(Mentee(f"e{n}", type="group") for n in range(1, 6))]
    found = match_pairs([mentor], mentees)
    assert len(found.pairs) == 3 and found.proved


def test_no_group_of_one():
    found = match_pairs([Mentor("m", requirements=ALL)], [Mentee("e", type="group")])
    assert not found.pairs and found.mentees_left[0].cause in ("group", "capacity")
    assert (
        len(match_pairs([Mentor("m", requirements=ALL)], [Mentee("e", type="group"), Mentee("f", type="group")]).pairs)
        == 2
    )


def test_types_of_own_choice_need_the_choice():
    mentor, mentee = Mentor("m", requirements=ALL), Mentee("e", type="self_regulated")
    assert match_pairs([mentor], [mentee]).mentees_left[0].cause == "choice"
    assert match_pairs([mentor], [Mentee("e", type="self_regulated", wishes=("m",))]).pairs
    assert not match_pairs([mentor], [Mentee("e", type="flash", wishes=("m",))]).pairs
    assert match_pairs([Mentor("m", requirements=ALL, wishes=("e",))], [Mentee("e", type="flash", wishes=("m",))]).pairs


def test_a_pair_says_why():
    mentor = Mentor(
        "m", subjects=frozenset({"физика"}), helps_with=frozenset({"урок"}), requirements=ALL, wishes=("e",)
    )
    mentee = Mentee("e", subject="физика", deficits=frozenset({"урок", "класс"}), type="traditional", wishes=("m",))
    (pair,) = match_pairs([mentor], [mentee]).pairs
    said = "; ".join(pair.reasons)
    assert "урок" in said and "физика" in said and "взаимный выбор" in said and "14 из 14" in said
    assert pair.lacks == ("не покрыты дефициты: класс",)
    assert pair.score == 20 + 20 + 20 + 60


def test_nobody_is_paired_with_oneself():
    assert not match_pairs([Mentor("x", requirements=ALL)], [Mentee("x", type="traditional")]).pairs


def test_ids_that_repeat_and_unknown_types_get_a_sentence():
    with pytest.raises(PairingError, match="дважды"):
        match_pairs([Mentor("m"), Mentor("m")], [])
    with pytest.raises(PairingError, match="Неизвестный вид"):
        match_pairs([Mentor("m")], [Mentee("e", type="нет")])
    assert match_pairs([], [Mentee("e")]).mentees_left[0].cause == "nobody"
    assert match_pairs([Mentor("m")], []).pairs == ()


def test_rules_know_all_types_and_weigh_the_requirements_that_fit_them():
    rules = standard()
    assert set(rules.types) == set(load("mentoring_types")["id"])
    conflicts = load("mentor_requirements").dropna(subset="conflicts_with")
    for row in conflicts.itertuples():
        for type_ in row.conflicts_with.split():
            assert row.id not in rules.of(type_).weights and row.id not in rules.of(type_).hard
    assert rules.of("traditional").max_mentees == 1 and rules.of("group").max_mentees == 6


# --- groups


@given(st.lists(st.frozensets(st.sampled_from("абвг"), max_size=3), max_size=25))
def test_groups_hold_two_to_six_people_that_share_a_theme(deficits):
    people = [Mentee(f"e{at:02d}", deficits=themes) for at, themes in enumerate(deficits)]
    groups, rest = group(people)
    of = {one.id: one for one in people}
    placed = [name for one in groups for name in one.mentees]
    assert sorted([*placed, *rest]) == sorted(of)
    assert all(
        2 <= len(one.mentees) <= 6 and all(one.theme in of[name].deficits for name in one.mentees) for one in groups
    )


def test_people_who_refuse_each_other_are_not_in_one_group():
    people = [
        Mentee("a", deficits=frozenset({"урок"}), vetoes=frozenset({"b"})),
        Mentee("b", deficits=frozenset({"урок"})),
    ]
    assert group(people) == ((), ("a", "b"))


# --- files

MENTORS = [
    {"Код": "н1", "ФИО": "Наставник Первый", "Должность": "учитель", "Предметы": "Физика", "Виды наставничества": "Традиционное наставничество («один на один»); групповое", "Требования": "1; 4; 11; обратная связь", "Нагрузка": 3, "Помогает с": "анализ урока, дисциплина", "Формат": "очно"},
    {"Код": "н2", "ФИО": "Наставник Второй", "Должность": "", "Предметы": "", "Виды наставничества": "", "Требования": "", "Нагрузка": None, "Помогает с": "", "Формат": ""},
]  # fmt: skip
MENTEES = [
    {"Код": "у1", "ФИО": "=Наставляемый Первый <b>", "Категория": "молодой педагог", "Предмет": "физика", "Вид": "traditional", "Дефициты": "анализ урока", "Формат": "очный", "Согласие": "01.09.2026"},
]  # fmt: skip


def test_banks_are_read_from_russian_tables(tmp_path):
    import pandas as pd

    pd.DataFrame(MENTORS).to_excel(tmp_path / "m.xlsx", index=False)
    pd.DataFrame(MENTEES).to_csv(tmp_path / "e.csv", index=False, sep=";", encoding="cp1251")
    mentors, mentees = read_mentors(tmp_path / "m.xlsx"), read_mentees(tmp_path / "e.csv")
    assert mentors == read_mentors(MENTORS) == read_mentors(pd.DataFrame(MENTORS))
    assert mentors[0].types == {"traditional", "group"} and mentors[0].load == 3 and mentors[0].formats == {"очный"}
    assert mentors[0].requirements == {
        "education_category_experience",
        "leadership_empathy",
        "adult_learning",
        "feedback",
    }
    assert mentees[0].category == "young" and mentees[0].consent == "01.09.2026"
    (pair,) = match_pairs(mentors, mentees).pairs
    assert (pair.mentor, pair.mentee, pair.type) == ("н1", "у1", "traditional")


def test_a_title_may_stand_above_the_headings(tmp_path):
    path = tmp_path / "банк.csv"
    path.write_text("Банк наставляемых на 2026/27 учебный год\n\nФИО;Категория\nА. А.;космонавт\n")
    with pytest.raises(PairingError, match="Строка 4"):
        read_mentees(path)
    path.write_text("Банк наставляемых\nФИО;Предмет;Запрос\nА. А.;физика;дисциплина, опрос\n")
    (only,) = read_mentees(path)
    assert (only.name, only.subject, only.deficits) == ("А. А.", "физика", frozenset({"дисциплина", "опрос"}))


@pytest.mark.parametrize(
    "rows,words",
    [
        ([{"Код": "н", "Вид": "выдуманный"}], "не найдено в справочнике"),
        ([{"Код": "н", "Нагрузка": "много"}], "не целое число"),
        ([{"Цвет": "синий"}], "нет столбца"),
        ([], "нет столбца"),
    ],
)
def test_a_broken_bank_gets_one_sentence(rows, words):
    with pytest.raises(PairingError, match=words) as caught:
        read_mentors(rows)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_the_order_lists_consents_and_escapes_names(tmp_path):
    from docx import Document

    mentors, mentees = read_mentors(MENTORS), read_mentees(MENTEES)
    found = match_pairs(mentors, mentees)
    data = pairing_order(found, mentors, mentees, OrderDetails(starts="01.10.2026", ends="31.05.2027"))
    document = Document(io.BytesIO(data))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert any("Наставляемый Первый <b>" in cell for cell in cells)
    assert "с 01.10.2026 по 31.05.2027" in cells and "01.09.2026" in cells
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "согласие наставника на дополнительную работу — Наставник Первый" in text
    assert "согласие наставляемого" not in text.split("Памятка")[1]
    assert len(missing_consents(found, mentors, mentees)) == 2
    path = to_xlsx(found, mentors, mentees, tmp_path / "pairs.xlsx")
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets/" in name)


def test_groups_of_an_assignment_are_listed():
    mentees = [Mentee(f"e{n}", type="group") for n in range(4)]
    (one,) = groups_of(match_pairs([Mentor("m", requirements=ALL)], mentees))
    assert one.mentor == "m" and len(one.mentees) == 4


# --- the task kind


def bank_of_six():
    mentors = [
        Mentor(
            "m1",
            "Наставник А",
            subjects=frozenset({"физика"}),
            helps_with=frozenset({"анализ урока"}),
            types=frozenset({"traditional"}),
            requirements=ALL,
        ),
        Mentor(
            "m2",
            "Наставник Б",
            subjects=frozenset({"химия"}),
            helps_with=frozenset({"дисциплина"}),
            types=frozenset({"traditional"}),
            requirements=ALL,
        ),
        Mentor(
            "m3",
            "Наставник В",
            types=frozenset({"reverse"}),
            helps_with=frozenset({"цифровая доска"}),
            requirements=frozenset({"feedback"}),
            load=2,
        ),
    ]
    mentees = [
        Mentee(
            "e1",
            "Педагог 1",
            category="young",
            subject="физика",
            deficits=frozenset({"анализ урока"}),
            type="traditional",
        ),
        Mentee(
            "e2",
            "Педагог 2",
            category="newcomer",
            subject="химия",
            deficits=frozenset({"дисциплина"}),
            type="traditional",
        ),
        Mentee("e3", "Педагог 3", category="digital_learner", deficits=frozenset({"цифровая доска"}), type="reverse"),
        Mentee(
            "e4",
            "Педагог 4",
            category="young",
            subject="физика",
            deficits=frozenset({"дисциплина"}),
            type="traditional",
        ),
    ]
    return mentors, mentees


def test_a_task_made_from_banks_has_a_sound_key_and_pays_for_judgement():
    from mentoring.tasks.pairing import KIND
    from mentoring.tasks.pairing_key import pairing_task

    question, reference = pairing_task(*bank_of_six(), id="p", title="Подбор пар", points=6)
    assert KIND.check(question, KIND.read_reference(reference)) == []
    assert reference["best"] == {"e1": "m1", "e2": "m2", "e3": "m3", "e4": "none"}
    asked = question.model_dump(mode="json")

    def fraction(pairs):
        return KIND.grade(asked, {"pairs": pairs}, reference)["fraction"]

    best = {mentee: {"mentor": mentor, "reason": ""} for mentee, mentor in reference["best"].items()}
    assert fraction(best) == 0.6  # a command can print the pairs; it gives no reasons
    told = {name: one | {"reason": reference["reasons"][name][one["mentor"]][0]} for name, one in best.items()}
    assert fraction(told) == 1.0
    same = {name: {"mentor": "m1", "reason": "анализ урока"} for name in best}
    assert fraction(same) < 0.15
    facts = " ".join(fact for one in question.mentees for fact in one.facts)
    assert "дефициты: анализ урока" in facts
