"""All checks of a roadmap in one list, and those of its frame: approval, columns, numbering, duplicates, abbreviations.

A check is a function (roadmap, topics) → findings; what the text means is `meaning.py`, when it happens `timing.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from mentoring.roadmap import language, meaning, timing
from mentoring.roadmap.findings import Finding
from mentoring.roadmap.model import COLUMNS, REQUIRED, Roadmap, Row, ids, vague_role, void, where
from mentoring.roadmap.topics import Topic, catalogue, topics_of

Check = Callable[[Roadmap, Sequence[Topic]], Iterator[Finding]]


def audit(roadmap: Roadmap, topics: Sequence[Topic] | None = None) -> tuple[Finding, ...]:
    """Every finding about a roadmap, gravest first, then in the order of criteria. An empty plan has one finding."""
    topics = catalogue() if topics is None else topics
    if not roadmap.rows:
        return (Finding("DK-02", "В карте нет ни одного мероприятия.", "Заполните таблицу."),)
    found = [one for check in CHECKS for one in check(roadmap, topics)]
    grave = {"critical": 0, "substantial": 1, "minor": 2}
    return tuple(sorted(found, key=lambda one: (grave[one.severity], one.criterion or "Я")))


def approved(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-01: approval, organisation, period."""
    missing = [
        word
        for word, lacks in (
            (
                "гриф утверждения с номером и датой приказа",
                roadmap.approval is not None and not roadmap.approval.strip(),
            ),
            ("название организации", roadmap.organization is not None and not roadmap.organization.strip()),
            ("период действия", not roadmap.period.known),
        )
        if lacks
    ]
    if missing:
        yield Finding("DK-01", f"Не указано: {'; '.join(missing)}.", "Добавьте над таблицей.")


