"""Task kinds: question, answer, scoring. Pure; widgets are in `mentoring.forms`.

A kind is loaded when one of its names is first asked for: an assignment uses few of them.
"""

from __future__ import annotations

import lazy_loader

_KINDS = {
    "base": ["Kind", "Model", "Option", "Question", "Reference", "Remark", "Sample", "Score", "Unreadable"],
    "card": ["CardQuestion", "Cell", "Clause", "Rule", "Slot"],
    "checklist": ["ChecklistCriterion", "ChecklistQuestion", "Consistency", "Document"],
    "choice": ["ChoiceQuestion"],
    "classification": ["Axis", "ClassificationQuestion"],
    "code": ["CodeQuestion"],
    "document": ["DocumentQuestion", "asked"],
    "indicator": ["IndicatorQuestion"],
    "markup": ["Fragment", "MarkupDocument", "MarkupQuestion"],
    "matching": ["MatchingQuestion"],
    "number": ["NumberQuestion"],
    "ordering": ["OrderingQuestion"],
    "pairing": ["PairingQuestion"],
    "registry": ["kind_of", "kinds"],
    "roadmap": ["RoadmapQuestion"],
    "route": ["GivenDeficit", "RouteQuestion"],
    "text": ["Column", "Level", "RubricLine", "TextQuestion"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_KINDS)
