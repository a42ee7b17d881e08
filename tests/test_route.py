"""Routes and programmes: what the checks see in them, documents out and in, pictures, and what a designed one earns."""

import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring.charts import texts
from mentoring.places import place_ru
from mentoring.route import Route, RouteError, check, from_docx, route_picture, timeline, to_docx
from mentoring.route.criteria import criteria
from mentoring.route.mending import suggest
from mentoring.route.model import Activity, Deficit, Evidence, Measure, Reflection, RouteTask, Transfer, days
from mentoring.route.wording import measurable, read_wording
from mentoring.tasks.route import KIND, RouteAnswer, route_document
from mentoring.tasks.route_answer import live_findings
from mentoring.tasks.route_example import GOOD, example

ROOT = Path(__file__).resolve().parent.parent
AS_OF = dt.date(2026, 11, 21)


def strong(**changes) -> Route:
    """A route without a flaw that the checks can see."""
    fields = {
        "organization": "Школа № 00", "person": "педагог П-07", "position": "учитель истории",
        "mentor": "наставник Н-02",
        "starts": "01.10.2026", "ends": "25.12.2026",
        "deficits": [Deficit(id="d1", text="Ученики не знают критериев оценивания", method="наблюдение двух уроков",
                             found_on="15.09.2026", result="критерии прозвучали 0 раз"),
                     Deficit(id="d2", text="На уроке преобладает фронтальная работа", method="хронометраж",
                             found_on="17.09.2026", result="3 минуты из 40")],
        "tasks": [RouteTask(id="t1", deficits=("d1",), wording="Провести взаимооценку ответов по критериям в 6 классе",
                            criterion="на 4 уроках из 5, лист наблюдения", due="20.11.2026"),
                  RouteTask(id="t2", deficits=("d2",), wording="Вести работу в парах с источником в 5 классе",
                            criterion="не менее 12 минут на трёх уроках, хронометраж", due="11.12.2026")],
        "activities": [Activity(id="a1", tasks=("t1",), what="Взаимное посещение уроков с разбором", hours="4",
                                due="октябрь 2026", result="два листа наблюдения"),
                       Activity(id="a2", tasks=("t2",), what="Совместное планирование урока", hours="4,5",
                                due="13.11.2026", result="план урока"),
                       Activity(id="a3", tasks=("t1", "t2"), what="Вебинар о взаимном обучении", due="09.10.2026",
                                result="перечень приёмов")],
        "transfers": [Transfer(id="p1", tasks=("t1",), what="оценка ответа соседа", lesson="история, 6 класс",
                               due="10.11.2026"),
                      Transfer(id="p2", tasks=("t2",), what="разбор летописи в парах", lesson="5 класс",
                               due="24.11.2026")],
        "evidence": [Evidence(id="e1", tasks=("t1",), what="видео урока и листы взаимооценки", due="20.11.2026"),
                     Evidence(id="e2", tasks=("t2",), what="хронометраж и работы учеников", due="11.12.2026")],
        "reflections": [Reflection(id="r1", what="Что изменилось на уроке", due="16.11.2026"),
                        Reflection(id="r2", what="Методический аудит маршрута", due="18.12.2026")],
    }  # fmt: skip
    return Route(**fields | changes)


def programme(**changes) -> Route:
    fields = {
        "kind": "programme", "category": "молодой педагог", "form": "педагог — педагог",
        "type": "Традиционное наставничество",
        "approved": "приказ от 25.09.2026 № 41", "goal": "Критерии оценивания называют ученики на 4 уроках из 5",
        "measures": [Measure(id="m1", what="критерии называют ученики", before="0 из 5", after="4 из 5"),
                     Measure(id="m2", whose="mentor", what="уроков с разбором", before="0", after="4")],
        "decision": "Решение о завершении принимает совет", "report": "до 20.12.2026",
        "correction": "после среза 16.11.2026", "consents": "14.09.2026",
        "agreement": "от 25.09.2026", "link": "маршрут",
    }  # fmt: skip
    return strong(**fields | changes)


def verdicts(route: Route) -> dict[str, str]:
    return {one.id: one.verdict for one in check(route, AS_OF)}


def without(route: Route, **tasks) -> Route:
    """The route with fields of its tasks changed."""
    return route.model_copy(update={"tasks": tuple(task.model_copy(update=tasks) for task in route.tasks)})


