"""The cloud «Инструменты наставника»: the group's own words as a picture, whatever words they are."""

import io
import sys

import pytest
from PIL import Image

from mentoring.course.cloud import LONGEST, MOST, NARROW, SIZE, clean, cloud, font, said_of
from mentoring.course.discussion import Poll

WORDS = {"показал": 5, "выслушал": 4, "разобрали вместе": 3, "пришёл на урок": 1}


def test_words_become_a_picture_that_is_the_same_every_time():
    first = cloud(WORDS)
    assert first == cloud(dict(WORDS))
    picture = Image.open(io.BytesIO(first))
    assert picture.size == SIZE
    assert len(picture.convert("RGB").getcolors(100_000) or range(100_000)) > 5
    assert Image.open(io.BytesIO(cloud(WORDS, NARROW))).size == NARROW


def test_the_font_has_every_russian_letter():
    from matplotlib.ft2font import FT2Font

    known = FT2Font(str(font())).get_charmap()
    assert all(
        ord(letter) in known for letter in "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя«»—№"
    )


def test_what_is_no_short_word_with_a_count_is_dropped():
    sent = {"": 3, "слово": 2, " слово ": 1, "ложь": True, "минус": -1, "строка": "7", "ж" * 500: 1, "\x00": 1, 5: 1}
    found = clean(sent)
    assert found == {"слово": 3, "5": 1, "ж" * LONGEST: 1}
    assert clean(None) == clean([1]) == {}
    assert len(clean({f"слово {number}": 1 for number in range(500)})) == MOST


def test_hostile_words_stay_words():
    assert cloud(clean({"<script>alert(1)</script>": 2, "=1+1": 1}))[:4] == b"\x89PNG"
    assert "<script>" in said_of(clean({"<script>": 1}))  # the browser sets it as an attribute, never as HTML


@pytest.fixture
def poll():
    return Poll(head="", options=[], words=True, key="k")


def test_the_poll_answers_each_request_with_its_own_picture(poll):
    poll.counts = {**WORDS, "": 1}
    assert poll.picture["png"] and poll.picture["of"] == 1
    assert "показал — 5" in poll.picture["alt"] and "4\u00a0слова" in poll.picture["alt"].replace(" ", "\u00a0")
    poll.counts = {"": 2}
    assert poll.picture == {"png": "", "narrow": "", "alt": "", "of": 2}


def test_without_the_package_the_browsers_own_cloud_remains(poll, monkeypatch):
    monkeypatch.setitem(sys.modules, "wordcloud", None)
    poll.counts = {**WORDS, "": 1}
    assert poll.picture["png"] == "" and poll.picture["of"] == 1
