"""Commands of the methodologist's side: decks, pages that open from disk, the course site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.people import chosen, strange
from mentoring_cli.russian import Command


def own_tables(files: list[Path], municipality: str, name: str, say: Callable[[str], None]) -> Path:
    """Good rows of the tables in a folder of this webinar alone: the course keeps its own data. Raises KitError."""
    import shutil

    from autograder.errors import KitError
    from autograder.layout import layout
    from mentoring.own_data import OwnDataError, check, keep

    folder = layout().workspace / "webinars" / f"{name}_data"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        for file in files:
            checked = check(file)
            for line in (*checked.lines(), *keep(checked, folder, municipality)):
                say(line)
    except OwnDataError as error:
        raise KitError(str(error)) from error
    return folder


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `page`, `webinar` and `site` to the command line."""

    @app.command(cls=Command)
    def webinar(
        what: Annotated[str, typer.Argument(metavar="НОМЕР|ФАЙЛ", help="номер 1–5 или своя таблица блоков")],
        output: Annotated[Path | None, typer.Option("--output", metavar="ПАПКА", help="куда записать")] = None,
        minutes: Annotated[int, typer.Option("--minutes", min=10, max=480, help="сколько длится вебинар")] = 60,
        title: Annotated[str, typer.Option("--title", metavar="ТЕМА", help="тема, если таблица своя")] = "",
        pdf: Annotated[
            bool,
            typer.Option("--pdf/--no-pdf", show_default=False, help="сделать PDF, если не отказаться (нужен Chromium)"),
        ] = True,
        data: Annotated[
            list[Path] | None,
            typer.Option("--data", metavar="ТАБЛИЦА", help="данные муниципалитета: показать их на слайдах"),
        ] = None,
        municipality: Annotated[
            str, typer.Option("--municipality", metavar="НАЗВАНИЕ", help="какой муниципалитет взять из таблицы")
        ] = "",
        serve: Annotated[bool, typer.Option("--serve", help="показать слайды с живыми упражнениями")] = False,
        port: Annotated[int, typer.Option("--port", help="порт для --serve")] = 8870,
    ) -> None:
        """Собрать вебинар из блоков занятий.

        Слайды .html без интернета и PDF, заметки с часами, памятка ведущего, раздаточный материал."""
        from publishing.webinar.make import make_webinar
        from publishing.webinar.selection import choose

        chosen = choose(what, minutes, title)
        for line in chosen.lines():
            say(line)
        own = own_tables(data, municipality, chosen.name, say) if data else None
        if serve:
            from mentoring_cli.webinar_pages import serve_webinar

            raise typer.Exit(serve_webinar(chosen, port, say, own))
        for path in make_webinar(chosen, output or Path(chosen.name), own_data=own, pdf=pdf, tell=say):
            say(f"Записано: {path}")

    @app.command(cls=Command)
    def page(
        assignment: Annotated[str, typer.Argument(metavar="ЗАДАНИЕ", help="например practicum_1")],
        output: Annotated[Path | None, typer.Option("--output", metavar="ФАЙЛ.html", help="куда записать")] = None,
        participant: Annotated[
            str, typer.Option("--participant", metavar="КОД", help="для этого участника: код и вариант уже на странице")
        ] = "",
        everyone: Annotated[bool, typer.Option("--all", help="каждому участнику списка; --output — папка")] = False,
        group: Annotated[str, typer.Option("--group", metavar="ГРУППА", help="каждому из этой группы")] = "",
    ) -> None:
        """Сделать из задания одну страницу .html.

        Она работает без интернета, с диска и на телефоне; ответы участник присылает файлом."""
        from publishing.page import make_page

        if not everyone and not group:
            if output is not None and not output.is_dir() and output.suffix.lower() not in (".html", ".htm"):
                output = output.with_name(f"{output.name}.html")
            if output is not None and output.is_dir():
                output = output / (f"{assignment}_{participant}.html" if participant else f"{assignment}.html")
            say(f"Страница: {make_page(assignment, output, code=participant)}")
            for line in strange(participant):
                say(line)
            return

        people, folder = chosen(group), output or Path(f"страницы_{assignment}")
        for person in people:
            made = make_page(assignment, folder / f"{assignment}_{person.code}.html", code=person.code)
            say(f"{person.code}  {person.full_name}: {made}")
        say(f"Страниц: {len(people)}. Разошлите каждому его страницу: на ней уже стоит код.")

    @app.command(cls=Command)
    def site(
        output: Annotated[Path, typer.Option("--output", metavar="ПАПКА", help="куда записать")] = Path("site"),
    ) -> None:
        """Сделать сайт курса.

        Занятия с диаграммами, глоссарий, источники, материалы; открывается с диска, без интернета."""
        from publishing.site import make_site

        say("Выполняю занятия и собираю страницы: обычно меньше минуты…")
        made = make_site(output)
        say(f"Сайт: {output / 'index.html'} (файлов {len(made)})")
