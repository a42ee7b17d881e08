"""Task kinds: question, answer, scoring. Pure; widgets are in `mentoring.forms`.

A kind is loaded when one of its names is first asked for: an assignment uses few of them.
"""

from importlib import import_module
from typing import Any

_OF = {
    "base": "Kind Model Option Question Reference Remark Sample Score Unreadable",
    "card": "CardQuestion Cell Clause Rule Slot",
    "checklist": "ChecklistCriterion ChecklistQuestion Consistency Document",
    "choice": "ChoiceQuestion",
    "classification": "Axis ClassificationQuestion",
    "code": "CodeQuestion",
    "document": "DocumentQuestion asked",
    "indicator": "IndicatorQuestion",
    "markup": "Fragment MarkupDocument MarkupQuestion",
    "matching": "MatchingQuestion",
    "number": "NumberQuestion",
    "ordering": "OrderingQuestion",
    "pairing": "PairingQuestion",
    "registry": "kind_of kinds",
    "roadmap": "RoadmapQuestion",
    "route": "GivenDeficit RouteQuestion",
    "text": "Column Level RubricLine TextQuestion",
}
_LAZY = {name: module for module, names in _OF.items() for name in names.split()}

__all__ = sorted(_LAZY)


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = value
    return value
