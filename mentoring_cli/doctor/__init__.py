"""`mentoring doctor`: everything a course needs, looked at without changing anything. One Russian line a check."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `doctor` to the command line."""

    @app.command(cls=Command)
    def doctor(
        as_json: Annotated[bool, typer.Option("--json", help="для программ: по записи на проверку")] = False,
        settings: Annotated[
            Path | None, typer.Option("--settings", metavar="ФАЙЛ", help="файл настроек общего сервера")
        ] = None,
    ) -> None:
        """Проверить, всё ли готово к работе.

        Версии, песочница, шрифты, программы, журнал оценок, права папок, часы, место, ключи. Ничего не меняет."""
        from mentoring_cli.doctor.examination import examine

        found = examine(settings)
        if as_json:
            print(json.dumps({"schema": 1, "checks": [one.to_json() for one in found]}, ensure_ascii=False, indent=1))
        else:
            for one in found:
                say(one.text())
            bad = sum(one.state == "bad" for one in found)
            warned = sum(one.state == "warn" for one in found)
            good = len(found) - bad - warned
            say(f"Проверок: {len(found)}, хорошо: {good}, обратите внимание: {warned}, плохо: {bad}.")
        if any(one.state == "bad" for one in found):
            raise typer.Exit(1)
