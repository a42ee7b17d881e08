"""That a consent is free and can be taken back."""

from __future__ import annotations

import re

from ...judgement import Judgement, met, not_applicable, partial, violated
from ...language import Hit
from ...view import Document
from . import sorts

_AGREED = re.compile(
    r"\bсоглас(?:ен|на|ной|ным)\b|\b(?:да[юё]\w*|выража\w+|подтвержда\w+)\s+(?:\S+\s+){0,4}согласи"
    r"|согласи\w+\s+(?:да[юё]\w*|выража)|не возража|добровольн"
    r"|соглаша\w+|по собственн\w+ желани",
    re.I,
)


def voluntary(document: Document) -> Judgement:
    if not {"mentor", "mentee"} & set(sorts.sorts(document)):
        return not_applicable("в файле только согласие на обработку данных")
    agreed = None
    for words in document.index.words:
        match = _AGREED.search(words.text)
        near = words.text[max(0, match.start() - 60) : match.end() + 60] if match else ""
        if match and not re.search(r"ознакомлен|разъяснен|обработк", near, re.I):
            agreed = Hit(words, 0, 0, match.start(), match.end())
            break
    duty = document.search(r"обязуюсь|обязан[ао]? (?:выполн|осуществ|исполн)|принимаю на себя обязатель")
    if agreed:
        return met(agreed)
    if duty:
        return violated("текст выражает обязательство, а не согласие", duty)
    return partial("слов о добровольном согласии в тексте нет")


def refusal(document: Document) -> Judgement:
    if "mentor" not in sorts.sorts(document):
        found = document.search(r"досрочн|отказа\w*|отозва\w*|отзыв")
        return (
            met(found, 0.5)
            if found and "mentee" in sorts.sorts(document)
            else not_applicable("согласия наставника в файле нет")
        )
    hit = document.search(
        r"(?:прав\w+|вправе|мо(?:гу|жет|жно)|возможн\w+)[^.;]{0,80}(?:отказ|отозва|прекрат|отзыв)"
        r"|досрочн\w+[^.;]{0,40}(?:отказ|прекращ|отмен)|отказа\w+[^.;]{0,60}(?:досрочн|поручени|работ|дн)"
    )
    return met(hit) if hit else violated("право досрочно отказаться от поручения не разъяснено")
