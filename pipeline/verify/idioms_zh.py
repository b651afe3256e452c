"""Chinese words whose numerals count nothing that a translation must repeat.

They are read as *soft*: a number in the English may rest on them, none has to. Written for
newspaper prose; what is not listed and has two or more numerals is held to be a number.
"""

import re
from collections.abc import Mapping
from typing import Final

from pipeline.verify.numbers_zh import NUMERAL, value
from pipeline.verify.quantity import Kind

# Politics and administration, set phrases, places, firms, chemistry, kin.
_SET_PHRASES: Final = """
三农 三长 三资 三严三实 三会一课 三重一大 三位一体 四位一体 五位一体 两学一做 两个维护
四个自信 四个意识 四个全面 一带一路 一国两制 一岗双责 一把手 一票否决 三权分置 三产 二产
一产 四好农村路 五保户 五保 三支一扶 三下乡 四大班子 双一流 九三学社 三自一包 八项规定 四风
三从一大 三军 三无 四有 三好 五好 十佳 百强 千强 一流 三甲 两癌 三减三健 万众一心 千方百计
千家万户 成千上万 千千万万 千万不 千万别 万一 万分 百姓 百货 百科 百般 百花 百业
百年大计 千里 万里 万家 万物 万能 万岁 万象 万事 千秋 千古 千差万别 千军万马 千辛万苦
千载难逢 千钧一发 一五一十 十全十美 十拿九稳 十有八九 九牛一毛 九死一生 八仙 八卦 七上八下
七嘴八舌 七夕 六神 五花八门 五湖四海 五谷 五官 五金 五彩 五脏 四面八方 四通八达 四季 四处
四周 四肢 三番五次 三三两两 三心二意 三五成群 接二连三 丢三落四 不三不四 朝三暮四 举一反三
隔三差五 推三阻四 低三下四 颠三倒四 两全其美 二话不说 独一无二 一清二楚 一干二净 一举两得
一石二鸟 百分百 百里挑一 万无一失 挂一漏万 以一当十 数一数二 五十步笑百步 三百六十行
十八般武艺 九九归一 重阳 半途而废 三十而立 四十不惑 千万要 百日咳 伤敌一千 自损八百 二维码
二手 二线 三线 一线 四川 九江 三亚 三峡 三门峡 三明 六安 六盘水 七台河 十堰 万州 万宁 万达
万科 千岛 百色 百度 百胜 二连浩特 五台 五指山 四平 双百 九寨 五粮 三星 三菱 三一重工 七匹狼
八达岭 一汽 二汽 五菱 六福 九号 零售 零部件 零星 归零 零工 零散 零食 零距离 零容忍
一氧化碳 二氧化碳 三氧化 二氧化 四氯 统一 唯一 专一 同一 单一 逐一 之一 万万 张三 李四 王五
老三 老二 小三 三天打鱼 两天晒网 大年三十 年三十 正月十五 七月十五 腊月二十三
"""
SET_PHRASE: Final = re.compile(
    # In 十三公里 and 二十四处 the numeral goes on: no phrase begins there.
    rf"(?:(?<![{NUMERAL}\d])|(?![{NUMERAL}]))(?:十分(?![钟之])|三公(?![里斤顷分])|"
    + "|".join(sorted(map(re.escape, set(_SET_PHRASES.split())), key=len)[::-1])
    + ")"
)

NAMED: Final = (
    # A plenary session: 二十届三中全会 is the third of the 20th committee.
    (re.compile(r"(二十|十[一二三四五六七八九])?届?([一二三四五六七])中全会"), ["中全会"]),
    # A five-year plan: 十四五 is the 14th.
    (
        re.compile(
            r"(十[一二三四五六]?|[八九])(五)"
            r"(?=[”\"'’」』]|规划|时期|期间|以来|收官|开局|末|计划|目标|国家)"
        ),
        ["五"],
    ),
    # A national congress of the party: 二十大 is the 20th.
    (re.compile(r"(二十|十[一二三四五六七八九]|[七八九])大(?![个家类奖件小中大])"), ["大"]),
)
"""Names made with numerals, each with what it needs (see Scan); the groups hold the numbers that
the English name may show."""

DAY_NAME: Final = re.compile(r"(?<!\d)(\d{1,2})[·•](\d{1,2})(?!\d)")
"""A day as a name: 9·11, 3·15."""
_PLAN: Final = re.compile(r"(十[一二三四五六]|[八九十])五")
_CONGRESS: Final = re.compile(r"(二十|十[二三四五六七八九])大")


def years_of(name: str) -> tuple[int, ...]:
    """Return the years that English may add to a name: 十四五 is 2021-2025, 十八大 was in 2012.

    From the 6th plan (1981-1985) and the 12th congress (1982) on, each began five years after the
    one before.
    """
    plan, congress = _PLAN.match(name), _CONGRESS.match(name)
    if plan:
        first = 1951 + 5 * int(value(plan[1]))
        return (first, first + 4)
    return (1922 + 5 * int(value(congress[1])),) if congress else ()


_DAYS: Final = {
    "五一": (5, 1), "五四": (5, 4), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1),
    "三八": (3, 8), "六四": (6, 4), "七七": (7, 7), "九一八": (9, 18), "双十一": (11, 11),
    "双11": (11, 11), "双十二": (12, 12), "一二九": (12, 9), "七夕": (7, 7), "九九": (9, 9),
    "三一五": (3, 15), "双十": (10, 10),
}  # fmt: skip
YEAR_NAME: Final = re.compile(r"(九二)共[识識]")
"""What English names by its year, too: the 1992 Consensus."""
_YEARS: Final = {
    "九一八事变": 1931, "七七事变": 1937, "五四运动": 1919,
    "八一起义": 1927,
}  # fmt: skip
EVENTS: Final[Mapping[str, tuple[tuple[Kind, int], ...]]] = {
    name: (("month", month), ("day", day), ("number", month), ("number", day))
    for name, (month, day) in _DAYS.items()
} | {
    name: (
        ("year", year),
        ("number", year % 100),
        ("number", year % 100 // 10),
        ("number", year % 10),
    )
    for name, year in _YEARS.items()
}
"""Days and years that are known by their numerals, and what an English name for them may show."""
EVENT: Final = re.compile(
    r"(?<![一二三四五六七八九十百千万\d第月])(?:"
    + "|".join(sorted(EVENTS, key=len, reverse=True))
    + r")(?![一二三四五六七八九十百千万\d月日号个名人户家位次岁年成时点分])"
)