# Checks


def test_every_criterion_of_the_table_gets_one_finding():
    for route, document in ((strong(), "learning_route"), (programme(), "mentoring_programme")):
        assert [one.id for one in check(route, AS_OF)] == list(criteria(document))
    assert len(check(strong(), AS_OF, ["learning_route", "mentoring_programme"])) == 27


def test_a_strong_route_has_no_flaw_and_the_rest_is_asked_of_a_person():
    found = verdicts(strong())
    assert {name for name, verdict in found.items() if verdict != "met"} == {"IOM-11"} and found["IOM-11"] == "unknown"
    found = verdicts(programme())
    assert {name for name, verdict in found.items() if verdict != "met"} == {"PPN-08"}


@pytest.mark.parametrize(
    ("changes", "criterion", "verdict"),
    [
        ({"person": "", "mentor": ""}, "IOM-01", "partial"),
        ({"deficits": []}, "IOM-02", "violated"),
        ({"deficits": [Deficit(id="d1", text="А"), Deficit(id="d2", text="Б", method="срез")]}, "IOM-02", "partial"),
        ({"tasks": []}, "IOM-03", "violated"),
        ({"transfers": []}, "IOM-05", "violated"),
        ({"transfers": [], "evidence": []}, "IOM-06", "violated"),
        ({"evidence": [Evidence(id="e1", tasks=("t1", "t2"), what="удостоверение")]}, "IOM-06", "partial"),
        ({"activities": []}, "IOM-07", "violated"),
        ({"activities": [Activity(id="a1", tasks=("t1", "t2"), what="Курсы в институте")]}, "IOM-07", "violated"),
        ({"ends": "01.12.2026"}, "IOM-08", "unknown"),
        ({"starts": "", "ends": ""}, "IOM-08", "unknown"),
        ({"hours_per_week": 0.1}, "IOM-10", "unknown"),
        ({"reflections": [Reflection(id="r1", what="Итоговая встреча", due="25.12.2026")]}, "IOM-12", "partial"),
        ({"reflections": []}, "IOM-12", "violated"),
        ({"evidence": [Evidence(id="e1", tasks=("t1",), what="отчёт педагога о прочитанном")]}, "IOM-13", "unknown"),
    ],
)  # fmt: skip
def test_a_flaw_is_seen_by_its_criterion(changes, criterion, verdict):
    assert verdicts(strong(**changes))[criterion] == verdict


@pytest.mark.parametrize(
    ("changes", "criterion", "verdict"),
    [
        ({"approved": ""}, "PPN-01", "partial"),
        ({"category": ""}, "PPN-02", "partial"),
        ({"goal": "Повысить мастерство"}, "PPN-03", "partial"),
        ({"goal": ""}, "PPN-03", "violated"),
        (
            {"activities": [Activity(id="a1", what="Беседы"), Activity(id="a2", what="Инструктаж")]},
            "PPN-06",
            "violated",
        ),
        ({"reflections": []}, "PPN-07", "violated"),
        ({"activities": [Activity(id="a1", what="Беседа", due="01.11.2026", result="план")]}, "PPN-09", "violated"),
        ({"measures": [Measure(id="m1", what="доля", before="0", after="1")]}, "PPN-10", "partial"),
        ({"evidence": []}, "PPN-11", "violated"),
        ({"decision": "", "report": ""}, "PPN-12", "violated"),
        ({"correction": ""}, "PPN-13", "violated"),
        ({"link": "", "consents": "", "agreement": ""}, "PPN-14", "unknown"),
    ],
)
def test_a_flaw_of_a_programme_is_seen(changes, criterion, verdict):
    assert verdicts(programme(**changes))[criterion] == verdict


def test_what_is_inferred_or_uncertain_is_only_asked_about():
    worst = Route(tasks=[RouteTask(id=f"t{n}", wording="Изучить", due="01.01.2031") for n in range(9)],
                  starts="01.10.2026", ends="25.12.2026")  # fmt: skip
    only_check = {id for id, one in criteria("learning_route").items() if one.earns == "check"}
    assert only_check == {"IOM-08", "IOM-10", "IOM-13"}
    found = verdicts(worst)
    assert all(found[id] in ("met", "unknown") for id in only_check)


