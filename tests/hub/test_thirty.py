"""Thirty participants in two groups and two instructors go the whole way on one server: nothing is lost, nobody gets at
anybody else's. Real hub, proxy, accounts, PostgreSQL, a browser for everyone (in waves, as memory lets)."""

from __future__ import annotations

import json
import os
import pwd
import re
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attacks
import people
import place
import pytest
import teachers
from databases import Databases
from place import GROUP, Region, Team

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(7200)]

OTHER = f"{GROUP}b"
EACH = int(os.environ.get("MENTORING_REGION_EACH", "15"))  # a smaller class for who works on this test
CODES = tuple(f"u{number:02d}" for number in range(1, EACH + 1))  # the same codes in both groups, on purpose
EVERYONE = [(group, code) for group in (GROUP, OTHER) for code in CODES]
TOGETHER = 5
MINE = re.compile(r"Ёжик группы \w+ под номером \d+ щавеля не ел")
RIGHT = ("numerator", "unused", "denominator", "alphabets", "unit")
CAUSE, LINKED, STEP = (0, 2, 4), (0, 1, 3), (0, 1, 3)  # points of the rubric's levels (datasets/rubrics.csv, b2)


@pytest.fixture(scope="module")
def region():
    reason = place.missing()
    if reason:
        pytest.skip(f"JupyterHub здесь не проверить: {reason}")
    databases = Databases()
    if databases.server is None:
        pytest.skip("нет сервера PostgreSQL: apt-get install postgresql")
    made = Region(
        Path(tempfile.mkdtemp(prefix="region-", dir="/var/tmp")), CODES, (f"{GROUP}-teacher1",),
        database=databases.address("root", "mentoring_hub"), gradebook=databases.address(f"grader-{GROUP}", GROUP),
        others=(Team(OTHER, CODES, (f"{OTHER}-teacher1",), databases.address(f"grader-{OTHER}", OTHER)),),
    )  # fmt: skip
    made.databases = databases
    try:
        made.build()
        made.start()
        yield made
    finally:
        made.remove()
        databases.remove()


def number(code: str) -> int:
    return int(code[1:])


def mark(group: str, code: str) -> str:
    """Words that stand in this person's answer and nowhere else."""
    return f"Ёжик группы {group} под номером {number(code)} щавеля не ел"


def whose(text: str) -> str:
    return f"u{int(attacks.MARK.search(text)[2]):02d}"


def levels(code: str) -> tuple[int, int, int]:
    return number(code) % 3, number(code) // 3 % 3, number(code) // 9 % 3


def judged(group: str, code: str) -> float:
    """Points that the instructor of the group gives: by hand in one, by the levels of the rubric in the other."""
    if group == GROUP:
        return number(code) % 11
    return sum(points[level] for points, level in zip((CAUSE, LINKED, STEP), levels(code), strict=True))


def expected(code: str) -> dict[str, float]:
    """Points of what is graded by itself: a full right answer or a wrong one."""
    return {"c2a": 0.0 if number(code) % 2 else 5.0, "c2b": 0.0 if number(code) % 3 else 4.0}


def goes_through(region: Region, group: str, code: str) -> float:
    """Sign in, get the assignment, answer, hand in; seconds until the map was there."""
    account, began = region.account(code, group), time.monotonic()
    with people.chromium() as browser, people.signed_in(browser, region, account) as page:
        people.wait_for_map(page)
        shown = time.monotonic() - began
        assert "Получено задание" in page.inner_text("body") or region.home(code, group).joinpath(people.WORK).is_file()
        work = people.open_work(page)
        right = expected(code)
        people.choose(work, "c2a", RIGHT if right["c2a"] else ("hundred", "target"))
        people.choose(work, "c2b", ("same",) if right["c2b"] else ("vague",))
        people.answer(work, f"{mark(group, code)}: «кавычки», тире — и № {number(code)}. " + people.TEXT)
        people.hand_in(work)
        work.close()
        people.leave(page, region, account)
    return shown


def reads_feedback(region: Region, group: str, code: str) -> None:
    account = region.account(code, group)
    with people.chromium() as browser, people.signed_in(browser, region, account) as page:
        people.wait_for_map(page)
        section = page.locator(".widget-html", has=page.get_by_role("heading", name="Новое от преподавателя"))
        with page.context.expect_page(timeout=180_000) as opened:
            section.locator('a[href*="feedback/practicum_1"]').first.click()
        opened.value.get_by_text(mark(group, code)).first.wait_for(timeout=60_000)
        text = opened.value.inner_text("body")
        found = set(MINE.findall(text))
        assert found == {mark(group, code)}, "only the own answer"
        total = sum(expected(code).values()) + judged(group, code)
        assert re.search(rf"\b{total:g}\b".replace(".", ",") + r"\s+из\s+100", text), (code, total, text[:600])
        people.leave(page, region, account)


