"""Own work typed into a form of a tool notebook: a roadmap, a route, two banks; files in and out, the result below.

What is typed is kept in the participant's own folder like exercises, or in the browser where there is no folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mentoring.course.page import esc, live, show_widget
from mentoring.course.tools.cards import pairs_told, read_plan, read_route, roadmap_told, route_told
from mentoring.course.tools.documents import pair_files, roadmap_files
from mentoring.course.tools.files import LOOK, File
from mentoring.course.tools.uploading import brought, told, upload
from mentoring.course.tools.walls import look_over
from mentoring.pairing import PairingError, match_pairs, read_mentees, read_mentors
from mentoring.practice.year import school_year
from mentoring.tasks.card import KIND as CARD
from mentoring.tasks.card import CardQuestion, Cell, Slot
from mentoring.tasks.roadmap import COLUMNS, RoadmapQuestion
from mentoring.tasks.route import KIND as ROUTE
from mentoring.tasks.route import RouteQuestion
from mentoring.tasks.route_answer import as_route

SAVED = "Таблица хранится в вашей папке, а без входа под кодом — только в этом браузере. Пишите коды и должности."


def roadmap_bench() -> None:
    """A roadmap typed in or read from a file, checked, drawn and given back as documents."""
    from mentoring.roadmap import from_rows

    year = school_year()
    question = RoadmapQuestion(
        id="own-roadmap", title="Ваша дорожная карта", text=SAVED, starts=year.first.replace(month=8), ends=year.last,
        min_rows=1, max_rows=100,
    )  # fmt: skip

    def made(answer: dict[str, Any]) -> Any:
        period = f"{question.starts:%d.%m.%Y}–{question.ends:%d.%m.%Y}"
        columns = [column.id for column in COLUMNS]
        return from_rows(answer.get("rows") or (), period=period, columns=columns)

    def opened(file: File) -> tuple[dict[str, Any], list[str]]:
        look_over(read_plan, file)
        found = read_plan(file).rows
        names = ("term", "responsible", "resource", "result")
        rows = [
            {"stage": stage_of(row.stage), "activity": row.text} | {name: getattr(row, name) for name in names}
            for row in found[: question.max_rows]
        ]
        notes = [f"Вошли первые {len(rows)} строк из {len(found)}."] if len(rows) < len(found) else []
        if any(row.stage and not stage_of(row.stage) for row in found):
            notes.append("Этапы названы по-своему: выберите для строк один из трёх этапов системы.")
        return {"rows": rows}, notes

    def sheet(place: int) -> Callable[[dict[str, Any]], tuple[str, bytes]]:
        def export(answer: dict[str, Any]) -> tuple[str, bytes]:
            file = roadmap_files(made(answer))[place]
            return file.name, file.content

        export.label = ("Скачать карту и замечания (.xlsx)", "Скачать карту (.docx)")[place]  # type: ignore[attr-defined]
        return export

    _show(question, lambda answer: roadmap_told(made(answer)), "Проверить карту", "tool_roadmap_own",
          [sheet(0), sheet(1)], (".docx,.xlsx,.csv", opened))  # fmt: skip


def stage_of(title: str) -> str:
    """The stage of the form that a title names; empty where it is called otherwise."""
    low = title.casefold()
    return next((one for one in COLUMNS[0].choices if low.startswith(one.casefold()[:8])), "")


def route_bench() -> None:
    """A route typed in or read from a Word file; findings live, pictures below, the document out."""
    from mentoring.route import to_docx

    year = school_year()
    question = RouteQuestion(
        id="own-route", title="Ваш индивидуальный маршрут", text=SAVED, starts=year.first.isoformat(),
        ends=year.last.isoformat(), own_deficits=True, max_tasks=8,
    )  # fmt: skip

    kept: dict[str, Any] = {}  # what stands above the tables of the file: the form does not ask it

    def opened(file: File) -> tuple[dict[str, Any], list[str]]:
        look_over(read_route, file)
        route = read_route(file)
        parts = ("deficits", "tasks", "activities", "transfers", "evidence", "reflections")
        rows = {name: [_dated(one.model_dump(mode="json")) for one in getattr(route, name)] for name in parts}
        for row in rows["activities"]:
            row["hours"] = "" if row.get("hours") is None else str(row["hours"]).removesuffix(".0").replace(".", ",")
        kept.clear()
        kept.update({name: value for name in HEADER if (value := getattr(route, name)) not in ("", None)})
        words = [one.due for name in parts for one in getattr(route, name) if getattr(one, "due", "")]
        lost = list(dict.fromkeys(due for due in words if not _dated({"due": due})["due"]))
        notes = [f"Эти сроки записаны словами, поставьте вместо них день: {'; '.join(lost)}."] if lost else []
        return rows | {"decision": route.decision}, notes

    def made(answer: dict[str, Any]) -> Any:
        return as_route(question, ROUTE.read_answer(answer)).model_copy(update=kept)

    def document(answer: dict[str, Any]) -> tuple[str, bytes]:
        return "marshrut.docx", to_docx(made(answer))

    document.label = "Скачать маршрут (.docx)"  # type: ignore[attr-defined]
    _show(
        question, lambda answer: route_told(made(answer)), "Показать картинку и сроки", "tool_route_own", [document],
        (".docx", opened),
    )  # fmt: skip


HEADER = (
    "kind", "organization", "person", "position", "category", "mentor", "mentor_position", "form", "type",
    "starts", "ends", "approved", "goal", "hours_per_week",
)  # fmt: skip


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """Dates as a form holds them; what is no day of a calendar stays in words nowhere but in the document."""
    due = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", str(row.get("due") or ""))
    return row | ({"due": f"{due[3]}-{due[2]}-{due[1]}" if due else ""} if "due" in row else {})


MENTOR = (("code", "Код", "line"), ("position", "Должность", "line"), ("subject", "Предмет", "line"),
          ("types", "Вид", "type"), ("helps", "Помогает с", "line"), ("demands", "Требования", "line"),
          ("load", "Нагрузка", "number"), ("way", "Формат", "way"), ("wishes", "Желаемые", "line"),
          ("vetoes", "Отказ", "line"), ("consent", "Согласие", "line"),
          ("agreement", "Соглашение", "line"))  # fmt: skip
MENTEE = (("code", "Код", "line"), ("position", "Должность", "line"), ("category", "Категория", "category"),
          ("subject", "Предмет", "line"), ("types", "Вид", "type"), ("deficits", "Дефициты", "line"),
          ("way", "Формат", "way"), ("wishes", "Желаемые наставники", "line"), ("vetoes", "Отказ", "line"),
          ("consent", "Согласие", "line"))  # fmt: skip
HINTS = {"helps": "через точку с запятой", "deficits": "через точку с запятой", "vetoes": "коды через точку с запятой",
         "wishes": "коды через точку с запятой", "demands": "номера подтверждённых требований: 1; 4; 8",
         "load": "сколько наставляемых возьмёт", "consent": "дата", "agreement": "номер и дата"}  # fmt: skip
WAYS = {"onsite": "очный", "remote": "дистанционный"}


def bank_question() -> CardQuestion:
    """Two banks and the heading of the order as one card."""
    from mentoring.pairing.rules import standard
    from mentoring.tasks.base import Option

    rules = standard()
    lists = {
        "type": {one.id: one.title for one in rules.types.values()},
        "category": dict(rules.categories),
        "way": WAYS,
    }

    def cells(spec: tuple[tuple[str, str, str], ...]) -> tuple[Cell, ...]:
        return tuple(
            Cell(
                id=id, title=title, type="choice" if kind in lists else kind, required=id in ("code", "position"),  # type: ignore[arg-type]
                choices=tuple(Option(id=name, text=text) for name, text in lists.get(kind, {}).items()),
                hint=HINTS.get(id, ""),
            )
            for id, title, kind in spec
        )  # fmt: skip

    demands = "\n".join(f"{number}. {title}" for number, title in enumerate(rules.requirements.values(), 1))
    return CardQuestion(
        id="own-banks", title="Ваши банки", text=SAVED, hint=f"Номера требований к наставнику:\n\n{demands}",
        slots=(
            Slot(id="mentors", title="Банк наставников", type="rows", row_title="Наставник", columns=cells(MENTOR),
                 max_rows=60, section="Наставники"),
            Slot(id="mentees", title="Банк наставляемых", type="rows", row_title="Наставляемый", columns=cells(MENTEE),
                 max_rows=100, section="Наставляемые"),
            Slot(id="organization", title="Организация", type="line", required=False, section="Для приказа"),
            Slot(id="starts", title="Начало работы пар", type="date", required=False),
            Slot(id="ends", title="Окончание", type="date", required=False),
        ),
    )  # fmt: skip


def banks_of(question: CardQuestion, answer: dict[str, Any]) -> tuple[list[Any], list[Any], dict[str, str]]:
    """Mentors, mentees and details of the order. Raises PairingError with the row and the column."""
    from mentoring.tasks.route_answer import date_ru

    given = CARD.read_answer(answer)

    def rows(name: str, spec: tuple[tuple[str, str, str], ...]) -> list[dict[str, str]]:
        heads = {id: title for id, title, _ in spec}
        found = given.rows(question.slot(name))  # type: ignore[arg-type]
        if not found:
            raise PairingError("Впишите хотя бы одного наставника и одного наставляемого.")
        return [{heads[id]: WAYS.get(text, text) if id == "way" else text for id, text in row.items()} for row in found]

    details = {"organization": given.value("organization")}
    details |= {name: date_ru(given.value(name)) for name in ("starts", "ends")}
    return read_mentors(rows("mentors", MENTOR)), read_mentees(rows("mentees", MENTEE)), details


def pairs_bench() -> None:
    """Two banks typed in; pairs, groups and the order with consents below and as documents."""
    question = bank_question()

    def card(answer: dict[str, Any]) -> str:
        who, whom, details = banks_of(question, answer)
        return pairs_told(who, whom, **details)

    def order(answer: dict[str, Any]) -> tuple[str, bytes]:
        who, whom, details = banks_of(question, answer)
        file = pair_files(match_pairs(who, whom), who, whom, **details)[0]
        return file.name, file.content

    order.label = "Скачать проект приказа (.docx)"  # type: ignore[attr-defined]
    _show(question, card, "Подобрать пары", "tool_pairs_own", [order])


def _show(
    question: Any,
    card: Callable[[dict[str, Any]], str],
    label: str,
    session: str,
    exports: list[Any],
    file: tuple[str, Callable[[File], tuple[dict[str, Any], list[str]]]] | None = None,
) -> None:
    from ipywidgets import HTML, VBox

    from mentoring.forms.place import session_place
    from mentoring.forms.widget import BenchWidget

    result, words = HTML(), f"Форма «{question.title}» видна, когда тетрадь открыта в просмотре или выполнена."

    def show(answer: dict[str, Any]) -> None:
        result.value = live(told(card, answer))

    form = BenchWidget(question, session_place(session), show, label, exports)
    parts: list[Any] = [HTML(LOOK), form, result]
    if file is not None:
        chosen = upload("Открыть файл в форме", file[0])

        def read(_change: Any) -> None:
            source = brought(chosen.value)
            if source is None:
                return

            def fill(one: File) -> str:
                answer, notes = file[1](one)
                form.fill(answer)
                listed = "".join(f"<p class='mk-warn'>{esc(note)}</p>" for note in notes)
                return f"<p>Файл «{esc(one.name)}» открыт в форме: проверьте строки, правьте и скачивайте.</p>{listed}"

            result.value = live(told(fill, source))

        chosen.observe(read, "value")
        parts.insert(1, chosen)
    show_widget(VBox(parts), f"<p>{esc(words)}</p>", words)
