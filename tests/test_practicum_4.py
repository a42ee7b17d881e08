"""Practicum №4: defects found, documents and a roadmap mended, an own package with its quotes, a route, an audit."""

import io
import json
import zipfile

import pytest
from docx import Document
from practicum import assert_nothing_leaks, assert_sound, grade, notebook, published

from mentoring import privacy
from mentoring.answers.disk import StoreError
from mentoring.documents.audit_sheet import audit_sheet
from mentoring.forms.archive import archive
from mentoring.tasks import kind_of
from mentoring.tasks import package_case as cases
from mentoring.tasks import package_example as packages
from mentoring.tasks.document_example import example
from mentoring.tasks.document_reading import audit_files
from mentoring.tasks.finding_examples import markup as marks
from mentoring.tasks.rubrics import rubric
from mentoring.uploads import accept, pack

SEEDS = range(8)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict:
    return published("practicum_4", tmp_path_factory.mktemp("key") / "out.json")


def graded(made: dict, task: str, files: list[tuple[str, bytes]], evidence: dict) -> dict:
    """A document task as a person's files are graded."""
    asked = made["questions"][task]["question"]
    form = {"files": [accept(task, *file).to_json() | {"kind": None} for file in files], "evidence": evidence}
    return grade(made, task, {"form": form, "read": audit_files(pack(asked, files)), "error": ""})


def own_package(made: dict) -> list[tuple[str, bytes]]:
    return packages.own_package(made["references"]["k3"]["example"][1])


def right(made: dict, task: str) -> dict:
    return example(made["questions"][task]["question"], made["references"][task], 1.0, "right")


def test_the_notebook_is_sound_and_gives_nothing_away(made):
    assert list(made["questions"]) == ["k1", "k2", "k6", "k3", "k4", "k5"]
    found = marks(made["questions"]["k1"]["question"], made["references"]["k1"], 1.0, "right")
    answers = {"k1": found, "k2": None, "k3": None, "k4": made["references"]["k4"]["route"]}
    assert_sound("practicum_4", made, {"k5"}, answers)
    assert_nothing_leaks("practicum_4", made)


def test_variants_are_sound_and_differ():
    drawn = [cases.package_case(seed) for seed in SEEDS]
    assert cases.package_case(3) == drawn[3] and json.loads(json.dumps(drawn[3].public)) == drawn[3].public
    planted = set()
    for one in drawn:
        assert list(one.public["tasks"]) == ["k1", "k2", "k6", "k3", "k4"]
        for id, asked in one.public["tasks"].items():
            kind, key = kind_of(asked["kind"]), one.secret[id]
            assert kind.check(kind.read_question(asked), kind.read_reference(key)) == []
        planted.add(tuple(sorted(line["id"] for line in one.secret["k1"]["planted"])))
        assert "seed" not in json.dumps(one.public) and all(len(names) == cases.DEFECTS for names in planted)
    assert len(planted) > 5


@pytest.mark.parametrize("defect", [*cases.TERM, *cases.CONSENT, *cases.PAY])
def test_the_audit_sees_every_defect_that_is_to_be_mended(defect):
    criteria = (cases.TERM | cases.CONSENT | cases.PAY)[defect]
    broken = cases.make_case("school", "medium", [defect], decoys=0)
    files = cases.given_files([cases.sheet_json(one) for one in broken.documents if one.id in cases.MENDED])
    read = audit_files(pack({"as_of": cases.DAY}, files))["files"]
    said = {id: row["verdict"] for one in read for id, row in one["criteria"].items()}
    assert all(said[id] in ("violated", "partial") for id in criteria)
    assert all(said[id] == "met" for id in cases.KEPT)


def test_mending_and_quoting_earn_and_the_documents_as_given_do_not(made):
    files = cases.sound_files(*made["references"]["k2"]["example"][1:])
    whole = graded(made, "k2", files, right(made, "k2")["evidence"])
    assert whole["fraction"] == 1.0, whole["remarks"]
    assert graded(made, "k2", files, {})["fraction"] == pytest.approx(0.55)
    seed = made["references"]["k2"]["example"][1]
    broken, _ = cases.broken_case(seed)
    given = cases.given_files([cases.sheet_json(one) for one in broken.documents if one.id in cases.MENDED])
    assert graded(made, "k2", given, {})["fraction"] < 0.36
    other = cases.sound_files("another school")
    assert graded(made, "k2", other, {})["fraction"] < 0.4


