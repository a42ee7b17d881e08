"""The document audit against the labelled set of tests/documents: precision and recall of problems, share of `unknown`.

A problem is `partial` or `violated`; `unknown` counts as not found. Every labelled pair (document, criterion) counts
once, documents of packages too; a document whose kind is recognised wrongly loses all its problems. The share of
`unknown` is taken over the criteria that a document alone decides. Time is the median of one audit after a warm-up.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from mentoring.documents.auditing import audit_file, criteria, quote
from mentoring.documents.package import cross_check

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "documents"
PROBLEM = ("partial", "violated")


def measure(folder: Path = FOLDER) -> tuple[dict[str, float], dict[str, Counter], list[str]]:
    """Figures, counts by criterion (tp, fp, fn, tn, unknown) and a line for every disagreement."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    as_of = dt.date.fromisoformat(labels["as_of"])
    decided = {row.id for row in criteria() if row.decided_by == "document"}
    counts: dict[str, Counter] = defaultdict(Counter)
    total: Counter = Counter()
    misses: list[str] = []
    seconds = []
    reports = {}
    for name, label in labels["files"].items():
        started = time.perf_counter()
        report = audit_file(folder / name, name, as_of)
        seconds.append(time.perf_counter() - started)
        reports[name] = report
        total["kind"] += 1
        if report.kind != label["kind"] or bool(report.error) != bool(label["error"]):
            total["kind wrong"] += 1
            misses.append(f"{name}: kind {report.kind} ≠ {label['kind']}, error {report.error}")
        for id, judgement in report.judgements.items():
            if id in decided:
                total["decided"] += 1
                total["unknown"] += judgement.verdict == "unknown"
        for id, expected in label["criteria"].items():
            judgement = report.judgements.get(id)
            verdict = judgement.verdict if judgement else "unknown"
            told, true = verdict in PROBLEM, expected in PROBLEM
            outcome = {(1, 1): "tp", (1, 0): "fp", (0, 1): "fn", (0, 0): "tn"}[told, true]
            counts[id][outcome] += 1
            total[outcome] += 1
            total["same"] += verdict == expected
            if told != true:
                remark = f"{judgement.remark} | {quote(judgement)}" if judgement else ""
                misses.append(f"{outcome} {id} {name}: {verdict} ≠ {expected} {remark}")
    total |= _cross(labels, reports, as_of, misses)
    figures = {
        "documents_precision": total["tp"] / max(1, total["tp"] + total["fp"]),
        "documents_recall": total["tp"] / max(1, total["tp"] + total["fn"]),
        "documents_unknown": total["unknown"] / max(1, total["decided"]),
        "documents_kind_accuracy": 1 - total["kind wrong"] / max(1, total["kind"]),
        "documents_verdict_accuracy": total["same"] / max(1, sum(total[k] for k in ("tp", "fp", "fn", "tn"))),
        "documents_cross_precision": total["xtp"] / max(1, total["xtp"] + total["xfp"]),
        "documents_cross_recall": total["xtp"] / max(1, total["xtp"] + total["xfn"]),
        "documents_seconds": statistics.median(seconds),
        "documents_labelled": len(labels["files"]),
    }
    return figures, counts, misses


def _cross(labels, reports, as_of, misses) -> Counter:
    total: Counter = Counter()
    for folder, label in labels.get("packages", {}).items():
        files = [r for name, r in reports.items() if name.startswith(folder + "/") and r.document is not None]
        remarks = cross_check(files, as_of)
        told, true = {remark.id for remark in remarks}, set(label["cross"])
        total.update(xtp=len(told & true), xfp=len(told - true), xfn=len(true - told))
        misses += [f"xfp {folder}: {r.id} {r.remark}" for r in remarks if r.id not in true]
        misses += [f"xfn {folder}: {id}" for id in sorted(true - told)]
    return total


def run() -> dict[str, float]:
    """The figures and, by criterion, how many of its problems are found (recall) where there are any."""
    figures, counts, _ = measure()
    for id, count in sorted(counts.items()):
        if count["tp"] + count["fn"]:
            figures[f"documents_recall_{id}"] = count["tp"] / (count["tp"] + count["fn"])
        if count["tp"] + count["fp"]:
            figures[f"documents_precision_{id}"] = count["tp"] / (count["tp"] + count["fp"])
    return figures


if __name__ == "__main__":
    found, by_criterion, lines = measure(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    print("\n".join(sorted(lines)))
    for id, count in sorted(by_criterion.items()):
        if count["fp"] or count["fn"]:
            print(id, dict(count))
    for name, value in found.items():
        print(f"{name:32s} {value:8.3f}")
