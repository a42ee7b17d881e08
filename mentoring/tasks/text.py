"""Free text or a small table of free texts, judged by a person with a rubric.

Here only what is plainly short or empty is remarked; no remark costs points.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from mentoring.tasks.base import (
    Answer,
    Kind,
    Model,
    Question,
    Reference,
    Remark,
    Sample,
    Score,
    unique,
)
from mentoring.tasks.evidence import words
from mentoring.tasks.personal import personal_data
from mentoring.wording import count_ru


class Column(Model):
    id: str
    title: str
    choices: tuple[str, ...] = ()
    type: Literal["text", "date"] = "text"
    hint: str = ""


class Level(Model):
    points: float = Field(ge=0)
    text: str
    anchor: str = Field("", description="an example answer of this level")


class RubricLine(Model):
    id: str
    criterion: str
    levels: tuple[Level, ...]


class TextQuestion(Question):
    kind: Literal["text"] = "text"
    columns: tuple[Column, ...] = Field((), description="empty: one free text; else a table with rows to add")
    min_rows: int = 1
    max_rows: int = 20
    min_words: int = 0
    max_chars: int = 6000
    rubric: tuple[RubricLine, ...] = ()
    personal_data_warning: bool = False

    @model_validator(mode="after")
    def _ids(self) -> Self:
        unique(self.columns, "столбцы")
        unique(self.rubric, "строки рубрики")
        return self


class TextAnswer(Answer):
    text: str = ""
    rows: tuple[dict[str, str | None], ...] = ()

    def filled(self) -> list[dict[str, str]]:
        """Rows in which anything was written, without empty cells."""
        rows = ({name: cell for name, cell in row.items() if cell and cell.strip()} for row in self.rows)
        return [row for row in rows if row]


class TextReference(Reference):
    text: str = ""
    rows: tuple[dict[str, str], ...] = ()


class TextKind(Kind):
    name = "text"
    needs_reference = False
    Question, Answer, Reference = TextQuestion, TextAnswer, TextReference

    def is_blank(self, question: TextQuestion, answer: TextAnswer) -> bool:
        return not answer.text.strip() and not answer.filled()

    def missing(self, question: TextQuestion, answer: TextAnswer | None) -> list[str]:
        answer = answer or TextAnswer()
        if not question.columns:
            short = question.min_words - len(answer.text.split())
            if not answer.text.strip():
                return ["текст ответа"]
            return [f"ещё хотя бы {count_ru(short, 'слово', 'слова', 'слов')}"] if short > 0 else []
        rows = answer.filled()
        empty = [
            f"строка {number}: {column.title[:1].lower()}{column.title[1:]}"
            for number, row in enumerate(rows, 1)
            for column in question.columns
            if column.id not in row
        ]
        if (short := question.min_rows - len(rows)) > 0:
            empty.append(f"ещё {count_ru(short, 'строка', 'строки', 'строк')}")
        return empty

    def score(self, question: TextQuestion, answer: TextAnswer, reference: TextReference | None) -> Score:
        notes = [
            ("Полнота", f"Не заполнено: {'; '.join(empty[:5])}{' и другое' if len(empty) > 5 else ''}.")
            for empty in [self.missing(question, answer)]
            if empty
        ]
        rows = answer.filled()
        texts = [answer.text, *(cell for row in rows for cell in row.values())]
        size = sum(map(len, texts))
        if question.columns and len(rows) > question.max_rows:
            most = count_ru(question.max_rows, "строки", "строк", "строк")
            notes.append(("Объём", f"Заполнено больше {most}; смотрят первые."))
        if not question.columns and size > question.max_chars:
            most = count_ru(question.max_chars, "знака", "знаков", "знаков")
            notes.append(("Объём", f"Текст длиннее {most}; преподаватель может читать только начало."))
        for column in question.columns:
            if column.choices and any(row.get(column.id, column.choices[0]) not in column.choices for row in rows):
                notes.append((column.title, "Есть значение не из предложенного списка."))
        if size > 200 and len(set(words(" ".join(texts)))) < 10:
            notes.append(("Содержание", "Почти все слова повторяются."))
        remarks = [Remark(criterion=criterion, verdict="info", text=text) for criterion, text in notes]
        remarks += personal_data(texts) if question.personal_data_warning else []
        return Score(outcome="manual", remarks=tuple(remarks))

    def check(self, question: TextQuestion, reference: TextReference | None) -> list[str]:
        found = []
        if not question.rubric:
            found.append(f"{question.id}: нет рубрики — по чему преподаватель поставит балл?")
        best = sum(max((level.points for level in line.levels), default=0) for line in question.rubric)
        if question.rubric and abs(best - question.points) > 1e-9:
            found.append(f"{question.id}: по рубрике наибольшая сумма {best:g}, а за задание — {question.points:g}.")
        if question.min_rows > question.max_rows:
            found.append(f"{question.id}: min_rows больше max_rows.")
        columns = {column.id for column in question.columns}
        named = {name for row in (reference.rows if reference else ()) for name in row}
        found += [
            f"{question.id}: столбец «{name}» в эталоне есть, а в вопросе нет." for name in sorted(named - columns)
        ]
        return found

    def samples(self) -> list[Sample]:
        level = (Level(points=0, text="нет"), Level(points=1, text="есть", anchor="Издать приказ до 1 октября"))
        rubric = (RubricLine(id="r", criterion="Действие выполнимо", levels=level),)
        columns = (Column(id="what", title="Действие"), Column(id="when", title="Срок", type="date"))
        table = TextQuestion(
            id="text-table", title="План", text="Составьте план.", columns=columns, min_rows=2, rubric=rubric
        )
        essay = TextQuestion(id="text-sample", title="Вывод", text="Напишите вывод.", min_words=5, rubric=rubric)
        evil = "<script>alert(1)</script>{{7*7}}"

        def case(name, answer, outcome, fraction, asked=essay):
            return Sample(name, asked, answer, TextReference(text="Образец"), outcome, fraction)

        return [
            case("blank", {"text": " \n", "rows": [{"what": ""}]}, "unanswered", 0.0),
            case("correct", {"text": "По этим данным динамику установить нельзя."}, "manual", None),
            case("partial", {"rows": [{"what": "Издать приказ", "when": None}]}, "manual", None, table),
            case("malformed", {"rows": [{"what": ["Издать"]}]}, "unreadable", 0.0, table),
            case("malformed", {"text": "а" * 1_000_000}, "unreadable", 0.0),
            case("hostile", {"text": evil}, "manual", None),
            case("hostile", {"rows": [{"what": evil, evil: "=1+1"}]}, "manual", None, table),
        ]


KIND = TextKind()
