"""How many planted defects the kit's own audit sees: an honest cross-check, not a target.

Every wording is planted alone; it counts as seen when a criterion of its defect turns partial or violated, or a cross
check speaks, and neither did in the sound package. Inventory, indicators and monitoring are no kinds of the audit:
their defects are left out. `python -m benchmarks.bench_cases` prints what was missed.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time
from pathlib import Path

SEED, AS_OF = "bench", dt.date(2026, 11, 20)
NO_KIND = ("package", "indicator", "monitoring")
LEVELS = {1: "easy", 2: "medium", 3: "hard"}


def measure() -> tuple[dict[str, float], list[str]]:
    """Figures, and a line for every wording the audit misses."""
    from mentoring.cases import make_case
    from mentoring.cases.tables import library
    from mentoring.data import load

    criteria = load("defects").set_index("id")["criteria"].fillna("").str.split()
    tables, seconds = library(), []
    before = found(make_case(SEED, "easy", [], decoys=0))
    seen: list[tuple[bool, bool]] = []
    missed = []
    for wording in tables.wordings:
        if not wording.defect or tables.defects[wording.defect].subject in NO_KIND:
            continue
        started = time.perf_counter()
        case = make_case(SEED, LEVELS[wording.level], [wording.defect], decoys=0)
        seconds.append(time.perf_counter() - started)
        new = found(case) - before
        named = any(id in criteria[wording.defect] for _, id in new)
        seen.append((named, named or bool(new)))
        if not named:
            missed.append(f"{wording.id} {wording.explain} Audit: {', '.join(sorted(id for _, id in new)) or '—'}")
    figures = {
        "cases_audit_names_defect": sum(named for named, _ in seen) / len(seen),
        "cases_audit_sees_something": sum(anything for _, anything in seen) / len(seen),
        "cases_wordings_audited": len(seen),
        "cases_made_seconds": statistics.median(seconds),
    }
    return figures, missed


def found(case) -> set[tuple[str, str]]:
    """(file, criterion) that the audit calls partial or violated, and the ids of cross remarks."""
    from mentoring.cases import write_package
    from mentoring.documents import audit

    with tempfile.TemporaryDirectory() as folder:
        paths = write_package(case, Path(folder))
        kept = [path for path, one in zip(paths, case.documents, strict=True) if one.subject not in NO_KIND]
        report = audit(kept, AS_OF, None)
    bad = {
        (one.file, id) for one in report.files for id, judged in one.judgements.items()
        if judged.verdict in ("partial", "violated")
    }  # fmt: skip
    return {(Path(name).name, id) for name, id in bad} | {("", one.id) for one in report.cross}


def run() -> dict[str, float]:
    return measure()[0]


if __name__ == "__main__":
    told, lines = measure()
    print("\n".join(lines))
    for name, value in told.items():
        print(f"{name:32s} {value:8.3f}")
    sys.exit(0)
