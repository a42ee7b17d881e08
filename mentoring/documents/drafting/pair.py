"""A pair of the form: mentor, mentee, the deficits they work on; values of the catalogue by id or Russian title."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from mentoring.documents.drafting.fields import Day, Form, Text, asked


@cache
def catalogue(table: str) -> dict[str, dict[str, Any]]:
    """Rows of a table of the catalogue by id."""
    from mentoring.data import load

    return {row["id"]: row for row in load(table).to_dict("records")}


def _of(table: str):
    """A field that takes an id of a table or its Russian title, in any case and with any quotes."""

    def find(value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return ""
        said = _bare(value)
        for id, row in catalogue(table).items():
            names = [id, row["title"], row.get("short_title") or ""]
            if said in (_bare(str(name)) for name in names if name):
                return id
        near = [id for id, row in catalogue(table).items() if _bare(str(row["title"])).startswith(said)]
        if len(near) == 1 and len(said) > 3:
            return near[0]
        titles = "; ".join(str(row["title"]) for row in catalogue(table).values())
        raise ValueError(f"«{value[:60]}» в перечне нет; есть: {titles}")

    return Annotated[str, BeforeValidator(find)]


def _bare(text: str) -> str:
    kept = "".join(c if c.isalnum() else " " for c in text.lower().replace("ё", "е"))
    return " ".join(kept.replace("образовательной организации", "").split())


def _many(table: str):
    one = _of(table)

    def split(value: Any) -> Any:
        if isinstance(value, str):
            parts = value.split("\n") if "\n" in value else value.split(";")
            return tuple(part.strip() for part in parts if part.strip())
        return value

    return Annotated[tuple[one, ...], BeforeValidator(split)]


def _yes(value: Any) -> Any:
    if isinstance(value, str):
        return {"да": True, "нет": False, "": False}.get(value.strip().lower(), value)
    return False if value is None else value


Yes = Annotated[bool, BeforeValidator(_yes)]
Category, Kind, Shape = _of("mentee_categories"), _of("mentoring_types"), _of("mentoring_forms")
Categories, Kinds, Shapes = _many("mentee_categories"), _many("mentoring_types"), _many("mentoring_forms")


class Deficit(Form):
    """One deficit of a mentee and what is done about it: a row of the programme and of the route."""

    text: Text = asked("Дефицит", "учащиеся не участвуют в постановке цели урока", "Что пока не получается на занятии")
    method: Text = asked("Чем выявлен", "наблюдение двух уроков", "Способ диагностики")
    found_on: Day = asked("Когда выявлен", "16.09.2026", "День диагностики", default=None)
    result: Text = asked("Что показала диагностика", "цель назвали ученики на 1 уроке из 5", "Исходное значение")
    task: Text = asked(
        "Задача", "освоить и применить три приёма целеполагания", "Действие и предмет: чему научится и что применит"
    )
    criterion: Text = asked(
        "Критерий результата", "на 4 уроках из 5 цель сформулирована детьми", "По чему видно, что задача решена"
    )
    due: Day = asked("Срок задачи", "25.12.2026", "Внутри срока работы пары", default=None)
    activity: Text = asked("Мероприятие", "совместное планирование урока и его разбор", "Что делает пара")
    form: Text = asked("Форма обучения", "мастер-класс, взаимопосещение", "Лучше несколько разных")
    transfer: Text = asked("Перенос в практику", "уроки русского языка в 7 классе", "Где новое применяется на занятии")
    evidence: Text = asked(
        "Доказательство", "конспекты двух уроков, лист наблюдения", "Чем подтверждается изменение практики"
    )
    goal_value: Text = asked("Значение на выходе", "на 4 уроках из 5", "К чему должно прийти")


class Pair(Form):
    """A mentor and a mentee."""

    mentor: Text = asked("Наставник", "Лозовицкая Эмма Карповна", "Фамилия, имя, отчество")
    mentor_position: Text = asked("Должность наставника", "учитель математики")
    contract_number: Text = asked("Номер трудового договора наставника", "34")
    contract_date: Day = asked("Дата трудового договора наставника", "01.09.2015", default=None)
    mentee: Text = asked("Наставляемый", "Перепёлкина Ника Юрьевна", "Фамилия, имя, отчество")
    mentee_position: Text = asked("Должность наставляемого", "учитель математики")
    category: Category = asked("Категория наставляемого", "молодой педагог", "Одна из восьми")
    basis: Text = asked(
        "Договор студента или стажёра",
        "договор о практической подготовке от 01.09.2026 № 12",
        "Для студента и стажёра: договор или направление на практику",
    )
    form: Shape = asked("Форма наставничества", "педагог — педагог", "Одна из пяти", default="teacher_teacher")
    type: Kind = asked(
        "Вид наставничества",
        "Традиционное наставничество («один на один»)",
        "Один из одиннадцати",
        default="traditional",
    )
    starts: Day = asked("Начало работы пары", "14.09.2026", "Пусто: как у школы", default=None)
    ends: Day = asked("Окончание работы пары", "28.05.2027", "Пусто: как у школы", default=None)
    mentor_consent: Day = asked("Дата согласия наставника", "07.09.2026", "Не позже приказа о парах", default=None)
    mentee_consent: Day = asked("Дата согласия наставляемого", "08.09.2026", "Не позже приказа о парах", default=None)
    agreement_number: Text = asked("Номер дополнительного соглашения", "1")
    agreement_date: Day = asked(
        "Дата дополнительного соглашения", "09.09.2026", "Не позже приказа и начала работы", default=None
    )
    pay: Text = asked("Размер выплаты", "3 000 рублей в месяц", "Сумма или процент; единого размера закон не установил")
    work: Text = asked(
        "Содержание работы наставника",
        "помощь в планировании уроков, посещение и разбор занятий",
        "Пусто: обычный перечень",
    )
    meetings: Text = asked("График встреч", "каждая вторая среда, 14:30")
    goal: Text = asked("Цель программы", "на 4 уроках из 5 цель формулируют ученики", "Измеримая, из дефицитов")
    deficits: tuple[Deficit, ...] = Field((), title="Дефициты", max_length=10)

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError("работа пары кончается раньше, чем начинается")
        return self
