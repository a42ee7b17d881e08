"""What stands at the head of a document of any kind: who approved it, which organisation, who is named."""

from __future__ import annotations

import re

from .. import dates, requisites
from ..language import Hit, Words
from ..view import Document

ORGANIZATION = re.compile(
    r"\b(?:М|Г|К|ОГ|КГ|Ч|Н|ФГ|ЧА)?(?:А|Б|К)?(?:ОУ|ДОУ|УДО|ОУДО|УДОД|ПОУ|ОО|ОДО)\b|\b[МГК][АБК]У\b|\b(?:СОШ|ООШ"
    r"|НОШ|ЦО|ДДТ|ДЮСШ|ЦРР|ДХШ|ДМШ|ДШИ|ЦДТ)\b"
    r"|школ[аыеу]\b|школой|гимнази|лице[йяею]\b|детск\w+ сад|колледж|техникум|учреждени|центр\w* (?:образования"
    r"|развития|творчества)|дом\w* (?:\w+ )?творчества"
    r"|прогимнази|интернат|образовательн\w+ (?:организаци|центр|комплекс)",
    re.IGNORECASE,
)


HEAD_ROLE = re.compile(r"директор|заведующ|руководител|и\.\s?о\.|начальник|ректор", re.IGNORECASE)


def approval(document: Document) -> tuple[dict[str, bool], Hit | None]:
    """What of an approval stamp is there: stamp, number, date, position, name."""
    if not document.stamp:
        return dict.fromkeys(("гриф утверждения", "номер", "дата", "должность", "подпись"), False), None
    text = document.stamp_text
    words = Words(text, document.blocks[document.stamp[0]].place)
    bare = requisites.filled(text)
    return {
        "гриф утверждения": True,
        "номер": requisites.number(text) is not None,
        "дата": bool(dates.dates(text)),
        "должность": bool(HEAD_ROLE.search(text)),
        "подпись": bool(requisites.people(bare)),
    }, Hit(words, 0, 0, 0, len(text))


def annexed(document: Document) -> Hit | None:
    """«Приложение № 2 к приказу … от … № …» at the top: the order approves what is annexed to it."""
    for number in range(min(6, len(document.blocks))):
        if not re.match(r"\W*приложени", document.blocks[number].text, re.IGNORECASE):
            continue
        whole = " ".join(block.text for block in document.blocks[number : number + 4])[:300]
        if re.search(r"приказ", whole, re.IGNORECASE) and dates.dates(whole):
            return Hit(Words(whole, document.blocks[number].place, number), 0, 0, 0, len(whole))
    return None


def organization(document: Document) -> Hit | None:
    """The organisation named in the head (or in a header of the page)."""
    for number in range(min(25, len(document.blocks))):
        block = document.blocks[number]
        match = ORGANIZATION.search(requisites.filled(block.text))
        if match and not re.search(r"в образовательн\w+ (?:организаци|учрежден)\w*\.?$", block.text, re.IGNORECASE):
            words = Words(block.text, block.place, number, block.kind)
            return Hit(words, 0, 0, match.start(), match.end())
    return None


def head_names(document: Document, limit: int = 40) -> list[tuple[Words, requisites.Person]]:
    """People named in the first blocks."""
    found = []
    for number in range(min(limit, len(document.blocks))):
        block = document.blocks[number]
        for person in requisites.people(requisites.filled(block.text), block.kind == "cell"):
            found.append((Words(block.text, block.place, number, block.kind), person))
    return found
