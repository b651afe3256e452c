"""Numerals: what is written out is read back, in both languages."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.verify import chinese, english, numbers_en, numbers_zh
from pipeline.verify.compare import differences

DIGITS = "零一二三四五六七八九"


def below_ten_thousand(n: int) -> str:
    """Write 1–9999 as Chinese does, 零 for an inner gap."""
    out, gap = "", False
    for place, scale in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // place % 10
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + scale
            gap = False
        else:
            gap = True
    return out


def in_chinese(n: int) -> str:
    if n == 0:
        return "零"
    out = ""
    for power, scale in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = n // power % 10_000
        if part:
            out += ("零" if out and part < 1000 else "") + below_ten_thousand(part) + scale
    return out


ONE_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
ONES = ONE_WORDS.split()
TEN_WORDS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
TENS = TEN_WORDS.split()


def in_english(n: int) -> str:
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        rest = f" and {in_english(n % 100)}" if n % 100 else ""
        return f"{ONES[n // 100]} hundred{rest}"
    for power, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= power:
            rest = f" {in_english(n % power)}" if n % power else ""
            return f"{in_english(n // power)} {name}{rest}"
    raise AssertionError(n)


@given(st.integers(0, 10**12 - 1))
def test_a_chinese_numeral_is_read_back(n: int) -> None:
    assert numbers_zh.value(in_chinese(n)) == n


@given(st.integers(0, 10**12 - 1))
def test_english_words_are_read_back(n: int) -> None:
    assert numbers_en.value(in_english(n)) == n


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_figures_with_two_scales_are_read_back(high: int, low: int) -> None:
    assert numbers_zh.value(f"{high}亿{low}万") == high * 10**8 + low * 10**4


@given(st.integers(1, 99_999), st.integers(0, 2), st.sampled_from([("万", 1e4), ("亿", 1e8)]))
def test_decimals_before_a_scale_are_read_back(
    n: int, places: int, scale: tuple[str, float]
) -> None:
    figure = f"{n / 10**places:.{places}f}"
    assert numbers_zh.value(figure + scale[0]) == pytest.approx(float(figure) * scale[1], rel=1e-12)


@pytest.mark.parametrize("text", ["三五", "", "3一", "点五", "十十", "一万一千千"])
def test_what_has_no_single_value_is_refused(text: str) -> None:
    with pytest.raises(numbers_zh.NotANumeralError):
        numbers_zh.value(text)


@pytest.mark.parametrize("text", ["", "cat", "two three"])
def test_words_that_are_no_number_are_refused(text: str) -> None:
    with pytest.raises(numbers_en.NotANumberError):
        numbers_en.value(text)


def read_zh(text: str) -> list[tuple[str, float, float]]:
    return [(q.kind, q.low, q.high) for q in chinese.quantities(text)]


def read_en(text: str) -> list[tuple[str, float, float]]:
    return [(q.kind, q.low, q.high) for q in english.quantities(text)]


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("3622名", [("number", 3622, 3622)]),
        ("３，６２２名", [("number", 3, 3), ("number", 622, 622)]),
        ("75万7千人", [("number", 757_000, 757_000)]),
        ("10余项", [("number", 10, 20)]),
        ("30多万", [("number", 300_000, 400_000)]),
        ("数十人", [("number", 10, 99)]),
        ("10%", [("percent", 10, 10)]),
        ("百分之六点五", [("percent", 6.5, 6.5)]),
        ("3.3个百分点", [("points", 3.3, 3.3)]),
        ("千分之五", [("percent", 0.5, 0.5)]),
        ("四分之三", [("fraction", 0.75, 0.75)]),
        ("七成", [("fraction", 0.7, 0.7)]),
        ("8月15日", [("month", 8, 8), ("day", 15, 15)]),
        ("2023年8月", [("year", 2023, 2023), ("month", 8, 8)]),
        ("二〇二三年", [("year", 2023, 2023)]),
        ("周四", [("weekday", 4, 4)]),
        ("21:00", [("clock", 21, 21)]),
        ("3千克", [("number", 3, 3)]),
        ("翻两番", [("times", 4, 4)]),
        ("14½", [("number", 14.5, 14.5)]),
        ("三萬五千元", [("number", 35_000, 35_000)]),
    ],
)
def test_chinese_quantities(text: str, quantities: list[tuple[str, float, float]]) -> None:
    assert read_zh(text) == quantities


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("56,100 yuan", [("number", 56_100, 56_100)]),
        ("56.1 thousand", [("number", 56_100, 56_100)]),
        ("twenty-five", [("number", 25, 25)]),
        ("twenty-fifth", [("number", 25, 25)]),
        ("two and a half million", [("number", 2.5e6, 2.5e6)]),
        ("half a million", [("number", 5e5, 5e5)]),
        ("hundreds of thousands", [("number", 1e5, 1e6 - 1)]),
        ("a dozen", [("number", 12, 12)]),
        ("10 percent", [("percent", 10, 10)]),
        ("5 percentage points", [("points", 5, 5)]),
        ("two-thirds", [("fraction", 2 / 3, 2 / 3)]),
        ("doubled", [("times", 2, 2)]),
        ("15 August 2023", [("day", 15, 15), ("month", 8, 8), ("number", 2023, 2023)]),
        ("Aug. 15th", [("month", 8, 8), ("day", 15, 15)]),
        ("9 p.m.", [("clock", 21, 21)]),
        ("9 o'clock", [("clock", 9, 9)]),
        ("US$3.5 billion", [("number", 3.5e9, 3.5e9)]),
        ("£125m", [("number", 1.25e8, 1.25e8)]),
        ("RMB280 Million", [("number", 2.8e8, 2.8e8)]),
        ("it may march on", []),
        ("No.1", [("number", 1, 1)]),
    ],
)
def test_english_quantities(text: str, quantities: list[tuple[str, float, float]]) -> None:
    assert read_en(text) == quantities


@given(st.text(max_size=300))
def test_reading_never_fails_and_keeps_to_the_text(text: str) -> None:
    for read in (chinese.quantities, english.quantities):
        for quantity in read(text):
            assert 0 <= quantity.start <= quantity.end <= len(text)


@given(
    st.text(
        alphabet="零一二三十百千万亿点半成倍折年月日时分之第余多几数0123456789.,%-至~ ", max_size=60
    )
)
def test_any_heap_of_numerals_can_be_read(text: str) -> None:
    found = chinese.quantities(text)
    assert all(q.low <= q.high for q in found)
    if re.fullmatch(r"[1-9]\d{0,8}", text):
        assert [q.low for q in found] == [float(text)]


def chinese_forms(n: int) -> list[str]:
    """The ways in which Chinese may write a number without rounding it."""
    shown = [str(n), f"{n:,}", in_chinese(n)]
    for scale, name in ((10**4, "万"), (10**8, "亿")):
        if n >= scale:
            shown.append(f"{n / scale:.8f}".rstrip("0").rstrip(".") + name)
            whole, rest = divmod(n, scale)
            if rest and rest % 1000 == 0 and scale == 10**4:
                shown.append(f"{whole}万{rest // 1000}千")
    return shown


def english_forms(n: int) -> list[str]:
    """The ways in which English may write a number without rounding it."""
    shown = [str(n), f"{n:,}", in_english(n)]
    for scale, name in ((1000, "thousand"), (10**6, "million"), (10**9, "billion")):
        if n >= scale:
            shown.append(f"{n / scale:.9f}".rstrip("0").rstrip(".") + f" {name}")
    return shown


COUNTED = [("个", ""), ("元", " yuan"), ("公里", " kilometres"), ("亩", " mu"), ("%", " percent")]


@given(st.integers(13, 10**10), st.data())
def test_a_number_agrees_with_itself_in_every_style(n: int, data: st.DataObject) -> None:
    unit, name = data.draw(st.sampled_from(COUNTED))
    source = data.draw(st.sampled_from(chinese_forms(n))) + unit
    target = data.draw(st.sampled_from(english_forms(n))) + name
    assert differences(chinese.quantities(source), english.quantities(target)) == ()


@given(st.integers(13, 10**10), st.integers(1, 10**10), st.data())
def test_a_number_never_agrees_with_another(n: int, other: int, data: st.DataObject) -> None:
    assume(n != other)
    unit, name = data.draw(st.sampled_from(COUNTED))
    source = data.draw(st.sampled_from(chinese_forms(n))) + unit
    target = data.draw(st.sampled_from([str(other), f"{other:,}"])) + name
    assume(other > 1)  # "1" may be an article
    assert differences(chinese.quantities(source), english.quantities(target))
