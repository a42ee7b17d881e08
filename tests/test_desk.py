"""The grading desk: what marks come to, what the gradebook holds after them, what its pages show and refuse."""

import json
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from judged import open_course
from lesson import HOSTILE, copy_of, judge, submit
from tornado.testing import AsyncHTTPTestCase

from autograder import forget
from autograder.batch import grade
from autograder.errors import KitError
from autograder.feedback import feedback
from autograder.judging import app, phrases
from autograder.judging.agreement import exact_share, weighted_kappa
from autograder.judging.desk import Desk
from autograder.judging.rubric import Criterion, Level, criteria, points_of, step
from autograder.judging.verdict import Answer, Judgement, decide, differ, pairs
from autograder.marks import read_marks

T = ("practicum_1", "t1")
TOP, MIDDLE, LOW = {"why": 2, "step": 2}, {"why": 1, "step": 1}, {"why": 0, "step": 0}


# --- pure ---------------------------------------------------------------------------------------------------------


def test_kappa_is_that_of_scikit_learn():
    # sklearn.metrics.cohen_kappa_score(…, weights="quadratic"), scikit-learn 1.9.1
    one, two = [0, 1, 2, 3, 3, 2, 1, 0, 2, 1], [0, 2, 2, 3, 1, 2, 1, 1, 3, 1]
    assert weighted_kappa(list(zip(one, two, strict=True))) == pytest.approx(0.631578947368421)
    assert weighted_kappa([(0, 1), (0, 1), (1, 0), (1, 0)]) == pytest.approx(-1)
    assert weighted_kappa([(0, 0), (1, 1), (2, 2), (2, 0), (0, 0)]) == pytest.approx(0.5)


def test_kappa_says_nothing_where_there_is_nothing_to_say():
    assert weighted_kappa([]) is None and exact_share([]) is None
    assert weighted_kappa([(2, 2), (2, 2)]) is None
    assert weighted_kappa([(1, 1), (2, 2)]) == 1 and exact_share([(1, 1), (2, 1)]) == 0.5


def mark(who, points, levels=None, turn=1, comment="", step=3.0):
    return Judgement(who, turn, points, levels or {}, step, comment, at=f"{turn}")


def test_more_than_a_step_apart_goes_to_a_third_look():
    near = mark("a", 10, TOP), mark("b", 8, {"why": 2, "step": 1}, 2)
    assert not differ(*near) and decide(near).points == 9
    assert differ(mark("a", 10, TOP), mark("b", 6, {"why": 2, "step": 0}, 2))  # two levels in one criterion
    assert differ(mark("a", 10), mark("b", 6.5, turn=2)) and not differ(mark("a", 10), mark("b", 7, turn=2))
    far = mark("a", 10, TOP, comment="Отлично."), mark("b", 0, LOW, 2, "Пусто.")
    assert decide(far).disputed
    assert decide((*far, mark("c", 4, turn=3))).points == 4
    assert decide((*far, mark("c", 4, turn=3))).comment == "Отлично.\n\nПусто."
    assert decide(()) is None and decide(far[:1]).points == 10


def test_who_is_asked_what():
    fresh = Answer("n", "u", "", None, True)
    once = Answer("n", "u", "", 10.0, False, (mark("a", 10, TOP),))
    apart = Answer("n", "u", "", None, True, (mark("a", 10, TOP), mark("b", 0, LOW, 2)))
    assert fresh.waits_for("a", "first") and not fresh.waits_for("a", "second")
    assert once.waits_for("b", "second") and not once.waits_for("a", "second") and not once.waits_for("b", "first")
    assert apart.waits_for("c", "third") and not apart.waits_for("b", "third")
    assert Answer("n", "u", "", 7.0, False, once.judgements).outside  # changed in the formgrader
    assert pairs([once, apart]) == {"": [(10, 0)], "why": [(2, 0)], "step": [(2, 0)]}


