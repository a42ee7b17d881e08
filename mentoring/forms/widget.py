"""The kernel's side of a form: one widget for all task kinds, its messages, and the form that hands the work in.

Scoring lives in `mentoring.tasks`, the file in `mentoring.answers`, the view in `<kind>.js`; this joins them.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from mentoring import handin, privacy
from mentoring.answers import Answers, Conflict, Locked, Owner, StoreError, locked_reason, spoken_time
from mentoring.forms import uploading
from mentoring.forms.module import module_source, style_source
from mentoring.forms.place import (
    Place,
    assignment_place,
    question_bundle,
    refuse_execution,
    session_place,
    shuffled,
)
from mentoring.portable import NoConverter
from mentoring.tasks import Question, Reference, Unreadable, kind_of

log = logging.getLogger(__name__)

Export = Callable[[dict[str, Any]], tuple[str, bytes]]
Exports = Export | Sequence[Export] | None

# The forms shown by this kernel, by task id: hand-in lists them and locks them all at once.
_forms: dict[str, TaskWidget] = {}
_hand_ins: list[HandInWidget] = []


def show_task(question: Question, export: Exports = None) -> None:
    """See `mentoring.forms.task`."""
    refuse_execution(question.id)
    form = _forms[question.id] = TaskWidget(question, assignment_place(), export=export)
    display(form)


def show_exercise(question: Question, reference: Reference | dict[str, Any], session: str = "") -> None:
    """See `mentoring.forms.exercise`. A reference that does not fit the kind raises at once, for the author to see."""
    given = reference.model_dump() if isinstance(reference, Reference) else reference
    key = kind_of(question.kind).read_reference(given)
    assert key is not None
    display(TaskWidget(question, session_place(session), reference=key.model_dump(mode="json")))


def show_hand_in() -> None:
    """See `mentoring.forms.hand_in`."""
    form = HandInWidget(assignment_place())
    _hand_ins[:] = [form]
    display(form)


class FormWidget(anywidget.AnyWidget):
    """What all forms share: the module, the question, the messages. A failure is one Russian sentence to the view."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    question = traitlets.Dict().tag(sync=True)
    answer = traitlets.Any(None, allow_none=True).tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    fallback = "Форма видна, когда тетрадь открыта в просмотре участника или в JupyterLab."

    def __init__(self, kind: str, place: Place, question: dict[str, Any]):
        self.place = place
        super().__init__(_esm=module_source(kind), _css=style_source(), question=question)
        self.on_msg(self._receive)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/plain": self.fallback}, metadata

    def _receive(self, _widget: Any, content: Any, buffers: Any) -> None:
        try:
            # Only what the table names is called: nothing of a message reaches getattr.
            handler = self.handlers().get(content.get("type")) if isinstance(content, dict) else None
            if handler is not None:
                handler({**content, "buffers": buffers})
        except StoreError as error:
            self.send({"type": "refused", "message": str(error), "seq": content.get("seq"), "tab": content.get("tab")})
        except Exception:
            log.exception("form message failed")
            self.send(
                {
                    "type": "refused",
                    "message": "Программа не смогла обработать ответ: он хранится в этом браузере. Обновите страницу.",
                    "seq": content.get("seq"),
                    "tab": content.get("tab"),
                }
            )

    def handlers(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        raise NotImplementedError

    def _read(self) -> tuple[Answers | None, str]:
        """The answers on disk now and what there is to say of them; None where they can't be had."""
        if self.place.store is None:
            return None, ""
        try:
            return self.place.store.read()
        except StoreError as error:
            return None, str(error)
        except OSError as error:
            return None, f"Файл ответов не читается (ошибка {error.errno}): ответы хранятся в этом браузере."

    def _common_state(self, answers: Answers | None, notice: str) -> dict[str, Any]:
        owner: Owner = self.place.owner
        returned = answers.returned if answers and not answers.locked else None
        return {
            "mode": self.place.mode,
            "storage": self.place.storage,
            "participant": owner.participant,
            "assignment": owner.assignment,
            "release": owner.release,
            "notice": notice,
            "locked": bool(answers and answers.locked),
            "locked_reason": locked_reason(answers) if answers else "",
            "returned": returned
            and {"attempt": returned.attempt, "at": spoken_time(returned.at), "comment": returned.comment},
        }


class TaskWidget(FormWidget):
    """The form of one task."""

    def __init__(
        self, question: Question, place: Place, *, reference: dict[str, Any] | None = None, export: Exports = None
    ):
        self.asked = question
        self.kind = kind_of(question.kind)
        self.reference = reference
        self.exports = () if export is None else (export,) if callable(export) else tuple(export)
        self.fallback = f"Задание «{question.title}». {FormWidget.fallback}"
        payload = prepare(question, place.owner.participant)
        payload["export_labels"] = [getattr(one, "label", "Скачать документ (.docx)") for one in self.exports]
        super().__init__(question.kind, place, payload)
        self.answer, self.state = self._now()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        if self.place.mode == "author" and self.reference is None:
            data |= question_bundle(self.asked, self.exports)
        return data, metadata

    def handlers(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        known = {"hello": self._hello, "answer": self._save, "check": self._check, "export": self._export}
        return known | (uploading.handlers(self) if takes_files(self.asked) else {})

    def refresh(self) -> None:
        """Tell the view what lies on disk now (a kernel may have been started long before the participant came)."""
        answer, state = self._now()
        self.send({"type": "state", "state": state, "answer": answer})

    def _now(self) -> tuple[Any, dict[str, Any]]:
        answers, notice = self._read()
        saved = answers.answers.get(self.asked.id) if answers else None
        answer = saved.answer if saved else None
        state = self._common_state(answers, notice)
        state |= {"revision": saved.revision if saved else 0, "saved_at": saved.saved_at if saved else ""}
        return answer, state | self._remarks(answer)

    def _remarks(self, answer: Any) -> dict[str, list[str]]:
        said = {"missing": missing(self.asked, answer), "notes": personal_data(self.asked, answer)}
        return said | ({"live": live(self.asked, answer)} if hasattr(self.kind, "live") else {})

    def _hello(self, _content: dict[str, Any]) -> None:
        self.refresh()

    def _save(self, content: dict[str, Any]) -> None:
        answer, echo = content.get("answer"), {"seq": content.get("seq"), "tab": content.get("tab")}
        readable(self.asked, answer)
        if self.place.store is None:  # an author tries the form, or the browser alone keeps the answer
            self.send({"type": "remarks", **echo, **self._remarks(answer)})
            return
        base = content.get("base_revision")
        try:
            saved = self.place.store.save(
                self.asked.id, answer, base if isinstance(base, int) else 0, resolves=bool(content.get("resolves"))
            )
        except Conflict as conflict:
            current = conflict.current
            lost = {"answer": current.answer, "revision": current.revision, "saved_at": current.saved_at}
            self.send({"type": "conflict", **echo, **lost})
            return
        except Locked:
            self.send({"type": "refused", **echo, "message": "Работа уже сдана: последние изменения в неё не вошли."})
            self.refresh()
            return
        self.send(
            {"type": "saved", **echo, "revision": saved.revision, "saved_at": saved.saved_at, **self._remarks(answer)}
        )
        for form in _hand_ins:
            form.refresh()

    def _check(self, content: dict[str, Any]) -> None:
        if self.reference is None:
            raise StoreError("Это задание проверяется после сдачи работы.")
        answer = content.get("answer")
        given = as_graded(self.asked, answer)
        if given is not None and takes_files(self.asked) and self.place.store is not None:
            done = uploading.read(self.asked, answer, self.place.store.folder)
            given |= {"read": done["value"], "error": done["error"]}
        score = self.kind.grade(self.asked.model_dump(), given, self.reference)
        self.send({"type": "explained", "score": score, "reference": self.reference})

    def _export(self, content: dict[str, Any]) -> None:
        answer, which = content.get("answer"), content.get("which", 0)
        if not isinstance(which, int) or not 0 <= which < len(self.exports):
            return
        readable(self.asked, answer)
        try:
            name, data = self.exports[which](answer)
        except StoreError:
            raise
        except NoConverter as error:
            raise StoreError(str(error)) from error
        except Exception as error:
            log.exception("export failed")
            raise StoreError("Документ не получился. Проверьте, всё ли заполнено, и попробуйте ещё раз.") from error
        self.send({"type": "file", "name": name}, [data])


class BenchWidget(TaskWidget):
    """A form for one's own work in a tool: no key and no points; the button calls `told(answer)`, which shows what the
    tool makes of it. `fill` puts an answer into the open form (a file that was read)."""

    def __init__(
        self,
        question: Question,
        place: Place,
        told: Callable[[dict[str, Any]], None],
        label: str,
        export: Exports = None,
    ):
        self.told = told
        super().__init__(question, place, export=export)
        self.question = {**self.question, "check_label": label}

    def fill(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        self.send({"type": "fill", "answer": answer})

    def _check(self, content: dict[str, Any]) -> None:
        answer = content.get("answer")
        readable(self.asked, answer)
        self.told(answer)
        self.send({"type": "explained", "told": "Готово: результат под формой."})


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
        answers, notice = self._read()
        state = self._common_state(answers, notice)
        shown = [(form.asked.id, form.asked.title, form.asked) for form in _forms.values()]
        known = {id for id, _, _ in shown}
        released = [item for item in self.place.release.get("tasks") or [] if isinstance(item, dict)]
        hidden = [(str(item.get("id")), str(item.get("title", "")), None) for item in released]
        tasks = []
        for id, title, asked in [*shown, *(item for item in hidden if item[0] not in known)]:
            saved = answers.answers.get(id) if answers else None
            answer = saved.answer if saved else None
            empty = missing(asked, answer) if asked else ([] if saved else ["ответа нет"])
            tasks.append({"id": id, "title": title, "missing": empty, "answered": saved is not None})
        last = answers.handed_in[-1] if answers and answers.handed_in else None
        return state | {
            "tasks": tasks,
            "title": str(self.place.release.get("title", "")),
            "due": spoken_time(str(self.place.release.get("due") or "")),
            "attempt": last.attempt if last else 0,
            "cells": any(form.asked.kind == "code" for form in _forms.values()),
        }

    def _hand_in(self, _content: dict[str, Any]) -> None:
        if self.place.store is None:
            raise StoreError("Это черновик автора: сдавать здесь нечего.")
        self._tell(handin.hand_in(self.place.store, os.environ.get("MENTORING_INBOX")))
        for form in _forms.values():
            form.refresh()

    def _package(self, _content: dict[str, Any]) -> None:
        if self.place.store is None:
            raise StoreError("Это черновик автора: скачивать здесь нечего.")
        self._tell(handin.package(self.place.store))

    def _tell(self, receipt: handin.Receipt) -> None:
        content = {"type": "handed_in", "message": receipt.message, "name": receipt.zip_name}
        self.send(content, [receipt.zip_bytes] if receipt.zip_name else None)
        self.refresh()


def prepare(question: Question, participant: str) -> dict[str, Any]:
    """The question as the view draws it: JSON with Markdown rendered and options shuffled for this participant."""
    payload = question.model_dump(mode="json")
    payload["text_html"] = to_html(question.text)
    payload["hint_html"] = to_html(question.hint)
    if payload.get("case"):
        payload["case_html"] = to_html(payload.pop("case"))
    for document in payload.get("documents", ()):
        document["html"] = to_html(document.pop("text"))
    if payload.get("shuffle"):
        name = "right" if "right" in payload else "options"
        payload[name] = shuffled(payload[name], participant, question.id)
    return payload


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    # No raw HTML; no images (they would load from elsewhere).
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def to_html(text: str) -> str:
    return _markdown().render(text) if text else ""


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
