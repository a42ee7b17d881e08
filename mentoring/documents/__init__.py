"""Documents of mentoring: reading and audit of real files, and the documents that the kit writes. Pure; loads lazily.

`audit(paths, as_of, kinds) -> AuditReport`, `read(source, name) -> Text`, `recognise(text) -> kind`, `DocumentError`.
"""

from __future__ import annotations

import lazy_loader

_ROOMS = {
    "audit_results": ["AuditReport"],
    "auditing": ["audit"],
    "reading": ["read", "Text", "DocumentError"],
    "kinds": ["recognise"],
    "report_picture": ["report_chart"],
    "report_word": ["report_docx"],
    "report_sheet": ["report_xlsx"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_ROOMS)
