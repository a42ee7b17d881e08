"""Read-only view of a code task: the code, what it returned, and the form that answers the same question."""

from __future__ import annotations

import json
from typing import Any

from mentoring.forms import indicator
from mentoring.forms.readonly import esc, given, right_answer, view
from mentoring.tasks.code import KIND, CodeAnswer, CodeQuestion, CodeReference, CodeResult
from mentoring.tasks.indicator import KIND as INDICATOR
from mentoring.tasks.reading import Unreadable
from mentoring.wording import number_ru


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A code task as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: CodeQuestion, answer: CodeAnswer, reference: CodeReference | None) -> str:
    drawn = _code(answer.code) if answer.code and (answer.code.source.strip() or answer.code.value is not None) else ""
    if question.alternative is not None and answer.form:
        key = None if reference is None else reference.alternative
        try:
            form = indicator.body(question.alternative, INDICATOR.read_answer(answer.form), key)
        except Unreadable as error:
            form = f"<p>{given(error)}</p>"
        drawn += f'<p class="ro-sub">Ответ в форме</p>{form}'
    return drawn + ("" if reference is None else right_answer(esc(_value(reference.value))))


def _code(code: CodeResult) -> str:
    result = f"Ошибка: {esc(code.error)}" if code.error else f"Получено: {given(_value(code.value))}"
    return f'<p class="ro-sub">Код</p><pre class="ro-code"><code>{esc(code.source)}</code></pre><p>{result}</p>'


def _value(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        return number_ru(value, None if abs(value) >= 0.01 else 6)
    return "" if value is None else json.dumps(value, ensure_ascii=False)
