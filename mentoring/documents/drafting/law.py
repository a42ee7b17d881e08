"""What a document of a given day rests on. Numbers and days come from the table of acts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from mentoring.documents.drafting.pair import catalogue


@dataclass(frozen=True)
class Law:
    """Phrases in the genitive («на основании …») for the day, and what the drafter should check by hand."""

    letter: str
    education: str
    labour: str
    special: bool
    concept: str
    personal_data: str
    notes: tuple[str, ...]

    @property
    def all(self) -> str:
        return "; ".join(filter(None, (self.education, self.labour, self.letter, self.concept)))


def law(day: dt.date) -> Law:
    """The law in force on the day."""
    acts = catalogue("acts")
    special = _in_force("tk351_8", day)
    labour = acts["tk351_8" if special else "tk60_2"]["number"].replace("; ", " и ")
    notes = [
        "Проверьте номера и сроки актов по официальной публикации: текст закона меняется.",
    ]
    if special:
        notes.append(
            "Проверьте по статье 351.8 ТК РФ срок, за который предупреждает об отказе сам работник: подтверждены "
            "три рабочих дня для работодателя."
        )
    else:
        notes.append("До 01.03.2025 особой нормы о наставничестве в ТК РФ не было: основание — статьи 60.2 и 151.")
    return Law(
        letter=(
            "письма Минпросвещения России и Профсоюза работников народного образования и науки Российской Федерации "
            f"от {_day('az1128')} № АЗ-1128/08 / № 657"
        ),
        education=(
            f"Федерального закона от {_day('fz273')} № {acts['fz273']['number']} "
            "«Об образовании в Российской Федерации»"
        ),
        labour=f"{'статьи' if special else 'статей'} {labour} Трудового кодекса Российской Федерации",
        special=special,
        concept=(
            f"распоряжения Правительства Российской Федерации от {_day('c1264')} № {acts['c1264']['number']} "
            "(Концепция развития наставничества до 2030 года)"
            if _in_force("c1264", day)
            else ""
        ),
        personal_data=f"Федерального закона от {_day('fz152')} № {acts['fz152']['number']} «О персональных данных»",
        notes=tuple(notes),
    )


def _in_force(id: str, day: dt.date) -> bool:
    first, last = catalogue("acts")[id]["in_force_from"], catalogue("acts")[id]["in_force_to"]
    return not pd.isna(first) and first.date() <= day and (pd.isna(last) or day <= last.date())


def _day(id: str) -> str:
    return f"{catalogue('acts')[id]['date']:%d.%m.%Y}"
