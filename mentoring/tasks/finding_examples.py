"""Made-up answers to markup and classification tasks for demonstration classes and trials. Not for scoring."""

from __future__ import annotations

from random import Random
from typing import Any

MENDS = ("", "уточнить формулировку", "привести документ в соответствие", "дополнить и утвердить заново")
SEVERITIES = ("critical", "substantial", "minor")


def markup(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    """Planted defects that were noticed, wrong names and severities, idle marks."""
    random, found = Random(seed), []
    parts = [part["id"] for sheet in question["sheets"] for part in sheet["fragments"]]
    names = [option["id"] for option in question["defects"]]
    for one in (reference or {}).get("planted") or ():
        if random.random() < quality:
            found.append(
                {
                    "fragment": one["fragments"][0],
                    "defect": one["defects"][0] if random.random() < quality else random.choice(names),
                    "severity": one["severities"][0] if random.random() < quality else random.choice(SEVERITIES),
                    "mend": MENDS[0] if quality >= 1 else random.choice(MENDS),
                }
            )
    while random.random() > 0.4 + 0.6 * quality or not found and quality < 1:
        found.append(
            {"fragment": random.choice(parts), "defect": random.choice(names), "severity": "minor", "mend": ""}
        )
    return {"findings": found[: question.get("max_findings") or 30]}


def classification(question: dict, reference: dict | None, quality: float, seed: str) -> dict[str, Any]:
    """Accepted options with their features, or another option with a chance feature."""
    random, axes = Random(seed), {}
    features = [one["id"] for one in question.get("features") or ()]
    for axis in question["axes"]:
        expected = ((reference or {}).get("axes") or {}).get(axis["id"]) or {}
        options = [option["id"] for option in axis["options"]]
        good = random.random() < quality
        right = list(expected.get("accepted") or options[:1])
        chosen = right[0] if good else random.choice(options)
        own = (expected.get("features_for") or {}).get(chosen)
        decisive = list(own or expected.get("features") or ())[: expected.get("need") or 1]
        marked = decisive if random.random() < quality else random.sample(features, min(1, len(features)))
        axes[axis["id"]] = {"chosen": chosen, "features": marked}
    return {"axes": axes}
