"""Wording of a task by morphology: action, object, measurable criterion, date; and a mended wording built from it.

Judges words, not worth: whether a task is the right one is a person's question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from mentoring.route.lexicon import (
    EMPTY_OBJECTS,
    FAULTLESS,
    GROWTH,
    INSTRUMENTS,
    KNOWLEDGE,
    LACKS,
    MEASURES,
    NOT_MEASURED,
    PROCESS,
    VAGUE,
    VERBS,
)
from mentoring.route.model import days

READ_CHARS = 1_500
GAP = "___"
_ENDINGS = (("ование", ("овать",)), ("ание", ("ать",)), ("ение", ("ить", "еть")), ("ка", ("ать", "ить")))
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,:/–-]\d+)*|[%№]")

_EMPTY_CRITERION = re.compile(
    r"(?:хорош\w*|выполнен\w*|есть|да|успешн\w*|положительн\w*|по факту|отлично|\W)*", re.IGNORECASE
)


@cache
def morph():
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=20_000)
def parse(word: str):
    """The likeliest reading of a word; a deverbal noun («повышение») is read as a noun."""
    return morph().parse(word.lower()[:40])[0]


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """Dictionary form in lower case with е for ё; numbers stay as they are."""
    if not word[:1].isalpha():
        return word
    return parse(word).normal_form.replace("ё", "е")


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text[:READ_CHARS])


def lemmas(text: str) -> list[str]:
    """Lemmas of the words and the numbers of a text, in order."""
    return [lemma(word) for word in tokens(text)]


def content(text: str) -> set[str]:
    """Lemmas that carry meaning: nouns, verbs, adjectives of four letters and more, without words every task has."""
    kept = set()
    for word in tokens(text):
        if len(word) < 4 or not word[:1].isalpha():
            continue
        tag = parse(word).tag
        if tag.POS in ("NOUN", "INFN", "VERB", "ADJF", "PRTF", "GRND") and lemma(word) not in EMPTY_OBJECTS:
            kept.add(lemma(word))
    return kept - GROWTH - KNOWLEDGE - PROCESS


@dataclass(frozen=True)
class Wording:
    """A task's wording taken apart. `vague` names what the verb lacks (a key of LACKS) or is empty."""

    text: str
    verb: str
    object: str
    vague: str
    criterion: bool
    instrument: bool
    due: bool
    unfilled: bool

    @property
    def parts(self) -> dict[str, bool]:
        """The four parts of a concrete wording; a vague verb counts where a measurable criterion stands beside it."""
        return {
            "verb": bool(self.verb) and (not self.vague or self.criterion),
            "object": bool(self.object),
            "criterion": self.criterion,
            "due": self.due,
        }

    @property
    def concrete(self) -> bool:
        return all(self.parts.values()) and not self.unfilled

    @property
    def lacking(self) -> list[str]:
        """What is not there, as Russian phrases."""
        said = []
        if self.unfilled:
            said.append("остались незаполненные места")
        if not self.verb:
            said.append("не названо действие (глагол)")
        elif not self.parts["verb"]:
            said.append(f"глагол «{self.verb}» неконкретен: {LACKS[self.vague]}")
        if not self.object:
            said.append("не назван предмет: что именно")
        if not self.criterion:
            said.append(
                "есть способ проверки, но нет уровня (сколько, из скольких)" if self.instrument
                else "нет измеримого критерия"
            )  # fmt: skip
        if not self.due:
            said.append("нет срока")
        return said


def read_wording(
    text: str, criterion: str = "", due: str = "", within: tuple[dt.date, dt.date] | None = None
) -> Wording:
    """Take a wording apart; criterion and date may stand in fields of their own or in the wording."""
    words = tokens(text)
    at, verb, vague = action(words)
    rest = words[at + 1 :] if verb else words
    measured = measurable(criterion, within) or measurable(text, within)
    return Wording(
        text=text,
        verb=verb,
        object=_object(rest),
        vague=vague,
        criterion=measured,
        instrument=any(word in INSTRUMENTS for word in lemmas(f"{criterion} {text}")),
        due=days(due, within) is not None or _dated(text),
        unfilled=GAP[:2] in text or GAP[:2] in criterion,
    )


