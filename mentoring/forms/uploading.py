"""The kernel's side of uploads: a file is checked, kept beside the answers, and read in the sandbox only.

The sandbox is reached by an entry point (`mentoring.sandbox`), for this package knows no grading engine.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

from mentoring import uploads
from mentoring.answers.disk import StoreError
from mentoring.tasks import Question

AUDIT = "mentoring.tasks.document_reading:audit_files"
CODES = "mentoring.tasks.document_reading:code_files"
NOT_HERE = (
    "Файл принят, но прочитать его на этом компьютере нельзя ({why}). Работу можно сдавать: её проверит преподаватель."
)
ROOM = 12_000_000  # characters a worker may send back: files with codes come as base64


def handlers(widget: Any) -> dict[str, Callable[[dict[str, Any]], None]]:
    """Messages of a form that takes files."""
    return {
        "upload": lambda content: _upload(widget, content),
        "audit": lambda content: _audit(widget, content),
        "codes": lambda content: _codes(widget, content),
    }


def read(question: Question, answer: Any, folder: Any) -> dict[str, Any]:
    """`{"value", "error", "refused"}` for the files of a stored answer."""
    files = _files(answer, folder)
    if not files:
        return {"value": None, "error": "Файлов нет.", "refused": False}
    done = run(AUDIT, uploads.pack(question.model_dump(mode="json"), files), 2_000_000)
    return {"refused": False} | done


def run(function: str, content: bytes, room: int = ROOM) -> dict[str, Any]:
    """A worker inside the walls; refused in Russian where there are none."""
    for point in entry_points(group="mentoring.sandbox", name="run"):
        return point.load()(function, content, room)
    return {"value": None, "error": "изоляция не установлена", "refused": True}


def _folder(widget: Any) -> Any:
    if widget.place.store is None:
        raise StoreError(
            "Это черновик автора: файл здесь некуда сохранить. Выпустите задание и откройте его у участника."
        )
    return widget.place.store.folder


def _open(widget: Any) -> None:
    answers, _ = widget.read()
    if answers is not None and answers.locked:
        raise StoreError("Работа уже сдана: файл в неё не войдёт.")


def _upload(widget: Any, content: dict[str, Any]) -> None:
    folder = _folder(widget)
    _open(widget)
    buffers = content.get("buffers") or []
    data = bytes(buffers[0]) if buffers else b""
    given = uploads.accept(widget.asked.id, str(content.get("name", "")), data, widget.asked.accepts)
    uploads.keep(folder, given, data)
    widget.send({"type": "uploaded", "tab": content.get("tab"), "files": [given.to_json()]})


def _audit(widget: Any, content: dict[str, Any]) -> None:
    done = read(widget.asked, content.get("answer"), _folder(widget))
    if done.get("refused"):
        raise StoreError(NOT_HERE.format(why=done["error"].removeprefix("не проверено: ")))
    if done["error"]:
        raise StoreError(done["error"])
    value = done["value"]
    for one in value["files"]:
        one.pop("text", None)
        wanted = {criterion.id for criterion in widget.asked.criteria}
        one["criteria"] = {id: verdict for id, verdict in one["criteria"].items() if id in wanted}
        one["title"] = _title(one["kind"])
    widget.send({"type": "audited", "tab": content.get("tab"), **value, "live": widget.asked.live})


def _codes(widget: Any, content: dict[str, Any]) -> None:
    """Files with codes in place of people replace those of the answer; the answer itself is saved by the form."""
    folder = _folder(widget)
    _open(widget)
    files = _files(content.get("answer"), folder)
    done = run(CODES, uploads.pack({}, files))
    if done["error"]:
        raise StoreError(NOT_HERE.format(why=done["error"]) if done.get("refused") else done["error"])
    made, said = [], []
    for one, (name, data) in zip(done["value"]["files"], files, strict=True):
        if one["error"]:
            said.append(one["error"])
            given = uploads.accept(widget.asked.id, name, data)
        else:
            data = base64.b64decode(one["content"])
            given = uploads.accept(widget.asked.id, one["name"], data)
            said += [f"«{given.name}»: {one['said']}", *one["notes"]]
        uploads.keep(folder, given, data)
        made.append(given.to_json())
    widget.send({"type": "uploaded", "tab": content.get("tab"), "files": made, "replace": True, "said": said})


def _files(answer: Any, folder: Any) -> list[tuple[str, bytes]]:
    found = uploads.contents(folder, answer)
    listed = answer.get("files", []) if isinstance(answer, dict) else []
    return [
        (str(one["name"]), found[one["file"]]) for one in listed if isinstance(one, dict) and one.get("file") in found
    ]


def _title(kind: str | None) -> str:
    from mentoring.documents.kinds import titles

    return titles().get(kind or "", "вид документа не распознан")
