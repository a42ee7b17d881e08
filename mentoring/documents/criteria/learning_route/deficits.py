"""Deficits a route starts from."""

from __future__ import annotations

import re

from ... import requisites
from ...judgement import Judgement, by_parts
from ...tasks import deficits
from ...view import Document
from .. import diagnosis

_HOW = ("источник|диагностика", "чем|как|способ|метод ..3 выявить|выявленный|выявление|определить|диагностика")


def diagnosed(document: Document) -> Judgement:
    found = deficits(document)
    named = (
        document.find("дефицит|затруднение")
        if found
        or document.find(
            "дефицит|затруднение ..9 недостаточный|неумение|слабый|сложность|трудность|выявить|низкий|отсутствие"
        )
        else None
    )
    named = named or (document.search(re.escape(found[0][:60])) if found else None)
    named = named or document.search(
        r"(?:мне|ей|ему|педагогу) (?:\S+ )?(?:трудно|сложно)|не (?:умею|умеет|хватает|владе\w+|получается|уда[её]тся)"
        r"|пробел\w*|слаб\w+ (?:сторон|мест|владени|знани|умени|навык)\w*|зон\w+ (?:роста|развития)"
        r"|западающ\w+|проседа\w+|над чем (?:\w+ ){0,2}работа\w+|низк\w+ (?:уровень|балл)"
        r"|недостаточн\w+ (?:владе|уме|зна|навык|уров|сформир)\w*"
    )
    method, _ = diagnosis.diagnostics(document)
    if named is None and method is not None and diagnosis.LISTED.search(method.words.text[method.end :]):
        named = method  # «По итогам анкеты: объясняет дольше двадцати минут; …»
    if method is None and named:
        for words in document.index.words:
            if re.search(r"диагност|выявл|дефицит|источник|способ|метод", words.text, re.I) and (
                hit := next((h for p in diagnosis.METHOD if (h := words.find(p)) and not h.denied), None)
            ):
                method = hit
                break
        column = next(
            (t for t in document.tables if t.column(*_HOW) is not None and t.column("дефицит") is not None),
            None,
        )
        if (
            method is None
            and column is not None
            and all(not requisites.blank(v) for v in column.values(column.column(*_HOW)))
        ):
            method = column.titles[0]
    return by_parts({"дефициты": named, "способ выявления": method}, key="дефициты")
