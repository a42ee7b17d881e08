"""The command line as a person meets it: Russian, one sentence for each mistake, no traceback."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = re.compile(r"\b(Usage|Options|Commands|Arguments|Error|Try|Missing|Show|Invalid|such|required|default)\b")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "mentoring_cli.main", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **environment}
    )


def commands() -> list[str]:
    shown = run("--help").stdout
    return re.findall(r"^  ([a-z]+) {2,}\S", shown.partition("Команды:")[2], re.MULTILINE)


def test_help_is_russian_for_every_command():
    assert len(commands()) >= 12
    for name in [None, *commands()]:
        done = run(*filter(None, [name]), "--help")
        assert done.returncode == 0, done.stderr
        assert "Как вызвать:" in done.stdout
        assert not ENGLISH.search(done.stdout), f"{name}: {ENGLISH.search(done.stdout)}"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["grade"], "Не указано: ЗАДАНИЕ."),
        (["grade", "--nonsense"], "Нет параметра --nonsense."),
        (["nonsense"], "Нет команды «nonsense»."),
        (["webinar", "1", "--minutes", "час"], "Не подходит значение для --minutes: нужно целое число."),
        (["webinar", "1", "--minutes", "5"], "нужно число не меньше 10."),
        (["grade", "a", "b"], "Лишнее в команде: b."),
        (["grade", "practicum_1", "--student"], "Параметру --student нужно значение."),
        (["release", "nothing"], "Нет задания «nothing»"),
        (["release", "../secret"], "Нет задания «../secret»"),
        (["collect", "practicum_9"], "Нет задания «practicum_9»"),
        (["feedback", "Практикум 1"], "Нет задания «Практикум 1»"),
        (["home"], "Назовите код участника"),
        (["roster", "list"], "Список участников пуст"),
        (["roster", "import", "nothing.xlsx"], "nothing.xlsx"),
        (["home", "иванов"], "Код участника «иванов» не годится"),
    ],
)
def test_a_mistake_gives_one_russian_sentence(arguments, sentence, tmp_path):
    done = run(*arguments, MENTORING_WORKSPACE=str(tmp_path / "ws"))
    said = done.stderr + done.stdout
    assert done.returncode != 0
    assert sentence in said
    assert "Traceback" not in said
    assert not ENGLISH.search(said)


def test_compiled_words_agree_with_their_source():
    from babel.messages import pofile
    from babel.messages.mofile import read_mo

    folder = ROOT / "mentoring_cli/locale/ru/LC_MESSAGES"
    with open(folder / "messages.po", "rb") as file:
        source = pofile.read_po(file, locale="ru")
    with open(folder / "messages.mo", "rb") as file:
        compiled = read_mo(file)

    def words(catalog):
        return {message.id: message.string for message in catalog if message.id and isinstance(message.id, str)}

    assert words(source) == words(compiled)
