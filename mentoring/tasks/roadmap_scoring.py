"""Scoring of a roadmap: seven measures of the rows, and how far they went beyond the rows that were given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mentoring.roadmap.dates import Interval, read_term
from mentoring.roadmap.meaning import no_result
from mentoring.roadmap.model import vague_role, void
from mentoring.roadmap.topics import mentions
from mentoring.tasks.base import Remark, Score, general, joined, told, verdict_of
from mentoring.tasks.personal import personal_data

if TYPE_CHECKING:
    from mentoring.tasks.roadmap import Planted, RoadmapQuestion, RoadmapReference

FIELDS = ("stage", "activity", "term", "responsible", "resource", "result")
TITLES = {
    "filled": "Полнота строк", "dates": "Сроки в пределах плана", "order": "Порядок шагов",
    "coverage": "Нужные шаги", "responsible": "Ответственные", "results": "Измеримые результаты",
    "mended": "Исправленные недочёты",
}  # fmt: skip
NEEDS_A_ROW = 2
"""One row stands for no more than two of the needed steps: a row that names everything is no plan."""
CELL = 600
Row = dict[str, str]


def against(question: RoadmapQuestion, rows: list[Row], start: list[Row], reference: RoadmapReference) -> Score:
    """The score of `rows`; what `start` already earned is taken off and the rest is stretched to the whole."""
    found, given = Measures(question, rows, reference), Measures(question, start, reference)
    names = [name for name in TITLES if reference.weights.get(name, 0) > 0 and found.asked(name)]
    total = sum(reference.weights[name] for name in names) or 1.0
    reached = sum(reference.weights[name] * found.part(name) for name in names) / total
    had = sum(reference.weights[name] * given.part(name) for name in names) / total if start else 0.0
    fraction = reached if had >= 1 else max(0.0, (reached - had) / (1 - had))
    remarks = [
        Remark(
            criterion=TITLES[name],
            verdict=verdict_of(found.part(name)),
            text=found.note(name),
            share=round(reference.weights[name] / total, 4),
        )
        for name in names
    ]
    if start:
        text = "Баллы — за то, что исправлено и добавлено: верное в исходной карте не засчитывается заново."
        remarks.append(Remark(criterion="Исходная карта", verdict="info", text=text))
    remarks += [] if question.secret else _planted(question, found, reference)
    texts = [text for row in rows for text in row.values()]
    remarks += personal_data(texts) if question.personal_data_warning else []
    return Score.scored(fraction, (*remarks, *general(question, reference)))


def complaints(question, model: list[Row], start: list[Row], reference) -> list[str]:
    """What an author should mend: the example must score full, the planted defects must be in the start."""
    found = []
    measured = Measures(question, model, reference)
    for name, title in TITLES.items():
        if reference.rows and measured.asked(name) and measured.part(name) < 1:
            found.append(f"образец не набирает всего по критерию «{title}»: {measured.note(name)}")
    given = Measures(question, start, reference)
    if start:
        found += [f"недочёта «{one.title}» в исходной карте нет." for one in reference.planted if given.mended(one)]
    return found


class Measures:
    """The measures of some rows, each a fraction 0..1 and a Russian sentence."""

    def __init__(self, question: RoadmapQuestion, rows: Sequence[Row], reference: RoadmapReference):
        self.question, self.reference = question, reference
        self.rows = [{name: row.get(name, "")[:CELL] for name in FIELDS} for row in rows]
        self.period = Interval(question.starts, question.ends, "period")
        self.terms = [read_term(row["term"], self.period) for row in self.rows]
        self.volume = min(1.0, len(self.rows) / question.min_rows)
        self._repeats = Counter(row["result"].casefold() for row in self.rows)

    def asked(self, name: str) -> bool:
        """Whether the reference has anything for this measure."""
        return {"order": self.reference.before, "coverage": self.reference.needs, "mended": self.reference.planted}.get(
            name, True
        ) not in ((), False)

    def part(self, name: str) -> float:
        return getattr(self, f"_{name}")()[0]

    def note(self, name: str) -> str:
        return getattr(self, f"_{name}")()[1]

    def _filled(self):
        empty = [f"{at}" for at, row in enumerate(self.rows, 1) if any(void(row[name]) for name in FIELDS)]
        cells = len(self.rows) * len(FIELDS)
        good = sum(not void(row[name]) for row in self.rows for name in FIELDS)
        return self._share(good, cells), self._rows_note("Заполнены не все ячейки", empty, "Все ячейки заполнены.")

    def _dates(self):
        bad = [str(at) for at, term in enumerate(self.terms, 1) if not self._dated(term)]
        share = self._share(len(self.rows) - len(bad), len(self.rows))
        return share, self._rows_note("Срок не прочитан или вне периода плана", bad, "Все сроки внутри плана.")

    def _dated(self, term: Interval) -> bool:
        ends = not (term.start and term.end) or term.start <= term.end
        return term.known and term.within(self.period) and ends

    def _responsible(self):
        bad = [str(at) for at, row in enumerate(self.rows, 1) if not _role(row["responsible"])]
        share = self._share(len(self.rows) - len(bad), len(self.rows))
        return share, self._rows_note("Не назван тот, кто отвечает", bad, "У каждой строки есть ответственный.")

    def _results(self):
        bad = [str(at) for at, row in enumerate(self.rows, 1) if self._empty_result(row)]
        share = self._share(len(self.rows) - len(bad), len(self.rows))
        return share, self._rows_note("Результат нельзя увидеть или сосчитать", bad, "Результаты измеримы.")

    def _empty_result(self, row: Row) -> bool:
        result = row["result"]
        same = result.casefold() == row["activity"].casefold()
        everywhere = self._repeats[result.casefold()] > max(3, len(self.rows) / 3)
        return void(result) or same or everywhere or bool(no_result(row["activity"], result))

    def _order(self):
        wrong = [one for one in self.reference.before if not self._in_order(one.first, one.then)]
        total = len(self.reference.before) or 1
        text = f"Не выполнено: {'; '.join(one.title for one in wrong)}." if wrong else "Шаги идут по порядку."
        counted = f"Нарушено правил порядка: {len(wrong)} из {total}." if wrong else text
        return 1 - len(wrong) / total, counted if self.question.secret else text

    def _in_order(self, first: str, then: str) -> bool:
        one, two = self._places(first), self._places(then)
        if not one or not two or one[0] >= two[0]:
            return False
        before, after = self.terms[one[0]], self.terms[two[0]]
        return not (before.start and after.start and after.start < before.start)

    def _coverage(self):
        taken: Counter[int] = Counter()
        lost, good = [], 0.0
        for need in self.reference.needs:
            place = next((at for at in self._places(need.words) if taken[at] < NEEDS_A_ROW and self._whole(at)), None)
            if place is None:
                lost.append(need.title)
            else:
                taken[place] += 1
                good += need.points
        total = sum(need.points for need in self.reference.needs) or 1
        if not lost:
            return 1.0, "Все нужные шаги есть и заполнены."
        text = f"Нет в полных строках: {'; '.join(lost)}."
        return good / total, f"Не хватает шагов: {len(lost)}." if self.question.secret else text

    def _whole(self, at: int) -> bool:
        """A row counts as a step when it says when, who and with what result."""
        row = self.rows[at]
        return self._dated(self.terms[at]) and _role(row["responsible"]) and not void(row["result"])

    def _mended(self):
        total = len(self.reference.planted) or 1
        good = sum(map(self.mended, self.reference.planted))
        return good / total, f"Исправлено: {good} из {total}."

    def mended(self, one: Planted) -> bool:
        """Whether a planted defect is gone and the row it was in is still there."""
        places = self._places(one.words)
        if one.check == "gone":
            return not places and bool(self.rows)
        if one.check == "once":
            return len(places) == 1
        if not places:
            return False
        row, term = self.rows[places[0]], self.terms[places[0]]
        if one.check == "term":
            window = Interval(*one.between) if one.between else self.period
            return self._dated(term) and term.within(window)
        return _role(row["responsible"]) if one.check == "responsible" else not self._empty_result(row)

    def _places(self, words: str) -> list[int]:
        return [at for at, row in enumerate(self.rows) if mentions(row["activity"], words)]

    def _share(self, good: int, total: int) -> float:
        return good / total * self.volume if total else 0.0

    def _rows_note(self, what: str, bad: list[str], well: str) -> str:
        more = f" и ещё {len(bad) - 8}" if len(bad) > 8 else ""
        text = f"{what}: строки {', '.join(bad[:8])}{more}." if bad else well
        short = self.question.min_rows - len(self.rows)
        return joined(
            text, f"Строк меньше, чем просят: {len(self.rows)} из {self.question.min_rows}." if short > 0 else ""
        )


def _role(text: str) -> bool:
    return not void(text) and not vague_role(text) and any(letter.isalpha() for letter in text)


def _planted(question, found: Measures, reference) -> list[Remark]:
    return [
        Remark(
            criterion=f"Недочёт: {one.title}",
            verdict="right" if (good := found.mended(one)) else "missing",
            text=joined("Исправлен." if good else "Остался в карте.", told(question, one.explain)),
            source=told(question, one.source),
        )
        for one in reference.planted
    ]
