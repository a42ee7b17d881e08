"""Blocks of the tool notebooks: a file of one's own in; findings, pictures and documents out.

The libraries read, check and draw; here is only how that is shown. An uploaded file lives as long as its check, which
is made inside walls.
"""

from .cards import pairs_card, pairs_told, roadmap_card, roadmap_told, route_card, route_told
from .documents import bank_files, pair_files, roadmap_files, route_files
from .files import File, links, offer
from .tables import COLUMNS, GROUPS, LEFT, PAIRS, groups_table, left_table, pairs_table, roadmap_table, route_table
from .uploading import check_banks, check_file

__all__ = [
    "COLUMNS", "GROUPS", "LEFT", "PAIRS", "File", "bank_files", "check_banks", "check_file", "groups_table",
    "left_table", "links", "offer", "pair_files", "pairs_card", "pairs_table", "pairs_told", "roadmap_card",
    "roadmap_files", "roadmap_table", "roadmap_told", "route_card", "route_files", "route_table", "route_told",
]  # fmt: skip
