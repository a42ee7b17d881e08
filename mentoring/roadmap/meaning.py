"""What the words of a roadmap promise: results, consents, training, monitoring, coverage, one subject; and repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mentoring.roadmap.findings import Finding
from mentoring.roadmap.model import Roadmap, Row, ids, where
from mentoring.roadmap.topics import Topic, all_of, topics_of

STAGES = {"teachers_1": "подготовительный", "teachers_2": "основной", "teachers_3": "заключительный"}
ALIKE = 80
"""Least likeness (0..100, token set ratio) of two activities that may be one."""
_WORD = re.compile(r"[а-яa-z0-9]+")
_STOP = {"и", "в", "о", "об", "на", "по", "для", "с", "из", "или", "от", "до", "за", "к", "при", "не", "их", "далее"}
# What nearly every line of such a plan says sets no two lines apart.
_COMMON = {
    "настав",
    "систем",
    "внедре",
    "реализ",
    "целево",
    "модел",
    "образо",
    "органи",
    "педаго",
    "работн",
    "формир",
    "провед",
}
_CONTRASTS = (
    (("входн", "входящ"), ("итогов",), ("промежуточн",)),
    (("составл", "разраб", "подгот", "формир", "проект"), ("утвержд",)),
    (("наставник",), ("наставляем",)),
    (("первое", "1"), ("второе", "2")),
)
_MEASURABLE = re.compile(
    r"\d|приказ|протокол|список|перечень|реестр|отчет|справк|сводк|баз[аыуе]?\b|банк|план|программ|договор|публикац|анкет|"
    r"карт[аы]|"
    r"положени|соглашени|согласи|маршрут|методическ|сертификат|удостоверен|заключен|график|"
    r"таблиц|материал|раздел|страниц|запис|результат\w* мониторинг|%"
)
_ACTORS = (
    "педагог",
    "учител",
    "наставник",
    "наставляем",
    "куратор",
    "партнер",
    "сотрудник",
    "координатор",
    "обучающ",
    "директор",
)


def results(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-08: the result belongs to the activity and can be seen: a document, a number, a thing."""
    for row in roadmap.rows:
        result, text = row.result.casefold().replace("ё", "е"), row.text.casefold().replace("ё", "е")
        if not result or result.startswith("уточните"):
            continue
        if problem := no_result(row.text, row.result):
            applied = "аявка" in problem
            advice = "Назовите, что останется после него." if applied else "Назовите документ, число или срок."
            yield Finding("DK-08", problem, advice, "DEF-37" if applied else "", (row.id,), row.label, sure=applied)
        doing, done = _actors(text), _actors(result)
        if doing and done and doing[0] not in done and set(done) - set(doing):
            yield Finding(
                "DK-08",
                "Мероприятие обещано одним людям, а результат — о других.",
                "Согласуйте мероприятие и результат.",
                "DEF-37",
                (row.id,),
                row.label,
                sure=False,
            )


def no_result(activity: str, result: str) -> str:
    """Why `result` is no result of `activity`, one Russian sentence; empty when it may be one."""
    low, text = result.casefold().replace("ё", "е"), activity.casefold().replace("ё", "е")
    if "заявк" in low and "заявк" not in text:
        return "Заявка — это начало, а не результат мероприятия."
    return "" if _MEASURABLE.search(low) else "Результат нельзя увидеть или сосчитать."


def _actors(text: str) -> list[str]:
    bare = re.sub(r"педагогическ\w+ (?:мастерств|совет|практик|коллектив)\w*", " ", text)
    found = [(match.start(), stem) for stem in _ACTORS if (match := re.search(rf"\b{stem}", bare))]
    return [stem for _, stem in sorted(found)]


