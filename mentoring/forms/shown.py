"""The forms shown by this kernel: the form that hands in lists the tasks and locks them all at once, a task that is
saved refreshes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.forms.base import FormWidget

tasks: dict[str, FormWidget] = {}  # by task id
hand_ins: list[FormWidget] = []
