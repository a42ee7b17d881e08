"""Made-up answers to roadmap, pairing and card tasks for demonstration classes and trials. Not for scoring."""

from __future__ import annotations

from random import Random
from typing import Any

SLIPS = {
    "term": ("", "сентябрь2022", "в течение года", "по мере необходимости"),
    "responsible": ("", "все", "администрация"),
    "resource": ("", "уточните"),
    "result": ("", "улучшение работы", "заявка"),
}
REASONS = ("подходит", "так удобнее", "хороший человек")


def roadmap(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    """Rows of the example with slips; without an example the start rows."""
    random = Random(seed)
    rows = [dict(row) for row in (reference or {}).get("rows") or question.get("start") or ()]
    kept = [row for row in rows if random.random() < 0.6 + 0.4 * quality] or rows[:1]
    for row in kept:
        for name, slips in SLIPS.items():
            if random.random() >= quality:
                row[name] = random.choice(slips)
    if len(kept) > 1 and random.random() >= quality:
        at = random.randrange(len(kept) - 1)
        kept[at], kept[at + 1] = kept[at + 1], kept[at]
    return {"rows": kept}


def pairing(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    """The best assignment with wrong choices and idle reasons mixed in."""
    random, reference = Random(seed), reference or {}
    mentors = [one["id"] for one in question["mentors"]]
    pairs = {}
    for mentee in (one["id"] for one in question["mentees"]):
        best = (reference.get("best") or {}).get(mentee, mentors[0])
        mentor = best if random.random() < quality else random.choice(mentors)
        phrases = ((reference.get("reasons") or {}).get(mentee) or {}).get(mentor) or ()
        good = phrases and random.random() < quality
        pairs[mentee] = {"mentor": mentor, "reason": phrases[0] if good else random.choice(REASONS)}
    return {"pairs": pairs}


def card(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    """The example card with gaps, short texts and choices that do not agree."""
    random, fields = Random(seed), dict((reference or {}).get("fields") or {})
    for slot in question["slots"]:
        name = slot["id"]
        if name not in fields or random.random() < 0.3 + 0.7 * quality:
            continue
        if slot["type"] == "choice" and slot["required"]:
            fields[name] = random.choice([option["id"] for option in slot["choices"]])
        elif slot["type"] == "rows":
            fields[name] = list(fields[name])[: random.randrange(1, len(fields[name]) + 1)]
        elif slot["type"] == "text":
            fields[name] = random.choice(("", "Работа шла хорошо.", " ".join(str(fields[name]).split()[:4])))
        else:
            fields[name] = ""
    return {"fields": fields}
