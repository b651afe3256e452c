"""Characters that OCR takes for others that look alike."""

from collections.abc import Collection
from random import Random

from pipeline.evaluate.sheet import Block, Blocks, Row, text_of

_MOST = 6
_GROUPS = (
    "己已巳", "未末", "人入", "土士", "日曰", "大太", "千干于", "天夭", "土上", "查杳", "晴睛",
    "清请", "末来", "目日", "白自", "鸟乌", "刀力", "九几", "儿几", "又叉", "木本", "住往",
    "待侍", "持待",
    "折拆", "拔拨", "辩辨", "辨辫", "徒徙", "戌戍", "析折", "免兔", "令今", "贷货", "候侯", "遣遗",
    "狠狼", "哀衷", "崇祟", "赢羸", "密蜜", "竞竟", "度废", "部都", "陪部", "情倩", "治冶", "洽治",
    "冼洗", "间问", "闲间", "问向", "村材", "科料", "斜料", "微徽", "徽微", "段般", "般股", "设没",
    "没役", "准淮", "泠冷", "孑子", "仓仑", "抡抢", "扰拢", "抚扰", "仿防", "纺仿", "幻幼", "晓哓",
    "浇绕", "烧浇", "壤攘", "嚷壤", "斤斥", "厂广", "户尸", "西酉", "卖买", "买卖", "夫失", "失矢",
    "甲申", "由田", "电申", "王玉", "主王", "玉主", "风凤", "兵乒", "历厉", "压庄", "处外", "圆园",
    "拥佣", "推椎", "椎堆", "项顶", "预顶", "须顼", "颁领", "顾顺", "暖暧", "援缓", "缓援", "稍梢",
    "梢捎", "蓝篮", "监蓝", "撤撒", "彻沏", "盲肓", "育肓", "技枝", "枝技", "栏拦", "拦栏", "检捡",
    "杨扬", "扬杨", "枪抢", "桥侨", "侨桥", "概慨", "模摸", "摸模", "桂挂", "挂桂", "棵裸", "栋拣",
)  # fmt: skip
"""Characters of a group are taken for one another: the look-alikes that OCR is known for."""


def _table() -> dict[str, str]:
    """Return for each character those it is taken for, in the order of the groups."""
    found: dict[str, str] = {}
    for group in _GROUPS:
        for char in group:
            others = "".join(one for one in group if one != char)
            found[char] = found.get(char, "") + "".join(
                one for one in others if one not in found.get(char, "")
            )
    return found


_LOOK_ALIKE = _table()


def misread(blocks: Blocks, rng: Random, names: Collection[str]) -> Blocks:
    """Misread up to six characters of a page.

    Names of people are left alone: nobody could tell a misread one from a rare one.
    """
    places = [
        (place, number, at)
        for place, block in enumerate(blocks)
        if block.item >= 0
        for number, row in enumerate(block.rows)
        for at in _open_to_it(row, names)
    ]
    for where in rng.sample(places, min(len(places), rng.randint(0, _MOST))):
        blocks = _misread_at(blocks, *where, rng)
    return blocks


def _open_to_it(row: Row, names: Collection[str]) -> list[int]:
    text = text_of(row)
    kept: set[int] = set()
    for name in names:
        start = text.find(name)
        while start >= 0:
            kept.update(range(start, start + len(name)))
            start = text.find(name, start + 1)
    return [
        at
        for at, glyph in enumerate(row)
        if glyph.char in _LOOK_ALIKE and not glyph.mark and at not in kept
    ]


def _misread_at(blocks: Blocks, place: int, number: int, at: int, rng: Random) -> Blocks:
    block: Block = blocks[place]
    row = block.rows[number]
    glyph = row[at]
    seen = glyph._replace(
        char=rng.choice(_LOOK_ALIKE[glyph.char]), true=glyph.char, mark="confusion"
    )
    rows = list(block.rows)
    rows[number] = (*row[:at], seen, *row[at + 1 :])
    return (*blocks[:place], block.with_rows(rows), *blocks[place + 1 :])
