"""What the servers are told: secrets stay out, and only pages that will be opened next have a kernel waiting."""

import ast
import re

import pytest

from mentoring_cli import serve


@pytest.fixture
def home(tmp_path):
    for name in ("index", "tool_route", *(f"session_{number:02d}" for number in range(1, 7))):
        (tmp_path / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    return tmp_path


def test_a_newcomer_finds_the_first_two_sessions_warm_and_a_fresh_map(home):
    cold = serve.cold_pages(home)
    later = [f"session_{number:02d}.ipynb" for number in range(3, 7)]
    assert cold == ["index.ipynb", *later, "tool_route.ipynb"]


def test_whoever_works_on_a_session_finds_it_and_the_next_one_warm(home):
    (home / "course_answers").mkdir()
    for name in ("session_01", "session_04"):
        (home / "course_answers" / f"{name}.json").write_text("{}", encoding="utf-8")
    cold = serve.cold_pages(home)
    assert "session_04.ipynb" not in cold and "session_05.ipynb" not in cold
    assert "session_01.ipynb" in cold and "session_06.ipynb" in cold
    assert len(serve.cold_pages(home, 0)) == len(cold) + 2, "the operator may have nothing wait for sessions"


@pytest.mark.parametrize("all_warm", [False, True])
def test_voila_waits_with_kernels_for_the_pages_that_it_was_told(home, all_warm):
    command = serve.voila_command(home, 1, all_warm=all_warm)
    denied = [part.partition("=")[2] for part in command if "preheat_denylist" in part]
    waiting = {path.name for path in home.glob("*.ipynb") if not any(re.match(one, str(path)) for one in denied)}
    everything = {path.name for path in home.glob("*.ipynb")} - {"index.ipynb"}
    assert waiting == (everything if all_warm else {"session_01.ipynb", "session_02.ipynb"})


def test_the_sessions_ahead_get_their_kernels_first(home):
    (home / "practicum_1").mkdir()
    (home / "practicum_1" / "practicum_1.ipynb").write_text("{}", encoding="utf-8")
    told = next(part for part in serve.voila_command(home, 1) if "kernel_pools_config" in part).partition("=")[2]
    pools = ast.literal_eval(told)
    order = sorted(pools, key=lambda name: int(pools[name]["kernel_env_variables"]["MENTORING_TURN"]))
    assert order[:3] == ["session_01.ipynb", "session_02.ipynb", "practicum_1/practicum_1.ipynb"]
    assert len(order) == len({*home.glob("*.ipynb")}), "all but the map, and the practicum"


def test_a_participants_server_knows_neither_the_root_nor_the_role_of_an_author(monkeypatch):
    monkeypatch.setenv("AUTOGRADER_ROLE", "author")
    env = serve.participant_environment("u07")
    assert env["MENTORING_PARTICIPANT"] == "u07"
    assert not {"AUTOGRADER_ROLE", "MENTORING_ROOT", "MENTORING_WORKSPACE"} & set(env)


def test_a_participants_server_knows_no_password_or_token_of_the_instructors(monkeypatch):
    secret = "postgresql://grader:Pa55@db/journal"
    names = ("MENTORING_DB", "PGPASSWORD", "JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN", "JUPYTER_TOKEN", "AUTOGRADER_SEED")
    for name in (*names, "MENTORING_EXCHANGE"):
        monkeypatch.setenv(name, secret)
    assert [name for name, value in serve.participant_environment("u07").items() if secret in value] == []


def test_two_runs_have_different_secrets_and_no_command_line_tells_them(home):
    one, two = serve.new_token(), serve.new_token()
    assert one != two and len(one) >= 20
    for command in (serve.voila_command(home, 1, asks=True), serve.lab_command(home, 1, asks=True)):
        assert not any(part.endswith(".token=") for part in command), "an empty token asks nobody"
    assert serve.knowing({}, one) == {"JUPYTER_TOKEN": one}


def test_who_holds_the_participants_address_does_not_open_the_instructors(monkeypatch, home):
    from mentoring_cli import commands

    given = []
    monkeypatch.setattr(serve, "serve", lambda servers, say: given.extend(servers) or 0)
    monkeypatch.setattr("mentoring_cli.home.make_home", lambda code: home)
    commands._serve("guest", 0, 0)
    tokens = [re.search(r"token=([\w-]+)", server.address)[1] for server in given]
    assert len(set(tokens)) == 2 and [server.env["JUPYTER_TOKEN"] for server in given] == tokens
    for server in given:
        assert not any(token in part for part in server.command for token in tokens)
    assert tokens[1] not in given[0].env.values()


def test_voila_itself_starts_kernels_for_the_warm_pages_only(tmp_path, monkeypatch):
    """Asks Voilà, not our list: a pattern that matches nothing once kept a kernel for every page."""
    from voila import app

    for name in ("index", *(f"session_{n:02}" for n in range(1, 13)), "tool_route", "practicum_1/practicum_1"):
        path = tmp_path / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    warmed, factory = [], app.voila_kernel_manager_factory

    def spied(*arguments, **options):
        made = factory(*arguments, **options)
        made.fill_if_needed = lambda self, **told: warmed.append(told["notebook_name"])
        return made

    monkeypatch.setattr(app, "voila_kernel_manager_factory", spied)
    monkeypatch.setenv("JUPYTER_PATH", str(serve.SERVING / "jupyter"))
    voila = app.Voila()
    voila.initialize([str(tmp_path), *serve.voila_options(serve.cold_pages(tmp_path))])
    voila.connection_dir = str(tmp_path)
    voila.init_settings()
    assert sorted(warmed) == ["practicum_1/practicum_1.ipynb", "session_01.ipynb", "session_02.ipynb"]


def test_a_file_of_the_home_is_given_only_to_who_holds_the_secret(tmp_path):
    """Voilà itself gives files of the folder to anybody who knows their names."""
    import subprocess
    import urllib.error
    import urllib.request

    (tmp_path / "feedback").mkdir()
    (tmp_path / "feedback" / "practicum_1.html").write_text("<p>отзыв</p>", encoding="utf-8")
    port, token = serve.free_port(0), serve.new_token()
    command = serve.voila_command(tmp_path, port, preheat=False, asks=True)
    env = serve.knowing(serve.environment(), token)
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/voila/files/feedback/practicum_1.html"
    try:
        assert serve.wait_until_ready(address, process)
        with urllib.request.urlopen(f"{address}?token={token}") as answer:
            assert "отзыв" in answer.read().decode()
            assert "sandbox" in answer.headers["Content-Security-Policy"]
        try:
            with urllib.request.urlopen(address) as answer:
                assert "отзыв" not in answer.read().decode(), "a stranger was given the file"
        except urllib.error.HTTPError as error:
            assert error.code in (403, 404)
    finally:
        process.terminate()
        process.wait(20)


def test_a_run_that_a_shell_started_in_the_background_ends_when_asked(tmp_path):
    """A shell makes what it starts with `&` deaf to Ctrl+C; the request to end must stop servers all the same."""
    import os
    import signal
    import socket
    import subprocess
    import sys

    port = serve.free_port(0)
    program = f"""
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
from mentoring_cli.serve import Server, serve
command = [sys.executable, "-m", "http.server", "{port}", "--bind", "127.0.0.1"]
sys.exit(serve([Server("Страница", command, {{}}, "http://127.0.0.1:{port}/")], lambda text: print(text, flush=True)))
"""
    env = {**os.environ, "MENTORING_WORKSPACE": str(tmp_path)}
    run = subprocess.Popen([sys.executable, "-c", program], env=env, stdout=subprocess.PIPE, text=True)
    try:
        told = [run.stdout.readline(), run.stdout.readline()]
        assert "Остановить" in told[1], told
        run.send_signal(signal.SIGTERM)
        assert run.wait(20) == 0
        assert "Сохранённые ответы на месте" in run.stdout.read()
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0, "the server lives on"
    finally:
        run.kill()


def test_the_formgrader_asks_no_other_host_and_keeps_its_keyboard(monkeypatch):
    """nbgrader's page of a work loads MathJax from another host and is deaf to keys without it."""
    from nbconvert.exporters import HTMLExporter
    from nbformat.v4 import new_markdown_cell, new_notebook
    from nbgrader.server_extensions.formgrader import handlers
    from traitlets.config import Config

    monkeypatch.setenv("JUPYTER_PATH", serve.environment()["JUPYTER_PATH"])
    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    told = {"index": 0, "total": 1, "base_url": "", "notebook_id": "n", "assignment_id": "a", "name": ""}
    page, _ = HTMLExporter(config=config).from_notebook_node(new_notebook(cells=[new_markdown_cell("Текст")]), told)
    assert "Текст" in page and "window.MathJax" in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]+', page) == []
