"""Whether an indicator of a card is well formed: what is counted, among whom, target as a number, how it is collected.

The judgement of the description is `mentoring.indicators.descriptions`; here the participant's cells become its row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mentoring.tasks.evidence import words
from mentoring.tasks.reading import read_number
from mentoring.wording import number_ru

_PARAMETERS = ("goal_present", "method_described", "calculation_described")
_SHARE = re.compile(r"(?i)\bдол[яиюей]|процент|%")
_WISH = re.compile(r"(?i)^\W*(?:повы[сш]|улучш|усил|развит|развив|совершенств|обеспеч|повыш)")


def faults_of(cells: Mapping[str, str]) -> list[str]:
    """Faults of one indicator as Russian sentences. `cells`: parts `title`, `target`, `method` and, where the form asks
    them, `numerator`, `denominator`, `before`, `after`."""
    from mentoring.indicators.descriptions import evaluate_description

    numbers = {name: read_number(cells[name]).value for name in ("target", "before", "after") if name in cells}
    title = cells.get("title", "")
    review = evaluate_description({
        "id": "own", "title": title, "target": numbers.get("target"), "target_text": cells.get("target") or None,
        "collection_method": cells.get("method") or None, "formula": None,
        "numerator": cells.get("numerator") or None, "denominator": cells.get("denominator") or None,
    }, _parameters())  # fmt: skip
    found = []
    if not title.strip():
        found.append("не назван")
    elif _WISH.match(title):
        found.append("названо пожелание; назовите то, что можно сосчитать: долю, число, средний балл")
    if review["goal_present"].verdict != "met":
        found.append("целевое значение запишите числом")
    if review["method_described"].verdict != "met":
        found.append("скажите, кто, когда и чем измеряет: одного слова мало")
    share = bool(_SHARE.search(title)) or "%" in cells.get("target", "")
    if "denominator" in cells and share and len(words(cells["denominator"])) < 1:
        found.append("для доли нужен знаменатель: среди кого считаете")
    if "numerator" in cells and review["calculation_described"].verdict == "violated" and not words(cells["numerator"]):
        found.append("не сказано, что считаете")
    for name in ("before", "after"):
        if name in numbers and numbers[name] is None:
            found.append(f"значение «{'до' if name == 'before' else 'после'}» запишите числом")
    if share:
        found += [
            f"доля не бывает больше 100 %, а записано {number_ru(value)}"
            for value in numbers.values() if value is not None and value > 100
        ]  # fmt: skip
    return list(dict.fromkeys(found))


def _parameters():
    from mentoring.data import load

    table = load("evaluation_parameters")
    return table[table["id"].isin(_PARAMETERS)]
