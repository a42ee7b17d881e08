"""Made-up answers of every kind and quality for demonstration classes, trials and load tests. Not for scoring.

Entry points `autograder.examples`: kind → `example(question, reference, quality, seed) -> answer`, JSON in and out.
`quality` is the chance (0..1) that a part is right; the same seed gives the same answer. Texts are ours and synthetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from mentoring.tasks.stories import of_text
from mentoring.wording import number_ru

VERDICTS = ("met", "partial", "violated", "not_applicable")
LABEL = "Демонстрационный ответ."

# Rows of a correction plan, from thorough to idle: finding, action, role, date, evidence.
PLANS: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "good": (
        ("Приказ о закреплении пар: срок закончился в мае, согласий наставляемых нет",
         "Получить согласия всех наставляемых и издать новый приказ на этот учебный год с перечнем пар",
         "заместитель директора по УВР", "2026-12-10", "согласия в личных делах, новый приказ с номером и датой"),
        ("Приказ о внедрении не назначает куратора",
         "Внести изменение в приказ: назначить куратора по должности и описать его полномочия",
         "директор", "2026-11-27", "приказ о внесении изменений, лист ознакомления"),
        ("Дополнительное соглашение: доплата названа, размера и условий нет",
         "Подписать соглашение в новой редакции с размером и условиями выплаты",
         "специалист по кадрам", "2026-12-02", "подписанное соглашение, второй экземпляр у работника"),
        ("Согласие на обработку данных вписано в согласие наставника",
         "Оформить его отдельным документом, из старого текста фразу убрать",
         "специалист по кадрам", "2026-11-25", "отдельное согласие, запись в журнале"),
        ("Дорожная карта: мероприятия стоят вне срока действия, нет ответственных",
         "Привести сроки к учебному году, у каждого шага назвать должность и результат",
         "куратор наставничества", "2026-12-04", "карта в новой редакции как приложение к приказу"),
        ("Положение ссылается на утративший силу порядок аттестации",
         "Заменить ссылку на действующий приказ, рассмотреть изменения на педсовете",
         "заместитель директора по методической работе", "2026-12-15", "приказ об изменениях, протокол педсовета"),
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
    ("action", ("action", "measure", "mend", "do")),
    ("role", ("role", "responsible", "who", "owner")),
    ("date", ("date", "due", "when", "term")),
    ("evidence", ("evidence", "proof", "result", "confirm")),
)
ESSAYS = {
    "good": (
        "Самое слабое место у нас — согласия: приказ о парах издан в сентябре, а согласий никто не собирал. "
        "Так вышло потому, что куратор в приказе о внедрении не назван и поручить это было некому.\n\n"
        "Из наблюдений мониторинга к нам относится расхождение документов: Положение есть, а карта и программы "
        "составлены по старому образцу и с ним не сверены. Утверждать, что у нас стало лучше, я не берусь: в прошлом "
        "году мы считали только пары, без числа педагогов.\n\n"
        "Первым делом директор до конца ноября приказом назначит куратора, затем тот за две недели соберёт согласия. "
        "Сделанное будет видно по журналу учёта согласий и по новому приказу о парах, где на них есть ссылка.",
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
        told = of_text(question, reference, level, seed) or f"{LABEL} {random.choice(ESSAYS[level])}"
        return {"text": told, "rows": []}
    if level != "weak" and any(column["id"] == "seen" for column in columns) and (reference or {}).get("rows"):
        return {"text": "", "rows": _audited(reference["rows"], level, random)}  # type: ignore[index]
    plans = PLANS[level]
    wanted = max(int(question.get("min_rows", 1)), 1 + round(3 * quality))
    count = min(wanted if quality > 0.4 else 1, len(plans), int(question.get("max_rows", 20)))
    rows = [_row(columns, values, random) for values in random.sample(plans, count)]
    return {"text": "", "rows": rows}


def _audited(rows: Sequence[dict], level: str, random: Random) -> list[dict]:
    """Findings of the example: most of them, or half with what was done left unsaid here and there."""
    kept = random.sample(list(rows), max(1, len(rows) - random.randrange(2) if level == "good" else len(rows) // 2 + 1))
    if level == "good":
        return [dict(row) for row in kept]
    return [dict(row) | ({"evidence": "", "mend": "Исправлено"} if random.random() < 0.5 else {}) for row in kept]


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
