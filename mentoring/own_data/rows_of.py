"""Clean rows of each kind of table from raw ones; what is doubtful or left out goes to `remark`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mentoring.data.requisites import parse_requisite
from mentoring.indicators.rounding import round_half_up
from mentoring.wording import number_ru, percent_ru

from . import values
from .kinds import document_of, text_of
from .reading import Formula
from .values import Unread

Lines = list[tuple[int, dict[str, Any]]]
Tell = Callable[..., None]


def register(lines: Lines, columns: dict[str, int], remark: Tell) -> list[dict[str, Any]]:
    """Orders: municipality, organization, requisite, number, date, date_precision, year, flags."""
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for at, row in lines:
        place, organization = text_of(row.get("municipality")), _name(at, row, remark)
        if not organization:
            continue
        written, told = _requisite(at, row, remark)
        known = seen.get((place, organization.casefold()))
        if known and known[1] == written:
            remark(at, "organization", organization, f"повтор строки {known[0]}", "удалите одну из двух", True)
            continue
        if known:
            remark(at, "organization", organization, f"организация уже стоит в строке {known[0]} с другим приказом",
                   "проверьте, оба ли приказа действуют")  # fmt: skip
        seen[place, organization.casefold()] = at, written
        read = parse_requisite(written)
        if not written:
            remark(at, "requisite", "", "реквизита нет", "впишите номер и дату приказа")
        elif not told and set(read.flags) & {
            "invalid_date",
            "conflicting_dates",
            "no_date",
            "year_only",
            "damaged_number",
            "no_number",
        }:
            remark(
                at, "requisite", written, _said(read.flags), "сверьте с приказом и впишите в виде «№ 12 от 28.08.2026»"
            )
        rows.append(
            {
                "municipality": place, "organization": organization, "requisite": written, "number": read.number or "",
                "date": read.date.isoformat() if read.date else "", "date_precision": read.date_precision,
                "year": read.year or "", "flags": " ".join(read.flags),
            }
        )  # fmt: skip
    return rows


def _said(flags: tuple[str, ...]) -> str:
    from mentoring.data.requisites import FLAGS

    told = ("invalid_date", "conflicting_dates", "no_date", "year_only", "damaged_number", "no_number")
    return "; ".join(FLAGS[flag] for flag in told if flag in flags)


def _requisite(at: int, row: dict[str, Any], remark: Tell) -> tuple[str, bool]:
    """The requisite as one text, from its own column or from a number and a date; whether something was told of it."""
    parts: list[str] = []
    told = isinstance(row.get("requisite"), Formula)
    if told:
        remark(at, "requisite", row["requisite"], "формула без сохранённого значения", "впишите номер и дату приказа")
    else:
        parts.append(text_of(row.get("requisite")))
    if not isinstance(row.get("number"), Formula) and (number := text_of(row.get("number")).lstrip("№ ")):
        parts.append(f"№ {number}")
    if "date" in row:
        try:
            day = values.date(row["date"])
            parts.append(f"от {day:%d.%m.%Y}" if day else "")
        except Unread as error:
            told = True
            remark(at, "date", row["date"], error.wrong, error.mend)
            parts.append("" if isinstance(row["date"], Formula) else text_of(row["date"]))
    return " ".join(part for part in parts if part), told


def shares(lines: Lines, columns: dict[str, int], remark: Tell) -> list[dict[str, Any]]:
    """Documents: document, have, total, share (percent)."""
    rows: list[dict[str, Any]] = []
    fractions = _are_fractions(lines)
    if fractions:
        remark(None, "share", "", "все доли не больше единицы", "прочитаны как части целого: 0,95 — это 95 %")
    seen: dict[str, int] = {}
    for at, row in lines:
        title = text_of(row["document"])
        code = document_of(title)
        if not code:
            remark(at, "document", title, "такого документа нет среди семи документов мониторинга",
                   "назовите его, как в чек-листе, например «Положение» или «Дорожная карта»", True)  # fmt: skip
            continue
        if code in seen:
            remark(
                at, "document", title, f"этот документ уже стоит в строке {seen[code]}", "оставьте одну строку", True
            )
            continue
        have, bad_have = _read(values.count, at, "have", row, remark)
        total, bad_total = _read(values.count, at, "total", row, remark)
        stated, bad_share = _read(values.number, at, "share", row, remark)
        if stated is not None and fractions and not values.is_percent(row["share"]):
            stated *= 100
        if bad_share and (have is None or not total):
            continue
        if have is not None and total is not None and (total == 0 or have > total):
            wrong = "знаменатель равен нулю" if total == 0 else f"часть больше целого ({have} из {total})"
            remark(at, "total", "", wrong, "проверьте, об одних ли организациях оба числа", True)
            continue
        if stated is not None and not 0 <= stated <= 100:
            remark(
                at, "share", row["share"], "доля вне пределов от 0 до 100 %", "проверьте числитель и знаменатель", True
            )
            continue
        counted = 100 * have / total if have is not None and total else None
        if counted is None and stated is None:
            if not (bad_have or bad_total):
                remark(at, "share", "", "ни доли, ни чисел для неё нет", "впишите долю или «есть» и «всего»", True)
            continue
        if counted is not None and stated is not None and abs(round_half_up(counted, 1) - stated) > 0.5:
            remark(at, "share", row["share"], f"по числам выходит {percent_ru(counted, 1)}",
                   f"взято посчитанное: {number_ru(have)} из {number_ru(total)}")  # fmt: skip
        seen[code] = at
        rows.append({"document": code, "have": "" if have is None else have, "total": "" if total is None else total,
                     "share": counted if counted is not None else stated})  # fmt: skip
    return rows


def _are_fractions(lines: Lines) -> bool:
    """Whether a column of shares is written as parts of one: every number that doesn't say «%» is 1 at most."""
    found = []
    for _, row in lines:
        try:
            number = values.number(row.get("share"))
        except Unread:
            continue
        if number is not None and not values.is_percent(row["share"]):
            found.append(number)
    return len(found) > 1 and all(0 <= one <= 1 for one in found) and any(0 < one < 1 for one in found)