def test_a_criterion_of_a_later_law_does_not_touch_an_earlier_day():
    found = {one.id: one.verdict for one in check(strong(), dt.date(2024, 9, 1))}
    assert found["IOM-13"] == "not_applicable"


def test_an_empty_route_is_judged_without_failing():
    for kind in ("route", "programme"):
        assert "met" not in {
            one.verdict for one in check(Route(kind=kind), AS_OF) if one.criterion.weight == "critical"
        }


def test_every_finding_says_something_in_russian():
    for route in (strong(), programme(), Route(), without(strong(), wording="Повысить уровень", criterion="")):
        for one in check(route, AS_OF):
            assert (
                one.text and one.text.endswith((".", "?")) and not any("a" <= sign <= "z" for sign in one.text.lower())
            )


# Wording


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Повысить профессиональную компетентность", {"verb", "object", "criterion", "due"}),
        ("Изучить литературу по рефлексии до 15 ноября", {"verb", "criterion"}),
        ("Организовать рефлексию на каждом уроке", {"due"}),
        ("Провести четыре урока с взаимооценкой до 15.11.2026", set()),
        ("Повысить долю уроков с рефлексией с 20 до 60 % к декабрю", set()),
        ("Методическая компетентность", {"verb", "object", "criterion", "due"}),
        ("Познакомиться с приёмами", {"verb", "criterion", "due"}),
    ],
)
def test_a_wording_is_taken_apart(text, lacking):
    assert {name for name, there in read_wording(text).parts.items() if not there} == lacking


@pytest.mark.parametrize(
    ("text", "there"),
    [("на 3 уроках из 5", True), ("каждый ученик называет критерий", True), ("80 %", True),
     ("без подсказки наставника", True),
     ("хорошо", False), ("15.11.2026", False), ("5 класс", False), ("приказ № 5", False),
     ("не менее ___ из ___", False),
     ("", False)],
)  # fmt: skip
def test_a_level_is_a_number_that_is_no_date_class_or_requisite(text, there):
    assert measurable(text) is there


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Повысить компетентность в формирующем оценивании", "«Применить формирующее оценивание на ___ уроках"),
        ("Познакомиться с приёмами работы с текстом", "«Применить приёмы работы с текстом на ___ уроках"),
        ("Повышение уровня владения цифровыми инструментами", "«Применить цифровые инструменты на ___ уроках"),
        ("Совершенствовать навыки составления технологической карты", "«Составить технологическую карту"),
        ("Изучить литературу по рефлексии", "«Применить ___ (что именно; источник: литература по рефлексии)"),
        ("Разработка критериев оценивания", "«Разработать критерии оценивания; до ___; критерий:"),
    ],
)
def test_a_mended_wording_is_made_of_the_persons_own_words(text, start):
    mended = suggest(read_wording(text))
    assert mended.startswith(start) and "___" in mended


def test_a_suggestion_pasted_with_its_gaps_is_not_concrete():
    mended = suggest(read_wording("Повысить компетентность в оценивании"))
    assert not read_wording(mended).concrete
    assert suggest(read_wording("Провести четыре урока с взаимооценкой до 15.11.2026")) == ""


def test_a_date_is_read_as_people_write_it():
    period = (dt.date(2026, 9, 1), dt.date(2027, 5, 31))
    assert days("до 15 ноября", period) == (dt.date(2026, 11, 15),) * 2
    assert days("январь", period) == (dt.date(2027, 1, 1), dt.date(2027, 1, 31))
    assert days("2026-11-20") == (dt.date(2026, 11, 20),) * 2
    assert days("когда-нибудь", period) is None and days("") is None


# Documents


def test_a_document_comes_back_as_the_same_route():
    for route in (strong(), programme(), strong(hours_per_week=2.5, category="молодой", consents="есть")):
        assert from_docx(to_docx(route)) == route


