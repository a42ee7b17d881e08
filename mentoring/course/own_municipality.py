"""The block «Ваш муниципалитет»: shown only where a methodologist has put own data (`mentoring data use`)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mentoring.charts import BLUE, ORANGE, Chart, draw, label_axes, russian_ticks
from mentoring.course.pictures import figure, table
from mentoring.course.prose import prose
from mentoring.wording import percent_ru

SHOWN = 8


def own_municipality() -> None:
    """Shares beside the regional ones, doubts of the register, recommendations. Nothing without own data."""
    from mentoring.own_data import OwnDataError, figures, kept

    try:
        data = kept()
        found = figures(data) if data else None
    except OwnDataError as error:
        prose("### Ваш муниципалитет\n\n{said}", said=str(error))
        return
    if found is None:
        return
    source = f"данные муниципалитета «{found.municipality}»"
    lead = (
        "Данные внёс методист вашей группы. Сначала спросите то же, что спрашивали у региона: какого числа, от какой "
        "базы."
    )
    prose("### Ваш муниципалитет: {name}\n\n" + lead, name=found.municipality)
    if found.documents:
        figure(shares_chart(found.documents, source))
    if found.doubts:
        rows = pd.DataFrame(
            [{"what": one.words, "rows": len(one.organizations), "todo": one.todo} for one in found.doubts]
        )
        columns = {"what": "Что вызывает вопрос", "rows": "Строк", "todo": "Что сделать"}
        table(rows, "Реестр приказов: что проверить", source, columns=columns)
    if found.statuses:
        from mentoring.own_data.figures import STATUS

        rows = pd.DataFrame([{"status": STATUS[code], "n": len(who)} for code, who in found.statuses.items()])
        table(rows, "Пакеты документов", source, columns={"status": "Статус", "n": "Организаций"})
    if found.advice:
        rows = pd.DataFrame([{"who": one.addressee, "what": one.text, "n": len(one.organizations) or "—"}
                             for one in found.advice[:SHOWN]])  # fmt: skip
        columns = {"who": "Кому", "what": "Что сделать", "n": "Организаций названо"}
        table(rows, "Адресные рекомендации по правилам", f"таблица правил комплекта; {source}", columns=columns)
    if found.limits:
        lines = {f"line{number}": line for number, line in enumerate(found.limits)}
        prose("**Чего эти данные не доказывают**\n\n" + "\n".join(f"- {{{name}}}" for name in lines), **lines)


def shares_chart(documents: Any, source: str) -> Chart:
    """Bars of own shares with a mark where the region was in November 2023."""
    rows = sorted(documents, key=lambda one: one.share)
    worst = rows[0]
    places = range(len(rows))

    def paint(axes: Any) -> None:
        axes.barh(places, [one.share for one in rows], color=BLUE, height=0.55, label="ваш муниципалитет")
        known = [(at, one.region) for at, one in enumerate(rows) if one.region is not None]
        axes.scatter([share for _, share in known], [at for at, _ in known], color=ORANGE, marker="D", s=110, zorder=3,
                     edgecolors="white", label="регион, ноябрь 2023")  # fmt: skip
        for at, one in enumerate(rows):
            base = f" ({one.have} из {one.total})" if one.total else ""
            axes.text(102, at, percent_ru(one.share, 0) + base, va="center", fontweight="bold")
        axes.set_yticks(places, [one.title for one in rows])
        axes.set_xlim(0, 132)
        axes.set_xticks(range(0, 101, 20))
        label_axes(axes, "организаций с документом, %", grid="x")
        russian_ticks(axes.xaxis)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)

    listed = "; ".join(
        f"{one.title} — {percent_ru(one.share, 0)}"
        + (f", регион {percent_ru(one.region, 0)}" if one.region is not None else "") for one in rows
    )  # fmt: skip
    title = f"Реже всего — {worst.title}: {percent_ru(worst.share, 0)}"
    note = f"{source}; регион — мониторинг 2023 г., база другая"
    return draw(
        paint, title=title, source=note, alt=f"Столбчатая диаграмма. {listed}.", size=(11, 2.6 + 0.7 * len(rows))
    )


__all__ = ["own_municipality", "shares_chart"]
