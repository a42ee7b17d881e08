"""Consents (SOG), each a document of its own: mentor's work, assignment of a mentor, data, publication."""

from __future__ import annotations

import datetime as dt

from mentoring import paper
from mentoring.documents.drafting import parts
from mentoring.documents.drafting.law import law
from mentoring.documents.drafting.pair import Pair, catalogue
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import BLANK, day_ru, or_blank, person, short, term_ru

WORK = (
    "помощь в планировании занятий, посещение и разбор занятий, консультации, составление персонализированной "
    "программы и отчёта о её выполнении"
)


def mentor(school: School, pair: Pair, mentees: tuple[Pair, ...] = ()) -> bytes:
    """Consent of the mentor to additional work for pay."""
    others = mentees or (pair,)
    day = pair.mentor_consent
    rules = law(day or school.day)
    made = _head(school, pair.mentor, pair.mentor_position)
    parts.title(made, "СОГЛАСИЕ", "наставника на дополнительную работу за доплату")
    paper.body(
        made,
        f"Я, {person(pair.mentor, pair.mentor_position)}, добровольно даю согласие на выполнение дополнительной "
        f"наставнической работы на основании {rules.labour}. {parts.whom(others)}.",
    )
    for trainee in (one for one in others if one.category == "student_trainee"):
        paper.body(made, f"Наставляемый — студент или стажёр, основание: {or_blank(trainee.basis, 4)}.")
    first, last = school.term(pair)
    paper.body(made, f"Срок работы: {term_ru(first, last)}.")
    paper.body(made, f"Содержание работы: {pair.work or WORK}.")
    paper.body(made, f"Форма работы: очно, {_type(pair)}, форма «{_form(pair)}».")
    paper.body(
        made,
        f"С размером доплаты — {or_blank(pair.pay)} — и порядком её выплаты по коллективному договору и "
        "локальному акту "
        f"«{school.pay_act}» согласие выражаю.",
    )
    refusal = "Мне разъяснено, что я вправе досрочно отказаться от поручения, а работодатель — досрочно отменить его"
    paper.body(made, f"{refusal}, письменно предупредив меня не менее чем за три рабочих дня.")
    _signed(made, pair.mentor, day)
    return paper.to_bytes(made)


def mentee(school: School, pair: Pair) -> bytes:
    """Consent of the mentee to the assignment of a mentor."""
    made = _head(school, pair.mentee, pair.mentee_position)
    parts.title(made, "СОГЛАСИЕ", "наставляемого на закрепление наставника")
    first, last = school.term(pair)
    paper.body(
        made,
        f"Я, {person(pair.mentee, pair.mentee_position)}, добровольно даю согласие на закрепление за мной наставника. "
        f"Наставник: {person(pair.mentor, pair.mentor_position)}. Срок: {term_ru(first, last)}.",
    )
    if pair.category == "student_trainee":
        paper.body(made, f"Основание моей работы в организации как студента или стажёра: {or_blank(pair.basis, 4)}.")
    paper.body(
        made,
        "С целями наставничества меня ознакомили, в составлении персонализированной программы участвую. Мне "
        "разъяснено право просить о замене наставника и досрочно отказаться от его помощи.",
    )
    _signed(made, pair.mentee, pair.mentee_consent)
    return paper.to_bytes(made)


def personal_data(school: School, name: str, position: str, day: dt.date | None) -> bytes:
    """Consent to the processing of personal data: always apart from every other document."""
    rules = law(day or school.day)
    made = parts.sheet("Согласие на обработку персональных данных")
    parts.title(made, "СОГЛАСИЕ", "на обработку персональных данных")
    paper.body(
        made,
        f"Я, {person(name, position)}, в соответствии со статьёй 9 {rules.personal_data} даю оператору — "
        f"{or_blank(school.organization, 3)} ({or_blank(school.place)}) — согласие на обработку моих "
        "персональных данных.",
    )
    for label, text in (
        ("Цель", "учёт участников наставничества, оформление документов пары, мониторинг."),
        (
            "Состав данных",
            "фамилия, имя, отчество; должность; стаж; квалификационная категория; сведения об обучении; "
            "результаты диагностики профессиональных затруднений.",
        ),
        ("Действия", "сбор, запись, хранение, уточнение, использование, удаление; без передачи третьим лицам."),
        ("Срок", f"со дня подписания по {day_ru(school.year[1])}."),
        ("Способ отзыва", "письменное заявление на имя руководителя; после отзыва обработка прекращается."),
    ):
        paper.body(made, f"{label}: {text}")
    paper.body(made, "Согласие оформлено отдельным документом, дано свободно и в моём интересе.")
    _signed(made, name, day)
    return paper.to_bytes(made)


def spreading(school: School, name: str, position: str, day: dt.date | None) -> bytes:
    """Consent to publish name and photograph: a separate document."""
    rules = law(day or school.day)
    made = parts.sheet("Согласие на распространение персональных данных")
    parts.title(made, "СОГЛАСИЕ", "на обработку персональных данных, разрешённых для распространения")
    paper.body(
        made,
        f"Я, {person(name, position)}, в соответствии со статьёй 10.1 {rules.personal_data} разрешаю оператору — "
        f"{or_blank(school.organization, 3)} ({or_blank(school.place)}) — распространение моих персональных "
        "данных на сайте "
        f"организации: {BLANK * 3} (адрес страницы).",
    )
    for text in (
        "Цель: рассказать об опыте наставничества.",
        "Перечень данных, которые разрешаю публиковать: фамилия, имя, отчество — да / нет; должность — да / нет; "
        "фотография — "
        "да / нет (ненужное зачеркнуть).",
        f"Условия и запреты: {BLANK * 4}.",
        f"Срок: со дня подписания по {day_ru(school.year[1])}.",
        "Отзыв: требование о прекращении распространения подаётся руководителю письменно.",
        "Согласие оформлено отдельным документом.",
    ):
        paper.body(made, text)
    _signed(made, name, day)
    return paper.to_bytes(made)


def _head(school: School, name: str, position: str):
    made = parts.sheet("Согласие")
    lines = (
        f"Кому: {school.head_position.lower()} {or_blank(school.short_name)}",
        short(school.head) or BLANK * 2,
        f"От кого: {or_blank(name)},",
        or_blank(position),
    )
    for line in lines:
        paper.text(made, line, left=9)
    return made


def _signed(made, name: str, day: dt.date | None) -> None:
    line = paper.text(made, day_ru(day), before=20, keep=True)
    line.add_run(f"\t{BLANK}\t{short(name) or BLANK * 2}")
    below = paper.text(made, "")
    below.add_run("\t(подпись)").font.size = paper.Pt(9)
    paper.stops(line, below, places=(8, 13.5))


def _type(pair: Pair) -> str:
    title = catalogue("mentoring_types")[pair.type]["title"] if pair.type else or_blank("")
    return title[:1].lower() + title[1:]


def _form(pair: Pair) -> str:
    return catalogue("mentoring_forms")[pair.form]["title"].strip("«»") if pair.form else or_blank("")
