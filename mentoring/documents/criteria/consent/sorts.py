"""Which consents a file holds."""

from __future__ import annotations

import re

from ...language import Hit
from ...view import Document, remembered


@remembered
def sorts(document: Document) -> dict[str, Hit | None]:
    """Which consents the file holds: `mentor`, `mentee`, `data`; where each is given."""
    found: dict[str, Hit | None] = {}
    data = document.search(
        r"(?:согла[сш]\w+|разреша\w+)[^.;]{0,80}(?:обработ|обрабат|распростран|предоставл"
        r"|передач)\w*[^.;]{0,80}(?:персональн\w+ данн|ПДн|моих данн|мои данн)"
        r"|на обработку[^.;]{0,30}персональн\w+ данн|оператор\w* персональн"
        r"|(?:соглас\w+|разреша\w+)[^.;]{0,80}(?:обработ|обрабат|распростран|публик|размещ|использ|хранил|передав)"
        r"\w*[^.;]{0,60}(?:персональн|данн|фамили|сведени|фото|изображени)"
    )
    if data and not re.search(
        r"отдельн|оформл\w+ |прилага|дано отдельн|не (?:является|заменяет|включ)", data.words.text, re.I
    ):
        found["data"] = data
    head = " ".join(block.text for block in document.blocks[:30])
    mentee = document.search(
        r"закреплен\w+[^.;]{0,60}(?:за мной|наставник)|закрепить за мной|назначени\w+ (?:мне "
        r")?[^.;]{0,30}наставник\w* (?!нагруз)|моим наставником|за мной[^.;]{0,40}наставник|быть наставляем|в "
        r"качестве наставляем|роли наставляем|стать наставляем"
        r"|наставляем\w+\s+(?:на|в)\s+(?:закреплен|участ)|согласи\w+ (?:работника-)?наставляем\w+|мне наставник"
        r"|прикреплени\w+ (?:ко мне )?наставник|участи\w+[^.;]{0,60}наставляем|работать под руководством"
        r"|сопровожден\w+ наставником|меня[^.;]{0,30}сопровожда\w+[^.;]{0,20}наставник"
        r"|не против[^.;]{0,90}наставник(?!ом)"
        r"|наставник\w* (?:для меня|ко мне)|мо(?:им|ей|его) наставни"
    )
    mentor = document.search(
        r"дополнительн\w+[^.;]{0,40}работ|выполн\w+[^.;]{0,60}(?:наставник|наставнич)"
        r"|осуществл\w+[^.;]{0,40}наставнич|быть наставником|функци\w+ наставника|обязанност\w+ наставника"
        r"|исполн\w+[^.;]{0,40}наставник"
        r"|в качестве наставника|стать наставником|роли наставника|согласи\w+ (?:работника-)?наставника"
        r"|наставническ\w+ (?:работ|деятельн|поруч|нагруз)|работу? наставником|за доплату|допработ"
        r"|возложени\w+[^.;]{0,40}наставник|поручени\w+[^.;]{0,40}наставнич|провод\w+ наставнич|вести наставнич"
    )
    if mentee:
        found["mentee"] = mentee
    if mentor and not (
        mentee
        and mentor.words.block == mentee.words.block
        and not re.search(r"дополнительн|доплат|выполнен|осуществл", mentor.words.text, re.I)
    ):
        found["mentor"] = mentor
    if "mentor" in found and "mentee" in found:
        title = head[:400].lower()
        own_mentee = re.search(r"закреплени\w+ (?:за мной )?наставник|за мной|моим наставником|наставляем", title)
        own_mentor = re.search(r"дополнительн|доплат|выполнени|осуществлени|работ\w+ наставник|наставническ", title)
        both_titles = re.search(r"наставник\w* и наставляем", title)
        consents = (
            2
            if both_titles
            else len(re.findall(r"(?im)^\W*(?:согласие|заявление)\b", "\n".join(b.text for b in document.blocks)))
        )
        if consents < 2:
            if own_mentee and not own_mentor:
                found.pop("mentor")
            elif own_mentor and not own_mentee:
                found.pop("mentee")
            elif document.search(r"(?:соглас\w+)[^.;]{0,80}(?:закреплени|за мной)") and not document.search(
                r"соглас\w+[^.;]{0,80}(?:выполн|осуществл|дополнит|быть наставником)"
            ):
                found.pop("mentor")
            elif document.search(
                r"соглас\w+[^.;]{0,80}(?:выполн|осуществл|дополнит|быть наставником)"
            ) and not document.search(r"соглас\w+[^.;]{0,80}(?:закреплени|за мной)"):
                found.pop("mentee")
    if not found:
        found["mentor"] = None
    return found
