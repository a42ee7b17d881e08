"""What can be said of an answer before it is graded: whether it is understood, what is empty, what looks personal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mentoring import privacy
from mentoring.answers.disk import StoreError
from mentoring.tasks import Question, Unreadable, kind_of


def as_graded(question: Question, answer: Any) -> Any:
    """What scoring reads: the form of a task with code or files is only one half of its answer."""
    if takes_files(question) and answer is not None:
        return {"form": answer, "read": None, "error": ""}
    return {"form": answer, "code": None} if question.kind == "code" and answer is not None else answer


def takes_files(question: Question) -> bool:
    """Whether something is uploaded, which only the sandboxed worker of the kind reads."""
    return bool(getattr(kind_of(question.kind), "worker", ""))


def readable(question: Question, answer: Any) -> None:
    """Raises StoreError when this kind would not understand the answer; keeps garbage out of the file."""
    try:
        json.dumps(answer, allow_nan=False)
        kind_of(question.kind).read_answer(as_graded(question, answer))
    except Unreadable as error:
        raise StoreError(str(error)) from error
    except (TypeError, ValueError) as error:
        raise StoreError("Ответ записан в непонятном виде, сохранить его не удалось.") from error


def missing(question: Question, answer: Any) -> list[str]:
    """What is still empty, in Russian."""
    kind = kind_of(question.kind)
    try:
        given = None if answer is None else kind.read_answer(as_graded(question, answer))
        return list(kind.missing(question, given))
    except Unreadable:
        return ["ответ записан в непонятном виде"]
    except NotImplementedError:
        return ["ответ"] if answer is None else []


def live(question: Question, answer: Any) -> list[str]:
    """What a kind's own checks say of the answer so far, for its view to show while it is filled in."""
    kind = kind_of(question.kind)
    try:
        return list(kind.live(question, kind.read_answer(answer))) if answer is not None else []  # type: ignore[attr-defined]
    except Unreadable:
        return []


def personal_data(question: Question, answer: Any) -> list[str]:
    """«похоже на фамилию: …» where the question asks to keep personal data out."""
    if not (getattr(question, "own_organization", False) or getattr(question, "personal_data_warning", False)):
        return []
    return privacy.messages("\n".join(_strings(answer)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
