"""What a curious participant tries: other people's pages, files, works, feedback, gradebook, the hub's API.

Everything runs under a real participant's account or in that participant's signed-in browser; a twin
of each probe shows that the thing is there to be found by whom it belongs to.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import people
from place import GROUP, Region
from playwright.sync_api import Page

MARK = re.compile(r"Ёжик группы (\w+) под номером (\d+) щавеля")
READ = """
import json, os, pathlib
def read(name):
    path = pathlib.Path(name)
    try:
        return len(os.listdir(path)) if path.is_dir() else len(path.read_bytes())
    except OSError as error:
        return type(error).__name__
print(json.dumps([read(name) for name in NAMES]))
"""
CONNECT = """
import json, sys, psycopg
said = []
for address in json.loads(sys.argv[1]):
    try:
        with psycopg.connect(address, connect_timeout=10) as found:
            said.append([list(row) for row in found.execute("select count(*) from student")])
    except psycopg.Error as error:
        said.append(type(error).__name__)
print(json.dumps(said))
"""


def as_account(region: Region, account: str, code: str, *arguments: str) -> subprocess.CompletedProcess:
    """Python under an account, as a participant's kernel could run it."""
    return subprocess.run(
        [region.python, "-c", code, *arguments], cwd="/", env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True, text=True, timeout=60, **region.identity(account),
    )  # fmt: skip


def leave_traps(region: Region, code: str, victim: str) -> None:
    """In the own mailbox: links to somebody else's work and to the gradebook, a pipe that never ends, a huge file."""
    box = region.exchange / "mailboxes"
    own, other = box / code / "in" / "practicum_1" / code, box / victim / "in" / "practicum_1" / victim / "1"
    program = f"""
import os, pathlib
own = pathlib.Path({str(own)!r})
for number in (2, 4, 5):
    (own / str(number)).mkdir()
os.symlink({str(other / "answers.json")!r}, own / "2" / "answers.json")
os.symlink({str(other)!r}, own / "3")
os.mkfifo(own / "4" / "answers.json")
with open(own / "5" / "answers.json", "wb") as file:
    file.truncate(20_000_000_000)
os.symlink({str(region.workspace / "roster.csv")!r}, own.parent / "u01.json")
os.symlink({str(other)!r}, own.parent / "u99")
"""
    done = as_account(region, region.account(code), program)
    assert done.returncode == 0, done.stderr


def tried(chromium, region: Region, code: str, victims: list[tuple[str, str]], other: str) -> None:
    """`code` of the first group against `victims` (group, code) whose servers run, and the group `other`."""
    account = region.account(code)
    with _servers(chromium, region, victims), people.signed_in(chromium, region, account) as page:
        people.wait_for_map(page)
        tokens = [_server_token(region, account), _asked_token(page, region, account)]
        _pages(page, region, account, victims, other, tokens)
        _own_tricks(page, region, account, code, victims)
        _changes(page, region, victims)
        _ports(region, account, victims, other, tokens)
    _files(region, account, victims)
    _databases(region, account)


class _servers:
    """Victims' servers run and hold their works."""

    def __init__(self, chromium, region: Region, victims):
        self.open = [people.signed_in(chromium, region, region.account(code, group)) for group, code in victims]

    def __enter__(self):
        for one in self.open:
            people.wait_for_map(one.__enter__())

    def __exit__(self, *error):
        for one in self.open:
            one.__exit__(None, None, None)


def _refused(region: Region, victims, other: str) -> list[str]:
    paths = [
        f"/services/{group}/{what}" for group in (GROUP, other)
        for what in ("", "lab", "formgrader", "desk", "desk/api/next?queue=all", "api/contents", "api/terminals",
                     "formgrader/api/grades", "files/workspace/roster.csv")
    ]  # fmt: skip
    for group, code in victims:
        name = region.account(code, group)
        paths += [f"/user/{name}/{what}" for what in (
            "", "voila/render/index.ipynb", f"voila/render/{people.WORK}", "voila/files/feedback/practicum_1.html",
            "api/kernels", "api/contents", "api/sessions", "..%2f..%2f", "%2e%2e/voila/render/index.ipynb",
        )]  # fmt: skip
        paths += [f"/hub/api/users/{name}", f"/hub/api/users/{name}/server/progress", f"/hub/api/users/{name}/tokens",
                  f"/hub/spawn/{name}", f"/hub/user/{name}/"]  # fmt: skip
    return paths + ["/hub/api/users", "/hub/admin", "/hub/api/groups", f"/hub/api/groups/{other}", "/hub/api/proxy",
                    "/hub/api/services", f"/hub/api/services/{GROUP}", "/hub/metrics", "/hub/api/shares"]  # fmt: skip


