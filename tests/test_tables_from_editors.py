"""Every table survives a spreadsheet editor: BOM, CRLF, semicolons, quotes, dates and fractions of a Russian locale."""

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest

from autograder.rules import parse_rules
from mentoring import data
from mentoring.bank.reading import read_all
from mentoring.data.check import dtypes_of
from mentoring.data.tables import kind_of

ROOT = Path(__file__).parents[1]
TABLES = sorted(path.stem for path in (ROOT / "datasets").glob("*.csv"))
BANK = ROOT / "assignments" / "bank"


def saved(path, *, local=False):
    """The bytes that a Russian spreadsheet editor writes for a table («CSV UTF-8»).

    Text that only looks like a number («3.1» of an act) stays text: the guide says to import such columns as text.
    """
    kinds = {name: kind_of(dtype) for name, dtype in dtypes_of(path.stem).items()} if path.stem in TABLES else {}
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    width = max(map(len, rows))
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        cells = row + [""] * (width - len(row))
        spoken = [
            cell if kinds.get(name) == "str" else localised(cell) for name, cell in zip(rows[0], cells, strict=True)
        ]
        write.writerow([*spoken, ""] if local else cells)  # an empty column at the right
    write.writerow([""] * width)  # and an empty row at the end
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def localised(cell):
    """What an editor of a Russian locale makes of dates, fractions and booleans."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return ".".join(reversed(cell.split("-")))
    if re.fullmatch(r"-?\d+\.\d+", cell):
        return cell.replace(".", ",")
    return {"true": "ИСТИНА", "false": "ЛОЖЬ"}.get(cell, cell)


@pytest.fixture(scope="module")
def editors(tmp_path_factory):
    made = {}
    for local in (False, True):
        folder = tmp_path_factory.mktemp("tables")
        for name in TABLES:
            (folder / f"{name}.csv").write_bytes(saved(ROOT / "datasets" / f"{name}.csv", local=local))
        made[local] = folder
    return made


@pytest.mark.parametrize("local", [False, True], ids=["as it is", "russian locale"])
def test_every_table_is_the_same_after_an_editor(editors, monkeypatch, local):
    before = {name: data.load(name) for name in TABLES}
    monkeypatch.setenv("MENTORING_DATASETS", str(editors[local]))
    differ = []
    for name in TABLES:
        try:
            pd.testing.assert_frame_equal(data.load(name), before[name])
        except (AssertionError, data.DataError) as error:
            differ.append(f"{name}: {str(error)[:200]}")
    assert differ == []
    assert [str(problem) for problem in data.validate_all()] == []


def test_the_bank_and_the_rules_too(tmp_path, editors):
    for path in BANK.glob("*.csv"):
        (tmp_path / path.name).write_bytes(saved(path, local=True))
    items, problems = read_all(tmp_path)
    assert problems == [] and items == read_all(BANK)[0]
    for local in (False, True):
        text = (editors[local] / "rules.csv").read_bytes().decode("utf-8-sig")
        assert parse_rules(text) == parse_rules((ROOT / "datasets" / "rules.csv").read_text("utf-8"))
