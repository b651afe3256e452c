"""Scores over pages: sums, intervals, bins of confidence."""

import pytest

from pipeline.evaluate.score import PageScore
from pipeline.evaluate.scorecard import scorecard

PAGES = [
    PageScore(
        source=f"{number}",
        level="real",
        damages=("splice",) if number < 4 else (),
        tally={
            "boundary_f1": (2.0 * (number % 2), 2.0),
            "exact_articles": (1.0, 2.0),
            "role body": (1.0, 1.0),
            "role deck": (0.0, 1.0),
            "splice_recall": (0.0, 0.0),
        },
        sure=(0.99 if number < 10 else 0.4, number < 9),
        sure_items=((0.7, True), (1.0, False)),
    )
    for number in range(20)
]


def test_a_score_is_the_ratio_of_the_sums_with_an_interval_about_it() -> None:
    scores = scorecard("x", "real", PAGES).scores
    half = scores["boundary_f1"]
    assert half.value == 0.5 and half.of == 40
    assert half.low is not None and half.high is not None
    assert 0.2 < half.low < 0.5 < half.high < 0.8
    sure = scores["exact_articles"]
    assert sure.value == sure.low == sure.high == 0.5
    assert scores["splice_recall"].value is None
    assert scores["role_f1"].value == 0.5


def test_confident_pages_and_bins_are_counted() -> None:
    card = scorecard("x", "real", PAGES, threshold=0.98)
    assert card.confident is not None
    assert (card.confident.count, card.confident.of, card.confident.right) == (10, 20, 0.9)
    assert (card.confident.low, card.confident.high) == pytest.approx((0.596, 0.982), abs=0.001)
    assert [(one.low, one.count, one.right) for one in card.page_confidence] == [
        (0.0, 10, 0.0),
        (0.99, 10, 0.9),
    ]
    assert [(one.count, one.right) for one in card.item_confidence] == [(20, 1.0), (20, 0.0)]
    assert card.damages["splice"].pages == 4
    assert card.damages["splice"].boundary_f1 == pytest.approx(0.5)


def test_where_no_page_is_confident_nothing_is_said_of_those() -> None:
    card = scorecard("x", "real", PAGES[:2], threshold=1.1)
    assert card.confident is not None
    assert (card.confident.count, card.confident.right, card.confident.low) == (0, None, None)


def test_the_same_pages_give_the_same_intervals() -> None:
    assert scorecard("x", "real", PAGES, 0.9) == scorecard("x", "real", PAGES, 0.9)
