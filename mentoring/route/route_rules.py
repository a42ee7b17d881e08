"""Rules of the individual route: how the criteria IOM-* are seen. Some serve the programme too."""

from __future__ import annotations

from mentoring.route import calendar
from mentoring.route.forms import has
from mentoring.route.lexicon import AUDIT, INSTRUMENTS, LACKS, PAPERWORK
from mentoring.route.mending import suggest
from mentoring.route.rule import Rule, Said, Seen, by_share, capital, listed
from mentoring.route.wording import lemmas, measurable
from mentoring.wording import count_ru, number_ru

TASKS = (2, 4)  # tasks a period that are usually manageable (domain IOM-10, uncertain)
TOO_MANY = 6
NO_TASKS = Said("violated", "Задач в документе нет.", "Составьте по задаче на каждый дефицит, начиная с главного.")


def _who(seen: Seen) -> Said:
    route = seen.route
    fields = {
        "педагог": route.person, "должность": route.position, "период": route.period, "сопровождающий": route.mentor,
    }  # fmt: skip
    empty = [name for name, value in fields.items() if not value]
    if not empty:
        return Said("met", "Педагог, должность, период и сопровождающий указаны.")
    hint = "Достаточно роли или кода вместо имени." if "педагог" in empty else ""
    return Said(by_share(4 - len(empty), 4), f"Не указано: {', '.join(empty)}.", hint)


def _diagnosed(seen: Seen) -> Said:
    rows = [one for one in seen.route.deficits if one.text]
    if not rows:
        return Said("violated", "Дефициты не названы.", "Начните с диагностики: чем смотрели, когда, что увидели.")
    bare = [one.id for one in rows if not (one.method or one.result)]
    if bare:
        text = f"Не видно, чем выявлены {seen.numbers(bare, 'дефицит')}."
        hint = "Назовите способ: посещение урока, срез, анкета, самодиагностика — и что он показал."
        return Said(by_share(len(rows) - len(bare), len(rows)), text, hint, tuple(bare))
    return Said("met", f"{count_ru(len(rows), 'дефицит', 'дефицита', 'дефицитов')}, у каждого назван источник.")


def links(seen: Seen) -> tuple[list[str], list[str]]:
    """Tasks that answer no named deficit, and deficits without a task."""
    loose = [one.id for one in seen.route.tasks if one.said() and not set(one.deficits) & set(seen.deficits)]
    answered = {id for one in seen.route.tasks if one.said() for id in one.deficits}
    return loose, [id for id in seen.deficits if id not in answered]


def _answers(seen: Seen) -> Said:
    if not seen.wordings:
        return NO_TASKS
    loose, open_ = links(seen)
    if not loose and not open_:
        return Said("met", "У каждой задачи есть дефицит, у каждого дефицита — задача. По смыслу сверьте сами.")
    parts = [f"без дефицита: {seen.numbers(loose)}" if loose else "",
             f"без задачи: {seen.numbers(open_, 'дефицит')}" if open_ else ""]  # fmt: skip
    hint = f"Решите, чем ответить на дефицит «{seen.deficits[open_[0]]}», или отложите его открыто." if open_ else ""
    good = len(seen.wordings) - len(loose)
    verdict = "violated" if good == 0 else "partial"
    return Said(verdict, f"Не связано: {'; '.join(filter(None, parts))}.", hint, (*loose, *open_))


def _concrete(seen: Seen) -> Said:
    if not seen.wordings:
        return NO_TASKS
    weak = {id: one for id, one in seen.wordings.items() if not one.concrete}
    if not weak:
        return Said("met", "В каждой задаче есть действие, предмет, измеримый критерий и срок.")
    said = [f"задача {number}: {'; '.join(weak[one.id].lacking)}" for number, one in enumerate(seen.route.tasks, 1)
            if one.id in weak]  # fmt: skip
    tasks = {one.id: one for one in seen.route.tasks}
    first = next(iter(weak))
    hints = [suggest(weak[id], tasks[id].criterion) for id in weak]
    half = any(sum(one.parts.values()) >= 3 for one in weak.values())
    verdict = "partial" if len(weak) < len(seen.wordings) or half else "violated"
    hint = f"Можно начать так: {' '.join(filter(None, hints))}" if any(hints) else ""
    return Said(verdict, f"{'. '.join(map(capital, said))}.", hint or LACKS.get(weak[first].vague, ""), tuple(weak))


