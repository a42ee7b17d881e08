"""A document (or a package) that the participant writes or mends and uploads; judged by the criteria of the audit.

Files are parsed in the sandboxed worker only: scoring is given what it found (`read`). Points go to the document, to
what the case demands of it, and to evidence — not to what a command prints (see `document_scoring`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import TASK_ID, Answer, Kind, Model, Question, Reference, Remark, Sample, Score, unique
from mentoring.uploads import SUFFIXES

WORKER = "mentoring.tasks.document_reading:audit_files"
PARTS = ("document", "case", "evidence")


class Asked(Model):
    """A criterion of the audit by its id; `evidence`: the participant also quotes where the document meets it."""

    id: str = Field(pattern=r"^[A-Z]+-\d{2}$")
    text: str
    weight: float = Field(1.0, gt=0)
    evidence: bool = False


class DocumentQuestion(Question):
    kind: Literal["document"] = "document"
    as_of: str = Field(description="day of the audit, 2026-11-21: grades don't depend on the day they are given")
    wanted: tuple[str, ...] = Field(min_length=1, description="kinds of documents that must be there")
    criteria: tuple[Asked, ...] = Field(min_length=1)
    accepts: tuple[Literal[".docx", ".odt", ".pdf", ".txt"], ...] = SUFFIXES  # type: ignore[assignment]
    max_files: int = Field(1, ge=1, le=12)
    weights: dict[str, float] = Field(
        {"document": 0.6, "case": 0.25, "evidence": 0.15}, description=f"points by part: {', '.join(PARTS)}"
    )
    live: bool = Field(True, description="show the audit in the form before hand-in")
    personal_data_warning: bool = True

    @model_validator(mode="after")
    def _sound(self) -> Self:
        unique(self.criteria, "критерии")
        dt.date.fromisoformat(self.as_of)
        if strange := sorted(set(self.weights) - set(PARTS)):
            raise ValueError(f"веса: нет частей {', '.join(strange)}; есть {', '.join(PARTS)}")
        if any(weight < 0 for weight in self.weights.values()) or not sum(self.weights.values()):
            raise ValueError("веса: числа не меньше нуля, и хотя бы одно больше нуля")
        return self


class UploadedFile(Model):
    """What `answers.json` says of a file; the file itself lies beside it."""

    name: str = Field(max_length=150)
    file: str = Field(pattern=r"^doc_[A-Za-z0-9_-]+_[0-9a-f]{16}\.(docx|odt|pdf|txt)$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=1)
    kind: str | None = None


class DocumentForm(Model):
    """What the form stores."""

    files: tuple[UploadedFile, ...] = Field((), max_length=12)
    evidence: dict[str, str] = Field(default_factory=dict)


class ReadFile(Model):
    """What the worker found in a file."""

    name: str
    kind: str | None = None
    error: str | None = None
    text: str = ""
    criteria: dict[str, dict[str, str]] = Field(default_factory=dict)
    personal: tuple[str, ...] = ()


class Read(Model):
    files: tuple[ReadFile, ...] = ()
    cross: tuple[dict[str, str], ...] = ()


class DocumentAnswer(Answer):
    """`form` as stored; `read` by the worker, none before; `error`: why there is none."""

    form: DocumentForm = DocumentForm()
    read: Read | None = None
    error: str = ""
    lost: bool = Field(False, description="a file did not come with the work")


class Fact(Model):
    """Something of the case that the document must say: any of the phrases, endings may differ."""

    id: str = Field(pattern=TASK_ID)
    phrases: tuple[str, ...] = Field(min_length=1)
    explain: str = ""


class DocumentReference(Reference):
    facts: tuple[Fact, ...] = ()
    package: bool = Field(False, description="contradictions between the files cost points")
    explain: dict[str, str] = Field(default_factory=dict, description="criterion → what is expected")
    given: tuple[str, ...] = Field((), description="runs of the kit's own documents (`given_text.fingerprint`)")
    own: dict[str, float] = Field(
        default_factory=dict, description="kind of document → share of runs that were not given, for full credit"
    )
    example: tuple[str, ...] = Field(
        (), max_length=2, description="maker of good files, for demonstration classes: `module:function`, its text"
    )


class DocumentKind(Kind):
    name = "document"
    needs_reference = False
    worker = WORKER
    Question, Answer, Reference = DocumentQuestion, DocumentAnswer, DocumentReference

    def is_blank(self, question: DocumentQuestion, answer: DocumentAnswer) -> bool:
        return not answer.form.files

    def missing(self, question: DocumentQuestion, answer: DocumentAnswer | None) -> list[str]:
        form = answer.form if answer else DocumentForm()
        empty = [] if form.files else ["файл"]
        wanted = [one for one in question.criteria if one.evidence and not form.evidence.get(one.id, "").strip()]
        return empty + [f"цитата к критерию {one.id}" for one in wanted]

    def score(self, question: DocumentQuestion, answer: DocumentAnswer, reference: DocumentReference | None) -> Score:
        from mentoring.tasks.document_scoring import score_document

        if answer.read is None:
            outcome = "manual" if answer.lost or not answer.error else "unreadable"
            text = answer.error or "Файл ещё не прочитан."
            remark = Remark(criterion="Файл", verdict="info" if outcome == "manual" else "missing", text=text)
            return Score(outcome=outcome, fraction=None if outcome == "manual" else 0.0, remarks=(remark,))
        return score_document(question, answer, reference)

    def check(self, question: DocumentQuestion, reference: DocumentReference | None) -> list[str]:
        from mentoring.data.criteria import criteria

        known = {row.id: row for row in criteria()}
        found = []
        for one in question.criteria:
            row = known.get(one.id)
            if row is None:
                found.append(f"{question.id}: критерия «{one.id}» в таблице нет.")
            elif row.document not in question.wanted:
                found.append(f"{question.id}: критерий {one.id} — о другом виде документа ({row.document}).")
            elif row.earns == "check":
                found.append(f"{question.id}: критерий {one.id} опирается на неподтверждённое право и баллов не стоит.")
            elif row.decided_by != "document":
                found.append(f"{question.id}: критерий {one.id} по одному документу не решается, баллов не даст.")
        if reference is not None:
            unique(reference.facts, "сведения случая")
        if (reference is None or not reference.facts) and question.weights.get("case"):
            found.append(f"{question.id}: сведений случая в эталоне нет — чужой готовый документ получит полный балл.")
        return found

    def samples(self) -> list[Sample]:
        from mentoring.tasks.document_example import sample_cases

        return [Sample(*case) for case in sample_cases()]


def asked(*ids: str, evidence: tuple[str, ...] = ()) -> tuple[Asked, ...]:
    """For authors: criteria by id, texts and weights (critical 3, substantial 2, desirable 1) from the table."""
    from mentoring.data.criteria import criteria

    weights = {"critical": 3.0, "substantial": 2.0, "desirable": 1.0}
    known = {row.id: row for row in criteria()}
    return tuple(
        Asked(id=id, text=known[id].text, weight=weights[known[id].weight], evidence=id in evidence) for id in ids
    )


def live(read: dict[str, Any]) -> Read:
    """The worker's JSON as a model. Raises ValueError for what is no such thing."""
    return Read.model_validate(read)


KIND = DocumentKind()
