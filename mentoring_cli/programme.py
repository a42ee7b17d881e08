"""`mentoring programme`: drafts of the programme papers from the tables, the roster and the gradebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `programme` to the command line."""

    @app.command(cls=Command)
    def programme(
        output: Annotated[Path, typer.Option("--output", metavar="ПАПКА", help="куда записать")] = Path("программа"),
        start: Annotated[
            str, typer.Option("--start", metavar="ДАТА", help="первый день занятий, например 01.02.2027")
        ] = "",
    ) -> None:
        """Собрать проект программы и ведомость группы.

        Программа .docx из таблиц; посещаемость и результаты .xlsx и .docx из списка участников."""
        from autograder.layout import layout
        from publishing.programme import attendance_docx, attendance_xlsx, groups, programme_docx
        from publishing.programme.calendar import meetings

        first = _day(start)
        sheet, found = groups(layout())
        days = meetings(first)
        output.mkdir(parents=True, exist_ok=True)
        for name, content in (
            ("программа.docx", programme_docx(first)),
            ("посещаемость_и_результаты.xlsx", attendance_xlsx(sheet, found, days)),
            ("посещаемость_и_результаты.docx", attendance_docx(sheet, found, days)),
        ):
            (output / name).write_bytes(content)
            say(f"Записано: {output / name}")
        if not found:
            say("В ведомости нет людей: загрузите список командой mentoring roster import ФАЙЛ.")


def _day(text: str):
    """A day as people write it; None for nothing."""
    from mentoring.own_data.values import Unread, date

    try:
        return date(text)
    except Unread as error:
        raise typer.BadParameter(f"«{text}» — {error.wrong}; {error.mend}.", param_hint="--start") from error
