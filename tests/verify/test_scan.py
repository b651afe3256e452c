"""What a pattern is said to need only makes it quick: without, the same is read."""

import re
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.verify import chinese, english
from pipeline.verify.scan import Scan, longest_of

ENGLISH = """
one two Three twelve twenty-five sixty sixth sixtieth hundred Thousand million dozens
scores of tens half halves a third quarters fourths tenths hundredths Two-fifths in out
every ten doubled tripled thrice twofold both pairs couple twins noon Midnight midday
o'clock am p.m. a.m pm round the clock day and night Jan January Mar. May may march 1st
2nd 3rd 19th Monday fridays 1990s '80s 50's 1/2 3 1/4 ½ 12½ 0571-8888 1234 13800138000
010-12345678 G20 Covid-19 3D 4K 1.2.3 http://x.cn/a www.b.cn 12:30 8:05 2023-08-15
2023/8/5 1,234.5 .5 $3.2 RMB US$ € % percent percentage points mu yuan km bn m to - , .
; ( ) about nearly ONE ſix ſecond mılllon ＭＡＹ ５ ٣ ３：
"""
CHINESE = """
一 二 两 三 四 五 六 七 八 九 十 百 千 万 亿 零 〇 几 余 多 半 双 俩 夫妻 第 个
年 月 日 号 时 点 分 秒 周 星期 礼拜 年代 世纪 本世纪 千禧 后 分之 % ‰ 百分点 /
折 成 倍 翻番 加倍 倍增 比 : ： 至 到 ~ - 或 中全会 十四五 规划 大 · 九一八 五一
三农 一带一路 上午 凌晨 左右 许 2023 19 20 15 8 3.5 1,234 80 90
1/3 ½ 12½ 0571-88887777 13800138000 G20 3D 1.2.3
http://x.cn www.b.cn (1) 1. 2、 公里 亩 元 万元 人次 《 》 。 ,
， ; 初 廿 ３ ． ٣ 约 近 超 每
"""


def texts(words: str) -> st.SearchStrategy[str]:
    pieces = st.sampled_from([*words.split(), " "])
    return st.lists(pieces, max_size=14).map(lambda found: "".join(found)) | st.lists(
        pieces, max_size=14
    ).map(" ".join)


@pytest.mark.parametrize(("language", "words"), [(english, ENGLISH), (chinese, CHINESE)])
def test_the_same_is_read_without(language: ModuleType, words: str) -> None:
    read = language.quantities.__wrapped__
    take = Scan.take

    @settings(max_examples=1500, deadline=None)
    @given(text=texts(words) | st.text(max_size=40))
    def agrees(text: str) -> None:
        quick = read(text)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(
                Scan, "take", lambda scan, pattern, reader, *_: take(scan, pattern, reader)
            )
            assert read(text) == quick

    agrees()


@given(st.sets(st.text("abc", min_size=1, max_size=4), min_size=1), st.text("abc", max_size=8))
def test_the_longest_of_some_words(words: set[str], text: str) -> None:
    one_by_one = "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"
    assert re.findall(f"{longest_of(words)}(?!a)", text) == re.findall(f"{one_by_one}(?!a)", text)


def test_a_letter_that_passes_for_another_is_read_as_it() -> None:
    assert [q.low for q in english.quantities("ſix half")] == [6.0, 0.5]
    assert [q.low for q in english.quantities("twelve mıllion")] == [12e6]
