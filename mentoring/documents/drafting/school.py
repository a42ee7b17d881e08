"""The one form of a school: what all its mentoring documents share, and its pairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Self

from pydantic import Field, model_validator

from mentoring.documents.dates import school_year
from mentoring.documents.drafting.fields import Day, Form, Text, asked
from mentoring.documents.drafting.pair import Categories, Deficit, Kinds, Pair, Shapes, Yes, catalogue

__all__ = ["Deficit", "Pair", "School", "catalogue"]
EARLIEST = dt.date(2021, 12, 21)  # the letter that the system of teachers' mentoring rests on (table acts, az1128)


class School(Form):
    """What the documents of one school share."""

    organization: Text = asked(
        "Полное наименование организации", "Муниципальное бюджетное общеобразовательное учреждение «Заозёрная школа»"
    )
    short_name: Text = asked("Краткое наименование", "МБОУ «Заозёрная школа»")
    place: Text = asked("Место издания", "посёлок Заозёрный", "Город, посёлок, село")
    head_position: Text = asked("Должность руководителя", "Директор", default="Директор")
    head: Text = asked("Руководитель", "Брусничный Аркадий Львович", "Фамилия, имя, отчество")
    curator: Text = asked("Куратор наставничества", "Ставицкая Рената Олеговна", "Фамилия, имя, отчество")
    curator_position: Text = asked("Должность куратора", "заместитель директора по учебно-воспитательной работе")
    clerk: Text = asked("Кто размещает документы на сайте", "Полянкина Инга Романовна", "Фамилия, имя, отчество")
    clerk_position: Text = asked("Должность того, кто размещает", "секретарь")
    regional_act: Text = asked(
        "Региональный акт о наставничестве",
        "приказа министерства образования Озёрной области от 14.02.2023 № 217",
        "В родительном падеже, с датой и номером",
    )
    implementation_number: Text = asked("Номер приказа о внедрении", "112-о")
    implementation_date: Day = asked("Дата приказа о внедрении", "28.08.2026", default=None)
    previous_order: Text = asked("Прежний приказ", "от 01.09.2023 № 71-о", "Если он был: дата и номер")
    pairing_number: Text = asked("Номер приказа о парах", "125-о")
    pairing_date: Day = asked("Дата приказа о парах", "11.09.2026", default=None)
    starts: Day = asked("Начало работы пар", "14.09.2026", default=None)
    ends: Day = asked("Окончание работы пар", "28.05.2027", "Внутри учебного года", default=None)
    programme_due: Day = asked(
        "Срок составления программ", "28.09.2026", "Пусто: через две недели после начала", default=None
    )
    reward_number: Text = asked("Номер приказа о поощрении", "64-о", "Нужен только для него")
    reward_date: Day = asked("Дата приказа о поощрении", "31.05.2027", "Нужна только для него", default=None)
    pay_act: Text = asked(
        "Положение об оплате труда",
        "положение об оплате труда работников школы, раздел 5",
        "Как называется ваш акт",
        default="положение об оплате труда работников",
    )
    categories: Categories = asked(
        "Категории наставляемых", "пусто", "Через точку с запятой; пусто: все восемь", default=()
    )
    types: Kinds = asked(
        "Виды наставничества",
        "Партнёрское наставничество; Групповое наставничество",
        "Через точку с запятой; пусто: все одиннадцать",
        default=(),
    )
    forms: Shapes = asked(
        "Формы наставничества", "пусто", "Через точку с запятой; пусто: «педагог — педагог» и формы пар", default=()
    )
    publish: Yes = asked(
        "Публиковать имена и фотографии",
        "нет",
        "да или нет; «да» добавляет отдельное согласие на распространение",
        default=False,
    )
    pairs: tuple[Pair, ...] = Field((), title="Пары", max_length=200)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for name in ("implementation_date", "pairing_date"):
            day = getattr(self, name)
            if day and day < EARLIEST:
                raise ValueError(
                    f"поле «{School.model_fields[name].title}»: рекомендации о наставничестве педагогов вышли "
                    f"{EARLIEST:%d.%m.%Y}, документ не может быть раньше"
                )
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError("работа пар кончается раньше, чем начинается")
        if self.implementation_date and self.pairing_date and self.pairing_date < self.implementation_date:
            raise ValueError("приказ о парах не может быть раньше приказа о внедрении")
        return self

    @property
    def day(self) -> dt.date:
        """The day that the law is taken of where a document has none of its own."""
        return self.implementation_date or self.pairing_date or self.starts or dt.date.today()

    @property
    def year(self) -> tuple[dt.date, dt.date]:
        """First and last day of the school year the pairs work in."""
        first = self.starts or self.pairing_date or self.day
        return school_year(first.replace(month=9, day=1) if first.month == 8 else first)

    @property
    def year_ru(self) -> str:
        first, last = self.year
        return f"{first.year}/{last.year % 100:02d}"

    def used(self, field: str) -> tuple[str, ...]:
        """Ids of categories, types or forms of the regulation: those named, those of the pairs, else all of them."""
        table = {"categories": "mentee_categories", "types": "mentoring_types", "forms": "mentoring_forms"}[field]
        attribute = {"categories": "category", "types": "type", "forms": "form"}[field]
        own = [value for pair in self.pairs if (value := getattr(pair, attribute))]
        named: Iterable[str] = getattr(self, field) or (catalogue(table) if field != "forms" else ("teacher_teacher",))
        wanted = {*named, *own}
        return tuple(id for id in catalogue(table) if id in wanted)

    def term(self, pair: Pair) -> tuple[dt.date | None, dt.date | None]:
        return pair.starts or self.starts, pair.ends or self.ends

    def by_mentor(self) -> list[tuple[Pair, ...]]:
        """Pairs of one mentor together, in the order of the form; nameless mentors apart."""
        found: dict[str, list[Pair]] = {}
        for number, pair in enumerate(self.pairs):
            found.setdefault(pair.mentor or f"\0{number}", []).append(pair)
        return [tuple(group) for group in found.values()]
