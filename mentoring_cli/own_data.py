"""Commands of own data: tell what is wrong in a table of the own municipality, use it, write the note on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command, Group

File = Annotated[Path, typer.Argument(metavar="ФАЙЛ", help="таблица .xlsx или .csv")]
Municipality = Annotated[str, typer.Option("--municipality", metavar="НАЗВАНИЕ", help="ваш муниципалитет")]


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `data` to the command line."""
    data = typer.Typer(cls=Group, help="Данные своего муниципалитета.", no_args_is_help=True)
    app.add_typer(data, name="data")

    @data.command(cls=Command)
    def check(
        file: File,
        use: Annotated[bool, typer.Option("--use", help="сразу взять годные строки")] = False,
        municipality: Municipality = "",
    ) -> None:
        """Проверить таблицу: реестр приказов, доли или наличие документов, статусы.

        Называет строку, столбец, значение и как исправить; код 1, если какие-то строки взять нельзя."""
        checked = _checked(file)
        for line in checked.lines():
            say(line)
        if use:
            _use(checked, municipality, say)
        else:
            say(f"Взять годные строки: mentoring data use {file}")
        if checked.errors:
            raise typer.Exit(1)

    @data.command(cls=Command)
    def use(file: File, municipality: Municipality = "") -> None:
        """Взять таблицу: занятие 5, слайды и справка покажут ваш муниципалитет."""
        checked = _checked(file)
        if checked.errors:
            say(f"Не взято строк: {len(checked.errors)}; какие и почему, скажет mentoring data check {file}")
        _use(checked, municipality, say)

    @data.command(cls=Command)
    def note(
        docx: Annotated[Path, typer.Option("--docx", metavar="ФАЙЛ.docx", help="куда записать справку")] = Path(
            "справка.docx"
        ),
        xlsx: Annotated[Path, typer.Option("--xlsx", metavar="ФАЙЛ.xlsx", help="куда записать таблицы")] = Path(
            "справка.xlsx"
        ),
    ) -> None:
        """Написать аналитическую справку: доли, разрывы, реестр, адресные рекомендации."""
        from mentoring.own_data import figures, kept
        from mentoring.own_data.note import note_docx
        from mentoring.own_data.sheet import note_xlsx

        data = _guarded(lambda: kept(_place()))
        if data is None:
            from autograder.errors import KitError

            raise KitError("Своих данных ещё нет: возьмите таблицу командой mentoring data use ФАЙЛ.")
        found = figures(data)
        docx.write_bytes(note_docx(found, data))
        xlsx.write_bytes(note_xlsx(found))
        say(f"Справка: {docx}")
        say(f"Таблицы: {xlsx}")

    @data.command(cls=Command)
    def forget() -> None:
        """Убрать взятые данные: занятие снова покажет только регион."""
        from mentoring.own_data import forget as remove

        say("Ваши данные убраны." if remove(_place()) else "Своих данных и не было.")
        _share()


def _place() -> Path:
    from autograder.layout import layout

    return layout().workspace / "own_data"


def _guarded(step: Callable):
    """The sentence of a bad file as the kit's own error."""
    from autograder.errors import KitError
    from mentoring.own_data import OwnDataError

    try:
        return step()
    except OwnDataError as error:
        raise KitError(str(error)) from error


def _checked(file: Path):
    from mentoring.own_data import check

    return _guarded(lambda: check(file))


def _use(checked, municipality: str, say: Callable[[str], None]) -> None:
    from mentoring.own_data import keep

    for line in _guarded(lambda: keep(checked, _place(), municipality)):
        say(line)
    say("Занятие 5 и слайды покажут блок «Ваш муниципалитет»; справка: mentoring data note")
    if _share():
        say("На общем сервере его увидят и участники группы.")


def _share() -> bool:
    """On a shared server the group's participants see the same block, with organizations numbered instead of named."""
    import tempfile

    from autograder.layout import layout
    from autograder.mailboxes import share
    from mentoring.own_data import SHARED, kept, nameless

    data = _guarded(lambda: kept(_place()))
    if data is None:
        return share(layout(), SHARED, None)
    with tempfile.TemporaryDirectory(prefix="own-data-") as folder:
        nameless(data, Path(folder))
        return share(layout(), SHARED, Path(folder))
