"""Who governs mentoring by a regulation: curator, council of mentors, head; and how results are watched."""

from __future__ import annotations

import re

from ...judgement import Judgement, by_parts, violated
from ...language import Words
from ...view import Document
from .. import concreteness

_DOES = (
    r"осуществля|организ|обеспечива|вед[её]т|вести|координир|отвеча|контролир|актуализ|провод|разрабат"
    r"|формиру|собира|готов|рассматрива|согласов|подбира|рекоменд|разбира|помога|проверя|предлага|утвержд"
    r"|одобря|реша|обсужда|обобща|распростран|экспертир|оценива|отбира|поддержива|сопровожда|отслежива"
    r"|функци|задач|полномочи|обязанност|обновля|анализир|консультир|представля|назнача"
)


# «Куратор — сотрудник, который отвечает за реализацию программ» says who it is, not yet what the curator does.
_DEFINED = re.compile(
    r"\bкуратор\w*(?:\s*\([^)]*\))?\s*(?:[–—:-]|это|называ\w+|является)\s*(?:\S+\s){0,4}?(?:работник|сотрудник|лицо|педагог"
    r"|методист|заместител|завуч|воспитател|учител|преподавател)[^.;:]*",
    re.IGNORECASE,
)


def _no_definition(match: re.Match[str]) -> str:
    return "" if len(re.findall(_DOES, match[0], re.IGNORECASE)) < 2 else match[0]


def _several_deeds(units: list[Words]) -> bool:
    """A list of functions; one deed in passing («куратор сдаёт отчёт») is none."""
    clauses = [m[1] for u in units for m in re.finditer(r"куратор\w*([^.]{0,250})", u.text, re.IGNORECASE)]
    deeds = {m[:5].lower() for clause in clauses for m in re.findall(rf"\b(?:{_DOES})", clause, re.IGNORECASE)}
    listed = any(re.match(r"[^:–—-]{0,30}[:–—-][^,;]+[,;]\s*\S+|[^:]{0,40}:\s*$", clause) for clause in clauses)
    headed = any(re.search(r"(?:функци|обязанност|задач|полномочи)\w*[^.;]{0,30}куратор", u.text, re.I) for u in units)
    return len(deeds) > 1 or listed or headed


def functions(document: Document) -> Judgement:
    def does(who: str) -> Words | None:
        pattern = re.compile(
            rf"\b(?:{who})\w*\b[^.;]{{0,90}}?(?:{_DOES})|\b(?:{who})\w*(?: "
            rf"наставников)?\s*[:–—-]\s*(?:\S+[\s,;]+){{2,}}|(?:функци|обязанност|задач"
            rf"|полномочи)\w*[^.;]{{0,30}}\b(?:{who})",
            re.I,
        )
        own = [
            u
            for u in document.units
            if u.block not in document.stamp and pattern.search(_DEFINED.sub(_no_definition, u.text))
        ]
        return own[0] if own and (who != "куратор" or _several_deeds(own)) else None

    council = document.search(r"совет\w*(?: \w+)? наставник|методическ\w+ (?:совет|объединени)|совет\w* наставник")
    head = next(
        (
            u
            for u in document.units
            if re.search(
                r"(?:руководител\w*(?! (?:методич|проект|МО|ШМО))|директор|заведующ)[^.;]{0,110}(?:контрол"
                r"|руководств|отвеча|ответственност)|(?:контрол|руководств"
                r"|ответственност)[^.;]{0,110}(?:руководител\w* (?:организ|образов|учрежд|школ)|директор"
                r"|заведующ|руководител(?:ь|ем|я)\b)",
                u.text,
                re.I,
            )
            and u.block not in document.stamp
        ),
        None,
    )
    return by_parts(
        {
            "функции куратора": does("куратор"),
            "функции совета наставников": does(r"совет\w*(?: \w+)? наставник|методическ\w+ совет|совет")
            if council
            else None,
            "контроль руководителя": head,
        }
    )


def monitoring(document: Document) -> Judgement:
    basis = document.find(
        "мониторинг",
        "оценка|оценивать|оцениваться ..4 эффективность|результативность|результат",
        "отслеживание|отслеживать ..3 результат|показатель",
        "показатель|индикатор|замер",
        "подводить|подводиться|подведение ..2 итог",
        "измерять|измеряться",
    ) or concreteness.formula(document)
    if basis is None:
        return violated("раздела о мониторинге нет")
    section = document.section("мониторинг", "оценка ..4 эффективность|результативность")
    lines = section.words or [basis.words]
    timed = next(
        (
            w
            for w in lines
            if re.search(
                r"раз в|ежегодн|ежекварт|полугоди|\bдо \d|не реже|ежемесяч|по итогам (?:учебного )?года"
                r"|начале,? (?:в )?середин"
                r"|\bраза?\b.{0,12}\bгод|в (?:мае|июне|декабре|сентябре|октябре|январе|апреле)|не позднее|в "
                r"конце учебн|начал\w+ и (?:в )?кон",
                w.text,
                re.I,
            )
        ),
        None,
    )
    if timed is None:
        timed = next(
            (
                u
                for u in document.units
                if re.search(r"показател|замер|монитор|итог|отч[её]т|анкет|опрос|срок", u.text, re.I)
                and re.search(
                    r"срок\w*\s*:|дважды|трижды|(?:раз|раза) в|ежегодн|ежекварт|полугоди|(?:до|к) \d|не реже"
                    r"|кажд\w+ (?:год|четверт"
                    r"|полугод)|в (?:сентябре|октябре|декабре|январе|апреле|мае|июне)|по окончании",
                    u.text,
                    re.I,
                )
                and not re.search(r"закреп|соглас", u.text, re.I)
            ),
            None,
        )
    if timed is None:
        timed = next(
            (
                h.words
                for h in document.all("мониторинг")
                if re.search(r"раз в|ежегодн|полугоди|не реже|\bдо \d|ежекварт|\bраза?\b", h.words.text, re.I)
            ),
            None,
        )
    return by_parts(
        {
            "показатели": document.find("показатель", "индикатор", "доля ..6 100|равный|отношение|делить|деленный")
            or concreteness.formula(document),
            "формулы показателей": concreteness.formula(document),
            "сроки мониторинга": timed,
            "отчёт куратора": document.find("куратор ..12 отчет|справка", "отчет|справка ..8 куратор")
            or next(
                (
                    u
                    for u in document.units
                    if re.search("куратор", u.text, re.I) and re.search(r"отч[её]т|справк", u.text, re.I)
                ),
                None,
            ),
        }
    )
