"""Chosen blocks → slides: what stands on each, what its speaker says, how long it takes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mentoring.course.sessions import KINDS
from mentoring.wording import count_ru
from publishing.lessons import Block
from publishing.notebooks import Shown
from publishing.webinar.answers import answered
from publishing.webinar.fit import slides_of
from publishing.webinar.questions import asked, documents, grid
from publishing.webinar.selection import OPENING, Part, Webinar, clock

SKIPPED = {"header", "plan", "facilitator", "glossary", "sources", "next", "pause", "hand_in"}
PAUSE = "Дайте время подумать, соберите ответы в чате и только потом откройте следующий слайд."
ASK = "Что вы сделаете в своей школе до конца недели? Напишите в чат одно действие."
OWN = "Ваш муниципалитет"
SHOW = (1160, 510)  # the room of a chart
PAPER = (24, 22)  # letters of a document, which has to be read through
BIG = (36, 32, 29, 26)


@dataclass(frozen=True)
class Slide:
    """One slide. `over`: the line above the title; `live`: block and number of what works when the deck is served."""

    title: str
    body: str
    over: str = ""
    foot: str = ""
    notes: str = ""
    kind: str = ""
    seconds: int = 0
    block: str = ""
    live: tuple[str, int] | None = None


def deck(webinar: Webinar, shown: dict[str, Block], served: bool = False) -> list[Slide]:
    """All slides of a webinar. `shown`: block id → the block with what it shows."""
    slides = [_title(webinar), *_plan(webinar)]
    for part in webinar.parts:
        slides += _block(part, shown[part.block.id], served)
    return [*slides, *_closing(webinar, shown)]


def _title(webinar: Webinar) -> Slide:
    about = f"<p class='sl-subtitle'>{html.escape(webinar.subtitle)}</p>" if webinar.subtitle else ""
    told = count_ru(webinar.total, "минута", "минуты", "минут")
    number = webinar.name.rpartition("_")[2]
    over = f"Вебинар {number}" if webinar.name.startswith("webinar_") else "Вебинар"
    notes = (
        f"<p><b>{clock(0)}–{clock(OPENING)}.</b> Поздоровайтесь, проверьте звук, назовите тему и план. Скажите, где "
        "лежит раздаточный материал и куда писать вопросы.</p>"
    )
    return Slide(webinar.title, f"{about}<p class='sl-when'>{told}</p>", over, kind="cover", notes=notes, seconds=60)


def _plan(webinar: Webinar) -> Iterator[Slide]:
    lines = [
        (part.starts, html.escape(part.block.title), KINDS[part.block.kind], part.minutes) for part in webinar.parts
    ]
    lines.append((webinar.total - webinar.closing, "Главное и вопросы", "итоги", webinar.closing))
    rows = [[clock(at), title, kind, f"{minutes}\u00a0мин"] for at, title, kind, minutes in lines]
    table = grid(["Время", "О чём", "Вид работы", "Длится"], rows)
    for _, body in slides_of(table):
        yield Slide("План", body, kind="plan", seconds=60, notes="<p>Время отсчитано от начала вебинара.</p>")


def _block(part: Part, block: Block, served: bool) -> list[Slide]:
    over = f"{KINDS[block.kind].capitalize()} · занятие № {block.number} · {part.minutes} мин"
    slides = [slide for slide in _slides(block, served) if slide.body.strip() or slide.live]
    if not slides:
        slides = [Slide(block.title, "")]
    share = max(10, round(part.minutes * 60 / len(slides)))
    said = "".join(one.html for one in block.facilitator())
    told = count_ru(part.minutes, "минута", "минуты", "минут")
    when = f"<p><b>{clock(part.starts)}–{clock(part.ends)}, {told}.</b> {html.escape(block.title)}.</p>"
    if part.minutes != block.minutes:
        usual = count_ru(block.minutes, "минута", "минуты", "минут")
        when += f"<p>На занятии на это {usual}: минуты в заметке считайте долями.</p>"
    made = []
    for number, slide in enumerate(slides, 1):
        lead = when + said if number == 1 else f"<p>{html.escape(block.title)}: слайд {number} из {len(slides)}.</p>"
        if number == 1 and len(slides) > 1:
            lead += f"<p>Слайдов в блоке: {len(slides)}.</p>"
        made.append(replace(slide, over=slide.over or over, notes=lead + slide.notes, seconds=share,
                            block=block.id))  # fmt: skip
    return made


def _slides(block: Block, served: bool) -> Iterator[Slide]:
    heading = html.escape(block.title)
    live = -1
    for one in block.shown:
        live += one.live
        if one.kind in SKIPPED:
            continue
        if one.own:
            heading = OWN
        if one.kind == "markdown":
            for title, body in slides_of(one.html):
                yield Slide(title or heading, body)
            heads = [part for part in one.html.split("\n") if part.startswith("<h")]
            heading = heads[-1].split(">", 1)[1].rpartition("</")[0] if heads else heading
        elif one.live and served and one.kind in ("exercise", "discuss", "widget"):
            title = html.escape(one.words) if one.kind == "exercise" else heading
            yield Slide(title, "", kind="live", live=(block.id, live))
        else:
            yield from _shown(one, heading)


def _shown(one: Shown, heading: str) -> Iterator[Slide]:
    if one.kind == "figure":
        picture = (
            f'<div class="sl-chart" role="img" aria-label="{html.escape(one.data["alt"])}">{one.data["svg"]}</div>'
        )
        yield Slide(one.data["title"], picture, foot=one.data["source"], kind="chart",
                    notes=f"<p>Рисунок словами: {html.escape(one.data['alt'])}</p>")  # fmt: skip
    elif one.kind == "exercise":
        yield from _exercise(one)
    elif one.kind == "discuss":
        hint = f"<p class='mk-small'>{one.data['hint']}</p>" if one.data["hint"] else ""
        options = "".join(f"<li>{html.escape(text)}</li>" for text in one.data["options"])
        cloud = "<p class='mk-small'>Напишите в чат одно-два слова.</p>" if one.data["words"] else ""
        body = one.data["asked"] + (f"<ul class='sl-vote'>{options}</ul>" if options else "") + cloud + hint
        for _, text in slides_of(body, sizes=BIG):
            yield Slide(heading, text, over="Обсуждение", kind="ask")
    elif one.kind == "recap":
        for title, body in slides_of(one.html):
            yield Slide(title or "Главное", body, kind="recap")
    else:
        over, title = "", heading
        if one.kind == "case":
            over, title = one.label.partition(": ")[::2]
        elif one.kind == "note2026":
            title = one.label
        elif one.kind == "unfold":
            over, title = "Образец", one.words.partition("\n")[0].removeprefix("Показать").lstrip(", ").capitalize()
        elif one.kind == "widget":
            over = "Данные"
        markup = _bare(one)
        for number, (found, body) in enumerate(slides_of(markup)):
            named = found if found and one.kind not in ("case", "note2026") else html.escape(title)
            yield Slide(named + (" (продолжение)" if number and not found else ""), body, over=over, kind=one.kind)


def _bare(one: Shown) -> str:
    """A block without what the slide's own title and line already say."""
    text = re.sub(r'<p class="mk-over">.*?</p>', "", one.html, count=1, flags=re.S)
    if one.kind == "case":
        text = re.sub(r"<h3>.*?</h3>", "", text, count=1, flags=re.S)
    if one.kind == "unfold":
        text = re.sub(r"<summary>.*?</summary>", "", text, count=1, flags=re.S)
    return text


