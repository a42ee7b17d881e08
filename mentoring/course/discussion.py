"""A live discussion on one screen: votes by show of hands and a cloud of words, counted by whoever leads.

The counts stay in this browser until the page is closed; words go no further than this page's own kernel, which draws
their picture and keeps nothing. Nothing is graded.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from pathlib import Path

import anywidget
import traitlets

from mentoring.course.cloud import NARROW, SIZE, clean, cloud, said_of
from mentoring.course.fields import typeset
from mentoring.course.page import esc, show_widget
from mentoring.course.prose import inline, plain, rendered
from mentoring.recording import note

HERE = Path(__file__).parent


def discuss(
    question: str, options: Sequence[str] = (), *, words: bool = False, hint: str = "", key: str = "", **fields
) -> None:
    """A question for the group: `options` to vote for, `words=True` for a cloud of short answers, or both.

    Without either it is a question to talk about. `hint` tells how to run it (pairs, minutes). `key` keeps counts
    apart where a question is repeated.
    """
    asked = rendered(question, **fields)
    drawn = f'<p class="mk-over">Вопрос группе</p><div class="mk-ask">{asked}</div>'
    drawn += f'<p class="mk-small">{inline(hint)}</p>' if hint else ""
    listed = "".join(f"<li>{esc(typeset(option))}</li>" for option in options)
    body = drawn + (f"<ul>{listed}</ul>" if listed else "")
    text = "\n".join(["Обсуждение", plain(question, **fields), *(f"- {option}" for option in options)])
    if note("discuss", html=body, words=text, data={"asked": asked, "hint": inline(hint) if hint else "",
            "options": [typeset(option) for option in options], "words": words},
            again=lambda: discuss(question, options, words=words, hint=hint, key=key, **fields)):  # fmt: skip
        return
    if not options and not words:
        from mentoring.course.page import show

        show(body, text, kind="discuss", label="Обсуждение")
        return
    poll = Poll(
        head=drawn, options=[typeset(option) for option in options], words=words,
        key=key or re.sub(r"\W+", "-", plain(question, **fields).lower())[:60],
    )  # fmt: skip
    show_widget(poll, f'<div class="mk-discuss">{body}</div>', text)


class Poll(anywidget.AnyWidget):
    """Votes and words of one question."""

    _esm = HERE / "discussion.js"
    head = traitlets.Unicode().tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    words = traitlets.Bool().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    counts = traitlets.Dict().tag(sync=True)
    picture = traitlets.Dict().tag(sync=True)

    @traitlets.observe("counts")
    def _draw(self, change) -> None:
        """Words whose picture was asked for. Without one the browser's own cloud of buttons is all there is."""
        found = clean(change["new"])
        try:
            both = [base64.b64encode(cloud(found, size)).decode() if found else "" for size in (SIZE, NARROW)]
        except Exception:  # no wordcloud, or words that it can't place: the browser says so
            both = ["", ""]
        told = said_of(found) if found else ""
        self.picture = {"png": both[0], "narrow": both[1], "alt": told, "of": change["new"].get("", 0)}
