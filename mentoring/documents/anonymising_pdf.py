"""A .pdf cannot be rewritten honestly: what is hidden on a page stays in the file. A .docx copy with codes is made
instead: its paragraphs and tables, nothing of its looks, pictures, properties or hidden layers.
"""

from __future__ import annotations

import io

from docx import Document

from mentoring import paper
from mentoring.documents.codes import Codebook
from mentoring.documents.reading import read

NOTE = (
    "Сам PDF не изменён: составлена копия .docx с его текстом и таблицами, без оформления и картинок. Сдавайте копию, "
    "а не PDF."
)


def coded_copy(data: bytes, name: str, book: Codebook) -> tuple[bytes, tuple[str, ...]]:
    """A .docx with the text of the file and codes instead of people. Raises DocumentError (a scan, a password)."""
    text = read(data, name)
    book.learn(text.plain)
    document = Document()
    shown: set[int] = set()
    for block in text.blocks:
        if block.kind != "cell":
            document.add_paragraph(paper.clean(book.replace(block.text)))
        elif block.table not in shown:
            shown.add(block.table)
            rows = text.tables[block.table].rows
            table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, value in zip(row.cells, cells, strict=True):
                    cell.text = paper.clean(book.replace(value))
    document.core_properties.author = document.core_properties.last_modified_by = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue(), (NOTE,)
