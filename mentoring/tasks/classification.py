"""Classification of a case: on each axis (form, model, type, category …) one option, with the features of the case it
rests on. No source fixes the one right type for a category, so an axis accepts a set of options, each with its reason,
and may know near ones that earn a half. Features count only under an accepted option."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import (
    TASK_ID,
    Answer,
    Kind,
    Model,
    Option,
    Question,
    Reference,
    Sample,
    Score,
    unique,
    unknown,
)
from mentoring.tasks.classification_scoring import against
from mentoring.tasks.reading import Unreadable


class Axis(Model):
    """One thing to tell of the case: `options` to choose from, `title` asks («Вид наставничества»)."""

    id: str = Field(pattern=TASK_ID)
    title: str
    options: tuple[Option, ...] = Field(min_length=2)


class ClassificationQuestion(Question):
    kind: Literal["classification"] = "classification"
    case: str = Field("", description="the case in the author's Markdown, when it isn't in `text`")
    features: tuple[Option, ...] = Field((), description="sentences of the case that a choice may rest on")
    axes: tuple[Axis, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.axes, "основания")
        unique(self.features, "признаки")
        for axis in self.axes:
            unique(axis.options, axis.title)
        return self


class Told(Answer):
    chosen: str | None = None
    features: tuple[str, ...] = Field((), max_length=100)


class ClassificationAnswer(Answer):
    axes: dict[str, Told] = Field(default_factory=dict)

    def of(self, axis: str) -> Told:
        return self.axes.get(axis, Told())


class ExpectedAxis(Model):
    accepted: tuple[str, ...] = Field(min_length=1)
    near: tuple[str, ...] = ()
    features: tuple[str, ...] = Field((), description="the decisive ones; none: the choice alone counts")
    features_for: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="option id → its own decisive features, where the reason hangs on the choice"
    )
    need: int = Field(1, ge=1, description="how many decisive features make a full reason")
    explain: dict[str, str] = Field(default_factory=dict, description="option id → why it fits or doesn't")
    note: str = ""
    source: str = ""

    def decisive(self, chosen: str | None) -> tuple[str, ...]:
        """The features that carry this choice."""
        return self.features_for.get(chosen or "", self.features)


class ClassificationReference(Reference):
    axes: dict[str, ExpectedAxis]
    reason_share: float = Field(0.3, ge=0, le=1, description="part of an axis that the features carry")


class ClassificationKind(Kind):
    name = "classification"
    Question, Answer, Reference = ClassificationQuestion, ClassificationAnswer, ClassificationReference

    def is_blank(self, question: ClassificationQuestion, answer: ClassificationAnswer) -> bool:
        return not any(one.chosen or one.features for one in answer.axes.values())

    def missing(self, question: ClassificationQuestion, answer: ClassificationAnswer | None) -> list[str]:
        empty = []
        for axis in question.axes:
            given = answer.of(axis.id) if answer else Told()
            if not given.chosen:
                empty.append(f"выбор: {axis.title.lower()}")
            if question.features and not given.features:
                empty.append(f"признаки: {axis.title.lower()}")
        return empty

    def score(
        self, question: ClassificationQuestion, answer: ClassificationAnswer, reference: ClassificationReference
    ) -> Score:
        axes, features = {axis.id: axis for axis in question.axes}, {one.id for one in question.features}
        for name, given in answer.axes.items():
            options = {option.id for option in axes[name].options} | {None, ""} if name in axes else set()
            if given.chosen not in options or not set(given.features) <= features:
                raise Unreadable("В ответе есть то, чего нет в вопросе: похоже, ответ дан к другой версии задания.")
        return against(question, answer, reference)

    def check(self, question: ClassificationQuestion, reference: ClassificationReference | None) -> list[str]:
        if reference is None:
            return [f"{question.id}: нет эталона — что подходит случаю?"]
        axes = {axis.id: axis for axis in question.axes}
        found = unknown(question, reference.axes, axes, "основание")
        found += [f"{question.id}: для «{axis.title}» в эталоне нет ответа." for axis in question.axes
                  if axis.id not in reference.axes]  # fmt: skip
        for name, expected in reference.axes.items():
            if name not in axes:
                continue
            options = [option.id for option in axes[name].options]
            found += unknown(question, [*expected.accepted, *expected.near, *expected.explain], options, "вариант")
            named = [*expected.features, *(one for own in expected.features_for.values() for one in own)]
            found += unknown(question, named, [one.id for one in question.features], "признак")
            if 2 * len(set(expected.accepted)) > len(options):
                found.append(f"{question.id}: у «{axes[name].title}» подходит больше половины вариантов.")
            reasons = [expected.features, *expected.features_for.values()]
            if any(2 * len(set(own)) > len(question.features) for own in reasons if own):
                found.append(f"{question.id}: у «{axes[name].title}» решающих признаков больше половины.")
            if set(expected.accepted) & set(expected.near):
                found.append(f"{question.id}: вариант назван и верным, и близким.")
        return found

    def samples(self) -> list[Sample]:
        def options(**texts):
            return tuple(Option(id=name, text=text) for name, text in texts.items())

        question = ClassificationQuestion(
            id="classification-sample",
            title="Какой это вид",
            case="Завуч учится у молодого коллеги вести <электронный> журнал.",
            features=options(f1="Старший учится у младшего", f2="Речь о журнале", f3="Встречи в школе", f4="Осень"),
            axes=(
                Axis(
                    id="type", title="Вид", options=options(rev="реверсивное", trad="традиционное", virt="виртуальное")
                ),
                Axis(
                    id="form", title="Форма", options=options(tt="«педагог — педагог»", ht="«руководитель — педагог»")
                ),
            ),
        )
        reference = ClassificationReference(
            axes={
                "type": ExpectedAxis(
                    accepted=("rev",), near=("virt",), features=("f1",), explain={"rev": "Учит младший."}
                ),
                "form": ExpectedAxis(accepted=("tt",), note="Обе стороны — педагоги."),
            }
        )
        right = {"type": {"chosen": "rev", "features": ["f1"]}, "form": {"chosen": "tt", "features": ["f2"]}}

        def case(name, axes, outcome, fraction):
            return Sample(name, question, {"axes": axes}, reference, outcome, fraction)

        return [
            case("blank", {"type": {"chosen": "", "features": []}}, "unanswered", 0.0),
            case("correct", right, "scored", 1.0),
            case("partial", right | {"type": {"chosen": "rev"}}, "scored", 0.85),
            case(
                "partial", right | {"type": {"chosen": "rev", "features": ["f1", "f2", "f3", "f4"]}}, "scored", 0.8875
            ),
            case("partial", right | {"type": {"chosen": "virt", "features": ["f1"]}}, "scored", 0.75),
            case("partial", {"type": {"chosen": "trad", "features": ["f1"]}}, "scored", 0.0),
            case("malformed", {"type": "rev"}, "unreadable", 0.0),
            case("hostile", {"type": {"chosen": "<script>alert(1)</script>"}}, "unreadable", 0.0),
            case("hostile", {"__proto__": {"chosen": "rev"}}, "unreadable", 0.0),
        ]


KIND = ClassificationKind()
