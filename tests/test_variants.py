"""Individual variants: everyone has an own one, it is graded by its own key on every route, nobody can make the key."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import ROWS
from varied import open_varied, right, submit

import mentoring.variants
from autograder import batch, corrections, key, leaks, reference, release, variants
from autograder.demo import key_for
from autograder.errors import KitError
from autograder.layout import Layout
from mentoring_cli.home import make_home

CODE = "sum(numbers)"
BUTTON = """
import sys
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps import NbGrader
app = NbGrader(); app.initialize([])
api = NbGraderAPI(config=app.config)
for code in sys.argv[1:]:
    result = api.autograde("varied", code)
    assert result["success"], result
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Layout:
    """Released, with works in every state, graded by our batch."""
    place = open_varied(tmp_path_factory.mktemp("varied") / "course")
    shutil.copytree(place.root, place.root.with_name("untouched"))
    submit(place, "u01", right(place, "u01"), CODE)
    submit(place, "u02", right(place, "u02"))
    submit(place, "u03", {"n1": {"value": "1", "unit": ""}}, "sum(numbers) + 1")
    other = key_for(place, "varied", "u01")
    assert key_for(place, "varied", "u04").variant != other.variant
    submit(place, "u04", right(place, "u01"), variant=other.variant)
    submit(place, "u05", right(place, "u05"), variant="base")
    submit(place, "u06", {}, variant="v99")
    submit(place, "u07", None, CODE)
    return place


@pytest.fixture(scope="module")
def report(place):
    shutil.copytree(place.root, place.root.with_name("command"))
    shutil.copytree(place.root, place.root.with_name("button"))
    return batch.grade("varied", place=place)


@pytest.fixture
def untouched(place, tmp_path, monkeypatch) -> Layout:
    """The released course before anybody worked."""
    shutil.copytree(place.root.with_name("untouched"), tmp_path / "course")
    monkeypatch.setenv("MENTORING_ROOT", str(tmp_path / "course"))
    monkeypatch.delenv("MENTORING_WORKSPACE", raising=False)
    return Layout(tmp_path / "course", tmp_path / "course" / "workspace")


def rows(place: Layout) -> dict[tuple, tuple]:
    with sqlite3.connect(place.gradebook) as database:
        return {row[:3]: row[3:] for row in database.execute(ROWS).fetchall()}


def scores(place: Layout, code: str) -> dict[str, float]:
    return {cell: row[0] for (student, _, cell), row in rows(place).items() if student == code}


def test_each_work_is_graded_by_the_key_of_its_own_variant(place, report):
    assert scores(place, "u01") == {"n1": 4.0, "c1": 3.0}
    assert scores(place, "u02") == {"n1": 4.0, "c1": 0.0}
    assert scores(place, "u03") == {"n1": 0.0, "c1": 0.0}
    assert scores(place, "u07") == {"n1": 0.0, "c1": 3.0}, "a notebook alone is graded by the variant of its code"


def test_a_foreign_variant_is_reported_and_not_marked_wrong(place, report):
    line = next(line for line in report.entries if line.participant == "u04")
    assert scores(place, "u04")["n1"] == 4.0
    assert any("выдан" in phrase for phrase in line.suspicious), line
    assert scores(place, "u05")["n1"] == 4.0, "a file that names no variant is read as the participant's own"
    refused = next(line for line in report.entries if line.participant == "u06")
    assert refused.status == "refused" and "варианту «v99»" in refused.reason
    assert not [line.participant for line in report.entries if line.suspicious and line.participant != "u04"]


@pytest.mark.parametrize("way", ["command", "button"])
def test_nbgrader_and_the_formgrader_give_the_same_rows(place, report, way):
    folder = place.root.with_name(way)
    codes = [f"u{n:02d}" for n in (1, 2, 3, 4, 5, 7)]
    env = dict(os.environ, MENTORING_ROOT=str(folder), JUPYTER_PREFER_ENV_PATH="1")
    command = {
        "command": [str(Path(sys.executable).parent / "nbgrader"), "autograde", "varied"],
        "button": [sys.executable, "-c", BUTTON, *codes],
    }[way]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = Layout(folder, folder / "workspace")
    assert rows(theirs) == rows(place)
    for code in codes:
        path = f"autograded/{code}/varied/varied.ipynb"
        assert (place.workspace / path).read_bytes() == (theirs.workspace / path).read_bytes(), code


def test_the_pool_is_made_in_one_run_and_differs(place):
    keys = [key.load(place, "varied", variant=name) for name in key.load_variants(place, "varied")]
    assert len(keys) == variants.SIZE == len({one.tasks["n1"].question["text"] for one in keys})
    assert len({one.tasks["n1"].reference["explain"] for one in keys}) == variants.SIZE
    assert stat.S_IMODE(place.secret.stat().st_mode) == 0o600


def test_a_release_again_gives_the_same_variants(untouched):
    before = {path.name: path.read_bytes() for path in (untouched.release / "varied").iterdir()}
    shutil.rmtree(untouched.key_cache)
    release.release("varied", untouched)
    assert before == {path.name: path.read_bytes() for path in (untouched.release / "varied").iterdir()}


def test_another_secret_is_another_release(untouched):
    before = key.current_release(untouched, "varied")
    untouched.secret.unlink()
    assert release.release("varied", untouched).release != before


