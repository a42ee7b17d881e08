"""Indicators of a programme at the entrance and at the exit."""

from __future__ import annotations

import re

from ... import requisites
from ...judgement import Judgement, by_parts, partial
from ...language import Words, sentences
from ...pairs import roles
from ...view import Document
from ...view.tables import row_words

_GROWTH = re.compile(r"\bсо?\s+\d[\d,.–-]*\s*%?\s*(?:балл\w*\s*)?до\s+\d", re.IGNORECASE)


_OTHER_SECTION = re.compile(
    r"\W*(?:[\dIVX.]+\s*)?(?:коррект|поправ|изменени|заверш|график|встреч|подпис|итог\W|финал)\w*", re.IGNORECASE
)


def measures(document: Document) -> Judgement:
    """Indicators at the entrance and at the exit for each of the two."""
    names = {n.stem: "наставник" if n.role == "mentor" else "наставляемый" for n in roles.roles(document)}
    start = (
        r"\bдо\b|\bбыло\b|сейчас|на входе|вход\w*|начал\w+|исходн\w+|старт\w*|до программы|первичн\w+|сначала"
        r"|изначальн\w+|первоначальн\w+"
        r"|сентябр|октябр|\bосен"
    )
    end = (
        r"после|\bстанет\b|\bбудет\b|на выходе|выход\w*|конец|конце|итогов\w+|планов\w+|целев\w+|ожидаем\w+"
        r"|после программы|фина(?:л|ль)\w*|финиш\w*|заключительн|май\b|мае\b|июн|\bвесн"
    )
    parts = dict.fromkeys(("наставляемый: вход", "наставляемый: выход", "наставник: вход", "наставник: выход"))
    for grid in document.text.tables:
        for at, row in enumerate(grid.rows):
            header = " ".join(" ".join(r) for r in grid.rows[:2])
            if not (
                re.search(start, header, re.I)
                and re.search(end, header, re.I)
                and re.search(r"показател|критери|индикатор|вход|выход|участник|\bдо\b|было", header, re.I)
            ):
                continue
            if re.search(r"мероприят|ответственн", header, re.I):
                continue
            who = _named_roles(" ".join(row[:2]) if at > 0 else "", names)
            place = row_words(grid, at)
            valued = [c for c in row[1:] if not requisites.blank(c)]
            for role in who:
                if len(valued) >= 2:
                    parts[f"{role}: вход"] = parts[f"{role}: вход"] or place
                    parts[f"{role}: выход"] = parts[f"{role}: выход"] or place
    section: list[Words] = []
    for number, block in enumerate(document.blocks):
        if (
            re.search(
                r"показател|индикатор|результативност|эффективност|критери\w+ (?:оцен|результат|эффект)"
                r"|оценк\w+ результат|меря[ею]|измеря|замер"
                r"|что изменится|критери\w*\s*:|как (?:мы )?(?:пойм|узна|провер|увид)\w+"
                r"|^\W*(?:[\dIVX.]+\s*)?мониторинг",
                block.text,
                re.I,
            )
            and block.kind != "cell"
        ):
            for later in document.blocks[number : number + 8]:
                if later is not block and _OTHER_SECTION.match(later.text):
                    break
                if later.kind != "cell":
                    section += [Words(piece, later.place, number) for piece in sentences(later.text)]
    for unit in document.units:  # «Показатели | на входе …, на выходе …»: a row that is labelled so
        if unit.kind == "row" and re.match(
            r"\W*(?:показател|индикатор|результативност|измер|мер[яи]|что изменится)", unit.text, re.I
        ):
            section += [Words(piece, unit.place, unit.block) for piece in sentences(unit.text)]
    role_now = {"наставляемый"}  # «Тренеры: с 7 баллов до 14» — the mentor is named where he is measured
    for words in section:
        said = _named_roles(words.text, names) or role_now
        role_now = said
        for role in said:
            if re.search(start, words.text, re.I):
                parts[f"{role}: вход"] = parts[f"{role}: вход"] or words
            if re.search(end, words.text, re.I) or _GROWTH.search(words.text):
                parts[f"{role}: выход"] = parts[f"{role}: выход"] or words
            if _GROWTH.search(words.text):
                parts[f"{role}: вход"] = parts[f"{role}: вход"] or words
    if not any(parts.values()):
        general = document.find("показатель", "критерий ..4 эффективность|результативность|оценка")
        if general:
            return partial("показатели не заданы на входе и выходе для обоих участников", general)
    return by_parts(parts)


def _named_roles(text: str, names: dict[str, str]) -> set[str]:
    said = {names[stem] for stem in requisites.surnames(text, cell=True) if stem in names}
    said |= {role for stem, role in names.items() if len(stem) > 3 and re.search(rf"\b{re.escape(stem)}", text, re.I)}
    if re.search(r"наставляем|молод\w+ (?:педагог|специалист|учител)", text, re.I):
        said.add("наставляемый")
    if re.search(r"наставник", text, re.I):
        said.add("наставник")
    if re.search(r"обо(?:их|их участник)|участник\w+ пары|каждого участника", text, re.I):
        said |= {"наставляемый", "наставник"}
    return said
