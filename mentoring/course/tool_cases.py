"""Blocks of the notebook of cases: the maker of packages, a package on the page, the key folded, documents to take."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from mentoring.cases.making import Case, CaseDocument, Part
from mentoring.cases.planting import LEVELS
from mentoring.cases.tables import CaseError, library
from mentoring.course.fields import typeset
from mentoring.course.page import esc, live, show, show_widget
from mentoring.course.tools.files import LOOK, File, links
from mentoring.course.tools.tables import SEVERITY
from mentoring.wording import count_ru

WORDS = "Выберите сложность и зерно, нажмите «Собрать случай»: появятся документы, ключ и файлы."
CSS = """<style>
.mk-sheet { margin: .4rem 0; padding: .5rem .9rem; border: 1px solid var(--rule, #ccd); border-radius: 6px; }
.mk-sheet summary, .mk-key summary { cursor: pointer; font-weight: 600; }
.mk-sheet table { border-collapse: collapse; width: 100%; font-size: .95em; }
.mk-sheet td, .mk-sheet th { border: 1px solid var(--rule, #ccd); padding: .25rem .5rem; text-align: left; vertical-align: top; }
.mk-sheet .mk-scroll { overflow-x: auto; }
.mk-key { margin: .8rem 0; padding: .5rem .9rem; border-left: 4px solid var(--accent, #1f5fa8); }
.mk-key li { margin-bottom: .5rem; }
.mk-place { color: var(--muted, #55606e); }
</style>"""  # noqa: E501


def show_case(case: Case) -> None:
    """A case as a block of the page: documents folded, then the key folded."""
    words = f"{_lead(case)}\nДефекты: {', '.join(one.defect for one in case.key)}."
    show(CSS + case_card(case), words, kind="case-tool", label="Учебный случай")


def case_card(case: Case) -> str:
    """The package and its key as HTML; the texts are the kit's own."""
    sheets = "".join(_sheet(one) for one in case.documents)
    return f"<p><b>{esc(_lead(case))}</b></p>{sheets}{_key(case)}"


def case_files(case: Case) -> list[File]:
    """The documents as one archive, the key as a document of its own: it is for the teacher."""
    from mentoring.cases.word import package_files

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in package_files(case):
            archive.writestr(name, content)
    return [
        File("komplekt.zip", buffer.getvalue(), "Документы для участников (.zip с .docx)"),
        File("klyuch.docx", key_docx(case), "Ключ для преподавателя (.docx)"),
    ]


def key_docx(case: Case) -> bytes:
    """The key as a document."""
    from mentoring.cases.word import document_docx

    parts = case.parts()
    rows = [Part("head", "head", cells=("№", "Дефект", "Тяжесть", "Где", "Почему"))]
    for number, one in enumerate(case.key, 1):
        place = " / ".join(_place(case, parts, id) for id in one.fragments)
        rows.append(
            Part(str(number), "row", cells=(str(number), f"{one.defect}. {_named(one.defect)}", _grave(one), place,
                                            one.explain))
        )  # fmt: skip
    title = Part("title", "title", f"Ключ: «{case.school}», зерно {case.seed}, сложность: {_level(case)}")
    return document_docx(CaseDocument("key", "roadmap", "Ключ", (title, *rows)))


def case_maker() -> None:
    """Choose difficulty, number or kinds of defects, documents; see the package; take it away."""
    from ipywidgets import HTML, Button, Dropdown, Layout, SelectMultiple, Text, VBox

    wide = {"layout": Layout(width="min(100%, 36rem)"), "style": {"description_width": "initial"}}
    difficulty = Dropdown(options=[(level.title, name) for name, level in LEVELS.items()], value="medium",
                          description="Сложность", **wide)  # fmt: skip
    count = Dropdown(options=[("по сложности", -1), *((str(n), n) for n in range(1, 13))], description="Дефектов",
                     **wide)  # fmt: skip
    seed = Text(value="1", description="Зерно (слово или число)", **wide)
    chosen = SelectMultiple(
        options=[(f"{one.id}. {typeset(one.text)}"[:110], one.id) for one in library().defects.values()],
        description="Или выберите дефекты", rows=8, layout=Layout(width="min(100%, 60rem)"),
        style={"description_width": "initial"},
    )  # fmt: skip
    doubtful = Dropdown(options=[("только твёрдо установленные", False), ("и те, что лишь повод проверить", True)],
                        description="Какие", **wide)  # fmt: skip
    make = Button(
        description="Собрать случай",
        button_style="primary",
        layout=Layout(width="max-content", align_self="flex-start"),
    )
    make.add_class("mk-choose")
    result = HTML(live(f"<p>{esc(WORDS)}</p>"))

    def build(_button: Any = None) -> None:
        result.value = live("<p>Собираем…</p>")
        number = None if count.value < 0 else count.value
        wanted: int | Sequence[str] | None = list(chosen.value) or number
        result.value = live(made(seed.value, difficulty.value, wanted, doubtful.value))

    make.on_click(build)
    for one in (difficulty, count, seed, doubtful):
        one.add_class("mk-line")
    show_widget(
        VBox([HTML(LOOK + CSS), difficulty, count, doubtful, seed, chosen, make, result]), f"<p>{esc(WORDS)}</p>", WORDS
    )


def made(seed: str, difficulty: str, defects: int | Sequence[str] | None, doubtful: bool = False) -> str:
    """What the maker shows: the case and its files, or one sentence about what can't be made."""
    from mentoring.cases import make_case

    try:
        case = make_case(seed.strip()[:60] or "1", difficulty, defects, doubtful=doubtful)
    except CaseError as error:
        return f"<p class='mk-warn' role='alert'>{esc(error)}</p>"
    return links(case_files(case)) + case_card(case)


def _lead(case: Case) -> str:
    papers = count_ru(len(case.documents), "документ", "документа", "документов")
    planted = count_ru(len(case.key), "дефект", "дефекта", "дефектов")
    return f"МБОУ «{case.school}», зерно {case.seed}, сложность: {_level(case)}. {papers}, {planted}."


def _level(case: Case) -> str:
    return LEVELS[case.difficulty].title


def _sheet(document: CaseDocument) -> str:
    drawn, rows = [], []
    for part in (*document.parts, Part("end", "end")):
        if part.cells:
            tag = "th" if part.form == "head" else "td"
            rows.append("".join(f"<{tag}>{esc(cell) or '—'}</{tag}>" for cell in part.cells))
            continue
        if rows:
            lines = "".join(f"<tr>{row}</tr>" for row in rows)
            drawn.append(f"<div class='mk-scroll' tabindex='0'><table>{lines}</table></div>")
            rows = []
        if part.text:
            text = esc(part.text)
            drawn.append(f"<p>{f'<b>{text}</b>' if part.form in ('title', 'heading') else text}</p>")
    return f"<details class='mk-sheet'><summary>{esc(document.title)}</summary>{''.join(drawn)}</details>"


def _key(case: Case) -> str:
    parts = case.parts()
    lines = []
    for one in case.key:
        places = "; ".join(_place(case, parts, id) for id in one.fragments)
        firm = "" if one.firm else " Повод проверить, на балл не влияет."
        lines.append(
            f"<li><b>{one.defect}. {esc(_named(one.defect))}</b> ({_grave(one)}). {esc(one.explain)}{firm} "
            f"<span class='mk-place'>Где: {esc(places)}</span></li>"
        )
    false = "".join(
        f"<li><span class='mk-place'>{esc(_place(case, parts, one.fragment))}</span> {esc(one.explain)}</li>"
        for one in case.decoys
    )
    tail = f"<p><b>Ложные следы: выглядит ошибкой, а всё верно</b></p><ul>{false}</ul>" if false else ""
    return f"<details class='mk-key'><summary>Показать ключ</summary><ol>{''.join(lines)}</ol>{tail}</details>"


def _place(case: Case, parts: dict[str, Part], id: str) -> str:
    title = next((one.title for one in case.documents if id in {part.id for part in one.parts}), "")
    words = parts[id].text or " | ".join(cell or "—" for cell in parts[id].cells)
    return f"{title}: «{words[:90]}{'…' if len(words) > 90 else ''}»"


def _named(defect: str) -> str:
    return library().defects[defect].text.rstrip(".")


def _grave(one: Any) -> str:
    return SEVERITY[one.severity]
