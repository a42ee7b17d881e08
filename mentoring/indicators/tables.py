"""Indicators of whole tables: by municipality, period, organisation type; from row-level data of any length.

Keys are coded once (categorical columns bring their codes along), every count is one pass of `numpy.bincount`.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mentoring.indicators.errors import IndicatorError
from mentoring.indicators.shares import flagged_percent, numbers
from mentoring.wording import count_ru

_CELLS_PER_ROW = 4  # above this the cross product of keys is mostly empty: its cells are numbered anew
_MASKS_AT_ONCE = 6
_LONG = 100_000  # rows from which threads pay


@dataclass(frozen=True)
class Groups:
    """Rows of a table with the number of the group each belongs to; one `Groups` serves any number of indicators."""

    frame: pd.DataFrame
    codes: np.ndarray  # (rows,) integer: cell of each row
    cells: int
    present: np.ndarray  # (groups,) cells that occur, in order of keys
    sizes: np.ndarray  # (groups,) rows in each
    keys: pd.DataFrame  # (groups, number of keys) the values of the keys

    def count(self, mask: np.ndarray) -> np.ndarray:
        """Number of true rows in every group; `mask` is (rows,) bool → (groups,) int."""
        return self._counted(self.codes.take(np.flatnonzero(mask)))

    def count_within(self, part: np.ndarray, whole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows of every group where `part` and `whole` hold, and where `whole` holds; both masks are (rows,) bool."""
        rows = np.flatnonzero(whole)  # positions are several times faster than indexing by a mask
        codes = self.codes.take(rows)
        return self._counted(codes.take(np.flatnonzero(part.take(rows)))), self._counted(codes)

    def _counted(self, codes):
        return np.bincount(codes, minlength=self.cells).take(self.present)

    def total(self, values: np.ndarray) -> np.ndarray:
        """Sum in every group; `values` is (rows,) float → (groups,) float."""
        return np.bincount(self.codes, weights=values, minlength=self.cells)[self.present]


def group_rows(frame: pd.DataFrame, keys: str | list[str]) -> Groups:
    """Number the groups of `frame` by the columns `keys`. Rows without a key form a group of their own.

    Raises IndicatorError for an empty table or an absent column.
    """
    keys = [keys] if isinstance(keys, str) else list(keys or [])
    for key in keys:
        _require(frame, key)
    if not keys:
        raise IndicatorError("Не указано, по какому признаку считать: назовите хотя бы один столбец.")
    if not len(frame):
        raise IndicatorError("Таблица пуста: считать не по чему.")
    levels = _coded([frame[key] for key in keys])
    cells = math.prod(len(level.values) for level in levels)
    if cells > _CELLS_PER_ROW * len(frame):
        codes, cell_of = pd.factorize(_combined(levels, cells))
        cells = len(cell_of)
        counts = np.bincount(codes, minlength=cells)
    else:
        codes, cell_of = _combined(levels, cells), None
        counts = np.bincount(codes, minlength=cells)
    present = np.flatnonzero(counts)
    if 2 * len(present) < cells:  # mostly empty (municipalities lie in one region each): dense cells fit the cache
        dense = np.zeros(cells, dtype=codes.dtype)
        dense[present] = np.arange(len(present))
        codes, counts, cell_of = dense.take(codes), counts[present], present if cell_of is None else cell_of[present]
        present, cells = np.arange(len(present)), len(present)
    rest, picked = present if cell_of is None else cell_of[present], []
    for level in reversed(levels):
        rest, at = np.divmod(rest, len(level.values))
        picked.insert(0, at)
    # groups are put in the order of their keys here, where they are few: no pass over the rows for that
    order = np.lexsort([level.rank[at] for level, at in zip(reversed(levels), reversed(picked), strict=True)])
    present = present[order]
    values = {key: level.values.take(at[order]) for key, level, at in zip(keys, levels, picked, strict=True)}
    return Groups(frame, codes, cells, present, counts[present], pd.DataFrame(values))


