"""What the operator does while the region runs: doctor, copies, taking a person out, metrics."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import people
import pytest
from place import GROUP, Region

pytestmark = pytest.mark.browser
DOCS = Path(__file__).resolve().parents[2] / "docs"
ROWS = (
    "import json, os, sqlalchemy as sa\n"
    "with sa.create_engine(os.environ['MENTORING_DB']).connect() as found:\n"
    "    ask = lambda sql: [list(map(str, row)) for row in found.execute(sa.text(sql))]\n"
    "    print(json.dumps([ask('select * from grade order by id'), ask('select * from student order by id'),\n"
    "                      ask('select * from comment order by id')]))"
)


def operator(region: Region, *arguments: str, code: int | None = 0) -> str:
    """A command of root, as the page for operators says it."""
    done = subprocess.run(
        [region.python, "-m", "mentoring_cli.main", *map(str, arguments)], cwd=region.kit, env=region.env(),
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert "Traceback" not in done.stderr and code in (None, done.returncode), done.stdout + done.stderr
    return done.stdout + done.stderr


def findings(region: Region, *before: str) -> dict[str, dict]:
    said = operator(region, *before, "doctor", "--json", code=None)
    return {one["what"]: one for one in json.loads(said[said.index("{") : said.rindex("}") + 1])["checks"]}


@pytest.fixture(scope="module")
def graded(region, chromium):
    """u06 has handed in and was graded; u07 too, who will be forgotten."""
    for code in ("u06", "u07"):
        with people.signed_in(chromium, region, region.account(code)) as page:
            people.wait_for_map(page)
            work = people.open_work(page)
            people.answer(work, f"Пишет {code}. {people.TEXT}")
            people.hand_in(work)
    for command in ("collect", "grade", "feedback"):
        region.as_grader(command, "practicum_1")
    return region


def test_doctor_knows_a_live_region_and_says_what_broke(graded):
    region = graded
    found = findings(region)
    assert not [one for one in found.values() if one["state"] == "bad"], found
    known = ["Группа «Группа»", "Папки с эталонами", "Прокси"]
    known += ["База JupyterHub", "Журнал группы «Группа»"] if region.database else []
    assert {found[what]["state"] for what in known} == {"ok"}
    own = findings(region, "hub", "run", GROUP)
    assert not [one for one in own.values() if one["state"] == "bad"], own
    assert own["Журнал оценок"]["state"] == "ok"
    box = region.exchange / "mailboxes" / "u02" / "in"
    box.chmod(0o777)
    try:
        assert findings(region)["Группа «Группа»"]["state"] == "bad"
    finally:
        box.chmod(0o2750)
    if region.database:
        region.databases.server.stop()
        try:
            gone = findings(region)
        finally:
            region.database_back()
        for what in known[-2:]:
            assert gone[what]["state"] == "bad" and "не отвечает" in gone[what]["said"]


def test_a_copy_made_while_people_work_comes_back_with_every_row_and_file(graded, chromium, tmp_path):
    region, tree = graded, graded.folder / "again"
    copy = region.folder / "copies" / "group.tar.gz"
    with people.signed_in(chromium, region, region.account("u02")) as page:
        people.wait_for_map(page)
        people.answer(people.open_work(page), "Пишу, пока делают копию.")
        said = operator(region, "hub", "run", GROUP, "backup", "--output", copy, "--homes", region.folder / "homes")
    assert "Копия:" in said and copy.stat().st_mode & 0o777 == 0o600
    rows = json.loads(region.grader_runs("-c", ROWS))
    assert rows[0] and rows[2]

    (tree / "groups" / GROUP).mkdir(parents=True)
    settings = region.settings.read_text(encoding="utf-8")
    for name in ("groups", "exchange", "homes"):
        settings = settings.replace(f"{region.folder}/{name}", f"{tree}/{name}")
    settings = settings.replace(f"/{GROUP}?", f"/{GROUP}_again?")
    (tree / "hub.toml").write_text(settings, encoding="utf-8")
    with_settings = ("--settings", tree / "hub.toml")
    operator(region, "hub", "databases", *with_settings)
    restored = operator(region, "hub", "run", *with_settings, GROUP, "restore", copy, "--to",
                        tree / "groups" / GROUP / "workspace", "--homes", tree / "homes")  # fmt: skip
    assert "Восстановлено файлов" in restored
    operator(region, "hub", "accounts", *with_settings)
    if region.gradebook:
        again = region.grader_runs("-c", ROWS, MENTORING_DB=region.gradebook.replace(f"/{GROUP}?", f"/{GROUP}_again?"))
        assert json.loads(again) == rows
    for part in (f"groups/{GROUP}/workspace/submitted", f"groups/{GROUP}/workspace/feedback", f"exchange/{GROUP}",
                 f"homes/{GROUP}-u06/course/practicum_1", f"homes/{GROUP}-u02/course/practicum_1"):  # fmt: skip
        assert owned_files(region.folder / part) == owned_files(tree / part), part
        assert owned_files(tree / part)
    subprocess.run(["rm", "-rf", tree, copy], check=True)


def owned_files(folder: Path) -> dict[str, tuple]:
    return {
        str(path.relative_to(folder)): (path.stat().st_uid, path.stat().st_mode, path.read_bytes())
        for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".lock")
    }  # fmt: skip


def test_a_person_is_taken_out_of_the_live_server_and_it_is_proved(graded, chromium):
    region, account = graded, graded.account("u07")
    assert "u07" in region.grader_runs("-c", ROWS)
    assert "не участник" in operator(region, "hub", "forget", GROUP, "teacher1", code=1)
    said = operator(region, "hub", "forget", GROUP, "u07")
    said = " ".join(said.split())  # told in lines
    assert "Больше нигде не встречается: u07" in said and f"Удалено: учётная запись {account}" in said
    assert not region.home("u07").parent.exists() and not (region.exchange / "mailboxes" / "u07").exists()
    assert subprocess.run(["id", account], capture_output=True).returncode
    assert "u07" not in region.grader_runs("-c", ROWS) and "u06" in region.grader_runs("-c", ROWS)
    found = subprocess.run(
        ["grep", "-rl", "Пишет u07", region.workspace, region.exchange, region.folder / "homes"], capture_output=True
    )
    assert found.stdout == b""
    region.stop()
    region.start()
    assert account not in hub_users(region) and region.account("u06") in hub_users(region)
    with people.signed_in(chromium, region, region.account("u06")) as page:
        people.wait_for_map(page)


def hub_users(region: Region) -> str:
    program = (
        "import sqlalchemy as sa, sys\n"
        "with sa.create_engine(sys.argv[1]).connect() as found:\n"
        "    print(*found.execute(sa.text('select name from users')).scalars())"
    )
    address = region.database or f"sqlite:///{region.folder}/hub/jupyterhub.sqlite"
    done = subprocess.run([region.python, "-c", program, address], capture_output=True, text=True, check=True, cwd="/")
    return done.stdout


def test_metrics_are_read_with_a_token_that_can_do_nothing_else(region):
    token = (region.folder / "metrics.token").read_text(encoding="ascii")

    def asked(path: str, given: str = token) -> tuple[int, str]:
        request = urllib.request.Request(region.address + path, headers={"Authorization": f"token {given}"})
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    status, text = asked("/hub/metrics")
    assert status == 200
    told = set(re.findall(r"`(jupyterhub_\w+)`", (DOCS / "operations.md").read_text(encoding="utf-8")))
    assert told and not [name for name in told if not re.search(rf"^{name}(_bucket|_total|_count)?[{{ ]", text, re.M)]
    assert asked("/hub/metrics", "")[0] == 403 and asked("/hub/metrics", "x" * 64)[0] == 403
    for path in ("/hub/api/users", "/hub/api/groups", "/hub/api/proxy", "/hub/api/services", "/hub/api/info",
                 f"/hub/api/users/{region.account('u06')}", f"/services/{GROUP}/api/contents"):  # fmt: skip
        status, text = asked(path)
        assert status in (401, 403, 404) or text.strip() in ("[]", "{}"), (path, status, text[:200])
    assert token not in region.settings.read_text(encoding="utf-8") and token not in region.log()
