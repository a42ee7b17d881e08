"""Practicum №1: the notebook is sound, its key is complete, and points go to evidence and judgement, not to ticks."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import pytest

from mentoring import privacy
from mentoring.data import load
from mentoring.documents.correction_note import COLUMNS, correction_note
from mentoring.tasks import kind_of
from mentoring.tasks.evidence import words

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "assignments" / "practicum_1" / "practicum_1.ipynb"
TASKS = ["a1", "a2", "a3", "a4", "b1", "b2", "c1", "c2a", "c2b", "c3", "d1"]
AUDITS = ["a1", "a2", "a3"]
BY_PERSON = {"b2", "d1"}
SLIDE = {"numerator": 899, "denominator": 974, "value": 92.3, "unit": "%", "conclusion": ["up"]}
REGION = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.S)
ABSENCE = {"нет", "не", "без", "отсутствует", "отсутствуют"}
# Beside quotations, own words are accepted where the judgement compares places or dates that no one fragment states.
JUDGED = {"DK-05", "PLZ-08", "PRP-01", "PRP-10", "PRV-05"}


@cache
def notebook():
    return nbformat.read(NOTEBOOK, as_version=4)


@cache
def cells() -> dict:
    return {c.metadata.nbgrader.grade_id: c for c in notebook().cells if "nbgrader" in c.metadata}


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> dict:
    """Questions and references by task, from the key run that a release makes."""
    out = tmp_path_factory.mktemp("keyrun") / "out.json"
    env = dict(os.environ, AUTOGRADER_ROLE="author", MPLBACKEND="Agg")
    env.pop("NBGRADER_EXECUTION", None)
    subprocess.run([sys.executable, "-m", "autograder.keyrun", str(NOTEBOOK), str(out)], env=env, cwd=ROOT, check=True,
                   stdin=subprocess.DEVNULL)  # fmt: skip
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["error"] is None, result["error"]
    data = [event["data"] for event in result["runs"]["base"]]
    return {
        "questions": {one["id"]: one for one in data if "question" in one},
        "references": {one["id"]: one["reference"] for one in data if "reference" in one},
        "drawn": {one["name"]: one["public"] for one in data if "public" in one},
    }


def grade(published, task, answer) -> dict:
    asked = published["questions"][task]
    return kind_of(asked["kind"]).grade(asked["question"], answer, published["references"].get(task))


def rows_of(published, task):
    """(criterion of the question, expected row) of an audit."""
    expected = published["references"][task]["rows"]
    return [(one, expected[one["id"]]) for one in published["questions"][task]["question"]["criteria"]]


def model_answer(published, task):
    """The reference turned into the answer of a participant who knows everything."""
    key = published["references"].get(task)
    if task in AUDITS:
        return {"rows": {one["id"]: {"verdict": row["verdict"][0], "evidence": (row.get("evidence") or [""])[0]}
                         for one, row in rows_of(published, task)}}  # fmt: skip
    if task == "a4":
        maker = {point.name: point for point in entry_points(group="autograder.examples")}["markup"].load()
        return maker(published["questions"]["a4"]["question"], key, 1.0, "right")
    if task == "b1":
        return self_audit(published, "met")
    if task == "c1":
        return {name: key[name] for name in ("numerator", "denominator", "value", "unit", "conclusion")}
    if task in ("c2a", "c2b"):
        return {"chosen": key["correct"]}
    if task == "c3":
        return {"form": {name: key["alternative"][name] for name in ("numerator", "denominator", "value", "unit")}}
    return {name: key[name] for name in ("text", "rows") if name in key}


def self_audit(published, verdict):
    criteria = published["questions"]["b1"]["question"]["criteria"]
    note = "папка кадров, шкаф"
    return {"rows": {one["id"]: {"verdict": verdict, "evidence": note} for one in criteria}}


def test_opens_everywhere_and_carries_no_outputs():
    nbformat.validate(notebook())
    assert all(not c.outputs and c.execution_count is None for c in notebook().cells if c.cell_type == "code")


def test_the_code_is_folded_except_the_cell_for_own_code():
    shown = [c.metadata.nbgrader.grade_id for c in notebook().cells
             if c.cell_type == "code" and not c.metadata.get("jupyter", {}).get("source_hidden")]  # fmt: skip
    assert shown == ["c3-code"]


def test_cells_follow_the_contract():
    for name, cell in cells().items():
        meta = cell.metadata.nbgrader
        assert meta.schema_version == 3 and meta.cell_type == cell.cell_type == "code" and meta.task is False
        if name.endswith(("-key", "-code")):
            assert meta.solution and not meta.grade and not meta.locked
        elif name in BY_PERSON:
            assert meta.grade and meta.solution and not meta.locked
        elif name in TASKS:
            assert meta.grade and meta.locked and not meta.solution
            assert cells()[f"{name}-key"].metadata.nbgrader.solution
        else:
            assert meta.locked and not meta.grade and not meta.solution
        assert ("BEGIN SOLUTION" in cell.source) == meta.solution
    for name in cells():
        if name.endswith("-key"):
            assert not REGION.sub("", cells()[name].source).strip(), "a key cell holds only its region"
    code = [c for c in notebook().cells if c.cell_type == "code"]
    assert "from mentoring.forms import" in code[0].source and code[-1].source == "hand_in()"


def test_every_task_has_its_question_reference_and_points(published):
    assert list(published["questions"]) == TASKS
    assert set(published["references"]) == set(TASKS) - {"b1"}, "the self-audit alone has no right answer"
    for name in TASKS:
        assert cells()[name].metadata.nbgrader.points == published["questions"][name]["question"]["points"]
        asked = published["questions"][name]
        kind = kind_of(asked["kind"])
        problems = kind.check(
            kind.read_question(asked["question"]), kind.read_reference(published["references"].get(name))
        )
        assert problems == []


def test_the_points_told_at_the_top_are_the_points_of_the_tasks(published):
    points = {name: one["question"]["points"] for name, one in published["questions"].items()}
    intro = next(c.source for c in notebook().cells if c.cell_type == "markdown")
    told = [int(row.split("|")[4]) for row in intro.splitlines() if re.search(r"минут", row)]
    parts = [("a1", "a2", "a3"), ("a4",), ("b1",), ("b2",), ("c",), ("d",)]
    assert told == [sum(value for name, value in points.items() if name.startswith(part)) for part in parts]
    assert sum(points.values()) == sum(told) == 100
    minutes = [int(found) for found in re.findall(r"(\d+)\s*минут", intro)]
    assert sum(minutes) == 4 * 45


def test_the_rubrics_add_up_to_the_points(published):
    for name in BY_PERSON:
        question = published["questions"][name]["question"]
        best = [max(level["points"] for level in line["levels"]) for line in question["rubric"]]
        assert sum(best) == question["points"]


@pytest.mark.parametrize("task", TASKS)
def test_the_reference_is_worth_everything_and_a_blank_is_unanswered(published, task):
    score = grade(published, task, model_answer(published, task))
    if task in BY_PERSON:
        assert score["outcome"] == "manual"
    else:
        assert (score["outcome"], score["fraction"]) == ("scored", 1.0), score["remarks"]
    for blank in (None, {}):
        assert grade(published, task, blank)["outcome"] == "unanswered"


def test_own_code_is_worth_as_much_as_the_form(published):
    from mentoring.data.extracts import table
    from mentoring.indicators import share

    orders = table(published["drawn"]["orders"])

    code = REGION.search(cells()["c3-code"].source)[0].splitlines()[1]
    value = float(eval(code, {"share": share, "orders": orders, "len": len}))
    answer = {"form": None, "code": {"source": code, "value": value, "error": ""}}
    assert grade(published, "c3", answer)["fraction"] == 1.0
    untouched = REGION.sub("# YOUR CODE HERE", cells()["c3-code"].source)
    assert grade(published, "c3", {"form": None, "code": {"source": untouched}})["outcome"] == "unanswered"


def lazy_answer(asked):
    """«Всё выполнено», whole documents as evidence, every box ticked, the figures of the slide."""
    question = asked["question"]
    if asked["kind"] == "checklist":
        texts = {one["id"]: one["text"] for one in question["documents"]}
        rows = {one["id"]: texts.get(one["document"], "есть, всё выполнено") for one in question["criteria"]}
        return {"rows": {name: {"verdict": "met", "evidence": evidence} for name, evidence in rows.items()}}
    if asked["kind"] == "choice":
        return {"chosen": [one["id"] for one in question["options"]][: None if question["multiple"] else 1]}
    if asked["kind"] == "markup":
        places = [one["id"] for sheet in question["sheets"] for one in sheet["fragments"]][: question["max_findings"]]
        first = question["defects"][0]["id"]
        return {"findings": [{"fragment": place, "defect": first, "severity": "critical"} for place in places]}
    return {"indicator": SLIDE, "text": {"text": "Всё выполнено"}, "code": {"form": None}}[asked["kind"]]


def test_ticking_everything_and_pasting_documents_fails(published):
    earned = 0.0
    for name, asked in published["questions"].items():
        fraction = grade(published, name, lazy_answer(asked))["fraction"] or 0.0
        if name in AUDITS:
            assert fraction < 0.25, name
        earned += fraction * asked["question"]["points"]
    assert earned < 35


@pytest.mark.parametrize("verdict", ["met", "partial", "violated", "not_applicable"])
def test_one_verdict_everywhere_earns_little_of_the_audit(published, verdict):
    earned = 0.0
    for name in AUDITS:
        question = published["questions"][name]["question"]
        rows = {one["id"]: {"verdict": verdict, "evidence": ""} for one in question["criteria"]}
        earned += question["points"] * (grade(published, name, {"rows": rows})["fraction"] or 0)
    assert earned < 0.35 * 40


@pytest.mark.parametrize("task", AUDITS)
def test_every_accepted_phrase_counts_and_stands_in_the_documents_or_names_an_absence(published, task):
    texts = {one["id"]: " ".join(words(one["text"])) for one in published["questions"][task]["question"]["documents"]}
    for one, row in rows_of(published, task):
        quotes = [phrase for phrase in row.get("evidence", ()) if " ".join(words(phrase)) in texts[one["document"]]]
        assert quotes or not row.get("evidence"), f"{one['id']}: no exact fragment is accepted"
        for phrase in row.get("evidence", ()):
            named = phrase in quotes or ABSENCE & set(words(phrase)) or one["id"] in JUDGED
            assert named, f"{one['id']}: {phrase}"
            answer = {"rows": {one["id"]: {"verdict": row["verdict"][0], "evidence": phrase}}}
            remark = next(r for r in grade(published, task, answer)["remarks"] if r["criterion"] == one["text"])
            assert remark["verdict"] == "right", f"{one['id']}: {phrase}: {remark['text']}"


def test_evidence_carries_most_points_and_every_verdict_occurs(published):
    verdicts, defects = [], 0
    for name in AUDITS:
        assert published["references"][name]["evidence_share"] >= 0.5
        for one, row in rows_of(published, name):
            if one["points"]:
                verdicts.append(row["verdict"][0])
                defects += not {"met", "not_applicable"} & set(row["verdict"])
            assert row["explain"] and row["source"], one["id"]
    assert {"met", "partial", "violated", "not_applicable"} <= set(verdicts)
    assert 14 <= len(verdicts) <= 20 and 8 <= defects <= 12


def test_what_is_uncertain_costs_nothing(published):
    table = load("criteria").set_index("id")
    for name in AUDITS:
        for one, _row in rows_of(published, name):
            assert one["text"].startswith(table.loc[one["id"], "criterion"]), "the wording is the table's"
            if table.loc[one["id"], "earns"] == "check":
                assert one["points"] == 0 and "Без баллов" in one["text"], one["id"]


def test_an_honest_no_is_worth_as_much_as_a_yes_in_the_self_audit(published):
    for verdict in ("met", "partial", "violated"):
        assert grade(published, "b1", self_audit(published, verdict))["fraction"] == 1.0, verdict
    answer = self_audit(published, "met")
    answer["rows"]["consent_mentee"]["verdict"] = "not_applicable"
    score = grade(published, "b1", answer)
    assert score["fraction"] < 1 and any("согласия обеих сторон" in remark["text"] for remark in score["remarks"])
    only_regulation = self_audit(published, "violated")
    for name in ("regulation", "regulation_approved"):
        only_regulation["rows"][name]["verdict"] = "met"
    assert grade(published, "b1", only_regulation)["fraction"] == 1.0
    only_regulation["rows"]["final_report"]["verdict"] = "met"
    assert any("только положение" in r["text"] for r in grade(published, "b1", only_regulation)["remarks"])


def test_the_self_audit_asks_the_seven_documents_and_six_checkpoints_and_minds_personal_data(published):
    question = published["questions"]["b1"]["question"]
    assert len(question["criteria"]) == 7 + 6 and question["own_organization"]
    answer = self_audit(published, "met")
    answer["rows"]["regulation"]["evidence"] = "у завуча, +7" + "9" + "0" * 9
    assert any(remark["criterion"] != "Полнота" for remark in grade(published, "b1", answer)["remarks"])


def test_the_denominator_trap_has_one_defensible_conclusion(published):
    right = model_answer(published, "c1")
    for wrong in ("up", "down", "merged", "error"):
        assert grade(published, "c1", right | {"conclusion": [wrong]})["fraction"] < 0.65
    assert grade(published, "c1", SLIDE)["fraction"] < 0.5
    assert "причина не названа" in json.dumps(published["references"]["c1"], ensure_ascii=False)


def test_the_released_notebook_holds_no_answers(published):
    released = "\n".join(REGION.sub("", c.source) for c in notebook().cells)
    assert "reference(" not in released and "explain" not in released and "verdict" not in released
    known = [row["explain"] for name in AUDITS for _one, row in rows_of(published, name)]
    known += [text for name in ("c1", "c2a", "c2b") for text in published["references"][name]["explain"].values()]
    assert not [text for text in known if text in released]
    assert not re.search(r"DEF-\d|IND-D\d", released)
    anchors = [level["anchor"] for name in BY_PERSON for line in published["questions"][name]["question"]["rubric"]
               for level in line["levels"] if level["anchor"]]  # fmt: skip
    hidden = " ".join(words(" ".join(row["finding"] for row in published["references"]["d1"]["rows"])))
    assert not [text for text in anchors if len(words(text)) > 3 and " ".join(words(text)) in hidden]


def test_nothing_in_it_looks_like_a_contact_of_a_person():
    text = "\n".join(c.source for c in notebook().cells)
    assert not [mark for mark in privacy.find(text) if mark.kind not in ("name", "address")]


def test_the_plan_becomes_the_note(published):
    question = published["questions"]["d1"]["question"]
    assert [column["id"] for column in question["columns"]] == list(COLUMNS)
    assert "export=correction_note" in cells()["d1"].source
    name, content = correction_note(model_answer(published, "d1"))
    assert name.endswith(".docx") and content[:2] == b"PK"