def by(
    frame: pd.DataFrame | Groups,
    keys: str | list[str] | None = None,
    numerator=None,
    denominator=None,
) -> pd.DataFrame:
    """One indicator for every group: columns `keys`, ``numerator``, ``denominator``, ``share`` (percent), ``flag``.

    `numerator`, `denominator` are column names or arrays of the length of the table:
    yes/no → people or organisations are counted, the numerator among the denominator's rows (where both hold);
    numbers → ready counts are summed. Without `denominator` every row counts as one. Instead of a table and `keys` a
    `Groups` of `group_rows` can be given, so that several indicators share the work.

    A group with a row from which nothing can be calculated has no share and says so in ``flag`` (Russian); it does not
    raise for rows. IndicatorError for an absent column, a wrong length or an empty table.
    """
    groups = frame if isinstance(frame, Groups) else group_rows(frame, keys)
    if numerator is None:
        raise IndicatorError("Не указан числитель: назовите столбец с количеством или с признаком «да/нет».")
    a, mask_a = _column(groups.frame, numerator)
    b, mask_b = (None, True) if denominator is None else _column(groups.frame, denominator)
    if mask_a and mask_b:
        top, bottom = (groups.count(a), groups.sizes) if b is None else groups.count_within(a, b)
    else:
        top, bottom, flags = _sums(groups, a, b)
        return _table(groups.keys, top, bottom, flags)
    return _table(groups.keys, top, bottom)


def _table(keys: pd.DataFrame, top: np.ndarray, bottom: np.ndarray, flags: np.ndarray | None = None) -> pd.DataFrame:
    if flags is None:
        flags = np.full(len(top), "", dtype=object)
    shares, flags = flagged_percent(top.astype(float), bottom.astype(float), flags)
    columns = {key: keys[key].array for key in keys}
    columns |= {"numerator": top, "denominator": bottom, "share": shares, "flag": pd.Series(flags, dtype=object)}
    return pd.DataFrame(columns, copy=False)


def by_many(frame: pd.DataFrame | Groups, keys: str | list[str] | None, indicators: dict[str, tuple]) -> pd.DataFrame:
    """Several indicators at once: as `by`, one row for each indicator and group, with the column ``indicator`` first.

    `indicators` maps a name to ``(numerator, denominator)``; denominator None means every row. Yes/no indicators are
    counted together in one pass over the rows.
    """
    groups = frame if isinstance(frame, Groups) else group_rows(frame, keys)
    if not indicators:
        raise IndicatorError("Не указано ни одного показателя: назовите числитель и знаменатель.")
    masks, wanted = [], {}
    for name, columns in indicators.items():
        bits = []
        for column in columns:
            values, yes_no = (None, True) if column is None else _column(groups.frame, column)
            if not yes_no:
                return _one_by_one(groups, indicators)
            known = [bit for bit, mask in enumerate(masks) if values is not None and _same_array(mask, values)]
            if values is not None and not known:
                masks.append(values)
            bits.append(None if values is None else known[0] if known else len(masks) - 1)
        wanted[name] = bits
    if len(masks) > _MASKS_AT_ONCE:
        return _one_by_one(groups, indicators)
    states = _states(groups, masks)
    has = [np.arange(states.shape[1]) >> bit & 1 == 1 for bit in range(len(masks))]
    tops, bottoms = [], []
    for part, whole in wanted.values():
        inside = np.ones(states.shape[1], dtype=bool) if whole is None else has[whole]
        tops.append(states @ (inside & has[part]))
        bottoms.append(states @ inside)
    every = np.tile(np.arange(len(groups.present)), len(wanted))
    table = _table(groups.keys.take(every), np.concatenate(tops), np.concatenate(bottoms))
    table.insert(
        0, "indicator", pd.Categorical.from_codes(np.repeat(np.arange(len(wanted)), len(groups.present)), list(wanted))
    )
    return table


def _one_by_one(groups: Groups, indicators: dict[str, tuple]) -> pd.DataFrame:
    tables = {name: by(groups, None, *columns) for name, columns in indicators.items()}
    return pd.concat(tables, names=["indicator"]).reset_index(level=0).reset_index(drop=True)


def _states(groups: Groups, masks: list[np.ndarray]) -> np.ndarray:
    """Rows of every group in each combination of the masks: (groups, 2**masks) int, bit k of the column is mask k."""
    width = 1 << len(masks)

    bits = masks[0].astype(np.uint8)
    for bit, mask in enumerate(masks[1:], 1):
        bits |= mask.view(np.uint8) << np.uint8(bit)
    state = groups.codes << len(masks)
    state |= bits
    return np.bincount(state, minlength=groups.cells * width).reshape(-1, width)[groups.present]


def _same_array(left, right) -> bool:
    return left is right or left.__array_interface__ == right.__array_interface__


