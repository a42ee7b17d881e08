"""Made-up people of a demonstration class: cards that hold, texts that differ in voice and quality."""

import pytest
from practicum import grade, published

from autograder.demo import ACTORS, SEED
from mentoring import privacy
from mentoring.spelling import unknown
from mentoring.tasks import event_stories, practice_stories
from mentoring.tasks.examples import text
from mentoring.tasks.planning_examples import card
from mentoring.tasks.stories import with_story

WORKS = {"practicum_2": ("p1", "p2", practice_stories), "practicum_5": ("s1", "s2", event_stories)}


@pytest.fixture(scope="module", params=sorted(WORKS))
def work(request, tmp_path_factory):
    made = published(request.param, tmp_path_factory.mktemp("key") / "out.json")
    return made, *WORKS[request.param]


def asked(made, task):
    return made["questions"][task]["question"], made["references"][task]


def test_the_card_of_every_story_holds_together(work):
    made, form, _, stories = work
    for story in stories.STORIES:
        answer = {"fields": with_story(made["references"][form]["fields"], story["card"])}
        score = grade(made, form, answer)
        assert score["fraction"] == 1.0, [one for one in score["remarks"] if one["verdict"] not in ("right", "info")]


def test_a_class_tells_many_stories_and_a_person_one(work):
    made, form, essay, stories = work
    told, titles = {}, set()
    for actor in ACTORS:
        if actor.part:
            told[actor.code] = text(*asked(made, essay), actor.quality, f"{SEED}/{actor.code}/{essay}")["text"]
            titles.add(card(*asked(made, form), 1.0, f"{SEED}/{actor.code}/{form}")["fields"]["title"])
    assert len(set(told.values())) >= 7 and len(titles) >= 2
    assert len(told["demo-01"].split()) > 3 * len(told["demo-04"].split())
    for actor in ACTORS[:4]:
        title = card(*asked(made, form), 1.0, f"{SEED}/{actor.code}/{form}")["fields"]["title"]
        own = next(
            s for s in stories.STORIES if any(told[actor.code] in s[level] for level in ("good", "fair", "weak"))
        )
        assert own["card"].get("title", made["references"][form]["fields"]["title"]) == title


def test_texts_are_russian_and_name_nobody():
    for stories in (practice_stories, event_stories):
        for story in stories.STORIES:
            for one in (*story["good"], *story["fair"], *story["weak"]):
                assert not privacy.find(one), privacy.find(one)
                assert not unknown(one), unknown(one)
