"""Documents of mentoring: reading and audit of real files, and the documents that the kit writes. Pure; loads lazily.

`audit(paths, as_of, kinds) -> AuditReport`, `read(source, name) -> Text`, `recognise(text) -> kind`, `DocumentError`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_LAZY = {
    "audit": "auditing",
    "AuditReport": "auditing",
    "read": "reading",
    "Text": "reading",
    "DocumentError": "reading",
    "recognise": "kinds",
    "report_chart": "report_picture",
    "report_docx": "report_word",
    "report_xlsx": "report_sheet",
}
__all__ = sorted(_LAZY)


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = value
    return value
