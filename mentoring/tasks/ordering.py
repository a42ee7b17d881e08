"""Putting items in order; scored by pairs: those in the right order minus those in the wrong one, over all pairs.

A random order comes to 0 on average, a reversed one to 0, one swap of neighbours costs little.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import (
    Answer,
    Kind,
    Option,
    Question,
    Reference,
    Remark,
    Sample,
    Score,
    general,
    joined,
    unique,
    unknown,
    verdict_of,
)
from mentoring.tasks.reading import Unreadable
from mentoring.wording import count_ru


class OrderingQuestion(Question):
    kind: Literal["ordering"] = "ordering"
    items: tuple[Option, ...] = Field(min_length=2, description="in the order shown at first (never the right one)")

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.items, "элементы порядка")
        return self


class OrderingAnswer(Answer):
    order: tuple[str, ...] = ()


class OrderingReference(Reference):
    order: tuple[str, ...] = Field(min_length=2)
    explain: dict[str, str] = Field(default_factory=dict, description="item id → why it stands there")


def pairs_in_order(order: Sequence[str], right: Sequence[str]) -> tuple[int, int, int]:
    """Pairs of `right` that `order` keeps, reverses, and all of them; a pair with an absent item is neither."""
    place = {name: number for number, name in enumerate(order)}
    pairs = [(place[a], place[b]) for a, b in combinations(right, 2) if a in place and b in place]
    kept = sum(first < second for first, second in pairs)
    return kept, len(pairs) - kept, len(right) * (len(right) - 1) // 2


class OrderingKind(Kind):
    name = "ordering"
    Question, Answer, Reference = OrderingQuestion, OrderingAnswer, OrderingReference

    def is_blank(self, question: OrderingQuestion, answer: OrderingAnswer) -> bool:
        return not answer.order

    def missing(self, question: OrderingQuestion, answer: OrderingAnswer | None) -> list[str]:
        if answer is None or not answer.order:
            return ["расставить по порядку"]
        return [f"место для «{item.text}»" for item in question.items if item.id not in answer.order]

    def score(self, question: OrderingQuestion, answer: OrderingAnswer, reference: OrderingReference) -> Score:
        order = list(dict.fromkeys(answer.order))
        texts = {item.id: item.text for item in question.items}
        if not set(order) <= set(texts):
            raise Unreadable(
                "В ответе есть элемент, которого нет в вопросе: похоже, ответ дан к другой версии задания."
            )
        kept, reversed_, total = pairs_in_order(order, reference.order)
        fraction = (kept - reversed_) / total
        pairs = count_ru(total, "пары", "пар", "пар")
        text = f"В верном порядке стоит {kept} из {pairs} элементов."
        if reversed_:
            text += " Переставленная пара снижает балл."
        if len(order) < len(texts):
            absent = count_ru(len(texts) - len(order), "элемент", "элемента", "элементов")
            text += f" Не расставлено: {absent}."
        remarks = [Remark(criterion="Порядок", verdict=verdict_of(fraction), text=text, share=1.0)]
        if not question.secret:
            remarks += self._by_item(question, order, reference, texts)
        return Score.scored(fraction, (*remarks, *general(question, reference)))

    def _by_item(self, question, order, reference, texts) -> list[Remark]:
        place = {name: number for number, name in enumerate(order, 1)}
        remarks = []
        for number, name in enumerate(reference.order, 1):
            why = reference.explain.get(name, "")
            if name not in place:
                verdict, text = "missing", joined(f"Не расставлено; место в порядке — {number}.", why)
            elif place[name] == number:
                verdict, text = "right", joined(f"Место {number} — верно.", why)
            else:
                verdict, text = "wrong", joined(f"Стоит на месте {place[name]}, верное место — {number}.", why)
            remarks.append(
                Remark(
                    criterion=texts.get(name, name), verdict=verdict, text=text, source=question.source if why else ""
                )
            )
        return remarks

    def check(self, question: OrderingQuestion, reference: OrderingReference | None) -> list[str]:
        if reference is None:
            return [f"{question.id}: нет эталона — какой порядок верен?"]
        shown = [item.id for item in question.items]
        found = unknown(question, [*reference.order, *reference.explain], shown, "элемент")
        if len(set(reference.order)) < len(reference.order):
            found.append(f"{question.id}: в эталонном порядке элемент повторяется.")
        lost = [name for name in shown if name not in reference.order]
        found += [f"{question.id}: элемента «{name}» нет в эталонном порядке." for name in lost]
        kept, reversed_, total = pairs_in_order(shown, reference.order)
        if shown == list(reference.order):
            found.append(f"{question.id}: показанный сначала порядок — уже верный; переставьте элементы.")
        elif kept - reversed_ > total / 2:
            found.append(f"{question.id}: показанный сначала порядок почти верный; перемешайте элементы сильнее.")
        return found

    def samples(self) -> list[Sample]:
        question = OrderingQuestion(
            id="ordering-sample",
            title="Этапы внедрения",
            text="Расставьте шаги.",
            items=[
                Option(id=name, text=text)
                for name, text in (
                    ("c", "Мониторинг"),
                    ("a", "Приказ о внедрении"),
                    ("d", "Подведение <итогов>"),
                    ("b", "Подбор пар"),
                )
            ],
        )
        reference = OrderingReference(order=("a", "b", "c", "d"), explain={"a": "Без приказа нет оснований."})

        def case(name, answer, outcome, fraction):
            return Sample(name, question, answer, reference, outcome, fraction)

        return [
            case("blank", {"order": []}, "unanswered", 0.0),
            case("correct", {"order": ["a", "b", "c", "d"]}, "scored", 1.0),
            case("partial", {"order": ["b", "a", "c", "d"]}, "scored", 0.666667),
            case("partial", {"order": ["a", "b"]}, "scored", 0.166667),
            case("partial", {"order": ["d", "c", "b", "a"]}, "scored", 0.0),
            case("malformed", {"order": {"a": 1}}, "unreadable", 0.0),
            case("malformed", {"order": [1, 2, 3, 4]}, "unreadable", 0.0),
            case("hostile", {"order": ['" onmouseover="alert(1)', "{% raw %}"]}, "unreadable", 0.0),
        ]


KIND = OrderingKind()
