"""Command of portfolios."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `portfolio` to the command line."""

    @app.command(cls=Command)
    def portfolio(
        code: Annotated[str, typer.Argument(metavar="КОД", help="код участника")] = "",
        everyone: Annotated[bool, typer.Option("--all", help="для всех участников списка")] = False,
        output: Annotated[Path | None, typer.Option("--output", metavar="ПАПКА", help="куда записать")] = None,
    ) -> None:
        """Собрать портфолио участника.

        Документы и отзывы одним архивом .zip и одним файлом .docx; в архиве — проект справки об окончании."""
        from autograder.errors import KitError
        from publishing.portfolio import make_all, make_portfolio

        if bool(code) == everyone:
            raise KitError("Назовите код участника или поставьте --all.")
        for path in make_all(output) if everyone else make_portfolio(code, output):
            say(f"Портфолио: {path}")
