"""Blocks of two tool notebooks: an audit of one's own documents, and drafts of a school's documents from a form.

The libraries audit, draft and count; here is only how that is shown. An uploaded file lives as long as its check.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

import pandas as pd

from mentoring.course.fields import typeset
from mentoring.course.page import esc
from mentoring.course.pictures import table_html
from mentoring.course.tools.files import File, links, on_disk
from mentoring.course.tools.tables import COLUMNS, FIELDS, MAX_SHOWN
from mentoring.documents import DocumentError
from mentoring.wording import count_ru

SAMPLE_DAY = dt.date(2026, 11, 21)


def audit_report(file: File, day: dt.date | None = None) -> Any:
    """The audit of a document, or of a .zip as one package. Raises DocumentError when nothing of it can be read."""
    from mentoring.documents import audit

    report = on_disk(file, lambda path: audit(path, day or dt.date.today()))
    if report.files and all(one.error for one in report.files):
        raise DocumentError(report.files[0].error)
    return report


def audit_table(report: Any) -> pd.DataFrame:
    """Findings, gravest first: columns of `tools.COLUMNS`; contradictions between files come last."""
    from mentoring.documents.report import CROSS, WEIGHTS, findings

    rows = [
        (
            f"{one.criterion.id}. {one.criterion.text}",
            f"{one.verdict}; {WEIGHTS[one.criterion.weight]}",
            ", ".join(filter(None, (one.file, one.judgement.place))),
            one.judgement.remark.removeprefix("проверьте: ") or one.criterion.text,
            one.advice,
        )
        for one in findings(report)
    ]
    rows += [
        (
            CROSS[one.id],
            "расхождение",
            ", ".join(one.files),
            one.remark,
            "Приведите документы в соответствие друг другу.",
        )
        for one in report.cross
    ]
    return pd.DataFrame(rows, columns=list(FIELDS))


def audit_card(file: File, day: dt.date | None = None) -> str:
    """Everything the tool tells of an uploaded document or package, as HTML. Raises DocumentError."""
    from mentoring.documents import report_docx, report_xlsx
    from mentoring.documents.report import kind_title, summary

    report = audit_report(file, day)
    items = "".join(f"<li>{esc(one.file)} — {esc(typeset(one.error or kind_title(one)))}</li>" for one in report.files)
    parts = [f"<p><b>{esc(typeset(' '.join(summary(report))))}</b></p><ul>{items}</ul>"]
    found = audit_table(report)
    if len(found):
        caption = "Что исправить" if len(found) <= MAX_SHOWN else f"Первые {MAX_SHOWN} замечаний из {len(found)}"
        parts.append(table_html(found[:MAX_SHOWN], caption, columns=COLUMNS, tall=len(found) > 8))
    files = [
        File("otchet_ob_audite.docx", report_docx(report), "Отчёт (.docx)"),
        File("otchet_ob_audite.xlsx", report_xlsx(report), "Таблица критериев (.xlsx)"),
    ]
    people, coded = _people(file, report)
    return "".join([*parts, people, links(files + coded)])


def _people(file: File, report: Any) -> tuple[str, list[File]]:
    """What looks like personal data, and the same document with codes where that can be made."""
    from mentoring import privacy
    from mentoring.documents.anonymising import anonymise

    texts = (one.document.text.plain for one in report.files if one.document is not None)
    told = list(dict.fromkeys(line for text in texts for line in privacy.messages(text)))[:8]
    if not told:
        return "", []
    coded = []
    if file.name.lower().endswith((".docx", ".odt", ".pdf", ".txt")):
        made = anonymise(file.content, file.name)
        suffix = PurePath(made.name).suffix
        label = "Тот же документ" if file.name.lower().endswith(suffix) else "Копия текста"
        coded = [File(f"dokument_s_kodami{suffix}", made.content, f"{label}, люди заменены кодами ({suffix})")]
    lines = "".join(f"<li>{esc(typeset(line))}</li>" for line in told)
    advice = (
        "Перед отправкой коллегам возьмите документ с кодами и перечитайте его."
        if coded
        else ("Перед отправкой коллегам замените имена кодами: загрузите документы по одному, и программа это сделает.")
    )
    return f"<p class='mk-warn'><b>Похоже на сведения о людях.</b> {advice}</p><ul>{lines}</ul>", coded


def form_files() -> list[File]:
    """The form to fill in, empty and with the invented school."""
    from mentoring.documents.drafting import empty_form, example

    return [
        File("forma.xlsx", empty_form(), "Пустая форма (.xlsx)"),
        File("forma_primer.xlsx", empty_form(example()), "Форма вымышленной школы (.xlsx)"),
    ]


def draft_files(school: Any) -> list[File]:
    """The package of a school as one archive."""
    from mentoring.documents.drafting import package

    made = ((one.name, one.content) for one in package(school))
    return [File("komplekt.zip", _zip(made), "Весь комплект документов (.zip)")]


def draft_card(file: File) -> str:
    """Drafts from an uploaded form with what to check in them, as HTML. Raises DocumentError."""
    from mentoring.documents.drafting import DraftError, package, read_form

    try:
        school = on_disk(file, read_form)
    except DraftError as error:
        raise DocumentError(str(error)) from error
    made = package(school)
    archive = File("komplekt.zip", _zip((one.name, one.content) for one in made), "Весь комплект документов (.zip)")
    report = audit_report(archive, school.starts or school.day)
    found = audit_table(report)
    lead = f"Составлено: {count_ru(len(made), 'документ', 'документа', 'документов')}."
    lead += " Аудит нарушений не нашёл." if not len(found) else f" Замечаний аудита: {len(found)}."
    names = "".join(f"<li>{esc(one.name.removesuffix('.docx'))}</li>" for one in made[:60])
    notes = "".join(
        f"<li>{esc(typeset(one))}</li>" for one in dict.fromkeys(note for one in made for note in one.notes)
    )
    parts = [f"<p><b>{esc(lead)}</b></p>", links([archive]), f"<ul>{names}</ul>"]
    if notes:
        parts.append(f"<p><b>Проверьте сами</b></p><ul>{notes}</ul>")
    if len(found):
        parts.append(table_html(found[:MAX_SHOWN], "Замечания аудита", columns=COLUMNS, tall=len(found) > 8))
    return "".join(parts)


def paper_files() -> list[File]:
    """Working papers of a mentor and a curator as one archive."""
    from mentoring.documents.papers import PAPERS

    made = ((f"{one.title}{suffix}", content) for one in PAPERS.values() for suffix, content in one.files().items())
    return [File("rabochie_bumagi.zip", _zip(made), "Все рабочие бумаги (.zip)")]


def survey_card(file: File) -> str:
    """Satisfaction from a filled survey, as HTML. Raises DocumentError."""
    from mentoring.documents.papers import SurveyError, read_survey

    try:
        first, *others = read_survey(file.content, file.name).lines()
    except SurveyError as error:
        raise DocumentError(str(error)) from error
    items = "".join(f"<li>{esc(typeset(line))}</li>" for line in others[1:])
    return f"<p><b>{esc(typeset(first))}</b></p><p>{esc(typeset(others[0]))}</p><ul>{items}</ul>"


def sample_order(spoilt: bool = True) -> File:
    """The order of the invented school; `spoilt`: without terms, consents and categories, as orders often are."""
    from mentoring.documents.drafting import School, draft, example

    school = example()
    if spoilt:
        bare = [
            {**pair.model_dump(), "category": "", "mentor_consent": None, "starts": None, "ends": None}
            for pair in school.pairs
        ]
        school = School.model_validate(school.model_dump() | {"pairs": bare, "starts": None, "ends": None})
    return File("prikaz.docx", draft("pairing_order", school)[0].content, "Приказ с промахами (.docx)")


def _zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()
