"""Taking works in: whatever arrives, nothing stops, everything is one clear line, nobody's files get out or in."""

import json
import os
import shutil
import zipfile

import pytest
from classroom import CODE, RIGHT, Classroom, open_classroom

from autograder import answers, attempts, batch, damaged, intake, rebuild
from autograder.errors import KitError

FULL = {"c1": 3.0, "q1": 2.0, "q2": 1.0, "t1": None}
FORMS = FULL | {"c1": 0.0}
WORK = ("mini.ipynb", "answers.json")


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Classroom:
    return open_classroom(tmp_path_factory.mktemp("intake") / "course")


@pytest.fixture
def room(released, tmp_path) -> Classroom:
    return released.twin(tmp_path / "course")


def edit(folder, change):
    path = folder / "mini.ipynb"
    data = json.loads(path.read_text(encoding="utf-8"))
    made = change(data)
    path.write_text(json.dumps(data if made is None else made, ensure_ascii=False), encoding="utf-8")


def rewrite(folder, change, name="mini.ipynb"):
    path = folder / name
    path.write_bytes(change(path.read_bytes()))


def code_cell(data):
    return next(c for c in data["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "c1-code")


def nbformat_3(data):
    cells = [{"cell_type": c["cell_type"], "input": c["source"], "metadata": c["metadata"]} for c in data["cells"]]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}


def nbformat_9(data):
    data.update(nbformat=9, cells=[*data["cells"], 7, None, {"source": 5}])


def to_cp1251(content):
    return content.decode().encode("cp1251", "replace")


def without_metadata(data):
    for cell in data["cells"]:
        cell["metadata"] = None


def duplicated(data):
    data["cells"].append(json.loads(json.dumps(code_cell(data))))
    data["cells"].append({**code_cell(data), "source": "# Здесь будет ваш ответ"})


def retyped(data):
    code_cell(data)["cell_type"] = "markdown"


DAMAGE = {
    "truncated": (lambda f: rewrite(f, lambda b: b[: int(len(b) * 0.9)]), FULL, "блокнот повреждён"),
    "truncated early": (lambda f: rewrite(f, lambda b: b[:200]), FORMS, "блокнот повреждён"),
    "empty file": (lambda f: rewrite(f, lambda b: b""), FORMS, "блокнот повреждён"),
    "bom": (lambda f: rewrite(f, lambda b: b"\xef\xbb\xbf" + b), FULL, "BOM"),
    "utf-16": (lambda f: rewrite(f, lambda b: b.decode().encode("utf-16")), FULL, "BOM"),
    "cp1251": (lambda f: (edit(f, lambda d: None), rewrite(f, to_cp1251)), FULL, "1251"),
    "nul bytes": (lambda f: rewrite(f, lambda b: b[:50] + b"\0\0" + b[50:]), FULL, "нулевые"),
    "cells deleted": (lambda f: edit(f, lambda d: d.update(cells=[code_cell(d)])), FULL, None),
    "all cells deleted": (lambda f: edit(f, lambda d: d.update(cells=[])), FORMS, None),
    "duplicated": (lambda f: edit(f, duplicated), FULL, "повторяется"),
    "reordered": (lambda f: edit(f, lambda d: d["cells"].reverse()), FULL, None),
    "retyped": (lambda f: edit(f, retyped), FULL, None),
    "null metadata": (lambda f: edit(f, without_metadata), FULL, None),
    "nbformat 3": (lambda f: edit(f, nbformat_3), FULL, None),
    "nbformat 9": (lambda f: edit(f, nbformat_9), FULL, None),
    "no cells": (lambda f: edit(f, lambda d: [1, 2]), FORMS, "нет ячеек"),
    "deep": (lambda f: rewrite(f, lambda b: b"[" * 100_000), FORMS, "повреждён"),
    "only answers": (lambda f: (f / "mini.ipynb").unlink(), FORMS, "восстановлен из выпуска"),
    "renamed": (lambda f: (f / "mini.ipynb").rename(f / "Работа (1).ipynb"), FULL, "назывался Работа (1)"),
    "answers renamed": (lambda f: (f / "answers.json").rename(f / "answers (2).json"), FULL, "назывался answers (2)"),
    "answers from backup": (lambda f: (f / "answers.json").rename(f / "answers.json.bak"), FULL, "прежняя копия"),
    "answers with bom": (lambda f: rewrite(f, lambda b: b"\xef\xbb\xbf" + b, "answers.json"), FULL, "BOM"),
    "answers in cp1251": (
        lambda f: rewrite(f, lambda b: json.dumps(json.loads(b), ensure_ascii=False).encode("cp1251"), "answers.json"),
        FULL, "1251"),
    "bad timestamp": (lambda f: (f / "timestamp.txt").write_text("вчера"), FULL, "время сдачи"),
    "extra link": (lambda f: (f / "notes.txt").symlink_to("/etc/passwd"), FULL, "ссылка notes.txt удалена"),
}  # fmt: skip
REFUSED = {
    "nothing": (lambda f: [p.unlink() for p in f.iterdir()], "нет ни блокнота, ни файла ответов"),
    "both lost": (lambda f: [rewrite(f, lambda b: b"\0\xff{", name) for name in WORK], "прочитать не удалось"),
    "linked notebook": (lambda f: link(f / "mini.ipynb", "/etc/passwd"), "ссылка"),
    "linked answers": (lambda f: link(f / "answers.json", "/etc/passwd"), "ссылка"),
    "hard link": (lambda f: os.link(f / "answers.json", f.parent / "other"), "ссылка"),
    "dangling link": (lambda f: link(f / "mini.ipynb", "/nowhere"), "ссылка"),
    "pipe": (lambda f: ((f / "answers.json").unlink(), os.mkfifo(f / "answers.json")), "ссылка"),
    "thirty megabytes": (lambda f: (f / "mini.ipynb").write_bytes(b" " * 30_000_000), "больше 20 МБ"),
}  # fmt: skip


def link(path, target):
    path.unlink()
    path.symlink_to(target)


def test_a_damaged_class_is_graded_to_the_end_one_line_each(room):
    expected = {}
    for number, (name, (spoil, scores, said)) in enumerate(DAMAGE.items()):
        code = f"d{number:02d}"
        spoil(room.submit(code, RIGHT, CODE))
        expected[code] = (name, scores, said)
    for number, (name, (spoil, said)) in enumerate(REFUSED.items()):
        code = f"r{number:02d}"
        spoil(room.submit(code, RIGHT, CODE))
        expected[code] = (name, {}, said)
    room.submit("z", RIGHT, CODE)
    (room.place.submitted / "linked").symlink_to(room.place.submitted / "z")
    (room.place.submitted / "чужой").mkdir()
    shutil.copytree(room.folder("z"), room.place.submitted / "чужой" / "mini")

    report = batch.grade("mini", place=room.place)
    lines = {line.participant: line for line in report.entries}
    assert len(report.entries) == len(expected) + 3
    wrong = {}
    for code, (name, scores, said) in expected.items():
        text = lines[code].text()
        if room.scores(code) != scores or (said and said not in text) or "непредвиденная" in text or "\n" in text:
            wrong[name] = (room.scores(code), text)
        if said is None and lines[code].status != "graded":
            wrong[name] = text
    assert not wrong
    assert room.scores("z") == FULL
    assert lines["linked"].status == lines["чужой"].status == "refused"
    assert "root:" not in "".join(p.read_text(encoding="utf-8") for p in room.place.autograded.rglob("*.ipynb"))


def test_answers_are_saved_from_a_truncated_file_and_the_lost_ones_are_unreadable(room):
    folder = room.submit("u01", RIGHT, CODE)
    rewrite(folder, lambda b: b[: b.index(b'"t1"') + 10], "answers.json")
    report = batch.grade("mini", place=room.place)
    assert room.scores("u01") == FULL
    assert "прочитано ответов: 2" in report.repaired[0].text()


def test_an_older_whole_copy_is_better_than_a_broken_file(room):
    folder = room.submit("u01", RIGHT)
    shutil.copyfile(folder / "answers.json", folder / "answers.json.bak")
    rewrite(folder, lambda b: b[:150], "answers.json")
    assert answers.read(folder).given == RIGHT


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b'"x"', b'{"answers": []}', b'{"answers": {"q1": 5}}', b"\xff\xfe", b"[" * 99_999,
     b'{"schema": 1, "answers": {"q1": {"answer": ' + b"[" * 5000 + b"]" * 5000 + b"}}}", b"1" * 100_000,
     b'{"participant": 5, "release": {}, "variant": [], "handed_in": 7, "answers": {}}'],
)  # fmt: skip
def test_no_answers_file_crashes_the_reader(content):
    found = answers.parse(content)
    assert isinstance(found.given, dict) and isinstance(found.participant, str) and isinstance(found.release, str)


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"{}", b'{"cells": 5}', b'{"cells": [[[]]]}', b"\xed\xa0\x80"])
def test_no_notebook_crashes_the_reader(content):
    assert rebuild.read_sources(content).by_grade_id == {}


