"""What a text says of the mentor's work: its content and form."""

from __future__ import annotations

import re

from ..language import Hit, Words
from ..view import Document
from .lessons import LESSON, SEES


def work_content(document: Document) -> Words | None:
    """What the mentor does, beyond the word «наставничество»."""
    return next((w for w in document.index.words if content_words(w.text) >= 1), None)


_CONTENT = re.compile(
    r"консультир|консультац|показ\w*[^.;]{0,15}(?:занят|урок)|наблюд\w+[^.;]{0,25}(?:занят|урок)|обсужд\w+"
    r"|присутстви\w+ на|проверк\w+|посещ\w+[^.;]{0,20}(?:урок|занят)|анализ\w*[^.;]{0,15}(?:урок|занят)"
    r"|разработ\w+[^.;]{0,40}(?:программ|план|маршрут|конспект)|оказ\w+[^.;]{0,30}помощ"
    r"|помощ\w+[^.;]{0,40}(?:овладени|подготовк|проектиров|освоени|адаптац|планиров)"
    r"|сопровожд\w+|обуч\w+ (?:приём|прием|навык|работ|педагог)|содержание[^.;]{0,25}[–—:]"
    r"|провед\w+[^.;]{0,30}(?:встреч|консультац|занят|мастер)|взаимопосещ|обратн\w+ связ"
    r"|составл\w+[^.;]{0,30}(?:программ|план|отч)|помога\w+|передач\w+[^.;]{0,20}опыт"
    r"|контрол\w+[^.;]{0,30}(?:выполнени|реализац)|адаптаци\w+|диагност|подготов\w+[^.;]{0,30}(?:отч|программ"
    r"|рекоменд|материал|конспект)|передава\w+|разб(?:ор|ира)\w*|взаимодейств"
    rf"|{SEES}\w*[^.;]{{0,20}}{LESSON}|(?:пиш|готов|сда)\w+[^.;]{{0,15}}отч[её]т",
    re.IGNORECASE,
)


def content_words(text: str) -> int:
    return len({match.group()[:7].lower() for match in _CONTENT.finditer(text)})


_FORM = re.compile(
    r"форм[аыеу]\w*\s*(?:\S+\s+){0,4}?[–—:«\"-]|в\s+(?:\S+\s+){0,2}форме|\bочн|дистанционн|смешанн"
    r"|индивидуальн\w+ (?:работ|встреч|консульт|занят|форм|сопров)|один на один|педагог\w*\s*[–—-]\s*педагог"
    r"|учител\w*\s*[–—-]\s*учител|вид\w* наставничества|традиционн|реверсивн|группов|виртуальн|ситуационн"
    r"|партн[её]рск|в свободное от|в пределах рабочего|режим|\bлично\b|личн\w+ встреч|по графику|вне (?:уроков"
    r"|занятий|сетки)|онлайн|удал[её]нн",
    re.IGNORECASE,
)


def work_form(document: Document) -> Hit | None:
    hit = document.search(_FORM)
    while (
        hit is not None
        and re.search(r"в письменной форме|форм\w+ (?:трудового договора|согласия|расторжен)", hit.words.text, re.I)
        and not re.search(
            r"очно|дистанц|один на один|педагог\w*\s*[–—-]\s*педагог|наставничеств\w+\s*[–—:]", hit.words.text, re.I
        )
    ):
        rest = [
            w
            for w in document.index.words
            if w.text != hit.words.text and _FORM.search(w.text) and "письменной форме" not in w.text
        ]
        return Hit(rest[0], 0, 0, 0, len(rest[0].text)) if rest else None
    return hit