def test_points_come_from_levels_and_can_be_corrected():
    lines = criteria(
        {
            "rubric": [
                {
                    "id": "a",
                    "criterion": "А",
                    "levels": [
                        {"points": 4, "text": "да", "anchor": ""},
                        {"points": 0, "text": "нет"},
                        {"points": 1, "text": "так"},
                    ],
                }
            ]
        }
    )
    assert lines == (Criterion("a", "А", (Level(0, "нет"), Level(1, "так"), Level(4, "да"))),) and step(lines, 4) == 3
    assert points_of(lines, {"a": 2}, None, 4) == 4 and points_of(lines, {"a": 2}, 3.5, 4) == 3.5
    assert points_of((), {}, 2, 4) == 2 and step((), 10) == 2
    for chosen, corrected in (({}, None), ({"a": 3}, None), ({"a": True}, None), ({"b": 0}, 1), ({}, -1), ({}, 4.1),
                              ({}, float("nan")), ({}, "3"), ({}, True)):  # fmt: skip
        with pytest.raises(KitError):
            points_of(lines, chosen, corrected, 4)


# --- the gradebook ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    return open_course(tmp_path_factory.mktemp("desk") / "course")


@pytest.fixture
def place(origin, tmp_path):
    return copy_of(origin, tmp_path / "course")


@pytest.fixture
def desk(place):
    made = Desk(place)
    yield made
    made.ledger.close()


def found(desk, code):
    return next(one for one in desk.listed(*T, "x") if one.code == code)


def put(desk, code, who, levels=TOP, points=None, comment=""):
    answer = found(desk, code)
    given = {"levels": levels, "points": points, "comment": comment, "stamp": answer.stamp}
    return desk.mark(*T, answer.id, who, given)


def held(place, code):
    return read_marks(place.db_url)["practicum_1", code].tasks["t1"]


def test_a_mark_goes_to_nbgrader_and_feedback(desk, place):
    assert [line.counts["first"] for line in desk.lines("Анна")] == [3]
    put(desk, "u01", "Анна", {"why": 2, "step": 1}, comment="Хорошо, уточните срок.")
    mark = held(place, "u01")
    assert (mark.manual, mark.needs_manual, mark.comment) == (8, False, "Хорошо, уточните срок.")
    from nbgrader.api import Gradebook

    with Gradebook(place.db_url) as gradebook:  # what the formgrader reads
        row = gradebook.find_grade("t1", "practicum_1", "practicum_1", "u01")
        assert (row.score, row.needs_manual_grade) == (8, False)
        said = gradebook.find_comment("t1", "practicum_1", "practicum_1", "u01")
        assert said.comment == "Хорошо, уточните срок."
        assert not gradebook.find_submission("practicum_1", "u01").needs_manual_grade
    feedback("practicum_1", ["u01"], place=place)
    page = (place.feedback / "u01" / "practicum_1" / "practicum_1.html").read_text(encoding="utf-8")
    assert "Хорошо, уточните срок." in page and "8 из 10" in page.replace("\u00a0", " ")


def test_two_near_marks_give_their_mean_and_far_ones_wait(desk, place):
    put(desk, "u01", "Анна", TOP, comment="Верно.")
    put(desk, "u01", "Борис", {"why": 2, "step": 1}, comment="Шаг не назван.")
    assert (held(place, "u01").manual, held(place, "u01").comment) == (9, "Верно.\n\nШаг не назван.")
    put(desk, "u02", "Анна", TOP)
    apart = put(desk, "u02", "Борис", LOW)
    assert apart.state == "third" and held(place, "u02").manual is None and held(place, "u02").needs_manual
    assert desk.next(*T, "third", "Борис") is None
    card = desk.next(*T, "third", "Вера")
    assert card.answer.code == "u02" and {one.points for one in card.others} == {10, 0}
    put(desk, "u02", "Вера", MIDDLE)
    assert held(place, "u02").manual == 5 and not held(place, "u02").needs_manual
    two = desk.agreement(*T)
    assert [one.pairs for one in two] == [2, 2, 2] and two[-1].exact == 0


