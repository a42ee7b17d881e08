"""Satisfaction computed from a filled survey (.xlsx)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from mentoring.documents.drafting.pair import catalogue
from mentoring.documents.papers.surveys import CODE, SCALE, SURVEYS, THRESHOLD, Survey
from mentoring.indicators.errors import IndicatorError
from mentoring.indicators.satisfaction import Satisfaction, satisfaction
from mentoring.wording import number_ru, percent_ru

MAX_BYTES, MAX_ROWS = 5_000_000, 5_000


class SurveyError(Exception):
    """A survey that can't be counted: the message is one Russian sentence."""


@dataclass(frozen=True)
class SurveyResult:
    """`overall` is the indicator; `statements`: text → its own satisfaction, None where nobody answered."""

    survey: Survey
    overall: Satisfaction
    statements: dict[str, Satisfaction | None]

    @property
    def indicator(self) -> str:
        """Id in the table `indicators`."""
        return self.survey.indicator

    def lines(self) -> list[str]:
        """Russian sentences for the screen and the report."""
        title = catalogue("indicators")[self.indicator]["title"]
        told = [f"{title} ({self.indicator}): {percent_ru(self.overall.share)}.", self.overall.interpretation]
        known = [(text, one) for text, one in self.statements.items() if one is not None]
        for text, one in sorted(known, key=lambda pair: pair[1].share):
            told.append(f"{text}: {percent_ru(one.share)} согласны, средний балл {number_ru(one.mean, 2)}.")
        told += [f"{text}: ответов нет." for text, one in self.statements.items() if one is None]
        return told


def read_survey(source: str | Path | bytes, name: str = "") -> SurveyResult:
    """Count a filled survey. Which one it is follows from its columns. Raises SurveyError.

    A row counts as a person asked when it has a code or any answer.
    """
    survey, rows = _rows(source, name)
    try:
        overall = satisfaction([row[survey.overall] for row in rows], scale=SCALE, threshold=THRESHOLD)
    except IndicatorError as error:
        raise SurveyError(f"«{survey.overall}»: {error}") from error
    statements: dict[str, Satisfaction | None] = {}
    for text in survey.statements:
        try:
            statements[text] = satisfaction([row.get(text) for row in rows], scale=SCALE, threshold=THRESHOLD)
        except IndicatorError:
            statements[text] = None
    return SurveyResult(survey, overall, statements)


def _rows(source: str | Path | bytes, name: str) -> tuple[Survey, list[dict]]:
    from openpyxl import load_workbook

    name = name or (Path(source).name if not isinstance(source, bytes) else "опрос.xlsx")
    try:
        content = source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError as error:
        raise SurveyError(f"Файл «{name}» не открывается: проверьте, есть ли он.") from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(content) > MAX_BYTES or sum(entry.file_size for entry in archive.infolist()) > 20 * MAX_BYTES:
                raise SurveyError(f"Файл «{name}» слишком велик для опроса.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        lines = list(book.worksheets[0].iter_rows(max_row=MAX_ROWS, max_col=60, values_only=True))
    except SurveyError:
        raise
    except Exception as error:
        raise SurveyError(f"Файл «{name}» не открывается как таблица .xlsx.") from error
    head = [str(cell or "").strip() for cell in lines[0]] if lines else []
    survey = max(SURVEYS, key=lambda one: len(set(one.statements) & set(head)))
    if survey.overall not in head or not set(survey.statements) & set(head):
        raise SurveyError(
            f"В файле «{name}» нет столбцов опроса: возьмите таблицу командой mentoring papers {survey.id}."
        )
    known = {CODE, *survey.columns}
    rows = []
    for line in lines[1:]:
        row = {column: value for column, value in zip(head, line, strict=False) if column in known}
        if any(value not in (None, "") for value in row.values()):
            rows.append({survey.overall: None} | row)
    if not rows:
        raise SurveyError(f"В файле «{name}» нет ни одного ответа.")
    return survey, rows
