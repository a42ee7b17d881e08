"""A page from disk in a real Chromium at a phone's width: answered, reloaded, saved as a file, collected, graded."""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from classroom import open_classroom

from autograder.attached import taken_out
from autograder.attempts import collect
from autograder.batch import grade
from autograder.uploads import NAME as UPLOAD
from mentoring.tasks import kind_of
from publishing.page import make_page
from publishing.page.scripts import HERE

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = open_classroom(tmp_path_factory.mktemp("page") / "course")
    make_page("mini", made.place.root / "mini.html", place=made.place)
    return made


@pytest.fixture
def opened(browser: Browser, course):
    context = browser.new_context(viewport=PHONE, locale="ru-RU", accept_downloads=True)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto((course.place.root / "mini.html").as_uri())
    page.wait_for_selector(".pg-ready", state="attached")
    yield page
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    context.close()


def answer(page: Page) -> None:
    for text in ("Педагог педагогу", "Ученик ученику"):
        page.locator("#task-q1").get_by_text(text).click()
    page.locator("#task-q2 input[type=text], #task-q2 input:not([type])").first.fill("43,02")
    page.locator("#task-q2 select").first.select_option("%")
    page.locator("#task-t1 textarea").fill("Положение.")
    page.locator(".pg-cell summary").click()
    page.locator("textarea[data-cell=c1-code]").fill("sum(pairs)")
    expect(page.locator("#done")).to_have_text("Заполнено 4 из 4")


def save(page: Page, folder: Path, name: str) -> dict:
    page.locator("#save").click()
    with page.expect_download() as got:
        page.locator("#ask .mf-primary").click()
    folder.mkdir(exist_ok=True)
    got.value.save_as(folder / name)
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_answers_survive_a_reload_leave_as_a_file_and_are_graded(opened: Page, course, tmp_path):
    page = opened
    expect(page.locator("#done")).to_have_text("Заполнено 0 из 4")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    answer(page)
    page.wait_for_timeout(600)
    page.reload()
    page.wait_for_selector(".pg-ready", state="attached")
    expect(page.locator("#done")).to_have_text("Заполнено 4 из 4")
    expect(page.locator("#task-t1 textarea")).to_have_value("Положение.")
    page.locator("#save").click()
    expect(page.locator("#said")).to_contain_text("Впишите свой код")
    page.locator("#code").fill("u07")
    data = save(page, tmp_path / "почта", "Re_ работа.txt")
    assert data["participant"] == "u07" and data["sources"] == {"c1-code": "sum(pairs)"}
    expect(page.locator("#task-q1 input").first).to_be_disabled()
    page.locator("#change").click()
    page.locator("#task-t1 textarea").fill("Положение. И приказ.")
    page.wait_for_timeout(600)
    assert [one["attempt"] for one in save(page, tmp_path / "почта", "ещё.json")["handed_in"]] == [1, 2]
    told = collect("mini", tmp_path / "почта", place=course.place)
    assert len(told.collected) == 2 and not told.refused
    grade("mini", place=course.place)
    assert course.scores("u07") == {"q1": 2.0, "q2": 1.0, "c1": 3.0, "t1": None}


def test_a_saved_file_goes_on_elsewhere_and_a_strange_one_is_told_in_russian(opened: Page, course, tmp_path):
    for content, words in (("{", "не файл ответов"), ('{"answers": {}, "assignment": "other"}', "другого задания")):
        opened.set_input_files("#load", {"name": "a.json", "mimeType": "text/plain", "buffer": content.encode()})
        expect(opened.locator("#said")).to_contain_text(words)
    stored = course.stored("u05", {"q1": {"chosen": ["c"]}, "t1": {"text": "<b>не разметка</b>", "rows": []}})
    opened.set_input_files("#load", {"name": "a.json", "mimeType": "text/plain", "buffer": json.dumps(stored).encode()})
    expect(opened.locator("#done")).to_have_text("Заполнено 2 из 4")
    expect(opened.locator("#task-t1 textarea")).to_have_value("<b>не разметка</b>")
    expect(opened.locator("#code")).to_have_value("u05")
    assert save(opened, tmp_path, "a.json")["answers"]["q1"]["answer"] == {"chosen": ["c"]}


def test_a_browser_that_keeps_nothing_says_so_and_still_gives_the_file(browser: Browser, course, tmp_path):
    context = browser.new_context(viewport=PHONE, locale="ru-RU", accept_downloads=True)
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });")
    page = context.new_page()
    page.goto((course.place.root / "mini.html").as_uri())
    page.wait_for_selector(".pg-ready", state="attached")
    expect(page.locator("#storage")).to_be_visible()
    answer(page)
    page.locator("#code").fill("u08")
    data = save(page, tmp_path, "a.json")
    assert (
        data["answers"]["q2"]["answer"]["value"] == "43,02" and data["answers"]["t1"]["answer"]["text"] == "Положение."
    )
    context.close()


