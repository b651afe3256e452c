"""Composed pages: their truth holds at every level, and a seed is a page."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluate.compose import LEVELS, Level, compose
from pipeline.evaluate.reading import squeezed
from pipeline.evaluate.score import score
from pipeline.evaluate.stories import StoryError, read_stories
from pipeline.evaluate.truth import Specimen
from pipeline.evaluate.typeset import print_lines
from pipeline.model import GAP
from pipeline.segment.ledger import balance

STORIES = read_stories(Path(__file__).parent / "stories")
Make = Callable[[Level, int], Specimen]
seeds = st.integers(0, 10**9)
levels = st.sampled_from(LEVELS)


@given(levels, seeds)
def test_every_character_of_a_page_is_in_exactly_one_true_span(level: Level, seed: int) -> None:
    specimen = compose(STORIES, level, seed)
    assert balance(specimen.page(), specimen.truth).balanced
    assert not specimen.truth.unassigned


@settings(max_examples=40)
@given(levels, seeds)
def test_the_truth_scores_full_marks_against_itself(level: Level, seed: int) -> None:
    specimen = compose(STORIES, level, seed)
    tally = score(specimen, specimen.truth).tally
    for name in ("boundary_f1", "exact_f1", "pair_f1", "role_accuracy", "coverage", "headline"):
        above, below = tally[name]
        assert above == below, name
    assert tally["cer"][0] == 0


@given(seeds)
def test_a_clean_page_has_all_print_in_reading_order(seed: int) -> None:
    specimen = compose(STORIES, "clean", seed)
    assert specimen.misreadings == ()
    for article in specimen.truth.articles:
        places = [(s.line, s.start) for part in article.paragraphs for s in part.spans]
        assert places == sorted(places)
    printed = squeezed("".join(p.text for a in specimen.truth.articles for p in a.paragraphs))
    assert GAP not in printed
    for story in STORIES:
        for part in (part for item in story.items for part in item if part.role == "body"):
            assert squeezed(part.text) in printed or squeezed(part.text)[:10] not in printed


@given(st.sampled_from(("real", "hard")), seeds)
def test_what_was_misread_is_known_where_it_stands(level: Level, seed: int) -> None:
    specimen = compose(STORIES, level, seed)
    page = specimen.page()
    for one in specimen.misreadings:
        assert page.line(one.line).text[one.start : one.end] == one.observed
        assert one.observed != one.true


@given(st.sampled_from(("real", "hard")), seeds)
def test_spans_in_reading_order_give_the_text_but_for_what_is_known(
    level: Level, seed: int
) -> None:
    specimen = compose(STORIES, level, seed)
    page = specimen.page()
    wrong = {
        (one.line, at)
        for one in specimen.misreadings
        if one.kind == "confusion"
        for at in range(one.start, one.end)
    }
    for article in specimen.truth.articles:
        for paragraph in article.paragraphs:
            places = [(s.line, at) for s in paragraph.spans for at in range(s.start, s.end)]
            read = [
                (page.line(line).text[at], (line, at) in wrong)
                for line, at in places
                if not page.line(line).text[at].isspace()
            ]
            text = "".join(paragraph.text.removesuffix(GAP).split())
            assert len(read) == len(text)
            assert all(bad or seen == true for (seen, bad), true in zip(read, text, strict=True))


def test_a_seed_is_a_page_whatever_the_process() -> None:
    """Nothing hangs on the order of sets, which changes from process to process."""
    code = (
        "from tests.evaluate.test_compose import STORIES, compose, LEVELS\n"
        "for level in LEVELS:\n"
        "    for seed in range(5): print(compose(STORIES, level, seed).model_dump_json())"
    )
    root = Path(__file__).parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": order, "PYTHONPATH": str(root), "PYTHONUTF8": "1"},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for order in ("1", "2")
    }
    (output,) = outputs
    assert output.count(b"\n") == 15


def test_stories_without_an_article_make_no_page() -> None:
    captions = [story for story in STORIES if story.kind == "caption"]
    with pytest.raises(StoryError, match="an article or a brief"):
        compose(captions, "clean", 1)


def test_seeds_and_levels_make_different_pages(specimen: Make) -> None:
    pages = {specimen(level, seed).text for level in LEVELS for seed in range(10)}
    assert len(pages) == 30


def test_each_damage_is_done_somewhere(specimen: Make) -> None:
    done = {name for seed in range(200) for name in specimen("hard", seed).damages}
    assert len(done) == 19
    assert {name for seed in range(100) for name in specimen("real", seed).damages} < done


def test_most_lost_print_stood_at_the_end_of_a_paragraph(specimen: Make) -> None:
    lost = [
        part
        for seed in range(60)
        for article in specimen("real", seed).truth.articles
        for part in article.paragraphs
        if part.gap_after
    ]
    assert len(lost) > 20
    assert all(part.text.endswith(GAP) for part in lost)


@given(
    st.text("山水田林路，。“”（）5A ", min_size=1, max_size=200),
    st.integers(10, 45),
    st.sampled_from((0, 2)),
)
def test_print_lines_hold_all_of_the_text_in_their_width(
    text: str, width: int, indent: int
) -> None:
    lines = list(print_lines(text, width, indent, mark_width=1.0))
    assert [at for line in lines for at in line] == list(range(len(text)))
    for line in lines:
        letters = re.sub(r"[，。”）]+$", "", text[line.start : line.stop])
        assert sum(0.5 if char.isascii() else 1.0 for char in letters) <= width
