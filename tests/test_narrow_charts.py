"""Every chart of the course has a picture for a phone: seen whole, in letters that can be read, in the same words."""

import itertools
import os
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from matplotlib.text import Text
from test_charts import DRAWN

from mentoring.cards import Box, Card
from mentoring.charts import draw
from mentoring.course.own_municipality import shares_chart
from mentoring.narrow_charts import SMALLEST, WIDTH, narrow
from publishing.recorder import run

COURSE = Path(__file__).parents[1] / "course"
PAGES = [*(f"session_{number:02d}" for number in range(1, 13)), "tool_roadmap", "tool_route"]
PIXELS = 350 / WIDTH / 72  # of a phone of 390, for a point of a letter; the browser test measures the 350


@cache
def charts(name):
    there = Path.cwd()
    try:
        return [note.data["figure"] for _, notes in run(COURSE / f"{name}.ipynb") for note in notes
                if note.kind == "figure"]  # fmt: skip
    finally:
        os.chdir(there)


def words(figure):
    """Texts that are drawn: ticks outside the axes are not."""
    for axes in figure.axes:
        if not axes.axison:
            yield from axes.texts
            continue
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            at = 0 if axis is axes.xaxis else 1
            for label in axis.get_ticklabels():
                if min(low, high) <= label.get_position()[at] <= max(low, high):
                    yield label
            yield axis.label
        yield from axes.texts
        yield axes.title
        if legend := axes.get_legend():
            yield from legend.get_texts()


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_every_chart_whole_and_in_readable_letters(name, monkeypatch):
    monkeypatch.setenv("MENTORING_OWN_DATA", "")
    found = charts(name)
    assert len(found) >= 2
    whole_and_readable(found)


@pytest.mark.parametrize("name", DRAWN)
def test_charts_of_the_library_are_narrowed_too(name):
    whole_and_readable([DRAWN[name]()])


def test_own_data_of_a_municipality_fit_a_phone():
    rows = [
        SimpleNamespace(title=f"документ с длинным названием {number}", share=share, have=12, total=34, region=region)
        for number, (share, region) in enumerate([(100, 92.0), (50, None), (3, 56.0)])
    ]  # fmt: skip
    whole_and_readable([shares_chart(rows, "данные муниципалитета «Пример»")])


def whole_and_readable(found):
    for chart in found:
        figure = chart.narrow
        assert figure.get_figwidth() == WIDTH
        figure.draw_without_rendering()
        box, (wide, high) = figure.get_tightbbox(), figure.get_size_inches()
        assert box.x0 >= -0.01 and box.x1 <= wide + 0.01, chart.title
        assert box.y0 >= -0.01 and box.y1 <= high + 0.01, chart.title
        sizes = [one.get_fontsize() for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip()]
        assert min(sizes) >= SMALLEST and SMALLEST * PIXELS >= 11, chart.title
        drawn = [one for one in words(figure) if one.get_visible() and one.get_text().strip()]
        assert len(drawn) >= 3, chart.title
        for one, other in itertools.combinations(drawn, 2):
            a, b = one.get_window_extent(), other.get_window_extent()
            over = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
            touch = min(over) > 0.03 * figure.dpi
            assert not touch, f"{chart.title}: «{one.get_text()}» и «{other.get_text()}»"


def test_rows_have_their_labels_over_the_bars_and_keep_their_order():
    def paint(axes):
        axes.barh([0, 1, 2], [3, 5, 8])
        axes.set_yticks([0, 1, 2], ["первая строка", "вторая строка", "третья строка с очень длинным названием"])
        axes.invert_yaxis()

    chart = draw(paint, title="Вывод", source="002:299", alt="Полосы")
    figure = chart.narrow
    [axes] = figure.axes
    figure.draw_without_rendering()
    tops = [text.get_window_extent().y0 for text in axes.texts]
    assert tops == sorted(tops, reverse=True), "the first row of an inverted axis is the upper one"
    bars = [bar.get_window_extent() for bar in axes.patches]
    for bar, text in zip(bars, axes.texts, strict=True):
        assert 0 <= text.get_window_extent().y0 - bar.y1 < 0.1 * figure.dpi
    assert not any(label.get_text() for label in axes.get_yticklabels())
    assert [label.get_text() for label in chart.figure.axes[0].get_yticklabels()][0] == "первая строка"


def test_a_painter_knows_for_which_picture_it_paints():
    seen = []
    chart = draw(lambda axes: seen.append(narrow(axes)), title="Вывод", source="002:299", alt="Точки")
    chart.figure, chart.narrow  # noqa: B018
    assert seen == [False, True]


def test_cards_stand_in_for_what_cannot_be_narrowed():
    long = "очень длинное название, которое не поместится в одну строку телефона ни за что"
    chart = draw(lambda axes: None, title="Вывод", source="002:299", alt="Схема",
                 cards=lambda: [Card("Первая", [("что", [Box("раз"), Box(long, dashed=True)])], arrow=True),
                                Card("Вторая")])  # fmt: skip
    figure = chart.narrow
    told = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert told.split() == ["Первая", "что", "раз", *long.split(), "Вторая"]
    assert figure.get_tightbbox().x1 <= WIDTH