def presence(lines: Lines, columns: dict[str, int], remark: Tell) -> list[dict[str, Any]]:
    """Organizations: municipality, organization and a column of «да», «нет» or empty for each document."""
    documents = [name for name in columns if name not in ("municipality", "organization")]
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[str, str], int] = {}
    for at, row in lines:
        organization = _name(at, row, remark)
        if not organization:
            continue
        who = text_of(row.get("municipality")), organization.casefold()
        if who in seen:
            remark(at, "organization", organization, f"организация уже стоит в строке {seen[who]}",
                   "оставьте одну строку, иначе она посчитается дважды", True)  # fmt: skip
            continue
        seen[who] = at
        clean: dict[str, Any] = {"municipality": who[0], "organization": organization}
        for name in documents:
            found, bad = _read(values.yes, at, name, row, remark, lost=False)
            if found is None and not bad:
                remark(
                    at,
                    name,
                    text_of(row[name]),
                    "неизвестно, есть ли документ",
                    "впишите «да» или «нет»; пока в долю не входит",
                )
            clean[name] = "" if found is None else "да" if found else "нет"
        rows.append(clean)
    return rows


def statuses(lines: Lines, columns: dict[str, int], remark: Tell) -> list[dict[str, Any]]:
    """Organizations (or municipalities) with the status of their documents: municipality, organization, status."""
    rows: list[dict[str, Any]] = []
    seen: dict[tuple[str, str], int] = {}
    for at, row in lines:
        place, organization = text_of(row.get("municipality")), text_of(row.get("organization"))
        if not (place or organization):
            remark(at, "organization", "", "названия нет", "впишите организацию", True)
            continue
        who = place, organization.casefold()
        if who in seen:
            remark(
                at,
                "organization",
                organization or place,
                f"уже стоит в строке {seen[who]}",
                "оставьте одну строку",
                True,
            )
            continue
        found, bad = _read(values.status, at, "status", row, remark)
        if found is None:
            if not bad:
                remark(
                    at,
                    "status",
                    "",
                    "статуса нет",
                    "впишите «полностью», «требует доработки» или «не предоставлено»",
                    True,
                )
            continue
        seen[who] = at
        rows.append({"municipality": place, "organization": organization, "status": found})
    return rows


def _name(at: int, row: dict[str, Any], remark: Tell) -> str:
    raw = row.get("organization")
    name = "" if isinstance(raw, Formula) else text_of(raw)
    if not name:
        remark(at, "organization", raw, "названия организации нет", "впишите его", True)
    return name


def _read(
    reader: Callable[[Any], Any], at: int, name: str, row: dict[str, Any], remark: Tell, *, lost: bool = True
) -> tuple[Any, bool]:
    """The value of a cell and whether it was bad; the remark says that the row is lost only where it is."""
    try:
        return reader(row.get(name)), False
    except Unread as error:
        other = name in ("have", "total", "share") and lost and _other(name, row)
        remark(at, name, row[name], error.wrong, error.mend, lost and not other)
        return None, True


def _other(name: str, row: dict[str, Any]) -> bool:
    """Whether a share can still be known without the column `name`."""

    def good(*names: str) -> bool:
        try:
            return all(one in row and values.number(row[one]) is not None for one in names)
        except Unread:
            return False

    return good("have", "total") if name == "share" else good("share")
