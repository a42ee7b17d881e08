"""Programme papers from the tables: the draft of the additional professional programme, attendance and results."""

from .attendance import attendance_docx, attendance_xlsx, groups
from .document import programme_docx

__all__ = ["attendance_docx", "attendance_xlsx", "groups", "programme_docx"]
