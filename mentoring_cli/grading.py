"""The instructor's round over works: collected, graded, told of, listed, given back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.operation import journal
from mentoring_cli.russian import Command

Assignment = Annotated[str, typer.Argument(metavar="ЗАДАНИЕ", help="например practicum_1")]


def register(app: typer.Typer, say: Callable[[str], None], console: Console) -> None:
    """Adds `collect`, `grade`, `feedback`, `progress` and `return`; a bar of progress goes to `console`."""

    @app.command(cls=Command)
    def collect(
        assignment: Assignment,
        folder: Annotated[
            Path | None, typer.Argument(metavar="ПАПКА", help="папка с присланными .zip и файлами")
        ] = None,
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
        report: Annotated[
            Path | None, typer.Option("--report", metavar="ФАЙЛ.json", help="куда записать отчёт")
        ] = None,
        unsafe: Annotated[bool, typer.Option("--unsafe", help="исполнять код участников без изоляции")] = False,
        scheduler: Annotated[
            str, typer.Option("--scheduler", metavar="АДРЕС", help="кластер Dask: tcp://узел:8786 или gateway")
        ] = "",
        db: Annotated[
            str, typer.Option("--db", metavar="АДРЕС", help="журнал оценок в PostgreSQL (MENTORING_DB)")
        ] = "",
    ) -> None:
        """Проверить сданные работы.

        Ни одна испорченная работа не останавливает остальных."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        from autograder.batch import grade as run

        if db:
            os.environ["MENTORING_DB"] = db
        columns = (
            TextColumn("Проверка"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("осталось"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
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
        count: Annotated[
            bool, typer.Option("--count", help="засчитать новую попытку, хотя верные ответы автор уже видел")
        ] = False,
    ) -> None:
        """Вернуть работу на доработку.

        Участник сможет изменить ответы и сдать ещё раз."""
        from autograder.attempts import return_work as give_back

        _known(assignment)
        say(give_back(assignment, code, comment, count=count))


def _known(assignment: str) -> None:
    """Raises KitError naming the assignments there are, unless this is one of them or was released."""
    from autograder.layout import layout

    place = layout()
    if not (place.keys / assignment).is_dir():
        place.source(assignment)


def _next_step(assignment: str) -> str:
    """What an instructor does after grading: free texts first, then feedback."""
    from autograder.layout import layout
    from autograder.marks import waiting

    count = waiting(layout().db_url, assignment)
    told = f"Ждут проверяющего: работ {count} (mentoring desk --grader ИМЯ). " if count else ""
    return f"{told}Отзывы: mentoring feedback {assignment}."
