"""A mended wording made of the person's own words: action, topic in its case, gaps where only a person knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mentoring.route.lexicon import EMPTY_ADJECTIVES, EMPTY_OBJECTS, MATERIAL, VERBS
from mentoring.route.wording import GAP, Wording, action, lemma, lemmas, morph, parse, tokens, verb_of

_END = re.compile(r"[;.]|, (?:чтобы|котор|до |к )|\bкритерий\b|\b(?:до|к) \d")


def suggest(wording: Wording, criterion: str = "", due: str = "") -> str:
    """A wording to be finished by hand, made of what was written: gaps stand where only a person knows."""
    if wording.concrete or not wording.text.strip():
        return ""
    words = tokens(wording.text)
    at, verb, vague = action(words)
    made = wording.text.strip().rstrip(".;")
    if not verb or vague or verb != parse(words[at]).normal_form:
        made = _action_on(_topic(wording.text, words, at if verb else -1), "" if vague else verb)
    added = []
    if wording.vague or not wording.verb:
        classes = "" if "класс" in lemmas(made) else f" в {GAP} классе"
        made += "" if "урок" in lemmas(made) else f" на {GAP} уроках{classes}"
    if not wording.due:
        added.append(f"до {GAP}")
    if not wording.criterion:
        start = f"{criterion.rstrip('.')}, " if wording.instrument and criterion else "по листу наблюдения наставника "
        added.append(f"критерий: {start}не менее {GAP} из {GAP}")
    return f"«{'; '.join([made, *added])}»."


def _action_on(tail: str, verb: str) -> str:
    """The beginning of a mended wording: an action on what the wording is about."""
    if not tail:
        return f"Применить {GAP} (что именно)"
    first = tail.split()[0].strip(",«»()")
    reading = parse(first)
    if reading.tag.POS == "INFN":
        return tail[:1].upper() + tail[1:]
    if verb:
        return f"{verb.capitalize()} {_in_case(tail, 'accs')}"
    if reading.normal_form in MATERIAL:
        return f"Применить {GAP} (что именно; источник: {_in_case(tail, 'nomn')})"
    inner = verb_of(reading.normal_form) if reading.tag.POS == "NOUN" else ""
    tag = morph().parse(inner)[0].tag if inner else ""
    if " " in tail and "tran" in tag and ("perf" in tag or inner in VERBS.values()):
        return f"{inner.capitalize()} {_in_case(tail.split(maxsplit=1)[1], 'accs')}"
    return f"Применить {_in_case(tail, 'accs')}"


def _topic(text: str, words: Sequence[str], at: int) -> str:
    """What the action is about: the wording after the verb, without general nouns and a preposition before it."""
    place = 0
    for word in words[: at + 1]:
        place = text.index(word, place) + len(word)
    rest = _END.split(text[place:], maxsplit=1)[0].strip(" ,:–—-«»")
    parts = rest.split()
    while parts:
        word = parts[0].strip(",«»()")
        tag = parse(word).tag if word[:1].isalpha() else None
        ahead = parts[1].strip(",«»()") if len(parts) > 1 else ""
        general = lemma(word) in EMPTY_OBJECTS or lemma(word) in EMPTY_ADJECTIVES
        describes = tag is not None and tag.POS in ("ADJF", "PRTF") and ahead and lemma(ahead) in EMPTY_OBJECTS
        if general or describes or (tag is not None and tag.POS in ("PREP", "CONJ", "PRCL")):
            parts.pop(0)
        else:
            break
    return " ".join(parts)[:160].rstrip(" ,")


def _in_case(phrase: str, case: str) -> str:
    """The phrase with its first noun and the adjectives before it in a case (`accs`, `nomn`), the rest as written."""
    raws = phrase.split()
    bare = [raw.strip(",«»()") for raw in raws]
    head = next((place for place, word in enumerate(bare) if word[:1].isalpha() and "NOUN" in parse(word).tag), None)
    if head is None or any(raw[0] in "«(" for raw in raws[: head + 1]):
        return phrase
    noun = next(one for one in morph().parse(bare[head]) if one.tag.POS == "NOUN")
    form = noun.inflect({case})
    wanted = {case, noun.tag.number or "sing"}
    if case == "accs" and (noun.tag.number == "plur" or noun.tag.gender == "masc"):
        wanted.add(noun.tag.animacy or "inan")
    if noun.tag.number != "plur":
        wanted.add(noun.tag.gender or "neut")
    for place in range(head):
        for reading in morph().parse(bare[place]):
            if reading.tag.POS in ("ADJF", "PRTF") and (changed := reading.inflect(wanted)):
                raws[place] = raws[place].replace(bare[place], changed.word)
                break
    if form is not None:
        raws[head] = raws[head].replace(bare[head], form.word)
    return " ".join(raws)