def _combined(levels: list[_Level], cells: int) -> np.ndarray:
    """Cell of each row in the cross product of the keys; 32 bits where they hold it, half of the memory to walk."""
    small = np.int32 if cells << _MASKS_AT_ONCE < 2**31 else np.int64
    codes = levels[0].codes if len(levels) > 1 else levels[0].codes.astype(small, copy=False)
    for number, level in enumerate(levels[1:]):
        codes = np.multiply(codes, len(level.values), dtype=small, out=codes if number else None)
        codes += level.codes
    return codes


def _sums(groups, a, b):
    """Sums of count columns; groups that hold bad rows are flagged with their number and the first reason."""
    a, reasons = numbers(pd.Series(a), "numerator") if a.dtype != bool else (a.astype(float), None)
    if b is None:
        b, reasons_b = np.ones(len(a)), None
    else:
        b, reasons_b = numbers(pd.Series(b), "denominator") if b.dtype != bool else (b.astype(float), None)
    bad = np.full(len(a), "", dtype=object)
    for some in (reasons, reasons_b):
        if some is not None:
            bad = np.where(bad == "", some, bad)
    over = (bad == "") & (a > b)
    bad[over] = "числитель больше знаменателя"
    wrong = bad != ""
    flags = np.full(len(groups.present), "", dtype=object)
    if wrong.any():
        first = dict(reversed(list(zip(groups.codes[wrong], bad[wrong], strict=True))))
        for position, number in enumerate(groups.count(wrong)):
            if number:
                reason = first[groups.present[position]]
                flags[position] = f"{count_ru(number, 'строка', 'строки', 'строк')} с ошибкой: {reason}"
    top, bottom = groups.total(np.where(wrong, 0, a)), groups.total(np.where(wrong, 0, b))
    return _whole(top), _whole(bottom), flags


def _whole(values: np.ndarray) -> np.ndarray:
    integers = np.rint(values)
    return integers.astype(np.int64) if np.array_equal(integers, values) else values


@dataclass(frozen=True)
class _Level:
    """One key: code of each row (any integer type), the distinct values, and the place of each value in their order."""

    codes: np.ndarray
    values: pd.Index
    rank: np.ndarray


def _coded(columns: list[pd.Series]) -> list[_Level]:
    """Levels of all keys; long columns of text are coded side by side, since pyarrow lets go of the interpreter."""
    text = [not isinstance(column.dtype, pd.CategoricalDtype) for column in columns]
    if sum(text) < 2 or len(columns[0]) < _LONG:
        return [_levels(column) for column in columns]
    with ThreadPoolExecutor(len(columns)) as pool:
        return list(pool.map(_levels, columns))


def _levels(column: pd.Series) -> _Level:
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, values = column.cat.codes.to_numpy(), column.cat.categories
        in_order = column.cat.ordered or values.is_monotonic_increasing
    else:
        codes, values = pd.factorize(column)
        values, in_order = pd.Index(values), False
    rank = np.arange(len(values) + 1)
    if not in_order:
        try:
            rank[values.argsort()] = np.arange(len(values))
        except TypeError:  # keys of different kinds: text order
            rank[values.map(str).argsort()] = np.arange(len(values))
    if codes.min() < 0:  # rows without a key: a value of their own, the last in order
        codes = np.where(codes < 0, len(values), codes.astype(np.intp))
        values = pd.Index([*values, None], dtype=object)
    return _Level(codes, values, rank)


def _column(frame: pd.DataFrame, column) -> tuple[np.ndarray, bool]:
    """Values of a column or of a given array, and whether they are yes/no."""
    if isinstance(column, str):
        _require(frame, column)
        column = frame[column]
    if len(column) != len(frame):
        raise IndicatorError(
            f"В столбце {count_ru(len(column), 'значение', 'значения', 'значений')}, "
            f"а в таблице {count_ru(len(frame), 'строка', 'строки', 'строк')}: они должны совпадать."
        )
    if isinstance(column, pd.Series) and column.dtype == "boolean" and column.isna().any():
        return column.astype(object).to_numpy(), False
    values = column.to_numpy() if isinstance(column, pd.Series) else np.asarray(column)
    if isinstance(column, pd.Series) and column.dtype == "boolean":
        values = values.astype(bool)
    return values, values.dtype == bool


def _require(frame, column):
    if column not in frame.columns:
        raise IndicatorError(f"В таблице нет столбца «{column}»: проверьте его название.")
