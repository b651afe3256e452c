"""What each damage does to a page, and what the truth says of it."""

from collections.abc import Callable
from random import Random

import pytest

from pipeline.evaluate.damage import (
    captions,
    continuation,
    heads,
    interleave,
    loss,
    order,
    single_lines,
    splice,
    vertical,
)
from pipeline.evaluate.sheet import Blocks, Glyph, text_of
from pipeline.evaluate.stories import Part, Story, read_story
from pipeline.evaluate.style import Style
from pipeline.evaluate.traditional import in_traditional
from pipeline.evaluate.truth import Specimen, TrueItem, develop
from pipeline.evaluate.typeset import set_story
from pipeline.segment.ledger import balance

STYLE = Style(
    punctuation="full",
    equal=10,
    breaks=True,
    indent=0,
    blank_lines=True,
    joined=False,
    centred=False,
    head_blank=" ",
    mark_width=1.0,
    height=(3, 3),
)


def story(first: str, second: str, *, name: str = "s") -> Story:
    """Return a story whose text is set in two columns of three lines of ten."""
    return Story(
        name=name,
        kind="article",
        paper="city",
        items=(
            (
                Part(role="kicker", text="引题在这里"),
                Part(role="headline", text=f"{first}的标题写得实在比较长一些"),
                Part(role="body", text=first * 28 + "完。"),
                Part(role="body", text=second * 28 + "终。"),
            ),
        ),
    )


STORIES = (story("甲", "乙"), story("丙", "丁"))


def sheet(*stories: Story) -> Blocks:
    rng = Random(0)
    found: list = []
    for number, one in enumerate(stories):
        found += set_story(one, number, number, STYLE, rng, lead=False)
    return tuple(found)


def printed(blocks: Blocks, *stories: Story) -> Specimen:
    items = [TrueItem(one.kind, parts, one.names) for one in stories for parts in one.items]
    specimen = develop("page.txt", "", blocks, items, blank_lines=False)
    assert balance(specimen.page(), specimen.truth).balanced
    return specimen


def lines(specimen: Specimen) -> list[str]:
    return specimen.text.split("\n")


def test_a_story_is_set_in_columns_of_print_lines() -> None:
    specimen = printed(sheet(STORIES[0]), STORIES[0])
    assert lines(specimen) == [
        "引题在这里",
        "甲的标题写得实在比较长一些",
        "甲甲甲甲甲甲甲甲甲甲 甲甲甲甲甲甲甲甲甲甲 甲甲甲甲甲甲甲甲完。",
        "乙乙乙乙乙乙乙乙乙乙 乙乙乙乙乙乙乙乙乙乙 乙乙乙乙乙乙乙乙终。",
    ]


def test_a_splice_puts_a_line_of_the_next_column_beside_the_first_of_this() -> None:
    blocks = next(
        hurt
        for seed in range(99)
        if (hurt := splice.splice_columns(sheet(STORIES[0]), Random(seed))) != sheet(STORIES[0])
    )
    specimen = printed(blocks, STORIES[0])
    assert lines(specimen)[2].startswith("甲" * 10 + "乙" * 10 + " 甲")
    (one,) = specimen.misreadings
    assert (one.kind, one.line, one.start, one.end) == ("splice", 3, 10, 20)
    second = specimen.truth.articles[0].paragraphs[1]
    assert [(span.line, span.start) for span in second.spans] == [(3, 10), (4, 0)]
    assert second.text == "乙" * 28 + "终。"


def test_a_splice_of_neighbours_leaves_the_print_with_its_own_article() -> None:
    specimen = printed(splice.splice_neighbours(sheet(*STORIES), Random(1)), *STORIES)
    (one,) = specimen.misreadings
    article = specimen.truth.articles[1]
    assert one.line in article.lines and "丙" in one.observed
    assert article.paragraphs[0].spans[0].line == one.line


def test_lost_print_leaves_a_gap() -> None:
    hurt = next(
        blocks
        for seed in range(99)
        if (blocks := loss.lose_tails(sheet(STORIES[0]), Random(seed))) != sheet(STORIES[0])
    )
    gaps = [
        part for part in printed(hurt, STORIES[0]).truth.articles[0].paragraphs if part.gap_after
    ]
    assert gaps and all(part.text.endswith("[…]") and len(part.text) == 23 for part in gaps)


def test_interleaved_neighbours_are_read_in_turn() -> None:
    specimen = printed(interleave.interleave(sheet(*STORIES), Random(3)), *STORIES)
    texts = [line[0] for line in lines(specimen) if len(line) > 20]
    assert texts == ["甲", "丙", "乙", "丁"]
    first, second = specimen.truth.articles
    assert max(first.lines) > min(second.lines)