def _pages(page: Page, region: Region, account: str, victims, other: str, tokens: list[str]) -> None:
    """With the own session and with both own tokens; what is let through must at least be nobody else's."""
    for path in _refused(region, victims, other):
        answer = page.request.get(region.address + path)
        own = answer.url.startswith(f"{region.address}/user/{account}/")  # led back to the own page
        assert answer.status in (403, 404) or own, (path, answer.status, answer.url)
        _nobody_elses(answer.text(), account, path)
        for token in tokens:
            status, text = _asked(region.address + path, token)
            listed = path in ("/hub/api/services", "/hub/api/users") and text.strip() in ("[]", "{}")
            assert status in (401, 403, 404) or listed or _to_sign_in(status, text), (path, status, text[:300])
            _nobody_elses(text, account, path)


def _own_tricks(page: Page, region: Region, account: str, code: str, victims) -> None:
    """Ways out of the own folder: dots in every writing, and links that the account may lay but not follow."""
    group, victim = victims[0]
    links = {
        "feedback/other.html": region.home(victim, group) / "feedback" / "practicum_1.html",
        "feedback/box.html": region.exchange_of(group) / "mailboxes" / victim / "out" / "practicum_1.feedback.html",
        "feedback/roster.html": region.workspace / "roster.csv",
        "feedback/users.html": "/etc/shadow",
        "book.xlsx": region.workspace / "keys",
        "all.pdf": region.home(victim, group) / "practicum_1" / "answers.json",
    }
    laid = "import os, sys\n" + "".join(
        f"os.path.lexists({str(region.home(code) / name)!r}) or os.symlink({str(target)!r}, "
        f"{str(region.home(code) / name)!r})\n"
        for name, target in links.items()
    )
    done = as_account(region, account, laid)
    assert done.returncode == 0, done.stderr
    up = [dots * 4 for dots in ("../", "%2e%2e/", "..%2f", "%2e%2e%2f", "..%5c", "%252e%252e%252f", ".%2e/")]
    name = region.account(victim, group)
    tricks = [f"/voila/files/{dots}etc/passwd" for dots in up] + [f"/voila/files/{link}" for link in links]
    tricks += [f"/voila/files/{dots[: len(dots) // 2]}{name}/course/feedback/practicum_1.html" for dots in up]
    tricks += [f"/voila/render/{dots[: len(dots) // 2]}{name}/course/index.ipynb" for dots in up]
    tricks += ["/voila/files/participant.json", "/voila/files/practicum_1/answers.json", "/voila/files//etc/passwd",
               "/api/contents/", "/api/contents/..%2f..%2f", "/terminals/1", "/api/terminals",
               "/files/practicum_1/answers.json", "/static/..%2f..%2f..%2fetc/passwd"]  # fmt: skip
    for path in tricks:
        answer = page.request.get(f"{region.address}/user/{account}{path}")
        text = answer.text()
        assert answer.status >= 400, (path, answer.status)
        assert "root:" not in text and '"answers"' not in text and "surname" not in text, path
        _nobody_elses(text, account, path)


