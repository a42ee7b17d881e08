"""A map, a tree or a matrix told on a phone: cards one under another, each with a heading and words in boxes.

Boxes keep the colours and frames that the wide picture has; what was a line between two boxes is here to stand in the
same card.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentoring.narrow_charts import DPI, EDGE, WIDTH, width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE, HEAD, SMALL = 8.6, 9.4, 8.4  # points
LINE = 0.155  # inches
PAD, BETWEEN, APART = 0.055, 0.07, 0.15
FACE, FRAME = "#F4F5F7", "#8A8F98"


@dataclass(frozen=True)
class Box:
    """Words in a frame; `face` and `edge` as in the wide picture."""

    text: str
    face: str = FACE
    edge: str = ""
    dashed: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Card:
    """`rows`: (words above, boxes); `colour`: of the line at the left; `arrow`: the next card follows from this one."""

    heading: str = ""
    rows: Sequence[tuple[str, Sequence[Box]]] = ()
    colour: str = ""
    arrow: bool = False


def told(cards: Iterable[Card]) -> Figure:
    """The cards on a figure as wide as a phone and as high as they need."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, 1.0), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    sheet = _Sheet(axes)
    for card in cards:
        sheet.card(card)
    high = sheet.at - APART + EDGE
    figure.set_size_inches(WIDTH, high)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(high, 0)
    return figure


class _Sheet:
    """Where the next thing stands; lengths are inches, down from the upper edge."""

    def __init__(self, axes: Axes) -> None:
        self.axes, self.at = axes, EDGE

    def card(self, card: Card) -> None:
        left = EDGE + (0.1 if card.colour else 0)
        began = self.at
        if card.heading:
            self._words(card.heading, left, HEAD, bold=True)
        for words, boxes in card.rows:
            if words:
                self._words(words, left, SMALL, colour="#55606E")
            self._boxes(boxes, left)
            if not boxes:
                self.at += BETWEEN / 2
        if card.colour:
            self.axes.plot([EDGE + 0.02] * 2, [began, self.at - BETWEEN], color=card.colour, linewidth=3,
                           solid_capstyle="butt")  # fmt: skip
        if card.arrow:
            self.axes.annotate("", (WIDTH / 2, self.at + 0.12), (WIDTH / 2, self.at - 0.06), arrowprops={
                "arrowstyle": "-|>", "color": FRAME, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0})  # fmt: skip
            self.at += 0.07
        self.at += APART - BETWEEN

    def _words(self, text: str, left: float, size: float, *, bold: bool = False, colour: str = "#1F2933") -> None:
        lines = wrapped(self.axes, text, WIDTH - left - EDGE, size, bold)
        self._put(lines, left, size, bold, colour)
        self.at += LINE * len(lines) + BETWEEN / 2

    def _boxes(self, boxes: Sequence[Box], left: float) -> None:
        from matplotlib.patches import FancyBboxPatch

        from mentoring.charts import ink_on

        room, x, high = WIDTH - left - EDGE, left, 0.0
        for box in boxes:
            lines = wrapped(self.axes, box.text, room - 2 * PAD, SIZE, box.bold)
            wide = max(width(self.axes, line, SIZE, box.bold) for line in lines) + 2 * PAD
            if x > left and x + wide > left + room + 1e-6:
                self.at, x, high = self.at + high + BETWEEN, left, 0.0
            tall = LINE * len(lines) + PAD
            self.axes.add_patch(FancyBboxPatch(
                (x, self.at), wide, tall, boxstyle="round,pad=0,rounding_size=0.05", facecolor=box.face,
                edgecolor=box.edge or box.face, linewidth=1.2, linestyle="--" if box.dashed else "-"))  # fmt: skip
            self._put(lines, x + PAD, SIZE, box.bold, ink_on(box.face), down=PAD / 2)
            x, high = x + wide + BETWEEN, max(high, tall)
        if boxes:
            self.at += high + BETWEEN

    def _put(self, lines, left, size, bold, colour, down=0.0) -> None:
        for number, line in enumerate(lines):
            self.axes.text(left, self.at + down + LINE * (number + 0.5), line, va="center_baseline", ha="left",
                           fontsize=size, fontweight="bold" if bold else "normal", color=colour,
                           parse_math=False)  # fmt: skip
