"""Indicators of a generated country, ours against pandas groupby, polars and duckdb on the same in-memory rows.

40 000 organisations and 1.3 million teachers. Six indicators are computed for every municipality, from rows:
of teachers (share of the under-35s with ≤ 3 years of work that take part in support; share of all teachers that have a
mentor's status; share of the supported under-35s among all under-35s) and of organisations (with a regulation, with
pairs, with consents). Every engine holds the rows in its own native form, made before the clock starts: pandas and
`mentoring.indicators` the same frames with categorical region and municipality, polars its Categorical columns, duckdb
its own in-memory tables with ENUM columns. In the timed part: grouping, conditions, counts, shares, the order by key,
and the handing over of the result as columns (ours flags bad rows as well, the others do not). A second run has the
same rows with keys as plain text. Repetitions are interleaved, medians compared; results are checked to be equal first.
"""

from __future__ import annotations

import gc
import statistics
import time

import numpy as np
import pandas as pd

from mentoring.indicators import by_many

ORGANIZATIONS, TEACHERS, REGIONS, MUNICIPALITIES = 40_000, 1_300_000, 89, 2_300
REPEATS = 15
KEYS = ["region", "municipality"]
OURS = "mentoring"


def country(seed: int = 20231221) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Teachers and organisations of an invented country; every row knows its region and municipality (text keys)."""
    random = np.random.default_rng(seed)
    region_of = np.sort(random.integers(0, REGIONS, MUNICIPALITIES))
    place = random.integers(0, MUNICIPALITIES, ORGANIZATIONS)
    regions = np.array([f"Регион {n:02d}" for n in range(REGIONS)], dtype=object)
    names = np.array([f"Муниципалитет {n:04d}" for n in range(MUNICIPALITIES)], dtype=object)

    def keyed(places, **columns):
        return pd.DataFrame({"region": regions[region_of[places]], "municipality": names[places], **columns})

    has = [random.random(ORGANIZATIONS) < p for p in (0.9, 0.8, 0.6)]
    organizations = keyed(
        place, has_regulation=has[0], has_pairs=has[0] & has[1], has_consents=has[0] & has[1] & has[2]
    )
    works_at = random.integers(0, ORGANIZATIONS, TEACHERS)
    age = random.integers(21, 70, TEACHERS).astype(np.int16)
    experience = np.minimum(random.integers(0, 45, TEACHERS), age - 21).astype(np.int16)
    supported = random.random(TEACHERS) < np.where(experience <= 3, 0.7, 0.1)
    teachers = keyed(
        place[works_at], age=age, experience=experience, in_support=supported, is_mentor=random.random(TEACHERS) < 0.08
    )
    return teachers, organizations


def categorical(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(dict.fromkeys(KEYS, "category"))


def ours(teachers, organizations):
    young = (teachers["age"] < 35).to_numpy()
    beginner = young & (teachers["experience"] <= 3).to_numpy()
    people = {"a": ("in_support", beginner), "b": ("is_mentor", None), "c": ("in_support", young)}
    schools = {column: (column, None) for column in ("has_regulation", "has_pairs", "has_consents")}
    shares = []
    for frame, indicators in ((teachers, people), (organizations, schools)):
        table = by_many(frame, KEYS, indicators)
        shares += [*table["share"].to_numpy().reshape(len(indicators), -1)]
    return shares


def with_pandas(teachers, organizations):
    young = teachers["age"] < 35
    beginner = young & (teachers["experience"] <= 3)
    counts = (
        teachers.assign(
            young=young, beginner=beginner,
            young_supported=young & teachers["in_support"], beginner_supported=beginner & teachers["in_support"],
        )
        .groupby(KEYS, observed=True)[["beginner_supported", "beginner", "is_mentor", "young_supported", "young"]]
        .agg(["sum"])
    )  # fmt: skip
    counts.columns = [name for name, _ in counts.columns]
    size = teachers.groupby(KEYS, observed=True).size()
    shares = [
        100 * counts["beginner_supported"] / counts["beginner"],
        100 * counts["is_mentor"] / size,
        100 * counts["young_supported"] / counts["young"],
    ]
    schools = organizations.groupby(KEYS, observed=True)[["has_regulation", "has_pairs", "has_consents"]].mean() * 100
    return [s.to_numpy() for s in shares] + [schools[c].to_numpy() for c in schools]


class Polars:
    name = "polars"

    def __init__(self, teachers, organizations):
        import polars as pl

        self.teachers, self.organizations = pl.from_pandas(teachers), pl.from_pandas(organizations)

    def __call__(self):
        import polars as pl

        young = pl.col("age") < 35
        beginner = young & (pl.col("experience") <= 3)
        teachers = (
            self.teachers.lazy()
            .group_by(KEYS)
            .agg(
                a=100 * (beginner & pl.col("in_support")).sum() / beginner.sum(),
                b=100 * pl.col("is_mentor").sum() / pl.len(),
                c=100 * (young & pl.col("in_support")).sum() / young.sum(),
            )
            .sort(pl.col(KEYS).cast(pl.String))
        )
        schools = (
            self.organizations.lazy()
            .group_by(KEYS)
            .agg(pl.col("has_regulation", "has_pairs", "has_consents").sum() * 100 / pl.len())
            .sort(pl.col(KEYS).cast(pl.String))
        )
        teachers, schools = pl.collect_all([teachers, schools])
        return [t[c].to_numpy() for t, cs in ((teachers, "abc"), (schools, schools.columns[2:])) for c in cs]


class Duckdb:
    name = "duckdb"

    def __init__(self, teachers, organizations):
        import duckdb

        self.base = duckdb.connect()
        for name, frame in (("teachers", teachers), ("organizations", organizations)):
            self.base.register("given", frame)
            self.base.execute(f"create table {name} as select * from given")
            self.base.unregister("given")

    def __call__(self):
        teachers = self.base.execute(
            """select 100.0 * count(*) filter (age < 35 and experience <= 3 and in_support)
                            / count(*) filter (age < 35 and experience <= 3) a,
                      100.0 * count(*) filter (is_mentor) / count(*) b,
                      100.0 * count(*) filter (age < 35 and in_support) / count(*) filter (age < 35) c
               from teachers group by region, municipality order by region::varchar, municipality::varchar"""
        ).fetchnumpy()
        schools = self.base.execute(
            """select 100.0 * count(*) filter (has_regulation) / count(*) d,
                      100.0 * count(*) filter (has_pairs) / count(*) e,
                      100.0 * count(*) filter (has_consents) / count(*) f
               from organizations group by region, municipality order by region::varchar, municipality::varchar"""
        ).fetchnumpy()
        return [np.asarray(t[c]) for t, cs in ((teachers, "abc"), (schools, "def")) for c in cs]


def _medians(runs: dict, repeats: int) -> dict[str, float]:
    """Seconds of every run, medians of interleaved repetitions (the order turns round every time)."""
    reference = runs[OURS]()
    for name, run in runs.items():
        for left, right in zip(reference, run(), strict=True):
            np.testing.assert_allclose(np.asarray(right, float), left, rtol=1e-12, err_msg=name)
    seconds = {name: [] for name in runs}
    order = list(runs)
    gc.collect()
    gc.disable()
    try:
        for _ in range(repeats):
            for name in order:
                start = time.perf_counter()
                runs[name]()
                seconds[name].append(time.perf_counter() - start)
            order.append(order.pop(0))
    finally:
        gc.enable()
    return {name: statistics.median(values) for name, values in seconds.items()}


def _compare(teachers, organizations, repeats):
    return _medians(
        {
            OURS: lambda: ours(teachers, organizations),
            "pandas": lambda: with_pandas(teachers, organizations),
            "polars": Polars(teachers, organizations),
            "duckdb": Duckdb(teachers, organizations),
        },
        repeats,
    )


def run() -> dict[str, float]:
    """Ratios of our time to the others' (below 1: ours is faster), and our milliseconds."""
    teachers, organizations = country()
    coded = _compare(categorical(teachers), categorical(organizations), REPEATS)
    text = _compare(teachers, organizations, max(5, REPEATS // 3))
    result = {"indicators_vs_fastest": coded[OURS] / min(v for n, v in coded.items() if n != OURS)}
    result |= {f"indicators_vs_{name}": coded[OURS] / coded[name] for name in ("pandas", "polars", "duckdb")}
    result["indicators_ms"] = coded[OURS] * 1000
    result["indicators_text_keys_vs_fastest"] = text[OURS] / min(v for n, v in text.items() if n != OURS)
    result |= {f"indicators_text_keys_vs_{name}": text[OURS] / text[name] for name in ("pandas", "polars", "duckdb")}
    return result


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:40s} {value:10.3f}")