def consents(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-09: consents of both sides, agreements, payments; consent before anything is published."""
    asked = _steps(topics, "DK-09")
    missing = [topic for topic in asked if not all_of(roadmap.rows, topic)]
    if missing:
        listed = "; ".join(topic.title[:1].lower() + topic.title[1:] for topic in missing)
        yield Finding("DK-09", f"Не запланировано: {listed}.", "Добавьте шаги до приказа о закреплении пар.")
    published = [row for row in roadmap.rows if re.search(r"(?i)фото|видео|публикац|социальн\w+ сет", row.text)]
    privacy = next((topic for topic in topics if topic.id == "privacy"), None)
    if published and privacy and not all_of(roadmap.rows, privacy):
        yield Finding(
            "DK-09",
            "Публикации запланированы, а согласия на распространение сведений и снимков — нет.",
            f"{privacy.proposal}.",
            "DEF-23",
            ids(published),
            where(published),
        )


def training(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-10: training of mentors as a step of its own; DEF-39 where only a heading promises it."""
    topic = next((one for one in topics if one.id == "training"), None)
    if topic is None or any(topic.holds(row.text) for row in roadmap.rows):
        return
    promised = [
        row for row in roadmap.rows if topic.holds(f"{row.stage} {row.activity}") or "обучени" in row.stage.casefold()
    ]
    if promised:
        yield Finding(
            "DK-10",
            "Обучение наставников есть в названии, но не в содержании.",
            f"{topic.proposal}.",
            "DEF-39",
            ids(promised),
            where(promised),
        )
    else:
        yield Finding("DK-10", "Обучение наставников не запланировано.", f"{topic.proposal}.")


def monitoring(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-11: measuring at the start, on the way and at the end, by named indicators; indicators tied to rows."""
    missing = [
        topic for topic in _steps(topics, "DK-11") if topic.id != "indicators" and not all_of(roadmap.rows, topic)
    ]
    indicators = next((topic for topic in topics if topic.id == "indicators"), None)
    tied = indicators is not None and bool(all_of(roadmap.rows, indicators))
    titles = [topic.title[:1].lower() + topic.title[1:] for topic in missing]
    if indicators and not tied and not roadmap.indicators:
        titles.append("показатели с формулами")
    if titles:
        yield Finding(
            "DK-11", f"Не запланировано: {'; '.join(titles)}.", "Добавьте замеры одними и теми же показателями."
        )
    if roadmap.indicators and not tied:
        short = roadmap.indicators[:80]
        yield Finding(
            "DK-11",
            f"Показатель «{short}» не связан ни с одним мероприятием.",
            "Назовите, кто, когда и по какой формуле его измерит.",
        )


def closing(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-12: reward of participants and the final analytic report of the curator."""
    missing = [topic for topic in _steps(topics, "DK-12") if not all_of(roadmap.rows, topic)]
    if missing:
        listed = "; ".join(topic.title[:1].lower() + topic.title[1:] for topic in missing)
        yield Finding("DK-12", f"Не запланировано: {listed}.", "Добавьте в заключительный этап.")


def coverage(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """The three stages of the teachers' system and the documents of the checklist that DK-09 does not ask for."""
    taken = {topic.teachers_stage for row in roadmap.rows for topic in topics_of(row, topics)}
    for code, title in STAGES.items():
        if code not in taken:
            yield Finding(
                "", f"Не виден {title} этап системы наставничества педагогов.", "Добавьте его мероприятия.", sure=False
            )
    documents = [
        one for one in topics if one.checklist_number and one.criterion != "DK-09" and not all_of(roadmap.rows, one)
    ]
    if documents:
        listed = "; ".join(f"№{one.checklist_number} {one.title[:1].lower()}{one.title[1:]}" for one in documents)
        yield Finding("", f"Нет документов контрольного списка: {listed}.", "Добавьте их подготовку и утверждение.")


def breadth(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-13: all categories of mentees and the types are covered, or the narrowing is explained."""
    named = {
        topic.id: [row for row in roadmap.rows if topic.holds(f"{row.text} {row.activity} {row.stage}")]
        for topic in topics
        if topic.kind == "mention"
    }
    if named.get("young") and not named.get("categories"):
        rows = named["young"]
        yield Finding(
            "DK-13",
            "Названы только молодые специалисты: остальные категории наставляемых не охвачены.",
            "Назовите категории или обоснуйте сужение.",
            "",
            ids(rows),
            where(rows),
        )
    if not named.get("types"):
        forms = [row for row in roadmap.rows if re.search(r"(?i)\bформ\w* наставничеств", row.text)]
        yield Finding(
            "DK-13", "Виды наставничества не названы.", "Назовите виды и условия выбора.", "", ids(forms), where(forms)
        )


def subject(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-15: the plan is about teachers and not about students or about schools as partners."""
    for topic in (one for one in topics if one.kind == "subject"):
        rows = [row for row in roadmap.rows if topic.holds(row.text)]
        if topic.holds(roadmap.title):
            yield Finding(
                "DK-15",
                f"Другой предмет в заголовке: {topic.title.lower()}.",
                f"{topic.proposal}.",
                "",
                ids(rows),
                "заголовок",
            )
        elif rows:
            yield Finding(
                "DK-15", f"Другой предмет: {topic.title.lower()}.", f"{topic.proposal}.", "", ids(rows), where(rows)
            )


def twins(rows: Sequence[Row]) -> Iterator[tuple[Row, Row, str]]:
    """Pairs of rows that may be one activity, and why."""
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if same_matter(one, other):
                yield one, other, "сходные мероприятия"
            elif _same_result(one, other):
                yield one, other, "один результат получают дважды"


def same_matter(one: Row, other: Row) -> bool:
    """Activities so alike that they may be one, with no word that sets them apart."""
    left, right = _stems(one.text), _stems(other.text)
    least = min(len(left), len(right))
    if not least or 2 * len(left & right) < least:  # far apart: nothing to measure
        return False
    same = left == right and least > 1
    if not same and (least < 4 or _likeness(" ".join(sorted(left)), " ".join(sorted(right))) < ALIKE):
        return False
    return not _contrast(one.text, other.text)


def _same_result(one: Row, other: Row) -> bool:
    left, right = _stems(one.result), _stems(other.result)
    if min(len(left), len(right)) < 4 or not (left <= right or right <= left):
        return False
    verbs = {"утвержд", "разраб", "состав", "провед"}
    shared = {
        stem for stem in _stems(one.text) & _stems(other.text) if any(stem.startswith(verb[:6]) for verb in verbs)
    }
    return bool(shared) and not _contrast(one.text, other.text)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.fuzz import token_set_ratio

    return token_set_ratio(one[:400], other[:400])


@lru_cache(maxsize=2048)
def _stems(text: str) -> frozenset[str]:
    line = text.casefold().replace("ё", "е")
    line = re.sub(r"\bго\b", "городской округ", re.sub(r"разработка|подготовка", "подготовка", line))
    return frozenset(_stem(word) for word in _WORD.findall(line[:600]) if word not in _STOP) - _COMMON


def _stem(word: str) -> str:
    return word[:6] if len(word) > 6 else word[:-1] if len(word) > 4 else word


def _contrast(one: str, other: str) -> bool:
    """Words of one set stand in one text and words of the next in the other."""
    left, right = one.casefold(), other.casefold()
    return any(here and there and not here & there for here, there in zip(_sides(left), _sides(right), strict=True))


@lru_cache(maxsize=2048)
def _sides(text: str) -> tuple[frozenset[int], ...]:
    """For every list of contrasts, which of its sets stand in the text."""
    return tuple(
        frozenset(place for place, stems in enumerate(sets) if any(re.search(rf"\b{stem}", text) for stem in stems))
        for sets in _CONTRASTS
    )


def _steps(topics: Sequence[Topic], criterion: str) -> list[Topic]:
    return [topic for topic in topics if topic.kind == "step" and topic.criterion == criterion]
