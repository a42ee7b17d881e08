"""Makers of individual variants of the practicums: pure functions of a seed (docs/contract.md)."""

from __future__ import annotations

from mentoring.cases.dice import Dice
from mentoring.cases.portraits import make_portrait, portraits
from mentoring.cases.situations import make_situation, situations
from mentoring.tasks.base import Question, Reference
from mentoring.tasks.case_tasks import situation_task
from mentoring.tasks.portrait_tasks import portrait_task
from mentoring.variants import Variant


def types_case(seed: int, situation_points: float = 10, portrait_points: float = 13) -> Variant:
    """Practicum №3: two situations `c1`, `c2` and two portraits `v1`, `v2` of different categories.

    Public: `{"tasks": {id: question}, "people": [{"id", "title", "text"}]}`; secret: `{id: reference}`.
    """
    first, second = Dice(seed, "portraits").some(sorted(portraits()), 2)
    people = [make_portrait(f"{seed}/v1", first), make_portrait(f"{seed}/v2", second)]
    made = {}
    for number, name in enumerate(Dice(seed, "situations").some(sorted(situations()), 2), 1):
        drawn = make_situation(f"{seed}/c{number}", name)
        made[f"c{number}"] = situation_task(
            drawn, f"c{number}", f"Случай {number}", points=situation_points, text=CLASSIFY
        )
    for number, person in enumerate(people, 1):
        title = f"{person.title[:1].upper()}{person.title[1:]}"
        made[f"v{number}"] = portrait_task(person, f"v{number}", title, points=portrait_points, text=CHOOSE)
    listed = [{"id": one.id, "title": one.title, "text": one.text} for one in people]
    return _variant(made, people=listed)


CLASSIFY = (
    "По каждому основанию выберите один ответ и отметьте предложение, на котором он держится. "
    "Лишние отметки снижают балл."
)
CHOOSE = (
    "Выберите вид, с которого стоит начать, и вид, от которого надо отказаться. Под каждым выбором отметьте "
    "предложение, на котором он держится: одно нужное лучше пяти."
)


def _variant(made: dict[str, tuple[Question, Reference]], **public: object) -> Variant:
    """Questions to the participant, references to the key."""
    return Variant(
        {"tasks": {id: question.model_dump(mode="json") for id, (question, _) in made.items()}, **public},
        {id: reference.model_dump(mode="json", exclude={"id"}) for id, (_, reference) in made.items()},
    )
