"""Story files: what is read from them, and what is refused."""

from pathlib import Path

import pytest

from pipeline.evaluate.stories import StoryError, read_stories, read_story, shipped_stories

GOOD = (
    "---\nkind: brief # a word\npaper: city\nnames: 周明、李想、田 禾\n---\n"
    "headline| 早餐  价格\nbody| 周明和李想。\n"
)


def test_a_story_has_its_facts_and_its_parts() -> None:
    story = read_story(GOOD, "bread")
    assert (story.kind, story.paper, story.names) == ("brief", "city", ("周明", "李想", "田禾"))
    assert [(part.role, part.text) for part in story.items[0]] == [
        ("headline", "早餐 价格"),
        ("body", "周明和李想。"),
    ]


def test_the_title_of_a_round_up_goes_with_its_first_item() -> None:
    head = "---\nkind: roundup\npaper: city\n---\n"
    for title in ("kicker| 简讯\n", "kicker| 简讯\n---\n"):
        story = read_story(head + title + "body| 甲。\n---\nheadline| 乙\nbody| 丙。\n", "round")
        roles = [[part.role for part in parts] for parts in story.items]
        assert roles == [["kicker", "body"], ["headline", "body"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headline| 早餐\n", "between two lines of ---"),
        (GOOD.replace("kind", "sort"), "is no fact"),
        (GOOD.replace("brief", "poem"), "kind"),
        (GOOD.replace("body|", "text|"), "line 7"),
        (GOOD.replace("body| 周明和李想。", "body|"), "line 7"),
        (GOOD + "---\n", "without parts"),
    ],
)
def test_a_file_that_does_not_follow_the_format_is_named_with_its_line(
    text: str, said: str
) -> None:
    with pytest.raises(StoryError, match="story bread") as caught:
        read_story(text, "bread")
    assert said in str(caught.value)


def test_a_folder_without_stories_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match="no story"):
        read_stories(tmp_path)


def test_the_shipped_stories_are_many_of_all_kinds_and_in_two_shares_apart() -> None:
    tuning, held_back = shipped_stories("tuning"), shipped_stories("held-back")
    assert len(tuning) >= 24 and len(held_back) >= 24
    assert not {one.name for one in tuning} & {one.name for one in held_back}
    for share in (tuning, held_back):
        assert {one.kind for one in share} >= {"article", "brief", "roundup", "commentary"}
        assert {one.kind for one in share} >= {"notice", "caption", "advert", "other"}
    texts = [part.text for one in shipped_stories("all") for item in one.items for part in item]
    bodies = [text for text in texts if len(text) > 40]
    assert len(set(bodies)) == len(bodies)


def test_every_name_of_a_shipped_story_stands_in_it() -> None:
    for story in shipped_stories("all"):
        text = "".join(part.text for item in story.items for part in item).replace(" ", "")
        assert [name for name in story.names if name not in text] == [], story.name
