"""The labelled set itself: its labels are complete, refer to what exists, and the files are what build.py makes."""

import collections
import csv
import importlib.util
import json
import re
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
LABELS = json.loads((HERE / "labels.json").read_text(encoding="utf-8"))
with (HERE.parents[1] / "datasets" / "criteria.csv").open(encoding="utf-8-sig", newline="") as file:
    CRITERIA = {row["id"]: row for row in csv.DictReader(file)}
VERDICTS = {"met", "partial", "violated", "not_applicable"}
POSITIVE = {"partial", "violated"}
CROSS = {
    "XD-DATES",
    "XD-PERIOD",
    "XD-PAIRS",
    "XD-AGREEMENTS",
    "XD-TYPES",
    "XD-ROADMAP",
    "XD-CURATOR",
    "XD-INDICATORS",
    "XD-STAMPS",
}
READABLE = {path: entry for path, entry in LABELS["files"].items() if entry["error"] is None}


def positives():
    """criterion → in how many files it is partial or violated."""
    pairs = (pair for entry in READABLE.values() for pair in entry["criteria"].items())
    return collections.Counter(identity for identity, verdict in pairs if verdict in POSITIVE)


def builder():
    spec = importlib.util.spec_from_file_location("documents_build", HERE / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_file_is_labelled_and_every_label_has_its_file():
    found = {path.relative_to(HERE).as_posix() for path in (HERE / "files").rglob("*") if path.is_file()}
    assert found == set(LABELS["files"])


@pytest.mark.parametrize("path", sorted(READABLE))
def test_every_criterion_the_document_decides_is_labelled(path):
    entry = READABLE[path]
    own = {identity for identity, row in CRITERIA.items() if row["document"] == entry["kind"]}
    decidable = {identity for identity in own if CRITERIA[identity]["decided_by"] == "document"}
    assert set(entry["criteria"]) <= own
    assert set(entry["criteria"]) >= decidable
    assert set(entry["criteria"].values()) <= VERDICTS
    assert entry["check"] == sorted(i for i in entry["criteria"] if CRITERIA[i]["earns"] == "check")


def test_the_set_is_wide_enough():
    kinds = collections.Counter(entry["kind"] for entry in READABLE.values())
    assert set(kinds) == {row["document"] for row in CRITERIA.values()}
    assert min(kinds.values()) >= 5
    assert sum(kinds.values()) >= 44
    assert {path.rsplit(".", 1)[1] for path in READABLE} == {"docx", "odt", "pdf", "txt"}


def test_every_decidable_criterion_is_seen_sound_and_broken():
    counted = positives()
    sound = {i for entry in READABLE.values() for i, verdict in entry["criteria"].items() if verdict == "met"}
    for identity, row in CRITERIA.items():
        if row["decided_by"] == "document":
            assert counted[identity], identity
            assert identity in sound, identity


BLIND = sorted(HERE.glob("blind_*"))


@pytest.mark.parametrize("folder", BLIND, ids=lambda folder: folder.name)
def test_blind_sets_are_labelled_whole(folder, tmp_path):
    builder().build(folder, tmp_path)
    labels = json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))
    for path, entry in labels["files"].items():
        own = {identity for identity, row in CRITERIA.items() if row["document"] == entry["kind"]}
        decidable = {identity for identity in own if CRITERIA[identity]["decided_by"] == "document"}
        assert set(entry["criteria"]) <= own, path
        if "/packages/" not in path:  # those of packages are there for the cross checks only
            assert set(entry["criteria"]) >= decidable, path
    assert {row["document"] for row in CRITERIA.values()} == {entry["kind"] for entry in labels["files"].values()}


def test_packages_name_known_checks():
    assert set().union(*(package["cross"] for package in LABELS["packages"].values())) == CROSS
    assert any(not package["cross"] for package in LABELS["packages"].values())
    for folder in LABELS["packages"]:
        assert 6 <= len(list((HERE / folder).iterdir())) <= 9


def test_doubtful_labels_refer_to_labels():
    for path, identity, why in LABELS["doubtful"]:
        assert identity in LABELS["files"][path]["criteria"], (path, identity)
        assert why


def test_the_files_are_what_the_script_makes():
    module = builder()
    for spec in module.sources():
        path = HERE / "files" / spec["path"]
        if path.suffix == ".docx":
            assert path.read_bytes() == module.Word(spec).bytes(), path
        elif path.suffix == ".odt":
            assert path.read_bytes() == module.opendocument(spec), path
        elif path.suffix == ".txt":
            assert path.read_bytes().decode("cp1251" if "cp1251" in path.name else "utf-8") == module.plain(spec)


def test_word_files_hold_what_a_reader_must_not_miss():
    seen = collections.Counter()
    for path in READABLE:
        if path.endswith(".docx"):
            with zipfile.ZipFile(HERE / path) as archive:
                body = archive.read("word/document.xml").decode()
                seen["footnotes"] += "word/footnotes.xml" in archive.namelist()
                seen["headers"] += any(name.startswith("word/header") for name in archive.namelist())
            for mark in ("w:ins ", "w:del ", "w:txbxContent"):
                seen[mark] += f"<{mark}" in body or f"<{mark}>" in body
            seen["nested"] += bool(re.search(r"<w:tbl>(?:(?!</w:tbl>).)*<w:tbl>", body, re.S))
    assert all(seen[what] for what in ("footnotes", "headers", "w:ins ", "w:del ", "w:txbxContent", "nested")), seen


def test_there_are_no_contacts_in_the_texts():
    for source in HERE.glob("**/texts/*.txt"):
        text = source.read_text(encoding="utf-8")
        assert not re.search(r"\S@\S+\.\w|https?:|\+7|8 ?\(\d{3}\)|www\.", text), source
