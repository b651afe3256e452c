"""Figures of a source in another language than Chinese: digits are compared, words are not read.

How a language writes decimals and scales is not known here (``1.234`` may be 1234 or 1.234, and
"Millionen" is a word like any other), so two figures agree if their significant digits do, and
nothing found is certain.
"""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.model import Finding
from pipeline.verify import english, normal
from pipeline.verify.figures import quoted
from pipeline.verify.findings import finding
from pipeline.verify.quantity import significant

_FIGURE: Final = re.compile(r"(?<![\w.,])\d{1,15}(?:[.,' ]\d{3})*(?:[.,]\d{1,6})?(?![\d])")
_LEAST_DIGITS: Final = 2


def check_foreign_figures(
    source: str, target: str, paragraph: str | None = None
) -> Iterator[Finding]:
    """Compare the figures of two digits or more; ordinals, words and units are left alone."""
    plain = normal.english(source)
    given = {_digits(match[0]): match[0] for match in _FIGURE.finditer(plain)}
    read = english.quantities(target)
    shown = {significant(value) for q in read for value in q.readings}
    for digits, figure in given.items():
        if len(re.sub(r"\D", "", figure)) >= _LEAST_DIGITS and digits not in shown:
            yield finding(
                "number.missing",
                "warning",
                f"the source has “{figure}”; the English does not give it",
                paragraph=paragraph,
                source=figure,
            )
    every = {_digits(run) for run in re.findall(r"\d+", plain)} | given.keys()
    for q in read:
        written = sum(c.isdigit() for c in q.text) >= _LEAST_DIGITS
        if q.tier == "hard" and written and significant(q.low) not in every:
            yield finding(
                "number.added",
                "warning",
                f"the English has {quoted(q)}, which the source does not give",
                paragraph=paragraph,
                target=q.text,
            )


def _digits(figure: str) -> str:
    return re.sub(r"\D", "", figure).strip("0")
