"""A school's roadmap with planted defects and lost steps, to mend and to complete. Pure; used by practicum №4.

The sound plan is that of the invented case; who answers is named by post, as a participant is asked to. What a plan
lacks is not told: the steps are those that the audit of roadmaps asks for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mentoring.cases.dice import Dice
from mentoring.cases.making import make_case
from mentoring.cases.school import facts
from mentoring.tasks.roadmap import STAGES, Before, Need, Planted, RoadmapQuestion, RoadmapReference

Row = dict[str, str]
FIELDS = ("stage", "activity", "term", "responsible", "resource", "result")
STAGE_OF = {"1": 0, "2": 0, "3": 0, "4": 1, "5": 1, "6": 2}
RESULTS = {"обучены все отобранные наставники": "список обученных наставников"}
PEOPLE = ("director", "curator", "secretary")
LOST = {  # step that may be missing → (words of `roadmap_topics`, topic, what has to come before or after it)
    "training": ("Обучение наставников до закрепления пар", "training", "pairing_order"),
    "monitoring_mid": ("Промежуточный мониторинг до итогового", "monitoring_mid", "monitoring_out"),
    "final_report": ("Итоговый отчёт после итогового мониторинга", "monitoring_out", "final_report"),
    "consent_mentor": ("Согласия до приказа о закреплении пар", "consent_mentor", "pairing_order"),
    "incentive": ("Поощрение после итогового мониторинга", "monitoring_out", "incentive"),
}
SLIPS = {  # what happens to a field → how its mending is seen
    "term": (("сентябрь 2022", "term", "Срок лежал вне периода карты."),
             ("", "term", "Срок не был назван."),
             ("по мере необходимости", "term", "«По мере необходимости» — не срок: проверить нечего.")),
    "responsible": (("администрация", "responsible", "«Администрация» — это никто: отвечает должность."),
                    ("", "responsible", "Ответственный не был назван."),
                    ("все педагоги", "responsible", "Когда отвечают все, не отвечает никто.")),
    "result": (("улучшение работы", "result", "Улучшение нельзя увидеть: нужен документ, число, продукт."),
               ("повышение качества", "result", "Качество само не видно: нужен документ, число, продукт.")),
}  # fmt: skip
PLANTED = {"term": 2, "responsible": 1, "result": 1}
DAY, NEAR = "%d.%m.%Y", dt.timedelta(days=45)
"""A mended term stands near the sound one: between the rows around it, not anywhere in the year."""
TEXT = (
    "Дорожную карту школы вернули: в ней есть строки с недочётами, а несколько обязательных шагов потеряны. Исправьте "
    "строки и добавьте недостающие шаги на их место: срок стоит между сроками соседних строк. Какие шаги нужны, карта "
    "не скажет: вспомните, без чего пару не закрепить, чем измеряют начало, середину и конец и чем год завершают. "
    "Верное в исходной карте баллов не даёт."
)


def roadmap_task(school: str, id: str, points: float) -> tuple[RoadmapQuestion, RoadmapReference]:
    """The plan of the school `school` (seed of its case) with four slips and three lost steps, and the key."""
    dice, sound = Dice(school, "roadmap"), sound_rows(school)
    lost = dice.some(sorted(LOST), 3)
    gone = {at for name in lost for at in _places(sound, _words(name))}
    kept = [at for at in range(len(sound)) if at not in gone]
    start, planted = {at: dict(sound[at]) for at in kept}, []
    free = [at for at in kept if len(_places(sound, _own_words(sound[at]))) == 1]
    for field, count in PLANTED.items():
        for at in dice.some([one for one in free if field != "term" or _day(sound[one])], count):
            free.remove(at)
            wrong, check, why = dice.one(SLIPS[field])
            start[at][field] = wrong
            planted.append(Planted(id=f"{field}-{at}", title=f"{TITLES[field]}: «{sound[at]['activity']}»",
                                   words=_own_words(sound[at]), check=check, explain=why,
                                   between=_around(sound[at]) if field == "term" else None))  # fmt: skip
    first, last = period(school)
    question = RoadmapQuestion(
        id=id, title="Дорожная карта школы", text=TEXT, points=points, starts=first, ends=last,
        start=tuple(start.values()), min_rows=len(sound), max_rows=30, personal_data_warning=False,
    )  # fmt: skip
    reference = RoadmapReference(
        rows=tuple(sound),
        needs=tuple(Need(id=name, title=_topic(name).title, words=_words(name)) for name in lost),
        before=tuple(
            Before(title=LOST[name][0], first=_words(LOST[name][1]), then=_words(LOST[name][2])) for name in lost
        ),
        planted=tuple(planted),
        weights={"filled": 5, "dates": 5, "order": 20, "coverage": 35, "responsible": 5, "results": 5, "mended": 25},
    )
    return question, reference


TITLES = {"term": "Срок", "responsible": "Ответственный", "result": "Результат"}


def period(school: str) -> tuple[dt.date, dt.date]:
    """First and last day of the plan."""
    field = facts(school, 2026)
    one, other = (dt.datetime.strptime(field[name], DAY).date() for name in ("order_date", "report_due"))
    return one, other


def sound_rows(school: str) -> list[Row]:
    """The plan as it should be, row by row."""
    field = facts(school, 2026)
    sheet = next(one for one in make_case(school, "medium", [], decoys=0).documents if one.id == "roadmap")
    rows = []
    for part in sheet.parts:
        if part.form != "row" or not part.cells[1]:
            continue
        number, activity, term, who, resource, result = part.cells
        for role in PEOPLE:
            who = who.replace(f" {field[role]}", "")
        result = RESULTS.get(result, result)
        stage = STAGES[STAGE_OF[number[0]]].text
        rows.append(dict(zip(FIELDS, (stage, activity, term, who, resource, result), strict=True)))
    return rows


def _day(row: Row) -> dt.date | None:
    """The term of a row that has one day."""
    try:
        return dt.datetime.strptime(row["term"], DAY).date()
    except ValueError:
        return None


def _around(row: Row) -> tuple[dt.date, dt.date]:
    day = _day(row)
    assert day is not None
    return day - NEAR, day + NEAR


def _topic(name: str):
    from mentoring.roadmap.topics import catalogue

    return next(one for one in catalogue() if one.id == name)


def _words(name: str) -> str:
    return _topic(name).words


def _places(rows: Sequence[Row], words: str) -> list[int]:
    from mentoring.roadmap.topics import mentions

    return [at for at, row in enumerate(rows) if mentions(row["activity"], words)]


def _own_words(row: Row) -> str:
    """Beginnings that find this row again when its wording is touched a little: its three longest words."""
    plain = "".join(c if c.isalnum() else " " for c in row["activity"].casefold().replace("ё", "е"))
    longest = sorted(set(plain.split()), key=lambda word: (-len(word), word))[:3]
    return " ".join(word[: max(4, len(word) - 3)] for word in longest)
