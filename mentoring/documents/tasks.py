"""Deficits and tasks of a programme or a route: from its tables or its lists, and how they answer each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import requisites
from .language import Words, is_verb
from .view import Document, remembered
from .view.tables import Row, is_caption


@dataclass
class Task:
    """A task with the place it stands in; `deficit` None — there is no such column, «» — the cell is empty.

    `measure` is what the columns of criteria and results say of it, None where the table has no such column.
    """

    text: str
    place: Row | Words
    deficit: str | None = None
    row_text: str = ""
    measure: str | None = None


_LIST_END = re.compile(
    r"^\s*(?:\d{1,2}\.\s+)?(?:план|этап|график|мероприят|срок|ожидаем|показател|форм|содержани|результат|раздел"
    r"|период|ответств|критери|оценк|мониторинг|рефлекс|наставник|диагност|завершен|подпис)",
    re.I,
)


@remembered
def tasks(document: Document) -> list[Task]:
    """Tasks of the document, in order."""
    return _of_table(document) or _headed(document) or _of_list(document, r"задач") or _imperatives(document)


def _imperatives(document: Document) -> list[Task]:
    """A list without a heading, every item of which begins with what is to be done: «1. Изучить …», «Пройти …»."""
    best: list[Task] = []
    run: list[Task] = []
    for number, block in enumerate(document.blocks):
        item = re.match(r"\s*(?:\d{1,2}[.)]\s+|[–—•-]\s+)?([А-ЯЁа-яё]+)", block.text)
        if item and re.search(r"(?:ть|ти|чь)(?:ся|сь)?$", item[1]) and is_verb(item[1]) and block.kind != "cell":
            text = re.sub(r"^\s*\d{1,2}[.)]\s+", "", block.text)
            run.append(Task(text, Words(block.text, block.place, number)))
            best = run if len(run) > len(best) else best
        else:
            run = []
    return best if len(best) >= 3 else []


_ORDINAL = r"(?:\d\s*[-–]?\s*я|перв\w+|втор\w+|трет\w+|четв[её]рт\w+)"
_TASK_HEAD = re.compile(
    rf"\W*(?:задача\s*(?:№\s*)?(?:\d+|[А-ЯA-Z]\b|{_ORDINAL})|{_ORDINAL}\s+задача)\s*", re.IGNORECASE
)
_FIELD_LINE = re.compile(
    r"\W*(?:форм|критери|срок|способ|как\b|результат|ресурс|отвеча|действи|дефицит|оценк|провер)\w*[^:]{0,40}[:–—]",
    re.IGNORECASE,
)


# «Дефицит 2 (анкета, 20.08.2026): …» above the task that answers it is not of the task before.
_NEXT_DEFICIT = re.compile(r"\W*(?:дефицит|затруднение|проблема)\s*(?:№\s*)?\d", re.IGNORECASE)


def _headed(document: Document) -> list[Task]:
    """«Задача 1 (дефицит А). …», each with the lines that follow it."""
    starts = [n for n, b in enumerate(document.blocks) if b.kind != "cell" and _TASK_HEAD.match(b.text)]
    if len(starts) < 2:
        return []
    result = []
    for order, number in enumerate(starts):
        end = number + 1
        limit = starts[order + 1] if order + 1 < len(starts) else len(document.blocks)
        while end < limit and (order + 1 < len(starts) or _FIELD_LINE.match(document.blocks[end].text)):
            end += 1
        later = range(number + 1, end)
        end = next((n for n in later if _NEXT_DEFICIT.match(document.blocks[n].text)), end)
        text = document.blocks[number].text
        deficit = re.search(
            r"дефицит\w*\s*[^).,;]{0,12}|затруднени\w*\s*[^).,;]{0,12}|\(\s*[ДД]\s?-?\d+[^)]*\)", text, re.I
        )
        whole = " ".join(b.text for b in document.blocks[number:end] if b.kind != "heading")
        body = re.sub(r"^(?:\([^)]*\))?[.:–—\s]*", "", text[_TASK_HEAD.match(text).end() :])
        result.append(
            Task(
                body or text, Words(text, document.blocks[number].place, number), deficit[0] if deficit else None, whole
            )
        )
    if not any(task.deficit for task in result):
        return result
    for task in result:
        task.deficit = task.deficit or ""
    return result


def _of_table(document: Document) -> list[Task]:
    for table in document.tables:
        column = table.column("задача", "чему ..1 учиться|научиться", "цель")
        deficit = table.column("дефицит|затруднение")
        measures = [
            n
            for n, t in enumerate(table.titles)
            if n not in (column, deficit)
            and t.find("критерий|показатель|результат|итог|продукт|доказательство|подтверждение|оценка")
        ]
        exact = [n for n in measures if table.titles[n].find("критерий|показатель")]
        measures = exact or measures
        if column is None:
            continue
        together = column == deficit  # «Задача (дефицит)»: both stand in one cell
        found = []
        before = ""
        for row in table.rows:
            if is_caption(row):
                continue
            text = row.cells[column].strip()
            if requisites.blank(text) or (text == before and len(text) > 15):
                continue
            before = text
            value = (
                None
                if deficit is None or together
                else ("" if requisites.blank(row.cells[deficit]) else row.cells[deficit])
            )
            measure = "; ".join(row.cells[n] for n in measures) if measures else None
            found.append(Task(text, row, value, row.text, measure))
        if found:
            return found
    return []


def deficits(document: Document) -> list[str]:
    """Deficits that the document names, as texts."""
    found: list[str] = []
    for table in document.tables:
        column = table.column("дефицит|затруднение", "показать|выявить|выявленный ..4 диагностика|анкета|наблюдение")
        if column is not None:
            found += [v for v in table.values(column) if not requisites.blank(v)]
    if found:
        return list(dict.fromkeys(found))
    return [task.text for task in _of_list(document, r"дефицит|затруднени")]


def _of_list(document: Document, label: str) -> list[Task]:
    """Items after a line «Задачи:» (or in it, after the colon)."""
    result: list[Task] = []
    for number, block in enumerate(document.blocks):
        text = block.text
        match = re.search(rf"(?:{label})\w*[^:.]{{0,60}}[:.–—-]", text, re.I)
        start = re.match(rf"\s*(?:\d{{1,2}}\.?\s*)?(?:\w+,?\s+){{0,9}}?(?:{label})\w*", text, re.I)
        inline = match and re.match(r"\s*(?:\(?1[.)]|\(?а\)|—\s)", text[match.end() :])
        if not (start or inline) or (not match and len(text) > 90):
            continue
        if block.kind == "cell":
            row = document.text.tables[block.table].rows[block.row]
            if block.column + 1 < len(row) and len(text) < 60 and block.row >= 0 and len(row) == 2:
                pieces = re.split(r";\s*|\n|(?<=[.;])\s+(?=\d[.)])", row[block.column + 1])
                result += [Task(p.strip(), Words(p, block.place)) for p in pieces if len(p.strip()) > 6]
                if result:
                    return result
            continue
        rest = text[match.end() :].strip() if match else ""
        if len(rest) > 15:
            pieces = [p for p in re.split(r";\s*|(?<=[а-яё.)])\s+(?=\d{1,2}[.)]\s)", rest) if len(p.strip()) > 6]
            result += [Task(p.strip(), Words(p, block.place, number)) for p in pieces]
        for later in range(number + 1, min(number + 15, len(document.blocks))):
            item = document.blocks[later]
            bullet = re.match(r"\s*(?:\d{1,2}[.)]|[–—•*▪-]|[а-я]\)|задача\s*№?\s*\d|Д\d|З\d)\s*", item.text, re.I)
            if (
                item.kind == "cell"
                or item.kind == "heading"
                or (_LIST_END.match(item.text) and not bullet)
                or (later in document.headings and not bullet)
            ):
                break
            if (
                re.match(r"\s*\d{1,2}\.\s", item.text)
                and later in document.headings
                and re.match(r"\s*\d{1,2}\.\s", text)
            ):
                break
            if (
                re.match(r"\W*(?:форм|критери|срок|способ|как\b|результат|ресурс|отвеча)\w*\s*[:–—]", item.text, re.I)
                and result
            ):
                result[-1].row_text = f"{result[-1].row_text or result[-1].text} {item.text}"
                continue
            if not bullet and (result or rest) and not item.text[:1].islower() and not _is_item(document, later):
                break
            result.append(Task(item.text[bullet.end() :] if bullet else item.text, Words(item.text, item.place, later)))
        if result:
            return result
    return result


def _is_item(document: Document, number: int) -> bool:
    text = document.blocks[number].text
    return text.endswith(";") or (number > 0 and document.blocks[number - 1].text.endswith((";", ":")))


_COMMON_WORDS = """
    педагог учитель работа урок занятие обучающийся наставник наставляемый задача дефицит затруднение повысить
    изучить освоить навык умение недостаточный использование уровень владение школа класс организация деятельность
    педагогический профессиональный образовательный свой который это при для под над проведение провести развитие
    научиться проблема трудность слабый отсутствие недостаток знание применение применить разработать
    самостоятельно опыт конец срок неделя месяц год менее более четверть проводить уметь низкий помощь испытывать
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def stems(text: str) -> set[str]:
    """Content words of a text, as stems of five letters."""
    return {
        word[:5] for word in Words(text).line.split() if len(word) > 3 and word not in _COMMON and not word.isdigit()
    }