def waves(region: Region, what) -> list:
    """`what` for everyone, a few at a time; all failures are told, not the first alone."""
    with ThreadPoolExecutor(TOGETHER) as pool:
        made = [pool.submit(what, region, *one) for one in EVERYONE]
    failed = {one: future.exception() for one, future in zip(EVERYONE, made, strict=True) if future.exception()}
    if failed:
        raise AssertionError(f"{len(failed)} of {len(EVERYONE)}: {failed}") from next(iter(failed.values()))
    return [future.result() for future in made]


class Memory(threading.Thread):
    """The most that all servers of the region took together (PSS, MB), asked every ten seconds."""

    def __init__(self, region: Region):
        super().__init__(daemon=True)
        self.uids = {pwd.getpwnam(name).pw_uid for name in region.accounts()}
        self.peak, self.servers, self.over = 0.0, 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(10):
            total, owners = 0, set()
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    uid = process.stat().st_uid
                    if uid in self.uids:
                        total += int(re.search(r"^Pss:\s+(\d+)", (process / "smaps_rollup").read_text(), re.M)[1])
                        owners.add(uid)
                except (OSError, TypeError):
                    continue
            self.peak, self.servers = max(self.peak, total / 1024), max(self.servers, len(owners))


def points(region: Region, group: str) -> dict[str, dict[str, float]]:
    """What the gradebook holds, asked under the grader's account: code → task → points."""
    program = (
        "import json, os\nfrom autograder.marks import read_marks\n"
        "found = read_marks(os.environ['MENTORING_DB'], 'practicum_1')\n"
        "print(json.dumps({code: {id: mark.points for id, mark in work.tasks.items()}"
        " for (_, code), work in found.items()}))"
    )
    return json.loads(region.grader_runs("-c", program, group=group))


def teaches(region: Region, group: str) -> None:
    """One instructor grades by the command and marks in the formgrader, the other by its buttons and at the desk."""
    with people.chromium() as browser, teachers.at_work(browser, region, f"{group}-teacher1", group) as page:
        said = teachers.command(page, region, group, "mentoring collect practicum_1")
        assert f"Принято работ: {len(CODES)}" in said, said
        if group == GROUP:
            teachers.command(page, region, group, "mentoring grade practicum_1")
            seen = teachers.marks_in_formgrader(
                page, region, group, "practicum_1", "b2", lambda text: judged(group, whose(text))
            )
        else:
            teachers.press_autograde(page, region, group, "practicum_1", CODES)
            seen = teachers.marks_at_the_desk(
                page, region, group, "practicum_1", "b2", lambda text: levels(whose(text))
            )
        assert seen == len(CODES)
        page.goto(f"{teachers.base(region, group)}/lab")
        teachers.command(page, region, group, "mentoring feedback practicum_1")


def test_thirty_participants_and_two_instructors_go_the_whole_way(region, record_property):
    memory, began, took = Memory(region), time.monotonic(), {}
    memory.start()

    def step(name: str) -> None:
        took[name] = round(time.monotonic() - began)
        print(f"{name}: {took[name]} s, peak {memory.peak:.0f} MB, servers {memory.servers}", flush=True)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda group: region.as_grader("release", "practicum_1", group=group), (GROUP, OTHER)))
    step("released")
    shown = waves(region, goes_through)
    step("handed in")
    for group, code in EVERYONE:
        work = region.exchange_of(group) / "mailboxes" / code / "in" / "practicum_1" / code / "1" / "answers.json"
        assert mark(group, code) in work.read_text(encoding="utf-8")
    attacks.leave_traps(region, CODES[-1], CODES[0])
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda group: teaches(region, group), (GROUP, OTHER)))
    step("graded")
    for group in (GROUP, OTHER):
        found = points(region, group)
        assert sorted(found) == sorted(CODES), "nothing is lost, nothing is made up"
        for code in CODES:
            wanted = expected(code) | {"b2": judged(group, code)}
            assert {id: found[code][id] for id in wanted} == wanted, (group, code)
            rest = {id: value for id, value in found[code].items() if id not in wanted}
            assert not any(rest.values()), (group, code, rest)
    waves(region, reads_feedback)
    step("feedback read")
    for group, code in EVERYONE:  # each mailbox holds its owner's words only
        page = region.exchange_of(group) / "mailboxes" / code / "out" / "practicum_1.feedback.html"
        found = set(MINE.findall(page.read_text(encoding="utf-8")))
        assert found == {mark(group, code)}
    with people.chromium() as browser:
        attacks.tried(browser, region, "u02", [(GROUP, "u01"), (OTHER, "u01"), (OTHER, "u02")], OTHER)
    step("attacked")
    memory.over.set()
    print("seconds until the map, the slowest:", max(shown), "median:", sorted(shown)[len(shown) // 2])
    record_property("took", took)
    said = [line for line in region.log().splitlines() if re.match(r"\[E ", line)]
    assert not [line for line in said if "500" in line], said[:5]
