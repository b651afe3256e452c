"""Whether the English is far too short or far too long for its source.

The ratio is that of English characters to Chinese characters, blanks of the source left out.
Measured on 1,851 human translations of news (WMT21-23 news tests and NTREX, two thirds of the
documents), by length of the source in characters:

=========  =====  ====  ====  ====  ====
source     pairs    p1   p50   p99   max
=========  =====  ====  ====  ====  ====
8-15         104  1.50  3.71  7.17  7.31
16-29        395  1.56  3.62  6.75  7.42
30-59        803  1.87  3.60  6.02  6.51
60-119       481  1.94  3.76  5.93  6.92
120-          47  1.11  4.29  5.66  5.66
=========  =====  ====  ====  ====  ====

A warning stands just outside all but the last half per cent, an error well outside what any of
them shows. Under 8 characters one word more or less decides, and nothing is said.
"""

from typing import Final

from pipeline.model import Finding
from pipeline.verify.findings import finding

_HAN_SHARE: Final = 0.5
_SHORTEST: Final = 8
# From this source length on: error below, warning below, warning above, error above.
_BOUNDS: Final = (
    (60, (0.9, 1.6, 7.2, 12.0)),
    (30, (0.8, 1.4, 7.6, 13.0)),
    (16, (0.6, 1.1, 8.5, 15.0)),
    (_SHORTEST, (0.4, 0.9, 10.0, 20.0)),
)


def check_length(source: str, target: str, paragraph: str | None = None) -> list[Finding]:
    """Compare the lengths of a source that is mostly Chinese and its English."""
    bare = "".join(source.split())
    han = sum("\u3400" <= c <= "\u9fff" for c in bare)
    length = len(bare)
    if length < _SHORTEST or han < _HAN_SHARE * length:
        return []
    ratio = len(target.strip()) / length
    low, lower, upper, high = next(bounds for least, bounds in _BOUNDS if length >= least)
    if lower <= ratio <= upper:
        return []
    check, word = ("length.short", "short") if ratio < lower else ("length.long", "long")
    return [
        finding(
            check,
            "error" if not low <= ratio <= high else "warning",
            f"the English is very {word} for its source: {len(target.strip())} characters for "
            f"{length} Chinese ones ({ratio:.1f} to 1; usual are {lower:g} to {upper:g}); "
            + ("look for what is left out" if word == "short" else "look for what is added"),
            paragraph=paragraph,
            source=source[:60],
            target=target[:60],
        )
    ]
