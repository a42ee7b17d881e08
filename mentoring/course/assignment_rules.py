"""What an assignment's page says of its term, attempts and lateness: sentences from the tables, nothing typed twice."""

from __future__ import annotations

from mentoring.data import load
from mentoring.wording import percent_ru

LATER = "Сданное после этого в зачёт уже не идёт."
ANSWERS = {
    "final": "Верные ответы отзыв покажет, когда срок пройдёт, а работа будет зачтена или попытки кончатся. " + LATER,
    "term": f"Верные ответы отзыв покажет, когда пройдёт срок. {LATER}",
    "never": "Верных ответов отзыв не показывает.",
}


def assignment_rules(assignment: str) -> None:
    """Show the rules of an assignment as Markdown."""
    from IPython.display import Markdown, display

    display(Markdown(rules_text(assignment)))


def rules_text(assignment: str) -> str:
    """Markdown: when it is due, what lateness costs, what passes, how revision works."""
    rule = load("rules").set_index("assignment").loc[assignment]
    opens, due = load("practicums").set_index("id").loc[assignment, ["opens", "due"]]
    first, last = (name.removeprefix("session_").lstrip("0") for name in (opens, due))
    when = (
        f"Практикум выполняют на занятии № {first}"
        if first == last
        else f"Практикум открыт с занятия № {first}, сдать его нужно к занятию № {last}"
    )
    return (
        f"**Срок.** {when}; точную дату группы называет преподаватель. "
        f"За каждые начатые сутки опоздания снимается {percent_ru(rule['penalty_per_day'])} наибольшего балла, "
        f"но не больше {percent_ru(rule['penalty_cap'])}.\n\n"
        f"**Зачтено:** не меньше {percent_ru(rule['pass_percent'])} баллов.\n\n"
        "**Доработка.** Вы сдаёте работу один раз. Если преподаватель вернёт её с замечаниями, исправьте и сдайте "
        f"снова: считается последняя сдача, всего их не больше {int(rule['attempts'])}. "
        f"{ANSWERS[rule['answers']]} "
        "Правила установили авторы курса; в исходных материалах их нет."
    )