def test_a_home_holds_the_own_variant_only_and_nothing_of_keys(untouched):
    home = make_home("u01")
    mine = key_for(untouched, "varied", "u01")
    note = json.loads((home / "varied" / "release.json").read_text(encoding="utf-8"))
    pool = json.loads((home / "varied" / "variants.json").read_text(encoding="utf-8"))["pool"]
    assert note["variant"] == mine.variant and list(pool) == [mine.variant] and "variants" not in note
    make_home("u01")
    text = "".join(path.read_text(encoding="utf-8") for path in home.rglob("*") if path.is_file())
    text += "".join(path.read_text(encoding="utf-8") for path in (untouched.release / "varied").rglob("*.*"))
    assert "слово-" not in text.replace("«слово-{Random", "")
    assert untouched.secret.read_text(encoding="ascii").strip() not in text
    seeds = variants.seeds(untouched, "varied")
    assert not [seed for seed in seeds.values() if seed in text]


SHOW = """
import json, sys
from mentoring.forms import secret, variant
from mentoring.variants import Variant
def make(seed):
    raise SystemExit("a participant's kernel makes nothing")
drawn = variant("case", make)
try:
    secret("case")
except RuntimeError as error:
    print(json.dumps([drawn, str(error)]))
"""


def shown(folder: Path, **env: str) -> subprocess.CompletedProcess:
    env = {**os.environ, **env}
    return subprocess.run([sys.executable, "-c", SHOW], cwd=folder, env=env, capture_output=True, text=True)


def test_the_participant_sees_what_the_key_was_made_of(untouched):
    home = make_home("u02")
    mine = key_for(untouched, "varied", "u02")
    for folder, env in ((home / "varied", {}), (untouched.release / "varied", {"MENTORING_PARTICIPANT": "u02"})):
        done = shown(folder, **env)
        drawn, said = json.loads(done.stdout)
        assert mine.tasks["n1"].question["text"] == f"Сложите {drawn['numbers']}."
        assert "только у автора" in said


def test_nobody_makes_a_key_from_what_a_participant_has(untouched):
    """Everything a participant knows as a seed, and the author's role taken on: the variant that comes is another."""
    from varied import MAKER

    space: dict = {"variant": lambda name, make: make(0).public}
    exec(MAKER, space)
    home = make_home("u01")
    note = json.loads((home / "varied" / "release.json").read_text(encoding="utf-8"))
    mine = json.loads((home / "varied" / "variants.json").read_text(encoding="utf-8"))["pool"][note["variant"]]["case"]
    known = ["author", "", "u01", "varied", note["release"], note["variant"], "base", "0" * 64]
    seeds = [mentoring.variants.seed_of(text, "case") for text in known] + list(range(3000))
    assert all(space["make"](seed).public != mine for seed in seeds)
    taken = subprocess.run(
        [sys.executable, "-c", "from mentoring.forms import secret, variant\n" + MAKER + "\nprint(numbers)"],
        cwd=home / "varied", env={**os.environ, "AUTOGRADER_ROLE": "author"}, capture_output=True, text=True,
    )  # fmt: skip
    assert taken.stdout.strip().splitlines()[-1] != str(mine["numbers"])


def test_the_page_of_a_participant_holds_the_own_variant_and_needs_a_code(untouched):
    from publishing.page import page_html

    with pytest.raises(KitError, match="свой вариант"):
        page_html("varied", place=untouched)
    mine = key_for(untouched, "varied", "u03")
    page = page_html("varied", code="u03", place=untouched)
    assert mine.tasks["n1"].question["text"] in page and f'"variant": "{mine.variant}"' in page.replace('":"', '": "')


def test_both_rooms_agree_whose_variant_is_which():
    pool, given = variants.names(), set()
    for number in range(500):
        code = f"u{number:03d}"
        one = variants.assigned("practicum_4", code, pool)
        assert one == mentoring.variants.assigned("practicum_4", code, list(reversed(pool)))
        given.add(one)
    assert given == set(pool)


def test_a_mended_task_is_mended_for_every_variant(untouched):
    path = untouched.source("varied")
    path.write_text(path.read_text(encoding="utf-8").replace("Сложите", "Найдите сумму"), encoding="utf-8")
    corrections.mend(untouched, "varied", "n1", "уточнён вопрос")
    for name in ("v01", "v02"):
        task = key.load(untouched, "varied", variant=name).tasks["n1"]
        fresh = reference.build(untouched, "varied").variants[name].tasks["n1"]
        assert task.question == fresh.question and "Найдите" in task.question["text"]
        assert task.reference == fresh.reference


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("{'numbers': numbers}", "{'numbers': numbers, 'why': why}", "выдаёт эталон"),
        ("numbers = case['numbers']", "numbers = case['numbers']\\nsecret('case')", "остался вызов secret"),
        ("points=4", "points=4 if numbers[0] % 2 else 5", "баллов"),
    ],
)
def test_a_release_that_would_give_a_variant_away_is_stopped(untouched, old, new, said):
    path = untouched.source("varied")
    text = path.read_text(encoding="utf-8")
    quoted = old.replace("'", '\\"') if old.replace("'", '\\"') in text else old
    assert quoted in text
    path.write_text(text.replace(quoted, new.replace("'", '\\"') if quoted != old else new), encoding="utf-8")
    with pytest.raises(KitError, match=said):
        release.release("varied", untouched)
    assert leaks.FORBIDDEN
