"""How many organisations named pairs without a document that must stand beside the order: floors with their error."""

from __future__ import annotations

import pandas as pd

from mentoring.charts import BLUE, INK, Chart, draw, label_axes, russian_ticks
from mentoring.indicators.charts import DOCUMENT_NAMES
from mentoring.wording import count_ru, number_ru

HALF = 0.5  # percentage points: a share printed as a whole number may be off by this much


def document_gaps(shares: pd.DataFrame, slices: pd.DataFrame, column: str = "november") -> pd.DataFrame:
    """Organisations with a pairing order minus those with the document, in the last slice: an estimate from below.

    Columns: document, title, share (percent), organizations (estimate), gap (at least so many), error (±, of rounding).
    Pairing orders are known as a number; the base of the other shares is not named in the source: taken as the slice's.
    Only documents that are rarer than pairing orders are listed, the widest gap first.
    """
    last = slices.iloc[-1]
    base, pairs = float(last["organizations"]), float(last["with_pairs"])
    rows = [
        {
            "document": row.document, "title": DOCUMENT_NAMES.get(row.document, row.title),
            "share": getattr(row, column),
            "organizations": getattr(row, column) * base / 100, "gap": pairs - getattr(row, column) * base / 100,
            "error": HALF * base / 100,
        }
        for row in shares.itertuples()
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    table = table[table["gap"] > table["error"]]
    return table.sort_values("gap", ascending=False, ignore_index=True)


def gaps_chart(gaps: pd.DataFrame, base: float, source: str) -> Chart:
    """Bars of `document_gaps` with the error of rounding."""
    worst = gaps.iloc[1] if len(gaps) > 1 else gaps.iloc[0]
    least = count_ru(round(worst["gap"]), "организация", "организации", "организаций")
    title = f"Пары закреплены, а документа «{worst['title']}» нет: примерно {least} или больше"

    def paint(axes):
        places = range(len(gaps) - 1, -1, -1)
        axes.barh(places, gaps["gap"], xerr=gaps["error"], color=BLUE, height=0.55,
                  error_kw={"ecolor": INK, "capsize": 7, "elinewidth": 2})  # fmt: skip
        for place, row in zip(places, gaps.itertuples(), strict=True):
            text = f"≈{number_ru(row.gap, 0)} ± {number_ru(row.error, 0)}"
            axes.text(row.gap + row.error + gaps["gap"].max() * 0.02, place, text, va="center", fontweight="bold")
        axes.set_yticks(places, gaps["title"])
        axes.set_xlim(0, gaps["gap"].max() * 1.25)
        label_axes(axes, "организаций с приказом о парах, но без документа (столько или больше), единиц", grid="x")
        russian_ticks(axes.xaxis)

    listed = "; ".join(
        f"{row.title} — {count_ru(round(row.gap), 'организация', 'организации', 'организаций')} или больше, "
        f"плюс-минус {number_ru(row.error, 0)}" for row in gaps.itertuples()
    )  # fmt: skip
    return draw(
        paint, title=title, source=f"{source}; база {number_ru(base)} принята условно",
        alt=f"Столбчатая диаграмма: приказ о парах есть, документа нет. {listed}.", size=(11, 2.2 + 0.9 * len(gaps)),
    )  # fmt: skip
