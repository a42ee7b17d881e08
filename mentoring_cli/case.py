"""`mentoring case`: an invented school's package with planted defects as .docx files, and its key for the teacher."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `case` to the command line."""

    @app.command(cls=Command)
    def case(
        seed: Annotated[str, typer.Option("--seed", metavar="ЗЕРНО", help="слово или число: по нему собран случай")],
        output: Annotated[Path, typer.Option("--output", metavar="ПАПКА", help="куда записать документы .docx")],
        defects: Annotated[
            str | None, typer.Option("--defects", metavar="СКОЛЬКО", help="число дефектов или коды: DEF-10,DEF-25")
        ] = None,
        difficulty: Annotated[
            str, typer.Option("--difficulty", metavar="СЛОЖНОСТЬ", help="easy, medium или hard")
        ] = "medium",
        only: Annotated[
            str | None, typer.Option("--only", metavar="ВИДЫ", help="только эти документы: roadmap,consent")
        ] = None,
        year: Annotated[int, typer.Option("--year", metavar="ГОД", help="год начала учебного года")] = 2026,
        doubtful: Annotated[
            bool, typer.Option("--doubtful", help="брать и дефекты, о которых можно сказать только «проверьте»")
        ] = False,
        with_key: Annotated[
            Path | None,
            typer.Option("--with-key", metavar="ФАЙЛ.json", help="куда записать ключ; участникам не давать"),
        ] = None,
    ) -> None:
        """Собрать учебный случай.

        Комплект документов вымышленной школы с дефектами; то же зерно даёт тот же случай."""
        from autograder.errors import KitError, reason
        from mentoring.cases import CaseError, make_case, write_package

        if not 2000 <= year <= 2099:
            raise typer.BadParameter("год пишется четырьмя цифрами, от 2000 до 2099.", param_hint="--year")
        wanted = _wanted(defects)
        try:
            made = make_case(
                seed, difficulty, wanted, year=year, subjects=_listed(only), doubtful=doubtful,
            )  # fmt: skip
            written = write_package(made, output)
            if with_key is not None:
                key = {name: value for name, value in made.to_json().items() if name != "documents"}
                with_key.write_text(json.dumps(key, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except CaseError as error:
            raise KitError(str(error)) from error
        except OSError as error:
            raise KitError(f"Записать не удалось: {error.filename or output} ({reason(error)}).") from error
        say(f"Школа: «{made.school}»; документов: {len(written)}, дефектов: {len(made.key)}; папка: {output}")
        if with_key is not None:
            say(f"Ключ: {with_key}")


def _wanted(text: str | None) -> int | list[str] | None:
    if text is None or text.strip().isdigit():
        return None if text is None else int(text)
    return [name.upper() for name in _listed(text)]


def _listed(text: str | None) -> list[str]:
    return [one.strip() for one in (text or "").split(",") if one.strip()]
