"""The tools as their users meet them: any file gets findings or one sentence, documents open, text stays text."""

import base64
import csv
import io
import re
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from autograder import sandbox
from mentoring import uploads
from mentoring.course import tool_documents, tools
from mentoring.course.index import tool_list
from mentoring.course.tool_samples import sample_mentees, sample_mentors, sample_route
from mentoring.course.tools import walls
from mentoring.course.tools.file_choice import FileChoice
from mentoring.course.tools.files import File
from mentoring.course.tools.uploading import FAULT, brought, told
from mentoring.course.tools.walls import in_walls
from mentoring.pairing import match_pairs, read_mentees, read_mentors
from mentoring.roadmap import audit, from_rows, municipal, school
from mentoring.route import to_docx

ROOT = Path(__file__).resolve().parents[1]
EVIL = "<script>alert(1)</script> {{7*7}} **х** =1+1"
ROADMAP = (
    "Этап;Мероприятие;Срок;Ответственный\n1;Приказ о закреплении пар;сентябрь2022;все\n1;Опрос педагогов;;куратор\n"
)


def sheet(rows) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def links(body: str) -> dict[str, bytes]:
    found = re.findall(r'download="([^"]+)" href="data:[^;]+;base64,([^"]+)"', body)
    return {name: base64.b64decode(data) for name, data in found}


def one_sentence(body: str) -> str:
    found = re.fullmatch(r"<p class='mk-warn' role='alert'>(.+)</p>", body)
    assert found, body[:300]
    assert re.search("[а-яё]{3}", found[1]) and "Traceback" not in body and found[1].endswith(".")
    return found[1]


def test_a_roadmap_gets_findings_pictures_and_documents_that_open():
    body = told(tools.roadmap_card, File("моя карта.csv", ROADMAP.encode()))
    assert "DK-02" in body and "критично" in body and body.count("<picture>") == 2
    files = links(body)
    assert Document(io.BytesIO(files["dorozhnaya_karta.docx"])).tables
    assert len(load_workbook(io.BytesIO(files["dorozhnaya_karta.xlsx"])).worksheets) == 2


