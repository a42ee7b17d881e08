"""Data of an own municipality: a spreadsheet as people keep it → remarks in Russian, a clean copy, figures, a note.

`check` reads and tells, `keep` makes it usable, `kept` gives it back, `figures` computes; `note` and `sheet` write.
"""

from .checking import Checked, Remark, check
from .figures import Figures, figures
from .keeping import SHARED, Kept, folder, forget, keep, kept, nameless
from .kinds import KINDS
from .reading import OwnDataError

__all__ = ["KINDS", "SHARED", "Checked", "Figures", "Kept", "OwnDataError", "Remark", "check", "figures", "folder",
           "forget", "keep", "kept", "nameless"]  # fmt: skip
