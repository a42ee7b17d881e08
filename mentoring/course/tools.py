"""Blocks of the tool notebooks: a file of one's own in; findings, pictures and documents out.

The libraries read, check and draw; here is only how that is shown. An uploaded file lives as long as its check.
"""

from __future__ import annotations

import base64
import io
import logging
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mentoring.course.fields import typeset
from mentoring.course.page import esc, show_widget
from mentoring.course.pictures import drawn, sourced, table_html
from mentoring.documents import DocumentError
from mentoring.pairing import Assignment, Mentee, Mentor, PairingError
from mentoring.roadmap import Finding, Roadmap, RoadmapError
from mentoring.route import Route, RouteError
from mentoring.wording import count_ru

log = logging.getLogger(__name__)

MAX_MB = 8  # the page and the kernel talk in messages of at most 10 MB
MAX_SHOWN = 200  # findings on the page; the spreadsheet has them all
MAX_PEOPLE = 1_000  # of one bank on a page; the command line takes more
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MIME = {"xlsx": XLSX, "docx": DOCX, "zip": "application/zip"}
REFUSALS = (RoadmapError, RouteError, PairingError, DocumentError)
FAULT = "Проверить этот файл не получилось: сохраните его заново в Word или Excel и загрузите ещё раз."
SEVERITY = {"critical": "критично", "substantial": "существенно", "minor": "незначительно"}
FIELDS = ("criterion", "severity", "place", "what", "mend")
COLUMNS = {"severity": "Важность", "place": "Место", "what": "Что не так", "mend": "Как поправить",
           "criterion": "Критерий"}  # fmt: skip
LOOK = """<style>
.mk a.mk-file { display: inline-block; margin: .2rem .6rem .4rem 0; padding: .45rem .9rem;
  border: 1px solid var(--accent);  border-radius: 6px; text-decoration: none; font-weight: 600; }
.mk a.mk-file:hover { background: var(--shade); }
@media (min-width: 40.01rem) { .mk-drawn picture img { width: 100%; min-width: 62rem; max-width: none; } }
.mk-choose button, button.mk-choose { width: auto !important; height: auto !important;
  min-height: 2.6rem; padding: .3rem 1rem !important; font-size: 1rem !important;
  line-height: 1.4 !important; white-space: normal !important; }
.mk-line { max-width: calc(100% - 4px) !important; height: auto !important; flex-wrap: wrap; }
.mk-line input { min-height: 2.4rem; font-size: 1rem !important; min-width: 10rem; }
</style>"""


@dataclass(frozen=True)
class File:
    """A document to take away, or one that was brought: `name` is shown, `content` is its bytes."""

    name: str
    content: bytes
    label: str = ""


# Findings as tables


def roadmap_table(roadmap: Roadmap, found: Sequence[Finding] | None = None) -> pd.DataFrame:
    """Findings of a roadmap, gravest first: columns of `COLUMNS`."""
    from mentoring.roadmap import audit

    asked = _criteria()
    rows = [
        (f"{one.criterion}. {asked[one.criterion]}" if one.criterion in asked else "Контрольный список документов",
         SEVERITY[one.severity], one.place or "вся карта", one.text, one.suggestion)
        for one in (audit(roadmap) if found is None else found)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(FIELDS))


def route_table(route: Route) -> pd.DataFrame:
    """Criteria that a route doesn't meet or that a person has to look at: columns of `COLUMNS`."""
    from mentoring.route import check
    from mentoring.route.criteria import VERDICTS_RU, WEIGHTS_RU

    order = ("violated", "partial", "unknown")
    found = [one for one in check(route) if one.verdict in order]
    weights = list(WEIGHTS_RU)
    found.sort(key=lambda one: (order.index(one.verdict), weights.index(one.criterion.weight)))
    rows = [
        (f"{one.id}. {one.criterion.text}", f"{VERDICTS_RU[one.verdict]}; {WEIGHTS_RU[one.criterion.weight]}",
         _marks(one.places) or "весь документ", one.text, one.suggestion)
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(FIELDS))


