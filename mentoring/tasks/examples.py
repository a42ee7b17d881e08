"""Made-up answers of every kind and quality for demonstration classes, trials and load tests. Not for scoring.

Entry points `autograder.examples`: kind → `example(question, reference, quality, seed) -> answer`, JSON in and out.
`quality` is the chance (0..1) that a part is right; the same seed gives the same answer. Texts are ours and synthetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from mentoring.wording import number_ru

VERDICTS = ("met", "partial", "violated", "not_applicable")
LABEL = "Демонстрационный ответ."

# Rows of a correction plan, from thorough to idle: finding, action, role, date, evidence.
PLANS: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "good": (
        ("В Положении нет порядка прекращения наставничества",
         "Дополнить раздел 5 основаниями и порядком завершения, согласовать на педагогическом совете",
         "заместитель директора по методической работе", "2026-12-15",
         "приказ об изменениях в Положение, протокол педсовета"),
        ("Приказ о закреплении пар издан без согласия наставляемых",
         "Получить письменные согласия, издать приказ заново с перечнем пар",
         "директор", "2026-12-10", "согласия в личных делах, новый приказ"),
        ("В программе нет измеримого результата",
         "Записать для каждой пары исходное и ожидаемое значение по листу наблюдения уроков",
         "куратор наставничества", "2026-12-20", "утверждённая программа с таблицей показателей"),
        ("Дорожная карта выходит за срок действия Положения",
         "Привести сроки этапов к учебному году, продлить действие Положения",
         "куратор наставничества", "2026-12-25", "дорожная карта в новой редакции на сайте"),
        ("Раздел «Наставничество» на сайте не обновлялся с прошлого года",
         "Разместить действующие документы, назначить ответственного за раздел",
         "ответственный за сайт", "2026-12-05", "ссылка на раздел и дата обновления"),
    ),
    "fair": (
        ("Положение неполное", "Доработать Положение", "заместитель директора", "2026-12-20", "новая редакция"),
        ("Не указано, кто отвечает за программу", "Назначить куратора приказом", "директор", "2026-12-15", "приказ"),
        ("Нет показателей", "Добавить показатели в программу", "куратор", "2027-01-20", "программа"),
        ("Сайт не обновлён", "Обновить сайт", "администратор сайта", "2026-12-30", ""),
    ),
    "weak": (
        ("Есть недочёты", "Исправить", "администрация", "", ""),
        ("Документы старые", "Обновить документы", "все", "2027-08-31", "документы"),
        ("Мало внимания наставничеству", "Усилить работу", "коллектив", "", ""),
    ),
}  # fmt: skip
PLAN_COLUMNS = (
    ("finding", ("finding", "defect", "what", "problem", "недочёт")),
    ("action", ("action", "measure", "do")),
    ("role", ("role", "responsible", "who", "owner")),
    ("date", ("date", "due", "when", "term")),
    ("evidence", ("evidence", "proof", "result", "confirm")),
)
ESSAYS = {
    "good": (
        "Самоаудит показал, что три из семи документов у нас есть, но не связаны между собой: в Положении названы "
        "формы, которых нет в программе, а приказ о парах ссылается на прежнюю редакцию. Начну с Положения, потому что "
        "на него опираются остальные документы, затем проверю согласия наставников. Через месяц повторю чек-лист и "
        "сравню число нарушенных критериев с сегодняшним.",
        "Главный вывод: по одной доле судить о внедрении нельзя. База сократилась, причина не названа, поэтому рост "
        "процента ещё не рост числа пар. В своей школе я буду записывать рядом числитель, знаменатель и источник, "
        "чтобы через год было с чем сравнить.",
    ),
    "fair": (
        "Документы в целом есть, но часть из них надо обновить. Считаю, что важнее всего Положение и приказ о парах. "
        "Сроки поставлены до конца полугодия.",
        "Понял, что показатели надо описывать точнее. Будем работать над программой и согласуем её с куратором.",
    ),
    "weak": ("Всё хорошо, недочётов мало.", "Надо работать лучше."),
}
EVIDENCE = {
    "good": (
        "Положение, раздел 2: цель и задачи названы", "приказ о назначении куратора лежит в папке наставничества",
        "на сайте, раздел «Наставничество», обновлено осенью", "в программе есть таблица встреч на полугодие",
        "в приказе нет списка пар, только общее число", "согласия наставников хранятся в отделе кадров",
    ),
    "weak": ("есть", "смотри документ", "наверное, да", "у нас так принято"),
}  # fmt: skip


def choice(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    random, options = Random(seed), [option["id"] for option in question["options"]]
    right = list((reference or {}).get("correct") or options[:1])
    wrong = [name for name in options if name not in right]
    if not question.get("multiple"):
        return {"chosen": right[:1] if random.random() < quality or not wrong else [random.choice(wrong)]}
    chosen = [name for name in right if random.random() < quality]
    chosen += [name for name in wrong if random.random() < (1 - quality) / 2]
    return {"chosen": chosen or [random.choice(options)]}


def matching(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    random, right = Random(seed), [option["id"] for option in question["right"]]
    accepted = (reference or {}).get("pairs") or {}
    pairs = {}
    for option in question["left"]:
        good = list(accepted.get(option["id"]) or right[:1])
        bad = [name for name in right if name not in good]
        pairs[option["id"]] = good[0] if random.random() < quality or not bad else random.choice(bad)
    return {"pairs": pairs}


def ordering(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    random = Random(seed)
    order = list((reference or {}).get("order") or [option["id"] for option in question["items"]])
    for place in range(len(order) - 1):
        if random.random() >= quality:
            other = random.randrange(len(order))
            order[place], order[other] = order[other], order[place]
    return {"order": order}


def number(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    random, reference = Random(seed), reference or {"value": 50.0}
    units = list(question.get("units") or ())
    unit = reference.get("unit") or (units[0] if units else "")
    if units and random.random() >= quality:
        unit = random.choice(units)
    return {"value": _typed(reference["value"], random, quality), "unit": unit}


def indicator(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    random, reference = Random(seed), reference or {"value": 50.0}
    top, bottom = reference.get("numerator"), reference.get("denominator")
    answer: dict[str, Any] = {
        "numerator": None if top is None else _typed(top, random, quality),
        "denominator": None if bottom is None else _typed(bottom, random, quality),
        "value": _typed(reference["value"], random, quality),
        "unit": reference.get("unit", "%"),
    }
    if random.random() >= quality + 0.2:
        answer["unit"] = random.choice(list(question.get("units") or ("%",)))
    options = [option["id"] for option in question.get("conclusions") or ()]
    right = list(reference.get("conclusion") or options[:1])
    if options:
        good = random.random() < quality
        answer["conclusion"] = right if good else [random.choice([n for n in options if n not in right] or options)]
    return answer


def checklist(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    random, rows = Random(seed), {}
    expected = (reference or {}).get("rows") or {}
    for criterion in question["criteria"]:
        verdicts = list(question.get("verdicts") or VERDICTS)
        row = expected.get(criterion["id"])
        if random.random() > quality + 0.35:
            continue  # left empty
        if row is None:  # self-audit: there is no key, only completeness
            weights = [5 if name == "met" else 1 for name in verdicts]
            verdict = random.choices(verdicts, weights)[0] if quality < 1 else verdicts[0]
            note = random.choice(EVIDENCE["good" if random.random() < quality else "weak"])
        else:
            good = [name for name in row["verdict"] if name in verdicts] or verdicts
            bad = [name for name in verdicts if name not in good] or good
            verdict = good[0] if random.random() < quality else random.choice(bad)
            phrases = list(row.get("evidence") or ())
            note = phrases[0] if phrases and random.random() < quality else random.choice(("", *EVIDENCE["weak"]))
        rows[criterion["id"]] = {"verdict": verdict, "evidence": note if criterion.get("evidence", True) else ""}
    return {"rows": rows}


def text(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    random, level = Random(seed), "good" if quality > 0.8 else "fair" if quality > 0.5 else "weak"
    columns = list(question.get("columns") or ())
    if not columns:
        return {"text": f"{LABEL} {random.choice(ESSAYS[level])}", "rows": []}
    plans = PLANS[level]
    wanted = max(int(question.get("min_rows", 1)), 1 + round(3 * quality))
    count = min(wanted if quality > 0.4 else 1, len(plans), int(question.get("max_rows", 20)))
    rows = [_row(columns, values, random) for values in random.sample(plans, count)]
    return {"text": "", "rows": rows}


def code(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any] | None:
    """The form's part of a code task: what `answers.json` holds; None where there is no form."""
    form = question.get("alternative")
    return indicator(form, (reference or {}).get("alternative"), quality, seed) if form else None


def _row(columns: Sequence[dict], values: Sequence[str], random: Random) -> dict[str, str]:
    row = {}
    for place, column in enumerate(columns):
        name = column["id"].casefold()
        at = next((i for i, (_, words) in enumerate(PLAN_COLUMNS) if any(word in name for word in words)), None)
        if column.get("choices"):
            row[column["id"]] = random.choice(list(column["choices"]))
        elif column.get("type") == "date":
            row[column["id"]] = values[3]
        else:
            row[column["id"]] = values[place % len(values) if at is None else at]
    return row


def _typed(value: float, random: Random, quality: float) -> str:
    """A number the way a person types it; a wrong one is off by a typical slip."""
    if random.random() >= quality:
        value = random.choice((value + 10, value * 1.1, value / 2, 100 - value if value < 100 else value - 9))
    return number_ru(round(value, 4), 2 if value != int(value) else 0).replace("\u2212", "-")