def _exercise(one: Shown) -> Iterator[Slide]:
    question, reference = one.data["question"], one.data["reference"]
    title = html.escape(question["title"])
    for name, text in documents(question):
        for number, (_, body) in enumerate(slides_of(text, sizes=PAPER)):
            yield Slide(html.escape(name) + (" (продолжение)" if number else ""), body, over="Документ к упражнению",
                        kind="paper")  # fmt: skip
    for number, (found, body) in enumerate(slides_of(asked(question))):
        yield Slide(found or title + (" (продолжение)" if number else ""), body, over="Обсудите", kind="ask",
                    notes=f"<p>{PAUSE}</p>")  # fmt: skip
    told = answered(question, reference)
    for number, (found, body) in enumerate(slides_of(told) if told else ()):
        yield Slide(found or title + (" (продолжение)" if number else ""), body, over="Разбор", kind="told",
                    foot=_source(question))  # fmt: skip


def _source(question: dict) -> str:
    source = question.get("source") or ""
    return f"Источник: {source}" if source and not source.startswith("замысел") else ""


def _closing(webinar: Webinar, shown: dict[str, Block]) -> Iterator[Slide]:
    items = "".join(f"<li>{html.escape(part.block.title)}</li>" for part in webinar.parts)
    at = f"{clock(webinar.total - webinar.closing)}–{clock(webinar.total)}"
    notes = f"<p><b>{at}.</b> Попросите назвать одну мысль, которую участники заберут, и ответьте на вопросы.</p>"
    for _, body in slides_of(f"<p>Мы говорили:</p><ul>{items}</ul><p><b>{ASK}</b></p>"):
        yield Slide("Главное и вопросы", body, kind="recap", notes=notes, seconds=webinar.closing * 60)


__all__ = ["SHOW", "Slide", "deck"]
