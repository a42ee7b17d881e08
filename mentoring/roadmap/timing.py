"""When things happen: terms inside the period, readable, in order of stages, steps after what they depend on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mentoring.roadmap.dates import Interval
from mentoring.roadmap.findings import Finding
from mentoring.roadmap.model import Roadmap, Row, ids, where
from mentoring.roadmap.topics import Topic, topics_of


def inside_period(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-03: every term within the period of the plan; rows with one wrong term are told together."""
    groups: dict[str, list[Row]] = {}
    for row in roadmap.rows:
        if outside(roadmap, row):
            groups.setdefault(row.term.casefold(), []).append(row)
    for rows in groups.values():
        term = roadmap.terms[rows[0].id]
        early = term.end and roadmap.period.start and term.end < roadmap.period.start
        side = "раньше начала плана" if early else "вне периода плана"
        yield Finding(
            "DK-03",
            f"Срок «{rows[0].term}» {side} ({roadmap.period.russian()}).",
            "Проверьте год и месяц.",
            "DEF-32",
            ids(rows),
            where(rows),
        )


def outside(roadmap: Roadmap, row: Row) -> bool:
    """Whether the term of a row is known and lies outside the period of the plan."""
    term = roadmap.terms[row.id]
    return roadmap.period.known and term.known and not term.within(roadmap.period)


