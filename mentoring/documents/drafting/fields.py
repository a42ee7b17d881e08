"""Fields of a form: days as people write them, and an error of a field as one Russian sentence. No documents here."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from mentoring.paper import FORBIDDEN

MAX_TEXT = 2_000


class DraftError(Exception):
    """A form that can't be used: the message is one Russian sentence."""


class Form(BaseModel):
    """Frozen and strict about names: a field nobody knows is an error, not silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _day(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date()
    if not isinstance(value, str):
        return value
    text = value.strip().removesuffix("г.").removesuffix("года").strip()
    if not text:
        return None
    for pattern in ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"):
        try:
            return dt.datetime.strptime(text[:10], pattern).date()
        except ValueError:
            continue
    raise ValueError("день пишется так: 28.08.2026")


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return FORBIDDEN.sub("", value) if isinstance(value, str) else value


Day = Annotated[dt.date | None, BeforeValidator(_day)]
# An empty cell of a table is an empty text.
Text = Annotated[str, BeforeValidator(_text), StringConstraints(strip_whitespace=True, max_length=MAX_TEXT)]


def asked(title: str, example: str = "", help: str = "", default: Any = "") -> Any:
    """A field of the form: its name, an example and what to write, all in Russian."""
    return Field(default, title=title, description=help or None, examples=[example] if example else None)


def sentence(error: ValidationError, model: type[BaseModel]) -> str:
    """The first error in Russian: which field of the form, what is wrong with it."""
    first = error.errors()[0]
    place, current = [], model
    for step in first["loc"]:
        if isinstance(step, int):
            place.append(f"строка {step + 1}")
        elif current is not None and step in current.model_fields:
            place.append(f"«{current.model_fields[step].title or step}»")
            current = _inner(current.model_fields[step].annotation)
        else:
            place.append(f"«{step}»")
    where = ", ".join(place) or "форма"
    said = {
        "extra_forbidden": "такого поля в форме нет",
        "missing": "поле не заполнено",
        "string_too_long": f"текст длиннее {MAX_TEXT} знаков",
        "string_type": "здесь нужен текст",
        "literal_error": f"такого значения нет; можно: {first.get('ctx', {}).get('expected', '')}".replace(
            " or ", ", "
        ),
        "bool_parsing": "здесь пишут «да» или «нет»",
        "too_long": "слишком много строк",
        "too_short": "нужна хотя бы одна строка",
        "value_error": first["msg"].removeprefix("Value error, "),
        "date_type": "день пишется так: 28.08.2026",
    }.get(first["type"], "значение не подходит")
    return f"Форма: {where} — {said}."


def _inner(annotation: Any) -> type[BaseModel] | None:
    for one in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
    return None
