"""What a tool found, as tables with Russian headings: findings, pairs with reasons, those left, groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from mentoring.pairing import Assignment, Mentee, Mentor
from mentoring.roadmap import Finding, Roadmap
from mentoring.route import Route

MAX_SHOWN = 200  # findings on the page; the spreadsheet has them all
SEVERITY = {"critical": "критично", "substantial": "существенно", "minor": "незначительно"}
FIELDS = ("criterion", "severity", "place", "what", "mend")
COLUMNS = {"severity": "Важность", "place": "Место", "what": "Что не так", "mend": "Как поправить",
           "criterion": "Критерий"}  # fmt: skip
GROUPS = {"who": "Наставник", "people": "Кто вместе", "theme": "Что объединяет"}
PAIRS = {"mentee": "Наставляемый", "mentor": "Наставник", "type": "Вид", "score": "Баллы", "reasons": "Почему вместе",
         "lacks": "Чего не хватает"}  # fmt: skip
LEFT = {"who": "Кто", "side": "Банк", "why": "Почему без пары"}


def roadmap_table(roadmap: Roadmap, found: Sequence[Finding] | None = None) -> pd.DataFrame:
    """Findings of a roadmap, gravest first: columns of `COLUMNS`."""
    from mentoring.roadmap import audit

    asked = _criteria()
    rows = [
        (f"{one.criterion}. {asked[one.criterion]}" if one.criterion in asked else "Контрольный список документов",
         SEVERITY[one.severity], one.place or "вся карта", one.text, one.suggestion)
        for one in (audit(roadmap) if found is None else found)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(FIELDS))


def route_table(route: Route) -> pd.DataFrame:
    """Criteria that a route doesn't meet or that a person has to look at: columns of `COLUMNS`."""
    from mentoring.route import check
    from mentoring.route.criteria import VERDICTS_RU, WEIGHTS_RU

    order = ("violated", "partial", "unknown")
    found = [one for one in check(route) if one.verdict in order]
    weights = list(WEIGHTS_RU)
    found.sort(key=lambda one: (order.index(one.verdict), weights.index(one.criterion.weight)))
    rows = [
        (f"{one.id}. {one.criterion.text}", f"{VERDICTS_RU[one.verdict]}; {WEIGHTS_RU[one.criterion.weight]}",
         _marks(one.places) or "весь документ", one.text, one.suggestion)
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(FIELDS))


def pairs_table(found: Assignment, mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> pd.DataFrame:
    """Pairs with their reasons: `mentee`, `mentor`, `type`, `score`, `reasons`, `lacks`."""
    from mentoring.pairing.rules import standard

    titles = {one.id: one.title for one in (*mentors, *mentees)}
    rows = [
        (titles[one.mentee], titles[one.mentor], standard().of(one.type).title, one.score, "; ".join(one.reasons),
         "; ".join(one.lacks) or "—")
        for one in found.pairs
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(PAIRS))


def left_table(found: Assignment, mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> pd.DataFrame:
    """Those without a pair: `who`, `side`, `why`."""
    titles = {one.id: one.title for one in (*mentors, *mentees)}
    rows = [(titles[one.id], "наставляемый", one.text) for one in found.mentees_left]
    rows += [(titles[one.id], "наставник", one.text) for one in found.mentors_left]
    return pd.DataFrame(rows, columns=list(LEFT))


def groups_table(found: Assignment, mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> pd.DataFrame:
    """Groups of group mentoring, and groups that those left alone could form: `who`, `people`, `theme`."""
    from mentoring.pairing import group
    from mentoring.pairing.grouping import groups_of

    titles = {one.id: one.title for one in (*mentors, *mentees)}
    alone = {one.id for one in found.mentees_left}
    proposed, _ = group([one for one in mentees if one.id in alone])
    rows = [
        (titles.get(one.mentor) or "наставника ещё нет", "; ".join(titles[id] for id in one.mentees),
         one.theme or "группа по приказу")
        for one in (*groups_of(found), *proposed)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(GROUPS))


def _criteria() -> dict[str, str]:
    from mentoring.data import load

    table = load("criteria")
    return dict(zip(table["id"], table["criterion"], strict=True))


def _marks(places: Sequence[str]) -> str:
    """Ids of rows as the document shows them: «d1» → «Д-1»."""
    from mentoring.route.layout import SECTIONS, mark

    known = {section.prefix: section for section in SECTIONS}
    parts = []
    for id in places:
        prefix = re.match(r"[a-z]*", id)[0]  # type: ignore[index]
        parts.append(mark(id, known[prefix]) if prefix in known else id)
    return ", ".join(dict.fromkeys(parts))
