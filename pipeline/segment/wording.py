"""What the page itself attests: pairs of characters that stand side by side in running print."""

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.segment.chars import HAN, is_word, pair_number, pairs
from pipeline.segment.lazy import lazy
from pipeline.segment.lines import Strip

_LIMIT = 200_000
_YI_WORDS = set(
    "个名位家次批系条份场项种起些直定般样切旦致贯度律共同再行线流体方面边时年月日天周季期级等手心生人对"
    "路步口站环把张座所支只本部片处台辆间组套层代番道端侧带举览并如经向味何又或二三四五六七八九十百千万亿"
    "到为是上下中带键网村镇县区市街碗杯瓶盆棵株朵匹头枝粒滴盏幢栋艘架件款通堂课餐顿声句字言语笔幅曲首篇册段截角隅块堆群"
    "帮伙对双副套门户夫岁晚夜早午刻瞬秒分厘毫斤亩吨里寸尺丈米克升元毛票卡码图号证单策企校班队伍营连排杆枪球拳脚腿眼手身脸"
    "老小大多少高低汽盔车机船表则例份桶筐袋箱盒罐壶锅盘碟串束捆把根颗团滩池井岛山河湖桥塔楼层院室厅窗床灯"
)
"""What makes a word or a count with 一 before it."""
_DECK_ENDS = re.compile(
    r"^.{6,30}(?:纪实|见闻|走访|侧记|小记|纪行|[闯行网村乡山]记|掠影|剪影|素描|追踪|综述)$"
)
"""How a deck's report is called: no other head that begins with 一 ends so."""
_DECK_WORDS = ("来自", "写在", "走进", "走近")

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

    @lazy
    def repeated(self) -> frozenset[int]:
        """The pairs of Chinese characters that occur more than once."""
        return frozenset(
            [pair for pair, times in self._pairs.items() if times > 1 and is_word(pair)]
        )

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

        一 is a misread dash where it makes no word with what follows, stands so nowhere else, and
        what follows is named elsewhere on the page, or is a word that decks begin with.
        """
        if text[:1] in ("—", "–") or text.startswith("一一"):
            return True
        if text[:1] != "一" or text[1:2] in _YI_WORDS:
            return False
        name = text[1:3]
        if name in _DECK_WORDS or _DECK_ENDS.search(text):
            return True
        if len(name) < 2 or _HAN_PAIR.fullmatch(name) is None:
            return False
        return self.times(*name) > 1 and self.times(*text[:2]) == 1
