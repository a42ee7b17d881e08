"""`mentoring draft`: documents of a school from one filled form; the form itself; working papers of a mentor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command

FORM, PACKAGE = "form", "package"


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `draft` and `papers` to the command line."""

    @app.command(cls=Command)
    def draft(
        kind: Annotated[str, typer.Argument(metavar="ВИД", help="вид документа, package (весь комплект) или form")],
        source: Annotated[
            Path | None, typer.Option("--from", metavar="ФАЙЛ", help="заполненная форма: .xlsx или .json")
        ] = None,
        output: Annotated[Path | None, typer.Option("--output", metavar="ПУТЬ", help="файл .docx или папка")] = None,
        example: Annotated[bool, typer.Option("--example", help="взять пример вымышленной школы")] = False,
    ) -> None:
        """Составить документы школы по заполненной форме.

        Пустую форму даёт: mentoring draft form --output форма.xlsx. Виды: regulation, implementation_order,
        pairing_order, roadmap, consent, supplementary_agreement, mentoring_programme, learning_route, curator_order,
        reward_order. Без --from получаются бланки."""
        from autograder.errors import KitError
        from mentoring.documents import drafting

        try:
            school = drafting.read_form(source) if source else drafting.example() if example else drafting.School()
            if kind == FORM:
                path = output or Path("forma.xlsx")
                _write(path, drafting.empty_form(school))
                say(f"Форма: {path}. Заполните листы и вызовите: mentoring draft package --from {path}")
                return
            made = drafting.package(school) if kind == PACKAGE else drafting.draft(kind, school)
        except drafting.DraftError as error:
            raise KitError(str(error)) from error
        for path, content in _places(made, output):
            _write(path, content)
            say(f"Документ: {path}")
        for note in dict.fromkeys(note for one in made for note in one.notes):
            say(note)
        if source or example:
            _audited(made, school.starts or school.day, say)

    @app.command(cls=Command)
    def papers(
        name: Annotated[str, typer.Argument(metavar="НАЗВАНИЕ", help="название бумаги или all")] = "all",
        output: Annotated[Path | None, typer.Option("--output", metavar="ПАПКА", help="куда записать")] = None,
    ) -> None:
        """Взять рабочие бумаги наставника и куратора.

        Анкеты, лист наблюдения, запись встречи, опросы, отчёты: .docx; что заполняют таблицей, ещё и .xlsx."""
        from autograder.errors import KitError
        from mentoring.documents.papers import PAPERS

        if name != "all" and name not in PAPERS:
            listed = "; ".join(f"{id} — {paper.title}" for id, paper in PAPERS.items())
            raise KitError(f"Бумаги «{name}» нет; есть: {listed}.")
        folder = output or Path(".")
        for id, paper in PAPERS.items():
            if name in ("all", id):
                for suffix, content in paper.files().items():
                    _write(folder / f"{paper.title}{suffix}", content)
                    say(f"Записано: {folder / f'{paper.title}{suffix}'}")

    @app.command(cls=Command)
    def satisfaction(
        file: Annotated[Path, typer.Argument(metavar="ОПРОС.xlsx", help="заполненный опрос удовлетворённости")],
    ) -> None:
        """Посчитать удовлетворённость по заполненному опросу.

        Показатели вебинара: уровень удовлетворённости наставляемых и наставников участием."""
        from autograder.errors import KitError
        from mentoring.documents.papers import SurveyError, read_survey

        try:
            for line in read_survey(file).lines():
                say(line)
        except SurveyError as error:
            raise KitError(str(error)) from error


def _places(made, output: Path | None) -> list[tuple[Path, bytes]]:
    if output is not None and output.suffix.lower() == ".docx":
        if len(made) == 1:
            return [(output, made[0].content)]
        output = output.with_suffix("")
    folder = output or Path(".")
    return [(folder / one.name, one.content) for one in made]


def _write(path: Path, content: bytes) -> None:
    from autograder.errors import KitError, reason

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise KitError(f"Файл «{path}» не записать: {reason(error)}.") from error


def _audited(made, day: dt.date, say: Callable[[str], None]) -> None:
    """What the kit's own audit says of the drafts; extra orders have no criteria."""
    import tempfile

    from mentoring.documents import audit
    from mentoring.documents.drafting.making import EXTRA
    from mentoring.documents.report import findings

    with tempfile.TemporaryDirectory() as folder:
        for one in made:
            if one.kind not in EXTRA:
                (Path(folder) / one.name).write_bytes(one.content)
        report = audit(sorted(Path(folder).iterdir()), day)
    found = [f for f in findings(report) if f.judgement.verdict in ("partial", "violated")]
    for one in found:
        say(f"Аудит: {one.file}, {one.criterion.id} — {one.verdict}: {one.judgement.remark or one.criterion.text}")
    for remark in report.cross:
        say(f"Аудит комплекта: {remark.remark}")
    if not found and not report.cross and report.files:
        say("Аудит черновиков: нарушений и расхождений нет.")