safe = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="_…|\x85\u2028\u2029"), max_size=40
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(safe.map(lambda text: f"я{text}я"), min_size=12, max_size=12), count=st.integers(1, 4))
def test_any_text_survives_the_round_trip_as_data(texts, count):
    tasks = [
        RouteTask(id=f"t{n}", deficits=("d1",), wording=texts[0], criterion=texts[1], due=texts[2])
        for n in range(1, count + 1)
    ]
    route = strong(person=texts[3], goal=texts[4], decision=texts[5], tasks=tasks, evidence=[],
                   deficits=[Deficit(id="d1", text=texts[6], method=texts[7], result=texts[8])],
                   transfers=[Transfer(id="p1", tasks=("t1",), what=texts[9], lesson=texts[10],
                                       due=texts[11])])  # fmt: skip
    assert from_docx(to_docx(route)) == route


def test_an_empty_route_is_a_form_with_lines_to_fill_in_and_signatures_by_role():
    document = Document(io.BytesIO(to_docx(Route(kind="programme"))))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "__________" in cells and all(
        role in text for role in ("Наставник", "Куратор наставничества", "Руководитель")
    )
    section = document.sections[0]
    assert round(section.page_width.mm) == 210 and round(section.page_height.mm) == 297
    with pytest.raises(RouteError, match="нет таблицы"):
        from_docx(to_docx(Route()))


def foreign(head: list[str], *rows: list[str], before: tuple[str, ...] = ()) -> bytes:
    document = Document()
    for paragraph in before:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=0, cols=len(head))
    for line in (head, *rows):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_anothers_table_is_read_by_the_words_of_its_heading():
    content = foreign(
        ["Профессиональное затруднение", "Задача", "Мероприятия", "Форма", "Сроки", "Доказательства"],
        ["Нет критериев", "Провести взаимооценку", "Посещение урока", "взаимное посещение",
         "ноябрь 2026", "лист наблюдения"],
        ["", "", "Совместное планирование", "", "декабрь 2026", ""],
        ["Мало работы в парах", "Вести работу в парах", "Вебинар", "вебинар", "12.12.2026", "видео"],
        before=("Индивидуальный образовательный маршрут", "Педагог: П-07", "Должность: учитель",
                "Период: 01.10.2026 – 25.12.2026",
                "Наставник: Н-02"),
    )  # fmt: skip
    route = from_docx(content)
    assert [one.text for one in route.deficits] == ["Нет критериев", "Мало работы в парах"]
    assert [task.deficits for task in route.tasks] == [("d1",), ("d2",)]
    assert [one.tasks for one in route.activities] == [("t1",), ("t1",), ("t2",)]
    assert route.evidence[0].what == "лист наблюдения" and route.evidence[1].tasks == ("t2",)
    assert (route.person, route.mentor, route.starts) == ("П-07", "Н-02", "01.10.2026")


def test_a_route_told_in_sentences_is_read():
    content = foreign(
        ["Что", "Когда"], ["Посещение урока", "октябрь 2026"],
        before=(
            "Индивидуальный маршрут", "Диагностика: посещение двух уроков 15.09.2026.",
            "Выявлено: (1) нет критериев; (2) мало работы в парах.",
            "Задача 1 (дефицит 1). До 20.11.2026 провести взаимооценку на четырёх уроках.",
            "Перенос. Критерии звучат на уроках в 6 классе. Доказательства: видео урока.",
            "Рефлексия с наставником — 16.11.2026. Методический аудит — 18.12.2026.",
        ),
    )  # fmt: skip
    route = from_docx(content)
    assert [one.text for one in route.deficits] == ["нет критериев", "мало работы в парах"]
    assert route.tasks[0].deficits == ("d1",) and route.tasks[0].due == "20.11.2026"
    assert route.evidence[0].what == "видео урока" and [one.due for one in route.reflections] == [
        "16.11.2026",
        "18.12.2026",
    ]
    assert route.deficits[0].method == "посещение двух уроков 15.09.2026"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"text", foreign(["Раз", "Два"], ["1", "2"])])
def test_a_file_that_is_no_route_is_one_sentence(content):
    with pytest.raises(RouteError) as caught:
        from_docx(content)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


# Pictures


def test_the_title_of_the_picture_states_the_finding():
    assert route_picture(strong()).title == "Каждая задача ведёт к изменению практики"
    assert route_picture(strong(transfers=[])).title == "Ни одна задача не ведёт к изменению практики"
    three = [*strong().tasks, RouteTask(id="t3", wording="Прочитать книгу")]
    chart = route_picture(strong(tasks=three, transfers=strong().transfers[:1]))
    assert chart.title == "Две задачи из трёх не ведут к изменению практики"
    assert "Задача 3: дефицит не указан → Прочитать книгу → дел нет → доказательства нет." in chart.alt
    assert chart.png()[:4] == b"\x89PNG"


