"""Self-test cases of the card: blank, right, partly right, malformed and hostile answers with what they must get."""

from __future__ import annotations

from typing import Any


def sample_cases() -> list[tuple[Any, ...]]:
    from mentoring.tasks.base import Option
    from mentoring.tasks.card import CardQuestion, CardReference, Cell, Clause, Rule, Slot

    kinds = (Option(id="pair", text="Один на один"), Option(id="group", text="Группа"))
    question = CardQuestion(
        id="card-sample", title="Карточка <встречи>", points=10, filled_points=2,
        slots=(
            Slot(id="aim", title="Цель", min_words=4),
            Slot(id="way", title="Вид", type="choice", choices=kinds),
            Slot(id="people", title="Сколько человек", type="number"),
            Slot(id="day", title="Дата", type="date"),
            Slot(id="minutes", title="Длительность, минут", type="number"),
            Slot(id="steps", title="Сценарий", type="rows", row_title="Шаг", min_rows=2,
                 columns=(Cell(id="what", title="Что делают"), Cell(id="time", title="Минут", type="number"))),
        ),
        rules=(
            Rule(id="fits", criterion="Вид и число участников", check="agree", clauses=(
                Clause(when={"way": ("pair",)}, field="people", most=1, says="Один на один — это один наставляемый."),
                Clause(when={"way": ("group",)}, field="people", least=2, says="В группе не меньше двух человек."))),
            Rule(id="time", criterion="Минуты сходятся", check="sum", field="steps", column="time", other="minutes",
                 says="Минуты шагов не дают длительности."),
            Rule(id="year", criterion="Дата в учебном году", check="within", field="day", least="2026-09-01",
                 most="2027-08-31", says="Дата не из этого учебного года."),
        ),
    )  # fmt: skip
    right = {
        "aim": "Разобрать один урок по листу наблюдения", "way": "group", "people": "3", "day": "2027-02-10",
        "minutes": "45",
        "steps": [{"what": "Смотрим запись урока", "time": "30"}, {"what": "Разбираем", "time": "15"}],
    }  # fmt: skip
    reference = CardReference(fields=right)
    evil = "<script>alert(1)</script>{{7*7}}=1+1"

    def case(name, fields, outcome, fraction):
        return name, question, {"fields": fields}, reference, outcome, fraction

    late = right | {"day": "2023-10-10", "people": "1"}
    return [
        case("blank", {}, "unanswered", 0.0),
        case("blank", {"aim": "  ", "steps": [{"what": ""}]}, "unanswered", 0.0),
        case("correct", right, "scored", 1.0),
        case("partial", late, "scored", 0.6),
        case("partial", right | {"minutes": "60"}, "scored", 0.8),
        case("partial", {"aim": right["aim"]}, "scored", 0.057143),
        case("malformed", {"steps": {"what": "x"}}, "unreadable", 0.0),
        case("malformed", {"aim": 5}, "unreadable", 0.0),
        case("hostile", {"aim": evil, "way": evil, "steps": [{"what": evil, evil: evil, "time": "9" * 400}]},
             "scored", 0.1),
    ]  # fmt: skip
