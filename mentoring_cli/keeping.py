"""`mentoring backup`, `restore` and `upgrade`: what an operator does before and after a change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from autograder.operation import journal
from autograder.spreadsheet_text import number_said
from mentoring_cli.russian import Command


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add the commands to the command line."""

    @app.command(cls=Command)
    def backup(
        output: Annotated[
            Path | None, typer.Option("--output", metavar="ФАЙЛ", help="имя на .tar.gz или .tar.zst")
        ] = None,
        homes: Annotated[
            Path | None, typer.Option("--homes", metavar="ПАПКА", help="ещё и папки участников общего сервера")
        ] = None,
    ) -> None:
        """Сделать резервную копию курса.

        Рабочая папка, журнал оценок и ящики одним файлом; проверка может продолжаться. В копии есть ключи и имена."""
        from autograder.operation.backup import backup as copy

        made = copy(output, homes=homes)
        journal.count(files=made.files, bytes=made.size)
        say(f"Копия: {made.path} — файлов {made.files}, {number_said(round(made.size / 1e6, 1))} МБ")
        if not made.database:
            say("Журнала оценок ещё нет, в копии его нет тоже.")
        for name in made.skipped:
            say(f"Не вошло (ссылка, нет прав или больше 500 МБ): {name}")
        if output is None:
            say("Копия лежит на том же диске: перенесите её на другой.")

    @app.command(cls=Command)
    def restore(
        file: Annotated[Path, typer.Argument(metavar="ФАЙЛ", help="копия, которую сделала mentoring backup")],
        to: Annotated[
            Path | None, typer.Option("--to", metavar="ПАПКА", help="новая рабочая папка; иначе workspace")
        ] = None,
        homes: Annotated[
            Path | None, typer.Option("--homes", metavar="ПАПКА", help="куда вернуть папки участников")
        ] = None,
    ) -> None:
        """Вернуть курс из резервной копии.

        Каждый файл сверяется с перечнем; поверх имеющегося ничего не пишется."""
        from autograder.operation.restore import restore as put_back

        done = put_back(file, to, homes=homes)
        journal.count(files=done.files)
        say(f"Восстановлено файлов: {done.files}, копия от {_said(done.made)}. Рабочая папка: {done.folder}")
        for path in done.places:
            say(f"Возвращено: {path}")
        if to is not None:
            say(f"Чтобы работать с ней, задайте MENTORING_WORKSPACE={done.folder}")

    @app.command(cls=Command)
    def upgrade() -> None:
        """Перевести файлы и таблицы в формат этой версии.

        Прежние файлы остаются в workspace/upgraded; файлы более новой версии не трогаются."""
        from autograder.layout import layout
        from autograder.operation.upgrade import upgrade as bring
        from mentoring.data import versions

        done = bring()
        journal.count(looked=done.looked, changed=len(done.changed), newer=len(done.newer))
        say(f"Просмотрено файлов: {done.looked}, обновлено: {len(done.changed)}. {done.gradebook}")
        if done.kept is not None:
            say(f"Прежние файлы: {done.kept}")
        for line in versions.upgrade(layout().datasets, layout().workspace / "upgraded"):
            say(line)
        for name in done.damaged:
            say(f"Повреждён, оставлен как есть: {name}")
        for name in done.newer:
            say(f"Записан более новой версией комплекта, не тронут: {name}")
        if done.newer:
            raise typer.Exit(1)


def _said(made: str) -> str:
    """When a copy was made, for a person; as it stands where it is no time."""
    from datetime import datetime

    from autograder.rules import said

    try:
        return f"{said(datetime.fromisoformat(made))} (по Москве)"
    except ValueError:
        return made
