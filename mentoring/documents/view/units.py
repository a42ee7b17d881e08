"""What is said in one go: a paragraph, or a row of a table as «title: cell; title: cell»."""

from __future__ import annotations

from ..language import Words
from ..reading.model import Block, Grid
from .tables import Table


def units_of(blocks: list[Block], grids: list[Grid], tables: list[Table]) -> list[Words]:
    """What is said in one go: a paragraph, or a row of a table as «title: cell; title: cell»."""
    headed = {table.place: table for table in tables}
    result: list[Words] = []
    done: set[tuple[int, int]] = set()
    for number, block in enumerate(blocks):
        if block.kind != "cell":
            result.append(Words(block.text, block.place, number, block.kind))
            continue
        if (block.table, block.row) in done:
            continue
        done.add((block.table, block.row))
        grid = grids[block.table]
        row = grid.rows[block.row]
        table = headed.get(grid.place)
        line = next((r for r in table.rows if r.place == block.place), None) if table else None
        if table is not None and line is not None:
            text = "; ".join(
                f"{title}: {cell}" for title, cell in zip(table.header, row, strict=False) if title != cell
            )
        elif len(row) == 2 and row[0] != row[1]:
            text = f"{row[0].rstrip(' :')}: {row[1]}"
        else:
            text = " | ".join(dict.fromkeys(cell for cell in row if cell))
        titles = table is not None and line is None
        result.append(Words(text, block.place, number, "title" if titles else "row"))
    return result
