"""A roadmap as rows to make or to mend: filled, dated inside the period, in order, complete, answered for, measurable.

Where rows are given to start from, what they already are earns nothing: points are for what was mended and added.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import Answer, Kind, Model, Option, Question, Reference, Sample, Score, unique
from mentoring.tasks.roadmap_scoring import FIELDS, against, complaints
from mentoring.tasks.text import Column
from mentoring.wording import count_ru

STAGES = (
    Option(id="prepare", text="Подготовительный"),
    Option(id="main", text="Основной"),
    Option(id="close", text="Заключительный"),
)
COLUMNS = (
    Column(id="stage", title="Этап", choices=tuple(stage.text for stage in STAGES)),
    Column(id="activity", title="Мероприятие", hint="Что делают: действие и предмет"),
    Column(id="term", title="Срок", hint="Например: 01.10.2026–15.10.2026 или октябрь 2026"),
    Column(id="responsible", title="Ответственный", hint="Должность или роль, без фамилии"),
    Column(id="resource", title="Ресурс"),
    Column(id="result", title="Ожидаемый результат", hint="Документ, число, продукт"),
)
Rows = tuple[dict[str, str | None], ...]


class RoadmapQuestion(Question):
    kind: Literal["roadmap"] = "roadmap"
    starts: date = Field(description="first day of the plan's period")
    ends: date = Field(description="last day of the plan's period")
    columns: tuple[Column, ...] = COLUMNS
    start: Rows = Field((), description="rows shown at first: a plan with planted defects to mend")
    min_rows: int = Field(5, ge=1)
    max_rows: int = Field(40, ge=1, le=100)
    personal_data_warning: bool = True

    @model_validator(mode="after")
    def _sound(self) -> Self:
        unique(self.columns, "столбцы")
        if self.ends < self.starts:
            raise ValueError("конец периода раньше начала")
        return self


class RoadmapAnswer(Answer):
    rows: Rows = ()

    def filled(self, question: RoadmapQuestion) -> list[dict[str, str]]:
        """Rows in which anything but the stage was written, as many as the question allows; unknown columns dropped."""
        names = [column.id for column in question.columns]
        rows = ({name: (row.get(name) or "").strip() for name in names} for row in self.rows)
        return [row for row in rows if any(text for name, text in row.items() if name != "stage")][: question.max_rows]


class Need(Model):
    """A step that must be in the plan; `words` as in `roadmap_topics` (beginnings; «;», «!», «=»)."""

    id: str
    title: str
    words: str
    points: float = Field(1.0, gt=0)


class Before(Model):
    """A step (by words) that must come before another, by row and by date."""

    title: str
    first: str
    then: str


class Planted(Model):
    """A defect put into `start` and how its mending is seen in the row that `words` find.

    `term`: a date in the period (within `between` where given); `responsible`, `result`: named; `once`: one row left;
    `gone`: no row has the words.
    """

    id: str
    title: str
    words: str
    check: Literal["term", "responsible", "result", "once", "gone"]
    between: tuple[date, date] | None = None
    explain: str = ""
    source: str = ""


class RoadmapReference(Reference):
    rows: Rows = Field((), description="an example that scores full")
    needs: tuple[Need, ...] = ()
    before: tuple[Before, ...] = ()
    planted: tuple[Planted, ...] = ()
    weights: dict[str, float] = Field(
        default={"filled": 15, "dates": 15, "order": 15, "coverage": 20, "responsible": 10, "results": 10, "mended": 15}
    )


class RoadmapKind(Kind):
    name = "roadmap"
    Question, Answer, Reference = RoadmapQuestion, RoadmapAnswer, RoadmapReference

    def is_blank(self, question: RoadmapQuestion, answer: RoadmapAnswer) -> bool:
        rows = answer.filled(question)
        return not rows or rows == RoadmapAnswer(rows=question.start).filled(question)

    def missing(self, question: RoadmapQuestion, answer: RoadmapAnswer | None) -> list[str]:
        if answer is None or self.is_blank(question, answer):
            return ["исправить и дополнить карту" if question.start else "строки дорожной карты"]
        rows = answer.filled(question)
        empty = [
            f"строка {number}: {column.title[:1].lower()}{column.title[1:]}"
            for number, row in enumerate(rows, 1)
            for column in question.columns
            if not row[column.id]
        ]
        if (short := question.min_rows - len(rows)) > 0:
            empty.append(f"ещё {count_ru(short, 'строка', 'строки', 'строк')}")
        return empty

    def score(self, question: RoadmapQuestion, answer: RoadmapAnswer, reference: RoadmapReference) -> Score:
        start = RoadmapAnswer(rows=question.start).filled(question)
        return against(question, answer.filled(question), start, reference)

    def check(self, question: RoadmapQuestion, reference: RoadmapReference | None) -> list[str]:
        found = [f"{question.id}: min_rows больше max_rows."] if question.min_rows > question.max_rows else []
        if lost := sorted(set(FIELDS) - {column.id for column in question.columns}):
            found.append(f"{question.id}: нет столбцов {', '.join(lost)}.")
        if reference is None:
            return [*found, f"{question.id}: нет эталона — какие шаги и порядок нужны?"]
        if not found:
            start = RoadmapAnswer(rows=question.start).filled(question)
            model = RoadmapAnswer(rows=reference.rows).filled(question)
            found += [f"{question.id}: {text}" for text in complaints(question, model, start, reference)]
        return found

    def samples(self) -> list[Sample]:
        def row(stage, activity, term, responsible, resource, result):
            return dict(zip(FIELDS, (stage, activity, term, responsible, resource, result), strict=True))

        early, main = "Подготовительный", "Основной"
        good = (
            row(early, "Опрос педагогов о запросах", "сентябрь 2026", "куратор", "анкета", "сводка запросов"),
            row(early, "Банк наставников", "01.10.2026–09.10.2026", "куратор", "анкеты", "список наставников"),
            row(main, "Приказ о закреплении пар", "15.10.2026", "директор", "согласия", "приказ с номером"),
            row("Заключительный", "Итоговый отчёт куратора", "май 2027", "куратор", "данные", "отчёт, показатели"),
        )
        start = (good[0] | {"term": "сентябрь2022"}, good[2] | {"term": "01.09.2026", "responsible": ""})
        question = RoadmapQuestion(
            id="roadmap-sample", title="Карта <школы>", starts="2026-08-01", ends="2027-08-31", start=start, min_rows=4
        )
        reference = RoadmapReference(
            rows=good,
            needs=(Need(id="bank", title="Банк наставников", words="банк наставник"),
                   Need(id="report", title="Отчёт куратора", words="отчет куратор")),
            before=(Before(title="Пары — после банка", first="банк наставник", then="закреплени =пар"),),
            planted=(Planted(id="d1", title="Год срока опроса", words="опрос", check="term", explain="Год вне плана."),
                     Planted(id="d2", title="Кто издаёт приказ", words="приказ закреплени", check="responsible")),
        )  # fmt: skip
        fresh = question.model_copy(update={"start": ()})
        evil = "<script>alert(1)</script>{{7*7}}"

        def case(name, rows, outcome, fraction, asked=question):
            return Sample(name, asked, {"rows": rows}, reference, outcome, fraction)

        idle = [
            item | {"term": "", "responsible": "все", "resource": "уточните", "result": "улучшение"} for item in good
        ]
        return [
            case("blank", [{"stage": early, "activity": " "}], "unanswered", 0.0),
            case("blank", list(start), "unanswered", 0.0),
            case("correct", list(good), "scored", 1.0),
            case("correct", list(good), "scored", 1.0, fresh),
            case("partial", idle, "scored", 0.25, fresh),
            case("malformed", [{"activity": ["Опрос"]}], "unreadable", 0.0),
            case("malformed", "rows", "unreadable", 0.0),
            case("hostile", [{name: evil for name in FIELDS}], "scored", 0.0625, fresh),
            case("hostile", [{"activity": evil, "term": "=1+1", evil: evil}], "scored", 0.0),
        ]


KIND = RoadmapKind()
