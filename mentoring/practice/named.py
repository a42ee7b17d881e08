"""Documents of practicums 2, 3 and 5 as functions with a name: a portfolio finds them by it, a form binds its question.

Each takes `(answer, question)` and says so by `wants_question`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mentoring.practice.application import contest_application
from mentoring.practice.paper import Export, card_document
from mentoring.tasks.card import CardQuestion

Named = Callable[[dict[str, Any], Any], tuple[str, bytes]]


def practice_card(answer: dict[str, Any], question: Any) -> tuple[str, bytes]:
    return card_document(
        _card(question), heading="Карточка наставнической практики", name="kartochka_praktiki", label="",
        skip=("catalogue",),
        note="Перед публикацией проверьте, не узнать ли по описанию человека, и согласуйте текст с участниками "
        "практики.",
    )(answer)  # fmt: skip


def practice_application(answer: dict[str, Any], question: Any) -> tuple[str, bytes]:
    return contest_application(_card(question))(answer)


def event_card(answer: dict[str, Any], question: Any) -> tuple[str, bytes]:
    return card_document(
        _card(question), heading="Карточка значимого события", name="kartochka_sobytiya", label="",
        note="Сценарий печатают ведущему, поручения — каждому ответственному. Согласия хранит организация, к карточке "
        "их не прикладывают.",
    )(answer)  # fmt: skip


def types_sheet(answer: dict[str, Any], question: Any) -> tuple[str, bytes]:
    return card_document(
        _card(question), heading="Методические рекомендации: виды наставничества", name="metodicheskie_rekomendacii",
        label="",
        note="Рекомендации составлены по описанию условий. Вид пересматривают в назначенный день вместе с наставником "
        "и наставляемым; согласие обоих обязательно.",
    )(answer)  # fmt: skip


def bound(make: Named, question: CardQuestion) -> Export:
    """`export` for `mentoring.forms.task` with the label and the name of `make`."""

    def export(answer: dict[str, Any]) -> tuple[str, bytes]:
        return make(answer, question)

    export.label = LABELS[make]  # type: ignore[attr-defined]
    export.named = f"{make.__module__}:{make.__name__}"  # type: ignore[attr-defined]
    return export


def _card(question: Any) -> CardQuestion:
    return question if isinstance(question, CardQuestion) else CardQuestion.model_validate(question)


LABELS: dict[Named, str] = {
    practice_card: "Скачать карточку (.docx)",
    practice_application: "Скачать заявку на конкурс (.docx)",
    event_card: "Скачать карточку со сценарием (.docx)",
    types_sheet: "Скачать лист рекомендаций (.docx)",
}
for _make in LABELS:
    _make.wants_question = True  # type: ignore[attr-defined]
