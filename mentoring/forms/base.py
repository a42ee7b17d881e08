"""What all forms share: the module that draws them, the messages between view and kernel, the answers on disk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from mentoring.answers.disk import StoreError
from mentoring.answers.model import Answers, Owner, locked_reason, spoken_time
from mentoring.forms.module import module_source, style_source
from mentoring.forms.place import Place

log = logging.getLogger(__name__)


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

    def read(self) -> tuple[Answers | None, str]:
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