def test_a_package_of_ones_own_earns_everything_and_without_quotes_less_than_half(made):
    files = own_package(made)
    assert 8 <= len(files) <= 12
    whole = graded(made, "k3", files, right(made, "k3")["evidence"])
    assert whole["fraction"] == 1.0, [one for one in whole["remarks"] if one["verdict"] != "right"]
    printed = graded(made, "k3", files, {})
    assert printed["fraction"] == pytest.approx(0.4)
    same = dict.fromkeys(right(made, "k3")["evidence"], "приказ утверждён директором школы")
    assert graded(made, "k3", files, same)["fraction"] == pytest.approx(0.4)
    few = graded(made, "k3", files[:2], {})
    assert few["fraction"] < 0.2 and any("Нет документа вида" in one["text"] for one in few["remarks"])


def test_the_audit_of_the_package_belongs_to_the_school_year_of_the_release(tmp_path, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_YEAR", "2029")
    later = published("practicum_4", tmp_path / "out.json")
    assert later["questions"]["k3"]["question"]["as_of"] == "2029-11-21"
    assert graded(later, "k3", own_package(later), right(later, "k3")["evidence"])["fraction"] == 1.0


def quotes(made: dict, maker: str) -> dict:
    """Fitting places of the files that `maker` makes, as a diligent copyist would find them."""
    reference = made["references"]["k3"] | {"example": [maker]}
    return example(made["questions"]["k3"]["question"], reference, 1.0, "right")["evidence"]


def test_the_package_of_the_kit_with_its_quotes_earns_nothing(made):
    score = graded(made, "k3", packages.sample_pair(), quotes(made, "mentoring.tasks.package_example:sample_pair"))
    assert score["fraction"] < 0.01 and any("слова образца" in one["text"] for one in score["remarks"])


def renamed() -> list[tuple[str, bytes]]:
    from mentoring.documents.drafting import example as school
    from mentoring.documents.drafting import package

    one = school()
    pair = one.pairs[0].model_copy(update={"mentor": "Луговая Ада Кимовна", "mentee": "Речкина Юна Олеговна"})
    named = {"head": "Боров Ян Юрьевич", "curator": "Соснин Лев Маркович", "short_name": "МБОУ «Лесная школа»"}
    return [(made_.name, made_.content) for made_ in package(one.model_copy(update={"pairs": (pair,), **named}))]


def test_other_names_in_the_package_of_the_kit_are_no_work(made, monkeypatch):
    monkeypatch.setattr(packages, "renamed", renamed, raising=False)
    files, found = renamed(), quotes(made, "mentoring.tasks.package_example:renamed")
    score = graded(made, "k3", files, found)
    assert score["fraction"] < 0.5, [(one["criterion"], one["text"]) for one in score["remarks"]]


def test_quotations_of_a_neighbour_do_not_fit():
    asked = {seed: [one["id"] for one in cases.package_task(seed, 14)[0].model_dump()["criteria"] if one["evidence"]]
             for seed in range(24)}  # fmt: skip
    assert len({tuple(ids) for ids in asked.values()}) > 12 and all(len(ids) == 7 for ids in asked.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_roadmap_is_mended_and_completed_by_thought_not_by_a_tool(seed):
    from mentoring.roadmap import Interval, from_rows, mend
    from mentoring.tasks.roadmap import KIND
    from mentoring.tasks.roadmap_case import FIELDS, roadmap_task

    question, reference = roadmap_task(f"{seed}/school", "k6", 12)
    asked, key = question.model_dump(mode="json"), reference.model_dump(mode="json")

    def fraction(rows):
        return KIND.grade(asked, {"rows": rows}, key)["fraction"]

    assert fraction(key["rows"]) == 1.0 and len(reference.needs) == 3 and len(reference.planted) == 4
    period = Interval(question.starts, question.ends, "period")
    tool = mend(from_rows(asked["start"], period=period)).rows
    assert fraction([{name: getattr(row, name) or "" for name in FIELDS} for row in tool]) < 0.25
    anywhere = [row | {"term": row["term"] if row["term"][2:3] == "." else "май 2027"} for row in asked["start"]]
    assert fraction(anywhere) < 0.25
    shown = " ".join(" ".join(row.values()) for row in asked["start"])
    assert not any(need.title in shown for need in reference.needs)


def test_the_roadmap_is_taken_away_as_it_was_typed(made):
    from mentoring.roadmap.writing import plain_document

    assert made["questions"]["k6"]["export"] == "mentoring.roadmap.writing:plain_document"
    rows = [*made["references"]["k6"]["rows"], {"activity": "<script>alert(1)</script> {{7*7}} =1+1"}]
    document = Document(io.BytesIO(plain_document({"rows": rows})[1]))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert rows[0]["activity"] in text and "<script>alert(1)</script> {{7*7}} =1+1" in text
    assert plain_document(None)[1].startswith(b"PK")


def test_a_place_at_the_end_of_a_long_document_is_read():
    from mentoring.tasks.document_reading import shared

    assert shared(["а" * 9, "б" * 3, "в" * 30], 30) == ["а" * 9, "б" * 3, "в" * 18]
    assert shared(["а" * 20, "б" * 20], 30) == ["а" * 15, "б" * 15] and shared([], 30) == []
    assert shared(["а" * 9, ""], 30) == ["а" * 9, ""]


def test_feedback_tells_the_audit_without_empty_marks(made):
    from mentoring.forms.document import readonly

    asked, files = made["questions"]["k3"]["question"], own_package(made)[:2]
    form = {"files": [accept("k3", *file).to_json() | {"kind": None} for file in files], "evidence": {}}
    page = readonly(asked, {"form": form, "read": audit_files(pack(asked, files)), "error": ""}, None)
    assert "Выполнено" in page and "не заполнено" not in page.split("Цитаты участника")[0]


def test_documents_that_contradict_each_other_cost(made):
    from mentoring.documents.drafting import draft

    one = packages.own_school(int(made["references"]["k3"]["example"][1]))
    later = one.model_copy(update={"ends": one.ends.replace(month=3), "curator": "Иная И. И."})
    files = [file for file in own_package(made) if "Приказ о закреплении" not in file[0]]
    files += [(made_.name, made_.content) for made_ in draft("pairing_order", later)]
    score = graded(made, "k3", files, {})
    assert score["fraction"] < 0.4 and any(one["criterion"] == "Комплект" for one in score["remarks"])


def test_the_package_is_taken_away_as_one_archive(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = accept("k3", "Положение школы.docx", b"PK one")
    (tmp_path / given.file).write_bytes(b"PK one")
    (tmp_path / "secret.txt").write_text("x")
    lost = accept("k3", "Приказ.docx", b"PK two").to_json()
    strange = {"name": "../x.docx", "file": "../secret.txt", "sha256": "0" * 64}
    name, content = archive("komplekt")({"files": [given.to_json(), lost, strange, 5]})
    assert name == "komplekt.zip" and zipfile.ZipFile(io.BytesIO(content)).namelist() == ["Положение школы.docx"]
    for empty in ({"files": []}, {"files": "x"}, {"files": [lost]}):
        with pytest.raises(StoreError, match="Файлов пока нет"):
            archive("komplekt")(empty)


def test_the_sheet_of_the_audit_carries_rows_as_text(made):
    rows = made["references"]["k5"]["rows"]
    name, content = audit_sheet({"rows": [*rows, {"finding": "<script>alert(1)</script> {{7*7}} =1+1 \x0b"}]})
    document = Document(io.BytesIO(content))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert name.endswith(".docx") and rows[0]["finding"] in text and "<script>alert(1)</script> {{7*7}} =1+1" in text
    assert "____" in Document(io.BytesIO(audit_sheet(None)[1])).tables[0].cell(1, 1).text
    assert made["questions"]["k5"]["export"] == "mentoring.documents.audit_sheet:audit_sheet"


def test_the_rubric_is_the_table(made):
    asked = made["questions"]["k5"]["question"]["rubric"]
    assert asked == [line.model_dump(mode="json") for line in rubric("practicum_4", "k5")]
    assert sum(max(level["points"] for level in line["levels"]) for line in asked) == 24


def test_nothing_in_it_looks_like_a_contact_of_a_person():
    text = "\n".join(c.source for c in notebook("practicum_4").cells)
    assert not [mark for mark in privacy.find(text) if mark.kind != "name"]
