"""Misreadings that are certain enough to be mended, each with the reason.

Only what leaves no other reading is mended; a doubtful place stays as the page has it.
"""

import re
from collections.abc import Sequence

from pipeline.segment.chars import HAN
from pipeline.segment.pieces import Edit
from pipeline.segment.wording import Wording

_WORDS = {
    "检杳": "检查", "调杳": "调查", "审杳": "审查", "抽杳": "抽查", "巡杳": "巡查", "排杳": "排查",
    "核杳": "核查", "普杳": "普查", "搜杳": "搜查", "侦杳": "侦查", "稽杳": "稽查", "督杳": "督查",
    "复杳": "复查", "杳处": "查处", "杳看": "查看", "杳询": "查询", "杳获": "查获", "杳找": "查找",
    "杳封": "查封", "杳阅": "查阅", "杳验": "查验",
    "尚末": "尚未", "未尾": "末尾", "己经": "已经", "早己": "早已", "知已知彼": "知己知彼",
    "工作入员": "工作人员", "入民政府": "人民政府", "入民法院": "人民法院", "入民检察": "人民检察",
    "入民群众": "人民群众", "入民币": "人民币", "入大代表": "人大代表",
    "千劲": "干劲", "骨千": "骨干", "若千": "若干", "扩太": "扩大", "广太群": "广大群",
    "曰前": "日前", "曰常": "日常", "近曰": "近日", "生曰": "生日", "节曰": "节日",
}  # fmt: skip
"""What is read → what it can only be. No entry occurs in modern prose, not even across words."""

_WRONG = re.compile("|".join(r"\s?".join(word) for word in sorted(_WORDS, key=len, reverse=True)))
_HAN_RUN = rf"[{HAN}]+"
_CONTEXT = 2
"""How many characters either side of a mended mark a correction shows."""


def misread_words(text: str) -> list[Edit]:
    """Return the misread words of ``text`` (blanks of print-line breaks may stand in them)."""
    found = []
    for match in _WRONG.finditer(text):
        wrong = re.sub(r"\s", "", match.group())
        right = _WORDS[wrong]
        pair = next(f"{b} for {a}" for a, b in zip(wrong, right, strict=True) if a != b)
        why = f"{wrong} is no word; the scan's reader took {pair[-1]} for {pair[0]}."
        found.append(Edit(match.start(), match.end(), right, why))
    return found


def misread_dash(text: str, wording: Wording) -> list[Edit]:
    """Return the mending of a deck's leading dash that was read as 一."""
    if text[:1] != "一" or not wording.leads_with_dash(text):
        return []
    name = text[1 : 1 + _CONTEXT]
    why = f"The dash that leads a deck was read as 一: 一{name} is no word, {name} is."
    return [Edit(0, 1 + _CONTEXT, "——" + name, why)]


def misread_separator(text: str, siblings: Sequence[str]) -> list[Edit]:
    """Return the mending of a two-part subhead's separator, judged by its siblings.

    ``siblings`` are the other subheads of the same article. The separator is mended where a
    sibling of the same build – halves of the same length, the same beginning – has a plain gap at
    the same place.
    """
    for sibling in siblings:
        gap = re.fullmatch(rf"({_HAN_RUN})\s({_HAN_RUN})", sibling)
        if not gap or len(text) != len(sibling) or text[:2] != sibling[:2]:
            continue
        place = len(gap[1])
        mark = text[place]
        if mark in "一—–-:：" and re.fullmatch(_HAN_RUN, text[:place] + text[place + 1 :]):
            start, end = max(0, place - _CONTEXT), place + 1 + _CONTEXT
            after = text[start:place] + " " + text[place + 1 : end]
            why = f"Its parallel subhead ({sibling}) has a gap where {mark} was read."
            return [Edit(start, min(end, len(text)), after, why)]
    return []
