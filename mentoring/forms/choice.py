"""Read-only view of a choice: all options, what was chosen, and with a reference which are right."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import esc, given, mark, view
from mentoring.tasks.base import Option
from mentoring.tasks.choice import KIND, ChoiceAnswer, ChoiceQuestion, ChoiceReference


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A choice as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: ChoiceQuestion, answer: ChoiceAnswer, reference: ChoiceReference | None) -> str:
    right = None if reference is None else reference.correct
    drawn = options(question.options, answer.chosen, right, question.multiple)
    strangers = sorted(set(answer.chosen) - {option.id for option in question.options})
    return drawn + (f"<p>Не из вопроса: {given(', '.join(strangers))}</p>" if strangers else "")


def options(all_: tuple[Option, ...], chosen: tuple[str, ...], right: tuple[str, ...] | None, multiple: bool) -> str:
    """Options with a box (several) or a circle (one); marks only where the right ones may be shown."""
    lines = []
    for option in all_:
        taken = option.id in chosen
        sign = ("✓" if multiple else "●") if taken else ""
        box = f'<span class="ro-box{"" if multiple else " ro-round"}" aria-hidden="true">{sign}</span>'
        spoken = f'<span class="ro-hidden">{"выбрано: " if taken else "не выбрано: "}</span>'
        text = f"<span>{spoken}{esc(option.text)} {_how(option, taken, right)}</span>"
        lines.append(f'<li class="{"ro-taken" if taken else ""}">{box}{text}</li>')
    return f'<ul class="ro-options">{"".join(lines)}</ul>'


def _how(option: Option, taken: bool, right: tuple[str, ...] | None) -> str:
    if right is None:
        return ""
    if option.id in right:
        return mark("right", "верный вариант") if taken else mark("missing", "верный вариант, не выбран")
    return mark("wrong", "неверный вариант") if taken else ""
