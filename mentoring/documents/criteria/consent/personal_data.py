"""Consent to the processing of personal data."""

from __future__ import annotations

import re

from ...judgement import Judgement, by_parts, met, not_applicable, partial, unknown, violated
from ...view import Document
from . import sorts


def data_apart(document: Document) -> Judgement:
    found = sorts.sorts(document)
    if "data" not in found:
        apart = document.search(r"персональн\w+ данн[^.;]{0,80}отдельн|отдельн[^.;]{0,60}персональн\w+ данн")
        return met(apart, 0.7) if apart else not_applicable("обработки персональных данных в файле нет")
    if len(found) > 1:
        return violated("согласие на обработку персональных данных включено в другой документ", found["data"], 0.9)
    return met(found["data"])


def data_terms(document: Document) -> Judgement:
    if "data" not in sorts.sorts(document):
        return not_applicable("согласия на обработку персональных данных в файле нет")
    return by_parts(
        {
            "цель": document.search(
                r"\bцел[ьияюе]\w*\b|в целях|для того,? чтобы|в связи с|(?:обраб|обработ|нужн|использ|собира|размещ)\w*"
                r"[^.;]{0,80}\b(?:для|чтобы)\b|\bдля (?:организац|оформлен|ведени|формирован|учёт|учет|осуществлен"
                r"|реализац)"
            ),
            "состав данных": document.search(
                r"фамили\w+[^.]{0,40}имя|\bФ\.?\s?И\.?\s?О\b|перечень|состав\w* (?:персональн|данн)"
                r"|следующ\w+ (?:персональн|данн)"
                r"|сведени\w+ о|перечн"
            ),
            "оператор": document.search(
                r"оператор|(?:даю|согласи\w+)[^.;]{0,120}(?:МБОУ|МАОУ|МОУ|ГБОУ|МКОУ|школ|гимнази|лице|учреждени"
                r"|организаци|детск\w+ сад|колледж)"
            ),
            "срок": document.search(
                r"срок\w*|действует (?:до|с|в течение|на)|до \d{1,2}[. ]|в течение \d|бессрочн|до достижения|по "
                r"\d{1,2}\.\d"
            ),
            "способ отзыва": document.search(
                r"отозва|отзыв|отозван|(?:требовани|прав)\w*[^.;]{0,40}прекра|прекратить (?:обработк|распростран)"
            ),
        }
    )


def spreading(document: Document) -> Judgement:
    found = sorts.sorts(document)
    published = document.search(
        r"распростран|публик|размещ\w+[^.;]{0,60}сайт|сайт|фотограф|фотосъ|видеосъ|изображени|социальн\w+ сет"
    )
    if not published:
        return unknown("нужен комплект")
    if re.search(r"отдельн", published.words.text, re.I) or (
        set(found) == {"data"} and re.search(r"распростран", " ".join(b.text for b in document.blocks[:8]), re.I)
    ):
        return met(published, 0.6)
    if document.search(r"(?:разреша|соглас)\w*[^.;]{0,120}(?:публик|размещ|распростран|фото)"):
        return partial("согласие на распространение не отделено", published, 0.5)
    return unknown("нужен комплект")


def minimal(document: Document) -> Judgement:
    hit = document.search(
        r"паспорт\w*|состояни\w+ здоровья|здоровь\w+|медицинск|СНИЛС|\bИНН\b|семейн\w+ положени|национальност"
        r"|судимост|адрес\w* (?:регистрац|прожив|места жит)|место жительства|проживающ|зарегистрирован\w* по "
        r"адрес|вероисповед|биометрич|банковск\w+ (?:счет|счёт|карт)|состав\w* семьи|дат[аыу] рождения"
    )
    if hit and re.search(r"дат[аыу] рождения", hit.words.text[hit.start : hit.end], re.I):
        hit = None
    if hit and not re.search(
        r"не (?:треб|запраш|указыва|собира|обрабат|передава|включ)|без ",
        hit.words.text[max(0, hit.start - 60) : hit.end + 60],
        re.I,
    ):
        return partial("в согласии есть данные, которые для наставничества не нужны", hit)
    return met(None, 0.7)
