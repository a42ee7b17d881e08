"""The summary of an audit as a picture: how many problems of each weight every document has."""

from __future__ import annotations

from collections import Counter

from mentoring.charts import GREY, ORANGE, RED, SKY, Chart, draw, ink_on, label_axes
from mentoring.wording import count_ru

from .audit_results import AuditReport
from .report import CHECK, WEIGHTS, findings

LABELS = {**WEIGHTS, "check": f"«{CHECK}»"}
_COLOURS = {"critical": RED, "substantial": ORANGE, "desirable": SKY, "check": GREY}
MOST = 20


def by_weight(report: AuditReport) -> dict[str, Counter]:
    """File → counts of its problems: by weight, and those only to be checked apart."""
    counts: dict[str, Counter] = {file.file: Counter() for file in report.files if file.error is None}
    for finding in findings(report):
        counts[finding.file]["check" if finding.check else finding.criterion.weight] += 1
    return counts


def report_chart(report: AuditReport) -> Chart | None:
    """Bars by document, the worst first, at most `MOST`; None when there is nothing to show."""
    counts = by_weight(report)
    shown = sorted((f for f in counts if counts[f]), key=lambda f: [-counts[f][w] for w in LABELS])[:MOST]
    if not shown:
        return None
    firm = sum(counts[f][w] for f in counts for w in WEIGHTS)
    critical = sum(counts[f]["critical"] for f in counts)
    title = f"{count_ru(firm, 'недочёт', 'недочёта', 'недочётов')}, из них критичных — {critical}"

    def paint(axes):
        left = [0] * len(shown)
        for weight, label in LABELS.items():
            values = [counts[f][weight] for f in shown]
            if not any(values):
                continue
            axes.barh([_short(f) for f in shown], values, left=left, color=_COLOURS[weight], label=label)
            for at, value in enumerate(values):
                if value:
                    ink = ink_on(_COLOURS[weight])
                    axes.text(left[at] + value / 2, at, str(value), ha="center", va="center", color=ink)
            left = [a + b for a, b in zip(left, values, strict=True)]
        axes.invert_yaxis()
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.16 - 0.5 / len(shown)), ncols=4)
        label_axes(axes, x="Замечаний, шт.", grid="x")

    said = "; ".join(
        f"{f}: " + ", ".join(f"{LABELS[w]} — {counts[f][w]}" for w in LABELS if counts[f][w]) for f in shown
    )
    return draw(
        paint, title=title, source=f"аудит документов на {report.as_of:%d.%m.%Y}", alt=f"{title}. {said}.",
        size=(11.0, 2.4 + 0.42 * len(shown)),
    )  # fmt: skip


def _short(name: str) -> str:
    name = name.rsplit("/", 1)[-1]
    return name if len(name) <= 38 else name[:24] + "…" + name[-13:]
