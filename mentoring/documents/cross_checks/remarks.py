"""What every check of a package needs: the files by their kinds, the pairs of an order, a remark on files."""

from __future__ import annotations

from ..audit_results import CrossRemark, FileReport
from ..pairs import pairs
from ..pairs.model import Pair

Package = dict[str, list[FileReport]]  # kind of document → its files; every file has been read


def remark(id: str, files: list[FileReport], text: str) -> CrossRemark:
    return CrossRemark(id, tuple(dict.fromkeys(f.file for f in files)), text)


def order_pairs(order: FileReport) -> list[Pair]:
    return pairs(order.document)


def short(pair: Pair) -> str:
    """The line of the order that names the pair."""
    return pair.row.text[:140]
