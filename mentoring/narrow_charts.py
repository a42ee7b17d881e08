"""The same chart for a phone: as wide as its page, so that all of it is seen at once and its letters can be read.

Rows carry their labels above their bars, panels stand one under another, a key breaks into lines, ticks are thinned.
What can't be narrowed so (maps, trees, matrices) is told in cards: `mentoring.cards`. Title and source stand on the
page. Which of the two pictures is shown is the page's matter, not this module's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 3.6  # inches, shown 350 CSS pixels wide on a phone of 390: a point of a letter is 1.35 pixels there
DPI = 200  # two dots for a CSS pixel: phones have as many
SMALLEST = 8.4  # points: 11.3 CSS pixels
HEIGHT = 2.5  # inches of axes without rows
BAR, LINE, GAP, EDGE = 0.2, 0.155, 0.1, 0.07  # inches: thickness of a bar, a line of its label, room between rows
STYLE = {
    "font.size": 9, "axes.labelsize": 8.6, "xtick.labelsize": 8.6, "ytick.labelsize": 8.6, "legend.fontsize": 8.6,
    "lines.linewidth": 1.7, "lines.markersize": 5.5, "hatch.linewidth": 0.7, "axes.linewidth": 0.7,
    "xtick.major.width": 0.7, "ytick.major.width": 0.7, "grid.linewidth": 0.6,
}  # fmt: skip


def narrow(axes: Axes) -> bool:
    """Whether what is painted here is the picture for a phone."""
    return axes.figure.get_figwidth() <= WIDTH


def narrowed(paint: Callable[..., None], panels: int, height: float | None) -> Figure:
    """What `paint` draws, on a figure of `WIDTH`; `height` in inches is that of each of its axes without rows."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, 4.0), dpi=DPI)  # letters are measured as they will be drawn
    FigureCanvasAgg(figure)
    grid = figure.subplots(panels, 1, squeeze=False)
    paint(*grid.flat)
    _shrink(figure)
    heights = [_rows(axes) or height or HEIGHT for axes in figure.axes]
    for axes in figure.axes:
        _name_axes(axes)
        _key(axes)
    _place(figure, heights, 2)
    figure.draw_without_rendering()
    if any([_thin(axes) for axes in figure.axes]):
        _place(figure, heights, 1)
    return figure


def _shrink(figure: Figure) -> None:
    """Letters and lines that were given their size for the wide picture."""
    from matplotlib.collections import PathCollection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    for item in figure.findobj():
        if isinstance(item, Text):
            size = item.get_fontsize()
            item.set_fontsize(10 if size >= 15 else max(SMALLEST, size * 0.7) if size > 9.3 else max(SMALLEST, size))
            if (box := item.get_bbox_patch()) is not None:
                box.set_linewidth(min(box.get_linewidth(), 1.3))
        elif isinstance(item, PathCollection):
            item.set_sizes([min(size, max(12, size * 0.4)) for size in item.get_sizes()])
        elif isinstance(item, Line2D):
            item.set_linewidth(min(item.get_linewidth(), 1.7))
            item.set_markersize(min(item.get_markersize(), max(5.5, item.get_markersize() * 0.55)))
        elif isinstance(item, Patch):
            item.set_linewidth(min(item.get_linewidth(), 1.3))


def _row_names(axes: Axes) -> dict[float, str]:
    """Place → words of the rows; nothing where the axis carries numbers."""
    if not axes.axison or axes.images:
        return {}
    names = {float(at): label.get_text() for at, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)}
    return names if any(re.search(r"[^\W\d]{3}", text) for text in names.values()) else {}


