"""`mentoring route FILE.docx`: what the checks say of an individual route or a programme, its document and pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("route", cls=Command)(route)


def route(
    file: Annotated[Path, typer.Argument(metavar="ФАЙЛ.docx", help="маршрут (ИОМ) или программа наставничества")],
    docx: Annotated[
        Path | None, typer.Option("--docx", metavar="ФАЙЛ.docx", help="записать тот же маршрут по образцу комплекта")
    ] = None,
    chart: Annotated[
        Path | None,
        typer.Option("--chart", metavar="ФАЙЛ.png", help="картинка: дефицит — задача — дело — доказательство"),
    ] = None,
    timeline: Annotated[Path | None, typer.Option("--timeline", metavar="ФАЙЛ.png", help="картинка: сроки")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="вывести замечания как JSON")] = False,
) -> None:
    """Проверить индивидуальный маршрут или программу пары.

    Смотрит связь задач с дефицитами, формулировки, перенос в практику, сроки, рефлексию."""
    from autograder.errors import KitError
    from mentoring import route as rooms
    from mentoring.route.criteria import VERDICTS_RU, WEIGHTS_RU

    if file.suffix.lower() != ".docx":
        raise KitError(f"Файл «{file}» не документ .docx: сохраните маршрут в Word как .docx.")
    try:
        read = rooms.from_docx(file.read_bytes())
        findings = rooms.check(read)
        made = []
        if docx is not None:
            docx.write_bytes(rooms.to_docx(read))
            made.append(f"Документ: {docx}")
        for path, draw in ((chart, rooms.route_picture), (timeline, rooms.timeline)):
            if path is not None:
                made.append(f"Картинка: {draw(read).save(path)}")
    except rooms.RouteError as error:
        raise KitError(f"«{file}»: {error}") from error
    if as_json:
        told = {"route": read.model_dump(mode="json"), "findings": [one.to_json() for one in findings]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for one in findings:
        print(f"{one.id}  {VERDICTS_RU[one.verdict]} ({WEIGHTS_RU[one.criterion.weight]}). {one.criterion.text}")
        defects = f" Типовой дефект: {', '.join(one.criterion.defects)}." if one.criterion.defects else ""
        print(
            f"        {one.text}{'' if one.verdict == 'met' else defects}"
            + (f"\n        Как поправить: {one.suggestion}" if one.suggestion else "")
        )
    count = {verdict: sum(one.verdict == verdict for one in findings) for verdict in VERDICTS_RU}
    print(
        "Итог: " + ", ".join(f"{VERDICTS_RU[verdict]} — {number}" for verdict, number in count.items() if number) + "."
    )
    for line in made:
        print(line)
