"""The Gantt chart of a roadmap: a bar for every term that can be read, a word where it can't."""

from __future__ import annotations

import datetime as dt
import textwrap

from mentoring.charts import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED, SKY, Chart, draw, label_axes
from mentoring.roadmap.dates import Interval
from mentoring.roadmap.model import Roadmap, Row
from mentoring.roadmap.timing import outside
from mentoring.wording import count_ru

_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, GREY)
_MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
MOST = 40


def gantt(roadmap: Roadmap, source: str = "") -> Chart:
    """Bars by row, coloured by stage; what lies outside the period is red and hatched, what has no date is a note.

    At most 40 rows are drawn. Raises ValueError for a plan without rows.
    """
    rows = roadmap.rows[:MOST]
    if not rows:
        raise ValueError("a roadmap without rows can't be drawn")
    spans = [_span(roadmap, row) for row in rows]
    wrong = [outside(roadmap, row) for row in rows]
    undated = sum(span is None for span in spans)
    stages = list(dict.fromkeys(row.stage for row in rows))
    days = [day for span in spans if span for day in span] + [
        d for d in (roadmap.period.start, roadmap.period.end) if d
    ]
    first, last = (min(days), max(days)) if days else (dt.date(2000, 1, 1), dt.date(2000, 12, 31))

    def paint(axes):
        for place, (row, span, bad) in enumerate(zip(rows, spans, wrong, strict=True)):
            colour = RED if bad else _COLOURS[stages.index(row.stage) % len(_COLOURS)]
            if span is None:
                words = row.term if row.term else "срок не указан"
                axes.text(
                    first, place, f" {_cut(words, 60)}", va="center", fontsize=10, color=INK, style="italic", alpha=0.8
                )
                continue
            length = max((span[1] - span[0]).days + 1, (last - first).days / 150)
            axes.barh(
                place,
                length,
                left=span[0],
                height=0.66,
                color=colour,
                hatch="//" if bad else None,
                edgecolor="white",
                linewidth=1,
            )
        for place in range(1, len(rows)):
            if rows[place].stage != rows[place - 1].stage:
                axes.axhline(place - 0.5, color=GREY, linewidth=0.8)
        if roadmap.period.known:
            for edge in (roadmap.period.start, roadmap.period.end):
                if edge:
                    axes.axvline(edge, color=INK, linestyle="--", linewidth=1.4)
        axes.set_yticks(range(len(rows)), [_label(row) for row in rows], fontsize=11)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(first - dt.timedelta(days=6), last + dt.timedelta(days=6))
        _months(axes, first, last)
        label_axes(axes, "месяц, год; пунктир — границы периода плана", grid="x")

    bad, total = sum(wrong), len(rows)
    plan = count_ru(total, "строка", "строки", "строк")
    title = f"Дорожная карта: {plan}"
    if bad:
        title += f", вне периода — {bad}"
    if undated:
        title += f", без читаемого срока — {undated}"
    listed = "; ".join(
        f"{_cut(row.text, 50)} — {span[0]:%d.%m.%Y}–{span[1]:%d.%m.%Y}" if span else f"{_cut(row.text, 50)} — без срока"
        for row, span in zip(rows, spans, strict=True)
    )
    cut = f". Показаны первые {MOST} строк из {len(roadmap.rows)}." if len(roadmap.rows) > MOST else ""
    return draw(
        paint,
        title=title,
        source=(source or roadmap.title or "дорожная карта пользователя") + cut,
        alt=f"Диаграмма Ганта. {listed}{cut or chr(46)}",
        size=(12.5, max(3.6, 1.9 + 0.34 * total)),
    )


def _span(roadmap: Roadmap, row: Row) -> tuple[dt.date, dt.date] | None:
    term: Interval = roadmap.terms[row.id]
    if not term.known:
        return None
    start = term.start or max(filter(None, (roadmap.period.start, term.end - dt.timedelta(days=14))))
    end = term.end or roadmap.period.end or start
    return min(start, end), max(start, end)


def _label(row: Row) -> str:
    number = row.number.strip().rstrip(".")
    text = _cut(row.text or "—", 46)
    return f"{number}. {text}" if number else text


def _months(axes, first: dt.date, last: dt.date) -> None:
    ticks, day = [], first.replace(day=1)
    while day <= last:
        ticks.append(day)
        day = (day + dt.timedelta(days=32)).replace(day=1)
    step = max(1, len(ticks) // 10)
    ticks = ticks[::step]
    named = [
        f"{_MONTHS[d.month - 1]}\n{d.year}" if d.month == 1 or d == ticks[0] else _MONTHS[d.month - 1] for d in ticks
    ]
    axes.set_xticks(ticks, named, fontsize=10)


def _cut(text: str, width: int) -> str:
    """The beginning of `text` up to a whole word."""
    return textwrap.shorten(text, width, placeholder="…")
