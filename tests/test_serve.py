"""What the servers are told: secrets stay out, and only pages that will be opened next have a kernel waiting."""

import pytest

from mentoring_cli import serve


@pytest.fixture
def home(tmp_path):
    for name in ("index", "tool_route", *(f"session_{number:02d}" for number in range(1, 7))):
        (tmp_path / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    return tmp_path


def test_a_newcomer_finds_the_map_and_the_first_two_sessions_warm(home):
    cold = serve.cold_pages(home)
    assert cold == ["session_03.ipynb", "session_04.ipynb", "session_05.ipynb", "session_06.ipynb", "tool_route.ipynb"]


def test_whoever_works_on_a_session_finds_it_and_the_next_one_warm(home):
    (home / "course_answers").mkdir()
    for name in ("session_01", "session_04"):
        (home / "course_answers" / f"{name}.json").write_text("{}", encoding="utf-8")
    cold = serve.cold_pages(home)
    assert "session_04.ipynb" not in cold and "session_05.ipynb" not in cold
    assert "session_01.ipynb" in cold and "session_06.ipynb" in cold


def test_a_participants_server_knows_neither_the_root_nor_the_role_of_an_author(monkeypatch):
    monkeypatch.setenv("AUTOGRADER_ROLE", "author")
    env = serve.participant_environment("u07")
    assert env["MENTORING_PARTICIPANT"] == "u07"
    assert not {"AUTOGRADER_ROLE", "MENTORING_ROOT", "MENTORING_WORKSPACE"} & set(env)


def test_two_runs_have_different_secrets_and_both_servers_ask_for_them(home):
    one, two = serve.new_token(), serve.new_token()
    assert one != two and len(one) >= 20
    assert f"--Voila.token={one}" in serve.voila_command(home, 1, token=one)
    assert f"--IdentityProvider.token={one}" in serve.lab_command(home, 1, token=one)
