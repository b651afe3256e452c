"""The words that lines have in common."""

from pipeline.segment.cohesion import bonds


def test_bonds_do_not_hang_on_the_order_that_words_are_met_in():
    # Word n is on every line whose number n % 7 + 2 divides: weights of many sizes to be summed.
    lines = [[f"词{n}" for n in range(60) if line % (n % 7 + 2) == 0] for line in range(40)]
    sizes = [90] * 40
    assert bonds(lines, sizes) == bonds([words[::-1] for words in lines], sizes)