def test_the_timeline_states_when_practice_changes_or_what_is_outside():
    assert timeline(strong()).title == "Новое впервые применяется на занятии на 6-й неделе из 12"
    late = timeline(strong(ends="30.11.2026"))
    assert late.title == "3 срока стоят вне периода маршрута" and late.png()
    with pytest.raises(RouteError):
        timeline(Route(tasks=[RouteTask(id="t1", wording="Без сроков")]))


def test_a_crowded_picture_shows_formulas_as_text():
    many = strong(tasks=[RouteTask(id=f"t{n}", deficits=("d1",), wording=f"$x^{n}$ <b>" + "очень длинная задача " * 9)
                         for n in range(12)])  # fmt: skip
    assert any("$x^3$" in text for text in texts(route_picture(many)))
    assert route_picture(many).png() and timeline(many).png()


# The task kind


CASE = KIND.samples()[0].question
KEY = KIND.samples()[1].reference


def fraction(answer: dict, reference=KEY, question=CASE) -> float:
    return KIND.grade(question.model_dump(mode="json"), answer, reference and reference.model_dump(mode="json"))[
        "fraction"
    ]


def test_boilerplate_copies_and_gaps_earn_nothing():
    same = {"tasks": [row | {"wording": "Провести уроки с критериями и парами в 6 классе"} for row in GOOD["tasks"]]}
    assert fraction(GOOD | same) < 0.2
    copied = [row | {"wording": one.text} for row, one in zip(GOOD["tasks"], CASE.deficits, strict=False)]
    assert fraction(GOOD | {"tasks": copied}) < 0.2
    gaps = [row | {"wording": f"{row['wording']} на ___ уроках"} for row in GOOD["tasks"]]
    assert fraction(GOOD | {"tasks": gaps}) < 0.2


def test_satisfying_the_live_checks_with_words_about_something_else_earns_little():
    other = {
        "tasks": [
            row | {"wording": f"Провести {n} экскурсии в музей с шестым классом", "criterion": f"{n} экскурсии из пяти"}
            for n, row in enumerate(GOOD["tasks"], 2)
        ]
    }
    assert fraction(GOOD | other) < 0.2


def test_a_heap_of_the_right_words_earns_nothing():
    salad = "провести взаимооценку критерии пары группы ученики оценивают 4 из 5 "
    for text in (salad * 5, salad + " ".join(f"слово{n}" for n in range(70))):
        heap = [row | {"wording": text} for row in GOOD["tasks"]]
        assert fraction(GOOD | {"tasks": heap}) < 0.2
    many = [
        GOOD["tasks"][0] | {"id": f"t{n}", "wording": f"Провести урок {n} о рыцарях", "criterion": ""}
        for n in range(3, 50)
    ]
    assert fraction(GOOD | {"tasks": [*many, *GOOD["tasks"]]}) < 0.2


def test_one_row_for_everything_is_not_the_answer_to_each():
    wide = KEY.model_copy(
        update={"deficits": {id: one.model_copy(update={"skip": False}) for id, one in KEY.deficits.items()}}
    )
    everything = [GOOD["tasks"][0] | {"deficits": ["d1", "d2", "d3"]}]
    assert fraction(GOOD | {"tasks": everything}, wide) < 0.2


def test_a_task_for_what_is_no_deficit_of_the_person_costs():
    chairs = {
        "id": "t3",
        "deficits": ["d3"],
        "wording": "Попросить завхоза о стульях",
        "criterion": "10 стульев",
        "due": "2026-11-01",
    }
    assert fraction(GOOD | {"tasks": [*GOOD["tasks"], chairs]}) < 1


def test_dates_and_load_cost_nothing_unless_the_author_says_so():
    late = GOOD | {"evidence": [row | {"due": "2027-08-01"} for row in GOOD["evidence"]]}
    assert fraction(late) == 1.0
    strict = CASE.model_copy(update={"weights": {"dates": 3.0}})
    assert fraction(late, question=strict) < 1.0
    remarks = KIND.grade(CASE.model_dump(mode="json"), late, KEY.model_dump(mode="json"))["remarks"]
    assert any(one["text"].startswith("Проверьте.") and one["share"] is None for one in remarks)


