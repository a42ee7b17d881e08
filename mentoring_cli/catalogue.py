"""`mentoring catalogue ASSIGNMENT`: the cards of a group, with their authors' consent, as .docx and .xlsx."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add the command to the program."""

    @app.command(cls=Command)
    def catalogue(
        assignment: Annotated[str, typer.Argument(metavar="ЗАДАНИЕ", help="где карточки: practicum_2")] = "practicum_2",
        group: Annotated[str, typer.Option("--group", metavar="ГРУППА", help="только эта группа")] = "",
        folder: Annotated[
            Path | None, typer.Option("--to", metavar="ПАПКА", help="куда записать; иначе workspace/reports")
        ] = None,
    ) -> None:
        """Собрать каталог практик группы.

        В него входят карточки тех, кто согласился; имя стоит лишь у тех, кто это выбрал."""
        from autograder.errors import KitError
        from autograder.layout import layout
        from mentoring.practice import catalogue_docx, catalogue_xlsx

        place = layout()
        if not (place.keys / assignment).is_dir():
            place.source(assignment)  # one that there is none of is told otherwise
        entries, refused, broken = gather(place, assignment, group)
        if not entries:
            raise KitError(
                f"В «{assignment}» нет карточек, которые разрешено включить в каталог: соберите работы командой "
                f"mentoring collect {assignment} и проверьте, что участники выбрали в поле «Каталог»."
            )
        folder = folder or place.reports
        folder.mkdir(parents=True, exist_ok=True)
        heading = f"Каталог наставнических практик{f', группа {group}' if group else ''}"
        for suffix, content in ((".docx", catalogue_docx(entries, heading)), (".xlsx", catalogue_xlsx(entries))):
            path = folder / f"{assignment}_catalogue{suffix}"
            path.write_bytes(content)
            say(f"Каталог: {path}")
        say(f"Практик: {len(entries)}; не дали согласия или не заполнили карточку: {refused}.")
        if broken:
            say(f"Не прочитаны: {', '.join(broken)}.")


def gather(place, assignment: str, group: str = ""):
    """Cards that may be published, in the order of codes; how many were refused; codes whose card can't be read."""
    from autograder import answers as stored
    from autograder import roster, works
    from autograder.errors import KitError
    from mentoring.practice.catalogue import Entry, allowed
    from mentoring.tasks import Unreadable
    from mentoring.tasks.card import KIND

    people = {person.code: person for person in roster.load_roster(place=place).people}
    entries, refused, broken = [], 0, []
    for code in works.submitters(place, assignment):
        person = people.get(code)
        if group and (person is None or person.group != group):
            continue
        try:
            given = stored.read(place.submitted / code / assignment)
            key = works.key_of(place, assignment, given.release, given.variant) or works.key_of(place, assignment)
            task = next((one for one in key.tasks.values() if one.kind == "card"), None) if key else None
            if task is None:
                raise KitError(f"В задании «{assignment}» нет карточки: каталог собирается из practicum_2.")
            answer = given.given.get(task.id)
            card = None if answer is None else KIND.read_answer(answer)
        except Unreadable:
            broken.append(code)
            continue
        author = None if card is None else allowed(card, code, person.full_name if person else "")
        if card is None or author is None:
            refused += 1
        else:
            entries.append(Entry(KIND.read_question(task.question), card, author))
    return entries, refused, broken
