"""Own practice on paper: cards, contest application, event, catalogue; features by which a description is checked.

Documents are made of a card question and its answer: headings and order are those of the form. Nothing is graded here.
"""

from mentoring.practice.application import contest_application
from mentoring.practice.catalogue import Entry, catalogue_docx, catalogue_xlsx
from mentoring.practice.features import clauses, general_words
from mentoring.practice.named import bound, event_card, practice_application, practice_card, types_sheet
from mentoring.practice.paper import card_document, card_pdf
from mentoring.practice.year import SchoolYear, school_year

__all__ = [
    "bound",
    "event_card",
    "practice_application",
    "practice_card",
    "Entry",
    "card_document",
    "card_pdf",
    "catalogue_docx",
    "catalogue_xlsx",
    "clauses",
    "contest_application",
    "general_words",
    "SchoolYear",
    "school_year",
    "types_sheet",
]
