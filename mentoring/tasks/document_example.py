"""Self-test cases of the kind, and made-up answers of demonstration classes. Not for scoring."""

from __future__ import annotations

import hashlib
from typing import Any

from mentoring.tasks.document import Asked, DocumentQuestion, DocumentReference, Fact

CASE = DocumentQuestion(
    id="d1",
    title="Приказ о закреплении пары",
    as_of="2026-11-21",
    wanted=("pairing_order",),
    criteria=(
        Asked(id="PRP-05", text="Указан ли срок?", weight=3),
        Asked(id="PRP-06", text="Есть ли согласие наставника?", weight=3, evidence=True),
        Asked(id="PRP-03", text="Названа ли категория?", weight=2),
    ),
    weights={"document": 0.5, "case": 0.3, "evidence": 0.2},
)
KEY = DocumentReference(facts=(Fact(id="f1", phrases=("учитель химии",)), Fact(id="f2", phrases=("14.09.2026",))))
TEXT = "Приказ. Закрепить: учитель химии, с 14.09.2026 по 28.05.2027. Согласие наставника от 07.09.2026 получено."
QUOTE = "Согласие наставника от 07.09.2026 получено"


def stored(evidence: dict[str, str] | None = None, name: str = "приказ.docx") -> dict[str, Any]:
    """The form of one uploaded file."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    file = {"name": name, "file": f"doc_d1_{digest[:16]}.docx", "sha256": digest, "size": 9000, "kind": "pairing_order"}
    return {"files": [file], "evidence": evidence or {}}


def read(verdicts: dict[str, str], text: str = TEXT, **more: Any) -> dict[str, Any]:
    """What a worker tells of it."""
    criteria = {id: {"verdict": v, "remark": "", "quote": QUOTE, "place": "абзац 1"} for id, v in verdicts.items()}
    one = {"name": "приказ.docx", "kind": "pairing_order", "error": None, "text": text, "criteria": criteria}
    return {"files": [one | more], "cross": []}


MET = {"PRP-03": "met", "PRP-05": "met", "PRP-06": "met"}


def sample_cases() -> list[tuple]:
    """Arguments of `Sample`."""
    good = {"form": stored({"PRP-06": QUOTE}), "read": read(MET), "error": ""}
    part = {"form": stored(), "read": read(MET | {"PRP-03": "violated"}, TEXT.replace("химии", "физики")), "error": ""}
    hostile = {
        "form": stored({"PRP-06": "<script>alert(1)</script> " * 20}, name="<b>.docx"),
        "read": read(
            MET, "<script>alert(1)</script> учитель химии 14.09.2026", personal=["<img src=x onerror=alert(1)>"]
        ),
        "error": "",
    }
    return [
        ("blank", CASE, {"form": {"files": [], "evidence": {}}, "read": None, "error": ""}, KEY, "unanswered", 0.0),
        ("correct", CASE, good, KEY, "scored", 1.0),
        ("partial", CASE, part, KEY, "scored", 0.525),  # 6 of 8 points by weight; one fact of two; no quote
        ("malformed", CASE, {"form": {"files": [{"name": "x", "file": "../../etc/passwd"}]}}, KEY, "unreadable", 0.0),
        ("hostile", CASE, hostile, KEY, "scored", 0.8),
    ]


def example(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any] | None:
    """No answer: a file can't be made up by JSON alone (its bytes lie beside the answers)."""
    return None
