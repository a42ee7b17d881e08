"""Data that answers: a municipality with its register rows, flags and recommendations; a share at a chosen base.

Only ipywidgets; a failure is one Russian sentence in the place of the result.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from mentoring.course.page import esc, live, show_widget
from mentoring.course.pictures import table_html
from mentoring.course.prose import rendered
from mentoring.indicators import IndicatorError, at_constant_base, recommend, share
from mentoring.wording import count_ru, lowered, number_ru, percent_ru

log = logging.getLogger(__name__)

STATUS = {
    "complete": "предоставлено в полном объёме",
    "needs_revision": "требует доработки",
    "not_provided": "справка не предоставлена",
}
FLAGS = {
    "no_date": "даты нет", "year_only": "указан только год", "invalid_date": "дата невозможна",
    "conflicting_dates": "две разные даты", "duplicate_date": "дата записана дважды",
    "damaged_number": "номер повреждён",
    "odd_number": "номер записан странно", "weekend": "выходной день", "before_r145": "раньше распоряжения Р-145",
    "on_letter_day": "в день письма АЗ-1128/08", "extra_text": "лишний текст в реквизите",
    "not_municipality": "метка — не муниципалитет",
}  # fmt: skip


def explore_table(
    choices: Sequence[tuple[str, Any]], describe: Callable[[Any], str], *, label: str, words: str
) -> None:
    """A list to choose from and what `describe(value)` tells of the choice, as trusted HTML."""
    from ipywidgets import Dropdown, Layout

    chosen = Dropdown(options=list(choices), description=label, layout=Layout(width="min(100%, 30rem)"),
                      style={"description_width": "initial"})  # fmt: skip
    _explore(chosen, describe, words)


def explore_municipality() -> None:
    """Choose a municipality: its status, its rows of the register with what is doubtful, recommendations by rules."""
    from mentoring.data import load

    statuses, orders = load("municipality_status"), load("orders")
    stands_for = dict(zip(statuses["register_name"].fillna(""), statuses["municipality"], strict=True))
    names = sorted({*statuses["municipality"], *(stands_for.get(name, name) for name in orders["municipality"])})
    explore_table(
        [(name, name) for name in names], lambda name: municipality_card(name, statuses, orders),
        label="Муниципалитет", words="Выбор муниципалитета: статус, строки реестра, рекомендации.",
    )  # fmt: skip


def municipality_card(name: str, statuses: pd.DataFrame, orders: pd.DataFrame) -> str:
    """What the tables know of one municipality, as HTML."""
    status = statuses[statuses["municipality"] == name]
    register = name if status.empty or status["register_name"].isna().iloc[0] else status["register_name"].iloc[0]
    rows = orders[orders["municipality"] == register].copy()
    parts = [f"<h3>{esc(name)}</h3>"]
    if status.empty:
        parts.append("<p>В списках статусов этой метки нет: в реестре она объединяет государственные организации.</p>")
    else:
        parts.append(f"<p>Статус пакета документов: <b>{STATUS[status['status'].iloc[0]]}</b>.</p>")
    if rows.empty:
        parts.append(
            "<p>Строк в реестре нет. Почему — по данным не видно: возможно, замечаний к приказам не было, "
            "возможно, сведений не прислали.</p>"
        )
    else:
        rows["doubt"] = [flags_ru(flags) for flags in rows["flags"]]
        counted = count_ru(len(rows), "строка", "строки", "строк")
        columns = {
            "organization": "Организация",
            "requisite": "Реквизит, как в реестре",
            "doubt": "На что обратить внимание",
        }
        parts.append(table_html(rows, f"В реестре — {counted}", columns=columns, tall=len(rows) > 6))
    if not status.empty:
        found = recommend({"status": status["status"].iloc[0]})
        parts.append("<p><b>Рекомендация по правилу</b></p><ul>" + "".join(
            f"<li>{esc(one.addressee.capitalize())}: {esc(lowered(one.text))} "
            f"<span class='mk-small'>(правило {one.rule})</span></li>"
            for one in found) + "</ul>")  # fmt: skip
    if not rows.empty and not status.empty and status["status"].iloc[0] == "complete":
        parts.append(
            "<p class='mk-warn'>Статус говорит «в полном объёме», а в реестре есть приказы, изданные не позже письма "
            "о наставничестве педагогов. Одно другому не обязательно противоречит: приказ могли заменить. "
            "Это повод спросить, а не вывод.</p>"
        )
    return "".join(parts)


def flags_ru(flags: Any) -> str:
    """Flags of a register row that matter to a reader, in words."""
    known = [FLAGS[flag] for flag in str(flags if flags == flags else "").split() if flag in FLAGS]
    return "; ".join(known) or "—"


def explore_base(
    numerator: str = "with_regulation", *, what: str = "организаций с Положением", low: int = 900, high: int = 1150
) -> None:
    """A slider for a constant base: the shares of the three slices as printed and at the chosen base."""
    from ipywidgets import IntSlider, Layout

    from mentoring.data import load

    slices = load("monitoring")
    slider = IntSlider(value=int(slices["organizations"].iloc[0]), min=low, max=high, step=1,
                       description="Постоянная база", continuous_update=True, style={"description_width": "initial"},
                       layout=Layout(width="min(100%, 34rem)"))  # fmt: skip
    _explore(slider, lambda base: base_card(slices, numerator, base, what), "Доли при выбранной постоянной базе.")


def base_card(slices: pd.DataFrame, numerator: str, base: int, what: str) -> str:
    """Shares of the slices from their own bases and from `base`, with what it means. Raises IndicatorError if A > B."""
    if base < slices[numerator].max():
        most = slices.loc[slices[numerator].idxmax()]
        raise IndicatorError(
            f"База {number_ru(base)} меньше числителя: {what} в срезе «{most['period_title']}» — "
            f"{number_ru(most[numerator])}. Часть не бывает больше целого, сдвиньте ползунок вправо."
        )
    shown = pd.DataFrame({
        "period": slices["period_title"], "a": slices[numerator], "b": slices["organizations"],
        "own": share(slices[numerator], slices["organizations"]), "fixed": at_constant_base(slices[numerator], base),
    })  # fmt: skip
    columns = {"period": "Срез", "a": f"A: {what}", "b": "B: своя база", "own": "Доля от своей базы",
               "fixed": f"Доля от базы {number_ru(base)}"}  # fmt: skip
    drawn = table_html(shown, columns=columns, formats={"own": "%1", "fixed": "%1"})
    first, last = shown.iloc[0], shown.iloc[-1]
    own = "растёт" if last["own"] > first["own"] else "не растёт"
    fixed = "растёт" if last["fixed"] > first["fixed"] else "снижается"
    return drawn + rendered(
        f"От своей базы доля {own}: {percent_ru(first['own'], 1)} → {percent_ru(last['own'], 1)}. "
        f"От постоянной базы она {fixed}: {percent_ru(first['fixed'], 1)} → {percent_ru(last['fixed'], 1)}. "
        "Направление зависит от того, что взято за целое, поэтому динамику установить нельзя."
    )


def _explore(control: Any, describe: Callable[[Any], str], words: str) -> None:
    """A control over its result; the first result also stands where no widget can live."""
    from ipywidgets import HTML, VBox

    result = HTML()

    def draw(_change: Any = None) -> None:
        result.value = live(_told(describe, control.value))

    control.observe(draw, "value")
    draw()
    show_widget(VBox([control, result]), result.value, words)


def _told(describe: Callable[[Any], str], value: Any) -> str:
    try:
        return describe(value)
    except IndicatorError as error:
        return f"<p class='mk-warn'>{esc(error)}</p>"
    except Exception:
        log.exception("explorer failed")
        return "<p class='mk-warn'>Показать это не получилось. Выберите другое значение или обновите страницу.</p>"
