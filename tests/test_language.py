"""Every text of the kit is spelled and set as Russian is: a dictionary, hunspell where it is installed, typography."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from mentoring import spelling
from mentoring.course import typeset
from mentoring.data import load
from mentoring.typography import slips
from mentoring_cli.checks import texts

ROOT = Path(__file__).parents[1]
NBSP = "\u00a0"
GROUPS = {
    "course": ("course/*.ipynb", "course/*.md"),
    "assignments": ("assignments/**/*.ipynb", "assignments/**/*.csv", "assignments/**/*.md"),
    "datasets": ("datasets/*.csv", "datasets/*.md"),
    "pages": ("README.md", "docs/*.md"),
    "forms": ("mentoring/**/*.js", "mentoring/forms/*.py", "mentoring/tasks/*.py", "mentoring/course/*.py"),
    "feedback and commands": ("autograder/**/*.py", "autograder/**/*.j2", "mentoring_cli/*.py"),
}
# What authors' files hold letter by letter is known to `mentoring check`; some of our programs make slips on purpose.
VERBATIM = texts.VERBATIM | {"demo.py", "roadmap.py", "matching.js"}
# Columns that are literal, with the slips of those who wrote them; the rules of typography, with what they look for.
AS_WRITTEN = VERBATIM | texts.AS_WRITTEN | {"typography.py", "texts.py"}


@cache
def files(group, left_out=frozenset()):
    found = sorted({path for pattern in GROUPS[group] for path in ROOT.glob(pattern)})
    return tuple(path for path in found if path.name not in left_out and ".ipynb_checkpoints" not in path.parts)


@pytest.mark.parametrize("group", GROUPS)
def test_every_word_is_in_a_dictionary(group):
    assert files(group)
    assert [str(slip) for slip in spelling.check(files(group, frozenset(VERBATIM)), ROOT)] == []


@pytest.mark.parametrize("group", GROUPS)
def test_typography_is_russian(group):
    names = sorted(load("orders")["organization"], key=len, reverse=True) if group == "course" else []
    found = []
    for path in files(group, frozenset(AS_WRITTEN)):
        for place, text in spelling.texts(path):
            for name in names if "результат" in place and '"' in text else ():
                text = text.replace(name, "школа").replace(typeset(name), "школа")
            if path.suffix == ".md":
                text = re.sub(r" {2,}|\| *\|.*", " ", text)
            found += [f"{path.name}, {place}: {slip}" for slip in slips(text, shown="результат" in place)]
    assert found == []


@pytest.mark.skipif(not shutil.which("hunspell"), reason="hunspell and hunspell-ru are not installed")
def test_hunspell_knows_every_word_of_the_sessions_too():
    words = set()
    for path in files("course", frozenset(VERBATIM | {"tool_roadmap.ipynb"})):
        for _, text in spelling.texts(path):
            words |= {word for word in spelling.words(text) if word == word.lower()}
    bare = sorted(words | {word.replace("ё", "е") for word in words})
    done = subprocess.run(
        ["hunspell", "-d", "ru_RU", "-l", "-i", "utf-8"],
        input="\n".join(bare),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Can't open" not in done.stderr
    bad = set(done.stdout.split())
    ours = spelling.project_words()
    unknown = {word for word in words if word in bad and word.replace("ё", "е") in bad and len(word) > 1}
    assert sorted(word for word in unknown if word not in ours) == []


def test_a_slip_is_found_and_told_with_its_place(tmp_path):
    page = tmp_path / "лист.md"
    page.write_text("# Наставник\n\nНаставнек помогает `кодд` коллеге.\n", encoding="utf-8")
    (slip,) = spelling.check([page])
    assert str(slip) == ("лист.md, строка 3: слова «Наставнек» нет в словаре — «…Наставнек помогает … коллеге.…».")


def test_terms_names_stress_and_quotations_are_no_slips():
    assert (
        spelling.unknown(
            "ИОМ, ППН, вебинар, Роструд, за\u0301мок, пере\u00adнос, «персонализиров…», учитель-предметник"
        )
        == []
    )
    assert spelling.unknown("превет, коллего") == ["превет", "коллего"]


def test_every_word_of_the_project_dictionary_is_needed():
    """A word that the common dictionary has learnt, or a slip of a key twice, is no reason to keep a line."""
    lines = (ROOT / "datasets" / spelling.WORDS).read_text(encoding="utf-8").splitlines()
    listed = [word.lower() for line in lines for word in line.partition("#")[0].split()]
    assert sorted({word for word in listed if listed.count(word) > 1}) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('сказал "да" и ушёл', "ёлочки"),
        ("наставник - это коллега", "тире"),
        ("два  пробела", "двойной"),
        ("коллега , да", "пробел перед"),
        ("просим Вас ответить", "со строчной"),
        ("наставник,который", "после запятой"),
    ],
)
def test_a_slip_of_typography_is_named(text, rule):
    assert any(rule in slip for slip in slips(text))


@pytest.mark.parametrize("text", ["№ 5", "240 минут", "и т. д.", "А. Петров ведёт", "урок — это"])
def test_a_page_needs_no_break_spaces(text):
    assert slips(text, shown=True) and not slips(text)
    assert not slips(text.replace(" ", NBSP), shown=True)


def test_good_text_has_no_slips():
    text = f"Вы назвали «приказ{NBSP}№{NBSP}5»{NBSP}— это верно. Школа-партнёр; 1–2{NBSP}года. Вас ждут."
    assert slips(text, shown=True) == []
