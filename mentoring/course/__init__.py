"""Building blocks of a session notebook: one call a cell, each shows one piece of the page. Guide: course/README.md."""

from .blocks import case, mark, note_2026, place_ru, recap, sources, unfold
from .counter import news
from .discussion import discuss
from .exercises import options
from .explorers import explore_base, explore_municipality, explore_table
from .fields import AuthorError, said, typeset
from .gaps import document_gaps, gaps_chart
from .index import course_map, hours, tool_list, works
from .own_municipality import own_municipality
from .own_path import my_path
from .page import style
from .pictures import figure, picture, table
from .prose import glossary, plain, prose
from .sessions import facilitator, header, next_step, pause, plan

__all__ = [
    "AuthorError", "case", "course_map", "discuss", "document_gaps", "explore_base", "explore_municipality",
    "explore_table", "facilitator", "figure", "gaps_chart", "glossary", "header", "hours", "mark", "my_path", "news",
    "next_step", "note_2026", "options", "own_municipality", "pause", "picture", "place_ru", "plain", "plan", "prose",
    "recap", "said", "sources", "style", "table", "tool_list", "typeset", "unfold", "works",
]  # fmt: skip
