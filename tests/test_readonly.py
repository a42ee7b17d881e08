"""Read-only views: what a grader and a participant see of an answer, and that nothing of a participant runs there."""

import subprocess
import sys
from html.parser import HTMLParser
from importlib.metadata import entry_points

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_tasks import KINDS, SAMPLES, json_values

from mentoring.forms.readonly import STYLE, esc, prose

VIEWS = {point.name: point.load() for point in entry_points(group="autograder.views")}
VOID = {"br", "hr", "img", "input", "meta", "link", "wbr"}
ALLOWED = set(
    [
        "section",
        "header",
        "h3",
        "h4",
        "p",
        "span",
        "div",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
        "pre",
        "code",
        "details",
        "summary",
        "strong",
        "em",
        "a",
        "blockquote",
        "hr",
        "br",
        "h1",
        "h2",
        "h5",
        "h6",
    ]
)
ATTRIBUTES = {"class", "scope", "dir", "aria-hidden", "data-label", "href", "title", "start", "style"}


class Page(HTMLParser):
    """Elements, attributes and text of a fragment; complains of what is not closed in order."""

    def __init__(self, markup):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], []
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    @property
    def words(self):
        return " ".join("".join(self.text).split())


def draw(kind, sample, answer, reveal=False, graded=True, **extra):
    question = sample.question.model_dump(mode="json")
    key = sample.reference.model_dump(mode="json") if sample.reference else None
    score = kind.grade(question, answer, key) | extra if graded else None
    return VIEWS[kind.name](question, answer, score, reveal=key if reveal else None)


def assert_safe(markup):
    page = Page(markup)
    assert set(page.tags) <= ALLOWED
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    assert not any(name == "href" and not value.startswith(("http", "#")) for name, value in page.attributes)
    return page


def test_every_kind_has_a_view():
    assert VIEWS.keys() == KINDS.keys()


@pytest.mark.parametrize("reveal", [False, True], ids=["closed", "revealed"])
@pytest.mark.parametrize("kind,sample", SAMPLES, ids=lambda value: getattr(value, "name", ""))
def test_samples_are_drawn_as_safe_html(kind, sample, reveal):
    page = assert_safe(draw(kind, sample, sample.answer, reveal))
    assert sample.question.title in page.words
    word = {"unanswered": "Нет ответа", "unreadable": "Прочитать не удалось", "manual": "Оценивает преподаватель"}
    assert word.get(sample.outcome, "ерно") in page.words


EVIL = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '" onmouseover="alert(1)',
        "' onfocus='alert(1)",
        "</span></section><iframe src=//evil>",
        "<!--",
        "]]>",
        "&lt;script&gt;",
        "javascript:alert(1)",
        "<svg/onload=alert(1)>",
        "{{ 7*7 }}",
        "{% raw %}",
        "=HYPERLINK(1)",
        "\ud800",
        "\x00<b>",
        "\u202e",
        "<style>*{display:none}</style>",
        "</textarea>",
    ]
)


def evil_of(shape, text):
    """The answer with every string, and every key that is not a field name, replaced."""
    if isinstance(shape, str):
        return text
    if isinstance(shape, list | tuple):
        return [evil_of(item, text) for item in shape]
    if isinstance(shape, dict):
        return {name: evil_of(item, text) for name, item in shape.items()} | {text: text}
    return shape


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(number=st.integers(0, len(SAMPLES) - 1), text=EVIL, reveal=st.booleans())
def test_hostile_text_never_becomes_markup(number, text, reveal):
    kind, sample = SAMPLES[number]
    markup = draw(kind, sample, evil_of(sample.answer, text), reveal)
    assert_safe(markup)
    markup.encode("utf-8")
    if text.startswith("<") and len(text) > 4:
        assert text not in markup


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(answer=json_values, number=st.integers(0, len(SAMPLES) - 1), reveal=st.booleans(), graded=st.booleans())
def test_any_answer_is_drawn(answer, number, reveal, graded):
    kind, sample = SAMPLES[number]
    assert_safe(draw(kind, sample, answer, reveal, graded))
    draw(kind, sample, answer, reveal, graded).encode("utf-8")


def test_hostile_remarks_and_codes_of_a_score_are_escaped():
    kind, sample = SAMPLES[0]
    evil = '"><script>alert(1)</script>'
    remark = {"criterion": evil, "verdict": evil, "text": evil, "source": evil, "share": None}
    score = {"outcome": evil, "fraction": None, "remarks": [remark]}
    markup = VIEWS[kind.name](sample.question.model_dump(mode="json"), None, score, reveal=None)
    assert "<script" not in markup
    assert_safe(markup)


def test_authors_markdown_is_rendered_without_raw_html():
    assert "<strong>да</strong>" in prose("**да**")
    assert "<table>" in prose("| a | b |\n|---|---|\n| 1 | 2 |")
    page = assert_safe(prose("<script>x</script> [a](javascript:alert(1)) ![b](http://e/i.png) [c](https://e)"))
    assert "script" not in page.tags and "img" not in page.tags


def test_points_are_told_when_the_score_has_them():
    kind = KINDS["choice"]
    sample = next(one for one in kind.samples() if one.fraction == 0.5)
    page = Page(draw(kind, sample, sample.answer, points=1.5, max_points=2))
    assert "1,5 из 2 баллов" in page.words
    assert "до 1 балла" in Page(draw(kind, sample, sample.answer)).words


def test_the_right_answer_shows_only_when_revealed():
    kind = KINDS["number"]
    sample = next(one for one in kind.samples() if one.name == "correct")
    question = sample.question.model_dump(mode="json") | {"secret": True}
    key = sample.reference.model_dump(mode="json")
    score = kind.grade(question, {"value": "5"}, key)
    assert "89,07" not in VIEWS["number"](question, {"value": "5"}, score, reveal=None)
    assert "89,07" in VIEWS["number"](question, {"value": "5"}, score, reveal=key)


def test_dates_of_a_table_are_told_as_people_write_them_and_not_broken():
    sample = next(one for one in KINDS["text"].samples() if one.question.columns)
    answer = {"rows": [{"what": "Издать приказ", "when": "2026-09-15"}, {"what": "Обновить", "when": "в сентябре"}]}
    drawn = draw(KINDS["text"], sample, answer)
    assert '<span class="ro-date">' in drawn and "15.09.2026" in drawn and "2026-09-15" not in drawn
    assert "в сентябре" in drawn and ".ro-date .ro-given { white-space: nowrap" in STYLE


def test_marks_are_words_and_signs_not_colour_alone():
    kind = KINDS["choice"]
    sample = next(one for one in kind.samples() if one.fraction == 0.5 and len(one.answer["chosen"]) == 3)
    words = Page(draw(kind, sample, sample.answer, reveal=True)).words
    assert "верный вариант" in words and "неверный вариант" in words and "Частично верно" in words


def test_very_long_text_is_cut_and_says_so():
    assert "показаны первые" in esc("а" * 30_000)
    assert len(esc("<" * 1_000_000)) < 100_000


def test_views_need_no_widgets_and_no_tables():
    code = (
        "import sys, mentoring.forms.code, mentoring.forms.checklist, mentoring.forms.text;"
        "sys.exit(bool({'anywidget', 'ipywidgets', 'pandas', 'numpy', 'IPython', 'nbformat'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_style_loads_nothing_from_elsewhere():
    assert "url(" not in STYLE and "@import" not in STYLE and "</" not in STYLE