def test_strings_that_no_file_takes_are_cleaned():
    assert damaged.loads(r'["\ud800", "a\u0000b", NaN]') == ["\ufffd", "a\ufffdb", None]


@pytest.mark.parametrize(
    "text, moment",
    [
        ("2026-11-21T14:05:07+03:00", "2026-11-21T11:05:07+00:00"),
        ("2026-11-21 14:05:07.123456 UTC", "2026-11-21T14:05:07.123456+00:00"),
        ("2026-11-21 14:05:07 Europe/Moscow", "2026-11-21T11:05:07+00:00"),
        ("\ufeff2026-11-21T14:05:07", "2026-11-21T14:05:07+00:00"),
        ("2026-99-99", None),
        ("", None),
    ],
)
def test_the_moment_of_handing_in_is_read_as_nbgrader_reads_it(tmp_path, text, moment):
    (tmp_path / "timestamp.txt").write_text(text, encoding="utf-8")
    found, _ = intake._timestamp(tmp_path)
    assert (found.isoformat() if found else None) == moment


# -- collecting --------------------------------------------------------------------------------------------------------


def parcel(room, code, name, answers_=RIGHT, extra=(), **head):
    folder = room.submit(code, answers_, CODE, **head)
    path = room.place.root / "sent" / name
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in sorted(folder.iterdir()):
            archive.write(item, item.name)
        for entry, content in extra:
            archive.writestr(entry, content)
    shutil.rmtree(folder.parent)
    return path


