"""What the course promises of every session, held for all twelve: plan, actions, exercises, charts, talk, notes."""

import re
from functools import cache
from html import unescape
from pathlib import Path

import nbformat
import pytest
from test_course import collected

from mentoring.data import load
from mentoring.tasks import kind_of

ROOT = Path(__file__).parents[1]
SESSIONS = [f"session_{number:02d}" for number in range(1, 13)]
ACTION = re.compile(
    r"\b(?:exercise|discuss|explore\w*)\(|\*\*(?:Действие|Сделайте сейчас|Выберите|Проверка на выполнимость)"
)
LEAST_TERMS = 4
LEAST_KINDS = 3

each_session = pytest.mark.parametrize("session", SESSIONS)


@cache
def cells(session):
    return nbformat.read(ROOT / "course" / f"{session}.ipynb", as_version=4).cells


@cache
def plan(session):
    return list(load("session_plan").query("session == @session").sort_values("order").itertuples())


def of_block(session, block):
    return [cell for cell in cells(session) if cell.metadata.get("mentoring", {}).get("block") == block]


def is_note(cell):
    return "facilitator" in cell.metadata.get("tags", ())


def shown(session):
    """What a reader of the file sees: `(html, words, has a picture, its alt text)` of every output in order."""
    for cell in cells(session):
        for out in cell.get("outputs", ()):
            data = out.get("data", {})
            page = "".join(data.get("text/html", ""))
            picture = re.search(r'<picture><source media="[^"]+" srcset="[^"]+"><img alt="([^"]*)"', page)
            yield page, "".join(data.get("text/plain", "")), bool(picture), unescape(picture[1]) if picture else ""


def page(session):
    return "\n".join(html for html, *_ in shown(session))


@each_session
def test_minutes_with_breaks_are_four_hours_and_nobody_sits_too_long(session):
    rows = plan(session)
    assert sum(row.minutes for row in rows) == 240
    assert sum(row.minutes for row in rows if row.kind == "break") >= 20
    sitting = longest = 0
    for row in rows:
        sitting = 0 if row.kind == "break" else sitting + row.minutes
        longest = max(longest, sitting)
    assert longest <= 110
    assert "240" in page(session)


@each_session
def test_a_block_of_theory_is_short_and_ends_in_an_action(session):
    for row in plan(session):
        if row.kind == "theory":
            assert row.minutes <= 25, row.block
            words = "\n".join(cell.source for cell in of_block(session, row.block) if not is_note(cell))
            assert ACTION.search(words), f"{row.block}: what does the reader do with it?"


@each_session
def test_exercises_are_of_different_kinds_and_explain_whatever_is_answered(session, monkeypatch):
    asked = collected(ROOT / "course" / f"{session}.ipynb", monkeypatch)
    assert len(asked) >= 3
    assert len({question.kind for question, _ in asked}) >= LEAST_KINDS
    for question, reference in asked:
        key = kind_of(question.kind).read_reference(reference)
        where = f"{session}, {question.id}"
        if question.kind == "choice":
            assert {option.id for option in question.options} == set(key.explain), where
        elif question.kind == "matching":
            assert {left.id for left in question.left} == set(key.explain), where
        elif question.kind == "ordering":
            assert {item.id for item in question.items} == set(key.explain), where
        elif question.kind == "checklist":
            assert all(row.explain for row in key.rows.values()), where
            assert {row.id for row in question.criteria} == set(key.rows), where
        elif question.kind == "indicator":
            assert {"numerator", "denominator"} <= set(key.explain), where
            assert {option.id for option in question.conclusions} <= set(key.explain), where
        elif question.kind == "classification":
            assert set(key.axes) == {axis.id for axis in question.axes}, where
            for axis in question.axes:
                assert {option.id for option in axis.options} <= set(key.axes[axis.id].explain), where
        elif question.kind in ("number", "text"):
            assert key.note or getattr(key, "explain", ""), where


@each_session
def test_charts_say_what_they_found_in_words_with_alt_text_and_source(session):
    found = list(shown(session))
    charts = [at for at, (_, _, picture, _) in enumerate(found) if picture]
    assert len(charts) >= 2
    for at in charts:
        title, source = found[at - 1], found[at + 1]
        assert "mk-figure-title" in title[0]
        assert len(title[1].split()) >= 4, f"a title states a finding: {title[1]}"
        assert len(found[at][3]) >= 40 and found[at][3] == found[at][1]
        assert "Источник" in source[1] and "Описание рисунка словами" in source[0]


@each_session
def test_a_real_case_a_talk_a_recap_terms_and_sources_are_there(session):
    text = page(session)
    assert "Случай из документов" in text
    assert text.count("mk-discuss") >= 1 and "mk-recap" in text and "mk-sources" in text
    assert "mk-glossary" in text
    code = "\n".join(cell.source for cell in cells(session) if cell.cell_type == "code")
    assert re.search(r"\bdiscuss\([^)]*(?:\[|words=)", code, re.DOTALL), "a poll or a cloud of words"
    terms = set(re.findall(r'class="mk-term"[^>]*>([^<]+)<', text))
    assert len(terms) >= LEAST_TERMS, terms
    targets = re.findall(r'class="mk-term" popovertarget="([^"]+)"', text)
    assert targets and all(f'popover id="{target}"' in text for target in targets)


@each_session
def test_whoever_leads_has_a_note_for_every_block_and_participants_see_none(session):
    for row in plan(session):
        notes = [cell for cell in of_block(session, row.block) if is_note(cell) and "facilitator(" in cell.source]
        if row.kind != "break":
            assert len(notes) == 1, row.block
            spans = [tuple(map(int, span)) for span in re.findall(r"\*\*(\d+)–(\d+)\.\*\*", notes[0].source)]
            assert spans and spans[0][0] == 0 and spans[-1][1] == row.minutes, row.block
            assert all(one[1] == two[0] for one, two in zip(spans, spans[1:], strict=False)), row.block
        for cell in notes:
            assert not cell.outputs
    assert "Ведущему" not in page(session)


@each_session
def test_what_changed_since_the_sources_stands_apart_with_its_date_and_certainty(session):
    blocks = [html for html, *_ in shown(session) if 'class="mk mk-note2026' in html]
    for html in blocks:
        assert re.search(r"На\s?ноябрь 2026", html.replace("\u00a0", " "))
        assert "mk-c-" in html
    assert blocks


@each_session
def test_no_code_of_a_source_is_shown(session):
    for cell in cells(session):
        for out in cell.get("outputs", ()):
            told = out.get("data", {}).get("text/html", "") + out.get("data", {}).get("text/plain", "")
            assert not re.search(r"\b00[0-4]:\d", told), cell.source[:80]