def test_the_second_grader_reads_nothing_of_the_first(desk):
    put(desk, "u01", "Анна", TOP, comment="Замечание Анны")
    card = desk.next(*T, "second", "Борис")
    assert card.answer.code == "u01" and not card.others and card.mine is None and card.comment == ""


def test_a_corrected_mark_of_ones_own_settles_a_dispute(desk, place):
    put(desk, "u01", "Анна", TOP)
    put(desk, "u01", "Борис", LOW)
    assert put(desk, "u01", "Борис", {"why": 2, "step": 1}).state == "done" and held(place, "u01").manual == 9


def test_marks_of_the_formgrader_appear_and_are_not_lost(desk, place):
    judge(place, "u01", "t1", 7.5, "Из formgrader")
    answer = found(desk, "u01")
    assert answer.outside and answer.manual == 7.5 and not answer.waits_for("Анна", "first")
    put(desk, "u01", "Анна", {"why": 1, "step": 2}, comment="Согласна.")
    assert {one.who for one in found(desk, "u01").judgements} == {"formgrader", "Анна"}
    assert (held(place, "u01").manual, held(place, "u01").comment) == (7.25, "Из formgrader\n\nСогласна.")
    judge(place, "u01", "t1", 2, "Решение formgrader")
    assert found(desk, "u01").state == "done" and found(desk, "u01").outside
    put(desk, "u01", "Борис", TOP)  # whoever marks after that settles it anew
    assert held(place, "u01").manual == 10 and len(found(desk, "u01").judgements) == 3


def test_a_comment_mended_in_the_formgrader_stays_beside_a_second_mark(desk, place):
    put(desk, "u01", "Анна", TOP, comment="Верна.")
    judge(place, "u01", "t1", 10, "Верно.")
    put(desk, "u01", "Борис", TOP, comment="Да.")
    assert held(place, "u01").comment == "Верно.\n\nДа." and held(place, "u01").manual == 10


def test_a_regrade_asks_to_confirm_and_a_new_attempt_to_judge_anew(desk, place):
    put(desk, "u01", "Анна", TOP)
    put(desk, "u02", "Анна", TOP)
    old = found(desk, "u01")
    submit(place, "u01", {"t1": {"text": "Совсем другой ответ."}}, at="2026-11-21T12:00:00+03:00")
    grade("practicum_1", place=place, force=True)
    assert found(desk, "u01").judgements == () and found(desk, "u01").state == "waiting"
    assert found(desk, "u02").state == "waiting" and found(desk, "u02").judgements
    with pytest.raises(KitError, match="новая попытка"):
        desk.mark(*T, old.id, "Борис", {"levels": TOP, "points": None, "stamp": old.stamp})
    assert desk.confirm(*T) == 1 and held(place, "u02").manual == 10 and not held(place, "u02").needs_manual
    assert held(place, "u01").needs_manual


GRADING = """
import sys
from pathlib import Path
from autograder.batch import grade
from autograder.layout import Layout
place = Layout(Path(sys.argv[1]), Path(sys.argv[1]) / "workspace")
for turn in range(6):
    report = grade("practicum_1", place=place, force=True)
    assert len(report.graded) == 4, report.lines()
"""


def test_graders_and_a_batch_at_once_lose_nothing(desk, place):
    batch = subprocess.Popen([sys.executable, "-c", GRADING, str(place.root)], stderr=subprocess.PIPE, text=True)
    failed = []

    def person(who, points):
        own = Desk(place)
        try:
            for _ in range(10):
                for code in ("u01", "u02", "u03"):
                    put(own, code, who, {}, points, f"Пишет {who}")
        except Exception as error:
            failed.append(error)
        finally:
            own.ledger.close()

    people = [threading.Thread(target=person, args=given) for given in (("Анна", 8), ("Борис", 6))]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert batch.wait(120) == 0, batch.stderr.read()
    assert not failed
    desk.confirm(*T)
    for code in ("u01", "u02", "u03"):
        assert {one.who: one.points for one in found(desk, code).judgements} == {"Анна": 8, "Борис": 6}
        assert held(place, code).manual == 7 and set(held(place, code).comment.split("\n\n")) == {
            "Пишет Анна", "Пишет Борис"}  # fmt: skip


