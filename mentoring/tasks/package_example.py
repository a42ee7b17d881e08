"""Whole packages for practicum №4: that of the school whose form everybody may download, and one of somebody's own.

The first is given text: uploading it again earns nothing. The second shows that a package of one's own, made from the
form and worked over, earns everything. Not for scoring.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

File = tuple[str, bytes]


@lru_cache(maxsize=1)
def given_package() -> tuple[File, ...]:
    """Drafts of the invented school of the form, with both of its pairs."""
    from mentoring.documents.drafting import example, package

    return tuple((one.name, one.content) for one in package(example()))


def sample_pair() -> list[File]:
    """The same with one pair: what a hurried participant would hand in."""
    from mentoring.documents.drafting import example, package

    school = example()
    return [(one.name, one.content) for one in package(school.model_copy(update={"pairs": school.pairs[:1]}))]


@lru_cache(maxsize=1)
def given_runs() -> tuple[str, ...]:
    """For a reference: what stands in the given package."""
    from mentoring.tasks.document_reading import audit_files
    from mentoring.tasks.given_text import fingerprint
    from mentoring.uploads import pack

    read = audit_files(pack({"as_of": "2026-11-21"}, list(given_package())))
    return fingerprint(one["text"] for one in read["files"])


def own_package(year: str = "2026") -> list[File]:
    """A package of another invented school with one pair, for the school year that begins in `year`."""
    from mentoring.documents.drafting import package

    return [(one.name, one.content) for one in package(own_school(int(year)))]


def own_school(year: int = 2026):
    """The filled form of that school."""
    from mentoring.documents.drafting.school import School

    def day(month: int, number: int) -> dt.date:
        found = dt.date(year + (month < 8), month, number)
        return found - dt.timedelta(max(0, found.weekday() - 4))  # no weekend

    return School.model_validate(
        {
            "organization": "Муниципальное автономное общеобразовательное учреждение «Каменномостская школа»",
            "short_name": "МАОУ «Каменномостская школа»", "place": "город Каменный Мост",
            "head": "Верхоянцева Майя Тимофеевна", "curator": "Подгорный Савелий Игнатьевич",
            "curator_position": "методист", "clerk": "Ольшаников Денис Платонович",
            "clerk_position": "администратор сайта",
            "regional_act": "приказа департамента образования Речной области от 03.03.2023 № 98",
            "implementation_number": "81-од", "implementation_date": day(8, 25),
            "pairing_number": "97-од", "pairing_date": day(9, 17), "starts": day(9, 21), "ends": day(5, 21),
            "programme_due": day(10, 5), "pay_act": "порядок стимулирующих выплат, пункт 3.4",
            "pairs": [{
                "mentor": "Заречнева Лидия Фоминична", "mentor_position": "учитель биологии",
                "contract_number": "112", "contract_date": "25.08.2009",
                "mentee": "Кедровский Лев Антонович", "mentee_position": "учитель химии", "category": "young",
                "mentor_consent": day(9, 14), "mentee_consent": day(9, 15),
                "agreement_number": "7", "agreement_date": day(9, 16), "pay": "4 200 рублей ежемесячно",
                "meetings": "вторник второй и четвёртой недели, после шестого урока",
                "goal": "на трёх лабораторных работах из четырёх группы сами выдвигают и проверяют предположение",
                "deficits": [{
                    "text": "опыт показывает учитель, класс переписывает готовый вывод",
                    "method": "посещение четырёх лабораторных работ", "found_on": day(9, 24),
                    "result": "предположение выдвинула 1 группа из 12",
                    "task": "подготовить и провести четыре лабораторные работы с карточкой предположения",
                    "due": day(2, 26),
                    "criterion": "карточку заполнили 9 групп из 12, подсчёт наставника по листам групп",
                    "activity": "совместная подготовка опыта без класса и разбор записи занятия",
                    "form": "стажировка в лаборатории, взаимопосещение", "transfer": "лабораторные работы в 8 классе",
                    "evidence": "листы групп, запись двух занятий", "goal_value": "9 групп из 12",
                }],
            }],
        }
    )  # fmt: skip
