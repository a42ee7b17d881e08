"""The bank of test questions: read, drawn into parallel forms, composed into nbgrader source notebooks.

Pure code without questions: the tables lie on the instructor's side (`assignments/bank/`) and are given as a folder.
Nothing here is imported by what a participant runs.
"""

from mentoring.bank.drawing import draw, drawn
from mentoring.bank.items import ChoiceItem, Item, MatchingItem, NumberItem, OrderingItem
from mentoring.bank.reading import Bank, read_bank

__all__ = [
    "Bank", "ChoiceItem", "Item", "MatchingItem", "NumberItem", "OrderingItem", "draw", "drawn", "read_bank",
]  # fmt: skip
