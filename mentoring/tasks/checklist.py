"""A checklist: criterion × verdict × quoted evidence. With a reference it is scored against it; without one
(self-audit of the own organisation) completeness and consistency are scored."""

from typing import Literal

from pydantic import Field

from mentoring.tasks.base import Answer, Kind, Model, Question, Reference, Verdict


class Document(Model):
    """A document to read beside the checklist (Markdown of the author)."""

    id: str
    title: str
    text: str


class ChecklistCriterion(Model):
    id: str
    text: str
    document: str = Field("", description="id of the document it is asked of")
    points: float = Field(1.0, ge=0)
    evidence: bool = Field(True, description="a quotation or a note is asked")
    evidence_label: str = "Цитата или место в документе"


class Consistency(Model):
    """Self-audit rule: where `when` holds, `then` must hold, else the remark is shown."""

    when: dict[str, tuple[Verdict, ...]]
    then: dict[str, tuple[Verdict, ...]]
    remark: str


class ChecklistQuestion(Question):
    kind: Literal["checklist"] = "checklist"
    documents: tuple[Document, ...] = ()
    criteria: tuple[ChecklistCriterion, ...] = Field(min_length=1)
    verdicts: tuple[Verdict, ...] = ("met", "partial", "violated", "not_applicable")
    consistency: tuple[Consistency, ...] = ()
    own_organization: bool = Field(False, description="warn of personal data of colleagues and mark what looks like it")


class ChecklistRow(Answer):
    verdict: Verdict | None = None
    evidence: str = ""


class ChecklistAnswer(Answer):
    rows: dict[str, ChecklistRow] = Field(default_factory=dict)


class ExpectedRow(Model):
    """Accepted verdicts; evidence is right when it contains any of the phrases (compared as words, without case,
    ё/е, punctuation) or, for an absence, names what is absent."""

    verdict: tuple[Verdict, ...]
    evidence: tuple[str, ...] = ()
    explain: str = ""
    source: str = ""


class ChecklistReference(Reference):
    rows: dict[str, ExpectedRow]
    evidence_share: float = Field(0.5, ge=0, le=1, description="part of a criterion's points that the evidence carries")


class ChecklistKind(Kind):
    name = "checklist"
    Question, Answer, Reference = ChecklistQuestion, ChecklistAnswer, ChecklistReference


KIND = ChecklistKind()
