"""The form that ends an assignment: what is still empty, and the work handed in or taken away as a package."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from IPython.display import display

from mentoring import handin
from mentoring.answers.disk import StoreError
from mentoring.answers.model import spoken_time
from mentoring.forms import answered, shown
from mentoring.forms.base import FormWidget
from mentoring.forms.place import Place, assignment_place


def show_hand_in() -> None:
    """See `mentoring.forms.hand_in`."""
    form = HandInWidget(assignment_place())
    shown.hand_ins[:] = [form]
    display(form)


class HandInWidget(FormWidget):
    """The form that ends an assignment."""

    fallback = f"Сдача работы. {FormWidget.fallback}"

    def __init__(self, place: Place):
        super().__init__("hand_in", place, {"id": "hand_in", "title": "Сдача работы"})
        self.state = self._now()

    def handlers(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {"hello": self._hello, "hand_in": self._hand_in, "package": self._package}

    def _hello(self, _content: dict[str, Any]) -> None:
        if self.place.store is not None:
            handin.pass_on(self.place.store, os.environ.get("MENTORING_INBOX"))
        self.refresh()

    def refresh(self) -> None:
        self.send({"type": "state", "state": self._now()})

    def _now(self) -> dict[str, Any]:
        answers, notice = self.read()
        state = self._common_state(answers, notice)
        listed = [(form.asked.id, form.asked.title, form.asked) for form in shown.tasks.values()]
        known = {id for id, _, _ in listed}
        released = [item for item in self.place.release.get("tasks") or [] if isinstance(item, dict)]
        hidden = [(str(item.get("id")), str(item.get("title", "")), None) for item in released]
        tasks = []
        for id, title, asked in [*listed, *(item for item in hidden if item[0] not in known)]:
            saved = answers.answers.get(id) if answers else None
            answer = saved.answer if saved else None
            empty = answered.missing(asked, answer) if asked else ([] if saved else ["ответа нет"])
            tasks.append({"id": id, "title": title, "missing": empty, "answered": saved is not None})
        last = answers.handed_in[-1] if answers and answers.handed_in else None
        return state | {
            "tasks": tasks,
            "title": str(self.place.release.get("title", "")),
            "due": spoken_time(str(self.place.release.get("due") or "")),
            "attempt": last.attempt if last else 0,
            "cells": any(form.asked.kind == "code" for form in shown.tasks.values()),
        }

    def _hand_in(self, _content: dict[str, Any]) -> None:
        if self.place.store is None:
            raise StoreError("Это черновик автора: сдавать здесь нечего.")
        self._tell(handin.hand_in(self.place.store, os.environ.get("MENTORING_INBOX")))
        for form in shown.tasks.values():
            form.refresh()

    def _package(self, _content: dict[str, Any]) -> None:
        if self.place.store is None:
            raise StoreError("Это черновик автора: скачивать здесь нечего.")
        self._tell(handin.package(self.place.store))

    def _tell(self, receipt: handin.Receipt) -> None:
        content = {"type": "handed_in", "message": receipt.message, "name": receipt.zip_name}
        self.send(content, [receipt.zip_bytes] if receipt.zip_name else None)
        self.refresh()
