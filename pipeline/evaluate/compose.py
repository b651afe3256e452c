"""A newspaper page out of stories: seeded, the same bytes for the same seed everywhere."""

from collections.abc import Sequence
from random import Random
from typing import Literal, get_args

from pipeline.evaluate import damage
from pipeline.evaluate.fittings import page_fittings
from pipeline.evaluate.sheet import Block
from pipeline.evaluate.stories import Story, StoryError
from pipeline.evaluate.style import draw_style
from pipeline.evaluate.truth import Specimen, TrueItem, develop
from pipeline.evaluate.typeset import set_story

Level = Literal["clean", "real", "hard"]
LEVELS: tuple[Level, ...] = get_args(Level)

_LONG = 500
"""A story of so many characters can be a page's lead."""


def compose(stories: Sequence[Story], level: Level, seed: int) -> Specimen:
    """Compose the page of ``seed``: of the same stories at each level.

    Raises :class:`StoryError` where the stories are too few for a page.
    """
    rng = Random(f"page {seed}")  # noqa: S311 - a lottery that anyone can draw again
    chosen = choose(stories, rng)
    chosen = damage.rewrite(chosen, level, Random(f"script {seed}"))  # noqa: S311
    style = draw_style(rng, equal_widths=0.5 if level == "hard" else 0.15)
    blocks: list[Block] = []
    items: list[TrueItem] = []
    for number, story in enumerate(chosen):
        blocks += set_story(story, number, len(items), style, rng, lead=number == 0)
        items += _true_items(story)
    above, below = page_fittings(rng)
    chance = Random(f"{level} {seed}")  # noqa: S311
    hurt, done = damage.inflict((*above, *blocks, *below), level, chosen, chance)
    specimen = develop(f"{level}-{seed:05d}.txt", level, hurt, items, style.blank_lines)
    return specimen.model_copy(update={"damages": done})


def _true_items(story: Story) -> list[TrueItem]:
    found = []
    for parts in story.items:
        text = "".join(part.text for part in parts).replace(" ", "")
        names = tuple(name for name in story.names if name in text)
        found.append(TrueItem(story.kind, parts, names))
    return found


def choose(stories: Sequence[Story], rng: Random) -> list[Story]:
    """Draw the stories of a page: a lead, articles and briefs, pictures, now and then the rest."""
    pool = list(stories)
    rng.shuffle(pool)
    lead = [story for story in pool if story.kind == "article" and _size(story) >= _LONG]
    news = [story for story in pool if story.kind in ("article", "brief")]
    captions = [story for story in pool if story.kind == "caption"]
    rest = [story for story in pool if story.kind not in ("article", "brief", "caption")]
    if not news:
        raise StoryError("a page needs an article or a brief at least; the stories hold none")
    chosen = lead[:1] or news[:1]
    others = [story for story in news if story not in chosen][: rng.randint(2, 5)]
    others += rest[: rng.choice((0, 0, 1, 1, 2))]
    rng.shuffle(others)
    chosen += others
    for caption in captions[: rng.choice((0, 1, 1, 2))]:
        chosen.insert(_beside(caption, chosen, rng), caption)
    return chosen[:9]


def _size(story: Story) -> int:
    return sum(len(part.text) for parts in story.items for part in parts)


def _beside(caption: Story, chosen: Sequence[Story], rng: Random) -> int:
    """Return where a picture goes: before or after the story it belongs to, or anywhere."""
    for place, story in enumerate(chosen):
        if story.name == caption.beside:
            return place + rng.randint(0, 1)
    return rng.randint(1, len(chosen))
