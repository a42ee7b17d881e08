"""The grading desk with 300 participants of practicum 1: a mark taken and the next answer shown, over HTTP.

`desk_next_ms`: median of one mark and the next answer asked for afterwards, as if nothing had been fetched ahead (a
browser fetches it while the grader reads); `desk_next_worst_ms`: the slowest of the turns; `desk_list_ms`: the list.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from benchmarks.classroom import ASSIGNMENT, course, hand_in

PEOPLE = 300
TURNS = 60


def run() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-desk-") as folder:
        place = course(Path(folder) / "course")
        hand_in(place, PEOPLE)
        place.mentoring("grade", ASSIGNMENT)
        command = [sys.executable, "-m", "mentoring_cli.main", "desk", "--grader", "bench", "--port", "0"]
        env = {**place.env, "PYTHONUNBUFFERED": "1", "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8")}
        server = subprocess.Popen(command, cwd=place.folder, env=env, stdout=subprocess.PIPE, text=True)
        try:
            return _measured(server.stdout.readline().split(": ", 1)[1].strip())
        finally:
            server.terminate()
            server.wait(20)


def _measured(address: str) -> dict[str, float]:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    front = address.split("?")[0]

    def ask(url: str, data: dict | None = None, token: str = "") -> str:
        body = None if data is None else json.dumps(data).encode()
        with opener.open(urllib.request.Request(url, body, {"X-XSRFToken": token})) as response:
            return response.read().decode()

    home = ask(address)
    task = re.search(rf"{ASSIGNMENT}/(\w+)\?queue=first", home)[1]
    names = {"assignment": ASSIGNMENT, "task": task}
    page = ask(f"{front}/task/{ASSIGNMENT}/{task}")
    token = re.search(r'data-token="([^"]+)"', page)[1]
    following = f"{front}/api/next?" + urllib.parse.urlencode({**names, "queue": "first"})
    card, times = json.loads(ask(following)), []
    for turn in range(TURNS):
        stamp = re.search(r'data-stamp="([^"]*)"', card["html"])[1]
        lines = re.findall(r'data-criterion="([^"]+)"', card["html"])
        mark = {**names, "id": card["id"], "stamp": stamp, "levels": dict.fromkeys(lines, turn % 2), "points": None}
        started = time.perf_counter()
        left = json.loads(ask(f"{front}/api/mark", {**mark, "comment": "Уточните срок."}, token))["counts"]["first"]
        following_card = json.loads(ask(following))
        times.append(1000 * (time.perf_counter() - started))
        if left != PEOPLE - turn - 1 or following_card["id"] == card["id"]:
            raise RuntimeError(f"turn {turn}: {left} answers left")
        card = following_card
    listed = []
    for _ in range(9):
        started = time.perf_counter()
        ask(front)
        listed.append(1000 * (time.perf_counter() - started))
    return {
        "desk_next_ms": statistics.median(times),
        "desk_next_worst_ms": max(times),
        "desk_list_ms": statistics.median(listed),
    }
