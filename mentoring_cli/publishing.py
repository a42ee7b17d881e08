"""Commands of the methodologist's side: decks, pages that open from disk, the course site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `page` to the command line."""

    @app.command(cls=Command)
    def page(
        assignment: Annotated[str, typer.Argument(metavar="ЗАДАНИЕ", help="например practicum_1")],
        output: Annotated[Path | None, typer.Option("--output", metavar="ФАЙЛ.html", help="куда записать")] = None,
        participant: Annotated[
            str, typer.Option("--participant", metavar="КОД", help="для этого участника: код и вариант уже на странице")
        ] = "",
    ) -> None:
        """Сделать из задания одну страницу .html.

        Она работает без интернета, с диска и на телефоне; ответы участник присылает файлом."""
        from publishing.page import make_page

        say(f"Страница: {make_page(assignment, output, code=participant)}")