def test_what_is_missing_is_told_as_python_tells_it(browser: Browser):
    page = browser.new_page()
    page.goto("about:blank")
    page.add_script_tag(content=(HERE / "missing.js").read_text(encoding="utf-8") + "\nwindow.missingOf = missingOf;")
    known = page.evaluate("Object.keys(MISSING)")  # another kind is complete as soon as it was answered
    names = sorted({point.name for point in entry_points(group="autograder.kinds")} & set(known))
    compared = 0
    for name in names:
        kind = kind_of(name)
        for sample in kind.samples():
            question, given = sample.question, sample.answer
            form = given.get("form") if isinstance(given, dict) and "form" in given else given
            if name == "code" and isinstance(given, dict) and given.get("code"):
                continue
            try:
                read = None if given is None else kind.read_answer(given)
                told = kind.missing(question, read)
            except Exception:  # an unreadable sample says nothing here
                continue
            drawn = page.evaluate("([q, a]) => missingOf(q, a)", [question.model_dump(mode="json"), form])
            assert drawn == told, (name, sample.name)
            compared += 1
    assert compared > 35
    page.close()


def test_an_uploaded_file_is_named_by_its_digest_and_travels_in_the_answers(browser: Browser, tmp_path):
    page = browser.new_page()
    (tmp_path / "a.html").write_text("<title>a</title>", encoding="utf-8")
    page.goto((tmp_path / "a.html").as_uri())
    scripts = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("sha256.js", "keeping.js"))
    page.add_script_tag(content=scripts + "\nwindow.keeping = keeping; window.sha256 = sha256;")
    for content in (b"", b"abc", bytes(range(256)) * 300, b"x" * 119):
        assert page.evaluate("(b) => sha256(new Uint8Array(b))", list(content)) == hashlib.sha256(content).hexdigest()
    kept = page.evaluate("""() => {
      const store = keeping({ assignment: "a", release: "r", variant: "base", code: "u1", tasks: [], stubs: {} });
      const file = store.attach("d1", "Приказ.DOCX", new TextEncoder().encode("слово").buffer);
      store.save("d1", { files: [file], evidence: {} });
      return store.file();
    }""")
    given = kept["answers"]["d1"]["answer"]["files"][0]
    assert UPLOAD.fullmatch(given["file"]) and given["sha256"] == hashlib.sha256("слово".encode()).hexdigest()
    _, files = taken_out(json.dumps(kept).encode())
    assert files == {given["file"]: "слово".encode()}
    page.close()


@pytest.fixture
def windows(browser: Browser, tmp_path):
    """A page on which `keeping` makes a store for each window: they share what the browser keeps."""
    page = browser.new_page()
    (tmp_path / "a.html").write_text("<title>a</title>", encoding="utf-8")
    page.goto((tmp_path / "a.html").as_uri())
    scripts = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("sha256.js", "keeping.js"))
    made = "keeping({ assignment: 'a', release: 'r', variant: 'base', code: '', tasks: [], stubs: { 'c1-code': '' } })"
    page.add_script_tag(content=f"{scripts}\nwindow.window_ = () => {made};")
    yield page
    page.close()


def test_a_window_that_was_open_before_loses_nothing_of_another_one(windows: Page):
    kept = windows.evaluate("""() => {
      const [first, second] = [window_(), window_()];
      first.source("c1-code", "sum(pairs)");
      first.name("u07");
      const file = first.attach("d1", "Приказ.docx", new TextEncoder().encode("слово").buffer);
      first.save("d1", { files: [file] });
      second.save("q1", { chosen: ["a"] });
      first.hand();
      second.save("q2", { value: "1" });
      return { file: second.file(), open: second.state.open, again: window_().file() };
    }""")
    assert kept["file"] == kept["again"]
    assert kept["file"]["participant"] == "u07" and kept["file"]["sources"] == {"c1-code": "sum(pairs)"}
    assert set(kept["file"]["answers"]) == {"d1", "q1"} and len(kept["file"]["files"]) == 1
    assert [one["attempt"] for one in kept["file"]["handed_in"]] == [1] and not kept["open"]


def test_two_windows_that_answer_one_task_ask_which_answer_stays(windows: Page):
    told = windows.evaluate("""() => {
      const [first, second] = [window_(), window_()];
      const begun = first.save("q1", "начало", 0);
      const newer = first.save("q1", "из первого окна", 1);
      const older = second.save("q1", "из второго окна", 1);
      const chosen = second.save("q1", "из второго окна", older.conflict.revision, true);
      return { begun, newer, older, chosen, file: second.file() };
    }""")
    assert told["begun"]["saved"] and told["newer"]["saved"] and "saved" not in told["older"]
    assert told["older"]["conflict"]["answer"] == "из первого окна" and told["chosen"]["saved"]
    kept = told["file"]["answers"]["q1"]
    assert (kept["answer"], kept["revision"]) == ("из второго окна", 3)
    lost = {(one["task"], one["answer"]) for one in told["file"]["history"]}
    assert ("q1", "из первого окна") in lost


def test_a_second_window_of_the_page_is_told_of_the_other_ones_answer(browser: Browser, course):
    context = browser.new_context(viewport=PHONE, locale="ru-RU")
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto((course.place.root / "mini.html").as_uri())
        page.wait_for_selector(".pg-ready", state="attached")
    first.locator("#task-t1 textarea").fill("Первое окно.")
    expect(first.locator("#task-t1 .mf-state")).to_contain_text("Сохранено")
    second.locator("#task-t1 textarea").fill("Второе окно.")
    expect(second.locator("#task-t1 .mf-conflict")).to_be_visible()
    second.get_by_role("button", name="Оставить ответ из этого окна").click()
    expect(second.locator("#task-t1 .mf-state")).to_contain_text("Сохранено")
    first.reload()
    expect(first.locator("#task-t1 textarea")).to_have_value("Второе окно.")
    context.close()
