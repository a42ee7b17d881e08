"""Command of the grading desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from mentoring_cli.russian import Command


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `desk` to the command line."""

    @app.command(cls=Command)
    def desk(
        grader: Annotated[str, typer.Option("--grader", metavar="ИМЯ", help="чьи отметки (MENTORING_GRADER)")] = "",
        port: Annotated[int, typer.Option("--port", help="порт")] = 8890,
    ) -> None:
        """Открыть рабочее место проверяющего.

        Очередь ответов по заданиям, рубрика рядом, вторая и третья проверка; баллы попадают в журнал оценок."""
        import asyncio  # the other commands need not wait for it

        from autograder.judging.app import PREFIX, serve
        from autograder.judging.desk import Desk
        from autograder.layout import layout
        from mentoring_cli.serve import free_port, new_token

        place, token, at = layout(), new_token(), free_port(port)
        Desk(place)  # says at once what is missing

        async def run() -> None:
            await serve(place, at, token, grader)
            say(f"Рабочее место проверяющего: http://127.0.0.1:{at}{PREFIX}?token={token}")
            say("Остановить: Ctrl+C")
            await asyncio.Event().wait()

        try:
            asyncio.run(run())
        except KeyboardInterrupt:
            say("Остановлено. Записанные отметки на месте.")
