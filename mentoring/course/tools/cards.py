"""Everything a tool tells of one's own work, as HTML: findings, pictures, documents; errors of the libraries pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from mentoring.course.fields import typeset
from mentoring.course.page import esc
from mentoring.course.pictures import drawn, sourced, table_html
from mentoring.course.tools.documents import pair_files, roadmap_files, route_files
from mentoring.course.tools.files import File, links, on_disk
from mentoring.course.tools.tables import (
    COLUMNS,
    GROUPS,
    LEFT,
    MAX_SHOWN,
    PAIRS,
    groups_table,
    left_table,
    pairs_table,
    roadmap_table,
    route_table,
)
from mentoring.pairing import Mentee, Mentor, PairingError
from mentoring.roadmap import Roadmap
from mentoring.route import Route, RouteError
from mentoring.wording import count_ru

MAX_PEOPLE = 1_000  # of one bank on a page; the command line takes more


def read_plan(file: File) -> Roadmap:
    """The roadmap in a file. Raises RoadmapError."""
    from mentoring.roadmap import read_roadmap

    return on_disk(file, read_roadmap)


def read_route(file: File) -> Route:
    """The route or programme in a file. Raises RouteError."""
    from mentoring.route import from_docx

    if not file.name.casefold().endswith(".docx"):
        raise RouteError(f"Файл «{file.name}» не подходит: сохраните маршрут в Word как .docx.")
    return from_docx(file.content)


def roadmap_card(file: File) -> str:
    """Everything the tool tells of an uploaded roadmap, as HTML. Raises RoadmapError."""
    return roadmap_told(read_plan(file))


def roadmap_told(roadmap: Roadmap) -> str:
    """Findings, charts and documents of a roadmap as HTML."""
    from mentoring.roadmap import audit, gantt, mend
    from mentoring.roadmap.model import MAX_ROWS

    findings = audit(roadmap)
    found = roadmap_table(roadmap, findings)
    lead = f"{count_ru(len(roadmap.rows), 'строка', 'строки', 'строк')}, "
    lead += f"{count_ru(len(found), 'замечание', 'замечания', 'замечаний')}. "
    lead += f"Период: {roadmap.period.russian() or 'не назван'}."
    parts = [f"<p><b>{esc(lead)}</b></p>", _findings(found)]
    if len(roadmap.rows) >= MAX_ROWS:
        cut = f"Прочитаны первые {MAX_ROWS} строк: остальное разделите на отдельные карты, например по этапам."
        parts.insert(0, f"<p class='mk-warn'>{esc(cut)}</p>")
    if roadmap.rows:
        parts += [_drawn(gantt(roadmap, "ваша карта, как она есть")),
                  _drawn(gantt(mend(roadmap), "ваша карта после наведения порядка; сроки не придуманы"))]  # fmt: skip
    return "".join([*parts, links(roadmap_files(roadmap, findings))])


def route_card(file: File) -> str:
    """Everything the tool tells of an uploaded route or programme, as HTML. Raises RouteError."""
    return route_told(read_route(file))


def route_told(route: Route) -> str:
    """Findings, pictures and the document of a route as HTML."""
    from mentoring.route import route_picture, timeline

    found = route_table(route)
    name = "Программа пары" if route.kind == "programme" else "Индивидуальный маршрут"
    told = count_ru(len(route.tasks), "задача", "задачи", "задач")
    lead = f"{name}: {told}; критериев, на которые нужно посмотреть, — {len(found)}."
    parts = [f"<p><b>{esc(lead)}</b></p>", _findings(found)]
    for draw in (route_picture, timeline):
        try:
            parts.append(_drawn(draw(route)))
        except RouteError as error:
            parts.append(f"<p class='mk-warn'>{esc(error)}</p>")
    return "".join([*parts, links(route_files(route))])


def pairs_card(mentors: File, mentees: File, **details: str) -> str:
    """Everything the tool tells of two uploaded banks, as HTML. Raises PairingError."""
    from mentoring.pairing import read_mentees, read_mentors

    return pairs_told(on_disk(mentors, read_mentors), on_disk(mentees, read_mentees), **details)


def pairs_told(who: Sequence[Mentor], whom: Sequence[Mentee], **details: str) -> str:
    """Pairs with reasons, those left, groups, missing consents and documents as HTML. Raises PairingError."""
    from mentoring.pairing import match_pairs
    from mentoring.pairing.order import missing_consents

    if max(len(who), len(whom)) > MAX_PEOPLE:
        raise PairingError(f"В одном из банков больше {MAX_PEOPLE} человек: для него есть команда mentoring pairs.")
    found = match_pairs(who, whom)
    left, gaps = left_table(found, who, whom), missing_consents(found, who, whom)
    parts = [f"<p><b>{esc(found.summary())}</b></p>"]
    if found.pairs:
        parts.append(table_html(pairs_table(found, who, whom), "Пары", columns=PAIRS, tall=len(found.pairs) > 8))
    if len(left):
        parts.append(table_html(left, "Без пары", columns=LEFT, tall=len(left) > 8))
    groups = groups_table(found, who, whom)
    if len(groups):
        parts.append(table_html(groups, "Группы", columns=GROUPS, tall=len(groups) > 8))
    if gaps:
        lines = "".join(f"<li>{esc(typeset(one))}</li>" for one in gaps[:30])
        more = f"<p>И ещё {len(gaps) - 30}.</p>" if len(gaps) > 30 else ""
        parts.append(f"<p><b>До приказа получить ({len(gaps)})</b></p><ul>{lines}</ul>{more}")
    return "".join([*parts, links(pair_files(found, who, whom, **details)) if found.pairs else ""])


def _findings(found: pd.DataFrame) -> str:
    if not len(found):
        return "<p>Замечаний нет. Что программа не видит, сказано ниже.</p>"
    caption = "Замечания" if len(found) <= MAX_SHOWN else f"Первые {MAX_SHOWN} замечаний из {len(found)}"
    return table_html(found[:MAX_SHOWN], caption, columns=COLUMNS, tall=len(found) > 8)


def _drawn(chart: Any) -> str:
    return (
        f'<h3>{esc(typeset(chart.title))}</h3><div class="mk-scroll mk-drawn mk-chart" tabindex="0" role="region" '
        f'aria-label="Рисунок">{drawn(chart, chart.alt)}</div>'
        f'<p class="mk-source">{esc(sourced(chart.source))}</p>'
    )
