"""A cloud of the group's own words as a picture: the package wordcloud with a font that has Cyrillic, offline.

Not for text that is to be read out of context: who asks, cleans and counts the words is `discussion`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mentoring.charts import BLUE, GREEN, INK, PURPLE, RED
from mentoring.wording import count_ru

SIZE = (1200, 560)
NARROW = (640, 820)  # for a phone, where it is shown 310 CSS pixels wide or wider: letters of 24 dots are 11 high
MOST = 120
LONGEST = 40
COLOURS = (BLUE, GREEN, RED, INK, PURPLE)


def clean(counts: Any) -> dict[str, int]:
    """What a browser sent as words with counts; whatever is no short word with a positive number is dropped."""
    if not isinstance(counts, Mapping):
        return {}
    found: dict[str, int] = {}
    for word, count in counts.items():
        text = " ".join(str(word).split())[:LONGEST].strip()
        if text and text.isprintable() and isinstance(count, int) and not isinstance(count, bool) and count > 0:
            found[text] = found.get(text, 0) + min(count, 1_000)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST])


def cloud(counts: Mapping[str, int], size: tuple[int, int] = SIZE) -> bytes:
    """PNG of cleaned `counts`; the same words give the same picture. Raises ImportError where wordcloud is missing."""
    from wordcloud import WordCloud

    least = 24 if size == NARROW else 16
    drawn = WordCloud(
        font_path=str(font()), width=size[0], height=size[1], background_color="white", prefer_horizontal=1.0,
        relative_scaling=0.6, min_font_size=least, max_font_size=150, margin=8, random_state=7, color_func=_colour,
    ).generate_from_frequencies(dict(counts))  # fmt: skip
    with io.BytesIO() as buffer:
        drawn.to_image().save(buffer, format="PNG", optimize=True)
        return buffer.getvalue()


def font() -> Path:
    """DejaVu Sans Bold that matplotlib carries: it has Cyrillic and is there on every machine."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans-Bold.ttf"


def said_of(counts: Mapping[str, int]) -> str:
    """The picture in words, for those who can't see it."""
    named = "; ".join(f"{word} — {count}" for word, count in counts.items())
    return f"Облако слов группы, {count_ru(len(counts), 'слово', 'слова', 'слов')} с числом повторов: {named}."


def _colour(word: str, **_: Any) -> str:
    return COLOURS[sum(map(ord, word)) % len(COLOURS)]