def _changes(page: Page, region: Region, victims) -> None:
    """Starting, stopping, renaming others, tokens in their name."""
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "_xsrf" and one["path"] == "/hub/")
    headers = {"X-XSRFToken": token, "Referer": region.address}
    for group, code in victims:
        user = f"{region.address}/hub/api/users/{region.account(code, group)}"
        for method, where in (("POST", "/server"), ("DELETE", "/server"), ("POST", "/tokens"), ("DELETE", ""),
                              ("PATCH", ""), ("POST", "/activity"), ("POST", "/shares")):  # fmt: skip
            reply = page.request.fetch(user + where, method=method, headers=headers, data="{}")
            assert reply.status in (403, 404), (method, where, reply.status)
    for method, where in (("POST", "/users"), ("POST", "/groups/x"), ("POST", "/proxy"), ("POST", "/shutdown"),
                          ("POST", f"/groups/instructors-{GROUP}/users")):  # fmt: skip
        body = json.dumps({"usernames": ["x"], "users": ["x"]})
        reply = page.request.fetch(f"{region.address}/hub/api{where}", method=method, headers=headers, data=body)
        assert reply.status in (403, 404, 405), (method, where, reply.status)


def _ports(region: Region, account: str, victims, other: str, tokens: list[str]) -> None:
    """Past the proxy: every port of the machine is open to every account."""
    found = subprocess.run(["ss", "-lntpH"], capture_output=True, text=True, check=True).stdout
    doors = []
    for group, code in victims:
        name = region.account(code, group)
        server = subprocess.run(["pgrep", "-u", name, "-f", "mentoring_cli.hub"], capture_output=True, text=True)
        everything = subprocess.run(["pgrep", "-u", name], capture_output=True, text=True)
        main, *_ = ports = _ports_of(found, server.stdout.split())
        assert len(ports) == 1, f"the server of {name} listens"
        doors += [
            f"http://127.0.0.1:{main}/user/{name}/{what}"
            for what in ("voila/render/index.ipynb", "voila/files/feedback/practicum_1.html", "api/kernels")
        ]
        for port in _ports_of(found, everything.stdout.split()):
            assert port == main or _mute(port), f"a kernel of {name} answers at {port}"
    doors += [f"http://127.0.0.1:{region.ports[group]}/services/{group}/{what}" for group in (GROUP, other)
              for what in ("api/contents", "desk", "formgrader/api/grades", "lab")]  # fmt: skip
    doors += [
        f"http://127.0.0.1:{region.ports['proxy']}/api/routes",
        f"http://127.0.0.1:{region.ports['hub']}/hub/api/users",
    ]
    for door in doors:
        for token in ("", *tokens):
            status, text = _asked(door, token)
            listed = door.endswith("/hub/api/users") and text.strip() == "[]"
            assert status in (401, 403, 404) or listed or _to_sign_in(status, text), (door, status, text[:300])
            _nobody_elses(text, account, door)


def _ports_of(listening: str, pids: list[str]) -> list[int]:
    return [
        int(re.search(r":(\d+)\s", line)[1]) for line in listening.splitlines() for pid in pids if f"pid={pid}," in line
    ]


