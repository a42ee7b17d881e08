"""Criteria PPN: the personalised programme of a pair."""

from __future__ import annotations

import re

from .. import dates, requisites, vocabulary
from ..activities import activities
from ..judgement import Judgement, by_parts, criterion, met, partial, unknown, violated
from ..language import Hit, Words
from ..tasks import deficits, stems, tasks
from ..view import Document
from . import common


@criterion("PPN-01")
def title(document: Document) -> Judgement:
    names = {requisites.stem(p.surname): w for w, p in common.head_names(document, 60) if not _official(document, w)}
    stamp, hit = common.approval(document)
    approved = (
        hit
        if hit and (stamp["номер"] or stamp["дата"] or stamp["подпись"])
        else document.search(r"согласован\w*[^.;]{0,80}\d|рассмотрен\w*[^.;]{0,80}протокол|утвержден\w* приказом")
    )
    text = document.plain
    form = document.search(re.compile("|".join(vocabulary.FORMS.values()), re.I))
    type_ = next(
        (
            w
            for w in document.index.words
            if vocabulary.types(w.text)
            and re.search(r"вид|наставнич|форм|модел|взаимодейств", w.text + _row_label(document, w), re.I)
        ),
        None,
    )
    coded = len(re.findall(r"(?im)^\W*(?:наставник|наставляем\w+)\s*(?:\([^)]*\))?\s*[–—:|-]\s*\S", text)) >= 2
    return by_parts({
        "пара": next(iter(names.values())) if len(names) >= 2 else (coded and document.search("наставник")) or None,
        "организация": common.organization(document),
        "период": document.period_hit,
        "форма": form,
        "вид": type_,
        "утверждение": approved,
    })  # fmt: skip


def _row_label(document: Document, words: Words) -> str:
    if words.kind != "cell" or words.block < 0:
        return ""
    block = document.blocks[words.block]
    return " " + document.text.tables[block.table].rows[block.row][0]


def _official(document: Document, words: Words) -> bool:
    return words.block in document.stamp or bool(re.match(r"\W*(?:директор|заведующ)", words.text, re.I))


@criterion("PPN-02")
def diagnosed(document: Document) -> Judgement:
    category = next(
        (
            w
            for w in document.index.words
            if (found := vocabulary.categories(w))
            and (re.search(r"категори|наставляем|педагог|специалист", w.text + _row_label(document, w), re.I))
            and not re.search(r"квалификационн", w.text, re.I)
            and found - {"growth_seeker", "digital_learner"}
        ),
        None,
    )
    if category is None:
        category = next(
            (
                w
                for w in document.index.words
                if vocabulary.categories(w)
                and re.search(r"категори", w.text + _row_label(document, w), re.I)
                and not re.search(r"квалификац", w.text, re.I)
            ),
            None,
        )
    method, day = diagnostics(document)
    found = document.find(
        "выявить|выявлен|обнаружить|установить|показать|определить ..9 дефицит|затруднение|трудность|проблема",
        "дефицит|затруднение ..9 выявить|следующий|является|недостаточный",
    )
    result = found or (document.find("дефицит|затруднение") if deficits(document) else None)
    return by_parts(
        {
            "категория наставляемого": category,
            "чем проведена диагностика": method,
            "дата диагностики": day,
            "выявленные дефициты": result,
        }
    )


def diagnostics(document: Document) -> tuple[Hit | None, Hit | Words | None]:
    """The method of the diagnosis of deficits and its date (a full date or a month with its year)."""
    method = day = None
    for words in document.index.words:
        hit = next((h for p in common.METHOD if (h := words.find(p)) and not h.denied), None)
        if hit is None:
            continue
        label = _row_label(document, words)
        about = re.search(
            r"диагност|дефицит|затрудн|выявл|самооцен|анкетир|результат|вход|исходн|стартов|опрос",
            words.text + label,
            re.I,
        )
        plan_row = words.kind == "cell" and any(words.place == a.row.place for a in activities(document))
        if not about or plan_row:
            continue
        method = method or hit
        block = document.blocks[words.block].text if words.block >= 0 else words.text
        if day is None and any(s.dated and (s.last - s.first).days < 62 for s in dates.spans(block)):
            day = words
    if day is None:
        for words in document.index.words:
            plan_row = words.kind == "cell" and any(words.place == a.row.place for a in activities(document))
            if (
                re.search(
                    r"диагност|дат[аы] (?:проведени|выявлен)|анкетир|входн",
                    words.text + _row_label(document, words),
                    re.I,
                )
                and not plan_row
            ):
                if any(s.dated and (s.last - s.first).days < 62 for s in dates.spans(words.text)):
                    day = words
                    break
    return method, day