def pairs_table(found: Assignment, mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> pd.DataFrame:
    """Pairs with their reasons: `mentee`, `mentor`, `type`, `score`, `reasons`, `lacks`."""
    from mentoring.pairing.rules import standard

    titles = {one.id: one.title for one in (*mentors, *mentees)}
    rows = [
        (titles[one.mentee], titles[one.mentor], standard().of(one.type).title, one.score, "; ".join(one.reasons),
         "; ".join(one.lacks) or "—")
        for one in found.pairs
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(PAIRS))


def left_table(found: Assignment, mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> pd.DataFrame:
    """Those without a pair: `who`, `side`, `why`."""
    titles = {one.id: one.title for one in (*mentors, *mentees)}
    rows = [(titles[one.id], "наставляемый", one.text) for one in found.mentees_left]
    rows += [(titles[one.id], "наставник", one.text) for one in found.mentors_left]
    return pd.DataFrame(rows, columns=list(LEFT))


def groups_table(found: Assignment, mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> pd.DataFrame:
    """Groups of group mentoring, and groups that those left alone could form: `who`, `people`, `theme`."""
    from mentoring.pairing import group
    from mentoring.pairing.grouping import groups_of

    titles = {one.id: one.title for one in (*mentors, *mentees)}
    alone = {one.id for one in found.mentees_left}
    proposed, _ = group([one for one in mentees if one.id in alone])
    rows = [
        (titles.get(one.mentor) or "наставника ещё нет", "; ".join(titles[id] for id in one.mentees),
         one.theme or "группа по приказу")
        for one in (*groups_of(found), *proposed)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(GROUPS))


GROUPS = {"who": "Наставник", "people": "Кто вместе", "theme": "Что объединяет"}
PAIRS = {"mentee": "Наставляемый", "mentor": "Наставник", "type": "Вид", "score": "Баллы", "reasons": "Почему вместе",
         "lacks": "Чего не хватает"}  # fmt: skip
LEFT = {"who": "Кто", "side": "Банк", "why": "Почему без пары"}


def _criteria() -> dict[str, str]:
    from mentoring.data import load

    table = load("criteria")
    return dict(zip(table["id"], table["criterion"], strict=True))


def _marks(places: Sequence[str]) -> str:
    """Ids of rows as the document shows them: «d1» → «Д-1»."""
    from mentoring.route.layout import SECTIONS, mark

    known = {section.prefix: section for section in SECTIONS}
    parts = []
    for id in places:
        prefix = re.match(r"[a-z]*", id)[0]  # type: ignore[index]
        parts.append(mark(id, known[prefix]) if prefix in known else id)
    return ", ".join(dict.fromkeys(parts))


# Documents


def roadmap_files(roadmap: Roadmap, found: Sequence[Finding] | None = None) -> list[File]:
    """The mended plan with findings as .xlsx, and the plan alone as .docx."""
    from mentoring.roadmap import audit, mend, to_docx, to_xlsx

    mended, sheet = mend(roadmap), io.BytesIO()
    to_xlsx(mended, sheet, audit(roadmap) if found is None else found)
    return [File("dorozhnaya_karta.xlsx", sheet.getvalue(), "Исправленная карта и замечания (.xlsx)"),
            File("dorozhnaya_karta.docx", to_docx(mended), "Исправленная карта (.docx)")]  # fmt: skip


def route_files(route: Route) -> list[File]:
    """The route as a document by our layout."""
    from mentoring.route import to_docx

    return [File("marshrut.docx", to_docx(route), "Документ по образцу (.docx)")]


def pair_files(found: Assignment, mentors: Sequence[Mentor], mentees: Sequence[Mentee], **details: str) -> list[File]:
    """The table of pairs and the draft of the order; `details` as in `mentoring.pairing.order.OrderDetails`."""
    from mentoring.pairing import pairing_order, to_xlsx
    from mentoring.pairing.order import OrderDetails

    order = pairing_order(found, mentors, mentees, OrderDetails(**details))
    with tempfile.TemporaryDirectory() as folder:
        sheet = to_xlsx(found, mentors, mentees, Path(folder) / "pary.xlsx").read_bytes()
    return [
        File("prikaz_o_parah.docx", order, "Проект приказа (.docx)"),
        File("pary.xlsx", sheet, "Таблица пар (.xlsx)"),
    ]


def bank_files(mentors: Sequence[dict[str, Any]], mentees: Sequence[dict[str, Any]]) -> list[File]:
    """Two banks as spreadsheets to fill in; rows are dicts with Russian headings."""
    import xlsxwriter

    made = []
    for name, label, rows in (
        ("bank_nastavnikov.xlsx", "Банк наставников для заполнения (.xlsx)", mentors),
        ("bank_nastavlyaemyh.xlsx", "Банк наставляемых для заполнения (.xlsx)", mentees),
    ):
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        sheet, heads = book.add_worksheet("Банк"), list(dict.fromkeys(head for row in rows for head in row))
        bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#DCE6F1"})
        sheet.freeze_panes(1, 0)
        for place, head in enumerate(heads):
            sheet.set_column(place, place, 24)
            sheet.write_string(0, place, head, bold)
            for line, row in enumerate(rows, 1):
                sheet.write_string(line, place, str(row.get(head, "")))
        book.close()
        made.append(File(name, buffer.getvalue(), label))
    return made


def links(files: Sequence[File]) -> str:
    """Download buttons: each document stands in its link, nothing is asked of a server."""
    drawn = ""
    for one in files:
        kind = MIME[one.name.rpartition(".")[2]]
        data = base64.b64encode(one.content).decode("ascii")
        drawn += f'<a class="mk-file" download="{esc(one.name)}" href="data:{kind};base64,{data}">{esc(one.label)}</a>'
    return f'<p class="mk-files">{drawn}</p>'


def offer(files: Sequence[File], told: str = "Документы", *, inside: bool = False) -> None:
    """Documents of a sample. On paper and in a code browser their names stand in place of the buttons; `inside`: a page
    that opens from disk holds the documents too, for a task that can't be done without them."""
    from ipywidgets import HTML

    names = "; ".join(one.label for one in files)
    body = f"<p><b>{esc(told)}</b></p>{links(files)}"
    widget = HTML(f'{LOOK}<div class="mk">{body}</div>')
    still = f"{told}: {names}. Кнопки видны, когда тетрадь открыта в просмотре или выполнена."
    show_widget(widget, f"{LOOK}{body}" if inside else f"<p>{esc(still)}</p>", still)


# What is told of one's own file


def roadmap_card(file: File) -> str:
    """Everything the tool tells of an uploaded roadmap, as HTML. Raises RoadmapError."""
    from mentoring.roadmap import read_roadmap

    return roadmap_told(_on_disk(file, read_roadmap))


def roadmap_told(roadmap: Roadmap) -> str:
    """Findings, charts and documents of a roadmap as HTML."""
    from mentoring.roadmap import audit, gantt, mend
    from mentoring.roadmap.model import MAX_ROWS

    findings = audit(roadmap)
    found = roadmap_table(roadmap, findings)
    lead = f"{count_ru(len(roadmap.rows), 'строка', 'строки', 'строк')}, "
    lead += f"{count_ru(len(found), 'замечание', 'замечания', 'замечаний')}. "
    lead += f"Период: {roadmap.period.russian() or 'не назван'}."
    parts = [f"<p><b>{esc(lead)}</b></p>", _findings(found)]
    if len(roadmap.rows) >= MAX_ROWS:
        cut = f"Прочитаны первые {MAX_ROWS} строк: остальное разделите на отдельные карты, например по этапам."
        parts.insert(0, f"<p class='mk-warn'>{esc(cut)}</p>")
    if roadmap.rows:
        parts += [_drawn(gantt(roadmap, "ваша карта, как она есть")),
                  _drawn(gantt(mend(roadmap), "ваша карта после наведения порядка; сроки не придуманы"))]  # fmt: skip
    return "".join([*parts, links(roadmap_files(roadmap, findings))])


def route_card(file: File) -> str:
    """Everything the tool tells of an uploaded route or programme, as HTML. Raises RouteError."""
    from mentoring.route import from_docx

    if not file.name.casefold().endswith(".docx"):
        raise RouteError(f"Файл «{file.name}» не подходит: сохраните маршрут в Word как .docx.")
    return route_told(from_docx(file.content))


def route_told(route: Route) -> str:
    """Findings, pictures and the document of a route as HTML."""
    from mentoring.route import route_picture, timeline

    found = route_table(route)
    name = "Программа пары" if route.kind == "programme" else "Индивидуальный маршрут"
    told = count_ru(len(route.tasks), "задача", "задачи", "задач")
    lead = f"{name}: {told}; критериев, на которые нужно посмотреть, — {len(found)}."
    parts = [f"<p><b>{esc(lead)}</b></p>", _findings(found)]
    for draw in (route_picture, timeline):
        try:
            parts.append(_drawn(draw(route)))
        except RouteError as error:
            parts.append(f"<p class='mk-warn'>{esc(error)}</p>")
    return "".join([*parts, links(route_files(route))])


def pairs_card(mentors: File, mentees: File, **details: str) -> str:
    """Everything the tool tells of two uploaded banks, as HTML. Raises PairingError."""
    from mentoring.pairing import read_mentees, read_mentors

    return pairs_told(_on_disk(mentors, read_mentors), _on_disk(mentees, read_mentees), **details)


def pairs_told(who: Sequence[Mentor], whom: Sequence[Mentee], **details: str) -> str:
    """Pairs with reasons, those left, groups, missing consents and documents as HTML. Raises PairingError."""
    from mentoring.pairing import match_pairs
    from mentoring.pairing.order import missing_consents

    if max(len(who), len(whom)) > MAX_PEOPLE:
        raise PairingError(f"В одном из банков больше {MAX_PEOPLE} человек: для него есть команда mentoring pairs.")
    found = match_pairs(who, whom)
    left, gaps = left_table(found, who, whom), missing_consents(found, who, whom)
    parts = [f"<p><b>{esc(found.summary())}</b></p>"]
    if found.pairs:
        parts.append(table_html(pairs_table(found, who, whom), "Пары", columns=PAIRS, tall=len(found.pairs) > 8))
    if len(left):
        parts.append(table_html(left, "Без пары", columns=LEFT, tall=len(left) > 8))
    groups = groups_table(found, who, whom)
    if len(groups):
        parts.append(table_html(groups, "Группы", columns=GROUPS, tall=len(groups) > 8))
    if gaps:
        lines = "".join(f"<li>{esc(typeset(one))}</li>" for one in gaps[:30])
        more = f"<p>И ещё {len(gaps) - 30}.</p>" if len(gaps) > 30 else ""
        parts.append(f"<p><b>До приказа получить ({len(gaps)})</b></p><ul>{lines}</ul>{more}")
    return "".join([*parts, links(pair_files(found, who, whom, **details)) if found.pairs else ""])


def _findings(found: pd.DataFrame) -> str:
    if not len(found):
        return "<p>Замечаний нет. Что программа не видит, сказано ниже.</p>"
    caption = "Замечания" if len(found) <= MAX_SHOWN else f"Первые {MAX_SHOWN} замечаний из {len(found)}"
    return table_html(found[:MAX_SHOWN], caption, columns=COLUMNS, tall=len(found) > 8)


def _drawn(chart: Any) -> str:
    return (
        f'<h3>{esc(typeset(chart.title))}</h3><div class="mk-scroll mk-drawn mk-chart" tabindex="0" role="region" '
        f'aria-label="Рисунок">{drawn(chart, chart.alt)}</div>'
        f'<p class="mk-source">{esc(sourced(chart.source))}</p>'
    )


def _on_disk(file: File, read: Callable[[Path], Any]) -> Any:
    """What `read` makes of the file; the copy is gone before this returns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.content)
        return read(path)


# Uploading


def check_file(card: Callable[[File], str], accept: str, words: str) -> None:
    """A button that takes a file, and under it what `card(file)` tells; every failure is one sentence there."""
    from ipywidgets import HTML, VBox

    chosen, result = _upload("Выбрать файл", accept), HTML()

    def draw(_change: Any = None) -> None:
        file = brought(chosen.value)
        result.value = _block(f"<p>{esc(words)}</p>" if file is None else f"<p>Читаем «{esc(file.name)}»…</p>")
        if file is not None:
            result.value = _block(f"<p class='mk-small'>Файл «{esc(file.name)}»</p>{told(card, file)}")

    chosen.observe(draw, "value")
    draw()
    show_widget(VBox([HTML(LOOK), chosen, result]), f"<p>{esc(words)}</p>", words)


def check_banks(words: str) -> None:
    """Two files and the heading of the order; pairs appear once both banks are there."""
    from ipywidgets import HTML, Layout, Text, VBox

    banks = [_upload("Выбрать банк наставников", ".xlsx,.csv"), _upload("Выбрать банк наставляемых", ".xlsx,.csv")]
    fields = {
        name: Text(description=label, placeholder=hint, continuous_update=False,
                   layout=Layout(width="min(100%, 34rem)"), style={"description_width": "initial"})
        for name, label, hint in (("organization", "Организация", "для шапки приказа"),
                                  ("starts", "Начало работы пар", "01.12.2026"),
                                  ("ends", "Окончание", "31.05.2027"))
    }  # fmt: skip
    result = HTML()

    def draw(_change: Any = None) -> None:
        files = [brought(one.value) for one in banks]
        if None in files:
            missing = [name for name, one in zip(("наставников", "наставляемых"), files, strict=True) if one is None]
            result.value = _block(
                f"<p>{esc(words if len(missing) == 2 else f'Теперь выберите банк {missing[0]}.')}</p>"
            )
            return
        details = {name: field.value.strip()[:300] for name, field in fields.items()}
        result.value = _block("<p>Подбираем пары…</p>")
        result.value = _block(told(lambda both: pairs_card(*both, **details), files))

    for one in (*banks, *fields.values()):
        one.observe(draw, "value")
    for one in fields.values():
        one.add_class("mk-line")
    draw()
    show_widget(VBox([HTML(LOOK), *banks, *fields.values(), result]), f"<p>{esc(words)}</p>", words)


def brought(value: Sequence[Any]) -> File | None:
    """The file in an upload widget with a name that is safe to write; None while there is none."""
    if not value:
        return None
    one = value[0]
    name = re.sub(r'[\x00-\x1f/\\<>:"|?*\ud800-\udfff]', "_", str(one["name"]))[-80:].strip(" ") or "файл"
    return File("файл" if name in {".", ".."} else name, bytes(one["content"]))


def told(card: Callable[[Any], str], given: Any) -> str:
    """The card of what was brought, or one Russian sentence about what is wrong with it."""
    files = given if isinstance(given, list) else [given]
    try:
        for file in (one for one in files if isinstance(one, File)):
            if not file.content:
                raise RoadmapError(f"Файл «{file.name}» пуст.")
            if len(file.content) > MAX_MB * 1_000_000:
                raise RoadmapError(f"Файл «{file.name}» больше {MAX_MB} МБ: уберите из него картинки и вложения.")
        return card(given)
    except REFUSALS as error:
        return f"<p class='mk-warn' role='alert'>{esc(error)}</p>"
    except Exception as error:  # whatever a hostile file finds: a person needs a way on, not a traceback
        log.debug("tool failed", exc_info=error)
        return f"<p class='mk-warn' role='alert'>{FAULT}</p>"


def _upload(label: str, accept: str) -> Any:
    from ipywidgets import FileUpload, Layout

    chosen = FileUpload(accept=accept, multiple=False, description=label, layout=Layout(width="max-content"))
    chosen.add_class("mk-choose")
    return chosen


def _block(body: str) -> str:
    return f'<div class="mk mk-explore" aria-live="polite">{body}</div>'
