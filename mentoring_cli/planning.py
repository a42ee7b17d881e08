"""Commands of the planning instruments: a roadmap checked and mended, pairs with their reasons and the order."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mentoring_cli.russian import Command

Xlsx = Annotated[Path | None, typer.Option("--xlsx", metavar="ФАЙЛ.xlsx", help="куда записать таблицу")]
Docx = Annotated[Path | None, typer.Option("--docx", metavar="ФАЙЛ.docx", help="куда записать документ")]
AsJson = Annotated[bool, typer.Option("--json", help="вывести JSON для программ")]


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    """Add `roadmap` and `pairs` to the command line."""

    @app.command(cls=Command)
    def roadmap(
        file: Annotated[Path, typer.Argument(metavar="ФАЙЛ", help="дорожная карта: .docx, .xlsx или .csv")],
        xlsx: Xlsx = None,
        docx: Docx = None,
        chart: Annotated[Path | None, typer.Option("--chart", metavar="ФАЙЛ.png", help="диаграмма сроков")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Проверить дорожную карту.

        Замечания по критериям; исправленная карта в .xlsx и .docx."""
        from autograder.errors import KitError
        from mentoring.roadmap import RoadmapError, audit, gantt, mend, read_roadmap, to_docx, to_xlsx

        try:
            plan = read_roadmap(file)
        except RoadmapError as error:
            raise KitError(str(error)) from error
        found = audit(plan)
        if as_json:
            about = {"rows": len(plan.rows), "period": plan.period.russian(), "title": plan.title}
            print(json.dumps(about | {"findings": [one.to_json() for one in found]}, ensure_ascii=False, indent=1))
        else:
            say(f"Строк: {len(plan.rows)}; период: {plan.period.russian() or 'не назван'}; замечаний: {len(found)}.")
            for one in found:
                say(one.line())
        written = []
        if xlsx:
            written.append(("Исправленная карта и замечания", to_xlsx(mend(plan), xlsx, found)))
        if docx:
            to_docx(mend(plan), docx)
            written.append(("Исправленная карта", docx))
        if chart:
            written.append(("Диаграмма", gantt(plan, file.name).save(chart)))
        _tell(written, say, as_json)

    @app.command(cls=Command)
    def pairs(
        mentors: Annotated[Path, typer.Argument(metavar="НАСТАВНИКИ", help="банк наставников: .xlsx или .csv")],
        mentees: Annotated[Path, typer.Argument(metavar="НАСТАВЛЯЕМЫЕ", help="банк наставляемых: .xlsx или .csv")],
        xlsx: Xlsx = None,
        docx: Docx = None,
        starts: Annotated[str, typer.Option("--from", metavar="ДАТА", help="начало работы пар, для приказа")] = "",
        ends: Annotated[str, typer.Option("--to", metavar="ДАТА", help="окончание работы пар, для приказа")] = "",
        organization: Annotated[str, typer.Option("--organization", metavar="НАЗВАНИЕ", help="для приказа")] = "",
        as_json: AsJson = False,
    ) -> None:
        """Подобрать наставнические пары.

        Лучшее распределение с причинами; таблица .xlsx и приказ .docx."""
        from autograder.errors import KitError
        from mentoring.pairing import PairingError, match_pairs, pairing_order, read_mentees, read_mentors, to_xlsx
        from mentoring.pairing.grouping import group, groups_of
        from mentoring.pairing.order import OrderDetails, missing_consents

        try:
            who, whom = read_mentors(mentors), read_mentees(mentees)
            found = match_pairs(who, whom)
        except PairingError as error:
            raise KitError(str(error)) from error
        gaps = missing_consents(found, who, whom)
        if as_json:
            print(json.dumps(_pairs_json(found) | {"missing": list(gaps)}, ensure_ascii=False, indent=1))
        else:
            titles = {one.id: one.title for one in (*who, *whom)}
            say(found.summary())
            for pair in found.pairs:
                say(f"{titles[pair.mentee]} — {titles[pair.mentor]} ({pair.score}): {'; '.join(pair.reasons)}")
            for one in (*found.mentees_left, *found.mentors_left):
                say(f"Без пары: {titles[one.id]}. {one.text}")
            for one in groups_of(found):
                say(f"Группа наставника {titles[one.mentor]}: {'; '.join(titles[id] for id in one.mentees)}.")
            alone = {one.id for one in found.mentees_left}
            for one in group([one for one in whom if one.id in alone])[0]:
                listed = "; ".join(titles[id] for id in one.mentees)
                say(f"Можно собрать группу, наставника для неё ещё нет ({one.theme}): {listed}.")
            if gaps:
                say(f"До приказа не хватает документов: {len(gaps)}.")
        written = []
        if xlsx:
            written.append(("Пары", to_xlsx(found, who, whom, xlsx)))
        if docx:
            details = OrderDetails(organization=organization, starts=starts, ends=ends)
            pairing_order(found, who, whom, details, path=docx)
            written.append(("Проект приказа", docx))
        _tell(written, say, as_json)


def _tell(written: list[tuple[str, Path]], say: Callable[[str], None], quiet: bool) -> None:
    for what, path in () if quiet else written:
        say(f"{what}: {path}")


def _pairs_json(found) -> dict:
    names = ("mentor", "mentee", "type", "score", "reasons", "lacks")
    left = [{"id": one.id, "cause": one.cause, "text": one.text} for one in found.mentees_left]
    free = [{"id": one.id, "cause": one.cause, "text": one.text} for one in found.mentors_left]
    pairs = [{name: getattr(one, name) for name in names} for one in found.pairs]
    return {"pairs": pairs, "mentees_left": left, "mentors_left": free, "total": found.total, "proved": found.proved}
