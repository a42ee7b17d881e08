"""Tables of the bank (one CSV a kind) to items. What is wrong is said in Russian: table, row, column, what to do.

A spreadsheet editor may save them: comma or semicolon, decimal comma, empty columns at the right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentoring.bank.items import (
    FORMS,
    ChoiceItem,
    ClassificationItem,
    Item,
    ItemAxis,
    MatchingItem,
    NumberItem,
    OrderingItem,
    Slot,
)
from mentoring.data import DataError
from mentoring.data.tables import read
from mentoring.tasks import kind_of

COMMON = ("id", "result", "form", "difficulty", "text", "note", "source", "certainty")
OPTIONS, PAIRS, STEPS, AXES = "abcdef", "123456", "1234567", "123"
COLUMNS: dict[str, tuple[str, ...]] = {
    "choice": ("choose", "correct", *(f"{name}_{letter}" for letter in OPTIONS for name in ("option", "explain"))),
    "matching": (
        *(f"{name}_{number}" for number in PAIRS for name in ("left", "match", "explain")),
        *(f"right_{letter}" for letter in OPTIONS),
    ),
    "ordering": tuple(f"{name}_{number}" for number in STEPS for name in ("item", "explain")),
    "classification": (
        *(f"feature_{letter}" for letter in OPTIONS),
        *(f"{name}_{n}" for n in AXES for name in ("axis", "options", "accept", "near", "features", "explain")),
    ),
    "number": ("label", "value", "unit", "units", "tolerance", "explain"),
}
CERTAINTY = ("source", "confirmed", "inferred")
_ID = re.compile(r"s\d\dr\d-[a-z0-9]+")
_SOURCE = re.compile(r"(00[0-4]:\d|domain |design )")
_ALL = re.compile(r"вс[её] (вышеперечисленное|перечисленное|названное)|вс[её] варианты|нет верного", re.IGNORECASE)


@dataclass(frozen=True)
class Bank:
    """All questions, in the order of their ids."""

    items: tuple[Item, ...]

    def of(self, result: str, form: str = "") -> list[Item]:
        """Questions about a result, of one form or of both."""
        return [item for item in self.items if item.result == result and (not form or item.serves(form))]

    @property
    def results(self) -> list[str]:
        return sorted({item.result for item in self.items})

    @property
    def sessions(self) -> list[str]:
        return sorted({item.session for item in self.items})


def read_bank(folder: Path, results: Iterable[str] | None = None) -> Bank:
    """The bank in a folder. `results` are the codes that may be named (those of `session_results` when not given).

    Raises DataError with the first problem and the number of the others.
    """
    items, problems = read_all(folder, results)
    if problems:
        raise problems[0].with_others(len(problems) - 1)
    return Bank(tuple(sorted(items, key=lambda item: item.id)))


def read_all(folder: Path, results: Iterable[str] | None = None) -> tuple[list[Item], list[DataError]]:
    """Sound items and everything that is wrong, table by table."""
    known = set(results if results is not None else _results())
    items: list[Item] = []
    problems: list[DataError] = []
    seen: dict[str, str] = {}
    for kind in COLUMNS:
        path = folder / f"{kind}.csv"
        if not path.is_file():
            problems.append(DataError(f"Таблицы «{kind}» нет в папке банка: нужен файл {kind}.csv.", table=kind))
            continue
        for row in _rows(path, kind, problems):
            item = row.item(known)
            if item is not None and item.id in seen:
                row.wrong("id", f"такой вопрос уже есть в таблице «{seen[item.id]}»", "у каждого вопроса свой код")
            if not row.problems and item is not None:
                seen[item.id] = kind
                items.append(item)
            problems += row.problems
    return items, problems


def _results() -> list[str]:
    from mentoring.data import load

    return list(load("session_results")["id"])


def _rows(path: Path, kind: str, problems: list[DataError]) -> Iterator[_Row]:
    try:
        raw = read(path.read_bytes(), kind)
    except DataError as error:
        problems.append(error)
        return
    columns = COMMON + COLUMNS[kind]
    missing = [name for name in columns if name not in raw.cells]
    extra = [name for name in raw.cells if name not in columns]
    problems += [DataError.cell(kind, 1, name, None, "столбца нет; верните его") for name in missing]
    problems += [DataError.cell(kind, 1, name, None, "лишний столбец; уберите его") for name in extra]
    if missing or extra:
        return
    for number, cells in raw.cells.iterrows():
        yield _Row(kind, number, {name: "" if cell is None or cell != cell else cell for name, cell in cells.items()})


class _Row:
    """One line of a table on its way to an item, and what was found wrong in it."""

    def __init__(self, kind: str, number: int, cells: Mapping[str, str]):
        self.kind, self.number, self.cells = kind, number, cells
        self.problems: list[DataError] = []

    def wrong(self, column: str, what: str, expected: str = "") -> None:
        value = self.cells[column] or None
        self.problems.append(DataError.cell(self.kind, self.number, column, value, what, expected))

    def item(self, known: set[str]) -> Item | None:
        """The item; None where a cell is unreadable."""
        common = self._common(known)
        build: dict[str, Callable[..., Item]] = {
            "choice": self._choice, "matching": self._matching, "ordering": self._ordering, "number": self._number,
            "classification": self._classification,
        }  # fmt: skip
        item = build[self.kind](common)
        if self.problems:
            return None
        question, reference = item.task(Slot(item.id, "Вопрос"))
        for sentence in kind_of(self.kind).check(question, reference):
            place = f"Таблица «{self.kind}», строка {self.number}: "
            self.problems.append(DataError(place + sentence, table=self.kind, row=self.number))
        return item

    def _common(self, known: set[str]) -> dict[str, Any]:
        cells = self.cells
        for name in ("id", "result", "form", "difficulty", "text", "source", "certainty"):
            if not cells[name]:
                self.wrong(name, "ячейка пуста, а значение обязательно")
        if cells["id"] and not _ID.fullmatch(cells["id"]):
            self.wrong("id", "код не по образцу", "ожидается вид s03r2-1: занятие, результат, номер вопроса")
        if cells["result"] and cells["result"] not in known:
            self.wrong("result", "такого результата нет", "ожидается код из таблицы session_results, например R03-2")
        elif cells["id"] and not cells["id"].startswith(f"s{cells['result'][1:3]}r{cells['result'][-1]}-"):
            self.wrong("id", "код не сходится с результатом", f"у результата {cells['result']} свои коды")
        if cells["form"] and cells["form"] not in (*FORMS, "either"):
            self.wrong("form", "неизвестное значение", "ожидается entrance, final или either")
        if cells["certainty"] == "uncertain":
            self.wrong("certainty", "неподтверждённое баллов стоить не может", "спросите о том, что известно твёрдо")
        elif cells["certainty"] and cells["certainty"] not in CERTAINTY:
            self.wrong("certainty", "неизвестное значение", f"ожидается одно из: {', '.join(CERTAINTY)}")
        if cells["source"] and not _SOURCE.match(cells["source"]):
            self.wrong("source", "место не по образцу", "ожидается вид 002:433 или «domain X34»")
        difficulty = self._decimal("difficulty")
        if difficulty is not None and not 0 <= difficulty <= 1:
            self.wrong(
                "difficulty", "недопустимое число", "ожидается от 0 (ошибутся единицы) до 1 (ошибутся почти все)"
            )
        names = ("id", "result", "form", "text", "note", "source", "certainty")
        return {name: cells[name] for name in names} | {"difficulty": difficulty or 0.0}

    def _decimal(self, column: str) -> float | None:
        text = self.cells[column].replace(",", ".").replace("−", "-").replace("\u00a0", "").replace(" ", "")
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", text):
            self.wrong(column, "не число", "запишите его цифрами, например 0,4")
            return None
        return float(text)

    def _run(self, name: str, marks: str, least: int) -> list[str]:
        """Marks of the filled cells of `name_…`; they must stand from the first one on without holes."""
        filled = [mark for mark in marks if self.cells[f"{name}_{mark}"]]
        if filled != list(marks[: len(filled)]):
            hole = next(mark for mark in marks if mark not in filled)
            self.wrong(f"{name}_{hole}", "пустая ячейка в середине", "заполняйте подряд")
        elif len(filled) < least:
            self.wrong(f"{name}_{marks[len(filled)]}", f"заполнено {len(filled)}, а нужно не меньше {least}")
        texts = [self.cells[f"{name}_{mark}"].casefold() for mark in filled]
        for mark, text in zip(filled, texts, strict=True):
            if texts.count(text) > 1:
                self.wrong(f"{name}_{mark}", "этот текст встречается дважды")
        return filled

    def _explained(self, marks: Iterable[str], of: str) -> None:
        for mark in marks:
            if not self.cells[f"explain_{mark}"]:
                self.wrong(f"explain_{mark}", "нет пояснения", f"объясните {of}_{mark} одной фразой")

    def _letters(self, column: str, allowed: Iterable[str]) -> tuple[int, ...]:
        order = list(allowed)
        named = self.cells[column].lower().replace(",", " ").split()
        if unknown := [letter for letter in named if letter not in order]:
            self.wrong(column, f"буквы «{unknown[0]}» нет среди заполненных", f"ожидаются буквы из: {', '.join(order)}")
        elif not named:
            self.wrong(column, "ячейка пуста, а значение обязательно")
        return tuple(sorted({order.index(letter) for letter in named if letter in order}))

    def _choice(self, common: dict[str, Any]) -> ChoiceItem:
        letters = self._run("option", OPTIONS, 3)
        self._explained(letters, "option")
        correct = self._letters("correct", letters)
        several = self.cells["choose"] == "several"
        if self.cells["choose"] not in ("one", "several"):
            self.wrong("choose", "неизвестное значение", "ожидается one (один вариант) или several (несколько)")
        elif several and len(correct) == 1 or not several and len(correct) > 1:
            self.wrong("correct", "число верных вариантов не сходится со столбцом choose")
        for letter in letters:
            if _ALL.search(self.cells[f"option_{letter}"]):
                self.wrong(f"option_{letter}", "такой вариант ничего не проверяет", "замените его настоящей ошибкой")
        options = tuple((self.cells[f"option_{x}"], self.cells[f"explain_{x}"]) for x in letters)
        lengths = [len(text) for text, _ in options]
        if not several and len(correct) == 1 and len(lengths) > 1:
            right = lengths.pop(correct[0])
            if right > 1.35 * max(lengths) and right - max(lengths) > 15:
                self.wrong(
                    f"option_{letters[correct[0]]}", "верный вариант заметно длиннее остальных", "выровняйте длину"
                )
        return ChoiceItem(**common, several=several, options=options, correct=correct)

    def _matching(self, common: dict[str, Any]) -> MatchingItem:
        numbers, letters = self._run("left", PAIRS, 3), self._run("right", OPTIONS, 2)
        self._explained(numbers, "left")
        left = tuple(
            (self.cells[f"left_{n}"], self._letters(f"match_{n}", letters), self.cells[f"explain_{n}"]) for n in numbers
        )
        return MatchingItem(**common, left=left, right=tuple(self.cells[f"right_{x}"] for x in letters))

    def _ordering(self, common: dict[str, Any]) -> OrderingItem:
        numbers = self._run("item", STEPS, 4)
        self._explained(numbers, "item")
        steps = tuple((self.cells[f"item_{n}"], self.cells[f"explain_{n}"]) for n in numbers)
        return OrderingItem(**common, items=steps)

    def _number(self, common: dict[str, Any]) -> NumberItem:
        for name in ("label", "value", "explain"):
            if not self.cells[name]:
                self.wrong(name, "ячейка пуста, а значение обязательно")
        units = tuple(unit.strip() for unit in self.cells["units"].split(";") if unit.strip())
        return NumberItem(
            **common, label=self.cells["label"], value=self._decimal("value") or 0.0, unit=self.cells["unit"],
            units=units, tolerance=self._decimal("tolerance") or 0.0, explain=self.cells["explain"],
        )  # fmt: skip

    def _classification(self, common: dict[str, Any]) -> ClassificationItem:
        signs = self._run("feature", OPTIONS, 3)
        numbers = self._run("axis", AXES, 1)
        self._explained(numbers, "axis")
        axes = tuple(self._axis(n, signs) for n in numbers)
        return ClassificationItem(**common, features=tuple(self.cells[f"feature_{x}"] for x in signs), axes=axes)

    def _axis(self, n: str, signs: list[str]) -> ItemAxis:
        options = tuple(text.strip() for text in self.cells[f"options_{n}"].split(";") if text.strip())
        if len(options) < 3:
            self.wrong(f"options_{n}", f"вариантов {len(options)}", "нужно не меньше трёх, через точку с запятой")
        if len(set(options)) < len(options):
            self.wrong(f"options_{n}", "вариант назван дважды")
        accepted = self._places(f"accept_{n}", options)
        near = self._places(f"near_{n}", options) if self.cells[f"near_{n}"] else ()
        return ItemAxis(
            self.cells[f"axis_{n}"], options, accepted, near, self._letters(f"features_{n}", signs),
            self.cells[f"explain_{n}"],
        )  # fmt: skip

    def _places(self, column: str, options: tuple[str, ...]) -> tuple[int, ...]:
        """Positions of options named by their text."""
        named = [text.strip() for text in self.cells[column].split(";") if text.strip()]
        if unknown := [text for text in named if text not in options]:
            self.wrong(column, f"варианта «{unknown[0]}» нет среди options", "повторите текст варианта буква в букву")
        elif not named:
            self.wrong(column, "ячейка пуста, а значение обязательно")
        return tuple(sorted({options.index(text) for text in named if text in options}))
