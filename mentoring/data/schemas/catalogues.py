"""Schemas of the catalogues that methodologists edit: documents, criteria, acts, forms, types and the like."""

from .table import Table

SCHEMAS: dict[str, type[Table]] = {}
