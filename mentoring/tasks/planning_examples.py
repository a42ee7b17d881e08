"""Made-up answers to roadmap, pairing and card tasks for demonstration classes and trials. Not for scoring."""

from __future__ import annotations

from random import Random
from typing import Any

from mentoring.tasks.stories import of_card

SLIPS = {
    "term": ("", "сентябрь2022", "в течение года", "по мере необходимости"),
    "responsible": ("", "все", "администрация"),
    "resource": ("", "уточните"),
    "result": ("", "улучшение работы", "заявка"),
}
REASONS = ("подходит", "так удобнее", "хороший человек")


def roadmap(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    """Rows of the example with slips; without an example the start rows."""
    random = Random(seed)
    rows = [dict(row) for row in (reference or {}).get("rows") or question.get("start") or ()]
    kept = [row for row in rows if random.random() < 0.6 + 0.4 * quality] or rows[:1]
    for row in kept:
        for name, slips in SLIPS.items():
            if random.random() >= quality:
                row[name] = random.choice(slips)
    if len(kept) > 1 and random.random() >= quality:
        at = random.randrange(len(kept) - 1)
        kept[at], kept[at + 1] = kept[at + 1], kept[at]
    return {"rows": kept}


def pairing(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    """The best assignment with wrong choices and idle reasons mixed in."""
    random, reference = Random(seed), reference or {}
    mentors = [one["id"] for one in question["mentors"]]
    pairs = {}
    for mentee in (one["id"] for one in question["mentees"]):
        best = (reference.get("best") or {}).get(mentee, mentors[0])
        mentor = best if random.random() < quality else random.choice(mentors)
        phrases = ((reference.get("reasons") or {}).get(mentee) or {}).get(mentor) or ()
        good = phrases and random.random() < quality
        pairs[mentee] = {"mentor": mentor, "reason": phrases[0] if good else random.choice(REASONS)}
    return {"pairs": pairs}


def card(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    """The example card, or that of another invented person, with gaps, short texts and choices that do not agree."""
    random, fields = Random(seed), dict((reference or {}).get("fields") or {})
    fields = of_card(question, fields, seed) if fields else {}
    for slot in question["slots"]:
        name = slot["id"]
        if name not in fields or random.random() < 0.3 + 0.7 * quality:
            continue
        if slot["type"] == "choice" and slot["required"]:
            fields[name] = random.choice([option["id"] for option in slot["choices"]])
        elif slot["type"] == "rows":
            fields[name] = list(fields[name])[: random.randrange(1, len(fields[name]) + 1)]
        elif slot["type"] == "text":
            fields[name] = random.choice(("", "Работа шла хорошо.", " ".join(str(fields[name]).split()[:4])))
        else:
            fields[name] = ""
    return {"fields": fields}


IDLE = (
    "Была проведена большая совместная работа наставника и педагога по повышению качества образования в нашей школе",
    "Наставник оказывал педагогу необходимую методическую помощь и поддержку в течение всего учебного года",
    "Проведены консультации, встречи, беседы и другие мероприятия в соответствии с планом работы школы",
    "Педагог стал лучше и увереннее работать, повысился уровень профессиональных компетенций и мотивации",
    "В результате достигнуты хорошие показатели, поставленная цель и задачи выполнены в полном объёме",
    "Опыт работы может быть использован другими педагогами и школами в своей практике наставничества",
    "Недостаточный уровень методических знаний и умений педагога, трудности в организации учебного процесса",
    "Создание условий для успешного профессионального развития и роста молодых специалистов в организации",
    "Система наставничества реализуется эффективно, все участники активно взаимодействуют между собой",
    "Администрация школы осуществляла контроль и оказывала всестороннюю поддержку участникам программы",
    "Нехватка времени у участников, решается организацией работы и правильным планированием мероприятий",
    "Использовались различные современные формы и методы работы, новые педагогические технологии",
)


def idle_card(question: dict, reference: dict | None) -> dict[str, Any]:
    """What a thoughtless person could hand in at best: lists, numbers and dates as they should be, and in every place
    for words a sentence that fits any school."""
    fields, count = dict((reference or {}).get("fields") or {}), 0
    for slot in question["slots"]:
        if slot["type"] not in ("text", "line", "rows") or slot["id"] not in fields:
            continue
        rows = [dict(row) for row in fields[slot["id"]]] if slot["type"] == "rows" else [fields]
        for row in rows:
            for cell in slot["columns"] if slot["type"] == "rows" else [slot]:
                if cell["type"] in ("text", "line") and row.get(cell["id"]):
                    row[cell["id"]] = IDLE[count % len(IDLE)]
                    count += 1
        if slot["type"] == "rows":
            fields[slot["id"]] = rows
    return {"fields": fields}


card.idle = idle_card  # type: ignore[attr-defined]
