"""A portfolio: everything of one participant as an archive and a Word file; the certificate is a draft and says so."""

import hashlib
import io
import json
import re
import zipfile

import docx
import pytest
from test_practicum_routes import ROOT, course, shutil

from autograder import attempts, batch, release
from autograder.demo import HOSTILE, make_demo_class
from autograder.errors import KitError
from autograder.feedback import feedback
from autograder.key import Key, Task
from autograder.layout import Layout
from publishing.portfolio import make_all, make_portfolio
from publishing.portfolio.collect import exporter
from publishing.portfolio.uploaded import uploads
from publishing.portfolio.word import words_of


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Layout:
    """The demonstration class on practicum №1, graded, with feedback."""
    root = tmp_path_factory.mktemp("portfolio")
    for name in ("assignments/practicum_1", "datasets"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    place = Layout(root, root / "workspace")
    release.release("practicum_1", place)
    make_demo_class("practicum_1", place=place)
    attempts.collect("practicum_1", place=place)
    batch.grade("practicum_1", place=place)
    feedback("practicum_1", ["demo-01", "demo-12"], place=place)
    return place


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def archive(place, tmp_path_factory) -> dict[str, bytes]:
    path, whole = make_portfolio("demo-01", tmp_path_factory.mktemp("out"), place=place)
    assert path.stat().st_mode & 0o077 == 0 and whole.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(path) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    assert files["портфолио.docx"] == whole.read_bytes()
    return files


def test_the_archive_holds_documents_and_feedback(archive):
    names = set(archive)
    assert {"портфолио.docx", "проект справки об окончании.docx", "01 practicum_1/отзыв.html"} <= names
    assert any(name.startswith("01 practicum_1/spravka") and name.endswith(".docx") for name in names)


def test_the_word_file_holds_results_feedback_and_the_document_itself(archive):
    text = text_of(archive["портфолио.docx"]).replace("\u00a0", " ")
    assert "Образцова Вера" in text and "Практикум № 1. Аудит документов" in text
    assert "СПРАВКА" in text and "Приказ о закреплении пар" in text, "the document made of the plan"
    assert "Разбор" in text and "Доля при неизменной базе" in text


def test_every_title_is_said_once(archive):
    document = docx.Document(io.BytesIO(archive["портфолио.docx"]))
    said = [" ".join(paragraph.text.split()) for paragraph in document.paragraphs if paragraph.text.strip()]
    heads = [line for line in said if re.match(r"\d+\. .+ — \S+ из \d+", line)]
    assert len(heads) == 11 and any("№" in head for head in heads)
    for head in heads:
        title = re.match(r"\d+\. (.+) — \S+ из \d+", head)[1]
        assert [line for line in said if line.rstrip(".") == title] == [], title
    file = next(at for at, line in enumerate(said) if line.startswith("Файл в архиве: spravka"))
    assert any(line.startswith("СПРАВКА ") for line in said[file : file + 8]) and not [
        line for line in said if line.startswith("Документ «")
    ]


def test_the_certificate_is_a_draft_with_hours_by_the_plan(archive):
    text = text_of(archive["проект справки об окончании.docx"])
    assert text.startswith("ПРОЕКТ") and "76 академических часов".replace(" ", "\u00a0", 1) in text
    assert "Курс не окончен" in text and "документом о квалификации не является" in text
    assert {"64", "12", "76"} <= set(text.splitlines())


def test_hostile_answers_stay_words_and_nobody_is_missed(place, tmp_path):
    made = make_all(tmp_path, place=place)
    assert len(made) == 24
    text = text_of((tmp_path / "demo-12.docx").read_bytes())
    assert "<script>" in text and HOSTILE[:20] in text
    assert "не сдано" not in text_of((tmp_path / "demo-05.docx").read_bytes())


def test_a_stranger_is_one_sentence(place, tmp_path):
    with pytest.raises(KitError, match="нет ни в списке"):
        make_portfolio("u999", tmp_path, place=place)


@pytest.mark.parametrize(
    "name", ["os:system", "mentoring.data:__import__", "mentoring.nowhere:x", "", "a", "builtins:eval"]
)
def test_only_rooms_of_the_kit_make_documents(name):
    assert exporter(name) is None


def test_words_leave_out_folded_documents_and_options_nobody_chose():
    page = "<details><summary>Документ</summary><p>текст</p></details><ul><li>не выбрано: а</li><li>● б</li></ul>"
    assert list(words_of(page)) == ["● б"]
    rows = "<table><tr><th>Что</th><th>Итог</th></tr><tr><td>Срок</td><td>верно</td></tr></table><ul><li>а</li></ul>"
    assert list(words_of(rows)) == [[["Что", "Итог"], ["Срок", "верно"]], "• а"]


def stored(folder, shown: str, content: bytes, task: str = "k2", **changed) -> dict:
    """A file beside the answers and what the answer says of it."""
    digest = hashlib.sha256(content).hexdigest()
    file = f"doc_{task}_{digest[:16]}.docx"
    (folder / file).write_bytes(content)
    return {"name": shown, "file": file, "sha256": digest, "size": len(content)} | changed


def test_uploaded_files_are_taken_by_names_that_unpack_inside_the_folder(tmp_path):
    secret = tmp_path / "secret.docx"
    secret.write_bytes(b"key")
    files = [
        stored(tmp_path, "приказ.docx", b"one"),
        stored(tmp_path, "Приказ.docx", b"two"),
        stored(tmp_path, "..\\..\\../../etc/<b>.docx\n.exe", b"three"),
        stored(tmp_path, "...", b"four"),
        stored(tmp_path, "чужой.docx", b"five", sha256="0" * 64),
        {"name": "ключ.docx", "file": "../secret.docx", "sha256": hashlib.sha256(b"key").hexdigest()},
        5,
    ]
    task = Task("k2", "document", 1, {"title": "Два/документа"}, None)
    key = Key("practicum_4", "", "base", "practicum_4", "", {"k2": task})
    found = dict(uploads(key, {"k2": {"files": files}}, tmp_path))
    assert found == {
        "k2 Два_документа/приказ.docx": b"one",
        "k2 Два_документа/2 Приказ.docx": b"two",
        "k2 Два_документа/_b_.docx_.exe.docx": b"three",
        "k2 Два_документа/файл.docx": b"four",
    }
    assert not list(uploads(key, {"k2": None}, tmp_path)) and not list(uploads(key, {"k2": {"files": "x"}}, tmp_path))


def test_all_documents_of_the_package_practicum_are_in_the_archive(tmp_path):
    place = course(tmp_path / "course", "practicum_4")
    path, whole = make_portfolio("demo-01", tmp_path, place=place)
    with zipfile.ZipFile(path) as opened:
        names = [name for name in opened.namelist() if name.startswith("01 practicum_4/")]
    answers = json.loads((place.submitted / "demo-01" / "practicum_4" / "answers.json").read_text())["answers"]
    for task, title in (("k2", "Исправьте два документа"), ("k3", "Комплект документов")):
        given = {one["name"] for one in answers[task]["answer"]["files"]}
        assert given and {f"01 practicum_4/{task} {title}/{name}" for name in given} <= set(names), names
    assert "01 practicum_4/list_audita_komplekta.docx" in names
    assert "Загруженные файлы" in text_of(whole.read_bytes())
    wide = [one.page_width > one.page_height for one in docx.Document(str(whole)).sections]
    assert wide == [False, True, False], "the roadmap and the sheet of the audit, one after the other, are wide"
    assert "01 practicum_4/dorozhnaya_karta.docx" in names