def test_a_very_long_roadmap_is_checked_in_seconds_and_alike_rows_are_one_finding():
    cells = ({"stage": str(n // 60 + 1), "activity": f"Опрос педагогов {n} о трудностях"} for n in range(500))
    started = time.perf_counter()
    found = audit(from_rows(cells))
    assert time.perf_counter() - started < 60  # about 5 s; it was 20 minutes
    assert sum(one.defect == "DEF-38" for one in found) < 5


def test_banks_typed_into_a_form_are_the_banks_of_the_files():
    from mentoring.course.benches import MENTEE, MENTOR, WAYS, bank_question, banks_of

    ways = {text: id for id, text in WAYS.items()}

    def typed(rows, spec):
        found = [{id: row.get(title, "") for id, title, _ in spec} for row in rows]
        return [row | {"way": ways.get(row["way"].partition(";")[0], "")} for row in found]

    given = {"mentors": typed(sample_mentors(), MENTOR), "mentees": typed(sample_mentees(), MENTEE),
             "organization": EVIL, "starts": "2026-12-01"}  # fmt: skip
    who, whom, details = banks_of(bank_question(), {"fields": given})
    assert [one.id for one in who] == [row["Код"] for row in sample_mentors()]
    assert {one.category for one in whom} == {one.category for one in read_mentees(sample_mentees())}
    assert details["starts"] == "01.12.2026"
    body = tools.pairs_told(who, whom, **details)
    assert "Что объединяет" in body and "<script" not in body
    assert "хотя бы одного" in one_sentence(told(lambda answer: banks_of(bank_question(), answer), {"fields": {}}))


def test_dates_and_stages_of_a_file_fit_the_form():
    from mentoring.course.benches import _dated, stage_of

    assert stage_of("ОСНОВНОЙ этап") == "Основной" and stage_of("Этап 3") == ""
    assert _dated({"due": "27.11.2026"}) == {"due": "2026-11-27"} and _dated({"due": "ноябрь"}) == {"due": ""}
    assert _dated({"text": "x"}) == {"text": "x"}


def test_what_does_not_fit_into_a_roadmap_is_said(monkeypatch):
    monkeypatch.setattr("mentoring.roadmap.model.MAX_ROWS", 3)
    plan = "Мероприятие;Срок\n" + "".join(f"Дело {n};май 2027\n" for n in range(7))
    assert "Прочитаны первые 3 строк" in told(tools.roadmap_card, File("длинная.csv", plan.encode()))


def test_a_route_gets_findings_pictures_and_a_document():
    body = told(tools.route_card, File("маршрут.docx", to_docx(sample_route())))
    assert "IOM-04" in body and "З-2, З-3" in body and body.count("<picture>") == 2
    assert Document(io.BytesIO(links(body)["marshrut.docx"])).tables


def test_two_banks_get_pairs_with_reasons_those_left_and_the_order():
    files = [File("m.csv", sheet(sample_mentors())), File("e.csv", sheet(sample_mentees()))]
    body = told(lambda both: tools.pairs_card(*both, organization=EVIL, starts="01.12.2026", ends=""), files)
    assert (
        "Почему вместе" in body
        and "У-6" in body
        and "отказ одной" in body.replace("\u00a0", " ")
        and "<script" not in body
    )
    order = Document(io.BytesIO(links(body)["prikaz_o_parah.docx"]))
    assert any("01.12.2026" in part.text for part in order.paragraphs)


def test_blanks_of_banks_are_read_back_as_the_banks(tmp_path):
    for made, rows, read in zip(
        tools.bank_files(sample_mentors(), sample_mentees()), (sample_mentors(), sample_mentees()),
        (read_mentors, read_mentees), strict=True,
    ):  # fmt: skip
        (tmp_path / made.name).write_bytes(made.content)
        assert read(tmp_path / made.name) == read(rows)


def test_the_sample_shows_pairs_and_both_kinds_of_people_left():
    found = match_pairs(read_mentors(sample_mentors()), read_mentees(sample_mentees()))
    assert found.pairs and found.mentees_left and found.mentors_left


@pytest.mark.parametrize("plan", [school, municipal])
def test_findings_of_the_sources_name_criterion_place_and_mending(plan):
    found = tools.roadmap_table(plan())
    assert set(found.columns) == set(tools.COLUMNS) and len(found) > 10
    assert (found[["criterion", "severity", "place", "what"]] != "").all().all()


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 210_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("card", "name", "content"),
    [
        (tools.roadmap_card, "карта.docx", b"PK\x03\x04 broken"),
        (tools.roadmap_card, "карта.xlsx", b"\x00" * 100),
        (tools.roadmap_card, "карта.pdf", b"%PDF-1.4"),
        (tools.roadmap_card, "пусто.csv", b""),
        (tools.roadmap_card, "слова.csv", "просто слова".encode()),
        (tools.route_card, "маршрут.docx", b"PK\x03\x04 broken"),
        (tools.route_card, "маршрут.doc", b"\xd0\xcf\x11\xe0"),
        (tools.route_card, "большой.docx", b"0" * 9_000_000),
    ],
)
def test_a_file_that_is_not_one_gets_one_sentence(card, name, content):
    one_sentence(told(card, File(name, content)))


def test_a_zip_bomb_gets_one_sentence():
    content = bomb()
    for card in (tools.roadmap_card, tools.route_card):
        one_sentence(told(card, File("бомба.docx", content)))


def crafted(text: str) -> bytes:
    """A .docx whose document is `text`."""
    made, source = io.BytesIO(), io.BytesIO()
    Document().save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in old.namelist():
            packed.writestr(name, text if name == "word/document.xml" else old.read(name))
    return made.getvalue()


ENTITIES = (
    "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'ха'>"
    + "".join(f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>&i;"
    "</w:t></w:r></w:p></w:body></w:document>"
)
CARDS = (tools.roadmap_card, tools.route_card, tool_documents.audit_card, tool_documents.draft_card,
         tool_documents.survey_card)  # fmt: skip


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.__name__)
def test_crafted_files_get_one_sentence_from_every_tool(card):
    """As the page asks: inside the walls where there are any."""
    order = tool_documents.sample_order().content
    spiteful = crafted(ENTITIES)
    for name, content in (("бомба.docx", bomb()), ("сущности.docx", spiteful), ("сущности.xlsx", spiteful),
                          ("приказ.pdf", order[:3000]), ("большой.docx", b"0" * 50_000_000)):  # fmt: skip
        one_sentence(told(lambda file: in_walls(card, file), File(name, content)))


def test_a_word_file_under_another_name_is_read_or_refused_and_nothing_else():
    order = tool_documents.sample_order().content
    body = told(lambda file: in_walls(tool_documents.audit_card, file), File("приказ.pdf", order))
    assert "PRP-05" in body, "the audit looks at what a file is, not at its name"
    assert "не" in one_sentence(told(lambda file: in_walls(tools.route_card, file), File("приказ.pdf", order)))


def greedy(file):
    """A card as a crafted file might make it: takes all memory there is."""
    return "x" * 10**11 + file.name


def deadly(file):
    """A card as a fault of a parser written in C might make it."""
    import os
    import signal

    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())
@pytest.mark.parametrize("card", [greedy, deadly])
def test_what_kills_the_parser_leaves_the_kernel_alive(card, monkeypatch):
    monkeypatch.setattr(tool_documents, card.__name__, card, raising=False)
    monkeypatch.setattr(card, "__module__", "mentoring.course.tool_documents")
    monkeypatch.setattr(walls, "run", lambda function, content, room: sandbox.run_worker(
        "test_tools:inside", content, path=Path(__file__).parent))  # fmt: skip
    assert "прочитан" in one_sentence(told(lambda file: in_walls(card, file), File("а.docx", b"1"))) or card is greedy


def inside(data: bytes):
    """The worker of the test above: what it names lives here."""
    tool_documents.greedy, tool_documents.deadly = greedy, deadly
    return walls.card(data)


def test_without_walls_a_file_is_read_here(monkeypatch):
    monkeypatch.setattr(walls, "run", lambda *_: {"value": None, "error": "нет изоляции", "refused": True})
    assert "DK-02" in told(lambda file: in_walls(tools.roadmap_card, file), File("карта.csv", ROADMAP.encode()))


def test_a_card_of_the_walls_is_the_card():
    file = File("карта.csv", ROADMAP.encode())
    assert links(in_walls(tools.roadmap_card, file)).keys() == links(tools.roadmap_card(file)).keys()
    files = [File("m.csv", sheet(sample_mentors())), File("e.csv", sheet(sample_mentees()))]
    body = in_walls(tools.pairs_card, *files, organization=EVIL, starts="", ends="")
    assert "Почему вместе" in body and "<script" not in body


def test_nothing_but_our_own_is_called_inside():
    data = uploads.pack({"make": "os:system", "details": {}}, [("а", b"1")])
    with pytest.raises(ValueError, match="os"):
        walls.card(data)


def test_every_choice_of_a_file_is_a_change():
    seen, chosen = [], FileChoice(label="Выбрать", accept=".docx", most=8)
    chosen.observe(lambda change: seen.append(brought(change["new"])), "value")
    for content in (b"1", b"1"):
        chosen._take(chosen, {"name": "../а.docx"}, [memoryview(content)])
    assert [file and (file.name, file.content) for file in seen] == [(".._а.docx", b"1"), None, (".._а.docx", b"1")]
    chosen._take(chosen, {"name": 5}, [])
    assert len(seen) == 3


def test_a_bank_with_an_unknown_type_names_the_row_and_a_fault_is_no_traceback():
    rows = [row | {"Вид": "выдуманный"} for row in sample_mentors()]
    files = [File("m.csv", sheet(rows)), File("e.csv", sheet(sample_mentees()))]
    assert "Строка 2" in one_sentence(told(lambda both: tools.pairs_card(*both), files))

    def fails(_file):
        raise RuntimeError(EVIL)

    assert one_sentence(told(fails, File("x.csv", b"1"))) == FAULT


def test_markup_of_a_file_stays_text():
    text = f"Этап;Мероприятие;Срок\n{EVIL};{EVIL};{EVIL}\n"
    body = told(tools.roadmap_card, File(f"{EVIL}.csv".replace("/", "_"), text.encode()))
    assert "<script" not in body and "&lt;script" in body


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "", "a\x00b.csv", "C:\\x\\y.csv", "ё" * 300 + ".csv", "\ud800.csv"]
)
def test_the_name_of_a_file_leads_nowhere(name, tmp_path):
    made = brought(({"name": name, "content": b"1"},))
    assert "/" not in made.name and "\\" not in made.name and made.name not in {"", ".", ".."}
    (tmp_path / made.name).write_bytes(b"1")
    assert (tmp_path / made.name).parent == tmp_path


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.docx", "a"]))
def test_any_bytes_get_an_answer(content, name):
    for card in (tools.roadmap_card, tools.route_card):
        body = told(card, File(name, content))
        assert body.startswith("<p>") or one_sentence(body)


