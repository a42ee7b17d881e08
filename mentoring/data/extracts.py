"""Extracts of a table for individual variants: pure functions of a seed. What they hold is the table's, unchanged."""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd

from mentoring.data import load
from mentoring.variants import Variant

ORDER_COLUMNS = ("municipality", "organization", "requisite", "number", "date", "date_precision")
DATED = range(22, 41)


def orders_extract(seed: int) -> Variant:
    """Rows of the register of orders, in the order of the register: two to four without a full date and 22–40 with one.

    Public: `{"columns": […], "rows": [[…]]}`, dates as ISO text. Nothing is secret: the key counts the same rows.
    """
    orders, draw = load("orders"), Random(seed)
    full = orders.index[orders["date_precision"] == "day"].tolist()
    rest = orders.index[orders["date_precision"] != "day"].tolist()
    taken = draw.sample(full, draw.choice(DATED)) + draw.sample(rest, draw.randint(2, len(rest)))
    chosen = orders.loc[sorted(taken), list(ORDER_COLUMNS)]
    rows = [[_plain(value) for value in row] for row in chosen.itertuples(index=False)]
    return Variant({"columns": list(ORDER_COLUMNS), "rows": rows})


def table(extract: dict[str, Any]) -> pd.DataFrame:
    """The public part of an extract as a frame; the column `date` holds dates."""
    frame = pd.DataFrame(extract["rows"], columns=extract["columns"])
    return frame.assign(date=pd.to_datetime(frame["date"])) if "date" in frame else frame


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value
