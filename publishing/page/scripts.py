"""The forms' modules joined for a page without any loader: one classic closure a kind, text only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from mentoring.forms.module import module_source

HERE = Path(__file__).parent
_DEFAULT = re.compile(r"^export default ([^\n]*?);?\n?\Z", re.M)


def script(kinds: Iterable[str]) -> str:
    """Views of `kinds`, what a kernel would do for them, and the page itself, as one inline module."""
    views = ",\n".join(f"{json.dumps(kind)}: {_closure(kind)}" for kind in sorted(set(kinds)))
    names = ("missing.js", "personal.js", "sha256.js", "keeping.js", "page.js")
    parts = (HERE.joinpath(name).read_text(encoding="utf-8") for name in names)
    text = "\n".join([f"const views = {{\n{views}\n}};", *parts])
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("a form's module can't stand inside a page: it holds a closing tag of a script")
    return text


def data(value: object) -> str:
    """JSON that can stand in a <script> element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _closure(kind: str) -> str:
    source = module_source(kind).rstrip() + "\n"
    if not _DEFAULT.search(source):
        raise ValueError(f"the view of {kind!r} has no default export on its last line")
    return f"(() => {{\n{_DEFAULT.sub(lambda found: f'return {found[1]};', source)}\n}})()"
