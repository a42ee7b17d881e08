"""The guides in docs/: every command they name exists and parses, every path is there, pictures are small and made."""

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
import typer

from mentoring_cli.checks import texts
from mentoring_cli.commands import app

ROOT = Path(__file__).parents[1]
GUIDES = [ROOT / "docs" / f"{name}.md" for name in ("participant", "instructor", "methodologist", "operator", "add")]
PAGES = [*GUIDES, ROOT / "README.md"]
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_YET = {"course/session_13.ipynb"}  # made by the command before it
HEAVIEST = 300_000


@cache
def root_command():
    return typer.main.get_command(app)


def lines(path):
    """Command lines of a page: of its blocks, and `mentoring …` inside text; remarks and what follows `;` left out."""
    text = path.read_text(encoding="utf-8")
    for block in BLOCK.findall(text):
        for line in block.splitlines():
            for part in line.split("  #")[0].split("; "):
                yield part.strip(), True
    for words in re.findall(r"`(mentoring [^`]+)`", BLOCK.sub("", text)):
        yield words, False


def parsed(words, whole=True):
    """Follow the words to a command and let it read the rest; returns what is wrong, or nothing.

    Not `whole`: a command that is only mentioned may stand without its arguments.
    """
    command, words = root_command(), list(words)
    context = command.make_context("mentoring", [], resilient_parsing=True)
    if words == ["--help"]:
        return ""
    while hasattr(command, "commands"):
        name = words.pop(0) if words else ""
        if name not in command.commands:
            return f"нет команды {name}"
        command = command.commands[name]
    if command.context_settings.get("ignore_unknown_options") and len(words) > 1:  # `hub run GROUP COMMAND …`
        return parsed(words[1:], whole)
    parser = command.make_parser(context)
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    if unknown := [word for word in words if word.startswith("--") and word not in known | {"--help"}]:
        return f"нет параметра {unknown[0]}"
    parser.parse_args(words)
    required = [one for one in command.params if one.required and one.param_type_name == "argument"]
    given = [word for word in words if not word.startswith("--")]
    return "" if not whole or len(given) >= len(required) else "аргументов меньше, чем нужно"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_command_of_a_page_exists_and_parses(path):
    wrong, seen = [], 0
    for line, whole in lines(path):
        words = shlex.split(line)
        if words[:1] == ["mentoring"]:
            seen += 1
            if problem := parsed(words[1:], whole):
                wrong.append(f"{line}: {problem}")
        elif words[:2] == ["python", "-m"]:
            module = ROOT / words[2].replace(".", "/")
            if words[2] != "pytest" and not (module.with_suffix(".py").is_file() or (module / "__main__.py").is_file()):
                wrong.append(line)
        elif words[:1] == ["make"]:
            targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
            wrong += [line] if words[1] not in targets else []
    assert wrong == [] and seen


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_path_and_link_of_a_page_is_there(path):
    assert [str(one.text) for one in texts.links([path], ROOT)] == []
    named = re.findall(
        r"(?:^|[\s`(])((?:datasets|assignments|course|docs|deploy|mentoring)/[\w./-]+)", path.read_text("utf-8")
    )
    missing = [name for name in named if not (ROOT / name.rstrip(".")).exists() and name not in NOT_YET]
    assert [name for name in missing if not name.endswith("/")] == []


def test_a_wrong_command_would_be_found():
    assert parsed(["nonsense"]) and parsed(["data", "nonsense"]) and parsed(["data", "check", "x", "--nonsense"])
    assert parsed(["grade"]) and not parsed(["grade", "practicum_1", "--student", "u07"])


def test_pictures_are_small_and_every_one_is_shown_somewhere():
    shown = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in (ROOT / "docs" / "pictures").glob("*.png"):
        assert picture.stat().st_size < HEAVIEST, picture.name
        assert f"pictures/{picture.name}" in shown, picture.name
    makers = ("screenshots.py", "guide_pictures.py", "publication_pictures.py")
    code = "".join((ROOT / "mentoring_cli" / name).read_text("utf-8") for name in makers)
    for name in re.findall(r"pictures/(\w+)\.png", shown):
        assert f'"{name}.png"' in code or f'shot("{name}")' in code, f"{name}: no command makes it"


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_a_guide_is_one_page(path):
    words = len(re.sub(r"!\[[^]]*\]\([^)]*\)", "", path.read_text(encoding="utf-8")).split())
    assert 150 <= words <= (900 if path.stem == "add" else 560), words
