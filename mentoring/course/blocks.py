"""Blocks of a session that carry words: what is true in November 2026, a case, a recap, sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mentoring import places
from mentoring.course.fields import AuthorError, typeset
from mentoring.course.page import esc, show
from mentoring.course.prose import inline, plain, rendered

AS_OF = "На ноябрь 2026 года"
CERTAINTY = {
    "source": ("в источнике", "так стоит в исходном документе"),
    "confirmed": ("подтверждено", "подтверждено открытой публикацией; перед применением сверьте с официальным текстом"),
    "inferred": ("наш вывод", "вывод авторов курса: проверьте, прежде чем на него опираться"),
    "uncertain": ("проверьте", "подтвердить не удалось: проверьте по официальному тексту, как факт не используйте"),
}


def mark(certainty: str) -> str:
    """A small label of how certain a statement is, with its meaning for those who point at it or listen."""
    if certainty not in CERTAINTY:
        raise AuthorError(f"Достоверность «{certainty}» неизвестна; бывает: {', '.join(CERTAINTY)}.")
    short, meaning = CERTAINTY[certainty]
    return f'<span class="mk-mark mk-c-{certainty}" title="{esc(meaning)}">{short}</span>'


def note_2026(
    text: str = "", *, claims: Sequence[str] = (), certainty: str = "confirmed", title: str = "", **fields: Any
) -> None:
    """What changed since the sources. `claims`: ids of `datasets/claims.csv`, each with its own mark.

    `text` stands before them and has the mark `certainty`. A claim that must not be used raises AuthorError.
    """
    head = AS_OF + (f": {title}" if title else "")
    parts, words, marks = [], [head], []
    if text:
        parts.append(f'<div class="mk-said">{mark(certainty)}{rendered(text, **fields)}</div>')
        words.append(plain(text, **fields))
        marks.append(certainty)
    if claims:
        rows = _claims(claims)
        certain = {row["id"]: "uncertain" if row["teach"] == "check" and row["certainty"] != "inferred"
                   else row["certainty"] for row in rows}  # fmt: skip
        items = (f"<li>{mark(certain[row['id']])} {inline(row['claim'])}</li>" for row in rows)
        parts.append(f"<ul class='mk-claims'>{''.join(items)}</ul>")
        words += [f"- {row['claim']} ({CERTAINTY[certain[row['id']]][0]})" for row in rows]
        marks += certain.values()
    if not parts:
        raise AuthorError("В блоке «на ноябрь 2026» нет ни текста, ни утверждений из таблицы claims.")
    legend = "; ".join(f"«{CERTAINTY[name][0]}» — {CERTAINTY[name][1]}" for name in CERTAINTY if name in marks)
    body = f'<p class="mk-over">{typeset(esc(head))}</p>{"".join(parts)}<p class="mk-small">{typeset(legend)}.</p>'
    show(body, "\n".join(words), kind="note2026", label=head)


def _claims(ids: Sequence[str]) -> list[dict[str, Any]]:
    from mentoring.data import load

    table = load("claims").set_index("id", drop=False)
    found = []
    for id in ids:
        if id not in table.index:
            raise AuthorError(f"Утверждения «{id}» нет в таблице claims.")
        if table.loc[id, "teach"] == "do_not_use":
            raise AuthorError(f"Утверждение «{id}» помечено в таблице claims как непригодное: уберите его.")
        found.append(table.loc[id].to_dict())
    return found


def case(title: str, text: str, *, question: str = "", source: str = "", real: bool = True, **fields: Any) -> None:
    """A case to work on: `real` from the documents or made up for the course (it says which)."""
    origin = "Случай из документов" if real else "Вымышленный случай"
    body = f'<p class="mk-over">{origin}</p><h3>{inline(title)}</h3>{rendered(text, **fields)}'
    body += f'<div class="mk-ask">{rendered(question)}</div>' if question else ""
    body += _source(source)
    show(body, f"{origin}. {title}\n{plain(text, **fields)}", kind="case", label=f"{origin}: {title}")


def unfold(title: str, text: str, **fields: Any) -> None:
    """Something to look at only after one's own try: a model answer, a hint; opened by its title."""
    body = f"<details><summary>{inline(title)}</summary>{rendered(text, **fields)}</details>"
    show(body, f"{title}\n{plain(text, **fields)}", kind="unfold")


def recap(items: Sequence[str], **fields: Any) -> None:
    """What to take away: short sentences, figures in fields."""
    text = "\n".join(f"- {item}" for item in items)
    show(
        f"<h2>Главное</h2>{rendered(text, **fields)}",
        f"Главное\n{plain(text, **fields)}",
        kind="recap",
        label="Главное",
    )


def sources(items: Sequence[str | tuple[str, str]] = (), *, acts: Sequence[str] = ()) -> None:
    """Where everything comes from: `("Три среза", "002:296–301")` or text; `acts` are ids of `datasets/acts.csv`."""
    lines = [(item, "") if isinstance(item, str) else item for item in items]
    told = [_named(what, place_ru(place)) for what, place in lines]
    drawn = [f"<li>{inline(what)}{esc(where)}</li>" for what, where in told]
    drawn += [f"<li>{_act(id)}</li>" for id in acts]
    words = "\n".join(f"- {what}{where}" for what, where in told)
    show(f"<h2>Источники</h2><ul>{''.join(drawn)}</ul>", f"Источники\n{words}", kind="sources", label="Источники")


def _named(what: str, where: str) -> tuple[str, str]:
    """What comes from where; a document that both of them begin with is named once, by its full name."""
    for short in ("дорожная карта школы", "муниципальная дорожная карта"):
        for full in map(typeset, places.DOCUMENTS.values()):
            if what.lower().startswith(short) and full.startswith(short) and where.startswith(full):
                return full[:1].upper() + full[1:] + what[len(short) :], where.removeprefix(full)
    return what, f": {where}" if where else ""


def place_ru(place: str) -> str:
    """A place of the sources in words, with the no-break spaces of page text."""
    return typeset(places.place_ru(place))


def _act(id: str) -> str:
    from mentoring.data import load

    table = load("acts").set_index("id")
    if id not in table.index:
        raise AuthorError(f"Акта «{id}» нет в таблице acts.")
    act = table.loc[id]
    short, day = act["short_title"], f"{act['date']:%d.%m.%Y}" if act["date"] == act["date"] else ""
    article = act["kind"] == "code_article"  # its title says the short one over again; its date is the day of the law
    dated = "" if not day or day in short else f" (введена законом от {day})" if article else f" от {day}"
    name = f"<b>{esc(typeset(short))}</b>{dated}."
    if not article and act["title"] != short:
        name += f" {esc(typeset(act['title']))}"
    note = f" {esc(typeset(act['note']))}" if act["note"] == act["note"] and act["certainty"] != "confirmed" else ""
    return f"{name} {mark(act['certainty'])}{note}"


def _source(text: str) -> str:
    return f'<p class="mk-source">Источник: {esc(place_ru(text))}</p>' if text else ""
