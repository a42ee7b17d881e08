"""Questions that several kinds of documents ask: who approved, whose mentoring it is, which organisation, formulas."""

from __future__ import annotations

import re

from .. import dates, requisites
from ..judgement import Judgement, met, partial, violated
from ..language import Hit, Words
from ..view import Document

ORGANIZATION = re.compile(
    r"\b(?:М|Г|К|ОГ|КГ|Ч|Н|ФГ|ЧА)?(?:А|Б|К)?(?:ОУ|ДОУ|УДО|ОУДО|УДОД|ПОУ|ОО|ОДО)\b|\b[МГК][АБК]У\b|\b(?:СОШ|ООШ"
    r"|НОШ|ЦО|ДДТ|ДЮСШ|ЦРР|ДХШ|ДМШ|ДШИ|ЦДТ)\b"
    r"|школ[аыеу]\b|школой|гимнази|лице[йяею]\b|детск\w+ сад|колледж|техникум|учреждени|центр\w* (?:образования"
    r"|развития|творчества)|дом\w* (?:\w+ )?творчества"
    r"|прогимнази|интернат|образовательн\w+ (?:организаци|центр|комплекс)",
    re.IGNORECASE,
)
HEAD_ROLE = re.compile(r"директор|заведующ|руководител|и\.\s?о\.|начальник|ректор", re.IGNORECASE)
FORMULA = re.compile(
    r"[=]\s*[^=\n]{1,80}[/:÷×*•·]|[×*•·xх]\s*100|/\s*[^\s/]+[^\n]{0,25}100|формул[аеы]\s*:"
    r"|отношени[ея]\s+(?:числа|количеств|числен)|отношение\b.{3,80}\bк\b"
    r"|\bделен\w+ на|разделить на|поделить на|в процентах от|\bA\s*/\s*B\b|числитель",
    re.IGNORECASE,
)


def approval(document: Document) -> tuple[dict[str, bool], Hit | None]:
    """What of an approval stamp is there: stamp, number, date, position, name."""
    if not document.stamp:
        return dict.fromkeys(("гриф утверждения", "номер", "дата", "должность", "подпись"), False), None
    text = document.stamp_text
    words = Words(text, document.blocks[document.stamp[0]].place)
    bare = requisites.filled(text)
    return {
        "гриф утверждения": True,
        "номер": requisites.number(text) is not None,
        "дата": bool(dates.dates(text)),
        "должность": bool(HEAD_ROLE.search(text)),
        "подпись": bool(requisites.people(bare)),
    }, Hit(words, 0, 0, 0, len(text))


def annexed(document: Document) -> Hit | None:
    """«Приложение № 2 к приказу … от … № …» at the top: the order approves what is annexed to it."""
    for number in range(min(6, len(document.blocks))):
        if not re.match(r"\W*приложени", document.blocks[number].text, re.IGNORECASE):
            continue
        whole = " ".join(block.text for block in document.blocks[number : number + 4])[:300]
        if re.search(r"приказ", whole, re.IGNORECASE) and dates.dates(whole):
            return Hit(Words(whole, document.blocks[number].place, number), 0, 0, 0, len(whole))
    return None


def organization(document: Document) -> Hit | None:
    """The organisation named in the head (or in a header of the page)."""
    for number in range(min(25, len(document.blocks))):
        block = document.blocks[number]
        match = ORGANIZATION.search(requisites.filled(block.text))
        if match and not re.search(r"в образовательн\w+ (?:организаци|учрежден)\w*\.?$", block.text, re.IGNORECASE):
            words = Words(block.text, block.place, number, block.kind)
            return Hit(words, 0, 0, match.start(), match.end())
    return None


_STUDENTS = (
    "наставничество ..1 обучающийся|ученик|школьник|ребенок|учащийся",
    "наставнический ..3 обучающийся|ученик|школьник",
    "наставляемый ..3 обучающийся|ученик|учащийся",
    "наставник ..1 обучающийся|ученик|учащийся",
    "обучающийся ..3 возраст|10|11",
    "возраст ..4 10|11 ..2 год",
    "ученик ученик",
    "учитель ученик",
    "студент ученик",
    "работодатель ученик",
    "раскрытие ..2 потенциал ..4 обучающийся|ученик|личность",
    "программа наставничество ..2 обучающийся",
    "куратор ..2 обучающийся",
)
_TEACHERS = (
    "педагогический работник",
    "педагогический кадры",
    "молодой педагог|специалист|учитель",
    "педагог",
    "учитель",
    "воспитатель|преподаватель|тренер|мастер|концертмейстер",
    "педагогический ..2 состав|коллектив",
)