def test_criteria_of_remarks_are_those_of_the_table():
    remarks = KIND.grade(CASE.model_dump(mode="json"), GOOD, KEY.model_dump(mode="json"))["remarks"]
    table = {one.text: one.source for one in criteria("learning_route").values()}
    weighed = [one for one in remarks if one["share"]]
    assert weighed and all(place_ru(table[one["criterion"]]) == one["source"] for one in weighed)
    assert sum(one["share"] for one in weighed) == pytest.approx(1, abs=0.001)


def test_an_author_hears_when_the_model_answer_loses_points():
    weak = KEY.model_copy(update={"route": RouteAnswer.model_validate(GOOD | {"evidence": []})})
    assert any("образец маршрута сам теряет баллы" in text for text in KIND.check(CASE, weak))
    assert any("эталон молчит" in text for text in KIND.check(CASE, KEY.model_copy(update={"deficits": {}})))


def test_live_findings_speak_of_what_is_written_already():
    start = RouteAnswer.model_validate({"tasks": [{"id": "t1", "deficits": ["d1"], "wording": "Повысить мастерство"}]})
    said = " ".join(live_findings(CASE, start))
    assert "неконкретен" in said and "удостоверение" not in said.lower() and "рефлексия" not in said.lower()
    assert live_findings(CASE, RouteAnswer()) == []
    assert KIND.live(CASE.model_copy(update={"live": False}), start) == []


def test_missing_names_every_empty_place():
    assert KIND.missing(CASE, None) == ["задачи маршрута"]
    answer = RouteAnswer.model_validate({"tasks": [{"id": "t1", "wording": "Провести урок"}]})
    assert "задача 1: дефицит" in KIND.missing(CASE, answer) and "рефлексия" in KIND.missing(CASE, answer)
    assert KIND.missing(CASE, RouteAnswer.model_validate(GOOD)) == []


def test_made_up_answers_get_better_with_quality():
    question, key = CASE.model_dump(mode="json"), KEY.model_dump(mode="json")
    mean = {
        quality: sum(fraction(example(question, key, quality, str(seed))) for seed in range(12)) / 12
        for quality in (0.2, 0.6, 1.0)
    }
    assert mean[0.2] < mean[0.6] < mean[1.0] == 1.0
    assert example(question, key, 0.5, "7") == example(question, key, 0.5, "7")
    assert fraction(example(question, None, 0.9, "1")) < 1


def test_the_document_of_an_answer_has_russian_dates():
    name, content = route_document(CASE)(GOOD)
    route = from_docx(content)
    assert name.endswith(".docx") and route.tasks[0].due == "20.11.2026" and route.starts == "01.10.2026"


# The command


def run(*arguments) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "mentoring_cli.main", "route", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


def test_the_command_reads_a_document_and_makes_pictures(tmp_path):
    (tmp_path / "a.docx").write_bytes(to_docx(strong(transfers=[])))
    done = run(
        tmp_path / "a.docx",
        "--chart",
        tmp_path / "c.png",
        "--timeline",
        tmp_path / "t.png",
        "--docx",
        tmp_path / "b.docx",
    )
    assert done.returncode == 0, done.stderr
    assert "IOM-05  нарушено (критичный)." in done.stdout and "Как поправить:" in done.stdout
    assert (tmp_path / "c.png").read_bytes()[:4] == (tmp_path / "t.png").read_bytes()[:4] == b"\x89PNG"
    assert from_docx((tmp_path / "b.docx").read_bytes()) == strong(transfers=[])
    told = json.loads(run(tmp_path / "a.docx", "--json").stdout)
    assert told["findings"][4]["defects"] == ["DEF-49"]
    assert len(told["findings"]) == 13 and told["route"]["person"] == "педагог П-07"


def test_a_mistake_is_one_russian_sentence(tmp_path):
    (tmp_path / "bad.docx").write_bytes(b"nothing")
    for given_, words in ((tmp_path / "none.docx", "нет такого файла"), (tmp_path / "bad.docx", "не открывается"),
                          (ROOT / "README.md", "не документ .docx")):  # fmt: skip
        done = run(given_)
        assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