def _rows(axes: Axes) -> float:
    """Put the labels of rows above their bars; inches that the axes need then, 0 where there are no rows."""
    names = _row_names(axes)
    if not names:
        return 0.0
    room = WIDTH - 3 * EDGE
    lines = {at: wrapped(axes, re.sub(r"-\n", "-", text).replace("\n", " "), room, 9) for at, text in names.items()}
    scale, limits = _squeezed(axes, {at: len(words) for at, words in lines.items()})
    for at, words in lines.items():
        axes.annotate(
            "\n".join(words), (0, at), (1, (scale.high / 2 + 0.02) * 72), xycoords=axes.get_yaxis_transform(),
            textcoords="offset points", ha="left", va="bottom", fontsize=9, linespacing=1.15, zorder=6,
            annotation_clip=False, parse_math=False,
            bbox={"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.4},
        )  # fmt: skip
    axes.set_yscale("function", functions=(scale.forward, scale.back))
    axes.set_yticks(sorted(names), [""] * len(names))
    axes.tick_params(axis="y", which="both", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_ylabel("")
    axes.set_ylim(*limits)
    return abs(scale.forward(limits[1]) - scale.forward(limits[0]))


class _Scale:
    """Data of an axis with rows ↔ inches: a row is as thick as a bar, the room over it as high as its label."""

    def __init__(self, data: list[float], inches: list[float], high: float) -> None:
        import numpy as np

        order = np.argsort(data)
        self.down = data[0] > data[-1]
        self.data, self.inches, self.high = np.array(data)[order], np.array(inches)[order], high
        if self.down:  # a scale must rise; matplotlib turns the axis by its limits
            self.inches = -self.inches

    def forward(self, values):
        import numpy as np

        return np.interp(values, self.data, self.inches)

    def back(self, values):
        import numpy as np

        return np.interp(values, self.inches, self.data)

    def at(self, inches: float) -> float:
        """The place so many inches over the floor."""
        return float(self.back(-inches if self.down else inches))


def _squeezed(axes: Axes, lines: dict[float, int]) -> tuple[_Scale, tuple[float, float]]:
    """The scale of an axis whose rows have labels of so many lines, and the limits (lower, upper) to be seen."""
    from matplotlib.patches import Rectangle

    bars = [one for one in axes.patches if isinstance(one, Rectangle) and one.get_data_transform() == axes.transData]
    down = bool(axes.yaxis_inverted())
    sign, places = (-1 if down else 1), sorted(lines, reverse=down)  # from below
    step = min((abs(b - a) for a, b in zip(places, places[1:], strict=False)), default=1.0)
    ends = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in bars]
    spread = max((abs(y - min(places, key=lambda at: abs(at - sum(e) / 2))) for e in ends for y in e), default=0.32)
    spread = min(spread, 0.48 * step)
    several = bool(bars) and min(bar.get_height() for bar in bars) < 1.2 * spread
    high = BAR * (1.7 if several else 1)
    data, inches, at = [places[0] - sign * step], [-step], EDGE + high / 2
    for number, place in enumerate(places):
        data += [place - sign * spread, place + sign * spread]
        inches += [at - high / 2, at + high / 2]
        at += high / 2 + LINE * lines[place] + GAP / 2
        data.append(place + sign * (step / 2 if number + 1 < len(places) else 0.499 * step))
        inches.append(at)
        at += GAP / 2 + high / 2
    ceiling, top = inches[-1], places[-1]
    notes = 0  # words over the rows: what a line means
    for text in axes.texts:
        y = text.get_position()[1]
        if isinstance(y, (int, float)) and sign * (y - top) > 0.4 * step and text.get_transform() == axes.transData:
            text.set_position((text.get_position()[0], top + sign * 0.5 * step))
            text.set_verticalalignment("bottom")
            notes = max(notes, text.get_text().count("\n") + 1)
    data.append(top + sign * 2 * step)
    inches.append(ceiling + 2 * step)
    scale = _Scale(data, inches, high)
    return scale, (scale.at(0.0), scale.at(ceiling + notes * LINE))


def wrapped(axes: Axes, text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Lines of `text` that fit into `room` inches in letters of `size` points."""
    lines = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width(axes, longer, size, bold) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def width(axes: Axes, text: str, size: float, bold: bool = False) -> float:
    """Inches that `text` takes."""
    from matplotlib.font_manager import FontProperties

    look = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    renderer = axes.figure.canvas.get_renderer()
    return renderer.get_text_width_height_descent(text, look, False)[0] / axes.figure.dpi


def _name_axes(axes: Axes) -> None:
    """Names of axes in lines; that of the upright one above the picture, where it takes no width."""
    room = WIDTH - 6 * EDGE
    axes.set_xlabel("\n".join(wrapped(axes, axes.get_xlabel().replace(", %", ",\u00a0%"), room, 8.6)))
    if name := axes.get_ylabel():
        axes.set_ylabel("")
        axes.set_title("\n".join(wrapped(axes, name.replace(", %", ",\u00a0%"), room, 8.6)), loc="left", fontsize=8.6)


def _key(axes: Axes) -> None:
    """The legend above the axes (below, where words of columns stand above), in as many columns as fit."""
    old = axes.get_legend()
    if old is None:
        return
    handles, words = old.legend_handles, [text.get_text() for text in old.get_texts()]
    title, below = axes.get_title(loc="left"), axes.xaxis.get_tick_params().get("labeltop", False)
    room = WIDTH - 3 * EDGE - (0.45 if any(label.get_text() for label in axes.get_yticklabels()) else 0)
    away = 0.3 + 1.5 * (1 + title.count("\n")) if title else 0.3
    columns = next(n for n in range(min(3, len(words)), 0, -1) if n == 1 or _key_width(axes, words, n) <= room)
    axes.legend(
        handles, words, loc="upper left" if below else "lower left", bbox_to_anchor=(0, 0 if below else 1),
        ncols=columns, fontsize=8.6, borderpad=0.1, borderaxespad=away, handlelength=1.3, handletextpad=0.5,
        columnspacing=1.1, labelspacing=0.35,
    )  # fmt: skip


def _key_width(axes: Axes, words: list[str], columns: int) -> float:
    """Inches of a legend: matplotlib fills columns one after another, the first ones take what is left over."""
    each, more = divmod(len(words), columns)
    letter, at, total = 8.6 / 72, 0, 0.0
    for number in range(columns):
        part = words[at : at + each + (number < more)]
        at += len(part)
        total += max(width(axes, word, 8.6) for word in part) + 1.8 * letter
    return total + 1.1 * letter * (columns - 1) + 0.2 * letter


def _place(figure: Figure, heights: list[float], times: int) -> None:
    """Axes one under another, each with the room its words take: nothing is cut, nothing is empty."""
    dpi = figure.dpi
    for axes in figure.axes:  # from the widest: what fits there takes no room at the side
        box = axes.get_position()
        axes.set_position((EDGE / WIDTH, box.y0, 1 - 2 * EDGE / WIDTH, box.height))
    for _ in range(times):
        figure.draw_without_rendering()
        around = []
        for axes in figure.axes:
            inner, outer = axes.get_window_extent(), axes.get_tightbbox()
            sides = (inner.x0 - outer.x0, outer.x1 - inner.x1, outer.y1 - inner.y1, inner.y0 - outer.y0)
            around.append([max(0.0, side) / dpi + EDGE for side in sides])
        total = sum(heights) + sum(top + bottom for _, _, top, bottom in around)
        figure.set_size_inches(WIDTH, total)
        at = total
        for axes, high, (left, right, top, bottom) in zip(figure.axes, heights, around, strict=True):
            at -= top + high
            axes.set_position((left / WIDTH, at / total, 1 - (left + right) / WIDTH, high / total))
            at -= bottom
        if all(max(left, right) < EDGE + 0.01 for left, right, *_ in around):
            return  # nothing stands at the sides, and the height changes nothing there


def _thin(axes: Axes) -> bool:
    """Drop every second word of the lower axis while words touch."""
    from matplotlib.dates import AutoDateLocator
    from matplotlib.ticker import FixedLocator, MaxNLocator

    changed = False
    for _ in range(4):
        words = [label for label in axes.get_xticklabels() if label.get_visible() and label.get_text().strip()]
        low, high = sorted(axes.get_xlim())
        words = [word for word in words if low <= word.get_position()[0] <= high]
        boxes = [word.get_window_extent() for word in words]
        if not any(b.x0 < a.x1 + 4 for a, b in zip(boxes, boxes[1:], strict=False)):
            break
        changed = True
        if isinstance(axes.xaxis.get_major_locator(), FixedLocator):
            look = {"ha": words[0].get_ha(), "fontsize": words[0].get_fontsize()}
            axes.set_xticks(axes.get_xticks()[::2], [word.get_text() for word in axes.get_xticklabels()][::2], **look)
        elif isinstance(axes.xaxis.get_major_locator(), AutoDateLocator):
            axes.xaxis.set_major_locator(AutoDateLocator(maxticks=max(2, len(words) // 2)))
        else:
            axes.xaxis.set_major_locator(MaxNLocator(max(2, len(words) // 2), integer=True))
        axes.figure.draw_without_rendering()
    return changed
