"""The calendar of a school year of mentoring, derived from the days of the form."""

from __future__ import annotations

import datetime as dt

from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import workday

DAY = dt.timedelta(1)


def days(school: School) -> dict[str, dt.date]:
    """Named days of the plan. Where the form is silent the usual ones of the school year are taken."""
    first_september, end = school.year
    start = school.implementation_date or first_september
    order = school.pairing_date or max(start, first_september) + 14 * DAY
    works = max(school.starts or order + 3 * DAY, order)
    ends = school.ends or dt.date(end.year, 5, 28)
    room = (order - start).days
    consents = [c for pair in school.pairs for c in (pair.mentor_consent, pair.mentee_consent) if c]
    agreements = [pair.agreement_date for pair in school.pairs if pair.agreement_date]
    consent_first, consent_last = _within(consents, start, order, 0.6, room)
    agreement_first, agreement_last = _within(agreements, start, order, 0.85, room)
    before = min(consent_first, order)
    gap = max(0, (before - start).days)
    survey, banks, chosen = (start + round(gap * share) * DAY for share in (0.3, 0.6, 0.8))
    middle = works + (ends - works) // 2
    january = dt.date(end.year, 1, 18)
    middle = january if works < january < ends else middle
    last = min(dt.date(end.year, 6, 10), end)
    return {
        "start": start,
        "site": max(start, workday(start + min(5, gap) * DAY)),
        "survey": survey,
        "banks": banks,
        "training": chosen,
        "proposals": chosen,
        "consent_first": consent_first,
        "consent_last": max(consent_first, consent_last),
        "agreement_first": agreement_first,
        "agreement_last": agreement_last,
        "order": order,
        "works": works,
        "programmes": school.programme_due or min(works + 14 * DAY, ends),
        "middle": workday(middle),
        "middle_end": min(workday(middle) + 4 * DAY, ends),
        "final": max(workday(ends - 10 * DAY), works),
        "ends": ends,
        "reward": school.reward_date or max(ends, workday(min(ends + 3 * DAY, last))),
        "last": max(workday(last), ends),
        "period_end": dt.date(end.year, 6, 30) if ends <= dt.date(end.year, 6, 30) else end,
    }


def _within(given: list[dt.date], start: dt.date, order: dt.date, share: float, room: int) -> tuple[dt.date, dt.date]:
    if given:
        return max(min(given), start), max(min(max(given), order), start)
    usual = start + round(room * share) * DAY
    return usual, usual


def middle(first: dt.date, last: dt.date) -> dt.date:
    """A working day in the middle of a term, in January where the term covers it."""
    january = dt.date(last.year, 1, 18)
    return workday(january if first < january < last else first + (last - first) // 2)
