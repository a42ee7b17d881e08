"""Choice of one or several options.

One: right or not. Several: right options chosen minus wrong ones, so that ticking everything earns nothing.
"""

from collections.abc import Collection
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
    verdict_of,
)
from mentoring.tasks.reading import Unreadable


class ChoiceQuestion(Question):
    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=2)
    multiple: bool = False
    shuffle: bool = True

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.options, "варианты ответа")
        return self


class ChoiceAnswer(Answer):
    chosen: tuple[str, ...] = ()


class ChoiceReference(Reference):
    correct: tuple[str, ...] = Field(min_length=1)
    explain: dict[str, str] = Field(default_factory=dict, description="option id → why it is right or wrong")


def fraction_of(chosen: Collection[str], correct: Collection[str], options: int) -> float:
    """Right/correct − wrong/min(correct, incorrect), not below 0.

    Where at least half of the options are wrong this is (right − wrong)/correct; where most are right a wrong one costs
    more, so that choosing everything is worth 0 whatever the proportion.
    """
    good, right = len(set(correct)), len(set(chosen) & set(correct))
    wrong, bad = len(set(chosen) - set(correct)), options - good
    return max(0.0, right / good - (wrong / min(good, bad) if wrong and bad > 0 else 0.0))


def known_ids(chosen: Collection[str], options: Collection[Option]) -> list[str]:
    """Chosen ids once each, in their order; Unreadable when one is not an option."""
    ids = list(dict.fromkeys(chosen))
    if not set(ids) <= {option.id for option in options}:
        raise Unreadable("В ответе отмечен вариант, которого нет в вопросе: похоже, ответ дан к другой версии задания.")
    return ids


class ChoiceKind(Kind):
    name = "choice"
    Question, Answer, Reference = ChoiceQuestion, ChoiceAnswer, ChoiceReference

    def is_blank(self, question: ChoiceQuestion, answer: ChoiceAnswer) -> bool:
        return not answer.chosen

    def missing(self, question: ChoiceQuestion, answer: ChoiceAnswer | None) -> list[str]:
        if answer is not None and answer.chosen:
            return []
        return ["отметить хотя бы один вариант" if question.multiple else "выбрать вариант"]

    def score(self, question: ChoiceQuestion, answer: ChoiceAnswer, reference: ChoiceReference) -> Score:
        chosen = known_ids(answer.chosen, question.options)
        if not question.multiple and len(chosen) > 1:
            raise Unreadable("В этом вопросе выбирают один вариант, а в ответе отмечено несколько.")
        if question.multiple:
            fraction = fraction_of(chosen, reference.correct, len(question.options))
        else:
            fraction = float(chosen[0] in reference.correct)
        remarks = (
            self._counts(question, chosen, reference, fraction)
            if question.secret
            else self._by_option(question, chosen, reference)
        )
        return Score.scored(fraction, (*remarks, *general(question, reference)))

    def _counts(self, question, chosen, reference, fraction) -> list[Remark]:
        right = len(set(chosen) & set(reference.correct))
        if not question.multiple:
            text = "Выбран верный вариант." if right else "Выбран неверный вариант."
        else:
            text = f"Верных среди отмеченных: {right}, лишних: {len(chosen) - right}."
            text += " Лишний вариант снижает балл." if len(chosen) > right else ""
            text += " Отмечены не все верные варианты." if right < len(set(reference.correct)) else ""
        return [Remark(criterion="Выбор вариантов", verdict=verdict_of(fraction), text=text, share=1.0)]

    def _by_option(self, question, chosen, reference) -> list[Remark]:
        share = round(1 / len(set(reference.correct)), 4) if question.multiple else 1.0
        remarks = []
        for option in question.options:
            why = reference.explain.get(option.id, "")
            right, taken = option.id in reference.correct, option.id in chosen
            if right and taken:
                verdict, text = "right", why
            elif taken:
                lead = "Этот вариант лишний, он снижает балл." if question.multiple else "Этот вариант не подходит."
                verdict, text = "wrong", joined(lead, why)
            elif right and question.multiple:
                verdict, text = "missing", joined("Этот вариант тоже верен, но не отмечен.", why)
            elif right and not set(chosen) & set(reference.correct):
                verdict, text = "info", told(question, "Подходит этот вариант.", why)
            else:
                continue
            carried = share if right and verdict != "info" or not question.multiple and taken else None
            remarks.append(
                Remark(
                    criterion=option.text,
                    verdict=verdict,
                    text=text,
                    share=carried,
                    source=question.source if text else "",
                )
            )
        return remarks

    def check(self, question: ChoiceQuestion, reference: ChoiceReference | None) -> list[str]:
        if reference is None:
            return [f"{question.id}: нет эталона — какие варианты верны?"]
        ids = [option.id for option in question.options]
        found = unknown(question, [*reference.correct, *reference.explain], ids, "вариант")
        if set(ids) <= set(reference.correct):
            found.append(f"{question.id}: верны все варианты — выбирать не из чего; добавьте неверный.")
        if not question.multiple and len(set(reference.correct)) > 1:
            found.append(f"{question.id}: выбирают один вариант, а верных несколько; укажите multiple=True.")
        return found

    def samples(self) -> list[Sample]:
        question = ChoiceQuestion(
            id="choice-sample",
            title="Формы наставничества",
            multiple=True,
            text="Отметьте формы **взаимодействия**.",
            options=[
                Option(id=name, text=text)
                for name, text in (
                    ("a", "Педагог — педагог"),
                    ("b", "Руководитель — педагог"),
                    ("c", "Приказ <о внедрении>"),
                    ("d", "Согласие"),
                )
            ],
        )
        reference = ChoiceReference(correct=("a", "b"), explain={"c": "Это документ, а не форма."}, note="Форм пять.")
        one = question.model_copy(update={"multiple": False, "secret": True})

        def case(name, answer, outcome, fraction, asked=question):
            key = reference if asked.multiple else ChoiceReference(correct=("a",))
            return Sample(name, asked, answer, key, outcome, fraction)

        return [
            case("blank", {"chosen": []}, "unanswered", 0.0),
            case("correct", {"chosen": ["b", "a", "a"]}, "scored", 1.0),
            case("correct", {"chosen": ["a"]}, "scored", 1.0, one),
            case("partial", {"chosen": ["a"]}, "scored", 0.5),
            case("partial", {"chosen": ["a", "b", "c"]}, "scored", 0.5),
            case("partial", {"chosen": ["a", "b", "c", "d"]}, "scored", 0.0),
            case("malformed", {"chosen": "a"}, "unreadable", 0.0),
            case("malformed", {"chosen": ["a", "b"]}, "unreadable", 0.0, one),
            case("hostile", {"chosen": ["<script>alert(1)</script>"]}, "unreadable", 0.0),
            case("hostile", ["{{7*7}}", "=1+1"], "unreadable", 0.0),
        ]


KIND = ChoiceKind()
