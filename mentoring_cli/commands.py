"""What a person can ask of `mentoring`. Each command is a few lines over the rooms below; imports happen inside."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.operation import journal
from mentoring_cli import anonymise as anonymise_command
from mentoring_cli import audit as audit_command
from mentoring_cli import case as case_command
from mentoring_cli import catalogue as catalogue_command
from mentoring_cli import check as check_command
from mentoring_cli import desk as desk_command
from mentoring_cli import doctor as doctor_command
from mentoring_cli import draft as draft_command
from mentoring_cli import keeping, people, planning, publishing
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

Assignment = Annotated[str, typer.Argument(metavar="ЗАДАНИЕ", help="например practicum_1")]
Port = Annotated[int, typer.Option("--port", help="порт страниц участника")]

out = Console(highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Plain text for a person: nothing in it is taken for markup."""
    out.print(text, markup=False)


def _known(assignment: str) -> None:
    """Raises KitError naming the assignments there are, unless this is one of them or was released."""
    from autograder.layout import layout

    place = layout()
    if not (place.keys / assignment).is_dir():
        place.source(assignment)


@app.command(cls=Command)
def start(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="запустить страницы после подготовки")] = True,
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
def release(assignment: Assignment) -> None:
    """Выпустить задание для участников.

    Ключ снимается с эталонного решения и остаётся у преподавателя."""
    from autograder.release import release as make

    made = make(assignment)
    say(f"Задание «{made.assignment}» выпущено: задач {made.tasks}, баллов {made.points:g}; файлы: {made.folder}")


@app.command(cls=Command)
def collect(
    assignment: Assignment,
    folder: Annotated[Path | None, typer.Argument(metavar="ПАПКА", help="папка с присланными .zip и файлами")] = None,
) -> None:
    """Собрать сданные работы.

    Берёт их из папки сдачи или из указанной папки с присланными файлами."""
    from autograder.attempts import collect as take

    _known(assignment)
    report = take(assignment, folder)
    journal.count_report(report.to_json()["counts"], (line.participant for line in report.refused))
    for line in report.lines():
        say(line)


@app.command(cls=Command)
def grade(
    assignment: Assignment,
    student: Annotated[
        list[str] | None, typer.Option("--student", metavar="КОД", help="только этого участника")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="проверить заново и то, что не изменилось")] = False,
    report: Annotated[Path | None, typer.Option("--report", metavar="ФАЙЛ.json", help="куда записать отчёт")] = None,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="исполнять код участников без изоляции")] = False,
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="АДРЕС", help="кластер Dask: tcp://узел:8786 или gateway")
    ] = "",
    db: Annotated[str, typer.Option("--db", metavar="АДРЕС", help="журнал оценок в PostgreSQL (MENTORING_DB)")] = "",
) -> None:
    """Проверить сданные работы.

    Ни одна испорченная работа не останавливает остальных."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from autograder.batch import grade as run

    if db:
        os.environ["MENTORING_DB"] = db
    columns = (TextColumn("Проверка"), BarColumn(), MofNCompleteColumn(), TextColumn("осталось"), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task("", total=None)
        result = run(
            assignment, students=student or None, force=force, unsafe=unsafe, scheduler=scheduler,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip
    journal.count_report(result.to_json()["counts"], (line.participant for line in result.refused))
    for line in result.lines():
        say(line)
    if result.entries:
        say(_next_step(assignment))
    if report is not None:
        report.write_text(json.dumps(result.to_json(), ensure_ascii=False, indent=2), encoding="utf-8")
        say(f"Отчёт: {report}")


def _next_step(assignment: str) -> str:
    """What an instructor does after grading: free texts first, then feedback."""
    from autograder.layout import layout
    from autograder.marks import read_marks

    waiting = sum(bool(marks.awaiting) for marks in read_marks(layout().db_url, assignment).values())
    told = f"Ждут проверяющего: работ {waiting} (mentoring desk --grader ИМЯ). " if waiting else ""
    return f"{told}Отзывы: mentoring feedback {assignment}."


@app.command(cls=Command)
def feedback(
    assignment: Assignment,
    student: Annotated[
        list[str] | None, typer.Option("--student", metavar="КОД", help="только этому участнику")
    ] = None,
    mail: Annotated[
        Path | None, typer.Option("--mail", metavar="ПАПКА", help="файлы и таблица для рассылки по почте")
    ] = None,
) -> None:
    """Сделать отзывы: страница на каждую работу."""
    from autograder.feedback import feedback as write

    _known(assignment)
    report = write(assignment, student or None)
    say(
        report.summary()
        if report.written
        else f"Отзывов нет: работы по заданию «{assignment}» не собраны. "
        f"Сначала mentoring collect {assignment} и mentoring grade {assignment}."
    )
    if mail is not None:
        from autograder.mailing import mail as send

        for line in send(report, mail).lines():
            say(line)


@app.command(cls=Command)
def progress(
    output: Annotated[Path | None, typer.Option("--output", metavar="ФАЙЛ.xlsx", help="куда записать")] = None,
    moodle: Annotated[Path | None, typer.Option("--moodle", metavar="ФАЙЛ.csv", help="ещё и для Moodle")] = None,
    stepik: Annotated[Path | None, typer.Option("--stepik", metavar="ФАЙЛ.csv", help="ещё и для Stepik")] = None,
) -> None:
    """Сделать ведомость «Текущий контроль».

    Таблица .xlsx и рядом .csv, с именами из списка участников; в папке каждого участника обновляется «Мой путь»."""
    from autograder import gradebooks
    from autograder.progress import progress as write

    for path in write(output):
        say(f"Ведомость: {path}")
    if moodle:
        say(gradebooks.moodle(moodle))
    if stepik:
        say(gradebooks.stepik(stepik))


@app.command("return", cls=Command)
def return_work(
    assignment: Assignment,
    code: Annotated[str, typer.Argument(metavar="КОД", help="код участника")],
    comment: Annotated[str, typer.Option("--comment", metavar="ТЕКСТ", help="что доработать")] = "",
) -> None:
    """Вернуть работу на доработку.

    Участник сможет изменить ответы и сдать ещё раз."""
    from autograder.attempts import return_work as give_back

    say(give_back(assignment, code, comment))


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
    from autograder.forget import forget as remove

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