def columns(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-02: term, responsible, resource, result for every activity."""
    defects = {"responsible": "DEF-33", "term": "DEF-34"}
    for name in REQUIRED[1:]:
        title = COLUMNS[name]
        empty = [row for row in roadmap.rows if void(getattr(row, name))]
        if name not in roadmap.columns or len(empty) == len(roadmap.rows):
            yield Finding(
                "DK-02",
                f"Нет столбца «{title}».",
                f"Добавьте его и заполните для каждого мероприятия (их {len(roadmap.rows)}).",
                defects.get(name, ""),
            )
        elif empty:
            yield Finding(
                "DK-02",
                f"Не заполнен столбец «{title}» (строк: {len(empty)}).",
                "Заполните ячейки.",
                defects.get(name, ""),
                ids(empty),
                where(empty),
            )
    vague = [row for row in roadmap.rows if vague_role(row.responsible)]
    if vague:
        yield Finding(
            "DK-02",
            "Ответственным назван не человек по должности, а все сразу.",
            "Назовите должность.",
            "DEF-33",
            ids(vague),
            where(vague),
        )


def numbering(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-06: numbers of tasks, stages and items without gaps, returns and holes."""
    tasks = [int(number) for number in roadmap.tasks if number.isdigit()]
    if problem := _broken(tasks):
        yield Finding("DK-06", f"Задачи пронумерованы {_listed(tasks)}: {problem}.", "Пронумеруйте подряд.", "DEF-35")
    stages = [(stage, rows[0].stage_number) for stage, rows in roadmap.stages().items() if rows[0].stage_number]
    numbers = [_last(number) for _, number in stages]
    if all(numbers) and (problem := _broken(numbers)):
        yield Finding("DK-06", f"Этапы пронумерованы {_listed(numbers)}: {problem}.", "Пронумеруйте подряд.", "DEF-35")
    if any(row.stage_number for row in roadmap.rows):
        lost = [row for row in roadmap.rows if not row.stage_number]
        if lost:
            yield Finding(
                "DK-06",
                "У строк нет номера этапа.",
                "Отнесите их к этапу или дайте этапу номер.",
                "DEF-35",
                ids(lost),
                where(lost),
            )
    through = {
        stage for stage, rows in roadmap.stages().items() if not _broken([_last(row.number) or 0 for row in rows])
    }  # numbered on through the whole stage
    blocks: dict[tuple[str, str], list[Row]] = {}
    for row in roadmap.rows:
        if row.stage in through:
            continue
        blocks.setdefault((row.stage, row.activity if row.content else ""), []).append(row)
    for block in blocks.values():
        numbers = [_last(row.number) for row in block]
        if all(numbers) and (problem := _broken(numbers)):
            yield Finding(
                "DK-06",
                f"Пункты пронумерованы {_listed(numbers)}: {problem}.",
                "Пронумеруйте подряд; проверьте, не потеряны ли пункты.",
                "DEF-35",
                ids(block),
                where(block),
            )
        elif any(numbers) and not all(numbers):
            lost = [row for row, number in zip(block, numbers, strict=True) if not number]
            yield Finding(
                "DK-06", "Часть пунктов не пронумерована.", "Дайте им номера.", "DEF-35", ids(lost), where(lost)
            )


def duplicates(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-07: the same activity twice: close wording, the same result of the same action, a step that is taken once."""
    taken: set[frozenset[str]] = set()
    alike: dict[tuple[str, str], list[Row]] = {}
    for one, other, why in meaning.twins(roadmap.rows):
        taken.add(frozenset((one.id, other.id)))
        alike.setdefault((one.id, why), [one]).append(other)
    told: set[str] = set()
    for (_, why), rows in alike.items():
        if len(rows) > MANY and not {row.id for row in rows} <= told:
            told |= {row.id for row in rows}
            yield _repeat(f"{why}, строк — {len(rows)}", rows)
    for (_, why), rows in alike.items():
        for other in rows[1:]:
            if not {rows[0].id, other.id} <= told:
                yield _repeat(why, [rows[0], other])
    for topic in topics:
        rows = [row for row in roadmap.rows if topic.once and topic in topics_of(row, topics) and topic.holds(row.text)]
        blocks = {(row.stage, row.activity if row.content else row.id): row for row in reversed(rows)}
        known = len(rows) <= 3 and any({row.id for row in rows} <= pair | {one.id} for pair in taken for one in rows)
        if len(blocks) > 1 and not known:
            yield Finding(
                "DK-07",
                f"Тема «{topic.title}» запланирована несколько раз ({len(blocks)}).",
                "Оставьте один раз или назовите, чем повторы различаются.",
                "DEF-38",
                ids(rows),
                where(rows),
                sure=False,
            )


MANY = 4
"""More rows alike than this are told in one finding."""


def _repeat(why: str, rows: Sequence[Row]) -> Finding:
    return Finding(
        "DK-07", f"Похоже на повтор: {why}.", "Оставьте одну строку или поясните различие.", "DEF-38", ids(rows),
        where(rows), sure=False,
    )  # fmt: skip


_ABBREVIATION = re.compile(r"\b[А-ЯЁ]{2,6}\b")
KNOWN = {
    "ОО",
    "РФ",
    "ОВЗ",
    "ИКТ",
    "СМИ",
    "МБОУ",
    "МАОУ",
    "МКОУ",
    "ГБОУ",
    "МОУ",
    "СОШ",
    "ООШ",
    "ДПО",
    "ДО",
    "СПО",
    "ПК",
    "УВР",
    "ВР",
    "НМР",
    "МО",
    "ГО",
    "МР",
    "ШМО",
    "ЕГЭ",
    "ОГЭ",
    "ФГОС",
    "ТК",
    "ФЗ",
    "ПОО",
    "ВУЗ",
}


def abbreviations(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-14: abbreviations that are mixed up or never explained, and words that differ from the common terms."""
    text = roadmap.text
    if text.upper() == text:
        return
    counts = Counter(_ABBREVIATION.findall(text))
    explained = {
        name for name in counts if re.search(rf"(?:далее\s*[-–—]?\s*{name}\b|\({name}\)|{name}\s*\([а-яё])", text)
    }
    families: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda one: (one not in explained, -counts[one], one)):
        families.setdefault("".join(sorted(name)), []).append(name)
    twins = [names for letters, names in families.items() if len(names) > 1 and len(letters) > 2]
    for good, *bad in twins:
        wrong = re.compile(rf"\b(?:{'|'.join(bad)})\b")
        rows = [
            row
            for row in roadmap.rows
            if wrong.search(f"{row.responsible} {row.participants} {row.activity} {row.result}")
        ]
        listed = ", ".join(f"{name} ({counts[name]})" for name in (good, *bad))
        yield Finding(
            "DK-14", f"Похожие сокращения: {listed}.", f"Если это одно и то же, оставьте {good}.", "DEF-40", ids(rows)
        )
    mixed = {name for names in twins for name in names}
    unknown = sorted(name for name in counts if name not in KNOWN | explained | mixed)
    if unknown:
        yield Finding(
            "DK-14",
            f"Не раскрыты сокращения: {', '.join(unknown)}.",
            "Раскройте при первом упоминании.",
            "DEF-40",
            sure=False,
        )
    for topic in (one for one in topics if one.kind == "wording"):
        rows = [row for row in roadmap.rows if topic.holds(row.text) or topic.holds(row.activity)]
        if rows:
            yield Finding("DK-14", f"Термин: {topic.title}.", f"{topic.proposal}.", "", ids(rows), where(rows))


CHECKS: tuple[Check, ...] = (
    approved,
    columns,
    timing.inside_period,
    timing.readable,
    timing.ordered,
    timing.dependencies,
    numbering,
    duplicates,
    meaning.results,
    meaning.consents,
    meaning.training,
    meaning.monitoring,
    meaning.closing,
    meaning.coverage,
    meaning.breadth,
    abbreviations,
    language.slips,
    meaning.subject,
)


def _last(number: str) -> int | None:
    """The last part of «1.2.» as a number; None where there is none."""
    digits = re.findall(r"\d+", number)
    return int(digits[-1]) if digits and len(digits[-1]) < 4 else None


def _broken(numbers: Sequence[int]) -> str:
    """What is wrong with a sequence of numbers; empty when it runs on without gaps."""
    if not numbers:
        return ""
    if numbers[0] != 1 and len(numbers) > 1:
        start = f"начинается с {numbers[0]}"
        back = any(b <= a for a, b in zip(numbers, numbers[1:], strict=False))
        return f"{start}, есть возврат" if back else start
    for one, other in zip(numbers, numbers[1:], strict=False):
        if other <= one:
            return f"после {one} стоит {other}"
        if other > one + 1:
            return f"пропущено {one + 1}" if other == one + 2 else f"пропущены {one + 1}–{other - 1}"
    return ""


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
