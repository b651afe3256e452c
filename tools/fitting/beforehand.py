"""What is known of signs before any page is looked at, added to what pages teach.

Some signs are too rare on the pages at hand for their weights to be learned, or the stories there
are of too few hands: that a date alone on a line is a dateline is the press's convention, not a
matter of counting. Each row says by what log-odds a sign speaks for a state beyond what is learned.
"""

from typing import Final

from pipeline.segment.states import (
    BODY,
    BYLINE,
    CAPTION,
    CREDIT,
    DATED,
    DECK,
    FURNITURE,
    HEADLINE,
    KICKER,
    MORE,
    SIGNED,
    SUBHEAD,
    TEXT,
    UNDER,
)

BEFOREHAND: Final[dict[str, dict[str, float]]] = {
    "any line": {DECK: -0.5, FURNITURE: -1},
    "begins with a bullet": {BODY: 0.7},
    "begins with a dash": {SUBHEAD: -3, DECK: 5, HEADLINE: -2, KICKER: -2},
    "begins with a dateline": {
        TEXT: 1, BODY: 1, HEADLINE: -3, KICKER: -3, UNDER: -3, SUBHEAD: -3, CAPTION: -1, MORE: -3,
    },
    "begins with a number of a list": {SUBHEAD: 1},
    "can only go on from a sentence before": {
        HEADLINE: -3, KICKER: -3, BODY: -3, CAPTION: -2, SUBHEAD: -2,
    },
    "could be the head above a picture; no text stands below its credit": {
        HEADLINE: 1, SUBHEAD: -1,
    },
    "reads on from the line before": {HEADLINE: -1, KICKER: -1, BODY: -1, CAPTION: -1, SUBHEAD: -1},
    "could be a head in a round-up": {HEADLINE: 2.5, SUBHEAD: -2.5},
    "ends as an office's name": {SIGNED: 1.5},
    "could be nothing but names": {BYLINE: 2, UNDER: -2},
    "ends with a credit": {CAPTION: 2, MORE: 4, TEXT: -2, BODY: -2},
    "ends with a full stop": {HEADLINE: -2, KICKER: -2, UNDER: -2, SUBHEAD: -2},
    "ends with a colon": {HEADLINE: -2, KICKER: -2, UNDER: -2, DECK: -1, SUBHEAD: -1},
    "ends with a pause": {HEADLINE: -2, KICKER: -2, UNDER: -1, SUBHEAD: -2},
    "is a byline": {BYLINE: 3, SIGNED: 2},
    "is a credit": {
        CREDIT: 4, CAPTION: -2, MORE: -3, HEADLINE: -3, KICKER: -3, UNDER: -3, TEXT: -2,
        SUBHEAD: -3,
    },
    "is a date": {DATED: 4, HEADLINE: -3, KICKER: -3, UNDER: -3, SUBHEAD: -3},
    "has a stop within": {HEADLINE: -4, KICKER: -4, UNDER: -3, DECK: -2, SUBHEAD: -4},
    "is a question or an answer": {HEADLINE: -4, KICKER: -4, UNDER: -3, SUBHEAD: -4},
    "is a signature": {SIGNED: 9, HEADLINE: -3, KICKER: -3},
    "is marked as an item of the round-up above it": {BODY: 3},
    "is a row of a table": {TEXT: 2, HEADLINE: -4, KICKER: -4, UNDER: -4, SUBHEAD: -4},
    "ends with a name": {SIGNED: 1.5, HEADLINE: -1.5, KICKER: -1.5, SUBHEAD: -1.5},
    "is the last line": {HEADLINE: -2, KICKER: -2, UNDER: -1, SUBHEAD: -1},
    "is nothing but a page number": {FURNITURE: 5},
    "signs, with a date below it": {SIGNED: 4, HEADLINE: -4, KICKER: -4, SUBHEAD: -4},
    "is one short question or call": {SUBHEAD: 1},
    "names a kind of item": {KICKER: 1.5, HEADLINE: 1.5, SUBHEAD: -2, FURNITURE: -1},
    "names a round-up": {KICKER: 1.5},
    "opens with a dateline, below a stop": {BODY: 9},
    "runs on to a credit": {CAPTION: 1, MORE: 1},
    "salutes the editor": {TEXT: 3, SUBHEAD: -4, HEADLINE: -4, KICKER: -4, UNDER: -3},
    "after it: salutes the editor": {HEADLINE: 3, SUBHEAD: -3},
    "says it describes a picture": {CAPTION: 3, MORE: 1, TEXT: -1},
    "stands below a head, and no text stands below its credit": {MORE: 4, CAPTION: -4},
    "stands below a head, and text stands below its credit": {MORE: -3, CAPTION: 3},
    "opens the text below a head and a picture": {TEXT: 2, BODY: -2},
    "1+ short lines are built alike": {SUBHEAD: 1},
    "2+ short lines are built alike": {SUBHEAD: 2.5, TEXT: -1},
    "after it: begins with a dateline": {SUBHEAD: -3},
    "after it: is a byline": {SUBHEAD: -3},
    "after it: begins with a dash": {HEADLINE: 1, UNDER: 1},
    "before it: begins with a dash": {HEADLINE: -1.5, KICKER: -2},
    "before it: ends with a credit": {MORE: -5, CAPTION: 1, HEADLINE: 1, KICKER: 1},
    "before it: is a credit": {HEADLINE: 1, KICKER: 1, CAPTION: 0.5},
    "before it: is a date": {HEADLINE: 1, KICKER: 1, BODY: 0.5},
    "before it: leaves a bracket open": {HEADLINE: -1, KICKER: -1},
    "before it: runs on to a credit": {MORE: 4, CAPTION: -4, CREDIT: 2, HEADLINE: -2, KICKER: -2},
    "before it: says it describes a picture": {MORE: 2.5, CAPTION: -2.5},
}  # fmt: skip
