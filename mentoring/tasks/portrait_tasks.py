"""A portrait of a mentee as a task: which type to begin with and which to give up, each with its reasons. Pure."""

from __future__ import annotations

from typing import Any

from mentoring.cases.portraits import SOURCE, Condition, Portrait
from mentoring.tasks.base import Option
from mentoring.tasks.classification import Axis, ClassificationQuestion, ClassificationReference, ExpectedAxis

MAIN, OUT = "main", "out"
TITLES = {MAIN: "Вид, с которого стоит начать", OUT: "Вид, от которого надо отказаться"}


def type_options() -> tuple[Option, ...]:
    """The eleven types in the order of the table."""
    from mentoring.data import load

    rows = load("mentoring_types").sort_values("number")
    return tuple(Option(id=row.id, text=row.title) for row in rows.itertuples())


def portrait_task(
    portrait: Portrait, id: str, title: str = "", **fields: Any
) -> tuple[ClassificationQuestion, ClassificationReference]:
    """The question and its key. A type fits when sentences speak for it, and is given up when one rules it out; the
    reason of each is its own sentence."""
    options = type_options()
    question = ClassificationQuestion(
        id=id, title=title or f"Портрет: {portrait.title}", case=portrait.text,
        features=tuple(Option(id=one.id, text=one.text.rstrip(".")) for one in portrait.sentences),
        axes=tuple(Axis(id=axis, title=text, options=options) for axis, text in TITLES.items()), **fields,
    )  # fmt: skip
    names = [option.id for option in options]
    said = {name: [one for one in portrait.sentences if name in one.fits] for name in names}
    against = {name: [one for one in portrait.sentences if name in one.excludes] for name in names}
    main = ExpectedAxis(
        accepted=portrait.fits, near=portrait.near,
        features_for={name: tuple(one.id for one in said[name]) for name in portrait.fits},
        explain={name: _of_main(portrait, name, said[name], against[name]) for name in names},
        note="Один верный вид для категории не назван ни в одном источнике: решают условия.", source=SOURCE,
    )  # fmt: skip
    out = ExpectedAxis(
        accepted=portrait.excluded,
        features_for={name: tuple(one.id for one in against[name]) for name in portrait.excluded},
        explain={name: _of_out(name in portrait.fits, against[name]) for name in names}, source=SOURCE,
    )  # fmt: skip
    return question, ClassificationReference(axes={MAIN: main, OUT: out}, reason_share=0.4)


def _of_main(portrait: Portrait, name: str, said: list[Condition], against: list[Condition]) -> str:
    if name in portrait.fits:
        return _why(said)
    if against:
        return f"Здесь он невозможен: {_low(_why(against))}"
    if name in portrait.near:
        return "Можно и так, но условия портрета говорят за другой вид прямее."
    return "В портрете нет условия, которое говорило бы за этот вид."


def _of_out(fits: bool, against: list[Condition]) -> str:
    if against:
        return _why(against)
    if fits:
        return "Условия портрета говорят как раз за этот вид."
    return "Этот вид здесь может быть лишним, но ничто в портрете его не исключает."


def _why(told: list[Condition]) -> str:
    return " ".join(f"{one.why}." for one in told if one.why)


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]
