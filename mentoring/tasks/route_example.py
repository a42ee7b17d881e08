"""Made-up answers to route tasks for demonstration classes, and the self-test cases of the kind. Not for scoring.

All texts are ours and synthetic; the person of the case is a code.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mentoring.tasks.route import RouteKind

SECTIONS = ("tasks", "activities", "transfers", "evidence", "reflections")
VAGUE = (
    "Повысить профессиональную компетентность", "Изучить литературу по теме", "Познакомиться с опытом коллег",
    "Совершенствовать методическое мастерство",
)  # fmt: skip
IDLE = {"what": ("посетить курсы", "чтение статей"), "evidence": ("удостоверение", "сертификат участника")}

CASE = """Учитель истории П-07 ведёт 5–7 классы третий год. Наставник посетил два урока и провёл хронометраж.
Маршрут рассчитан на полугодие, на работу с ним у педагога есть два часа в неделю."""
DEFICITS = (
    ("d1", "Ответы оценивает только учитель, ученики не знают, за что стоит отметка",
     "наблюдение двух уроков: критерии прозвучали 0 раз"),
    ("d2", "Почти весь урок говорит учитель", "хронометраж: ученики работают вместе 3 минуты из 40"),
    ("d3", "В кабинете не хватает стульев", "осмотр кабинета"),
)  # fmt: skip
GOOD: dict[str, Any] = {
    "tasks": [
        {"id": "t1", "deficits": ["d1"], "wording": "Провести взаимооценку устных ответов по критериям в 6 классе",
         "criterion": "на 4 уроках из 5 критерии называет ученик, по листу наблюдения", "due": "2026-11-20"},
        {"id": "t2", "deficits": ["d2"], "wording": "Вести работу в парах с источником на уроках в 5 классе",
         "criterion": "не менее 12 минут совместной работы на трёх уроках подряд", "due": "2026-12-11"},
    ],
    "activities": [
        {"id": "a1", "tasks": ["t1"], "what": "Посещение урока наставника и разбор его критериев",
         "form": "observation", "where": "школа", "hours": "3", "due": "2026-10-16"},
        {"id": "a2", "tasks": ["t2"], "what": "Совместное планирование урока с парной работой", "form": "planning",
         "where": "школа", "hours": "4", "due": "2026-11-13"},
        {"id": "a3", "tasks": ["t1", "t2"], "what": "Вебинар о взаимном обучении", "form": "course", "where": "в сети",
         "hours": "2", "due": "2026-10-09"},
    ],
    "transfers": [
        {"id": "p1", "tasks": ["t1"], "what": "ученики оценивают ответ соседа по трём критериям",
         "lesson": "история, 6 класс", "due": "2026-11-10"},
        {"id": "p2", "tasks": ["t2"], "what": "пары разбирают отрывок летописи", "lesson": "история, 5 класс",
         "due": "2026-11-24"},
    ],
    "evidence": [
        {"id": "e1", "tasks": ["t1"], "what": "лист наблюдения наставника и видео взаимооценки", "due": "2026-11-20"},
        {"id": "e2", "tasks": ["t2"], "what": "хронометраж урока и работы учеников в парах", "due": "2026-12-11"},
    ],
    "reflections": [
        {"id": "r1", "what": "Встреча с наставником: что изменилось на уроке", "due": "2026-11-16"},
        {"id": "r2", "what": "Методический аудит маршрута на совете", "due": "2026-12-18"},
    ],
    "decision": "Завершить маршрут или продлить — решает методический совет",
}  # fmt: skip


def example(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    """An answer of about this quality: the reference's route (or one made of the deficits) with parts spoilt."""
    random = Random(seed)
    route = (reference or {}).get("route") or _made(question)
    answer: dict[str, Any] = {
        "deficits": [],
        "decision": route.get("decision", "") if random.random() < quality else "",
    }
    for section in SECTIONS:
        rows = []
        for row in route.get(section) or ():
            row = dict(row)
            if random.random() >= quality:
                if section == "tasks":
                    row |= {"wording": random.choice(VAGUE), "criterion": ""}
                elif section == "evidence":
                    row["what"] = random.choice(IDLE["evidence"])
                elif section == "activities":
                    row |= {"what": random.choice(IDLE["what"]), "form": "course"}
                else:
                    continue
            rows.append(row)
        answer[section] = rows
    return answer


