"""A page that opens from disk: what stands in it and what must not; files that come back by mail; the mail merge."""

from __future__ import annotations

import base64
import csv
import json
import re

import pytest
from classroom import open_classroom
from openpyxl import load_workbook

from autograder.attached import taken_out
from autograder.attempts import collect
from autograder.batch import grade
from autograder.errors import KitError
from autograder.feedback import feedback
from autograder.leaks import check_text
from autograder.mailing import mail
from autograder.roster import Person, save_roster
from publishing.page import make_page, page_html
from publishing.page.scripts import data, script

RIGHT = {"q1": {"chosen": ["a", "b"]}, "q2": {"value": "43,02", "unit": "%"}, "t1": {"text": "Положение.", "rows": []}}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return open_classroom(tmp_path_factory.mktemp("page") / "course")


@pytest.fixture(scope="module")
def page(course) -> str:
    return page_html("mini", place=course.place)


def sent(course, code: str, attempt: int = 1, at: str = "2026-11-20T12:00:00+03:00", **head) -> str:
    """What the page's «Сохранить файл ответов» gives."""
    stored = course.stored(code, RIGHT, handed_in=[{"attempt": attempt, "at": at}], page=True,
                           sources={"c1-code": "sum(pairs)"})  # fmt: skip
    return json.dumps(stored | head, ensure_ascii=False)


def test_the_page_forbids_the_network_and_names_no_other_place(page):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src 'none'" in policy and "connect-src" not in policy
    assert not re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', page)
    assert not re.findall(r"https?://(?!www\.w3\.org)", page.split('<script type="module">')[0])


def test_nothing_of_the_key_is_in_the_page(page, course):
    for secret in (
        "43.02",
        "43,02",
        "Сначала утвердить положение",
        "в обеих ролях",
        "reference(",
        '"correct"',
        '"explain"',
    ):
        assert secret not in page.split('<script type="module">')[0], secret


def test_a_page_that_gives_an_answer_away_is_not_written(course, page):
    from autograder import key

    built = key.load(course.place, "mini")
    check_text(built, "Какая доля школ с программой?", "Страница")
    with pytest.raises(KitError, match="q2"):
        check_text(built, "Ответ: 43,02 %", "Страница")
    with pytest.raises(KitError, match="t1"):
        check_text(built, "Сначала утвердить положение, затем назначить куратора.", "Страница")


def test_hostile_words_of_a_question_stay_words():
    assert "</script" not in data({"title": "</script><script>alert(1)</script>"})
    assert "</script" not in script(["choice", "text", "code", "route", "roadmap", "pairing", "checklist"]).lower()


def test_a_page_for_one_participant_holds_the_code(course, tmp_path):
    target = make_page("mini", tmp_path / "стр.html", code="u07", place=course.place)
    text = target.read_text(encoding="utf-8")
    assert '"code": "u07"' in text and 'id="code"' not in text
    with pytest.raises(KitError, match="не годится"):
        page_html("mini", code="../u07", place=course.place)


def test_what_is_not_released_has_no_page(course):
    with pytest.raises(KitError, match="Нет задания «practicum_9»"):
        page_html("practicum_9", place=course.place)


def test_mail_attachments_of_any_name_are_collected_and_graded(tmp_path):
    course = open_classroom(tmp_path / "course")
    save_roster([Person(f"u0{n}", "А", f"Фамилия{n}", "Имя", email=f"u{n}@example.org") for n in (1, 2, 3)],
                place=course.place)  # fmt: skip
    inbox = tmp_path / "почта"
    (inbox / "Письмо 12.11 от Ивановой").mkdir(parents=True)
    (inbox / "mini_u01_1.json").write_text(sent(course, "u01"), encoding="utf-8")
    (inbox / "ответы (1).txt").write_text("\ufeff" + sent(course, "u02"), encoding="utf-8")
    (inbox / "Письмо 12.11 от Ивановой" / "вложение").write_text(sent(course, "u03"), encoding="utf-8")
    later = sent(course, "u03", 2, "2026-11-21T12:00:00+03:00", answers={})
    (inbox / "a_later.json").write_text(later, encoding="utf-8")  # sorts first, was made last
    (inbox / "чужак.json").write_text(sent(course, "zz9"), encoding="utf-8")
    (inbox / "без кода.json").write_text(sent(course, ""), encoding="utf-8")
    (inbox / "фото.jpg").write_bytes(b"\xff\xd8")
    told = "\n".join(collect("mini", inbox, place=course.place).lines())
    assert "Принято работ: 5, не принято: 1" in told
    assert "zz9: принята — проверьте: такого кода нет в списке участников" in told
    assert "без кода.json: не принята — не понять, чья работа" in told
    assert "u03: принята — проверьте: прислано разных файлов: 2, проверяется последний" in told
    again = collect("mini", inbox, place=course.place)
    assert len(again.unchanged) == 5 and not again.collected
    grade("mini", place=course.place)
    assert course.scores("u01") == {"q1": 2.0, "q2": 1.0, "c1": 3.0, "t1": None}
    assert course.scores("u02") == course.scores("u01")
    assert course.scores("u03")["q1"] == 0.0

    report = mail(feedback("mini", place=course.place), tmp_path / "рассылка", course.place)
    assert report.strangers == ("zz9",) and len(report.files) == 4
    rows = list(load_workbook(report.tables[0]).active.values)
    assert rows[0] == ("Код", "Фамилия", "Имя", "Отчество", "Группа", "Электронная почта", "Файл", "Состояние")
    assert rows[1][:2] == ("u01", "Фамилия1") and rows[1][5:7] == ("u1@example.org", "mini_u01.html")
    with open(report.tables[1], encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["Код", "u01", "u02", "u03", "zz9"]
    assert all(path.is_file() and "Фамилия" not in path.read_text(encoding="utf-8") for path in report.files)


def test_files_that_a_page_put_into_its_answers_come_out_as_uploads():
    name, inside = "doc_d1_0123456789abcdef.docx", base64.b64encode(b"PK").decode()
    strange = {"../evil.docx": inside, "doc_d1_x.exe": inside, "a": 5}
    given = {"answers": {}, "page": True, "files": {name: inside, **strange}}
    text, files = taken_out(json.dumps(given).encode())
    assert files == {name: b"PK"} and "files" not in json.loads(text)
    plain = json.dumps({"answers": {}, "files": {name: inside}}).encode()
    assert taken_out(plain) == (plain, {}) and taken_out(b'["files"') == (b'["files"', {})