def test_a_late_column_stands_within_the_next_story() -> None:
    specimen = printed(order.late_column(sheet(*STORIES), Random(0)), *STORIES)
    first, second = specimen.truth.articles
    assert min(second.lines) < max(first.lines) < max(second.lines)
    assert "".join(part.text for part in first.paragraphs).endswith("终。")


def test_a_late_head_stands_between_two_columns() -> None:
    specimen = printed(order.late_head(sheet(STORIES[0]), Random(0)), STORIES[0])
    assert [line[0] for line in lines(specimen)] == ["甲", "引", "甲", "乙"]
    assert specimen.truth.articles[0].headline == "甲的标题写得实在比较长一些"


def test_a_continued_story_ends_elsewhere_and_the_notes_are_furniture() -> None:
    specimen = printed(continuation.continue_elsewhere(sheet(*STORIES), Random(4)), *STORIES)
    page = specimen.page()
    notes = [page.text(span) for span in specimen.truth.furniture]
    assert ["下转" in notes[0], "上接" in notes[1]] == [True, True]
    assert all("下转" not in part.text for a in specimen.truth.articles for part in a.paragraphs)


@pytest.mark.parametrize("damage", [heads.glue, heads.swap, heads.split])
def test_heads_that_are_read_wrongly_keep_their_text(
    damage: Callable[[Blocks, Random], Blocks],
) -> None:
    whole = sheet(STORIES[0])
    for seed in range(6):
        hurt = damage(whole, Random(seed))
        assert hurt != whole
        (article,) = printed(hurt, STORIES[0]).truth.articles
        assert (article.kicker, article.headline) == ("引题在这里", "甲的标题写得实在比较长一些")


def test_vertical_print_is_a_kicker_or_furniture_a_character_or_two_a_line() -> None:
    for seed in range(6):
        specimen = printed(vertical.stand_up(sheet(*STORIES), Random(seed)), *STORIES)
        assert [one.kicker for one in specimen.truth.articles] == ["引题在这里"] * 2
        assert sum(len(line) <= 2 for line in lines(specimen)) >= 1


def test_characters_that_a_headline_lost_are_not_in_its_truth() -> None:
    specimen = printed(heads.lose_characters(sheet(STORIES[0]), Random(0)), STORIES[0])
    (article,) = specimen.truth.articles
    assert article.headline == lines(specimen)[1]
    assert 10 <= len(article.headline) < 13


def test_print_lines_apart_are_lines_of_one_article() -> None:
    specimen = printed(single_lines.unjoin(sheet(STORIES[0]), Random(0)), STORIES[0])
    assert len(lines(specimen)) == 8
    assert specimen.truth.articles[0].lines == tuple(range(1, 9))


def test_a_caption_moves_into_its_neighbour_and_stays_an_item() -> None:
    photo = read_story("---\nkind: caption\npaper: city\n---\ncaption| 图为大家在看。\n", "photo")
    blocks = next(
        hurt
        for seed in range(99)
        if (hurt := captions.move(sheet(STORIES[0], photo), Random(seed)))
        != sheet(STORIES[0], photo)
    )
    specimen = printed(blocks, STORIES[0], photo)
    article, caption = specimen.truth.articles
    assert caption.kind == "caption"
    assert min(article.lines) < caption.lines[0] < max(article.lines)


def test_traditional_characters_are_one_for_one_in_names_too() -> None:
    old = in_traditional(STORIES[0].model_copy(update={"names": ("张三",)}))
    assert old.names == ("張三",)
    assert old.items[0][1].text == "甲的標題寫得實在比較長一些"


def test_blanks_of_the_printing_hold_nothing() -> None:
    row = (Glyph("甲", 0, 0, 0), Glyph(" "), Glyph("乙", 0, 0, 1))
    block = sheet(STORIES[0])[0].with_rows((row,))
    assert text_of(block.glyphs()) == "甲 乙"
    item = TrueItem("article", (Part(role="headline", text="甲乙"),), ())
    specimen = develop("p", "", (block,), [item], blank_lines=False)
    (head,) = specimen.truth.articles[0].head
    assert head.text == "甲乙"
    assert [(span.start, span.end) for span in head.spans] == [(0, 3)]


@pytest.mark.parametrize(
    ("title", "loose"),
    [
        ("headline| 甲", False),
        ("kicker| 甲\nheadline| 乙", False),
        ("kicker| 甲\nheadline| 乙\ndeck| ——丙", False),
        ("headline| 甲\ndeck| ——乙", False),
        ("headline| 甲\ndeck| 乙", True),
        ("headline| 甲\nheadline| 乙", True),
        ("kicker| 甲\nheadline| 乙\nheadline| 丙\ndeck| ——丁", True),
    ],
)
def test_a_title_is_loose_where_only_type_size_could_tell_its_lines_apart(
    title: str, loose: bool
) -> None:
    one = read_story(f"---\nkind: brief\npaper: city\n---\n{title}\nbody| 文。\n", "x")
    assert printed(sheet(one), one).facts[0].loose_head is loose
