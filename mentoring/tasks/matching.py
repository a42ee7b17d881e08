"""Matching of items on the left with items on the right; a right item may be used many times or never.

A wrong pair costs part of a pair and an empty one costs nothing, so that random pairs or one item for all earn nothing.
"""

from collections import Counter
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
    told,
    unique,
    unknown,
)
from mentoring.tasks.reading import Unreadable
from mentoring.wording import count_ru


class MatchingQuestion(Question):
    kind: Literal["matching"] = "matching"
    left: tuple[Option, ...] = Field(min_length=2)
    right: tuple[Option, ...] = Field(min_length=2)
    shuffle: bool = True

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.left, "левый столбец")
        unique(self.right, "правый столбец")
        return self


class MatchingAnswer(Answer):
    pairs: dict[str, str | None] = Field(default_factory=dict, description="left id → right id; empty: not matched")


class MatchingReference(Reference):
    pairs: dict[str, tuple[str, ...]] = Field(description="left id → accepted right ids")
    explain: dict[str, str] = Field(default_factory=dict, description="left id → why")


def _unquoted(text: str) -> str:
    """`text` to stand in quotes: without its own, where the whole of it is quoted."""
    return text[1:-1] if text[:1] == "«" and text.find("»") == len(text) - 1 else text


class MatchingKind(Kind):
    name = "matching"
    Question, Answer, Reference = MatchingQuestion, MatchingAnswer, MatchingReference

    def is_blank(self, question: MatchingQuestion, answer: MatchingAnswer) -> bool:
        return not any(answer.pairs.values())

    def missing(self, question: MatchingQuestion, answer: MatchingAnswer | None) -> list[str]:
        pairs = {} if answer is None else answer.pairs
        return [f"пара для «{_unquoted(item.text)}»" for item in question.left if not pairs.get(item.id)]

    def cost(self, question: MatchingQuestion, reference: MatchingReference) -> float:
        """What a wrong pair takes from the right ones, in pairs.

        At least 1/(k−1) for k items on the right (random pairs come to 0) and, where one item suits c of n, c/(n−c)
        (the same item everywhere comes to 0); never more than one pair.
        """
        n, k = len(reference.pairs), len(question.right)
        common = most_common(reference)
        return min(1.0, max(1 / (k - 1), common / (n - common) if n > common else 0.0))

    def score(self, question: MatchingQuestion, answer: MatchingAnswer, reference: MatchingReference) -> Score:
        texts = {item.id: item.text for item in question.right}
        pairs = {left: right for left, right in answer.pairs.items() if right}
        if not (set(pairs) <= {item.id for item in question.left} and set(pairs.values()) <= set(texts)):
            raise Unreadable("В ответе есть пара, которой нет в вопросе: похоже, ответ дан к другой версии задания.")
        share = 1 / max(1, len(reference.pairs))
        remarks, right, wrong = [], 0, 0
        for item in question.left:
            accepted = reference.pairs.get(item.id)
            if accepted is None:
                continue
            why = told(question, reference.explain.get(item.id, ""))
            fits = told(question, f"Подходит: {' или '.join(f'«{texts.get(name, name)}»' for name in accepted)}.")
            if item.id not in pairs:
                verdict, text = "missing", joined("Пара не выбрана.", fits, why)
            elif pairs[item.id] in accepted:
                right += 1
                verdict, text = "right", why
            else:
                wrong += 1
                verdict, text = "wrong", joined(f"Выбрано «{texts[pairs[item.id]]}» — не подходит.", fits, why)
            source = question.source if why else ""
            remarks.append(
                Remark(criterion=item.text, verdict=verdict, text=text, source=source, share=round(share, 4))
            )
        if wrong:
            told_cost = f"Верно: {count_ru(right, 'пара', 'пары', 'пар')}, ошибочно: {wrong}."
            told_cost += " Ошибочная пара снижает балл, пропуск — нет."
            remarks.append(Remark(criterion="Как посчитано", verdict="info", text=told_cost))
        fraction = share * (right - wrong * self.cost(question, reference))
        return Score.scored(fraction, (*remarks, *general(question, reference)))

    def check(self, question: MatchingQuestion, reference: MatchingReference | None) -> list[str]:
        if reference is None:
            return [f"{question.id}: нет эталона — какие пары верны?"]
        left, right = [item.id for item in question.left], [item.id for item in question.right]
        found = unknown(question, [*reference.pairs, *reference.explain], left, "левый элемент")
        found += unknown(
            question, [name for names in reference.pairs.values() for name in names], right, "правый элемент"
        )
        found += [f"{question.id}: для «{name}» в эталоне нет пары." for name in left if not reference.pairs.get(name)]
        if 2 * most_common(reference) > len(reference.pairs):
            found.append(
                f"{question.id}: один и тот же элемент справа подходит больше чем к половине — слишком легко угадать."
            )
        return found

    def samples(self) -> list[Sample]:
        def options(**texts):
            return [Option(id=name, text=text) for name, text in texts.items()]

        question = MatchingQuestion(
            id="matching-sample",
            title="Документ и его предмет",
            text="Соотнесите документы и то, что они закрепляют.",
            left=options(a="Приказ о внедрении", b="Приказ о закреплении пар", c="Согласие наставника"),
            right=options(x="Введение системы", y="Состав пар", z="Добровольность", w="<i>Оплата</i>"),
        )
        reference = MatchingReference(
            pairs={"a": ("x",), "b": ("y",), "c": ("z",)}, explain={"c": "Согласие письменное."}
        )

        def case(name, answer, outcome, fraction):
            return Sample(name, question, answer, reference, outcome, fraction)

        return [
            case("blank", {"pairs": {"a": "", "b": None}}, "unanswered", 0.0),
            case("correct", {"pairs": {"c": "z", "a": "x", "b": "y"}}, "scored", 1.0),
            case("partial", {"pairs": {"a": "x", "b": "y"}}, "scored", 0.666667),
            case("partial", {"pairs": {"a": "x", "b": "y", "c": "w"}}, "scored", 0.5),
            case("partial", {"pairs": {"a": "x", "b": "x", "c": "x"}}, "scored", 0.0),
            case("malformed", {"pairs": [["a", "x"]]}, "unreadable", 0.0),
            case("hostile", {"pairs": {"a": "<img src=x onerror=alert(1)>"}}, "unreadable", 0.0),
            case("hostile", {"pairs": {"__proto__": "x"}}, "unreadable", 0.0),
        ]


def most_common(reference: MatchingReference) -> int:
    """To how many left items the most useful right item is the answer."""
    counts = Counter(name for names in reference.pairs.values() for name in set(names))
    return max(counts.values(), default=0)


KIND = MatchingKind()
