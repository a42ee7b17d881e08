"""Which invented story a made-up participant tells: the same in the card and in the text about it. Not for scoring."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from mentoring.tasks import event_stories, practice_stories

PRACTICE, EVENT, TYPES = {"value", "evidence", "transfer"}, {"value", "scenario", "safety"}, {"reasons", "exclusion"}


def of_card(question: dict, fields: dict[str, Any], seed: str) -> dict[str, Any]:
    """The reference card of the task with what the story of this person changes; other cards as they are."""
    slots = {slot["id"] for slot in question["slots"]}
    if {"deficits", "transfer"} <= slots:
        return with_story(fields, _told(practice_stories.STORIES, seed)["card"])
    return with_story(fields, _told(event_stories.STORIES, seed)["card"]) if {"photo", "spread"} <= slots else fields


def with_story(fields: dict[str, Any], story: dict[str, Any]) -> dict[str, Any]:
    """Rows of a story take what they don't say (dates of the school year) from the rows of the reference."""
    made = fields | story
    for name, rows in story.items():
        base = fields.get(name)
        if isinstance(rows, list) and base:
            made[name] = [{**base[min(at, len(base) - 1)], **row} for at, row in enumerate(rows)]
    return made


def of_text(question: dict, reference: dict | None, level: str, seed: str) -> str:
    """A person's text of that level (good, fair, weak) for a task that has such stories; empty for others."""
    asked = {line["id"] for line in question.get("rubric") or ()}
    for lines, stories in ((PRACTICE, practice_stories.STORIES), (EVENT, event_stories.STORIES)):
        if lines <= asked:
            return Random(f"{seed}/text").choice(_told(stories, seed)[level])
    model = str((reference or {}).get("text") or "")
    return _shortened(model, level) if asked >= TYPES and model else ""


def _told(stories: tuple[dict[str, Any], ...], seed: str) -> dict[str, Any]:
    """`seed` ends with the task: what stands before it is the person."""
    return Random(f"story/{seed.rpartition('/')[0]}").choice(stories)


def _shortened(model: str, level: str) -> str:
    """About people that are drawn for each participant only the key knows: what a hurried hand leaves of it."""
    if level == "good":
        return model
    parts = [re.split(r"(?<=[.!?]) ", part) for part in model.split("\n\n")]
    if level == "fair":
        return "\n\n".join(" ".join(part[: 1 + len(part) // 2]) for part in parts)
    return (
        f"{parts[0][-1]} Считаю, что выбрано правильно, потому что так удобнее всем. Начнём с организационной встречи."
    )