def goal(document: Document) -> Words | None:
    """The sentence that states the goal."""
    for number, block in enumerate(document.blocks):
        match = re.match(
            r"\W*(?:\d{1,2}(?:\.\d)*\.?\s*)?(?:основная |общая )?цель\b[^:–—-]{0,60}[:–—-]?\s*", block.text, re.I
        )
        if not match:
            continue
        rest = block.text[match.end() :]
        if len(rest.split()) >= 3:
            return Words(block.text, block.place, number, block.kind)
        if block.kind == "cell":
            row = document.text.tables[block.table].rows[block.row]
            text = next((c for c in row[block.column + 1 :] if c != block.text), "")
            if not requisites.blank(text):
                return Words(text, block.place, number, "cell")
            continue
        if number + 1 < len(document.blocks):
            follow = document.blocks[number + 1]
            if len(follow.text.split()) >= 3:
                return Words(follow.text, follow.place, number + 1, follow.kind)
    hit = document.find("цель ..2 программа|работа|наставничество|взаимодействие|маршрут")
    return hit.words if hit and len(hit.words.text.split()) > 5 else None


@criterion("PPN-03")
def measurable(document: Document) -> Judgement:
    aim = goal(document)
    if aim is None:
        return violated("цель не названа")
    if common.numbers_in(re.sub(r"^\W*\d+[.)]\s*", "", aim.text)) or re.search(
        r"\bдо уровня|самостоятельно|каждом|не менее|не ниже", aim.text, re.I
    ):
        return met(aim, 0.6)
    return partial("цель не измерима: нет уровня, количества и срока", aim, 0.65)


@criterion("PPN-04")
def tasks_answer(document: Document) -> Judgement:
    return answering(document)


def answering(document: Document) -> Judgement:
    """Every task has its deficit: by the column, else by common words in both directions."""
    found, needs = tasks(document), deficits(document)
    if not needs and not (found and any(t.deficit for t in found)):
        return (
            violated("дефициты не названы, задачам не на что отвечать") if found else unknown("ни задач, ни дефицитов")
        )
    if not found:
        return violated("задачи не названы")
    if found[0].deficit is not None:
        bad = [t for t in found if not t.deficit]
        if bad:
            return (violated if len(bad) == len(found) else partial)("у задачи не указан дефицит", bad[0].place)
        return met(found[0].place, 0.7)
    if all(re.search(r"дефицит|затруднени|\bД\s?-?\d", t.text, re.I) for t in found):
        return met(found[0].place, 0.6)
    loose = [t for t in found if not any(stems(t.text) & stems(need) for need in needs)]
    open_needs = [need for need in needs if not any(stems(t.text) & stems(need) for t in found)]
    if len(loose) * 2 > len(found) and len(open_needs) * 2 >= len(needs):
        return violated("задачи не отвечают названным дефицитам", loose[0].place, 0.6)
    if open_needs and loose and len(needs) > 1:
        return partial("не каждому дефициту отвечает задача", loose[0].place, 0.5)
    return unknown() if loose else met(found[0].place, 0.6)


@criterion("PPN-05")
def concrete(document: Document) -> Judgement:
    return specific(document)


def specific(document: Document) -> Judgement:
    """Every task says to what level and by when; «повысить», «изучить» without numbers is vague."""
    found = tasks(document)
    if not found:
        return violated("задачи не названы", None, 0.6)

    def full(task) -> bool:
        row = task.row_text or task.text
        timed = dates.is_time(row)
        level = common.numbers_in(
            re.sub(r"\d{1,2}\.\d{2}\.\d{4}|20\d\d", " ", re.sub(r"^\W*\d+[.)]", "", task.text))
        ) or bool(
            re.search(
                r"самостоятельн|без (?:ошибок|помощи)|\bкажд|не менее|не ниже|до уровня|разработать|составить|провести|подготовить|внедрить|применить|проектировать",
                task.text,
                re.I,
            )
        )
        if task.row_text and not level:
            level = common.numbers_in(re.sub(r"\d{1,2}\.\d{2}(?:\.\d{2,4})?|20\d\d", " ", row.replace(task.text, "")))
        return level and (timed or bool(document.period and not common.VAGUE.search(task.text)))

    bad = [t for t in found if not full(t)]
    if not bad:
        return met(found[0].place, 0.6)
    vague = [t for t in bad if common.VAGUE.search(t.text)]
    if len(vague) == len(found):
        return violated("задачи неконкретны: нет уровня и срока", vague[0].place, 0.7)
    if vague:
        return partial("задача неконкретна: нет уровня или срока", vague[0].place, 0.6)
    return unknown()


