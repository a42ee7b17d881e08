"""What a person can ask of `mentoring`. Each command is a few lines over the rooms below; imports happen inside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mentoring_cli import anonymise as anonymise_command
from mentoring_cli import audit as audit_command
from mentoring_cli import case as case_command
from mentoring_cli import catalogue as catalogue_command
from mentoring_cli import check as check_command
from mentoring_cli import desk as desk_command
from mentoring_cli import doctor as doctor_command
from mentoring_cli import draft as draft_command
from mentoring_cli import grading, keeping, people, planning, publishing
from mentoring_cli import own_data as own_data_command
from mentoring_cli import portfolio as portfolio_command
from mentoring_cli import programme as programme_command
from mentoring_cli import route as route_command
from mentoring_cli.hub import commands as hub_commands
from mentoring_cli.new import commands as new_commands
from mentoring_cli.russian import Command, Group

app = typer.Typer(
    cls=Group,
    help="Комплект «Наставничество в образовании»: задания, проверка, отзывы, текущий контроль.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip

Port = Annotated[int, typer.Option("--port", help="порт страниц участника")]

out = Console(highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Plain text for a person: nothing in it is taken for markup."""
    out.print(text, markup=False)


@app.command(cls=Command)
def start(
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", show_default=False, help="запускать ли страницы после подготовки")
    ] = True,
    port: Port = 8866,
    lab_port: Annotated[int, typer.Option("--lab-port", help="порт JupyterLab преподавателя")] = 8888,
) -> None:
    """Подготовить всё и открыть страницы.

    Выпускает задания, проверяет демонстрационную группу, показывает адреса."""
    from mentoring_cli.starting import prepare

    prepare(say)
    if serve:
        raise typer.Exit(_serve("guest", port, lab_port))


@app.command("serve", cls=Command)
def serve_pages(
    participant: Annotated[str, typer.Option("--participant", metavar="КОД", help="чью папку показать")] = "guest",
    port: Port = 8866,
    lab_port: Annotated[int, typer.Option("--lab-port", help="порт JupyterLab преподавателя")] = 8888,
) -> None:
    """Открыть страницы участника и JupyterLab преподавателя."""
    raise typer.Exit(_serve(participant, port, lab_port))


def _serve(code: str, port: int, lab_port: int) -> int:
    from autograder.layout import layout
    from mentoring_cli import serve
    from mentoring_cli.home import make_home

    home, token, own = make_home(code), serve.new_token(), serve.new_token()
    port, lab_port = serve.free_port(port), serve.free_port(lab_port)
    pages = serve.Server(
        "Страницы участника",
        serve.voila_command(home, port, asks=True),
        serve.knowing(serve.participant_environment(code), token),
        f"http://127.0.0.1:{port}/voila/render/index.ipynb?token={token}",
    )
    instructor = serve.Server(
        "JupyterLab преподавателя",
        serve.lab_command(layout().root, lab_port, asks=True),
        serve.knowing(serve.environment(), own),  # whoever holds the participant's address must not open this one
        f"http://127.0.0.1:{lab_port}/lab?token={own}",
        (("Рабочее место проверяющего", f"http://127.0.0.1:{lab_port}/desk?token={own}"),),
    )
    return serve.serve([pages, instructor], say)


@app.command(cls=Command)
def lab(
    participant: Annotated[str, typer.Option("--participant", metavar="КОД", help="чью папку открыть")] = "guest",
    port: Annotated[int, typer.Option("--port", help="порт")] = 8889,
) -> None:
    """Открыть папку участника в JupyterLab.

    Там видны ячейки и можно отвечать выражением на Python."""
    from mentoring_cli import serve
    from mentoring_cli.home import make_home

    home, port, token = make_home(participant), serve.free_port(port), serve.new_token()
    server = serve.Server(
        "JupyterLab участника",
        serve.lab_command(home, port, asks=True),
        serve.knowing(serve.participant_environment(participant), token),
        f"http://127.0.0.1:{port}/lab/tree/index.ipynb?token={token}",
    )
    raise typer.Exit(serve.serve([server], say))


@app.command(cls=Command)
def release(assignment: grading.Assignment) -> None:
    """Выпустить задание для участников.

    Ключ снимается с эталонного решения и остаётся у преподавателя."""
    from autograder.release import release as make

    made = make(assignment)
    say(f"Задание «{made.assignment}» выпущено: задач {made.tasks}, баллов {made.points:g}; файлы: {made.folder}")


@app.command(cls=Command)
def demo(
    assignment: Annotated[str, typer.Argument(metavar="ЗАДАНИЕ")] = "practicum_1",
    remove: Annotated[bool, typer.Option("--remove", help="убрать демонстрационную группу")] = False,
) -> None:
    """Демонстрационная группа: создать или убрать.

    Двенадцать вымышленных участников проверяются как настоящие."""
    from mentoring_cli import starting

    if remove:
        say(starting.remove_demo())
    else:
        starting.grade_demo(assignment, say)


@app.command(cls=Command)
def forget(code: Annotated[list[str], typer.Argument(metavar="КОД", help="код участника, можно несколько")]) -> None:
    """Удалить участника отовсюду.

    Убирает папки, ящики, строки списка, оценки и отзывы, затем ищет остатки и называет их и резервные копии.
    """
    from autograder.errors import KitError
    from autograder.forget import forget as remove
    from autograder.forget import strangers

    if unknown := strangers(code):
        raise KitError(
            f"Не удалено ничего: {', '.join(unknown)} нет ни в списке участников, ни в работах, ни в журнале оценок. "
            "Коды покажет mentoring roster list."
        )
    gone = remove(code)
    for line in gone.removed:
        say(f"Удалено: {line}")
    for path in gone.copies:
        say(f"Резервная копия сделана раньше и не меняется, удалите её сами или дождитесь её срока: {path}")
    if gone.left:
        say("Код ещё встречается:")
        for path in gone.left:
            say(f"  {path}")
        raise typer.Exit(1)
    say(f"Больше нигде не встречается: {', '.join(gone.codes)}.")


@app.command(cls=Command)
def screenshots(
    output: Annotated[Path, typer.Option("--output", metavar="ПАПКА", help="куда сохранить")] = Path("docs/pictures"),
) -> None:
    """Снять картинки страниц для README."""
    from mentoring_cli.screenshots import take

    for path in take(output):
        say(f"Снимок: {path}")


grading.register(app, say, out)
people.register(app, say)
route_command.register(app)
planning.register(app, say)
case_command.register(app, say)
audit_command.register(app)
publishing.register(app, say)
catalogue_command.register(app, say)
desk_command.register(app, say)
draft_command.register(app, say)
hub_commands.register(app, say)
anonymise_command.register(app, say)
portfolio_command.register(app, say)
own_data_command.register(app, say)
check_command.register(app, say)
new_commands.register(app, say)
doctor_command.register(app, say)
keeping.register(app, say)
programme_command.register(app, say)
