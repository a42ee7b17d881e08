"""Charts: a finding in the title, named axes, a source, words for those who can't see, and no English."""

import re
import sys

import pandas as pd
import pytest

from mentoring.charts import PALETTE, draw, texts
from mentoring.data import load
from mentoring.indicators import charts, decompose, indicator

STEP = decompose(959, 1107, 934, 1042)
DRAWN = {
    "change": lambda: charts.change_chart(STEP, before="декабрь 2022", after="март 2023", what="Пары"),
    "base": lambda: charts.base_chart(load("monitoring")),
    "documents": lambda: charts.documents_chart(load("document_shares")),
    "register": lambda: charts.register_chart(load("orders")),
    "status": lambda: charts.status_chart(load("municipality_status")),
    "result": lambda: indicator("project_1").calculate(998, 1042).chart(),
    "count": lambda: indicator("project_5").calculate(120).chart(),
    "targets": lambda: charts.target_chart(pd.Series({"Химки": 50.0, "Клин": 80.0}), 60, title="Охват", source="ввод"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_can_be_read_without_asking(name):
    chart = DRAWN[name]()
    shown = texts(chart)
    joined = " ".join(" ".join(text.split()) for text in shown)
    assert not re.search(r"[A-Za-z]{2,}", joined), joined
    assert " ".join(chart.title.split()) in joined
    assert "Источник: " in joined and chart.alt
    for axes in chart.figure.axes:
        assert axes.get_xlabel() or axes.get_ylabel()
    assert not re.search(r"\d\.\d", re.sub(r"\d\d\.\d\d\.\d{4}", "", joined)), "decimal point instead of a comma"


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_sticks_out_of_the_picture(name):
    chart = DRAWN[name]()
    figure = chart.figure
    figure.canvas.draw()
    width, height = figure.get_size_inches() * figure.dpi
    for part in (*figure.axes, *figure.texts):
        box = part.get_tightbbox() if part in figure.axes else part.get_window_extent()
        assert box.x0 > -2 and box.x1 < width + 2, part
        assert box.y0 > -2 and box.y1 < height + 2, part
    heading, footer = (text.get_window_extent() for text in figure.texts)
    for axes in figure.axes:
        box = axes.get_tightbbox()
        assert footer.y1 <= box.y0 + 2 and box.y1 <= heading.y0 + 2, "title or source line overlaps the drawing"


def test_jupyter_gets_the_picture_with_its_words():
    data, metadata = DRAWN["status"]()._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG") and metadata["image/png"]["alt"] == data["text/plain"]
    assert 'alt="Составная полоса' in DRAWN["status"]().to_html()


def test_the_shrinking_base_is_in_the_title():
    assert "сжалась база" in DRAWN["change"]().title
    assert "динамику установить нельзя" in DRAWN["base"]().title
    assert "причина не названа" in DRAWN["change"]().alt


def test_statuses_in_two_bars_are_told_bar_by_bar():
    statuses = load("municipality_status").assign(
        side=lambda rows: rows["status"].eq("complete").map({True: "а", False: "б"})
    )
    assert "А: предоставлено полностью — 14; требует доработки — 0" in charts.status_chart(statuses, by="side").alt


def test_a_chart_without_source_or_words_is_refused():
    for missing in ("title", "source", "alt"):
        given = {"title": "т", "source": "и", "alt": "о"} | {missing: " "}
        with pytest.raises(ValueError, match=missing):
            draw(lambda axes: None, **given)


def test_drawing_leaves_no_global_state():
    import matplotlib

    before = dict(matplotlib.rcParams)
    DRAWN["status"]().png()
    assert dict(matplotlib.rcParams) == before
    assert len(set(PALETTE)) == len(PALETTE) and "matplotlib.figure" in sys.modules
