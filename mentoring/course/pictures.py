"""Charts and tables of a session: the finding as a heading, the picture with its text, the source under it."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd

from mentoring.charts import Chart
from mentoring.course.blocks import place_ru
from mentoring.course.fields import AuthorError, said, typeset
from mentoring.course.page import esc, show
from mentoring.course.prose import WORDY, inline, plain
from mentoring.recording import note

PHONE = "screen and (max-width: 40rem)"  # where the narrow picture stands: the same width as in course.css
COLOURS = 128  # of a picture in a notebook
PHONE_ROOM = 42  # letters across a phone


def figure(chart: Any, *, alt: str = "", source: str = "", title: str = "") -> None:
    """Show a `mentoring.charts.Chart` or a matplotlib figure.

    Title (the finding), source and description are page text; on a phone the picture is another one (`drawn`). They
    come from the chart where not given; without any of them AuthorError is raised.
    """
    title, alt, source = (
        given or getattr(chart, name, "") for name, given in (("title", title), ("alt", alt), ("source", source))
    )
    for text, name in ((title, "заголовка с выводом"), (alt, "описания для тех, кто не видит"), (source, "источника")):
        if not str(text).strip():
            raise AuthorError(f"У рисунка нет {name}: передайте title, alt и source.")
    if note("figure", words=plain(title), data={"figure": chart, "title": inline(title), "alt": typeset(alt),
                                               "source": sourced(source)}):  # fmt: skip
        return
    show(f"<h3>{inline(title)}</h3>", title, kind="figure-title")
    show(drawn(chart, alt), alt, kind="chart")
    body = f'<p class="mk-source">{esc(sourced(source))}</p>'
    body += f"<details><summary>Описание рисунка словами</summary><p>{esc(typeset(alt))}</p></details>"
    show(body, sourced(source), kind="figure-source")


def drawn(chart: Any, alt: str) -> str:
    """HTML of the picture: the browser shows the narrow one on a phone, the wide one elsewhere and on paper.

    A matplotlib figure can't be narrowed: on a phone it can be scrolled.
    """
    wide = f'<img alt="{esc(alt)}" src="{_address(picture(chart))}">'
    if not isinstance(chart, Chart):
        return f'<div class="mk-scroll mk-drawn" tabindex="0" role="region" aria-label="Рисунок">{wide}</div>'
    narrow = f'<source media="{PHONE}" srcset="{_address(small(chart.narrow_png()))}">'
    return f"<picture>{narrow}{wide}</picture>"


def picture(chart: Any, dpi: int = 100) -> bytes:
    """PNG without the title and source that stand on the page; cropped to what is left."""
    bare = chart.figure if isinstance(chart, Chart) else chart
    hidden = [text for text in bare.texts if text.get_visible()] if isinstance(chart, Chart) else []
    for text in hidden:
        text.set_visible(False)
    try:
        with io.BytesIO() as buffer:
            bare.savefig(
                buffer, format="png", dpi=dpi, bbox_inches="tight", pad_inches=0.1, metadata={"Software": None}
            )
            return small(buffer.getvalue())
    finally:
        for text in hidden:
            text.set_visible(True)


def small(png: bytes) -> bytes:
    """The same picture in as few colours as a chart needs: a third of the bytes."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image, io.BytesIO() as buffer:
        few = image.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.putpalette([255 if part >= 254 else part for part in few.getpalette()])  # its white is a trifle grey
        few.save(buffer, format="PNG", compress_level=6)
        return buffer.getvalue()


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def table(
    frame: pd.DataFrame, caption: str = "", source: str = "", *, columns: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None, tall: bool = False,
) -> None:  # fmt: skip
    """A table with Russian headers: `columns` picks and names them, `formats` as in `fields.said` (`{"share": "%1"}`).

    `tall` gives a long table its own scroll.
    """
    show(table_html(frame, caption, source, columns=columns, formats=formats, tall=tall), caption or "Таблица",
         kind="table")  # fmt: skip


def table_html(frame, caption="", source="", *, columns=None, formats=None, tall=False) -> str:
    """The HTML of `table`. Raises AuthorError for a column that the frame doesn't have."""
    names = dict(columns) if columns else {name: str(name) for name in frame.columns}
    for name in names:
        if name not in frame.columns:
            raise AuthorError(f"В таблице нет столбца «{name}»; есть: {', '.join(map(str, frame.columns))}.")
    formats, records = formats or {}, frame.to_dict("records")
    numeric = {name: pd.api.types.is_numeric_dtype(frame[name]) for name in names}
    widest = (max((len(row[name]) for row in records if isinstance(row[name], str)), default=0) for name in names)
    wordy = sum(widest) > WORDY or _least(names, records, formats) > PHONE_ROOM
    head = "".join(f"<th{_num(numeric[name])} scope='col'>{esc(typeset(text))}</th>" for name, text in names.items())
    rows = "".join(
        "<tr>" + "".join(
            f"<td{_num(numeric[name])} data-label='{esc(text)}'>{_cell(row[name], formats.get(name, ''))}</td>"
            for name, text in names.items()
        ) + "</tr>"
        for row in records
    )  # fmt: skip
    label = f" tabindex='0' role='region' aria-label='{esc(caption or 'Таблица')}'" if tall else ""
    body = f"<p class='mk-caption'>{inline(caption)}</p>" if caption else ""
    body += f"<div class='mk-scroll{' mk-tall' if tall else ''}'{label}>"
    body += (
        f"<table{' class=mk-wordy' if wordy else ''}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    return body + (f'<p class="mk-source">{esc(sourced(source))}</p>' if source else "")


def _least(names: Mapping[str, str], records: list[dict[str, Any]], formats: Mapping[str, str]) -> int:
    """Letters and margins of the narrowest such table: the longest word of every column."""
    said_ = ([text, *(_cell(row[name], formats.get(name, "")) for row in records)] for name, text in names.items())
    return sum(2 + max(len(word) for text in column for word in text.split(" ")) for column in said_)


def sourced(source: str) -> str:
    """«Источник: …» with places in words."""
    text = place_ru(source)
    return text if text.startswith("Источник") else f"Источник: {text}"


def _num(numeric: bool) -> str:
    return ' class="mk-num"' if numeric else ""


def _cell(value: Any, spec: str) -> str:
    if isinstance(value, str):
        return esc(typeset(value))
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return "—"
    return esc(said(value, spec))
