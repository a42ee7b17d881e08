"""Whether a card speaks of a matter of its own: few general words, nothing said twice, parts that hang together.

Two checks of `card_rules`. A program can't tell a good practice from a poor one; it can tell that a deficit has no
action, or that a whole card consists of words that fit every school. General words come with the rule (`phrases`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mentoring.tasks.evidence import words

if TYPE_CHECKING:
    from mentoring.tasks.card import CardAnswer, CardQuestion, Rule, Slot

SHORT = 4
STEM = 5
SAME = 0.7
LEAST_SHARE = 0.3
"""Of the longer words of a card, how many have to be its own; with fewer the card counts in proportion."""


def own_words(rule: Rule, question: CardQuestion, answer: CardAnswer):
    """`least` different words that are not general (`phrases`: their beginnings), and no text written twice."""
    from mentoring.tasks.card_rules import Verdict

    cells = list(typed(question, answer))
    every = [word for _, text in cells for word in words(text) if len(word) >= SHORT]
    if not every:
        return Verdict(None)
    own = [word for word in every if not general(word, rule.phrases)]
    wanted = float(rule.least or 1)
    breadth = min(1.0, len({word[:STEM] for word in own}) / wanted)
    share = min(1.0, len(own) / len(every) / LEAST_SHARE)
    twice = list(repeated([(slot.title, text) for slot, text in cells]))
    once = max(0.0, 1 - 2 * len(twice) / len(cells))
    faults = []
    if breadth < 1 or share < 1:
        faults.append(rule.says)
    if twice:
        named = "; ".join(f"«{name}»" for name in dict.fromkeys(twice))
        faults.append(f"Одно и то же написано дважды, посмотрите: {named}.")
    return Verdict(breadth * share * once, tuple(faults))


def linked(rule: Rule, question: CardQuestion, answer: CardAnswer):
    """`field`, `other` (several with blanks between): every row of the first, or its text, shares a word that is not
    general with the others."""
    from mentoring.tasks.card_rules import Verdict

    slot = question.slot(rule.field)
    written = [(one.id, text) for one, text in typed(question, answer)]
    given = [text for name, text in written if name == rule.field]
    if slot is not None and slot.type == "rows":
        free = [cell.id for cell in slot.columns if cell.type in ("text", "line")]
        free = [rule.column] if rule.column else free
        given = [" ".join(row[name] for name in free) for row in answer.rows(slot)]
    others = set(rule.other.split())
    there = {word for name, text in written if name in others for word in _own(text, rule.phrases)}
    rows = [set(_own(text, rule.phrases)) for text in given if text.strip()]
    if not rows or not any(name in others for name, _ in written):
        return Verdict(None)
    lost = [number for number, row in enumerate(rows, 1) if not any(near(a, b) for a in row for b in there)]
    if not lost:
        return Verdict(1.0)
    which = f" Посмотрите строки: {', '.join(map(str, lost))}." if len(rows) > 1 else ""
    return Verdict(1 - len(lost) / len(rows), (rule.says + which,))


def typed(question: CardQuestion, answer: CardAnswer) -> Iterator[tuple[Slot, str]]:
    """Field and text, for everything that was typed; the same field many times where it has rows."""
    for slot in question.slots:
        rows = answer.rows(slot) if slot.type == "rows" else [{slot.id: answer.value(slot.id)}]
        free = [cell.id for cell in (slot.columns if slot.type == "rows" else (slot,)) if cell.type in ("text", "line")]
        yield from ((slot, row[name]) for row in rows for name in free if row.get(name, "").strip())


def repeated(cells: list[tuple[str, str]]) -> Iterator[str]:
    """Fields whose text nearly says what another said before."""
    seen: list[set[str]] = []
    for name, text in cells:
        bag = {word[:STEM] for word in words(text) if len(word) >= SHORT}
        if len(bag) < 3:
            continue
        if any(len(bag & other) >= SAME * len(bag | other) for other in seen):
            yield name
        seen.append(bag)


def general(word: str, beginnings: Iterable[str]) -> bool:
    return word.startswith(tuple(beginnings))


def near(one: str, other: str) -> bool:
    """Words of one root, roughly: they begin alike."""
    common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common >= STEM or common == SHORT and min(len(one), len(other)) <= STEM


def _own(text: str, beginnings: tuple[str, ...]) -> Iterator[str]:
    return (word for word in words(text) if len(word) >= SHORT and not general(word, beginnings))
