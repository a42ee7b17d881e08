"""`mentoring hub …`: what the operator of a shared server does. Needs the settings file (accounts: and root)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command, Group

SettingsFile = Annotated[
    Path | None, typer.Option("--settings", metavar="ФАЙЛ", help="файл настроек, иначе /etc/mentoring/hub.toml")
]


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add the group of commands to the command line."""
    hub = typer.Typer(cls=Group, help="Общий сервер региона: учётные записи, папки, базы данных.", no_args_is_help=True)
    app.add_typer(hub, name="hub")

    @hub.command("accounts", cls=Command)
    def make_accounts(settings: SettingsFile = None) -> None:
        """Завести учётные записи и папки по спискам групп.

        Можно повторять: прежнее остаётся, новые участники добавляются."""
        from mentoring_cli.hub import accounts
        from mentoring_cli.hub.settings import load

        passwords = accounts.prepare(load(settings), say)
        if passwords:
            say(f"Первые пароли: {passwords}. Раздайте их и удалите файл.")

    @hub.command("folders", cls=Command)
    def make_folders(settings: SettingsFile = None) -> None:
        """Завести папки на общем томе и список людей для Kubernetes.

        Учётные записи системы не нужны; можно повторять."""
        from mentoring_cli.hub import pods
        from mentoring_cli.hub.settings import load

        say(f"Список людей для хаба: {pods.prepare(load(settings), say)}")

    @hub.command("databases", cls=Command)
    def make_databases(settings: SettingsFile = None) -> None:
        """Завести в PostgreSQL этой машины базу хаба и журналы групп.

        Можно повторять: прежнее остаётся. Паролей нет: чья база, узнаёт сама система (peer)."""
        from mentoring_cli.hub import databases
        from mentoring_cli.hub.settings import load

        databases.prepare(load(settings), say)

    @hub.command("run", cls=Command, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
    def run_for_group(
        context: typer.Context,
        group: Annotated[str, typer.Argument(metavar="ГРУППА", help="группа из настроек")],
        settings: SettingsFile = None,
    ) -> None:
        """Выполнить команду mentoring для группы: mentoring hub run g1 doctor.

        Команда работает от имени проверяющего группы, с её папкой и журналом; копии делает root."""
        from autograder.errors import KitError
        from mentoring_cli.hub import group as groups
        from mentoring_cli.hub.settings import load

        if not context.args:
            raise KitError("Назовите команду после группы: mentoring hub run g1 doctor.")
        known = load(settings)
        raise typer.Exit(groups.run(known, groups.find(known, group), context.args))

    @hub.command("forget", cls=Command)
    def forget_person(
        group: Annotated[str, typer.Argument(metavar="ГРУППА", help="группа из настроек")],
        code: Annotated[str, typer.Argument(metavar="КОД", help="код участника")],
        settings: SettingsFile = None,
    ) -> None:
        """Удалить участника с общего сервера и доказать это.

        Сервер, ящик, папка и учётная запись, затем mentoring forget от имени проверяющего."""
        from mentoring_cli.hub import group as groups
        from mentoring_cli.hub.settings import load

        known = load(settings)
        raise typer.Exit(groups.forget(known, groups.find(known, group), code, say))

    @hub.command("password", cls=Command)
    def new_password(
        account: Annotated[list[str], typer.Argument(metavar="ИМЯ", help="имя для входа, можно несколько")],
        settings: SettingsFile = None,
    ) -> None:
        """Выдать новый пароль участнику или преподавателю."""
        from autograder.errors import KitError
        from mentoring_cli.hub import accounts
        from mentoring_cli.hub.settings import load

        known = accounts.everyone(load(settings))
        strangers = sorted(set(account) - known)
        if strangers:
            raise KitError(f"Нет такой учётной записи на курсе: {', '.join(strangers)}.")
        given = {name: accounts.new_password() for name in account}
        accounts.set_passwords(given)
        for name, password in given.items():
            say(f"{name}: {password}")
