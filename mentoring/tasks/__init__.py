"""Task kinds: question, answer, scoring. Pure; widgets are in `mentoring.forms`."""

from mentoring.tasks.base import Kind, Model, Option, Question, Reference, Remark, Sample, Score, Unreadable
from mentoring.tasks.card import CardQuestion, Cell, Clause, Rule, Slot
from mentoring.tasks.checklist import ChecklistCriterion, ChecklistQuestion, Consistency, Document
from mentoring.tasks.choice import ChoiceQuestion
from mentoring.tasks.classification import Axis, ClassificationQuestion
from mentoring.tasks.code import CodeQuestion
from mentoring.tasks.document import DocumentQuestion, asked
from mentoring.tasks.indicator import IndicatorQuestion
from mentoring.tasks.markup import Fragment, MarkupDocument, MarkupQuestion
from mentoring.tasks.matching import MatchingQuestion
from mentoring.tasks.number import NumberQuestion
from mentoring.tasks.ordering import OrderingQuestion
from mentoring.tasks.pairing import PairingQuestion
from mentoring.tasks.registry import kind_of, kinds
from mentoring.tasks.roadmap import RoadmapQuestion
from mentoring.tasks.route import GivenDeficit, RouteQuestion
from mentoring.tasks.text import Column, Level, RubricLine, TextQuestion

__all__ = [
    "Axis", "CardQuestion", "Cell", "Clause", "Rule", "Slot",
    "ChecklistCriterion", "ChecklistQuestion", "ChoiceQuestion", "ClassificationQuestion", "CodeQuestion",
    "Column", "Consistency", "Document", "DocumentQuestion", "Fragment", "GivenDeficit", "IndicatorQuestion", "Kind",
    "Level", "MarkupDocument", "MarkupQuestion", "MatchingQuestion", "Model", "NumberQuestion", "Option",
    "OrderingQuestion", "PairingQuestion", "Question", "Reference", "Remark", "RoadmapQuestion", "RouteQuestion",
    "RubricLine", "Sample", "Score", "TextQuestion", "Unreadable", "asked", "kind_of", "kinds",
]  # fmt: skip
