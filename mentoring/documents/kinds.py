"""Recognises which of the eight kinds of document a text is, by its title, then by what it speaks of."""

from __future__ import annotations

import re
from functools import cache

from .language import Words
from .reading.model import Text
from .wording import evened

# Patterns of titles, the more particular kinds first; a title is sought in the first lines.
_TITLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "supplementary_agreement",
        (
            "дополнительный ..1 соглашение",
            "доп соглашение",
            "допсоглашение",
            "соглашение ..6 трудовой договор",
            "дополнение ..1 трудовой договор",
        ),
    ),
    (
        "learning_route",
        (
            "индивидуальный|персональный|персонализированный|личный|профессиональный ..3 маршрут|траектория",
            "образовательный маршрут",
            "иом",
            "маршрут|траектория ..3 развитие|рост|педагог|учитель|воспитатель|преподаватель",
            "маршрутный лист",
            "план ..2 профессиональный ..1 развитие|рост|саморазвитие",
        ),
    ),
    (
        "mentoring_programme",
        (
            "персонализировать|персонализированный ..2 программа",
            "программа ..4 наставничество",
            "программа ..3 наставнический",
            "программа|план ..3 развитие ..2 наставляемый",
            "программа ..5 наставник",
            "индивидуальный|персональный ..1 программа ..2 сопровождение|поддержка",
            "индивидуальный план ..3 наставник|наставнический|наставничество",
            "ппн",
            "план|программа ..2 работа|сопровождение|поддержка|адаптация ..4 наставник",
            "программа|план ..2 работа|сопровождение|поддержка|адаптация|становление ..5 молодой|начинающий"
            " ..2 педагог|учитель|специалист|воспитатель|преподаватель",
        ),
    ),
    (
        "roadmap",
        (
            "дорожный карта",
            "план мероприятие",
            "план ..3 реализация|развитие|организация|работа ..4 наставничество",
            "план внедрение",
            "комплекс мера|мероприятие",
            "циклограмма",
        ),
    ),
    ("consent", ("согласие", "согласен", "заявление ..2 согласие")),
    ("regulation", ("положение",)),
)
_PAIRS = (
    "закрепление|закрепить|утверждение|назначение|формирование|организация ..4 пара|группа",
    "закрепление|закрепить ..4 наставник",
    "назначение|назначить|определение|определить|утвердить ..2 наставник",
    "наставнический пара|группа|тандем",
    "наставник ..3 молодой",
    "о наставник",
)
_SKIP = re.compile(r"(?:приложение|утвержд|согласован|рассмотрен|принят)", re.IGNORECASE)


def recognise(text: Text) -> str | None:
    """Id of the kind (table `document_kinds`) or None when nothing points to one."""
    text = evened(text)
    blocks = [b for b in text.blocks if b.kind not in ("footer", "footnote") and not (b.kind == "cell" and b.row > 2)]
    blocks = blocks[:45]
    lines = [block.text for block in blocks]
    commands = next((n for n, line in enumerate(lines) if "приказываю" in line.lower().replace(" ", "")), None)
    order_at = next(
        (n for n, line in enumerate(lines[:30]) if _is_order(line) and not (commands is None and _stamped(lines, n))),
        None,
    )
    title, at = _by_title(lines[:25])
    if _other_paper(lines, at):
        return None
    if order_at is not None or commands is not None:
        border = order_at if order_at is not None else commands
        if title is None or at is None or border <= at or (commands is not None and at <= commands):
            return _order(lines)
    if title is not None:
        return title
    first_person = " ".join(lines[:12])
    if len(text.plain) < 1500 and re.search(
        r"\b(?:соглас(?:ен|на)|да[юм]\w* (?:\S+ )?согласи|не возражаю|выражаю согласи|обязуюсь)",
        first_person,
        re.IGNORECASE,
    ):
        return "consent"
    return _by_content(text)


_OTHER = re.compile(
    r"\W*(?:опись|реестр|справка|протокол(?=\W*$| заседани)|служебная записка|докладная|анкета|журнал|показатели"
    r"|лист (?:наблюдени|посещени)"
    r"|карта наблюдени|отч[её]т|ходатайство|доверенность|должностная инструкция|характеристика"
    r"|(?:перечень|список|состав|комплект) (?:\w+ )?(?:документ|материал|комплект|пакет)\w*|сопроводительн\w+)\b",
    re.IGNORECASE,
)


def _other_paper(lines: list[str], at: int | None) -> bool:
    """The title is of a paper of another kind: an inventory, minutes, a report — whatever it lists or speaks of."""
    for line in lines[: min(6, (at if at is not None else 5) + 1)]:
        if _OTHER.match(line.replace(" ", "") if re.fullmatch(r"(?:\S\s){3,}\S", line) else line) and len(line) < 120:
            return True
    return False


def _stamped(lines: list[str], at: int) -> bool:
    """«Приказ № 61 от …» of the approval stamp: «УТВЕРЖДАЮ» or «Приложение» stands just above."""
    near, head = lines[max(0, at - 3) : at], lines[max(0, at - 8) : at]
    return any(re.match(r"\W*(?:утвержд|приложени)", line, re.IGNORECASE) for line in near) or any(
        re.search(r"\b(?:УТВЕРЖД(?:АЮ|ЕНО|ЁН|ЕНА)|Утверждаю)\b", line) for line in head
    )


