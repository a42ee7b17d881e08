"""How many planted defects the kit's own audit sees: an honest cross-check, not a target.

Every wording is planted alone; it counts as named when a criterion of its defect turns partial or violated or gets a
remark «проверьте», or the cross check of its defect speaks, and none did in the sound package; «something» is any new
problem. Inventory, indicators and monitoring are no kinds of the audit: their defects are left out. False problems are
counted in sound packages of other seeds. `python -m benchmarks.bench_cases` prints what was missed.
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
SOUND = 12
# Defects between files: a verdict is of the file's own text, what contradicts another file is told by these.
CROSS = {"DEF-18": "XD-DATES", "DEF-24": "XD-DATES", "DEF-15": "XD-AGREEMENTS"}
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
        own = {*criteria[wording.defect], CROSS.get(wording.defect, "")}
        named = any(id.removeprefix("?") in own for _, id in new)
        new = {one for one in new if not one[1].startswith("?")}
        seen.append((named, named or bool(new)))
        if not named:
            missed.append(f"{wording.id} {wording.explain} Audit: {', '.join(sorted(id for _, id in new)) or '—'}")
    false = [found(make_case(f"{SEED}-{n}", "easy", [], decoys=0)) for n in range(SOUND)]
    problems = [one for told in false for one in told if not one[1].startswith("?")]
    missed += [f"false: {name} {id}" for name, id in problems]
    figures = {
        "cases_audit_false_problems_a_package": len(problems) / SOUND,
        "cases_audit_names_defect": sum(named for named, _ in seen) / len(seen),
        "cases_audit_sees_something": sum(anything for _, anything in seen) / len(seen),
        "cases_wordings_audited": len(seen),
        "cases_made_seconds": statistics.median(seconds),
    }
    return figures, missed


def found(case) -> set[tuple[str, str]]:
    """(file, criterion) that the audit calls partial or violated, «?id» of a mere «проверьте», ids of cross remarks."""
    from mentoring.cases import write_package
    from mentoring.documents import audit
    from mentoring.documents.judgement import CHECK

    with tempfile.TemporaryDirectory() as folder:
        paths = write_package(case, Path(folder))
        report = audit(paths, AS_OF, None)
    bad = {
        (one.file, id if judged.problem else f"?{id}")
        for one in report.files
        for id, judged in one.judgements.items()
        if judged.problem or judged.remark.startswith(CHECK)
    }
    return {(Path(name).name, id) for name, id in bad} | {("", one.id) for one in report.cross}


def run() -> dict[str, float]:
    return measure()[0]


if __name__ == "__main__":
    told, lines = measure()
    print("\n".join(lines))
    for name, value in told.items():
        print(f"{name:32s} {value:8.3f}")
    sys.exit(0)
