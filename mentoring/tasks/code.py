"""A one-line Python expression (or a function) in a code cell, or the same answer in a form: the better counts.

The code itself is executed elsewhere (a sandboxed process); here only its JSON value is scored.
"""

from typing import Any, Literal

from pydantic import Field

from mentoring.tasks.base import Answer, Kind, Question, Reference
from mentoring.tasks.indicator import IndicatorQuestion, IndicatorReference


class CodeQuestion(Question):
    kind: Literal["code"] = "code"
    starter: str = Field("", description="comment shown in the empty code cell")
    alternative: IndicatorQuestion | None = Field(None, description="the form that answers the same question")


class CodeResult(Answer):
    """What the sandbox hands back for the participant's cell `<id>-code`."""

    source: str = ""
    value: Any = None
    error: str = Field("", description="one Russian sentence; empty when a value came back")


class CodeAnswer(Answer):
    form: dict[str, Any] | None = None
    code: CodeResult | None = None


class CodeReference(Reference):
    value: float | str | bool | list | dict
    tolerance: float = Field(0.0, ge=0)
    explain: str = ""
    alternative: IndicatorReference | None = None


class CodeKind(Kind):
    name = "code"
    Question, Answer, Reference = CodeQuestion, CodeAnswer, CodeReference


KIND = CodeKind()
