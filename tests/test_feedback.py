"""Feedback: what a participant reads, what never gets there, the same page from both ways."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lesson import EVIL, HOSTILE, OPEN_WHY, RIGHT, SECRET_WHY, WRONG, copy_of, graded, judge, open_lesson, submit

from autograder.feedback import feedback, page_of
from autograder.files import write_json


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    place = open_lesson(tmp_path_factory.mktemp("lesson") / "course")
    table = place.datasets / "rules.csv"  # answers as soon as the term allows; when else: test_opening.py
    table.write_text(table.read_text(encoding="utf-8").replace(",final,", ",term,"), encoding="utf-8")
    graded(place, {"u01": RIGHT, "u02": WRONG, "u03": EVIL, "u04": {}})
    return place


@pytest.fixture
def course(lesson, tmp_path):
    return copy_of(lesson, tmp_path / "course")


def page(course, code):
    feedback("practicum_1", [code], place=course)
    return (course.feedback / code / "practicum_1" / "practicum_1.html").read_text(encoding="utf-8")


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.S)).split())


def test_page_says_points_answers_and_why(course):
    text = words(page(course, "u02"))
    assert "Малый практикум" in text and "u02" in text and "20.11.2026, 12:00" in text
    assert "0 из 3" in text and OPEN_WHY in text
    assert "строка 308" in text.replace("\u00a0", " ") and "002:308" not in text


def test_points_are_those_of_the_gradebook(course):
    assert "10 из 20" in words(page(course, "u01")) and "предварительно" in page(course, "u01")
    judge(course, "u01", "t1", 7.5, f"Хорошо. {HOSTILE}")
    html = page(course, "u01")
    assert "17,5 из 20" in words(html) and "зачтено" in words(html)
    assert "Комментарий преподавателя" in html and "<script" not in html


def test_secret_reference_stays_hidden(course):
    for code in ("u01", "u02", "u04"):
        html = page(course, code)
        assert SECRET_WHY not in html
    secret = words(page(course, "u02")).split("Тайный вопрос")[2].split("Открытый вопрос")[0]
    assert not re.search(r"(?<!не)верный вариант", secret.lower())


def test_model_answer_comes_only_after_a_person_has_judged(course):
    assert "Образец: приказ" not in page(course, "u01")
    judge(course, "u01", "t1", 7)
    assert "Образец: приказ" in page(course, "u01")


def test_no_key_for_handing_in_nothing(course):
    html = page(course, "u04")
    assert OPEN_WHY not in html and "нет ответа" in html


def test_keys_stay_shut_while_the_work_is_returned(course):
    write_json(course.attempts / "practicum_1/u02/1/returned.json", {"attempt": 1, "comment": HOSTILE})
    html = page(course, "u02")
    assert OPEN_WHY not in html and "возвращена на доработку" in html and "<script" not in html


def test_keys_stay_shut_before_the_term(course):
    (course.workspace / "extensions.csv").write_text(
        "code,assignment,due,note\nu02,practicum_1,2026-12-01T23:59,\n", encoding="utf-8"
    )
    now = datetime(2026, 11, 21, tzinfo=UTC)
    feedback("practicum_1", ["u02"], place=course, now=now)
    shut = (course.feedback / "u02/practicum_1/practicum_1.html").read_text(encoding="utf-8")
    feedback("practicum_1", ["u02"], place=course, now=now.replace(month=12, day=5))
    opened = (course.feedback / "u02/practicum_1/practicum_1.html").read_text(encoding="utf-8")
    assert OPEN_WHY not in shut and OPEN_WHY in opened


def test_text_of_participants_is_data(course):
    html = page(course, "u03")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html and "onerror=" not in html
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html


def test_page_is_one_file_without_links_outside(course):
    html = page(course, "u01")
    assert not re.search(r"(src|href)\s*=\s*[\"'](?!#)", html)
    assert "@import" not in html and "url(" not in html


def test_name_is_not_on_the_page(course):
    course.roster.write_text("code,group,surname,name,patronymic,email\nu01,1,Тайнова,Анна,,\n", encoding="utf-8")
    assert "Тайнова" not in page(course, "u01")


def test_ungraded_work_gets_an_honest_page(course):
    folder = submit(course, "u09", {})
    (folder / "answers.json").write_bytes(b"\x00\x01")
    (folder / "practicum_1.ipynb").write_bytes(b"\x00\x01")
    report = feedback("practicum_1", place=course)
    html = (course.feedback / "u09/practicum_1/practicum_1.html").read_text(encoding="utf-8")
    assert "Работа не проверена" in html and "Это не ноль" in html
    assert set(report.not_graded) == {"u09"} and "прочитать не удалось" in report.not_graded["u09"]
    assert len(report.written) == 5


def test_second_attempt_is_not_shown_with_old_points(course):
    submit(course, "u02", RIGHT, at="2026-11-20T18:00:00+03:00")
    assert "Работа не проверена" in page(course, "u02")


def test_nbgrader_gives_the_same_page(course):
    config = (course.root / "nbgrader_config.py").read_text(encoding="utf-8")
    line = '\nc.GenerateFeedback.exporter_class = "autograder.feedback.FeedbackExporter"\n'
    (course.root / "nbgrader_config.py").write_text(config + line, encoding="utf-8")
    env = dict(os.environ, MENTORING_ROOT=str(course.root), JUPYTER_PREFER_ENV_PATH="1")
    command = [str(Path(sys.executable).parent / "nbgrader"), "generate_feedback", "practicum_1", "--force"]
    done = subprocess.run(command, cwd=course.root, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    for code in ("u01", "u03"):
        html = (course.feedback / code / "practicum_1/practicum_1.html").read_text(encoding="utf-8")
        ours = page_of("practicum_1", code, place=course)
        assert [without_clock(html)] == [without_clock(ours)]


def without_clock(html):
    return re.sub(r"Составлено [\d., :]+", "", html)


def test_a_class_of_a_hundred_takes_about_a_second(course):
    for number in range(97):
        submit(course, f"v{number:02d}", RIGHT if number % 2 else EVIL)
    from autograder.batch import grade

    grade("practicum_1", place=course)
    feedback("practicum_1", ["u01"], place=course)
    started = time.perf_counter()
    report = feedback("practicum_1", place=course)
    assert len(report.written) == 101
    assert time.perf_counter() - started < 3  # measured 0.4 s; a loaded machine is no failure


def test_import_is_light():
    heavy = ("pandas", "nbgrader", "nbconvert", "sqlalchemy")
    code = f"import sys, autograder.feedback, autograder.progress; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
