"""The facts of an invented school: names, numbers, dates that fit each other; fields of the templates as text."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mentoring.cases.dice import Dice
from mentoring.cases.people import Person, feminine
from mentoring.cases.tables import rows
from mentoring.wording import number_ru

ROLES = ("director", "curator", "mentor", "mentee", "secretary")
DAY = dt.timedelta(days=1)
DEFICIT_FIELDS = ("task", "criterion", "activity", "transfer", "product", "evidence")


def facts(seed: object, year: int) -> dict[str, str]:
    """Fields of every document of a school in the school year that begins in `year`."""
    names, dice = _names(), Dice(seed, "school")
    school, place = dice.one(names["school"])
    field = {
        "school": school, "org": f"МБОУ «{school}»", "place": place, "region_gen": dice.one(names["region"])[0],
        "org_full": f"Муниципальное бюджетное общеобразовательное учреждение «{school}»",
    }  # fmt: skip
    subject = dice.one(names["subject"])[0]
    for role, person in people(seed, names, subject).items():
        field |= person.fields(role)
    return field | _numbers(seed) | _days(seed, year) | _years(year) | _deficits(seed) | _monitoring(seed)


def people(seed: object, names: dict[str, list[tuple[str, str]]], subject: str) -> dict[str, Person]:
    """A person for every role; no surname twice."""
    dice = Dice(seed, "people")
    posts = {
        "director": "директор", "curator": "заместитель директора по учебно-воспитательной работе",
        "mentor": f"учитель {subject}", "mentee": f"учитель {subject}", "secretary": "секретарь",
    }  # fmt: skip
    cast = {}
    for role, (masculine, _) in zip(ROLES, dice.some(names["surname"], len(ROLES)), strict=True):
        gender = "f" if role == "secretary" else dice.one("mf")
        name, patronymic = dice.one(names["man" if gender == "m" else "woman"])
        cast[role] = Person(masculine if gender == "m" else feminine(masculine), name, patronymic, gender, posts[role])
    return cast


def deficits() -> list[dict[str, Any]]:
    """Rows of `case_deficits`."""
    return rows("case_deficits")


def _names() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows("case_names"):
        found.setdefault(row["kind"], []).append((row["text"], row["companion"]))
    return found


def _numbers(seed: object) -> dict[str, str]:
    dice = Dice(seed, "numbers")
    order = dice.number(61, 119)
    return {
        "order_n": str(order), "order_no": f"{order}-о", "pairing_no": f"{order + dice.number(8, 25)}-о",
        "old_no": f"{dice.number(40, 99)}-о", "old_date": f"0{dice.number(1, 7)}.09.2022",
        "agreement_no": str(dice.number(1, 9)), "contract_no": str(dice.number(11, 78)),
        "contract_date": f"2{dice.number(0, 8)}.08.20{dice.number(10, 18)}",
        "act_no": str(dice.number(102, 389)), "act_date": f"1{dice.number(3, 7)}.02.2023",
        "pay": f"{dice.number(2, 5)} {dice.number(1, 9)}00",
    }  # fmt: skip


def _days(seed: object, year: int) -> dict[str, str]:
    dice = Dice(seed, "days")
    order = workday(dt.date(year, 8, 24), dice.number(0, 3))
    site = workday(dt.date(year, 9, 1), 0)
    ask = workday(site, dice.number(1, 2))
    bank = workday(ask, dice.number(1, 2))
    mentor = workday(bank, 1)
    mentee = workday(mentor, dice.number(0, 1))
    training = workday(mentee, 1)
    agreement = workday(training, 1)
    pairing = workday(agreement, dice.number(0, 1))
    begins = workday(pairing, dice.number(1, 3))
    asked = workday(begins, 1)
    visit = workday(asked, dice.number(1, 2))
    programme = workday(visit, dice.number(3, 5))
    meeting = next(programme + DAY * n for n in range(1, 8) if (programme + DAY * n).weekday() == 1)
    weekend = next(dt.date(year, 8, 30) - DAY * n for n in range(7) if (dt.date(year, 8, 30) - DAY * n).weekday() == 6)
    dates = {
        "order_date": order, "order_sunday": weekend, "order_saturday": weekend - DAY, "site_due": site,
        "ask_date": ask, "bank_due": bank, "pairs_due": mentor, "consent_mentor_date": mentor,
        "consent_mentee_date": mentee, "data_date": mentor, "training_date": training, "agreement_date": agreement,
        "pairing_date": pairing, "pair_from": begins, "diagnostic_date": asked, "visit_date": visit,
        "programme_date": programme, "meetings_from": meeting, "late_date": workday(begins, dice.number(8, 14)),
        "early_date": site, "inventory_date": workday(dt.date(year, 10, 12), dice.number(0, 8)),
        "a2_date": workday(dt.date(year, 11, 9), dice.number(0, 8)),
        "term1": workday(dt.date(year, 12, 21), dice.number(0, 3)),
        "middle_date": workday(dt.date(year + 1, 1, 18), dice.number(0, 4)),
        "a3_date": workday(dt.date(year + 1, 2, 8), dice.number(0, 8)),
        "open_date": workday(dt.date(year + 1, 4, 12), dice.number(0, 6)),
        "term2": workday(dt.date(year + 1, 4, 26), dice.number(0, 3)),
        "pair_to": workday(dt.date(year + 1, 5, 24), dice.number(0, 2)),
        "praise_date": workday(dt.date(year + 1, 5, 31), 0),
        "report_due": workday(dt.date(year + 1, 6, 7), dice.number(0, 3)), "data_until": dt.date(year + 1, 8, 31),
    }  # fmt: skip
    written = {name: day.strftime("%d.%m.%Y") for name, day in dates.items()}
    return written | {"visits_date": f"с 01.10.{year} по 09.04.{year + 1}", "year_start": f"1 сентября {year} г."}


def workday(start: dt.date, after: int) -> dt.date:
    """The working day (Monday to Friday) that comes `after` working days from `start` or from the next one."""
    day = start
    while day.weekday() > 4:
        day += DAY
    for _ in range(after):
        day += DAY
        while day.weekday() > 4:
            day += DAY
    return day


def _years(year: int) -> dict[str, str]:
    def named(first: int) -> str:
        return f"{first}/{(first + 1) % 100:02d}"

    found = {"year": named(year), "year_before": named(year - 1), "y": str(year)}
    found |= {"y_next": str(year + 1), "y_before": str(year - 1)}
    return found | {f"year_{n}": named(year - 4 + n) for n in (1, 2, 3)}


def _deficits(seed: object) -> dict[str, str]:
    field = {}
    for place, row in enumerate(Dice(seed, "deficits").some(deficits(), 2), 1):
        field[f"d{place}"] = row["deficit"]
        field |= {f"d{place}_{name}": row[name] for name in DEFICIT_FIELDS}
    return field


def _monitoring(seed: object) -> dict[str, str]:
    """Three years over one base, the same over other bases, and two shares that are wrong."""
    dice = Dice(seed, "monitoring")
    base = dice.number(31, 42)
    first = base // 2 + dice.number(0, 2)
    tops = (first, first + dice.number(3, 4), first + dice.number(7, 9))
    field = {"m_base": str(base)}
    for place, top in enumerate(tops, 1):
        other = (base + 13, base + 6, base - 6)[place - 1]
        used = top if place < 3 else tops[1]
        field |= {f"m{place}_top": str(top), f"m{place}_share": share(top, base)}
        field |= {f"m{place}_other": str(other), f"m{place}_other_share": share(used, other)}
    field["m2_wrong"] = number_ru(round(100 * tops[1] / base + 6.3, 1), 1)
    field["m3_rounded"] = number_ru(round(100 * tops[2] / base + 0.4, 1), 1)
    return field


def share(top: int, base: int) -> str:
    return number_ru(round(100 * top / base, 1), 1)
