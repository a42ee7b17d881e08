"""Terms and abbreviations of a roadmap: explained and not mixed up."""

from __future__ import annotations

import re

from ...judgement import Judgement, met, partial, violated
from ...language import Words, is_word
from ...view import Document
from .. import letterhead

_KNOWN_WORDS = """
    ОО РФ ФЗ ТК ГК ФГОС ИОМ ППН ЕГЭ ОГЭ ВПР ИКТ ИТ СПО ВО ДО ДПО ДПП ПК МО УВР ВР НМР ФИО СОШ ООШ НОШ МБОУ МАОУ
    МКОУ МОУ ГБОУ ГАОУ ГКОУ МБДОУ МАДОУ ДОУ ОУ ЦО ООО МП ИНН КПП ОГРН ОД ПДН ОЗ ВКС СМИ ШМО РМО ГМО ММО УМК КТП
    ОВЗ РАС ИРО ЦНППМ НКО БД ПП ПО ГИА ФОП ФАОП ПМПК ИПР ЛНА НПА НОО ООП СОО ФОТ ЭОР ЦОР ЦОС МТБ ШМУ ШНМО НМС ФГБУ
    ФГБОУ ФИРО ЦМН ПОС ЛК МИНПРОСВЕЩЕНИЯ ТО КЦП РТ ЭЖ ЕИС ГБОУ ИРО АСОУ КУРО СРО II III IV VI VII VIII IX XI XII
    ЗАМ ДИР МСП АЗ МКУ УО ИМЦ ГБПОУ ГАПОУ ШК ГОСТ НА ПО ОТ ИЛИ ЗА ОБ ДК РИП СП КПК ЛА ПДС QR PDF ФК ФКУ ПТ ПС ПРИ
    НЕ ДЛЯ МОУ ЧОУ ГО ЭП СНИЛС МУ ЦДТ ДДТ ГБУ ИП АНО ТД ДС
"""


_KNOWN = frozenset(_KNOWN_WORDS.split())


def terms(document: Document) -> Judgement:
    body = [(n, b.text) for n, b in enumerate(document.blocks)]
    uses: dict[str, list[int]] = {}
    for number, text in body:
        letters = [s for s in text if s.isalpha()]
        if letters and sum(s.isupper() for s in letters) > 0.7 * len(letters) and len(letters) > 8:
            continue
        for match in re.finditer(r"(?<![\w-])[А-ЯЁ]{2,6}(?![\w])", text):
            word = match.group()
            if not re.search(r"[№«\"]\s*$", text[: match.start()][-2:]):
                uses.setdefault(word, []).append(number)
    names = [
        word
        for word in uses
        if word not in _KNOWN and not (len(word) > 3 and is_word(word)) and not letterhead.ORGANIZATION.fullmatch(word)
    ]
    for word in names:
        for other in uses:
            if word != other and sorted(word) == sorted(other) and len(word) >= 3:
                place = document.blocks[uses[word][0]]
                return violated(f"смешаны сокращения {word} и {other}", Words(place.text, place.place), 0.85)
    for first, second in (
        ("наставник", r"\bментор|\bкоуч|\bтьютор"),
        ("наставляем", r"\bподопечн|\bменти\b|\bпротеже"),
        ("организац", r"образовательн\w+ учрежден"),
    ):
        if re.search(first, document.plain, re.I) and (hit := document.search(second)):
            return partial(f"смешаны термины: {hit.words.text[hit.start : hit.end]} и {first}…", hit, 0.6)
    for word in names:
        if len(uses[word]) >= 2 or len(word) >= 3:
            explained = re.search(
                rf"\(\s*(?:далее\s*)?[–—-]?\s*{word}\b|{word}\s*[–—(-]\s*[а-яё]|далее\s*[:–—-]*\s*[«\"]?{word}",
                document.plain,
            )
            if not explained and not re.search(rf"{word}\s*[«\"№]|[«\"][^»\"]*{word}", document.plain):
                place = document.blocks[uses[word][0]]
                return partial(f"сокращение {word} не раскрыто", Words(place.text, place.place), 0.5)
    return met(None, 0.7)
