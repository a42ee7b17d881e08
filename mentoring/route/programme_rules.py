"""Rules of the personalised programme of a pair: how the criteria PPN-* are seen."""

from __future__ import annotations

from mentoring.route import calendar
from mentoring.route.forms import has
from mentoring.route.lexicon import FEEDBACK, VISITS
from mentoring.route.route_rules import NO_TASKS, links
from mentoring.route.rule import Rule, Said, Seen, by_share, capital, listed
from mentoring.route.wording import content, measurable


def _absent(fields: dict[str, object], done: str, hint: str = "") -> Said:
    empty = [name for name, value in fields.items() if not value]
    if not empty:
        return Said("met", done)
    return Said(by_share(len(fields) - len(empty), len(fields)), f"Не указано: {', '.join(empty)}.", hint)


def _title(seen: Seen) -> Said:
    route = seen.route
    fields = {
        "наставляемый": route.person, "наставник": route.mentor, "организация": route.organization,
        "период": route.period, "форма": route.form, "вид": route.type, "кем утверждена": route.approved,
    }  # fmt: skip
    return _absent(fields, "Пара, организация, период, форма, вид и утверждение указаны.")


def _diagnostics(seen: Seen) -> Said:
    rows = [one for one in seen.route.deficits if one.text]
    fields = {"категория наставляемого": seen.route.category, "дефициты": rows}
    fields |= {
        "чем выявлены дефициты": rows and all(one.method for one in rows),
        "когда проведена диагностика": rows
        and all(seen.route.days(text) for one in rows for text in [one.found_on or f"{one.method} {one.result}"]),
    }
    if not rows:
        return Said(
            "violated", "Дефициты и диагностика не указаны.", "Начните с диагностики: чем, когда, что выявлено."
        )
    return _absent(fields, "Категория и диагностика (чем, когда, что выявлено) указаны.")


def _goal(seen: Seen) -> Said:
    goal = seen.route.goal
    if not goal:
        return Said("violated", "Цель не записана.", "Скажите, что и насколько изменится к концу периода.")
    lacking = [] if measurable(goal, seen.route.period) else ["в цели нет уровня, которого надо достичь"]
    if seen.deficits and not content(goal) & content(" ".join(seen.deficits.values())):
        lacking.append("ни одного слова из дефицитов в цели нет — сверьте, о них ли она")
    if lacking:
        return Said("partial", f"{capital(listed(lacking))}.")
    return Said("met", "Цель измерима и названа словами дефицитов; следует ли она из них, решите сами.")


def _one_to_one(seen: Seen) -> Said:
    if not seen.wordings:
        return NO_TASKS
    loose, open_ = links(seen)
    wide = [one.id for one in seen.route.tasks if one.said() and len(set(one.deficits) & set(seen.deficits)) > 1]
    parts = [f"без дефицита: {seen.numbers(loose)}" if loose else "",
             f"без задачи: {seen.numbers(open_, 'дефицит')}" if open_ else "",
             f"сразу на несколько дефицитов: {seen.numbers(wide)}" if wide else ""]  # fmt: skip
    if not any(parts):
        return Said("met", "Каждому дефициту отвечает своя задача.")
    verdict = "violated" if len(loose) == len(seen.wordings) else "partial"
    return Said(verdict, f"Соответствие неполное: {'; '.join(filter(None, parts))}.", "", (*loose, *open_, *wide))


def _plan(seen: Seen) -> Said:
    rows = [one for one in seen.route.activities if one.said()]
    if not rows:
        return Said("violated", "Плана мероприятий нет.")
    weak = [one.id for one in rows if not (one.what and one.due and one.result)]
    if not weak:
        return Said("met", "У каждого мероприятия есть вид работы, срок и результат.")
    shown = listed(f"«{one.what}»" for one in rows if one.id in weak[:3])
    text = f"Нет срока или результата у {len(weak)} из {len(rows)}: {shown}."
    hint = "Результат — то, что останется: план урока, заполненный лист наблюдения, договорённость."
    return Said(by_share(len(rows) - len(weak), len(rows)), text, hint, tuple(weak))


