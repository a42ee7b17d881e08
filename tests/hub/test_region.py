"""A region on one server: real JupyterHub, proxy, system accounts, Voilà and Chromium; nobody sees another's files."""

from __future__ import annotations

import json
import re
import subprocess

import people
import pytest
from place import GROUP, Region
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def as_account(region: Region, account: str, code: str) -> subprocess.CompletedProcess:
    """Python under an account, as a participant's kernel could run it."""
    return subprocess.run(
        [region.python, "-c", code], cwd="/", env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, capture_output=True,
        text=True, timeout=60, **region.identity(account),
    )  # fmt: skip


@pytest.fixture(scope="module")
def handed_in(region, chromium):
    """u01 goes the whole way to a handed-in work; u02 has a server of their own."""
    with people.signed_in(chromium, region, region.account("u01")) as page:
        people.wait_for_map(page)
        expect(page.get_by_role("heading", name="Новое от преподавателя")).to_be_visible()
        work = people.open_work(page)
        people.answer(work)
        people.hand_in(work)
    return region


def test_a_wrong_password_is_told_in_russian(region, chromium):
    page = chromium.new_context(locale="ru-RU").new_page()
    page.goto(region.address)
    page.get_by_label("Имя для входа").fill(region.account("u01"))
    page.get_by_label("Пароль").fill("не тот")
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("alert")).to_contain_text("не подошли")
    assert not re.search(r"\b(Sign in|Username|Invalid|JupyterHub)\b", page.locator("body").inner_text())


def test_a_work_goes_in_and_feedback_comes_back_without_a_word_of_nbgrader(handed_in, chromium):
    region = handed_in
    box = region.exchange / "mailboxes" / "u01" / "in" / "practicum_1" / "u01" / "1"
    assert (box / "answers.json").is_file()
    said = region.as_grader("collect", "practicum_1")
    assert re.match(r"Принято работ: [1-9]\d*, не принято: 0", said)  # works of other tests may wait too
    region.as_grader("grade", "practicum_1")
    region.as_grader("feedback", "practicum_1")
    with people.signed_in(chromium, region, region.account("u01")) as page:
        people.wait_for_map(page)
        section = page.locator(".widget-html", has=page.get_by_role("heading", name="Новое от преподавателя"))
        expect(section).to_contain_text("тзыв")
        assert "nbgrader" not in page.locator("body").inner_text().lower()
        with page.context.expect_page() as opened:
            section.locator('a[href*="feedback"]').first.click()
        expect(opened.value.locator("body")).to_contain_text("Ёжик съел щавель", timeout=60_000)


def test_a_work_given_back_can_be_changed_and_handed_in_again(handed_in, chromium):
    region = handed_in
    region.as_grader("collect", "practicum_1")
    assert "увидит" in region.as_grader("return", "practicum_1", "u01", "--comment", "Добавьте сроки")
    with people.signed_in(chromium, region, region.account("u01")) as page:
        people.wait_for_map(page)
        work = people.open_work(page)
        people.answer(work, people.TEXT + " Сроки — до 1 декабря.")
        people.hand_in(work)
    region.as_grader("collect", "practicum_1")
    kept = sorted(
        path.name for path in (region.workspace / "attempts" / "practicum_1" / "u01").iterdir() if path.is_dir()
    )
    assert kept == ["1", "2"]


def test_the_system_keeps_every_account_out_of_what_is_not_theirs(handed_in):
    region = handed_in
    box = region.exchange / "mailboxes"
    private = [
        region.home("u01"), region.home("u01") / "practicum_1" / "answers.json",
        box / "u01" / "in", box / "u01" / "in" / "practicum_1" / "u01" / "1" / "answers.json", box / "u01" / "out",
        region.workspace, region.workspace / "keys", region.workspace / "roster.csv", region.workspace / "release",
        region.kit / "assignments", region.kit / "assignments" / "practicum_1" / "practicum_1.ipynb",
        region.exchange / "inbound", region.folder / "hub" / "cookie_secret", region.folder / "hub",
    ]  # fmt: skip
    probe = (
        "import json, os, pathlib, sys\n"
        "def read(name):\n"
        "    path = pathlib.Path(name)\n"
        "    try:\n"
        "        return len(os.listdir(path)) if path.is_dir() else len(path.read_bytes())\n"
        "    except OSError as error:\n"
        "        return type(error).__name__\n"
        f"print(json.dumps([read(name) for name in {[str(path) for path in private]!r}]))"
    )
    seen_by_root = json.loads(subprocess.run([region.python, "-c", probe], capture_output=True, text=True).stdout)
    assert all(isinstance(found, int) for found in seen_by_root), "the probe finds these files where it may"
    for account in (region.account("u02"), f"{GROUP}-teacher1"):
        seen = json.loads(as_account(region, account, probe).stdout)
        assert seen == ["PermissionError"] * len(private), dict(zip(map(str, private), seen, strict=True))


