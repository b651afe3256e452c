"""The states a line can have in a reading of the page, and what may follow what."""

from typing import Final

from pipeline.segment.outline import LineRole

# Capitals start an item.
KICKER, HEADLINE, BODY, CAPTION = "K", "H", "N", "C"
UNDER, DECK, BYLINE, TEXT, SUBHEAD = "h", "d", "b", "t", "s"
MORE, CREDIT, SIGNED, DATED = "c", "r", "g", "y"
FURNITURE = "f"

STARTS: Final = (KICKER, HEADLINE, BODY, CAPTION)
ROLE: Final[dict[str, LineRole]] = {
    KICKER: "kicker", HEADLINE: "headline", BODY: "body", CAPTION: "caption", UNDER: "headline",
    DECK: "deck", BYLINE: "byline", TEXT: "body", SUBHEAD: "subhead", MORE: "caption",
    CREDIT: "credit", SIGNED: "byline", DATED: "dateline", FURNITURE: "furniture",
}  # fmt: skip
STATES: Final = tuple(ROLE)
_TAIL: Final = (SUBHEAD, SIGNED, DATED, FURNITURE)
NEXT: Final[dict[str, tuple[str, ...]]] = {
    "": (*STARTS, FURNITURE),
    KICKER: (UNDER,),
    HEADLINE: (UNDER, DECK, BYLINE, TEXT, MORE, SUBHEAD, FURNITURE, KICKER, HEADLINE, CAPTION),
    UNDER: (UNDER, DECK, BYLINE, TEXT, MORE, SUBHEAD, FURNITURE, KICKER, HEADLINE, CAPTION),
    DECK: (DECK, BYLINE, TEXT, MORE, SUBHEAD, FURNITURE, KICKER, HEADLINE, CAPTION),
    BYLINE: (TEXT, BYLINE, SUBHEAD, MORE, FURNITURE, KICKER, HEADLINE, CAPTION),
    BODY: (TEXT, *_TAIL, *STARTS),
    TEXT: (TEXT, *_TAIL, *STARTS),
    SUBHEAD: (TEXT, SUBHEAD, FURNITURE, CAPTION),
    SIGNED: (TEXT, *_TAIL, *STARTS),
    DATED: (TEXT, *_TAIL, *STARTS),
    CAPTION: (MORE, CREDIT, TEXT, *_TAIL, *STARTS),
    MORE: (MORE, CREDIT, TEXT, *_TAIL, *STARTS),
    CREDIT: (TEXT, *_TAIL, *STARTS),
    FURNITURE: (TEXT, MORE, BYLINE, *_TAIL, *STARTS),
}
"""What may follow what; the empty state stands before the page."""
FORMS_HEAD: Final = (KICKER,)
"""After these something is still to come."""