@criterion("PPN-06")
def plan(document: Document) -> Judgement:
    rows = activities(document)
    if not rows:
        return violated("плана мероприятий нет")
    names = {"when": "срок", "result": "результат"}
    missing = [title for field, title in names.items() if all(getattr(a, field) is None for a in rows)]
    if missing:
        return partial("в плане нет: " + ", ".join(missing), rows[0].row)
    bad = next(((a, t) for a in rows for f, t in names.items() if not getattr(a, f)), None) or next(
        ((a, "вид работы") for a in rows if requisites.blank(a.title)), None
    )
    if bad:
        return partial(f"у мероприятия не указан {bad[1]}", bad[0].row)
    return met(rows[0].row)


@criterion("PPN-07")
def meetings(document: Document) -> Judgement:
    schedule = document.find(
        "график ..4 встреча|консультация|занятие|взаимодействие",
        "встреча ..9 еженедельно|ежемесячно|раз|каждый|неделя|месяц|график|проводиться",
        "еженедельный|ежемесячный|регулярный ..3 встреча|консультация",
        "расписание ..2 встреча",
        "периодичность ..3 встреча",
        "раз ..5 встреча",
    )
    meets = [a for a in activities(document) if re.search(r"встреч|консультац", a.title, re.I) and a.when]
    dated = [h for h in document.all("встреча") if dates.spans(h.words.text)]
    reflection = document.find(
        "промежуточный ..5 рефлексия|рефлексивный|встреча|итог|анализ|обсуждение|диагностика|мониторинг|результат",
        "рефлексия|рефлексивный ..6 промежуточный|середина|полугодие|январь|декабрь",
    )
    if reflection is None:
        reflection = _middle_reflection(document)
    return by_parts(
        {
            "график встреч": schedule
            or (meets[0].row if len(meets) >= 2 else None)
            or (dated[0] if len(dated) >= 2 else None),
            "промежуточная рефлексия": reflection,
        }
    )


def _middle_reflection(document: Document):
    rows = activities(document)
    for at, activity in enumerate(rows[:-1]):
        if at and re.search(r"рефлекси", activity.text, re.I):
            return activity.row
    return None


@criterion("PPN-09")
def visits(document: Document) -> Judgement:
    mutual = document.find(
        "взаимопосещение|взаимный ..2 посещение",
        "взаимопосещать",
        "наставляемый|молодой ..6 посещать|посещение|посетить ..5 наставник|опытный",
        "посещение|посетить ..3 урок|занятие ..1 наставник",
        "открытый ..3 урок|занятие ..3 наставник",
    )
    visit = document.find(
        "посещение|посетить|посещать ..4 урок|занятие|мероприятие|нод",
        "взаимопосещение ..3 урок|занятие",
        "наблюдение ..3 урок|занятие",
    )
    feedback = document.find(
        "обратный ..1 связь",
        "анализ|разбор|обсуждение|самоанализ|рефлексия ..4 урок|занятие|посещение|посетить|взаимопосещение",
        "урок|занятие|посещение|взаимопосещение ..6 анализ|разбор|обсуждение|обсудить|рефлексия",
        "лист ..2 наблюдение|посещение|анализ",
        "карта ..2 наблюдение|посещение",
    )
    if not visit and not mutual:
        return violated("посещение занятий не предусмотрено")
    return by_parts({"посещение": visit or mutual, "взаимопосещение": mutual, "обратная связь": feedback})


