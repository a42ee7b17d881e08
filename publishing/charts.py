"""A chart drawn anew for the room it gets: vectors in the slide's proportions, without the title that the page has."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TALLEST = 7.2  # inches: above this letters would be too small on a projector


def redrawn(chart: Any, room: tuple[float, float] | None = None) -> str:
    """SVG text of a `mentoring.charts.Chart` or a matplotlib figure.

    `room`: width and height of the place in CSS pixels; the picture takes its proportions. Without it the picture keeps
    its own.
    """
    with _bare(chart) as figure, io.StringIO() as buffer:
        if room:
            figure.set_size_inches(*fitted(tuple(figure.get_size_inches()), room))
        figure.savefig(buffer, format="svg", pad_inches=0.05, metadata={"Date": None, "Creator": None})
        return _inline(buffer.getvalue())


def picture(chart: Any, dpi: int = 130) -> str:
    """PNG in base64, in the chart's own proportions: for a paper that has its own line for title and source."""
    with _bare(chart) as figure, io.BytesIO() as buffer:
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
        return base64.b64encode(buffer.getvalue()).decode("ascii")


def for_phone(chart: Any) -> str:
    """PNG in base64 of the narrow picture; empty for a figure that has none."""
    if not hasattr(chart, "narrow_png"):
        return ""
    from mentoring.course.pictures import small

    return base64.b64encode(small(chart.narrow_png())).decode("ascii")


@contextmanager
def _bare(chart: Any) -> Iterator[Any]:
    """The figure without title and source lines; as it was when done."""
    figure = getattr(chart, "figure", chart)
    hidden = [text for text in figure.texts if text.get_visible()] if figure is not chart else []
    size, engine = tuple(figure.get_size_inches()), figure.get_layout_engine()
    for text in hidden:
        text.set_visible(False)
    try:
        if hidden:
            figure.set_layout_engine("tight", rect=(0.005, 0.005, 0.995, 0.995), w_pad=2.0)
        yield figure
    finally:
        for text in hidden:
            text.set_visible(True)
        figure.set_layout_engine(engine)
        figure.set_size_inches(*size)


def fitted(size: tuple[float, float], room: tuple[float, float]) -> tuple[float, float]:
    """Inches with the room's proportions: as high as the chart needs its rows, never so high that letters shrink."""
    ratio = room[0] / room[1]
    height = min(max(size[1], size[0] / ratio), TALLEST)
    return height * ratio, height


def _inline(text: str) -> str:
    """The <svg> element alone: no prologue, no outside addresses but the namespaces, its own ids."""
    import uuid

    svg = text[text.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    mark = uuid.uuid5(uuid.NAMESPACE_OID, svg).hex[:6]
    svg = re.sub(r'\bid="([^"]+)"', rf'id="c{mark}-\1"', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\1c{mark}-", svg)
    svg = re.sub(r'<svg([^>]*?) width="[^"]*"', r"<svg\1", svg, count=1)
    svg = re.sub(r'<svg([^>]*?) height="[^"]*"', r"<svg\1", svg, count=1)
    return re.sub(r"\s*\n\s*", "\n", svg).strip()