def test_a_failed_write_leaves_neither_half(desk, place, monkeypatch):
    from autograder.judging import ledger

    monkeypatch.setattr(ledger, "_final", lambda *_: (_ for _ in ()).throw(ValueError("disk")))
    with pytest.raises(ValueError):
        put(desk, "u01", "Анна")
    assert found(desk, "u01").judgements == () and held(place, "u01").needs_manual


def test_a_forgotten_participant_leaves_no_marks(desk, place):
    put(desk, "u01", "Анна", comment="Хорошо, u01")
    put(desk, "u02", "Анна")
    assert forget.forget(["u01"], place=place).left == ()
    with desk.ledger.reading.connect() as connection:
        from autograder.judging.ledger import JUDGEMENT

        assert len(connection.execute(JUDGEMENT.select()).all()) == 1


def test_the_bank_keeps_phrases_by_task(place):
    for text in ("Назовите срок.", "Назовите\nответственного.", "Назовите срок."):
        phrases.add(place, *T, text)
    phrases.add(place, "practicum_1", "другая", "Чужая фраза")
    phrases.path(place).open("a", encoding="utf-8").write("не JSON\n")
    assert phrases.read(place, *T) == ["Назовите срок.", "Назовите ответственного."]
    phrases.add(place, *T, "Назовите срок.", removed=True)
    assert phrases.read(place, *T) == ["Назовите ответственного."]
    with pytest.raises(KitError):
        phrases.add(place, *T, "  ")


def test_the_desk_knows_nothing_of_the_course():
    for path in (Path(app.__file__).parent).glob("*.py"):
        assert not re.search(r"(import|from) mentoring", path.read_text(encoding="utf-8")), path


# --- pages --------------------------------------------------------------------------------------------------------


@contextmanager
def pages(place, grader="Анна"):
    """`ask(path, body=None, **headers)` over a running application, signed in."""

    class Case(AsyncHTTPTestCase):
        def get_app(self):
            return app.application(place, "secret-token", grader)

        def runTest(self):
            pass

    case = Case()
    case.setUp()
    jar = {}

    def ask(path, body=None, follow=False, **headers):
        cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
        given = {"headers": {"Cookie": cookies, **headers}, "follow_redirects": follow}
        if body is not None:
            given |= {"method": "POST", "body": body if isinstance(body, str) else json.dumps(body)}
        response = case.fetch(path, **given)
        for cookie in response.headers.get_list("Set-Cookie"):
            name, _, value = cookie.split(";")[0].partition("=")
            jar[name] = value
        return response

    try:
        yield ask
    finally:
        case.tearDown()


def signed_in(ask):
    assert ask("/desk?token=secret-token").code == 302
    ask("/desk")
    page = ask("/desk/task/practicum_1/t1").body.decode()
    return re.search(r'data-token="([^"]+)"', page)[1]


def test_nothing_without_the_token(place):
    with pages(place) as ask:
        for path in ("/desk", "/desk/task/practicum_1/t1", "/desk/static/desk.js", "/desk?token=wrong",
                     "/desk/api/next?assignment=practicum_1&task=t1&queue=first"):  # fmt: skip
            refused = ask(path)
            assert refused.code == 403 and "u01" not in refused.body.decode() and "Вывод" not in refused.body.decode()
        assert ask("/desk/api/mark", {}).code == 403
        redirect = ask("/desk?token=secret-token")
        assert "token" not in redirect.headers["Location"]
        signed_in(ask)
        assert ask("/desk/api/mark", {"assignment": "practicum_1", "task": "t1"}).code == 403  # no XSRF token