def _meetings(seen: Seen) -> Said:
    rows = [one for one in seen.route.reflections if one.said()]
    if not rows:
        return Said("violated", "Встреч для рефлексии в графике нет.", "Назначьте хотя бы одну в середине периода.")
    between = calendar.intermediate(seen.route)
    if between:
        return Said("met", "Есть встреча для рефлексии внутри периода.")
    if between is None:
        return Said("partial", "Встречи для рефлексии названы, но дату или период не прочитать.")
    return Said("partial", "Рефлексия стоит только в начале или в конце.", "Добавьте встречу в середине периода.")


def _type(seen: Seen) -> Said:
    from mentoring.data import load

    given = seen.route.type
    if not given:
        return Said("partial", "Вид наставничества не назван, сравнивать с ситуацией нечего.")
    words = content(given)
    for row in load("mentoring_types").itertuples():
        if given in (row.id, row.title) or words & content(row.title) - {"наставничество"}:
            return Said("unknown", f"Сверьте ситуацию с признаком вида: {row.distinguishing_sign}")
    return Said("unknown", f"Вида «{given}» среди одиннадцати нет: проверьте название.")


def _visits(seen: Seen) -> Said:
    rows = [f"{one.what} {one.form} {one.result}" for one in seen.route.activities if one.said()]
    visits = [text for text in rows if has(text, VISITS)]
    talks = [text for text in rows if has(text, FEEDBACK)]
    if visits and talks:
        return Said("met", "Посещение занятий и разбор предусмотрены.")
    if visits:
        return Said("partial", "Посещения есть, о разборе и обратной связи не сказано.")
    return Said(
        "violated", "Посещений занятий нет.", "Запланируйте посещение урока каждой стороной и разбор в тот же день."
    )


def _measures(seen: Seen) -> Said:
    sides = {"наставляемого": "mentee", "наставника": "mentor"}
    rows = [one for one in seen.route.measures if one.said()]
    absent = [word for word, whose in sides.items()
              if not any(one.whose == whose and one.what and one.before and one.after for one in rows)]  # fmt: skip
    if not absent:
        return Said("met", "Показатели на входе и на выходе заданы для обоих.")
    text = f"Нет показателя со значением на входе и на выходе у {listed(absent)}."
    return Said("partial" if rows else "violated", text, "Возьмите одно и то же измерение в начале и в конце.")


def _proof(seen: Seen) -> Said:
    if not seen.paths:
        return NO_TASKS
    weak = [id for id, path in seen.paths.items() if path.proof != "proof"]
    if not weak:
        return Said("met", "По каждой задаче названо, чем подтвердится изменение практики.")
    hint = "Подойдут видео, конспект, лист наблюдения, работы учеников; удостоверение о курсе — нет."
    text = f"Нет доказательства практики: {seen.numbers(weak)}."
    return Said(by_share(len(seen.paths) - len(weak), len(seen.paths)), text, hint, tuple(weak))


def _end(seen: Seen) -> Said:
    fields = {"решение о завершении или продолжении": seen.route.decision, "отчёт наставника": seen.route.report}
    return _absent(fields, "Решение в конце и отчёт наставника предусмотрены.")


def _correction(seen: Seen) -> Said:
    if seen.route.correction:
        return Said("met", "Сказано, когда и по чему программу поправляют.")
    hint = "Скажите, после какой диагностики и кто меняет программу."
    return Said("violated", "О корректировке ничего не сказано.", hint)


def _package(seen: Seen) -> Said:
    route = seen.route
    fields = {"связь с маршрутом": route.link, "согласия": route.consents, "соглашение": route.agreement}
    absent = [name for name, value in fields.items() if not value]
    span = route.days(route.agreement)
    if route.period and span and (route.period[0] < span[0] or route.period[1] > span[1]) and span[0] != span[1]:
        absent.append("период внутри срока соглашения")
    if not absent:
        return Said("met", "Маршрут, согласия и соглашение названы.")
    return Said("violated", f"Проверьте: {', '.join(absent)} — в документе не видно.")


RULES: dict[str, Rule] = {
    "PPN-01": _title,
    "PPN-02": _diagnostics,
    "PPN-03": _goal,
    "PPN-04": _one_to_one,
    "PPN-06": _plan,
    "PPN-07": _meetings,
    "PPN-08": _type,
    "PPN-09": _visits,
    "PPN-10": _measures,
    "PPN-11": _proof,
    "PPN-12": _end,
    "PPN-13": _correction,
    "PPN-14": _package,
}