def _practice(seen: Seen) -> Said:
    if not seen.paths:
        return NO_TASKS
    idle = [id for id, path in seen.paths.items() if not path.practice]
    if not idle:
        return Said("met", "По каждой задаче что-то делается на занятии по-новому.")
    listening = [id for id in idle if seen.paths[id].only_listening]
    why = f"только слушать и читать: {seen.numbers(listening)}" if listening else ""
    text = "; ".join(filter(None, [f"не сказано, что изменится на занятии: {seen.numbers(idle)}", why]))
    hint = "Добавьте, что педагог применит, на каком уроке, в каком классе и когда попробует ещё раз."
    return Said(by_share(len(seen.paths) - len(idle), len(seen.paths)), f"{capital(text)}.", hint, tuple(idle))


def _transfer(seen: Seen) -> Said:
    if not seen.paths:
        return NO_TASKS
    no_transfer = [id for id, path in seen.paths.items() if path.transfer != "full"]
    no_proof = [id for id, path in seen.paths.items() if path.proof != "proof"]
    if not no_transfer and not no_proof:
        return Said("met", "По каждой задаче названы применение на занятии и доказательство.")
    attended = [id for id in no_proof if seen.paths[id].proof == "attendance"]
    parts = [
        f"перенос описан не полностью (что, на каком занятии, когда): {seen.numbers(no_transfer)}"
        if no_transfer
        else "",
        f"нет доказательства практики: {seen.numbers(no_proof)}" if no_proof else "",
    ]
    hint = "Доказательством служит то, по чему видно занятие: видео, конспект, лист наблюдения, работы учеников."
    if attended:
        hint = "Удостоверение показывает, что человек учился, а не что изменился урок. " + hint
    good = sum(1 for path in seen.paths.values() if path.transfer or path.proof == "proof")
    places = tuple(dict.fromkeys((*no_transfer, *no_proof)))
    text = "; ".join(filter(None, parts))
    return Said("partial" if good else "violated", f"{capital(text)}.", hint, places)


def _variety(seen: Seen) -> Said:
    forms = [form for path in seen.paths.values() for form in path.forms if form]
    unknown = [
        one for path in seen.paths.values() for one, form in zip(path.activities, path.forms, strict=True) if not form
    ]
    if not forms and not unknown:
        return Said(
            "violated", "Ни одного дела не запланировано.", "Выберите формы: наблюдение, совместное планирование, …"
        )
    kinds = {form.id: form for form in forms}
    titles = "; ".join(form.title for form in kinds.values())
    if all(form.passive for form in kinds.values()) and not unknown:
        hint = "Добавьте хотя бы взаимное посещение с разбором или совместное планирование урока."
        return Said("violated", f"Только слушание и чтение: {titles}.", hint)
    if len(kinds) >= 3 or (len(kinds) == 2 and not any(form.passive for form in kinds.values())):
        return Said("met", f"Формы разные: {titles}.")
    if unknown and len(kinds) + len(unknown) >= 3:
        return Said("unknown", f"Форму части дел по словам не узнать; узнаны: {titles or 'ни одной'}.")
    return Said(
        "partial", f"Форм мало: {titles or 'не узнаны'}.", "Соедините обучение с наблюдением и разбором занятий."
    )


def _dates(seen: Seen) -> Said:
    route = seen.route
    if route.period is None:
        return Said("unknown", "Период не указан или не читается, сравнить сроки не с чем.")
    undated = [one.id for one in route.tasks if one.said() and route.days(one.due) is None]
    slips = [f"вне периода: {slip.text}" for slip in calendar.outside(route)]
    slips += [slip.text for slip in calendar.misordered(route)]
    if undated:
        slips.append(f"нет срока: {seen.numbers(undated)}")
    if not slips:
        return Said("met", "Сроки лежат внутри периода и идут по порядку.")
    places = (*undated, *(slip.place for slip in (*calendar.outside(route), *calendar.misordered(route))))
    return Said("violated", f"Проверьте сроки: {'; '.join(slips)}.", "", tuple(dict.fromkeys(places)))