def test_a_participant_can_put_nothing_into_anothers_mailbox_and_reads_what_is_released(handed_in):
    region = handed_in
    target = region.exchange / "mailboxes" / "u01" / "in" / "practicum_1"
    done = as_account(region, region.account("u02"), f"open({str(target / 'forged.zip')!r}, 'w')")
    assert "PermissionError" in done.stderr
    released = region.exchange / "outbound" / "practicum_1" / "practicum_1.ipynb"
    assert as_account(region, region.account("u02"), f"print(len(open({str(released)!r}).read()))").returncode == 0


def test_a_work_with_anothers_code_in_ones_own_mailbox_is_refused_by_name(handed_in):
    region = handed_in
    source = region.exchange / "mailboxes" / "u01" / "in" / "practicum_1" / "u01" / "1" / "answers.json"
    folder = region.exchange / "mailboxes" / "u02" / "in" / "practicum_1" / "u01" / "1"
    put = (
        f"import pathlib; p = pathlib.Path({str(folder)!r}); p.mkdir(parents=True); "
        f"(p / 'answers.json').write_text({source.read_text()!r})"
    )
    assert as_account(region, region.account("u02"), put).returncode == 0
    said = region.as_grader("collect", "practicum_1")
    assert "чужим кодом" in said
    subprocess.run(["rm", "-rf", region.exchange / "mailboxes" / "u02" / "in" / "practicum_1"], check=True)


def test_another_participants_server_and_the_instructors_pages_answer_nothing(handed_in, chromium):
    region = handed_in
    with people.signed_in(chromium, region, region.account("u02")) as page:
        people.wait_for_map(page)
        own, other = f"/user/{region.account('u02')}", f"/user/{region.account('u01')}"
        refused = [
            f"{other}/", f"{other}/voila/render/index.ipynb", f"{other}/voila/render/{people.WORK}",
            f"{other}/voila/files/feedback/practicum_1.html", f"{other}/api/kernels", f"/services/{GROUP}/",
            f"/services/{GROUP}/lab", f"/services/{GROUP}/formgrader", f"/services/{GROUP}/api/contents",
            "/hub/api/users", f"/hub/api/users/{region.account('u01')}", "/hub/admin", "/hub/api/groups",
            "/hub/api/proxy", "/hub/metrics",
        ]  # fmt: skip
        for path in refused:
            answer = page.request.get(region.address + path)
            assert answer.status in (403, 404), (path, answer.status, answer.url)
            assert "Ёжик" not in answer.text()
        tricks = [
            "/voila/files/../../../../etc/passwd", "/voila/files/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "/voila/files/..%2f..%2f..%2f..%2fetc%2fpasswd", "/voila/files/participant.json",
            "/voila/files/practicum_1/answers.json", f"/voila/render/%2e%2e/%2e%2e/{GROUP}-u01/course/index.ipynb",
            "/api/contents/", "/terminals/1", "/api/terminals",
        ]  # fmt: skip
        for path in tricks:
            answer = page.request.get(region.address + own + path)
            assert answer.status >= 400, (path, answer.status)
            assert "root:" not in answer.text() and '"answers"' not in answer.text()


def test_the_token_of_a_participants_server_stays_with_the_server(handed_in, chromium):
    """Kernels belong to the participant; the hub's token is not in their environment."""
    region = handed_in
    with people.signed_in(chromium, region, region.account("u02")) as page:
        people.wait_for_map(page)
        probe = (
            "import glob\n"
            "for name in glob.glob('/proc/[0-9]*/cmdline'):\n"
            "    try:\n"
            "        line, env = open(name).read(), open(name.replace('cmdline', 'environ')).read()\n"
            "    except OSError:\n"
            "        continue\n"
            "    if 'mentoring_cli.hub' not in line:\n"
            "        print('JUPYTERHUB_API_TOKEN' in env, line[:80])\n"
        )
        found = as_account(region, region.account("u02"), probe).stdout.splitlines()
        assert not [line for line in found if line.startswith("True")], found


def test_an_instructor_finds_the_groups_course_in_the_formgrader(handed_in, chromium):
    region = handed_in
    with people.signed_in(chromium, region, f"{GROUP}-teacher2") as page:
        page.wait_for_url(re.compile(f"/services/{GROUP}/"), timeout=120_000)
        page.goto(f"{region.address}/services/{GROUP}/formgrader")
        expect(page.locator("body")).to_contain_text("practicum_1", timeout=120_000)
        refused = page.request.get(f"{region.address}/user/{region.account('u01')}/voila/render/index.ipynb")
        assert refused.status in (403, 404)


def test_the_hub_may_be_restarted_while_people_work(handed_in, chromium):
    region = handed_in
    with people.signed_in(chromium, region, region.account("u03")) as page:
        people.wait_for_map(page)
        work = people.open_work(page)
        people.answer(work, "До перезапуска.")
        region.stop()
        region.start()
        people.answer(work, "После перезапуска.")
        work.reload()
        expect(people.task(work, "b2").locator("textarea").first).to_have_value("После перезапуска.", timeout=120_000)
