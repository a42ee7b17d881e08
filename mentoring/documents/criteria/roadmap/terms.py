"""Terms of a roadmap: inside its period and in order."""

from __future__ import annotations

import re
from collections import Counter

from ... import dates, terms
from ...activities import Activity, activities
from ...judgement import Judgement, met, not_applicable, unknown, violated
from ...view import Document
from . import periods, phases


def inside(document: Document) -> Judgement:
    rows = activities(document)
    period = periods.period(document)
    dated = [(a, span) for a in rows for span in periods.spans(document, a)]
    if not dated:
        return not_applicable("сроков в карте нет")
    if period is None:
        return _one_year(dated)
    for activity, span in dated:
        if not span.dated and span.kind != "school":  # whose year is guessed
            if terms.apart(span, period):
                return violated("срок вне периода карты", activity.row, 0.6)
        elif terms.outside(span, period):
            return violated("срок вне периода карты", activity.row, 0.9)
    return met(dated[0][0].row, 0.9)


def _one_year(dated: list[tuple[Activity, dates.Span]]) -> Judgement:
    """No period is named: the school year of most of the terms stands for it."""
    years = Counter(dates.school_year(span.first) for _, span in dated if span.dated)
    if not years:
        return unknown("период карты не назван")
    year, count = years.most_common(1)[0]
    stray = next((a for a, s in dated if s.dated and s.kind != "year" and dates.school_year(s.first) != year), None)
    if stray is not None and count * 2 > sum(years.values()):
        return violated("период карты не назван, а срок — из другого учебного года, чем остальные", stray.row, 0.6)
    return met(dated[0][0].row, 0.5, "проверьте: период карты не назван")


def ordered(document: Document) -> Judgement:
    rows = activities(document)
    period = periods.period(document)
    dated = []
    for activity in rows:
        for span in periods.spans(document, activity):
            if span.last < span.first:
                return violated("окончание раньше начала", activity.row, 0.95)
            if (span.last - span.first).days <= 130 and (span.dated or period):
                dated.append((activity, span))
    if not dated:
        return not_applicable("сроков в карте нет")
    stages = {a.stage_at for a, _ in dated}
    named = any(re.search(r"этап|\bI{1,3}\b|^\d", a.stage, re.I) for a, _ in dated)
    if len(stages) > 1 and not named:
        return met(dated[0][0].row, 0.6)
    previous: tuple[Activity, dates.Span] | None = None
    for activity, span in dated:
        if previous is not None and len(stages) > 1:
            starts = [s.first for a, s in dated if a.stage_at == activity.stage_at]
            before = [s.first for a, s in dated if a.stage_at < activity.stage_at]
            if before and min(starts) < min(
                s.first
                for a, s in dated
                if a.stage_at == max(x.stage_at for x, _ in dated if x.stage_at < activity.stage_at)
            ):
                return violated("этап начинается раньше предыдущего", activity.row)
        elif (
            previous is not None
            and span.first < previous[1].first
            and (previous[1].first - span.first).days > 16
            and span.last < previous[1].first
        ):
            return violated("сроки идут не по порядку", activity.row, 0.7)
        if previous is None or len(stages) > 1 or span.first >= previous[1].first:
            previous = (activity, span)
    crossed = _crossed(document, rows)
    return violated("этапы перекрываются: " + crossed[0], crossed[1], 0.6) if crossed else met(dated[0][0].row)


_GOES_ON = re.compile(r"веде|обновл|актуализ|ведение|поддержан|пополн|корректир", re.IGNORECASE)


def _crossed(document: Document, rows: list[Activity]) -> tuple[str, object] | None:
    """The end comes long before the work of pairs is over, or a bank is still being made long after the pairs."""
    spans: dict[int, list[tuple[Activity, dates.Span]]] = {}
    for activity in rows:
        found = phases.phase(activity.title)
        for span in periods.spans(document, activity):
            if found is not None and span.dated:
                spans.setdefault(found, []).append((activity, span))
    work = max((s.last for _, s in spans.get(4, []) if (s.last - s.first).days > 60), default=None)
    for activity, span in spans.get(5, []):
        if work and (work - span.last).days > 60 and re.search(r"итог|заверш|заключит", activity.title, re.I):
            return "итоги подводят задолго до окончания работы пар", activity.row
    pairs = min((s.first for _, s in spans.get(3, [])), default=None)
    for activity, span in spans.get(1, []):
        if pairs and span.exact and (span.last - pairs).days > 30 and not _GOES_ON.search(activity.title):
            return "банки готовы позже закрепления пар", activity.row
    return None
