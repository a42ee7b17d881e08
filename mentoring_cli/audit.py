"""`mentoring audit`: documents, folders and packages in; a checklist on the screen, JSON, .xlsx or .docx out."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command

KINDS = (
    "regulation, implementation_order, pairing_order, roadmap, consent, supplementary_agreement, "
    "mentoring_programme, learning_route"
)


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("audit", cls=Command)(audit)


def audit(
    files: Annotated[list[Path], typer.Argument(metavar="ФАЙЛ…", help=".docx, .odt, .pdf, .txt, папка или .zip")],
    as_json: Annotated[bool, typer.Option("--json", help="напечатать JSON")] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="ФАЙЛ.xlsx", help="записать таблицу")] = None,
    docx: Annotated[Path | None, typer.Option("--docx", metavar="ФАЙЛ.docx", help="записать отчёт")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="ДАТА", help="день проверки, 2026-11-21 или 21.11.2026")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="ВИД", help=f"вид документа: {KINDS}")] = None,
) -> None:
    """Проверить документы о наставничестве.

    Вид распознаётся сам; все файлы вместе сверяются как комплект. Код возврата 1 — не прочитан ни один файл (с --json
    всегда 0: причины стоят в данных)."""
    from mentoring.documents.auditing import audit as run
    from mentoring.documents.kinds import titles
    from mentoring.documents.report import lines

    day = _day(as_of)
    if kind is not None and kind not in titles():
        raise typer.BadParameter(f"такого вида нет; есть: {KINDS}.", param_hint="--kind")
    report = run(files, day, kind)
    for path, make in ((xlsx, "report_xlsx"), (docx, "report_docx")):
        if path is not None:
            _write(path, make, report)
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
    elif xlsx is None and docx is None:
        typer.echo("\n".join(lines(report)))
    if not as_json and report.files and all(file.error for file in report.files):
        raise typer.Exit(1)


def _write(path: Path, make: str, report) -> None:
    import mentoring.documents as documents
    from autograder.errors import reason

    try:
        path.write_bytes(getattr(documents, make)(report))
    except OSError as error:
        hint = "--xlsx" if make == "report_xlsx" else "--docx"
        raise typer.BadParameter(f"файл {path} не записать: {reason(error)}.", param_hint=hint) from error
    typer.echo(f"Отчёт: {path}", err=True)


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise typer.BadParameter("дата пишется так: 2026-11-21 или 21.11.2026.", param_hint="--as-of")
