"""XD-TYPES: types, forms and categories of the order are those of the regulation."""

from __future__ import annotations

from collections.abc import Iterator

from .. import vocabulary
from ..audit_results import CrossRemark
from ..criteria.regulation import categories
from ..pairs import outside_pairs
from .remarks import Package, order_pairs, remark


def contradictions(package: Package) -> Iterator[CrossRemark]:
    for regulation in package.get("regulation", []):
        text = regulation.document.plain
        allowed = {
            "types": vocabulary.types(text),
            "forms": vocabulary.forms(text),
            "categories": categories.category_zone(regulation.document)[0],
        }
        titles = _titles()
        for order in package.get("pairing_order", []):
            used: dict[str, set[str]] = {"types": set(), "forms": set(), "categories": set()}
            for pair in order_pairs(order):
                used["types"] |= pair.types
                used["forms"] |= pair.forms
                used["categories"] |= pair.categories
            if not used["types"] and not used["forms"]:
                outside = " ".join(w.text for w in outside_pairs(order.document))
                used["types"], used["forms"] = vocabulary.types(outside), vocabulary.forms(outside)
            for sort, label in (("types", "Вида"), ("forms", "Формы"), ("categories", "Категории")):
                for extra in sorted(used[sort] - allowed[sort]):
                    if allowed[sort] and not (
                        sort == "categories"
                        and len(used[sort]) > 1
                        and used[sort] & allowed[sort]
                        and extra in ("growth_seeker", "young", "digital_learner", "other_deficit")
                        and len(order_pairs(order)) < len(used[sort])
                    ):
                        yield remark(
                            "XD-TYPES",
                            [order, regulation],
                            f"{label} «{titles.get(extra, extra)}» из приказа нет в положении.",
                        )


def _titles() -> dict[str, str]:
    from mentoring.data import load

    return {
        row["id"]: row["title"]
        for name in ("mentoring_types", "mentoring_forms", "mentee_categories")
        for row in load(name).to_dict("records")
    }
