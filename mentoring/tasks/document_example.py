"""Self-test cases of the kind, and made-up answers of demonstration classes. Not for scoring."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib import import_module
from random import Random
from typing import Any

from mentoring.tasks.document import Asked, DocumentQuestion, DocumentReference, Fact
from mentoring.tasks.evidence import words
from mentoring.uploads import accept

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


MAX_WORDS, CUT = 50, 150
PARTIAL, FEW = 0.85, 2
"""Below this quality a demonstration participant uploads a few files only."""


def example(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any] | None:
    """The files that the reference names, fewer in weaker works, with quotes; `example.files` gives their bytes.

    None where the reference names no files: those can't be made up.
    """
    maker = tuple((reference or {}).get("example") or ())
    if not maker:
        return None
    chosen = _chosen(question, maker, quality)
    names = [name for name, _ in chosen]
    quotes = _quotes(json.dumps(question), maker)
    random, evidence, used = Random(seed), {}, []
    for one in question["criteria"]:
        if one.get("evidence") and random.random() < quality:
            text = next((text for name, text in quotes.get(one["id"], ()) if name in names), "")
            while text and words(text) in used:  # one quote goes to one criterion
                text = text.rpartition(" ")[0]
            evidence[one["id"]] = text
            used.append(words(text))
    files = [accept(question["id"], name, content).to_json() | {"kind": None} for name, content in chosen]
    return {"files": files, "evidence": evidence}


def _files(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, bytes]:
    """Name beside the answers → bytes."""
    maker = tuple((reference or {}).get("example") or ())
    chosen = _chosen(question, maker, quality) if maker else []
    return {accept(question["id"], name, content).file: content for name, content in chosen}


example.files = _files  # type: ignore[attr-defined]


def _chosen(question: dict, maker: tuple[str, ...], quality: float) -> list[tuple[str, bytes]]:
    made = _made(maker)[: question.get("max_files") or 1]
    few = FEW if len(made) > FEW else 1
    return list(made if quality >= PARTIAL else made[:few])


@lru_cache(maxsize=64)
def _made(maker: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    """Files of a maker, the same bytes in one process."""
    module, _, function = maker[0].partition(":")
    if not module.startswith("mentoring."):
        raise ValueError(f"no maker of ours: {maker[0]}")
    return tuple(getattr(import_module(module), function)(*maker[1:]))


@lru_cache(maxsize=64)
def _quotes(question: str, maker: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """Criterion → (file, quote) where our own good files meet it."""
    from mentoring.tasks.document_reading import audit_files
    from mentoring.uploads import pack

    found: dict[str, list[tuple[str, str]]] = {}
    for one in audit_files(pack(json.loads(question), list(_made(maker))))["files"]:
        for id, said in one["criteria"].items():
            if said["verdict"] == "met" and len(said["quote"].split()) >= 3:
                found.setdefault(id, []).append((one["name"], _short(said["quote"])))
    return found


def _short(quote: str) -> str:
    """A piece that stands in the document as it is: the audit cuts long quotes off, within a word too, and names the
    columns of a table's row."""
    piece = max(quote.split("…"), key=len)
    if piece.startswith("№: "):
        piece = " ".join(cell.partition(": ")[2] for cell in piece.split("; "))
    kept = piece.split()[:MAX_WORDS]
    return " ".join(kept[:-1] if len(piece) > CUT else kept)