def test_a_grader_goes_through_the_queue_without_seeing_codes(place):
    with pages(place) as ask:
        token = signed_in(ask)
        home = ask("/desk").body.decode()
        assert "Что проверить" in home and ">3</a>" in home and "Анна" in home
        seen = set()
        for left in (2, 1, 0):
            card = json.loads(ask("/desk/api/next?assignment=practicum_1&task=t1&queue=first").body)
            assert not re.search(r"\bu0\d\b", card["html"]) and "Вывод обоснован" in card["html"]
            assert "Образец: приказ" not in card["html"] and "<script" not in card["html"]
            stamp = re.search(r'data-stamp="([^"]*)"', card["html"])[1]
            mark = {"assignment": "practicum_1", "task": "t1", "id": card["id"], "stamp": stamp, "levels": MIDDLE,
                    "points": None, "comment": HOSTILE}  # fmt: skip
            done = json.loads(ask("/desk/api/mark", mark, **{"X-XSRFToken": token}).body)
            assert done["counts"]["first"] == left and done["state"] == "single"
            seen.add(card["id"])
        assert len(seen) == 3
        assert json.loads(ask("/desk/api/next?assignment=practicum_1&task=t1&queue=first").body)["id"] == ""
        assert held(place, "u01").manual == 5
        listed = ask("/desk/list/practicum_1/t1").body.decode()
        assert "проверен один раз" in listed and not re.search(r"\bu0\d\b", listed)
        shown = ask(f"/desk/task/practicum_1/t1?id={card['id']}&queue=all").body.decode()
        assert "<script>alert" not in shown and "&lt;script&gt;" in shown


def test_what_is_shown_on_demand(desk, place):
    with pages(place) as ask:
        signed_in(ask)
        of = found(desk, "u01").id

        def show(what):
            return json.loads(ask(f"/desk/api/show?assignment=practicum_1&task=t1&id={of}&what={what}").body)

        assert "Образец: приказ" in show("model")["html"] and "Что сделать с приказом" in show("question")["html"]
        assert "приказ без номера и даты" in show("rest")["html"] and "u01" in show("code")["html"]
        assert "error" in show("nothing")


def test_what_a_person_can_get_wrong_is_one_russian_sentence(desk, place):
    with pages(place) as ask:
        token = {"X-XSRFToken": signed_in(ask)}
        answer = found(desk, "u01")
        base = {"assignment": "practicum_1", "task": "t1", "id": answer.id, "stamp": answer.stamp, "comment": ""}
        wrong = [
            {**base, "levels": {"why": 1}, "points": None}, {**base, "levels": {"why": 9, "step": 0}, "points": None},
            {**base, "levels": [], "points": 1}, {**base, "levels": {}, "points": 11}, {**base, "id": "nobody"},
            {**base, "levels": TOP, "points": None, "stamp": "2020-01-01"}, {**base, "task": "q9", "levels": TOP},
            {**base, "levels": TOP, "comment": "я" * 7000}, {"assignment": 5}, "[]", "{",
        ]  # fmt: skip
        for body in wrong:
            response = ask("/desk/api/mark", body, **token)
            said = json.loads(response.body)["error"]
            assert response.code == 400 and re.search("[а-я]", said) and "Traceback" not in said, body
        assert held(place, "u01").needs_manual
        for path in ("/desk/task/practicum_1/none", "/desk/task/none/t1", "/desk/task/practicum_1/t1?queue=nine"):
            assert ask(path).code == 400 and "Не получилось" in ask(path).body.decode()


def test_an_empty_workspace_is_a_sentence(tmp_path):
    from autograder.layout import Layout

    with pytest.raises(KitError, match="Журнала оценок ещё нет"):
        Desk(Layout(tmp_path, tmp_path / "workspace"))
