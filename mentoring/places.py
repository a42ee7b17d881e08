"""Places of the source documents told in words: a reader of the course never meets «002:296»."""

from __future__ import annotations

import re

from mentoring.wording import NBSP

DOCUMENTS = {
    "000": f"презентация занятия №{NBSP}1 (курс осени 2022 года)",
    "001": "таблица семи этапов модели для обучающихся",
    "002": "презентация вебинара 07.02.2024 с итогами мониторинга",
    "003": "дорожная карта школы на 2023/24 учебный год",
    "004": "муниципальная дорожная карта 2020–2021 годов",
}
SHORT = {
    "000": f"презентация занятия №{NBSP}1", "001": "таблица семи этапов", "002": "презентация вебинара",
    "003": "дорожная карта школы", "004": "муниципальная карта",
}  # fmt: skip
_OURS = (
    (  # facts from outside the sources: public pages and general knowledge, each with its certainty
        re.compile(r"\bdomain X\d+[a-z]?(?:(?:, |–)X\d+[a-z]?)*"),
        "справка авторов курса о том, что изменилось после 2021 года",
    ),
    (re.compile(r"\bdomain [\w. ,–-]*\w"), "расчёты и выводы авторов курса"),
    (re.compile(r"\bdesign(?: §[\d.]+)?"), "замысел курса"),
)
_PLACE = re.compile(r"\b(00[0-4]):(\d+(?:[–-]\d+)?(?:, ?\d+(?:[–-]\d+)?)*)")


def place_ru(place: str) -> str:
    """`002:296–306` → «презентация вебинара 07.02.2024 …, строки 296–306»; inside other words the name is short.

    Text that holds no code comes back as it is.
    """
    alone = _PLACE.match(place) is not None
    met: set[str] = set()

    def named(found: re.Match[str]) -> str:
        lines = "строки" if re.search(r"[–,-]", found[2]) else "строка"
        what = DOCUMENTS[found[1]] if alone and found[1] not in met else SHORT[found[1]]
        met.add(found[1])
        return f"{what}, {lines}{NBSP}{found[2]}"

    told = _PLACE.sub(named, place)
    for pattern, words in _OURS:
        told = pattern.sub(words, told)
    return told