def _made(question: dict) -> dict[str, Any]:
    """A route for deficits that nobody has described: general, never too good."""
    deficits = question.get("deficits") or ()
    made: dict[str, Any] = {section: [] for section in SECTIONS}
    for place, one in enumerate(deficits[:3], 1):
        made["tasks"].append({
            "id": f"t{place}", "deficits": [one["id"]],
            "wording": f"Провести уроки, на которых виден ответ на дефицит {place}",
            "criterion": f"на {place + 2} уроках из 6, лист наблюдения", "due": question["ends"],
        })  # fmt: skip
        made["transfers"].append({
            "id": f"p{place}", "tasks": [f"t{place}"], "what": f"приём {place} из плана наставника",
            "lesson": "урок в 6 классе", "due": question["ends"],
        })  # fmt: skip
    return made


def sample_cases(kind: RouteKind) -> list[tuple]:
    """(name, question, answer, reference, outcome, fraction) for the self-test of the kind."""
    from mentoring.tasks.route import ExpectedDeficit, GivenDeficit, RouteAnswer, RouteQuestion, RouteReference

    question = RouteQuestion(
        id="route-sample", title="Маршрут учителя истории", text=CASE, starts="2026-10-01", ends="2026-12-25",
        position="учитель истории", hours_per_week=2, points=8,
        deficits=tuple(GivenDeficit(id=id, text=text, evidence=evidence) for id, text, evidence in DEFICITS),
    )  # fmt: skip
    reference = RouteReference(
        deficits={
            "d1": ExpectedDeficit(about=("взаимооценка", "критерии"), practice=("критерии", "оценивают"),
                                  explain="Отметка понятна тому, кто сам пользовался критериями."),
            "d2": ExpectedDeficit(about=("пары", "группы"), practice=("пары", "группы")),
            "d3": ExpectedDeficit(skip=True, explain="Это забота завхоза, а не профессиональный дефицит."),
        },
        route=RouteAnswer.model_validate(GOOD),
    )  # fmt: skip
    same = {"what": "применить новое на уроке в классе", "lesson": "урок"}
    boiler = {section: [row | same for row in GOOD[section]] for section in ("transfers", "evidence")}
    vague = [row | {"wording": "Повысить компетентность: критерии и пары"} for row in GOOD["tasks"]]
    everything = [row | {"deficits": ["d1", "d2", "d3"]} for row in GOOD["tasks"]]
    evil = "<script>alert(1)</script> {{7*7}} =1+1 $x^2$"
    spoilt = [row | {"what": evil} for row in GOOD["evidence"]]

    def case(name: str, answer: Any, outcome: str, fraction: float | None, key: Any = reference) -> tuple:
        return name, question, answer, key, outcome, fraction

    return [
        case("blank", {"tasks": [{"id": "t1", "deficits": ["d1"], "wording": " "}]}, "unanswered", 0.0),
        case("correct", GOOD, "scored", 1.0),
        case("correct", GOOD, "manual", None, None),
        case("partial", GOOD | {"evidence": []}, "scored", 0.785714),
        case("partial", GOOD | boiler, "scored", 0.571429),
        case("partial", GOOD | {"tasks": vague}, "scored", 0.142857),
        case("partial", GOOD | {"tasks": everything}, "scored", 0.142857),
        case("malformed", {"tasks": [{"wording": "без номера"}]}, "unreadable", 0.0),
        case("malformed", {"tasks": [GOOD["tasks"][0], GOOD["tasks"][0]]}, "unreadable", 0.0),
        case("hostile", GOOD | {"evidence": spoilt}, "scored", 0.785714),
        case("hostile", {"tasks": [{"id": evil, "deficits": [evil], "wording": evil}]}, "scored", 0.0),
    ]
