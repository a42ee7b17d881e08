"""The kernel's side of a form: one widget for all task kinds, its messages; a form of one's own work in a tool.

Scoring lives in `mentoring.tasks`, the file in `mentoring.answers`, the view in `<kind>.js`; this joins them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from IPython.display import display

from mentoring.answers.disk import StoreError
from mentoring.answers.store import Conflict, Locked
from mentoring.forms import answered, asked, shown, uploading
from mentoring.forms.base import FormWidget
from mentoring.forms.place import Place, assignment_place, question_bundle, refuse_execution, session_place
from mentoring.portable import NoConverter
from mentoring.tasks import Question, Reference, kind_of

log = logging.getLogger(__name__)

Export = Callable[[dict[str, Any]], tuple[str, bytes]]
Exports = Export | Sequence[Export] | None


def show_task(question: Question, export: Exports = None) -> None:
    """See `mentoring.forms.task`."""
    refuse_execution(question.id)
    form = shown.tasks[question.id] = TaskWidget(question, assignment_place(), export=export)
    display(form)


def show_exercise(question: Question, reference: Reference | dict[str, Any], session: str = "") -> None:
    """See `mentoring.forms.exercise`. A reference that does not fit the kind raises at once, for the author to see."""
    given = reference.model_dump() if isinstance(reference, Reference) else reference
    key = kind_of(question.kind).read_reference(given)
    assert key is not None
    display(TaskWidget(question, session_place(session), reference=key.model_dump(mode="json")))


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
        payload = asked.prepare(question, place.owner.participant)
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
        return known | (uploading.handlers(self) if answered.takes_files(self.asked) else {})

    def refresh(self) -> None:
        """Tell the view what lies on disk now (a kernel may have been started long before the participant came)."""
        answer, state = self._now()
        self.send({"type": "state", "state": state, "answer": answer})

    def _now(self) -> tuple[Any, dict[str, Any]]:
        answers, notice = self.read()
        saved = answers.answers.get(self.asked.id) if answers else None
        answer = saved.answer if saved else None
        state = self._common_state(answers, notice)
        state |= {"revision": saved.revision if saved else 0, "saved_at": saved.saved_at if saved else ""}
        return answer, state | self._remarks(answer)

    def _remarks(self, answer: Any) -> dict[str, list[str]]:
        said = {"missing": answered.missing(self.asked, answer), "notes": answered.personal_data(self.asked, answer)}
        return said | ({"live": answered.live(self.asked, answer)} if hasattr(self.kind, "live") else {})

    def _hello(self, _content: dict[str, Any]) -> None:
        self.refresh()

    def _save(self, content: dict[str, Any]) -> None:
        answer, echo = content.get("answer"), {"seq": content.get("seq"), "tab": content.get("tab")}
        answered.readable(self.asked, answer)
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
        for form in shown.hand_ins:
            form.refresh()

    def _check(self, content: dict[str, Any]) -> None:
        if self.reference is None:
            raise StoreError("Это задание проверяется после сдачи работы.")
        answer = content.get("answer")
        given = answered.as_graded(self.asked, answer)
        if given is not None and answered.takes_files(self.asked) and self.place.store is not None:
            done = uploading.read(self.asked, answer, self.place.store.folder)
            given |= {"read": done["value"], "error": done["error"]}
        score = self.kind.grade(self.asked.model_dump(), given, self.reference)
        self.send({"type": "explained", "score": score, "reference": self.reference})

    def _export(self, content: dict[str, Any]) -> None:
        answer, which = content.get("answer"), content.get("which", 0)
        if not isinstance(which, int) or not 0 <= which < len(self.exports):
            return
        answered.readable(self.asked, answer)
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
        answered.readable(self.asked, answer)
        self.told(answer)
        self.send({"type": "explained", "told": "Готово: результат под формой."})