def _is_order(line: str) -> bool:
    """The title of an order: «ПРИКАЗ», «П Р И К А З № 15», «Приказ № 7 от …» — not «приказ от …» of a stamp."""
    bare = re.sub(r"[\s«»\"]", "", line)
    if len(bare) > 60 and not bare.startswith("ПРИКАЗ"):
        return False
    return bool(re.match(r"(?:РАСПОРЯДИТЕЛЬНЫЙАКТ\W*)?(?:ПРИКАЗ(?!ОМ)|РАСПОРЯЖЕНИЕ)|Приказ(?:$|№|\d)", bare))


def _by_title(lines: list[str]) -> tuple[str | None, int | None]:
    for at, line in enumerate(lines):
        joined = line
        if re.fullmatch(r"(?:[А-ЯЁ]\s){3,}[А-ЯЁ]", line.strip()):
            joined = line.replace(" ", "")
        if _SKIP.match(joined) and len(joined) > 12:
            continue
        long = len(joined) > 260  # a title that the lines of a page ran together with what follows it
        if re.match(r"\s*(?:приказ|к приказу|от )", joined, re.IGNORECASE):
            continue
        candidates: list[tuple[int, int, str]] = []
        words = Words(joined + (" " + lines[at + 1] if at + 1 < len(lines) and len(lines[at + 1]) < 200 else ""))
        own = Words(joined)
        for rank, (kind, patterns) in enumerate(_TITLES):
            for pattern in patterns:
                start = own.find(pattern.split()[0])
                hit = words.find(pattern)
                if start is None or hit is None or hit.start > (2 if long else 60):
                    continue
                if kind == "regulation" and not re.match(r"\W*(?:\S+\s+){0,2}положени[ея]\b", joined, re.IGNORECASE):
                    continue
                if kind == "consent" and hit.start > 40:
                    continue
                candidates.append((hit.start, rank, kind))
        if candidates:
            return min(candidates)[2], at
        if re.match(r"\W*заявление\W*$", joined, re.IGNORECASE) and any(
            Words(line).find("согласен|согласие") or Words(line).find("просить ..8 закрепить|назначить|поручить")
            for line in lines[at : at + 8]
        ):
            return "consent", at
    return None, None


def _order(lines: list[str]) -> str:
    """Pairs or implementation: the title decides, then what is ordered."""
    head, body = [], []
    any_command = any("приказываю" in line.lower().replace(" ", "") for line in lines)
    for line in lines:
        begun = "приказываю" in line.lower().replace(" ", "") or (not any_command and re.match(r"\s*1\.\s", line))
        (body if body or begun else head).append(line)
    for part in (head, body):
        pairs = implementation = 0
        for line in part:
            words = Words(line)
            if words.find("внедрение|внедрить|введение|ввести ..5 система|модель|наставничество") or words.find(
                "утвердить|утверждение ..2 положение ..5 наставничество"
            ):
                implementation += 1
            if re.search(r"банк|баз[ауы] ", line, re.IGNORECASE):
                continue
            pairs += bool(
                part is body
                and _BODY_PAIRS.search(line)
                and re.search(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.|(?:вич|вн)[а-я]{1,3}\b", line)
            )
            if any(words.find(pattern) for pattern in _PAIRS):
                pairs += 1
        if part is head and pairs and not implementation:
            return "pairing_order"
        if part is head and implementation:
            return "implementation_order"
        if part is body and pairs != implementation:
            return "pairing_order" if pairs > implementation else "implementation_order"
    return "implementation_order"


_BODY_PAIRS = re.compile(
    r"(?:поруч|закреп|назнач|утверд|определ)\w*(?:[^.;]|(?<=\b[А-ЯЁ])\.){0,160}(?:наставник|наставничеств)"
    r"|осуществ\w+ наставничеств\w*[^.;]{0,30}(?:\bнад\b|в отношении)"
    r"|наставник\w*[^.;]{0,90}(?:утверд|назнач|закреп|определ)",
    re.IGNORECASE,
)
_CONTENT: dict[str, tuple[str, ...]] = {
    "regulation": ("настоящий положение", "общий положение", "права обязанность", "локальный акт"),
    "roadmap": (
        "мероприятие ..4 срок ..4 ответственный|исполнитель",
        "мероприятие ..9 срок",
        "ответственный ..4 исполнитель",
        "этап ..9 срок",
        "банк наставник",
    ),
    "consent": ("даю|дать ..3 согласие", "я ..9 согласен", "отзыв ..3 согласие"),
    "supplementary_agreement": ("работодатель ..9 работник", "трудовой договор", "стороны|сторона договориться"),
    "mentoring_programme": ("наставник наставляемый", "встреча ..4 наставляемый", "пара"),
    "learning_route": ("дефицит", "образовательный задача", "маршрут"),
}


def _by_content(text: Text) -> str | None:
    lines = [Words(block.text) for block in text.blocks[:200]]
    lines += [Words(" ".join(dict.fromkeys(row))) for grid in text.tables[:10] for row in grid.rows[:3]]
    scores = {
        kind: sum(min(2, sum(1 for words in lines if words.find(pattern))) for pattern in patterns)
        for kind, patterns in _CONTENT.items()
    }
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= 3 else None


@cache
def titles() -> dict[str, str]:
    """Id of a kind to its Russian title."""
    from mentoring.data import load

    return dict(load("document_kinds")[["id", "title"]].itertuples(index=False))
