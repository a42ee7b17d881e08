"""What runs in the sandboxed worker: uploaded files are parsed and audited, or their people replaced by codes.

Input is `mentoring.uploads.pack`, output plain JSON. Nothing here is called in the trusted process.
"""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

TEXT_CHARS = 200_000


def audit_files(data: bytes) -> dict[str, Any]:
    """`{"files": [{name, kind, error, text, criteria, personal}], "cross": [{id, remark}]}`; criteria: id →
    `{verdict, remark, quote, place}`."""
    from mentoring import privacy
    from mentoring.documents.auditing import audit_file
    from mentoring.documents.cross_checks import cross_check
    from mentoring.uploads import unpack

    question, files = unpack(data)
    day = dt.date.fromisoformat(question["as_of"])
    reports = [audit_file(content, name, day) for name, content in files]
    texts = [report.document.text.plain if report.document is not None else "" for report in reports]
    told = []
    for report, text in zip(reports, shared(texts, TEXT_CHARS), strict=True):
        told.append(
            {
                "name": report.file,
                "kind": report.kind,
                "error": report.error,
                "text": text,
                "criteria": {
                    id: {
                        "verdict": j.verdict,
                        "remark": j.remark[:300],
                        "quote": (j.quote or "")[:300],
                        "place": j.place or "",
                    }
                    for id, j in report.judgements.items()
                },
                "personal": privacy.messages(text),
            }
        )
    cross = cross_check([one for one in reports if one.document is not None])
    return {"files": told, "cross": [{"id": one.id, "remark": one.remark[:300]} for one in cross]}


def shared(texts: list[str], most: int) -> list[str]:
    """The texts, long ones cut so that all of them have no more than `most` characters: short ones stay whole, a place
    quoted from the end of a regulation is still found."""
    room, left = most, len(texts)
    limit = most
    for size in sorted(map(len, texts)):
        limit = room // left
        if size > limit:
            break
        room, left, limit = room - size, left - 1, most
    return [text[:limit] for text in texts]


def code_files(data: bytes) -> dict[str, Any]:
    """`{"files": [{name, content (base64), said, notes, error}]}`: the same person has the same code in all files."""
    from mentoring.documents import DocumentError
    from mentoring.documents.anonymising import anonymise
    from mentoring.documents.codes import Codebook
    from mentoring.uploads import unpack

    book, told = Codebook(), []
    for name, content in unpack(data)[1]:
        try:
            made = anonymise(content, name, book)
        except DocumentError as error:
            told.append({"name": name, "content": "", "said": "", "notes": [], "error": str(error)})
            continue
        encoded = base64.b64encode(made.content).decode()
        told.append({"name": made.name, "content": encoded, "said": made.said, "notes": list(made.notes), "error": ""})
    return {"files": told}
