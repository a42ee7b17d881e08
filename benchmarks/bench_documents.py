"""The document audit against the labelled sets of tests/documents: precision and recall of problems, `unknown` share.

The set the audit was fitted on gives `documents_*`; the sets of other hands (tests/documents/blind_*, see the README
there) give `documents_blind_*`, each built anew from its texts: together, by set and by criterion. Their errors have
taught the rules since: what the audit did on its first run of each stands in that README and is the honest estimate.

A problem is `partial` or `violated`; `unknown` counts as not found. Every labelled pair (document, criterion) counts
once, documents of packages too; a document whose kind is recognised wrongly loses all its problems. The share of
`unknown` is taken over the criteria that a document alone decides. Time is the median of one audit after a warm-up.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from mentoring.data.criteria import criteria
from mentoring.documents.audit_results import quote
from mentoring.documents.auditing import audit_file
from mentoring.documents.cross_checks import cross_check
from mentoring.documents.package_verdicts import decide

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
        day = dt.date.fromisoformat(label["as_of"]) if "as_of" in label else as_of
        report = audit_file(folder / name, name, day)
        seconds.append(time.perf_counter() - started)
        reports[name] = report
    for package in labels.get("packages", {}):
        decide(_read_of(package, reports))
    for name, label in labels["files"].items():
        report = reports[name]
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


def _read_of(package: str, reports: dict) -> list:
    """Reports of the files of a package that could be read."""
    return [r for name, r in reports.items() if name.startswith(package + "/") and r.document is not None]


def _cross(labels, reports, as_of, misses) -> Counter:
    total: Counter = Counter()
    for folder, label in labels.get("packages", {}).items():
        remarks = cross_check(_read_of(folder, reports))
        told, true = {remark.id for remark in remarks}, set(label["cross"])
        total.update(xtp=len(told & true), xfp=len(told - true), xfn=len(true - told))
        misses += [f"xfp {folder}: {r.id} {r.remark}" for r in remarks if r.id not in true]
        misses += [f"xfn {folder}: {id}" for id in sorted(true - told)]
    return total


def blind() -> tuple[dict[str, float], dict[str, Counter], list[str]]:
    """Figures of each blind set and of all, counts by criterion over all, every disagreement."""
    figures: dict[str, float] = {}
    counts: dict[str, Counter] = defaultdict(Counter)
    misses: list[str] = []
    for folder in sorted(FOLDER.glob("blind_*")):
        with tempfile.TemporaryDirectory() as built:
            _builder().build(folder, Path(built))
            found, by_criterion, lines = measure(Path(built))
        names = ["precision", "recall", "unknown", "labelled"]
        if (folder / "texts" / "packages.json").exists():
            names += ["cross_precision", "cross_recall"]
        for name in names:
            figures[f"documents_{folder.name}_{name}"] = found[f"documents_{name}"]
        for id, count in by_criterion.items():
            counts[id] += count
        misses += [f"{folder.name} {line}" for line in lines]
    total = sum(counts.values(), Counter())
    figures["documents_blind_precision"] = total["tp"] / max(1, total["tp"] + total["fp"])
    figures["documents_blind_recall"] = total["tp"] / max(1, total["tp"] + total["fn"])
    return figures, counts, misses


def _builder():
    spec = importlib.util.spec_from_file_location("documents_build", FOLDER / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_criterion(counts: dict[str, Counter], prefix: str) -> dict[str, float]:
    """Recall and precision of every criterion that has problems, or is said to have."""
    figures = {}
    for id, count in sorted(counts.items()):
        if count["tp"] + count["fn"]:
            figures[f"{prefix}_recall_{id}"] = count["tp"] / (count["tp"] + count["fn"])
        if count["tp"] + count["fp"]:
            figures[f"{prefix}_precision_{id}"] = count["tp"] / (count["tp"] + count["fp"])
    return figures


def run() -> dict[str, float]:
    """The figures over all and by criterion, of the fitted set and of the blind ones."""
    figures, counts, _ = measure()
    others, other_counts, _ = blind()
    return {
        **figures,
        **others,
        **by_criterion(counts, "documents"),
        **by_criterion(other_counts, "documents_blind"),
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["blind"]:
        found, counted, lines = blind()
    else:
        found, counted, lines = measure(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    print("\n".join(sorted(lines)))
    for id, count in sorted(counted.items()):
        if count["fp"] or count["fn"]:
            print(id, dict(count))
    for name, value in found.items():
        print(f"{name:32s} {value:8.3f}")
