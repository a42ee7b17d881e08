"""Putting items in order; scored by the share of pairs that stand in the right order."""

from typing import Literal

from pydantic import Field

from mentoring.tasks.base import Answer, Kind, Option, Question, Reference


class OrderingQuestion(Question):
    kind: Literal["ordering"] = "ordering"
    items: tuple[Option, ...] = Field(min_length=2, description="in the order shown at first (never the right one)")


class OrderingAnswer(Answer):
    order: tuple[str, ...] = ()


class OrderingReference(Reference):
    order: tuple[str, ...] = Field(min_length=2)
    explain: dict[str, str] = Field(default_factory=dict, description="item id → why it stands there")


class OrderingKind(Kind):
    name = "ordering"
    Question, Answer, Reference = OrderingQuestion, OrderingAnswer, OrderingReference


KIND = OrderingKind()
