"""`mentoring check`: everything an author can spoil, told in Russian with how to mend it; code 1 when something is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from mentoring_cli.russian import Command

SHOWN = 40


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `check` to the command line."""

    @app.command(cls=Command)
    def check(
        names: Annotated[
            list[str] | None, typer.Argument(metavar="ИМЯ", help="только эти занятия и задания: session_05 practicum_1")
        ] = None,
        quick: Annotated[
            bool, typer.Option("--quick", help="ничего не исполнять: таблицы, тексты, минуты, ссылки")
        ] = False,
    ) -> None:
        """Проверить курс после правки.

        Таблицы, вопросы, карта результатов, минуты, ссылки, правописание, задачи и утечки ответов."""
        problems = _check(names or [], quick, say)
        if problems:
            raise typer.Exit(1)


def _check(asked: list[str], quick: bool, say: Callable[[str], None]) -> int:
    """Say everything area by area; returns the number of problems. Raises KitError for an unknown name."""
    from autograder.errors import KitError
    from autograder.layout import layout
    from mentoring_cli.checks import sessions, tables, texts, works
    from mentoring_cli.checks.finding import Finding

    root = layout().root
    total = 0

    def area(title: str, found: Iterable[Finding]) -> int:
        listed = list(dict.fromkeys(found))
        wrong = [one for one in listed if not one.reminder]
        say(f"{title}: {f'замечаний — {len(wrong)}' if wrong else 'всё в порядке'}.")
        for one in wrong[:SHOWN]:
            say(f"  ✗ {one.text}")
        if len(wrong) > SHOWN:
            say(f"  … и ещё {len(wrong) - SHOWN}.")
        for one in listed:
            if one.reminder:
                say(f"  · {one.text}")
        nonlocal total
        total += len(wrong)
        return len(wrong)

    if area("Таблицы", tables.tables()):
        say("Сначала исправьте таблицы: остальное проверяется по ним.")
        return total
    lessons, tasks = sessions.names(root), works.names(root)
    if unknown := [name for name in asked if name not in {*lessons, *tasks}]:
        raise KitError(f"Нет ни занятия, ни задания «{unknown[0]}»; есть: {', '.join([*lessons, *tasks])}.")
    if asked:
        lessons, tasks = [n for n in lessons if n in asked], [n for n in tasks if n in asked]
    paths = [path for path in texts.files(root) if not asked or path.stem in asked or path.suffix == ".csv"]
    area("Вопросы и карта результатов", tables.bank(root))
    if not asked:
        area("Случаи и дефекты", tables.cases())
    area("Занятия: блоки и минуты", sessions.sessions(root, lessons))
    area("Задания: строки таблиц", works.works(root, tasks))
    area("Правописание", texts.spelled(paths, root))
    area("Кавычки, тире, пробелы", texts.typeset(paths, root))
    area("Ссылки", texts.links(paths, root))
    if quick:
        say("Занятия и задачи не исполнялись: это делает mentoring check без --quick.")
    else:
        area("Занятия исполняются", sessions.run(root, lessons))
        area("Задачи и утечки ответов", works.tested(root, tasks))
    say("Исправьте замечания и повторите команду." if total else "Всё в порядке.")
    return total