def test_every_tool_is_on_the_map_of_the_course(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data=None, **_: shown.append(data))
    monkeypatch.chdir(ROOT / "course")
    tool_list()
    for path in (ROOT / "course").glob("tool_*.ipynb"):
        assert path.name in shown[-1]["text/html"]
        assert nbformat.read(path, as_version=4).metadata["title"].startswith("Инструмент")


@pytest.mark.parametrize("name", ["roadmap", "route", "pairs"])
def test_the_exercise_of_a_tool_has_a_sound_key(name):
    from mentoring.tasks import kind_of

    notebook = nbformat.read(ROOT / "course" / f"tool_{name}.ipynb", as_version=4)
    asked = []
    scope = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and ("Question" in cell.source or "pairing_task" in cell.source):
            if "exercise(" in cell.source:
                scope["exercise"] = lambda question, reference, session="": asked.append((question, reference))
            exec(cell.source, scope)
    ((question, reference),) = asked
    kind = kind_of(question.kind)
    given_ = {key: [one.model_dump(mode="json") for one in value] if key in ("needs", "before", "planted") else value
              for key, value in reference.items()}  # fmt: skip
    if "deficits" in given_:
        given_["deficits"] = {key: one.model_dump(mode="json") for key, one in given_["deficits"].items()}
    assert kind.check(question, kind.read_reference(given_)) == []
