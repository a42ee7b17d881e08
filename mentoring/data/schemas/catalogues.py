"""Schemas of the catalogues that methodologists edit, collected from one module a subject."""

from . import documents, law, participants, roadmaps, system
from .table import Table

SCHEMAS: dict[str, type[Table]] = {
    **documents.SCHEMAS,
    **law.SCHEMAS,
    **participants.SCHEMAS,
    **roadmaps.SCHEMAS,
    **system.SCHEMAS,
}
