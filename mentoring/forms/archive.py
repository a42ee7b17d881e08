"""Uploaded files of a task as one .zip to take to work, under the names they were brought with."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mentoring.answers.disk import StoreError
from mentoring.uploads import NAME

LABEL = "Скачать комплект одним архивом (.zip)"


def archive(name: str, label: str = LABEL) -> Callable[[dict[str, Any]], tuple[str, bytes]]:
    """`export` for `task`: the files of the answer, read beside the answers (the kernel's folder).

    Raises StoreError while there are none.
    """

    def export(answer: dict[str, Any]) -> tuple[str, bytes]:
        listed = answer.get("files") if isinstance(answer, dict) else None
        files = _kept(listed if isinstance(listed, list | tuple) else ())
        if not files:
            raise StoreError("Файлов пока нет: загрузите их, и кнопка соберёт архив.")
        buffer, taken = io.BytesIO(), set()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
            for given, content in files:
                shown = given if given not in taken else f"{len(taken) + 1} {given}"
                taken.add(shown)
                packed.writestr(shown, content)
        return f"{name}.zip", buffer.getvalue()

    export.label = label  # type: ignore[attr-defined]
    return export


def _kept(listed: Any) -> list[tuple[str, bytes]]:
    found = []
    for one in (one for one in listed if isinstance(one, dict)):
        file, shown = str(one.get("file", "")), Path(str(one.get("name", ""))).name
        path = Path(file)
        if not shown or not NAME.fullmatch(file) or path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() == one.get("sha256"):
            found.append((shown, content))
    return found
