"""The look of every chart of the kit: fonts with Cyrillic, colours that the colour-blind tell apart, projector sizes.

A chart has a title that states the finding, axis labels with units, a source line, and a text for those who can't
see it.
"""

from __future__ import annotations

import base64
import html
import io
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mentoring.wording import number_ru

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mentoring.cards import Card

# M. Okabe and K. Ito, «Color Universal Design» (2008): told apart with every kind of colour vision.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442",
)  # fmt: skip
GREY, INK = "#8A8F98", "#1F2933"
PALETTE = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY, GREY)
SIZE = (11.0, 6.2)  # inches: 16:9 of a projector at 100 dots an inch

_STYLE = {
    "font.family": "DejaVu Sans", "font.size": 14, "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": GREY,
    "axes.labelsize": 14, "axes.spines.top": False, "axes.spines.right": False, "axes.axisbelow": True,
    "xtick.color": INK, "ytick.color": INK, "xtick.labelsize": 13, "ytick.labelsize": 13, "grid.color": "#DDE1E6",
    "lines.linewidth": 2.6, "lines.markersize": 9, "legend.fontsize": 13, "legend.frameon": False,
    "figure.facecolor": "white", "axes.unicode_minus": True, "svg.fonttype": "path",
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A picture that is drawn when somebody first looks at it (the key run of an assignment never does). Jupyter shows
    it with its `alt` text; `png`, `save` and `to_html` serve everything else."""

    title: str
    alt: str
    source: str
    make: Callable[[], Figure] = field(repr=False, compare=False)
    make_narrow: Callable[[], Figure] = field(repr=False, compare=False)

    @cached_property
    def figure(self) -> Figure:
        return self.make()

    @cached_property
    def narrow(self) -> Figure:
        """The same for a phone, without title and source, which the page has (`mentoring.narrow_charts`)."""
        return self.make_narrow()

    def png(self, dpi: int = 100) -> bytes:
        with _style(), io.BytesIO() as buffer:
            self.figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
            return buffer.getvalue()

    def narrow_png(self) -> bytes:
        from mentoring.narrow_charts import DPI

        with _style(), io.BytesIO() as buffer:
            self.narrow.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
            return buffer.getvalue()

    def save(self, path: str | Path, dpi: int = 100) -> Path:
        """Write the picture as PNG; returns the path."""
        path = Path(path)
        path.write_bytes(self.png(dpi))
        return path

    def to_html(self) -> str:
        """One `<figure>` with the picture inside and its text; needs no other file."""
        image = base64.b64encode(self.png()).decode()
        return (
            f'<figure><img src="data:image/png;base64,{image}" alt="{html.escape(self.alt, quote=True)}" '
            'style="max-width:100%;height:auto"></figure>'
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        if include and "image/png" not in include:
            return {"text/plain": self.alt}
        return {"image/png": self.png(), "text/plain": self.alt}, {"image/png": {"alt": self.alt}}

    def __repr__(self) -> str:
        return f"Chart({self.title!r})"


def draw(
    paint: Callable[..., None],
    *,
    title: str,
    source: str,
    alt: str,
    size: tuple[float, float] = SIZE,
    panels: tuple[int, int] = (1, 1),
    widths: list[float] | None = None,
    cards: Callable[[], Iterable[Card]] | None = None,
    narrow_height: float | None = None,
) -> Chart:
    """Make a chart: `paint(axes)` (or `paint(axes, axes, …)` for several `panels`: rows, columns) draws the content,
    when the chart is shown. For a phone it is called again with narrower axes (`mentoring.narrow_charts`), of
    `narrow_height` inches where they have no rows; what can't be narrowed gives `cards` to be shown there instead.

    `title` states the finding, `source` names document and place, `alt` says in words what the picture shows; all three
    are required. `size` is in inches. Nothing global is changed and pyplot is not used.
    """
    for text, name in ((title, "title"), (source, "source"), (alt, "alt")):
        if not text or not text.strip():
            raise ValueError(f"a chart needs its {name}")
    count = panels[0] * panels[1]
    return Chart(
        title, alt, source, lambda: _figure(paint, title, source, size, panels, widths),
        lambda: _narrow(paint, cards, count, narrow_height),
    )  # fmt: skip


def _narrow(paint, cards, panels: int, height: float | None) -> Figure:
    import matplotlib

    from mentoring.cards import told
    from mentoring.narrow_charts import STYLE, narrowed

    with matplotlib.rc_context({**_STYLE, **STYLE}):
        return told(cards()) if cards else narrowed(paint, panels, height)


def _figure(paint, title: str, source: str, size: tuple[float, float], panels: tuple[int, int], widths) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _style():
        figure = Figure(figsize=size)
        FigureCanvasAgg(figure)  # without pyplot a figure has no canvas that could measure its texts
        grid = figure.subplots(*panels, squeeze=False, width_ratios=widths)
        paint(*grid.flat)
        letters = int(size[0] * 6.1)
        heading = textwrap.wrap(title, letters)
        footer = textwrap.wrap(source if source.startswith("Источник") else f"Источник: {source}", int(size[0] * 10))
        line, small = 0.31 / size[1], 0.21 / size[1]
        figure.text(0.02, 1 - 0.12 / size[1], "\n".join(heading), fontsize=17, fontweight="bold", va="top", ha="left")
        figure.text(0.02, 0.1 / size[1], "\n".join(footer), fontsize=11, color="#5B6470", va="bottom", ha="left")
        top, bottom = 1 - line * len(heading) - 0.2 / size[1], small * len(footer) + 0.2 / size[1]
        figure.set_layout_engine("tight", rect=(0.01, bottom, 0.99, top), w_pad=2.0)
        figure.canvas.draw()
    return figure


def russian_ticks(axis, unit: str = "", digits: int | None = None) -> None:
    """Numbers of an axis with a decimal comma and their unit (`axes.xaxis` or `axes.yaxis`)."""
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(
        FuncFormatter(lambda value, _: number_ru(value, digits) + (f"\u00a0{unit}" if unit else ""))
    )


def ink_on(colour) -> str:
    """Black or white, whichever is read better on `colour`."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 else INK


def texts(chart: Chart) -> list[str]:
    """Every visible text of a chart (titles, labels, ticks, notes), for checks of language and presence."""
    from matplotlib.text import Text

    found = chart.figure.findobj(lambda item: isinstance(item, Text) and item.get_visible())
    return list(dict.fromkeys(text for item in found if (text := item.get_text().strip())))


def label_axes(axes: Axes, x: str = "", y: str = "", *, grid: str = "y") -> None:
    """Axis labels (with units, separated by a comma) and a light grid along `grid` (``x``, ``y`` or empty)."""
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    if grid:
        axes.grid(axis=grid)


def _style():
    import matplotlib

    return matplotlib.rc_context(_STYLE)