def measurable(text: str, within: tuple[dt.date, dt.date] | None = None) -> bool:
    """Whether a level can be checked: a number that is neither date nor class nor number of a document, or «каждый»."""
    if not text or GAP[:2] in text or _EMPTY_CRITERION.fullmatch(text[:200]):
        return False
    words = tokens(_without_dates(text[:READ_CHARS], within))
    for place, word in enumerate(words):
        near = [lemma(other) for other in (*words[max(0, place - 1) : place], *words[place + 1 : place + 3])]
        if not word[0].isalpha():
            if not word[0].isdigit():
                continue
            if not NOT_MEASURED.intersection(near):
                return True
        elif (
            parse(word).tag.POS == "NUMR"
            or lemma(word) in MEASURES
            or lemma(word) == "без"
            and FAULTLESS.intersection(near)
        ):
            return True
    return False


def action(words: Sequence[str]) -> tuple[int, str, str]:
    """Place, verb and what it lacks of the first action: a verb, or a deverbal noun at the beginning. In «научиться
    задавать вопросы» the second verb is the action."""
    for place, word in enumerate(words[:25]):
        if not word[0].isalpha():
            continue
        reading = parse(word)
        if reading.tag.POS in ("INFN", "VERB") and reading.normal_form not in ("быть", "мочь", "стать"):
            after = words[place + 1] if place + 1 < len(words) else ""
            if vague_of(reading.normal_form) and after[:1].isalpha() and parse(after).tag.POS == "INFN":
                return place + 1, parse(after).normal_form, vague_of(parse(after).normal_form)
            return place, reading.normal_form, vague_of(reading.normal_form)
        if place == 0 and reading.tag.POS == "NOUN" and (verb := verb_of(reading.normal_form)):
            return place, verb, vague_of(verb)
    return 0, "", ""


def vague_of(verb: str) -> str:
    return next((name for name, group in VAGUE.items() if verb in group), "")


@cache
def verb_of(noun: str) -> str:
    """«повышение» → «повысить», «разработка» → «разработать»: a verb that the dictionary knows, or nothing."""
    if noun in VERBS:
        return VERBS[noun]
    for ending, others in _ENDINGS:
        if noun.endswith(ending) and len(noun) > len(ending) + 2:
            stem = noun[: -len(ending)]
            stems = (stem, stem[:-1]) if stem[-1] == "л" else (stem,)  # составл-ение, состав-ить
            for verb in (start + other for start in stems for other in others):
                if morph().word_is_known(verb) and morph().parse(verb)[0].tag.POS == "INFN":
                    return verb
    return ""


def _object(words: Sequence[str]) -> str:
    """The first noun that says something."""
    for word in words:
        if word[0].isalpha() and len(word) > 2 and "NOUN" in parse(word).tag and lemma(word) not in EMPTY_OBJECTS:
            return lemma(word)
    return ""


def _without_dates(text: str, within: tuple[dt.date, dt.date] | None) -> str:
    from mentoring.documents.dates import spans

    for span in reversed(spans(text, within=within or ANY_YEAR)):
        text = text[: span.start] + " " + text[span.end :]
    return re.sub(r"\b\d{1,2}\.\d{1,2}(?:\.\d{2,4})?\b", " ", text)


def _dated(text: str) -> bool:
    from mentoring.documents.dates import spans

    return any(span.kind not in ("year", "years", "school") for span in spans(text[:READ_CHARS], within=ANY_YEAR))


ANY_YEAR = (dt.date(2020, 9, 1), dt.date(2021, 8, 31))  # any year: only whether a day or a month is named
