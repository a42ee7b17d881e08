"""The browser's side of a form as one text: shared frame and the kind's view joined, for anywidget and plain pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+)\.js";\n', re.M)
DEFAULT = re.compile(r"^export default [^\n]*\n", re.M)
EXPORT = re.compile(r"^export (?=function|const|class|async)", re.M)


@cache
def module_source(kind: str) -> str:
    """One self-contained ES module whose default export is `{ render({ model, el }) }`.

    It asks of `model` only `get`, `on`, `off`, `send`. Raises KeyError when no view has the name.
    """
    if not re.fullmatch(r"[a-z_]+", kind) or not (HERE / f"{kind}.js").is_file():
        raise KeyError(f"no view for task kind {kind!r}")
    return "\n".join(_parts(kind, set()))


@cache
def style_source() -> str:
    """The style sheet that all forms share."""
    return (HERE / "form.css").read_text(encoding="utf-8")


def _parts(name: str, seen: set[str], entry: bool = True) -> list[str]:
    """The module's text after those it imports, each once."""
    seen.add(name)
    text = (HERE / f"{name}.js").read_text(encoding="utf-8")
    parts = [part for other in IMPORT.findall(text) if other not in seen for part in _parts(other, seen, False)]
    text = EXPORT.sub("", IMPORT.sub("", text))
    return [*parts, text if entry else DEFAULT.sub("", text)]