def subject(document: Document) -> Judgement:
    """Teachers or students: by the title, then by what the mentoring is said to be."""
    students = document.all(*_STUDENTS)
    students = [
        hit for hit in students if not re.search(r"не (?:распростран|регулир|применя|относит)|отдельн", hit.words.text)
    ]
    teachers = document.all(*_TEACHERS)
    title = " ".join(
        document.blocks[n].text for n in range(min(len(document.blocks), 22)) if len(document.blocks[n].text) < 300
    )
    title_words = Words(title)
    titled_teachers = title_words.find(
        "педагогический|педагог|учитель|молодой|преподаватель|воспитатель|тренер|работник"
    )
    titled_students = title_words.find("наставничество|наставник ..3 обучающийся|ученик|школьник|учащийся")
    if titled_students and not titled_teachers:
        return violated("предмет — наставничество обучающихся", students[0] if students else None)
    strong = len(students)
    if titled_teachers and not titled_students:
        if strong >= 2 or (strong == 1 and len(teachers) < 3):
            return partial("в тексте смешаны наставничество педагогов и обучающихся", students[0])
        return met(teachers[0] if teachers else None)
    if strong >= 2 and strong * 2 >= len(teachers):
        return violated("предмет — наставничество обучающихся", students[0])
    if strong:
        return partial("в тексте смешаны наставничество педагогов и обучающихся", students[0])
    if teachers:
        return met(teachers[0])
    return violated("не сказано, что наставничество — педагогических работников")


def formula(document: Document) -> Hit | None:
    """A formula of an indicator."""
    return document.search(FORMULA)


def numbers_in(text: str) -> bool:
    """A level or a quantity is named: digits, per cent, number words."""
    return bool(
        re.search(
            r"\d|процент|\b(?:один|одну|одного|два|две|двух|три|трех|трёх|четыр|пять|пяти|шест|десят|каждо)", text, re.I
        )
    )


VAGUE = re.compile(
    r"\b(?:повы[сш]\w+|изуч\w+|развива\w+|развит\w+|совершенств\w+|ознаком\w+|улучш\w+|освои\w*|осва\w+"
    r"|познаком\w+|углуб\w+|формирова\w+|содейств\w+|помо[чг]\w+)",
    re.IGNORECASE,
)
METHOD = (
    "анкетирование|анкета|тестирование|тест|опрос|опросник|собеседование|интервью|наблюдение|самоанализ"
    "|самодиагностика|самооценка|анкетный",
    "посещение|посетить ..3 урок|занятие",
    "диагностический ..3 карта|работа|беседа|процедура|лист|материал",
    "карта ..3 дефицит|затруднение|самооценка",
    "лист ..3 самооценка|наблюдение|оценка",
    "результат ..3 диагностика|оценка|анкетирование|аттестация",
    "диагностика ..6 по|с|с",
    "анализ ..3 урок|занятие|деятельность",
    "платформа|цнппм",
    "прослушивание|просмотр",
    "срез|зачет|практический ..2 тест|задание",
    "чек лист",
    "карта ..2 профессиональный",
)
EVIDENCE = (
    "видео|видеозапись|видеоурок|видеофрагмент",
    "конспект",
    "отзыв",
    "технологический карта",
    "лист ..3 наблюдение|посещение|анализ|оценка|обратный",
    "протокол ..4 урок|посещение|наблюдение|занятие",
    "портфолио",
    "разработка ..2 урок|занятие",
    "чек лист",
    "карта ..2 наблюдение|посещение|урок",
    "работа ..2 обучающийся|ученик",
    "запись ..2 урок|занятие",
    "справка ..4 посещение|урок",
    "сценарий|фотоотчет|кейс",
    "аналитический ..2 лист",
)


def head_names(document: Document, limit: int = 40) -> list[tuple[Words, requisites.Person]]:
    """People named in the first blocks."""
    found = []
    for number in range(min(limit, len(document.blocks))):
        block = document.blocks[number]
        for person in requisites.people(requisites.filled(block.text), block.kind == "cell"):
            found.append((Words(block.text, block.place, number, block.kind), person))
    return found