def test_zips_folders_and_loose_answers_are_collected_and_graded(room):
    sent = room.place.root / "sent"
    parcel(room, "u01", "mini_u01_1.zip")
    parcel(room, "u02", "mini_u02_1 (1).zip")
    parcel(room, "u03", "вложение.zip")
    shutil.copytree(room.submit("u04", RIGHT, CODE), sent / "u04")
    (sent / "ответы с телефона.json").write_text(json.dumps(room.stored("u05", RIGHT)), encoding="utf-8")
    (sent / "письмо.txt").write_text("привет")
    shutil.rmtree(room.place.submitted / "u04")
    report = attempts.collect("mini", sent, place=room.place)
    assert sorted(line.participant for line in report.collected) == ["u01", "u02", "u03", "u04", "u05"]
    assert len(batch.grade("mini", place=room.place).graded) == 5
    assert room.scores("u03") == FULL and room.scores("u05") == FORMS
    again = attempts.collect("mini", sent, place=room.place)
    assert not again.collected and len(again.unchanged) == 5
    assert len(batch.grade("mini", place=room.place).unchanged) == 5


def test_hostile_archives_are_one_line_each_and_write_nothing_outside(room):
    sent = room.place.root / "sent"
    parcel(
        room,
        "u01",
        "mini_u01_1.zip",
        extra=[("../../evil.json", "{}"), ("/etc/evil.json", "{}"), ("a\\..\\evil.ipynb", "x")],
    )
    parcel(room, "u02", "mini_u02_1.zip", extra=[("bomb.ipynb", b"0" * 130_000_000)])
    (sent / "mini_u03_1.zip").write_bytes(b"PK\x03\x04 broken")
    parcel(room, "u04", "mini_u04_1.zip", extra=[(f"f{n}.json", "{}") for n in range(400)])
    symlink = zipfile.ZipInfo("notes.ipynb")
    symlink.external_attr = 0o120777 << 16
    parcel(room, "u05", "mini_u05_1.zip", extra=[(symlink, "/etc/passwd")])
    (sent / "mini_u06_1.zip").symlink_to("/etc/passwd")
    parcel(room, "u07", "mini_u07_1.zip", assignment="other")
    report = attempts.collect("mini", sent, place=room.place)
    status = {line.participant: line.status for line in report.entries}
    assert status["u01"] == status["u05"] == "collected"
    assert [status[name] for name in ("u02", "u03", "u04", "u07")] == ["refused"] * 4
    assert len(report.entries) == 7
    assert not list(room.place.root.rglob("*evil*")) and not list(room.place.attempts.rglob("notes.ipynb"))


def test_whose_work_it_is_comes_from_the_file_and_a_mismatch_is_told(room):
    parcel(room, "u01", "mini_u09_1.zip")
    line = attempts.collect("mini", room.place.root / "sent", place=room.place).collected[0]
    assert line.participant == "u09" and "другого участника (u01)" in line.text()


def test_lateness_comes_from_the_table_of_rules(room):
    (room.place.root / "datasets").mkdir(exist_ok=True)
    (room.place.root / "datasets" / "rules.csv").write_text(
        "assignment,title,weight,pass_percent,required,attempts,due,grace_minutes,penalty_per_day,penalty_cap,note,origin\n"
        "mini,Малая,10,60,true,1,2026-11-19T23:59,0,5,20,,ours\ncourse,Курс,0,70,true,1,,0,0,0,,ours\n",
        encoding="utf-8",
    )
    parcel(room, "u01", "mini_u01_2.zip", handed_in=[{"attempt": 2, "at": "2026-11-20T12:00:00+03:00"}])
    line = attempts.collect("mini", room.place.root / "sent", place=room.place).collected[0]
    assert line.late and "попытка 2, а разрешено 1" in line.text()
    assert batch.grade("mini", place=room.place).late[0].participant == "u01"


def test_a_missing_folder_is_one_sentence(room):
    with pytest.raises(KitError, match="Нет папки"):
        attempts.collect("mini", room.place.root / "nowhere", place=room.place)
    assert attempts.collect("mini", place=room.place).entries == []
