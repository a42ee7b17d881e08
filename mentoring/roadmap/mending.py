"""A roadmap put in order: steps sorted and numbered, repeats marked, gaps said — and nothing invented.

What the plan does not say is «уточните» in the mended one; proposed steps are marked and have no dates and no people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mentoring.roadmap.meaning import STAGES, all_of, twins
from mentoring.roadmap.model import REQUIRED, TO_CLARIFY, Roadmap, Row
from mentoring.roadmap.timing import outside
from mentoring.roadmap.topics import Topic, catalogue, topics_of

ALL_YEAR = "Сквозная работа"
_HEADINGS = {code: f"{title[:1].upper()}{title[1:]} этап" for code, title in STAGES.items()} | {"throughout": ALL_YEAR}


def mend(roadmap: Roadmap, topics: Sequence[Topic] | None = None, *, propose: bool = True) -> Roadmap:
    """The same activities under the three stages of the teachers' system, sorted and numbered anew.

    Every required column exists; an empty cell says «уточните». A term that is out of the period or can't be read stays
    as written, with a note. A repeat stays, with a note. `propose` adds steps that criteria ask for and the plan lacks.
    """
    topics = catalogue() if topics is None else topics
    notes = _notes(roadmap)
    placed = [
        (
            stage,
            order,
            replace(
                row,
                stage=_HEADINGS[stage],
                note="; ".join(filter(None, (row.note, *notes.get(row.id, ()), _moved(row)))),
                **{name: getattr(row, name) or TO_CLARIFY for name in REQUIRED if name != "activity"},
            ),
        )
        for stage, order, row in _placed(roadmap, topics)
    ]
    if propose:
        placed += _proposals(roadmap, topics)
    stages = list(_HEADINGS)
    placed.sort(key=lambda item: (stages.index(item[0]), item[1]))
    rows = [row for _, _, row in placed]
    return replace(
        roadmap,
        rows=tuple(_numbered(rows)),
        columns=frozenset({"stage", "number", *REQUIRED} | roadmap.columns),
        tasks=(),
    )


def _placed(roadmap: Roadmap, topics: Sequence[Topic]) -> list[tuple[str, float, Row]]:
    """Rows with their stage and order: of their latest step; a row without a known step follows the one above it."""
    usual = {topic.id: topic.order for topic in topics}
    placed, above = [], ("teachers_1", 0.0)
    for row in roadmap.rows:
        steps = [topic for topic in topics_of(row, topics) if topic.holds(row.text) or topic.holds(row.activity)]
        if steps:
            last = max(steps, key=lambda topic: (topic.teachers_stage in STAGES, _stage(topic), usual[topic.id]))
            above = (_stage(last), float(usual[last.id]))
        placed.append((*above, row))
    return placed


def _stage(topic: Topic) -> str:
    return topic.teachers_stage if topic.teachers_stage in STAGES else "throughout"


def _notes(roadmap: Roadmap) -> dict[str, list[str]]:
    notes: dict[str, list[str]] = {}
    for row in roadmap.rows:
        term = roadmap.terms[row.id]
        if outside(roadmap, row):
            notes.setdefault(row.id, []).append(f"срок вне периода {roadmap.period.russian()}: {TO_CLARIFY}")
        elif row.term and (term.doubts or not term.known):
            notes.setdefault(row.id, []).append(f"{'; '.join(term.doubts) or 'срок не прочитан'}: {TO_CLARIFY}")
    for one, other, why in twins(roadmap.rows):
        notes.setdefault(other.id, []).append(f"повтор? {why}, см. «{one.text[:60]}»")
    return notes


def _moved(row: Row) -> str:
    if not row.stage:
        return ""
    number = row.stage_number.strip().rstrip(".")
    return f"в исходной карте: этап {number}" if number else f"в исходной карте: «{row.stage}»"


def _proposals(roadmap: Roadmap, topics: Sequence[Topic]) -> list[tuple[str, float, Row]]:
    """Steps of the catalogue that a criterion or the checklist of documents asks for and no row takes."""
    asked = [topic for topic in topics if topic.kind == "step" and (topic.criterion or topic.checklist_number)]
    missing = [topic for topic in asked if topic.id != "programme_bank" and not all_of(roadmap.rows, topic)]
    gaps = dict.fromkeys(("term", "responsible", "resource", "result"), TO_CLARIFY)
    return [
        (
            _stage(topic),
            float(topic.order),
            Row(
                id=f"proposed_{topic.id}",
                activity=topic.proposal or topic.title,
                stage=_HEADINGS[_stage(topic)],
                note=f"предложено ({_asks(topic)}): решите, нужен ли шаг",
                **gaps,
            ),
        )
        for topic in missing
    ]


def _asks(topic: Topic) -> str:
    return topic.criterion or f"контрольный список, № {topic.checklist_number}"


def _numbered(rows: Sequence[Row]) -> list[Row]:
    done, stage, number, inside = [], "", 0, 0
    for row in rows:
        if row.stage != stage:
            stage, number, inside = row.stage, number + 1, 0
        inside += 1
        done.append(replace(row, stage_number=str(number), number=f"{number}.{inside}"))
    return done
