"""What an activity is by its words, whether practice changes in it, and what proves a change."""

from __future__ import annotations

from functools import lru_cache

from mentoring.route.lexicon import ATTENDANCE, FORMS, PROOFS, LearningForm
from mentoring.route.wording import lemmas

BY_ID = {form.id: form for form in FORMS}
TITLES = {form.title: form for form in FORMS}


def has(text: str, stems: tuple[str, ...]) -> bool:
    """Whether the lemmas of a text hold any of the beginnings; of two words, both in a row."""
    line = _line(text)
    return any(f" {stem}" in line for stem in stems)


@lru_cache(maxsize=4_000)
def _line(text: str) -> str:
    return f" {' '.join(lemmas(text))}"


def form_of(form: str, what: str) -> LearningForm | None:
    """The form of an activity: by its id or title, else by its words; none where nothing tells."""
    known = BY_ID.get(form) or TITLES.get(form.casefold())
    if known:
        return known
    return next((one for text in (what, form) for one in FORMS if text and has(text, one.stems)), None)


def proves(text: str) -> bool:
    """Evidence of practice, not of attendance."""
    return has(text, PROOFS)


def attendance(text: str) -> bool:
    """A certificate: shows that a course was attended, nothing of practice."""
    return has(text, ATTENDANCE) and not proves(text)
