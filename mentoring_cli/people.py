"""Commands about people: the list of participants and their folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command, Group

GUEST = "guest"
GroupName = Annotated[str, typer.Option("--group", metavar="ГРУППА", help="только эта группа")]


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `roster import`, `roster list` and `home` to the command line."""
    roster_app = typer.Typer(cls=Group, help="Список участников.", no_args_is_help=True)
    app.add_typer(roster_app, name="roster")

    @roster_app.command("import", cls=Command)
    def roster_import(
        file: Annotated[Path, typer.Argument(metavar="ФАЙЛ", help=".xlsx или .csv со столбцами «Фамилия», «Имя», …")],
    ) -> None:
        """Загрузить список участников.

        Каждый получает код; прежние коды не меняются."""
        from autograder.roster import import_roster

        roster = import_roster(file)
        say(roster.summary())
        for problem in roster.problems:
            say(problem)
        if roster.people:
            say("У кого какой код: mentoring roster list; папки всем сразу: mentoring home --all.")

    @roster_app.command("list", cls=Command)
    def roster_list(group: GroupName = "") -> None:
        """Показать, у кого какой код."""
        for person in chosen(group, demo=True):
            say(f"{person.code}  {person.full_name}" + (f" — {person.group}" if person.group else ""))

    @app.command(cls=Command)
    def home(
        code: Annotated[str, typer.Argument(metavar="КОД", help="код участника из списка")] = "",
        everyone: Annotated[bool, typer.Option("--all", help="для всех участников списка")] = False,
        group: GroupName = "",
    ) -> None:
        """Создать или обновить папку участника.

        В ней занятия и выданные задания; начатая работа не меняется."""
        from autograder.errors import KitError
        from mentoring_cli.home import make_home

        if not code and not everyone and not group:
            raise KitError("Назовите код участника или поставьте --all.")
        if code:
            say(f"Папка участника: {make_home(code)}")
            for line in strange(code):
                say(line)
            return
        people = chosen(group)
        for person in people:
            say(f"{person.code}  {person.full_name}: {make_home(person.code)}")
        say(f"Готово папок: {len(people)}.")


def strange(code: str) -> list[str]:
    """A line about a code that the list of participants does not have; none while there is no list."""
    from autograder.roster import load_roster

    known = {person.code for person in load_roster().people}
    if not code or not known or code in known or code == GUEST:
        return []
    return [f"Кода {code} нет в списке участников: не опечатка ли это? Коды покажет mentoring roster list."]


def chosen(group: str = "", *, demo: bool = False) -> list:
    """People of the roster, of one group when it is named; without the demonstration class. Raises KitError."""
    from autograder.demo import GROUP
    from autograder.errors import KitError
    from autograder.roster import load_roster
    from autograder.roster_file import fold

    people = [person for person in load_roster().people if demo or group or person.group != GROUP]
    if not people:
        raise KitError("Список участников пуст: сначала mentoring roster import СПИСОК.xlsx.")
    found = [person for person in people if not group or fold(person.group) == fold(group)]
    if not found:
        groups = ", ".join(f"«{name}»" for name in sorted({person.group for person in people if person.group}))
        raise KitError(f"Группы «{group}» в списке нет; есть: {groups or 'ни одной'}.")
    return found
