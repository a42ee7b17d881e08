"""Webinars: which blocks are chosen and how long they last, what a deck and its papers hold."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from openpyxl import Workbook

from autograder.errors import KitError
from mentoring.data import load
from mentoring_cli.publishing import own_tables
from publishing.lessons import plan
from publishing.webinar import papers
from publishing.webinar.answers import answered
from publishing.webinar.deck import WORDS, deck_html, speaker_view
from publishing.webinar.fit import ROOM, length, lines, slides_of
from publishing.webinar.make import make_webinar, material
from publishing.webinar.selection import choose
from publishing.webinar.slides import deck

NUMBERS = (1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def made():
    """The fourth webinar: chosen, what its blocks show, the slides."""
    chosen = choose("4", 60)
    shown, around = material(chosen, pictures=True)
    return chosen, shown, around, deck(chosen, shown)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("minutes", [30, 60, 90, 120])
def test_time_is_kept_and_blocks_of_the_first_priority_come_first(number, minutes):
    chosen = choose(str(number), minutes)
    assert chosen.total <= minutes
    ends = [3, *(part.ends for part in chosen.parts)]
    assert [part.starts for part in chosen.parts] == ends[:-1]
    assert chosen.total - chosen.closing == ends[-1] and chosen.closing >= 5
    table = load("webinar_blocks").query("webinar == @number").set_index("block")["priority"]
    if chosen.left and minutes >= 60:
        taken = {part.block.id for part in chosen.parts}
        assert {block for block, priority in table.items() if priority == 1} <= taken


def test_five_webinars_take_their_blocks_from_the_sessions_of_the_plan():
    known, webinars = plan(), load("webinars").set_index("number")
    for number in NUMBERS:
        found = load("webinar_blocks").query("webinar == @number")
        sessions = {known[block].session for block in found["block"]}
        assert sessions == set(webinars.loc[number, "sessions"].split())
        hour = {part.block.session for part in choose(str(number), 60).parts}
        assert hour == sessions, f"webinar {number}: an hour shows every session"
        assert not {known[block].kind for block in found["block"]} & {"break", "self_study"}


def test_own_selection_of_a_spreadsheet(tmp_path):
    book = Workbook()
    for row in (["Блок", "Минуты"], ["s05-base", 12], ["Три среза мониторинга: что считали и от какого целого", None]):
        book.active.append(row)
    book.save(tmp_path / "мой_вебинар.xlsx")
    chosen = choose(str(tmp_path / "мой_вебинар.xlsx"), 45)
    assert [(part.block.id, part.minutes) for part in chosen.parts] == [("s05-base", 12), ("s05-slices", 10)]
    assert chosen.title == "мой вебинар"
    (tmp_path / "b.csv").write_text("\ufeffблок;очередь\ns05-base;2\ns05-slices;1\n", encoding="utf-8")
    assert [part.block.id for part in choose(str(tmp_path / "b.csv"), 20).parts] == ["s05-slices"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("block\nнет-такого\n", "строка 2: блока «нет-такого» нет"),
        ("block\ns05-break-1\n", "не для вебинара"),
        ("block,minutes\ns05-base,много\n", "целое число"),
        ("block\ns05-base\ns05-base\n", "уже есть выше"),
        ("минуты\n5\n", "нет столбца «Блок»"),
        ("block\n", "нет ни одного блока"),
    ],
)
def test_a_slip_in_an_own_selection_is_one_sentence(tmp_path, content, words):
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    with pytest.raises(KitError, match=re.escape(words)):
        choose(str(tmp_path / "a.csv"), 60)


def test_what_is_not_there_is_told():
    for asked, minutes in (("9", 60), ("нет.csv", 60), ("1", 8), ("1", 10)):
        with pytest.raises(KitError, match=r"[А-Яа-я]"):
            choose(asked, minutes)


def test_long_texts_are_cut_between_sentences_and_lists_go_on_with_their_numbers():
    words = " ".join(f"Предложение номер {number} о наставничестве в школе." for number in range(120))
    items = "".join(f"<li>Пункт {number}: {'слово ' * 20}</li>" for number in range(30))
    cut = slides_of(f"<p>{words}</p><ol>{items}</ol>")
    assert len(cut) > 3
    text = " ".join(re.sub(r"<[^>]+>", " ", body) for _, body in cut)
    assert all(f"номер {number} " in text for number in range(120)) and all(f"Пункт {n}:" in text for n in range(30))
    assert re.findall(r'<ol start="(\d+)"', "".join(body for _, body in cut))[1:] != []
    rows = "".join(f"<tr><td>{n}</td><td>{'текст ' * 30}</td></tr>" for n in range(20))
    tables = slides_of(f"<table><thead><tr><th>№</th><th>Что</th></tr></thead><tbody>{rows}</tbody></table>")
    assert len(tables) > 1 and all("<th>№</th>" in body for _, body in tables)


def test_lines_are_counted_from_the_widest_font():
    assert lines("слово", 26, ROOM[0]) == 1
    assert length("шшшш", 26) > length("iiii", 26)
    assert lines("слово " * 100, 26, ROOM[0]) > 6


def test_a_deck_needs_nothing_from_elsewhere(made):
    chosen, _, _, slides = made
    text = deck_html(chosen.title, slides)
    outside = re.sub(r"<script>.*?</script>|<style>.*?</style>", "", text, flags=re.S)
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', outside)
    assert set(re.findall(r"https?://[^\s\"'<]+", outside)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "sourceMappingURL" not in text
    assert text.count("<section data-timing") == len(slides)
    assert "exercise(" not in outside and "import " not in outside


def test_speaker_notes_have_the_clock_and_the_words_of_the_session(made):
    chosen, shown, _, slides = made
    for part in chosen.parts:
        first = next(slide for slide in slides if slide.block == part.block.id)
        assert f"{part.starts // 60}:{part.starts % 60:02d}–" in first.notes
        assert shown[part.block.id].facilitator()[0].html in first.notes
        own = [slide for slide in slides if slide.block == part.block.id]
        assert abs(sum(slide.seconds for slide in own) - part.minutes * 60) < 60
    assert all(word not in speaker_view() for word in ("Upcoming<", "Click to Reset", "Loading speaker view"))
    assert len(WORDS) > 5


def test_exercises_become_questions_and_their_discussion(made):
    _, _, _, slides = made
    kinds = [slide.kind for slide in slides]
    assert "ask" in kinds and "told" in kinds
    assert kinds.index("ask") < kinds.index("told")
    assert not any("<input" in slide.body or "<select" in slide.body for slide in slides)


def test_papers_are_russian_and_hold_what_they_are_for(made):
    chosen, shown, around, slides = made
    guide = Document(io.BytesIO(papers.guide(chosen, slides)))
    rows = [[cell.text for cell in row.cells] for row in guide.tables[0].rows]
    assert rows[0] == ["Время", "Блок", "Вид работы", "Слайды", "Минут"] and len(rows) == len(chosen.parts) + 3
    assert sum(int(row[4]) for row in rows[1:]) == chosen.total
    handout = "\n".join(one.text for one in Document(io.BytesIO(papers.handout(chosen, shown, around))).paragraphs)
    for part in chosen.parts:
        assert part.block.title in handout
    charts = [one for part in chosen.parts for one in shown[part.block.id].shown if one.kind == "figure"]
    pictures = Document(io.BytesIO(papers.handout(chosen, shown, around))).inline_shapes
    assert len(pictures) == len(charts) > 0
    assert pictures[0]._inline.docPr.get("descr") == charts[0].data["alt"]
    assert "Мой ответ" in handout and "Источники" in handout and "Главное" in handout and "{" not in handout
    notes = "\n".join(one.text for one in Document(io.BytesIO(papers.notes(chosen, slides))).paragraphs)
    assert "Слайд 1." in notes and "0:03–" in notes


def test_a_table_of_a_municipality_is_shown_by_any_deck_and_leaves_the_course_as_it_was(tmp_path, monkeypatch):
    table, blocks = tmp_path / "наличие.csv", tmp_path / "набор.csv"
    table.write_text(
        "Муниципалитет;Организация;Положение;Приказ о закреплении пар\n"
        "Заречный;Школа № 1;да;нет\nЗаречный;Школа № 2;нет;да\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("MENTORING_WORKSPACE", str(tmp_path / "workspace"))
    own = own_tables([table], "", "набор", lambda _: None)
    assert not (tmp_path / "workspace" / "own_data").exists()
    for rows, place in (
        ("s05-slices\ns05-base\ns07-adults-idea\n", "s05-base"),
        ("s07-adults-idea\n", "s07-adults-idea"),
    ):
        blocks.write_text("Блок\n" + rows, encoding="utf-8")
        chosen = choose(str(blocks), 90)
        shown, around = material(chosen, own)
        assert set(around) == {part.block.session for part in chosen.parts}
        made = [slide for slide in deck(chosen, shown) if slide.title.startswith(("Ваш муниципалитет", "Реже всего"))]
        assert made and {slide.block for slide in made} == {place}
        assert "Заречный" in made[0].title and "Школа" not in "".join(slide.body for slide in made)


def test_long_steps_are_told_before_they_begin(tmp_path, monkeypatch):
    chosen, said = choose("4", 60), []
    monkeypatch.setattr("publishing.webinar.make.browser_path", lambda: "chromium")
    monkeypatch.setattr("publishing.webinar.make.material", lambda *_, **__: (said.append("material"), ({}, {}))[1])
    monkeypatch.setattr("publishing.webinar.make.deck", lambda *_: [])
    monkeypatch.setattr("publishing.webinar.make.deck_html", lambda *_: "")
    monkeypatch.setattr("publishing.webinar.make.printed_html", lambda *_: "")
    for paper in ("guide", "notes", "handout"):
        monkeypatch.setattr(papers, paper, lambda *_: b"")
    monkeypatch.setattr("publishing.webinar.make.to_pdf", lambda page, output: (said.append("pdf"), output)[1])
    make_webinar(chosen, tmp_path, tell=said.append)
    assert [line.split()[0] for line in said] == ["Выполняю", "material", "Печатаю", "pdf"]


def test_a_share_on_a_slide_has_its_sign_of_per_cent():
    question = {
        "kind": "indicator", "ask": ["numerator", "value", "unit"], "numerator_label": "Кого считаем",
        "denominator_label": "Из кого", "value_label": "Доля", "conclusions": [],
    }  # fmt: skip
    told = answered(question, {"numerator": 9, "denominator": 12, "value": 75})
    assert "Доля — <b>75\u00a0%</b>" in told and "Кого считаем — <b>9</b>" in told
    assert "75\u00a0человек" in answered(question, {"value": 75, "unit": "человек"})
