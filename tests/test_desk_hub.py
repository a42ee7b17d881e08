"""The grading desk on JupyterHub: the group's server as the hub starts it, against a stand-in for the hub's API."""

import asyncio
import json
import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from judged import open_course
from tornado import web
from tornado.ioloop import IOLoop

from mentoring_cli import serve

pytest.importorskip("jupyterhub")
GROUP = "mtt"
ALLOWED = f"access:services!service={GROUP}"
PEOPLE = {  # token → who the hub says it is
    "anna-token": {"name": "anna", "kind": "user", "scopes": [ALLOWED]},
    "stranger-token": {"name": "bob", "kind": "user", "scopes": ["self"]},
    "service-token": {"name": GROUP, "kind": "service", "scopes": [ALLOWED]},
}


class Hub(web.RequestHandler):
    """What a server asks of its hub."""

    def get(self, path):
        person = PEOPLE.get(self.request.headers.get("Authorization", "").rpartition(" ")[2])
        self.set_header("X-JupyterHub-Version", "6")
        if path == "user" and person is None:
            self.set_status(403)
        self.finish({"admin": False, "groups": [], **(person or {})} if path == "user" else {"version": "6"})

    def post(self, path):
        self.finish({})


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return open_course(tmp_path_factory.mktemp("hub") / "course")


@pytest.fixture(scope="module")
def address(place):
    hub, port, loops = serve.free_port(0), serve.free_port(0), []

    def listen():
        asyncio.set_event_loop(asyncio.new_event_loop())
        web.Application([(r"/hub/api/?(.*)", Hub)], log_function=lambda _: None).listen(hub, "127.0.0.1")
        loops.append(IOLoop.current())
        loops[0].start()

    threading.Thread(target=listen, daemon=True).start()
    env = {
        "PATH": os.environ["PATH"], "HOME": str(place.root), "MENTORING_ROOT": str(place.root),
        "MENTORING_GRADER": "one name for all",
        "JUPYTER_CONFIG_PATH": os.pathsep.join([str(place.root), str(serve.SERVING / "instructor")]),
        "JUPYTERHUB_SERVICE_NAME": GROUP, "JUPYTERHUB_API_URL": f"http://127.0.0.1:{hub}/hub/api",
        "JUPYTERHUB_API_TOKEN": "service-token", "JUPYTERHUB_CLIENT_ID": f"service-{GROUP}",
        "JUPYTERHUB_SERVICE_PREFIX": f"/services/{GROUP}/", "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}", "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([ALLOWED]),
    }  # fmt: skip
    command = [sys.executable, "-m", "jupyterhub.singleuser", f"--ServerApp.root_dir={place.workspace}", "--allow-root"]
    log = place.workspace / "hub.log"
    with log.open("w") as words:
        process = subprocess.Popen(command, cwd=place.root, env=env, stdout=words, stderr=words)
    try:
        base = f"http://127.0.0.1:{port}/services/{GROUP}"
        assert serve.wait_until_ready(f"{base}/api", process), log.read_text()
        yield base
    finally:
        process.terminate()
        process.wait(30)
        loops[0].add_callback(loops[0].stop)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(address, token="", data=None):
    headers = {"Authorization": f"token {token}"} if token else {}
    request = urllib.request.Request(address, data and json.dumps(data).encode(), headers)
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=60) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_grader_is_the_account_of_the_hub(address, place):
    status, home = ask(f"{address}/desk", "anna-token")
    assert status == 200 and "<strong>anna</strong>" in home and f'href="/services/{GROUP}/desk/task' in home
    names = {"assignment": "practicum_1", "task": "t1"}
    card = json.loads(ask(f"{address}/desk/api/next?assignment=practicum_1&task=t1&queue=first", "anna-token")[1])
    stamp = re.search(r'data-stamp="([^"]*)"', card["html"])[1]
    mark = {**names, "id": card["id"], "stamp": stamp, "levels": {"why": 2, "step": 2}, "points": None, "comment": ""}
    for token in ("", "stranger-token"):
        assert ask(f"{address}/desk/api/mark", token, mark)[0] == 403
    assert json.loads(ask(f"{address}/desk/api/mark", "anna-token", mark)[1])["state"] == "single"
    from autograder.judging.desk import Desk

    assert [one.who for answer in Desk(place).listed(*names.values(), "") for one in answer.judgements] == ["anna"]


def test_others_meet_the_hubs_door(address):
    for path in ("", "/task/practicum_1/t1", "/api/next?assignment=practicum_1&task=t1&queue=first"):
        assert ask(f"{address}/desk{path}", "stranger-token")[0] == 403
        assert ask(f"{address}/desk{path}")[0] == 302


def test_the_hub_gives_the_desk_to_graders_only():
    from mentoring_cli.hub import config, settings

    read = settings.load(serve.SERVING.parents[1] / "deploy" / "hub.toml")
    group = read.groups[0]
    for env, there in ((config.grader(read, group), True), (config.participant(read, group, "u01"), False)):
        folders = map(Path, env["JUPYTER_CONFIG_PATH"].split(os.pathsep))
        assert any((folder / "jupyter_server_config.d" / "desk.json").is_file() for folder in folders) is there
