"""How a route stands in a document: its sections, columns and labels, and the words by which others name the same.

Writing and reading both go by this, so that what is written is read back.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A field of a row: heading, width in cm, beginnings of headings that others use for it."""

    field: str
    title: str
    width: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A table of the document. `letter` stands before the numbers of its rows («Д-1»); `prefix` in ids («d1»)."""

    field: str
    title: str
    letter: str
    prefix: str
    columns: tuple[Column, ...]
    programme_only: bool = False


NUMBER = Column("id", "№", 1.2, ("№", "n", "п/п"))
DEFICITS = Column("deficits", "Дефициты", 2.3, ("дефицит",))
TASKS = Column("tasks", "Задачи", 1.7, ("задач",))

SECTIONS: tuple[Section, ...] = (
    Section("deficits", "Профессиональные дефициты", "Д", "d", (
        NUMBER,
        Column("text", "Дефицит", 6.0, ("дефицит", "затруднен", "проблем")),
        Column("method", "Чем выявлен", 3.6, ("чем выявл", "диагностик", "метод", "способ выявл", "источник")),
        Column("found_on", "Когда", 2.4, ("когда", "дата диагн")),
        Column("result", "Что показала диагностика", 4.8, ("показал", "результат диагн")),
    )),
    Section("tasks", "Задачи", "З", "t", (
        NUMBER,
        DEFICITS,
        Column("wording", "Задача", 7.2, ("задач", "цел", "чему учусь", "чему научусь")),
        Column("criterion", "Критерий результата", 5.1, ("критери", "показател", "как провер", "как оцен")),
        Column("due", "Срок", 2.6, ("срок", "дата")),
    )),
    Section("activities", "План мероприятий", "М", "a", (
        NUMBER,
        TASKS,
        Column(
            "what", "Мероприятие", 4.2,
            ("мероприят", "содержан", "деятельн", "вид работ", "делаем", "действи", "как учусь", "чем учусь", "^что"),
        ),
        Column("form", "Форма", 3.0, ("форм",)),
        Column("where", "Где", 2.7, ("где", "место", "площадк", "ресурс", "организац")),
        Column("hours", "Часы", 1.5, ("час", "объём", "объем", "трудоемк")),
        Column("due", "Срок", 2.4, ("срок", "дата", "когда", "месяц")),
        Column("result", "Результат", 2.9, ("результат", "итог", "продукт")),
    )),
    Section("transfers", "Перенос в практику", "П", "p", (
        NUMBER,
        TASKS,
        Column("what", "Что применяется", 6.6, ("что примен", "перенос", "применен", "внедрен", "практик", "меняю")),
        Column("lesson", "На каком занятии", 5.0, ("занят", "урок", "класс")),
        Column("due", "Когда", 3.5, ("когда", "срок", "дата")),
    )),
    Section("evidence", "Доказательства изменения практики", "Э", "e", (
        NUMBER,
        TASKS,
        Column("what", "Доказательство", 11.0, ("доказат", "подтвержд", "артефакт", "отчетн", "отчётн")),
        Column("due", "Когда", 4.1, ("когда", "срок", "дата")),
    )),
    Section("reflections", "Рефлексия и методический аудит", "Р", "r", (
        NUMBER,
        Column("what", "Встреча", 13.0, ("встреч", "рефлекс", "аудит")),
        Column("due", "Когда", 3.8, ("когда", "срок", "дата")),
    )),
    Section("measures", "Показатели на входе и на выходе", "И", "m", (
        NUMBER,
        Column("whose", "Чей", 2.8, ("чей", "участник")),
        Column("what", "Показатель", 7.0, ("показател",)),
        Column("before", "На входе", 3.5, ("на входе", "вход", "начал")),
        Column("after", "На выходе", 3.5, ("на выходе", "выход", "конец")),
    ), programme_only=True),
)  # fmt: skip

# Field of the route → label; the words that others use for it.
DETAILS: dict[str, tuple[str, tuple[str, ...]]] = {
    "organization": ("Организация", ("образовательная организация", "школа", "учреждение")),
    "person": (
        "Педагог (роль или код)",
        ("педагог", "наставляемый", "фио педагога", "фио наставляемого", "фио", "чей маршрут", "молодой специалист"),
    ),
    "position": ("Должность", ("должность педагога", "должность наставляемого")),
    "category": ("Категория наставляемого", ("категория",)),
    "mentor": (
        "Сопровождающий (наставник)",
        (
            "наставник",
            "сопровождающий",
            "фио наставника",
            "тьютор",
            "куратор",
            "кто сопровождает",
            "сопровождает",
            "сопровождающая",
        ),
    ),
    "mentor_position": ("Должность наставника", ("должность сопровождающего",)),
    "form": ("Форма наставничества", ("форма",)),
    "type": ("Вид наставничества", ("вид",)),
    "starts": ("Начало периода", ("начало", "дата начала")),
    "ends": ("Конец периода", ("окончание периода", "окончание", "дата окончания")),
    "approved": ("Утверждено (приказ, протокол)", ("утверждено", "утверждена", "утверждён", "согласовано")),
    "goal": ("Цель", ("цель программы", "цель маршрута", "цель иом")),
    "hours_per_week": ("Доступно часов в неделю", ()),
    "link": ("Связанный документ (маршрут, программа)", ("связанный документ", "иом", "программа наставничества")),
    "consents": ("Согласия", ()),
    "agreement": ("Соглашение с наставником", ("дополнительное соглашение", "соглашение")),
    "correction": ("Корректировка по диагностике", ("корректировка",)),
    "decision": ("Решение в конце периода", ("решение", "итоговое решение")),
    "report": ("Отчёт наставника", ("отчёт", "отчет наставника")),
}
PERIOD_WORDS = (
    "период", "срок маршрута", "на срок", "срок программы", "срок реализации", "сроки реализации", "срок действия",
    "период реализации",
)  # fmt: skip
ENDING = ("correction", "decision", "report")
PROGRAMME_ONLY = ("form", "type", "consents", "agreement", "correction", "report")
WHOSE = {"mentee": "наставляемый", "mentor": "наставник"}
TITLES = {
    "route": "Индивидуальный образовательный маршрут педагога",
    "programme": "Персонализированная программа наставничества",
}  # fmt: skip
SIGNERS = {
    "route": ("Педагог", "Сопровождающий (наставник)", "Куратор наставничества"),
    "programme": ("Наставляемый", "Наставник", "Куратор наставничества", "Руководитель организации"),
}


def mark(id: str, section: Section) -> str:
    """«d1» → «Д-1»; an id of another shape stays as it is."""
    tail = id[len(section.prefix) :]
    return f"{section.letter}-{tail}" if id.startswith(section.prefix) and tail.isdigit() else id


def unmark(text: str, section: Section) -> str:
    """«Д-1» → «d1» (a bare number too)."""
    text = text.strip().rstrip(".")
    tail = text[1:].strip(" -–.№") if text[:1].upper() == section.letter else text
    return f"{section.prefix}{int(tail)}" if tail.isdigit() and len(tail) < 4 else text
