"""Matching of items on the left with items on the right; a right item may be used many times or never."""

from typing import Literal

from pydantic import Field

from mentoring.tasks.base import Answer, Kind, Option, Question, Reference


class MatchingQuestion(Question):
    kind: Literal["matching"] = "matching"
    left: tuple[Option, ...] = Field(min_length=2)
    right: tuple[Option, ...] = Field(min_length=2)
    shuffle: bool = True


class MatchingAnswer(Answer):
    pairs: dict[str, str] = Field(default_factory=dict, description="left id → right id")


class MatchingReference(Reference):
    pairs: dict[str, tuple[str, ...]] = Field(description="left id → accepted right ids")
    explain: dict[str, str] = Field(default_factory=dict, description="left id → why")


class MatchingKind(Kind):
    name = "matching"
    Question, Answer, Reference = MatchingQuestion, MatchingAnswer, MatchingReference


KIND = MatchingKind()
