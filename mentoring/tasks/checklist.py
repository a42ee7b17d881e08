"""A checklist: criterion × verdict × quoted evidence. With a reference it is scored against it; without one
(self-audit of the own organisation) completeness and consistency are scored."""

from typing import Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import (
    VERDICTS_RU,
    Answer,
    Kind,
    Model,
    Question,
    Reference,
    Sample,
    Score,
    Verdict,
    unique,
    unknown,
)
from mentoring.tasks.checklist_scoring import against, evidence_share, self_audit
from mentoring.tasks.evidence import own_words
from mentoring.tasks.reading import Unreadable


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

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.criteria, "критерии")
        unique(self.documents, "документы")
        return self

    def documents_of(self, criterion: ChecklistCriterion) -> list[str]:
        """Texts in which evidence for a criterion is looked for: its document, or all."""
        return [doc.text for doc in self.documents if criterion.document in ("", doc.id)]


class ChecklistRow(Answer):
    verdict: Verdict | None = None
    evidence: str = ""


class ChecklistAnswer(Answer):
    rows: dict[str, ChecklistRow] = Field(default_factory=dict)

    def row(self, criterion: str) -> ChecklistRow:
        """The row of a criterion; an empty one when nothing was given."""
        return self.rows.get(criterion, ChecklistRow())


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
    needs_reference = False
    Question, Answer, Reference = ChecklistQuestion, ChecklistAnswer, ChecklistReference

    def is_blank(self, question: ChecklistQuestion, answer: ChecklistAnswer) -> bool:
        return not any(row.verdict or row.evidence.strip() for row in answer.rows.values())

    def missing(self, question: ChecklistQuestion, answer: ChecklistAnswer | None) -> list[str]:
        empty = []
        for number, criterion in enumerate(question.criteria, 1):
            row = answer.row(criterion.id) if answer else ChecklistRow()
            if row.verdict is None:
                empty.append(f"оценка по критерию {number}")
            if criterion.evidence and row.verdict != "not_applicable" and not row.evidence.strip():
                empty.append(f"цитата или пояснение к критерию {number}")
        return empty

    def score(
        self, question: ChecklistQuestion, answer: ChecklistAnswer, reference: ChecklistReference | None
    ) -> Score:
        if not set(answer.rows) <= {criterion.id for criterion in question.criteria}:
            raise Unreadable(
                "В ответе есть критерий, которого нет в вопросе: похоже, ответ дан к другой версии задания."
            )
        if any(row.verdict and row.verdict not in question.verdicts for row in answer.rows.values()):
            raise Unreadable("В ответе есть оценка, которой нет среди предложенных в этом задании.")
        if reference is None:
            return self_audit(question, answer)
        return against(question, answer, reference)

    def check(self, question: ChecklistQuestion, reference: ChecklistReference | None) -> list[str]:
        ids = [criterion.id for criterion in question.criteria]
        named = [name for rule in question.consistency for name in (*rule.when, *rule.then)]
        found = [
            f"{question.id}: в правиле согласованности назван критерий «{name}», а его нет."
            for name in sorted(set(named) - set(ids))
        ]
        documents = [document.id for document in question.documents]
        found += [
            f"{question.id}: критерий «{one.id}» спрашивает о документе «{one.document}», а его нет."
            for one in question.criteria
            if documents and one.document and one.document not in documents
        ]
        if reference is None:
            return found
        found += unknown(question, reference.rows, ids, "критерий")
        found += [
            f"{question.id}: для критерия «{name}» в эталоне нет оценки." for name in ids if name not in reference.rows
        ]
        for one in question.criteria:
            row = reference.rows.get(one.id)
            if row is None:
                continue
            if not set(row.verdict) & set(question.verdicts):
                found.append(f"{question.id}: эталонной оценки критерия «{one.id}» нет среди предложенных.")
            texts = question.documents_of(one)
            copied = [text for text in row.evidence if not own_words(text, one.text, texts)]
            found += [
                f"{question.id}: фраза «{text}» критерия «{one.id}» повторяет его текст и не засчитается."
                for text in copied
            ]
        return found + self._constant(question, reference)

    def _constant(self, question, reference) -> list[str]:
        total = sum(one.points for one in question.criteria if one.id in reference.rows) or 1
        for verdict in question.verdicts:
            earned = sum(
                one.points * (1 - evidence_share(one, reference))
                for one in question.criteria
                if one.id in reference.rows and verdict in reference.rows[one.id].verdict
            )
            if earned / total > 0.4:
                text = f"одной оценкой «{VERDICTS_RU[verdict]}» без цитат набирается {earned / total:.0%} баллов"
                return [f"{question.id}: {text}; увеличьте evidence_share или добавьте критерии с другими оценками."]
        return []

    def samples(self) -> list[Sample]:
        act = Document(
            id="plz",
            title="Положение",
            text="Положение о наставничестве. Утверждено приказом от 30.08.2021 № 12. "
            "Наставник закрепляется решением директора без согласия работника. Срок закрепления не ограничен. "
            "Куратор отчитывается устно. Положение размещено на сайте школы и действует бессрочно.",
        )
        criteria = [
            ChecklistCriterion(id=name, text=text, document="plz", points=points)
            for name, text, points in (
                ("a", "Положение утверждено приказом с номером и датой", 1),
                ("b", "Есть письменное согласие наставника", 2),
                ("c", "Отчёт <куратора> предусмотрен", 1),
            )
        ]
        rule = Consistency(
            when={"a": ("met",)}, then={"b": ("met", "partial")}, remark="Без согласия приказ не действует."
        )
        question = ChecklistQuestion(
            id="checklist-sample", title="Аудит положения", documents=(act,), criteria=criteria
        )
        own = question.model_copy(update={"documents": (), "consistency": (rule,), "own_organization": True})
        reference = ChecklistReference(
            rows={
                "a": ExpectedRow(verdict=("met",), evidence=("от 30.08.2021 № 12",)),
                "b": ExpectedRow(
                    verdict=("violated",), evidence=("без согласия работника",), explain="Согласие обязательно."
                ),
                "c": ExpectedRow(verdict=("partial",), evidence=("отчитывается устно", "форма отчёта не указана")),
            }
        )
        full = {
            "a": {"verdict": "met", "evidence": "приказ от 30.08.2021 №\u00a012"},
            "b": {"verdict": "violated", "evidence": "«…БЕЗ согласия работника»"},
            "c": {"verdict": "partial", "evidence": "Куратор отчитывается устно"},
        }
        evil = "<script>alert(1)</script> {{7*7}} =1+1"

        def case(name, rows, outcome, fraction, asked=question, key=reference):
            return Sample(name, asked, {"rows": rows}, key, outcome, fraction)

        return [
            case("blank", {"a": {"verdict": None, "evidence": " "}}, "unanswered", 0.0),
            case("correct", full, "scored", 1.0),
            case("correct", full, "scored", 0.75, own, None),
            case("partial", {name: {"verdict": row["verdict"]} for name, row in full.items()}, "scored", 0.5),
            case("partial", full | {"b": full["b"] | {"verdict": "partial"}}, "scored", 0.875),
            case("partial", {name: row | {"evidence": act.text} for name, row in full.items()}, "scored", 0.5),
            case("malformed", [1, 2], "unreadable", 0.0),
            case("malformed", full | {"a": {"verdict": "да"}}, "unreadable", 0.0),
            case("hostile", full | {"a": {"verdict": "met", "evidence": evil}}, "scored", 0.875),
            case("hostile", {evil: {"verdict": "met"}}, "unreadable", 0.0),
        ]


KIND = ChecklistKind()
