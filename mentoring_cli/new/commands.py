"""`mentoring new session | practicum | case NAME`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command, Group


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `new` to the command line."""
    new = typer.Typer(cls=Group, help="Начать новое занятие, практикум или случай по образцу.", no_args_is_help=True)
    app.add_typer(new, name="new")

    @new.command(cls=Command)
    def session(name: Annotated[str, typer.Argument(metavar="ИМЯ", help="например session_13")]) -> None:
        """Новое занятие: тетрадь из восьми блоков и строки таблиц."""
        from mentoring_cli.new.session import new_session

        _made(new_session, name, say)
        say(f"Впишите тему в таблицу sessions, блоки — в session_plan, результат — в session_results; проверка: "
            f"mentoring check {name}")  # fmt: skip

    @new.command(cls=Command)
    def practicum(name: Annotated[str, typer.Argument(metavar="ИМЯ", help="например practicum_6")]) -> None:
        """Новый практикум: тетрадь с формой и свободным текстом и строки таблиц."""
        from mentoring_cli.new.practicum import new_practicum

        _made(new_practicum, name, say)
        say(f"Впишите название и сроки в таблицу practicums, вес и порог — в rules, критерии — в rubrics; проверка: "
            f"mentoring check {name}")  # fmt: skip

    @new.command(cls=Command)
    def case(name: Annotated[str, typer.Argument(metavar="ИМЯ", help="латиницей, например first_lesson")]) -> None:
        """Новый случай для классификации: строки таблиц.

        Пока вы не заменили образцовые предложения, случай может попасть в задания: выпускайте их после правки."""
        from mentoring_cli.new.case import new_case

        _made(new_case, name, say)
        say("Замените предложения в case_sentences, верные ответы — в case_situations; проверка: mentoring check")


def _made(make: Callable[[str, Path], dict[Path, bytes]], name: str, say: Callable[[str], None]) -> None:
    from autograder.layout import layout
    from mentoring_cli.new.rows import write_all

    root = layout().root
    files = make(name, root)
    write_all(files)
    for path in files:
        say(f"Записано: {path.relative_to(root)}")
