"""How documents name categories of mentees, types and forms of mentoring; ids are those of the tables in datasets/."""

from __future__ import annotations

import re

from .language import Words

CATEGORIES: dict[str, tuple[str, ...]] = {
    "young": (
        "молодой ..2 педагог|специалист|учитель|воспитатель|работник|преподаватель|коллега|кадры",
        "начинающий",
        "стаж ..5 до ..1 3|трех|три",
        "без ..2 опыт",
        "первый|1 ..2 год ..3 работа",
        "молодой",
    ),
    "returning": ("перерыв", "вернуться|вернувшийся|возвратиться|возвращение|возобновить", "декретный|отпуск ..5 уход"),
    "newcomer": (
        "новый ..2 место|коллектив|организация|школа|работник|сотрудник|педагог|должность",
        "вновь",
        "новичок",
        "впервые ..3 организация",
        "адаптация ..4 место|коллектив|школа",
        "сменить ..3 место|предмет|школа",
        "перейти|прийти|принять|принятый|прибыть ..4 другой|иной|новый",
    ),
    "growth_seeker": (
        "повысить|повышение|совершенствование|совершенствовать|расти|рост ..5 уровень|направление|квалификация"
        "|мастерство|категория",
        "желать|желающий|стремиться ..6 развиваться|овладеть|развитие|направление|рост",
        "готовиться ..4 аттестация|конкурс",
    ),
    "digital_learner": ("ит|икт|it|цифровой|цифра", "информационный ..3 технология", "компьютерный"),
    "burnout": ("выгорание", "выгорать|выгореть"),
    "other_deficit": (
        "иной|другой|прочий ..5 затруднение|дефицит|трудность",
        "испытывать ..5 затруднение|трудность|дефицит",
        "осознавать|осознавший|осознанный ..4 потребность",
        "иметь ..4 дефицит|затруднение",
    ),
    "student_trainee": ("студент", "стажер", "практикант"),
}

TYPES: dict[str, str] = {
    "traditional": r"традиционн|один[ -]на[ -]один|1\s?[:на]+\s?1\b",
    "situational": r"ситуационн",
    "partner": r"парт[нн][её]рск|равный[ -]равному|peer",
    "group": r"группов(?:ое|ого|ая|ой|ым|ом)\b(?! (?:работ|консульт|занят|встреч|обсужд|мероприят))",
    "short_term_goal": r"краткосрочн\w+(?!\w| программ| курс| повышен| период| цел)|целеполагающ",
    "speed_consulting": r"скоростн|спид[ -]",
    "flash": r"фл[эе]ш|flash",
    "virtual": r"виртуальн\w+(?!\w| экскурс| лаборатор| доск| музе)|дистанционное наставн|онлайн[ -]наставн",
    "self_regulated": r"саморегулируем",
    "reverse": r"реверсивн|обратное наставн",
    "team": r"командн(?:ое|ого|ая|ой|ым)\b(?! (?:работ|дух|игр))",
}
TYPE_PATTERNS = {id: re.compile(pattern, re.IGNORECASE) for id, pattern in TYPES.items()}

_D = r"\w*[»\"]?\s*(?:[–—-]|/|→|и)\s*[«\"]?(?:молод\w+ |опытн\w+ )?"
_T = r"(?:педагог|учител|воспитател|преподавател)"
FORMS: dict[str, str] = {
    "teacher_teacher": rf"{_T}(?:\w*[»\"]?\s*(?:[–—-]|/)\s*[«\"]?(?:молод\w+ |начинающ\w+ )?){_T}|педагог педагогу",
    "head_teacher": rf"(?:руководител|директор|заведующ)\w*(?: \w+){{0,3}}[»\"]?\s*[–—-]\s*[«\"]?{_T}",
    "employer_student": r"работодател\w*\s*[–—-]\s*(?:будущ\w+ )?(?:студент|педагог)",
    "college_teacher_young_teacher": rf"{_T}\w* (?:вуза|колледжа|спо)(?:[^–—]{{0,40}})\s*[–—-]\s*(?:молод|{_T})",
    "social_partner_teacher": rf"социальн\w+ парт[н]?[её]р\w*\s*[–—-]\s*(?:{_T}|педагогическ)",
}
FORM_PATTERNS = {id: re.compile(pattern, re.IGNORECASE) for id, pattern in FORMS.items()}


def categories(words: Words) -> set[str]:
    """Ids of the categories that a sentence or cell names."""
    return {id for id, patterns in CATEGORIES.items() if any(words.has(pattern) for pattern in patterns)}


def types(text: str) -> set[str]:
    """Ids of the types of mentoring that a text names."""
    found = {id for id, pattern in TYPE_PATTERNS.items() if pattern.search(text)}
    if "virtual" not in found and re.search(r"\bвид\b.{0,30}(?:дистанционн|онлайн)", text, re.IGNORECASE):
        found.add("virtual")
    return found


def forms(text: str) -> set[str]:
    """Ids of the forms of mentoring that a text names."""
    return {id for id, pattern in FORM_PATTERNS.items() if pattern.search(text)}