def _mute(port: int) -> bool:
    """ipykernel's inner pipe (ZeroMQ, takes messages with a secret of its process only): a greeting and no more."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as door:
        door.settimeout(2)
        door.sendall(b"GET /api/kernels HTTP/1.0\r\n\r\n" + b"\0" * 64)
        said = b""
        try:
            while part := door.recv(4096):
                said += part
        except (TimeoutError, ConnectionError):
            pass
    return len(said) <= 128 and b"HTTP" not in said


def _files(region: Region, account: str, victims) -> None:
    private = [
        region.workspace, region.workspace / "keys", region.workspace / "roster.csv", region.workspace / "submitted",
        region.kit / "assignments" / "practicum_1" / "practicum_1.ipynb", region.exchange / "inbound",
        region.folder / "hub", region.folder / "hub" / "cookie_secret", region.databases.folder / "data",
    ]  # fmt: skip
    for group, code in victims:
        box = region.exchange_of(group) / "mailboxes" / code
        private += [
            region.home(code, group).parent, region.home(code, group) / "practicum_1" / "answers.json",
            region.home(code, group) / "feedback" / "practicum_1.html", box / "in", box / "out",
            box / "in" / "practicum_1" / code / "1" / "answers.json", box / "out" / "practicum_1.feedback.html",
            region.workspace_of(group) / "autograded" / code, region.workspace_of(group) / "feedback" / code,
        ]  # fmt: skip
    probe = READ.replace("NAMES", repr([str(path) for path in private]))
    there = json.loads(subprocess.run([region.python, "-c", probe], capture_output=True, text=True).stdout)
    assert all(isinstance(found, int) for found in there), dict(zip(map(str, private), there, strict=True))
    seen = json.loads(as_account(region, account, probe).stdout)
    assert seen == ["PermissionError"] * len(private), dict(zip(map(str, private), seen, strict=True))
    group, code = victims[0]
    box = region.exchange_of(group) / "mailboxes" / code
    for target in (box / "in" / "practicum_1" / "forged.zip", box / "out" / "practicum_1.feedback.html",
                   region.exchange / "outbound" / "practicum_1" / "practicum_1.ipynb", box / "new"):  # fmt: skip
        assert "PermissionError" in as_account(region, account, f"open({str(target)!r}, 'a')").stderr
    linked = f"import os; os.link({str(box / 'out' / 'practicum_1.feedback.html')!r}, '/var/tmp/{account}')"
    assert "PermissionError" in as_account(region, account, linked).stderr


def _databases(region: Region, account: str) -> None:
    """By the socket the system says who one is, by the port a password is asked for that nobody has."""
    place = f"host={region.databases.folder} port={region.databases.server.port}"
    port = f"host=127.0.0.1 port={region.databases.server.port}"
    names = [GROUP, *(team.id for team in region.others), "mentoring_hub", "postgres"]
    roles = [account, region.grader, "root", "postgres", "hub"]
    tries = [f"{way} dbname={name} user={role}" for way in (place, port) for name in names for role in roles]
    said = json.loads(as_account(region, account, CONNECT, json.dumps(tries)).stdout)
    assert set(said) == {"OperationalError"}, dict(zip(tries, said, strict=True))
    mine = f"{place} dbname={GROUP} user={region.grader}"
    both = json.dumps([mine, mine.replace(f"={GROUP} ", "=mentoring_hub ")])
    seen = subprocess.run(
        [region.python, "-c", CONNECT, both], capture_output=True, text=True, cwd="/", env={},
        **region.identity(region.grader),
    )  # fmt: skip
    mine, hubs = json.loads(seen.stdout)
    assert mine[0][0] >= 1 and hubs == "OperationalError", seen.stdout + seen.stderr


def _server_token(region: Region, account: str) -> str:
    """The token of one's own server, which its account can read in the system's list of processes."""
    program = """
import glob
for name in glob.glob("/proc/[0-9]*/environ"):
    try:
        env = dict(one.split("=", 1) for one in open(name).read().split("\\0") if "=" in one)
    except OSError:
        continue
    if "JUPYTERHUB_API_TOKEN" in env:
        print(env["JUPYTERHUB_API_TOKEN"])
        break
"""
    return as_account(region, account, program).stdout.strip()


def _asked_token(page: Page, region: Region, account: str) -> str:
    """A token that one asks the hub for oneself."""
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "_xsrf" and one["path"] == "/hub/")
    reply = page.request.post(
        f"{region.address}/hub/api/users/{account}/tokens", headers={"X-XSRFToken": token, "Referer": region.address},
        data=json.dumps({"note": "mine"}),
    )  # fmt: skip
    return reply.json().get("token", "") if reply.ok else ""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def _asked(url: str, token: str) -> tuple[int, str]:
    """Status and text without a session; of an answer that leads elsewhere, where to."""
    request = urllib.request.Request(url, headers={"Authorization": f"token {token}"} if token else {})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=60) as reply:
            return reply.status, reply.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Location") or error.read().decode("utf-8", "replace")


def _to_sign_in(status: int, where: str) -> bool:
    """Sent to the hub to say who one is (in a browser: to a refusal, as `_pages` shows), or within the own address."""
    parts = urllib.parse.urlsplit(where)
    return status in (301, 302) and (parts.path.startswith("/hub/") or parts.path.startswith(("/services/", "/user/")))


def _nobody_elses(text: str, account: str, where: str) -> None:
    for group, number in MARK.findall(text):
        assert f"{group}-u{int(number):02d}" == account, (where, group, number)