@criterion("PPN-10")
def measures(document: Document) -> Judgement:
    """Indicators at the entrance and at the exit for each of the two."""
    start = r"на входе|вход\w*|начал\w+|исходн\w+|стартов\w+|до программы|первичн\w+|сентябр"
    end = r"на выходе|выход\w*|конец|конце|итогов\w+|планов\w+|целев\w+|ожидаем\w+|после программы|финал\w*|заключительн|май\b|мае\b"
    parts = dict.fromkeys(("наставляемый: вход", "наставляемый: выход", "наставник: вход", "наставник: выход"))
    for grid in document.text.tables:
        for at, row in enumerate(grid.rows):
            header = " ".join(" ".join(r) for r in grid.rows[:2])
            if not (
                re.search(start, header, re.I)
                and re.search(end, header, re.I)
                and re.search(r"показател|критери|индикатор|вход|выход", header, re.I)
            ):
                continue
            if re.search(r"мероприят|ответственн", header, re.I):
                continue
            names = _named_roles(" ".join(row[:2]) if at > 0 else "")
            place = Words(" | ".join(dict.fromkeys(c for c in row if c)), f"{grid.place}, строка {at + 1}")
            valued = [c for c in row[1:] if not requisites.blank(c)]
            for role in names:
                if len(valued) >= 2:
                    parts[f"{role}: вход"] = parts[f"{role}: вход"] or place
                    parts[f"{role}: выход"] = parts[f"{role}: выход"] or place
    section: list[Words] = []
    for number, block in enumerate(document.blocks):
        if (
            re.search(r"показател|индикатор|критери\w+ (?:оцен|результат|эффект)|оценк\w+ результат", block.text, re.I)
            and block.kind != "cell"
        ):
            section += [
                Words(b.text, b.place, number) for b in document.blocks[number : number + 8] if b.kind != "cell"
            ]
    role_now: set[str] = set()
    for words in section:
        roles = _named_roles(words.text) or role_now
        role_now = roles
        for role in roles:
            if re.search(start, words.text, re.I):
                parts[f"{role}: вход"] = parts[f"{role}: вход"] or words
            if re.search(end, words.text, re.I) or re.search(r"\bс\s+\d[\d,.]*\s*%?\s*до\s+\d", words.text):
                parts[f"{role}: выход"] = parts[f"{role}: выход"] or words
            if re.search(r"\bс\s+\d[\d,.]*\s*%?\s*(?:балл\w*\s*)?до\s+\d", words.text):
                parts[f"{role}: вход"] = parts[f"{role}: вход"] or words
    if not any(parts.values()):
        general = document.find("показатель", "критерий ..4 эффективность|результативность|оценка")
        if general:
            return partial("показатели не заданы на входе и выходе для обоих участников", general)
    return by_parts(parts)


def _named_roles(text: str) -> set[str]:
    roles = set()
    if re.search(r"наставляем|молод\w+ (?:педагог|специалист|учител)", text, re.I):
        roles.add("наставляемый")
    if re.search(r"наставник", text, re.I):
        roles.add("наставник")
    if re.search(r"обо(?:их|их участник)|участник\w+ пары|каждого участника", text, re.I):
        roles |= {"наставляемый", "наставник"}
    return roles


@criterion("PPN-08")
def suits(document: Document) -> Judgement:
    return unknown()


@criterion("PPN-11")
def evidence(document: Document) -> Judgement:
    hit = document.find(*common.EVIDENCE)
    if hit:
        return met(hit, 0.6)
    applied = document.find(
        "открытый ..2 урок|занятие",
        "применить|применение|внедрение|внедрить ..6 практика|урок|занятие",
        "провести|проведение ..5 урок|занятие",
        "доказательство",
        "результат ..4 обучающийся",
    )
    return unknown() if applied else violated("доказательств изменения практики нет", None, 0.6)


@criterion("PPN-12")
def completion(document: Document) -> Judgement:
    return by_parts({
        "решение о завершении или продолжении": document.find("решение ..6 завершение|продолжение|прекращение|продление|закрытие|завершить|продолжить", "завершение|продолжение|продление|завершить ..6 решение|решать", "продолжение ..4 наставничество|программа|работа|сопровождение", "завершение ..2 или ..3 продолжение", "целесообразность ..4 продолжение"),
        "отчёт наставника": document.find("отчет ..4 наставник", "наставник ..5 отчет|отчитываться|отчитаться|представлять|представить", "отчет ..3 пара|реализация|выполнение|итог|результат", "итоговый|заключительный ..2 отчет"),
    })  # fmt: skip


@criterion("PPN-13")
def adjusted(document: Document) -> Judgement:
    hit = document.find(
        "корректировка|корректировать|скорректировать|корректироваться|корректировочный|коррекция",
        "уточнение|пересмотр|уточняться|пересматриваться ..4 программа|план|задача",
        "вносить|внести|внесение|вноситься ..2 изменение|поправка",
        "изменение ..4 вноситься|вносить|внести|программа",
    )
    return met(hit) if hit else violated("корректировка программы по результатам диагностики не предусмотрена")


@criterion("PPN-14")
def linked(document: Document) -> Judgement:
    route = document.find("иом", "индивидуальный ..2 маршрут")
    consent = document.find("согласие")
    agreement = document.find("дополнительный ..2 соглашение")
    if route and consent and agreement:
        return met(route, 0.6)
    return unknown("нужен комплект")