def _measured(seen: Seen) -> Said:
    if not seen.wordings:
        return NO_TASKS
    weak = []
    for task in seen.route.tasks:
        if not task.said():
            continue
        way = [task.criterion, task.wording, *(one.what for one in seen.paths[task.id].evidence)]
        level = measurable(task.criterion, seen.route.period) or measurable(task.wording, seen.route.period)
        if not (level and any(word in INSTRUMENTS for text in way for word in lemmas(text))):
            weak.append(task.id)
    if not weak:
        return Said("met", "У каждой задачи есть уровень и способ его увидеть.")
    hint = "Назовите, кто и чем посмотрит (лист наблюдения, срез, анкета) и сколько будет достаточно."
    text = f"Критерия вместе со способом оценки нет: {seen.numbers(weak)}."
    return Said(by_share(len(seen.wordings) - len(weak), len(seen.wordings)), text, hint, tuple(weak))


def _load(seen: Seen) -> Said:
    count, hours, most = len(seen.wordings), calendar.hours_a_week(seen.route), seen.route.hours_per_week
    said = [count_ru(count, "задача", "задачи", "задач")]
    if hours is not None:
        said.append(f"{number_ru(hours, 1)}\u00a0ч в неделю")
    heavy = []
    if count > TASKS[1]:
        heavy.append(
            f"обычно справляются с {TASKS[0]}–{TASKS[1]} задачами" + (" — столько вряд ли" if count > TOO_MANY else "")
        )
    if count == 1:
        heavy.append("одна задача: весь ли дефицит она закрывает")
    if hours is not None and most is not None and hours > most:
        heavy.append(f"доступно {number_ru(most)}\u00a0ч в неделю")
    elif hours is not None and most is None and hours > 6:
        heavy.append("посильно ли это при полной нагрузке")
    if not count:
        return Said("unknown", "Задач пока нет.")
    if heavy:
        return Said("unknown", f"Проверьте посильность: {', '.join(said)}; {'; '.join(heavy)}.")
    return Said("met", f"Выглядит посильно: {', '.join(said)}.")


def _adults(seen: Seen) -> Said:
    first = next((one.wording for one in seen.route.tasks if one.wording), "")
    questions = (
        f"Выбирал ли педагог задачу «{first}» сам?" if first else "Выбирал ли педагог задачи сам?",
        "На какой его опыт они опираются?",
        "Какую его собственную трудность на уроке решают?",
    )
    return Said("unknown", f"Об этом спросите педагога: {' '.join(questions)}")


def _reflection(seen: Seen) -> Said:
    rows = [one for one in seen.route.reflections if one.said()]
    audit = [one for one in rows if has(one.what, AUDIT)] or has(seen.route.decision, AUDIT)
    between = calendar.intermediate(seen.route)
    looking = [one for one in rows if not has(one.what, AUDIT)]
    absent = []
    if not looking:
        absent.append("рефлексия не предусмотрена")
    elif between is False:
        absent.append("рефлексия стоит только в начале или в конце")
    elif between is None:
        absent.append("дату рефлексии не прочитать, и промежуточная ли она, не видно")
    if not audit:
        absent.append("методический аудит не назван")
    if not absent:
        return Said("met", "Есть рефлексия внутри периода и методический аудит.")
    hint = "Поставьте встречу в середине периода: что уже изменилось на занятии, что поправить в маршруте."
    return Said(
        "violated" if not looking and not audit else "partial",
        f"{capital(listed(absent))}.",
        hint,
    )


def _paperwork(seen: Seen) -> Said:
    texts = [(one.id, one.what) for one in (*seen.route.activities, *seen.route.evidence)]
    texts += [(one.id, one.result) for one in seen.route.activities]
    papers = [(id, text) for id, text in texts if text and has(text, PAPERWORK)]
    if papers:
        shown = listed(f"«{text}»" for _, text in papers[:3])
        return Said(
            "unknown",
            f"Проверьте, не лишняя ли это отчётность для педагога: {shown}.",
            "",
            tuple(id for id, _ in papers),
        )
    return Said("met", "Отчётов и дневников маршрут не требует.")


RULES: dict[str, Rule] = {
    "IOM-01": _who,
    "IOM-02": _diagnosed,
    "IOM-03": _answers,
    "IOM-04": _concrete,
    "PPN-05": _concrete,
    "IOM-05": _practice,
    "IOM-06": _transfer,
    "IOM-07": _variety,
    "IOM-08": _dates,
    "IOM-09": _measured,
    "IOM-10": _load,
    "IOM-11": _adults,
    "IOM-12": _reflection,
    "IOM-13": _paperwork,
}
