"""A button of a tool page that takes one file of a visitor; its size is looked at in the browser, before it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets


class FileChoice(anywidget.AnyWidget):
    """`value`: nothing, or one `{"name", "content"}`; every choice is a change, of the same file too."""

    _esm = Path(__file__).with_name("file_choice.js")
    label = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    most = traitlets.Int().tag(sync=True)
    value = traitlets.Tuple()

    def __init__(self, **given: Any):
        super().__init__(value=(), **given)
        self.on_msg(self._take)
        self.add_class("mk-choose")

    def _take(self, _widget: Any, content: Any, buffers: list[Any]) -> None:
        name = content.get("name") if isinstance(content, dict) else None
        if isinstance(name, str) and len(buffers) == 1:
            self.value = ()
            self.value = ({"name": name, "content": bytes(buffers[0])},)