def readable(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """Terms that are written so that a person can't plan by them: no date, an event, a torn word."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in roadmap.rows:
        term = roadmap.terms[row.id]
        if row.term and term.doubts and not row.term.casefold().startswith("уточните"):
            groups.setdefault((row.term, "; ".join(term.doubts)), []).append(row)
    for (text, doubts), rows in groups.items():
        yield Finding(
            "DK-03",
            f"Срок «{text}»: {doubts}.",
            "Запишите месяц и год или даты.",
            "",
            ids(rows),
            where(rows),
            sure=not roadmap.terms[rows[0].id].known,
            grade="minor" if roadmap.terms[rows[0].id].known else "substantial",
        )


def ordered(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-04: end not before start, stages one after another, an intermediate step between start and end."""
    for row in roadmap.rows:
        term = roadmap.terms[row.id]
        if term.start and term.end and term.end < term.start:
            yield Finding(
                "DK-04", f"Срок «{row.term}»: окончание раньше начала.", "Исправьте даты.", "", (row.id,), row.label
            )
    stages = [(name, rows, span) for name, rows in roadmap.stages().items() if (span := _span(roadmap, rows, topics))]
    latest = None
    for name, rows, span in stages:
        if latest and span.start and latest[1].start and span.start < latest[1].start:
            yield Finding(
                "DK-04",
                f"Этап «{name}» начинается {span.start:%d.%m.%Y}, раньше этапа «{latest[0]}» "
                f"({latest[1].start:%d.%m.%Y}).",
                "Расставьте сроки по порядку этапов.",
                "",
                ids(rows),
                name,
            )
        elif (
            latest
            and span.start
            and latest[1].end
            and latest[1].start
            and latest[1].start < span.start <= latest[1].end
        ):
            yield Finding(
                "DK-04",
                f"Этап «{name}» начинается до конца этапа «{latest[0]}».",
                "Разведите сроки или поясните перекрытие.",
                "DEF-41",
                ids(rows),
                name,
                sure=False,
            )
        latest = (
            (name, span)
            if latest is None or (span.start and latest[1].start and span.start >= latest[1].start)
            else latest
        )
    inside = [(name, rows, span) for name, rows, span in stages if span.within(roadmap.period)]
    yield from _same_month(roadmap, inside)
    yield from _intermediate(roadmap, topics)


def _same_month(roadmap: Roadmap, stages) -> Iterator[Finding]:
    counts: dict[tuple, list] = {}
    for name, rows, _ in stages:
        for row in rows:
            term = roadmap.terms[row.id]
            if term.start and term.precision == "month" and not outside(roadmap, row):
                counts.setdefault((term.start, term.end), []).append((name, row))
    for (start, _), found in counts.items():
        names = list(dict.fromkeys(name for name, _ in found))
        if len(names) >= 3:
            yield Finding(
                "DK-04",
                f"Этапы одного месяца ({start:%m.%Y}): {len(names)}; последовательности не видно.",
                "Разведите их по неделям.",
                "DEF-41",
                ids([row for _, row in found]),
                "; ".join(names[:3]),
            )


def _intermediate(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    pairs = [
        roadmap.terms[row.id]
        for row in roadmap.rows
        if not outside(roadmap, row) and {"pairs", "pairing_order"} & {topic.id for topic in topics_of(row, topics)}
    ]
    made = max((term.end for term in pairs if term.end), default=None)
    for row in roadmap.rows:
        term = roadmap.terms[row.id]
        if (
            made
            and "промежуточн" in row.text.casefold()
            and term.end
            and term.end <= made
            and term.within(roadmap.period)
        ):
            yield Finding(
                "DK-04",
                "Промежуточный шаг назначен на то же время, что и создание пар.",
                "Перенесите в середину работы пар.",
                "",
                (row.id,),
                row.label,
                grade="substantial",
            )


def dependencies(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-05: a step stands before what it depends on, by place (where dates don't say otherwise) or by dates."""
    at = {row.id: place for place, row in enumerate(roadmap.rows)}
    by_topic: dict[str, list[Row]] = {}
    of_row = {
        row.id: [one for one in topics_of(row, topics) if one.holds(row.text) or one.holds(row.activity)]
        for row in roadmap.rows
    }
    for row in roadmap.rows:
        for topic in of_row[row.id]:
            by_topic.setdefault(topic.id, []).append(row)
    titles = {topic.id: topic.title for topic in topics}
    for row in roadmap.rows:
        late = []
        for topic in of_row[row.id]:
            late += [name for name in topic.after if _before(roadmap, at, row, by_topic.get(name, ()))]
        late = [name for name in dict.fromkeys(late) if name not in {topic.id for topic in of_row[row.id]}]
        if late:
            listed = "; ".join(f"«{titles[name]}»" for name in late)
            yield Finding(
                "DK-05",
                f"Шаг стоит раньше того, от чего зависит: {listed}.",
                "Перенесите его ниже.",
                "DEF-36",
                (row.id, *(by_topic[name][0].id for name in late)),
                row.label,
            )
    yield from _draft_after(roadmap)


def _before(roadmap: Roadmap, at: dict[str, int], row: Row, needed: Sequence[Row]) -> bool:
    """Whether `row` comes before all rows of `needed`."""
    if not needed:
        return False
    return all(earlier(roadmap, at, row, other) for other in needed)


def earlier(roadmap: Roadmap, at: dict[str, int], row: Row, other: Row) -> bool:
    """`row` is before `other`: by dates where both are known and differ, else by place."""
    one, two = roadmap.terms[row.id], roadmap.terms[other.id]
    if row.id == other.id:
        return False
    if not outside(roadmap, row) and not outside(roadmap, other) and _precise(one) and _precise(two):
        if one.start > two.end:
            return False
        if one.end < two.start:
            return True
    return at[row.id] < at[other.id]


def _precise(term: Interval) -> bool:
    return bool(term.start and term.end) and term.precision not in ("period", "recurring", "year")


def _draft_after(roadmap: Roadmap) -> Iterator[Finding]:
    from mentoring.roadmap.meaning import same_matter

    for place, row in enumerate(roadmap.rows):
        if "утвержд" not in row.result.casefold():
            continue
        for other in roadmap.rows[place + 1 : place + 6]:
            if "проект" in other.result.casefold().split("программ")[0] and same_matter(row, other):
                yield Finding(
                    "DK-05",
                    "Проект документа появляется после его утверждения.",
                    "Поставьте разработку раньше утверждения.",
                    "DEF-36",
                    (row.id, other.id),
                    f"{row.label}; {other.label}",
                )


def _span(roadmap: Roadmap, rows: Sequence[Row], topics: Sequence[Topic]) -> Interval | None:
    """From the first start to the last end of a stage; work that goes on all year does not stretch it."""
    terms = [roadmap.terms[row.id] for row in rows]
    terms = [term for term in terms if term.known and term.precision not in ("recurring", "year", "event")]
    whole = [term for term in terms if (term.start, term.end) == (roadmap.period.start, roadmap.period.end)]
    terms = [term for term in terms if term not in whole]
    starts, ends = [t.start for t in terms if t.start], [t.end for t in terms if t.end]
    return Interval(min(starts), max(ends)) if starts and ends else None
