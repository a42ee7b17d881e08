"""Surveys of satisfaction, of mentees and of mentors. Each feeds an indicator (`Survey.indicator`)."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.documents.drafting.pair import catalogue
from mentoring.documents.papers.model import Ask, Block, Book, Grid, Paper

SCALE = (1, 5)
THRESHOLD = 4
LABELS = (
    "1 — совсем не согласен",
    "2 — скорее не согласен",
    "3 — и да, и нет",
    "4 — скорее согласен",
    "5 — полностью согласен",
)
CODE = "Код"


@dataclass(frozen=True)
class Survey:
    """Statements on the scale; the indicator is counted by `overall`, the others show where to look."""

    id: str
    indicator: str
    title: str
    overall: str
    statements: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.overall, *self.statements)


MENTEES = Survey(
    "mentee_survey",
    "webinar_3",
    "Опрос удовлетворённости наставляемых",
    "В целом я доволен участием в программе наставничества",
    (
        "Моя программа отвечала тому, что мне было нужно",
        "Встречи были достаточно частыми",
        "После встреч я менял что-то на своих занятиях",
        "Обратная связь наставника помогала, а не задевала",
        "Мне было спокойно говорить о своих ошибках",
        "Наставник знал то, чему меня учил",
        "Участие не отнимало лишнего времени на бумаги",
    ),
)
MENTORS = Survey(
    "mentor_survey",
    "webinar_4",
    "Опрос удовлетворённости наставников",
    "В целом я доволен участием в программе наставничества",
    (
        "Пара была подобрана удачно",
        "Я понимал, чего от меня ждут и за что мне платят",
        "Наставляемый изменил что-то на своих занятиях",
        "Для встреч и посещений было время в расписании",
        "Куратор помогал, когда я просил",
        "Я сам стал лучше работать благодаря наставничеству",
        "Наставничество заметили и оценили в организации",
    ),
)
SURVEYS = (MENTEES, MENTORS)


def _paper(survey: Survey, who: str) -> Paper:
    indicator = catalogue("indicators")[survey.indicator]["title"]
    marks = tuple((text, *[""] * 5) for text in survey.columns)
    return Paper(
        survey.id,
        survey.title,
        f"Заполняет {who} в середине и в конце программы, без фамилии. Поставьте знак в одном столбце каждой "
        "строки; если "
        "ответить не можете, оставьте строку пустой: пустой ответ не считается ни согласием, ни отказом.",
        (CODE, "Дата"),
        (
            Block(
                "Насколько вы согласны",
                (
                    Grid(("Утверждение", "1", "2", "3", "4", "5"), (11.0, 1.4, 1.4, 1.4, 1.4, 1.4), marks),
                    "; ".join(LABELS) + ".",
                ),
            ),
            Block(
                "Своими словами",
                (
                    Ask("Что помогло больше всего?", lines=2),
                    Ask("Что изменить в программе следующего года?", lines=2),
                    Ask("Продолжили бы вы участие?", ("да", "да, но в другой роли или паре", "нет")),
                ),
            ),
            Block(
                "Для куратора",
                (
                    f"Первая строка даёт показатель «{indicator}» (в каталоге показателей — {survey.indicator}): "
                    "доля ответов "
                    f"{THRESHOLD} и {SCALE[1]} среди ответивших. Шкала и порог выбраны составителями: источники "
                    "их не задают. "
                    "Остальные строки показывают, за счёт чего сложилась оценка. Ответы перенесите в таблицу и "
                    "посчитайте: "
                    "mentoring satisfaction ОПРОС.xlsx.",
                ),
            ),
        ),
        book=Book(
            "Ответы",
            (CODE, *survey.columns, "Что помогло", "Что изменить"),
            allowed={column: ("1", "2", "3", "4", "5") for column in survey.columns},
            scale=LABELS,
            about=(
                ("Показатель", survey.indicator),
                ("Название показателя", str(indicator)),
                ("Считается по столбцу", survey.overall),
                ("Порог", f"ответ {THRESHOLD} и выше"),
            ),
            rows=100,
        ),
    )


MENTEE_SURVEY = _paper(MENTEES, "наставляемый")
MENTOR_SURVEY = _paper(MENTORS, "наставник")
