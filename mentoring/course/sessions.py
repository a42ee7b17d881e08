"""The opening of a session: title, results that can be checked, plan with minutes; and the way on. From the tables."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mentoring.course.fields import AuthorError, typeset
from mentoring.course.page import esc, show
from mentoring.course.prose import forget_terms, inline, plain, rendered
from mentoring.recording import note
from mentoring.wording import NBSP, count_ru, number_ru

KINDS = {
    "opening": "начало", "theory": "объяснение", "exercise": "упражнение", "case": "случай из практики",
    "discussion": "обсуждение", "explore": "работа с данными", "self_study": "самостоятельно", "break": "перерыв",
    "closing": "итоги",
}  # fmt: skip


def session_row(session: str) -> dict[str, Any]:
    """The row of `sessions`. Raises AuthorError for an unknown id."""
    return _row("sessions", session, "Занятия")


def header(session: str, *, need: Sequence[str] = (), intro: str = "", **fields: Any) -> None:
    """Title, why it is worth the time (`intro`), results that can be checked, what will be needed."""
    row = session_row(session)
    os.environ["MENTORING_SESSION"] = session
    forget_terms()
    results = _of_session("session_results", session, "number")
    lead = f"Занятие{NBSP}№{NBSP}{row['number']}"
    body = f'<p class="mk-over">{lead}</p><h1>{esc(typeset(row["title"]))}</h1>'
    body += rendered(intro, **fields) if intro else ""
    body += "<h2>Что вы сможете после занятия</h2><ul class='mk-results'>"
    body += "".join(f"<li>{inline(text)}</li>" for text in results["result"]) + "</ul>"
    if need:
        body += "<h2>Что понадобится</h2><ul>" + "".join(f"<li>{inline(item)}</li>" for item in need) + "</ul>"
    words = f"{lead}. {row['title']}\n" + "\n".join(f"- {text}" for text in results["result"])
    show(body, words, kind="header", styled=True)


def plan(session: str, starts: str = "") -> None:
    """The plan with minutes: a strip to scale and a list with clock times; raises AuthorError unless it is 240."""
    rows = _of_session("session_plan", session, "order")
    total = int(rows["minutes"].sum())
    if total != 240:
        raise AuthorError(f"План занятия {session}: сумма минут {total}, а должно быть 240 вместе с перерывами.")
    at = _minutes(starts or _table("course_plan")["starts"].iloc[0])
    strip, lines, words = [], [], []
    for row in rows.itertuples():
        title = f"{row.title} — {row.minutes} минут, {KINDS[row.kind]}"
        strip.append(f'<span class="mk-k-{row.kind}" style="flex-grow:{row.minutes}" title="{esc(title)}"></span>')
        clock = f"{_clock(at)}–{_clock(at + row.minutes)}"
        lines.append(
            f'<tr class="mk-k-{row.kind}"><td class="mk-clock">{clock}</td><td>{esc(typeset(row.title))}</td>'
            f'<td class="mk-kind"><i class="mk-k-{row.kind}"></i>{KINDS[row.kind]}</td>'
            f'<td class="mk-num">{row.minutes}{NBSP}мин</td></tr>'
        )
        words.append(f"{clock} {row.title} ({KINDS[row.kind]}, {row.minutes} мин)")
        at += row.minutes
    breaks = int(rows.loc[rows["kind"] == "break", "minutes"].sum())
    foot = f"Всего {count_ru(total, 'минута', 'минуты', 'минут')}, из них перерывы — {breaks}. "
    foot += "Время условное: его уточняет ведущий группы."
    body = (
        f'<h2>План</h2><div class="mk-strip" aria-hidden="true">{"".join(strip)}</div>'
        f'<table><thead class="mk-hidden"><tr><th>Время</th><th>Что делаем</th><th>Вид работы</th><th>Минут</th></tr>'
        f"</thead><tbody>{''.join(lines)}</tbody></table><p class='mk-small'>{typeset(foot)}</p>"
    )
    show(body, "План\n" + "\n".join(words), kind="plan")


def pause(block: str) -> None:
    """A break of the plan with its minutes."""
    rows = _table("session_plan")
    rows = rows[(rows["block"] == block) & (rows["kind"] == "break")]
    if rows.empty:
        raise AuthorError(f"Перерыва «{block}» нет в таблице session_plan.")
    told = count_ru(int(rows["minutes"].iloc[0]), "минута", "минуты", "минут")
    words = typeset(f"Перерыв — {told}")
    show(f"<p>{words}</p>", words, kind="pause")


def facilitator(minutes: int, text: str, **fields: Any) -> None:
    """Note for whoever leads the session, with its minutes. Shown only where `MENTORING_FACILITATOR=1`.

    Checked always, so that a slip is seen by the author; `mentoring webinar` takes notes from the cells' source.
    """
    body = rendered(text, **fields)
    if note("facilitator", html=body, words=plain(text, **fields), data={"minutes": minutes}):
        return
    if os.environ.get("MENTORING_FACILITATOR") == "1":
        body = f'<p class="mk-over">Ведущему · {count_ru(minutes, "минута", "минуты", "минут")}</p>{body}'
        show(body, f"Ведущему, {minutes} мин: {plain(text, **fields)}", kind="facilitator", label="Заметка ведущему")


def next_step(target: str, text: str = "", **fields: Any) -> None:
    """The way on: a practicum, a test or a session by id. A link where it lies in this home, else words."""
    practicum = not target.startswith("session_")
    row = _row("practicums", target, "Задания") if practicum else session_row(target)
    name = _name_of(target, row)
    link = link_to(target)
    head = f'<a href="{link}">{esc(name)}</a>' if link else f"<b>{esc(name)}</b>"
    if not link:
        waits = "Задание появится в вашем списке, когда преподаватель его откроет." if practicum else "Ещё не открыто."
        text, fields = f"{text}\n\n{waits}" if text else waits, fields
    facts = f'<p class="mk-small">{esc(typeset(work_facts(row)))}</p>' if practicum else ""
    told = rendered(text, **fields) if text else ""
    body = f'<p class="mk-over">Дальше</p><p class="mk-next">{head}</p>{facts}{told}'
    show(body, f"Дальше: {name}", kind="next", label="Что дальше")


def work_facts(row: dict[str, Any]) -> str:
    """What comes of a work, how long it takes, how many points it gives and weighs: one line from the tables."""
    rule = _table("rules").set_index("assignment").loc[row["id"]]
    points = "" if pd.isna(row["points"]) else f", {count_ru(int(row['points']), 'балл', 'балла', 'баллов')}"
    weight = f", вес в итоге — {number_ru(rule['weight'])} из 100" if rule["weight"] else ", в итог не входит"
    return f"{row['result']}. Время: {row['time']}{points}{weight}."


def link_to(target: str, folder: Path | None = None) -> str:
    """Relative address of a session or an assignment beside the notebook; empty where it isn't there."""
    for address in (f"{target}.ipynb", f"{target}/{target}.ipynb"):
        if ((folder or Path.cwd()) / address).is_file():
            return address
    return ""


def _name_of(target: str, row: dict[str, Any]) -> str:
    if target.startswith("session_"):
        return typeset(f"Занятие № {row['number']}. {row['title']}")
    if row["kind"] == "practicum":
        return typeset(f"Практикум № {target.rpartition('_')[2]}. {row['title']}")
    return typeset(row["title"])


def _row(table: str, id: str, what: str) -> dict[str, Any]:
    frame = _table(table)
    rows = frame[frame["id"] == id]
    if rows.empty:
        raise AuthorError(f"{what} «{id}» нет в таблице {table}; есть: {', '.join(frame['id'])}.")
    return rows.iloc[0].to_dict()


def _of_session(table: str, session: str, order: str) -> pd.DataFrame:
    session_row(session)
    rows = _table(table)
    rows = rows[rows["session"] == session].sort_values(order)
    if rows.empty:
        raise AuthorError(f"В таблице {table} нет строк занятия {session}: добавьте их в datasets/{table}.csv.")
    return rows


def _table(name: str) -> pd.DataFrame:
    from mentoring.data import load

    return load(name)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"
