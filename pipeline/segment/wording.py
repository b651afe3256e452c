"""What the page itself attests: pairs of characters that stand side by side in running print."""

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.segment.chars import HAN, pair_number, pairs
from pipeline.segment.lazy import lazy
from pipeline.segment.lines import Strip

_LIMIT = 200_000
_YI_WORDS = set(
    "个名位家次批系条份场项种起些直定般样切旦致贯度律共同再行线流体方面边时年月日天周季期级等手心生人对"
    "路步口站环把张座所支只本部片处台辆间组套层代番道端侧带举览并如经向味何又或二三四五六七八九十百千万亿"
    "到为是上下中带键网村镇县区市街"
)
"""What makes a word or a count with 一 before it."""
_DECK_WORDS = ("来自", "写在", "走进", "走近")

_OF_PLACE = re.compile(rf"(?:[{HAN}]{{1,3}}族)?(?:自治)?[县市区镇乡州旗]")
_HAN_PAIR = re.compile(f"[{HAN}]{{2}}")


class Wording:
    """The page's running print, blanks left out, to ask whether a pair of characters occurs.

    Pages past ``_LIMIT`` characters are sampled from their beginning.
    """

    def __init__(self, rows: Sequence[Strip]) -> None:
        parts: list[str] = []
        size = 0
        for row in rows:
            part = row.text[: _LIMIT - size]
            parts.append("".join(part.split()))
            size += len(part)
            if size >= _LIMIT:
                break
        self._text = "\n".join(parts)

    @lazy
    def _pairs(self) -> Counter[int]:
        """How often each two neighbouring characters occur within lines."""
        return Counter(pairs(self._text))

    def times(self, left: str, right: str) -> int:
        """Return how often two characters stand side by side."""
        return self._pairs.get(pair_number(left, right), 0)

    def joins(self, left: str, right: str, own: int = 0) -> bool:
        """Whether the end of ``left`` and the start of ``right`` make a pair the page attests.

        ``own`` is how often the pair stands there already as the page's lines have it.
        """
        ends = left.rstrip()[-1:] + right.lstrip()[:1]
        return _HAN_PAIR.fullmatch(ends) is not None and self.times(*ends) > own

    def leads_with_dash(self, text: str) -> bool:
        """Whether ``text`` begins with a dash, printed or read as 一.

        一 is a misread dash where it makes no word with what follows, and what follows is a place
        that the page names elsewhere, or a word that decks begin with.
        """
        if text[:1] in ("—", "–") or text.startswith("一一"):
            return True
        if text[:1] != "一" or text[1:2] in _YI_WORDS:
            return False
        name = text[1:3]
        if name in _DECK_WORDS:
            return True
        return self._names_place(name)

    def _names_place(self, name: str) -> bool:
        """Whether ``name`` stands somewhere as a place's, and without 一 before it."""
        start = self._text.find(name)
        while start >= 0:
            after = _OF_PLACE.match(self._text, start + len(name))
            if after and self._text[start - 1 : start] != "一":
                return True
            start = self._text.find(name, start + 1)
        return False
