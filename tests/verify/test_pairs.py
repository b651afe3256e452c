"""Figures and dates of a pair: what must be flagged, and what must not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.model import Finding
from pipeline.verify import check_pair


def checks(source: str, target: str, date: str | None = None) -> list[str]:
    return [finding.check for finding in check_pair(source, target, date)]


def only(source: str, target: str, date: str | None = None) -> Finding:
    findings = check_pair(source, target, date)
    assert len(findings) == 1, findings
    return findings[0]


def forms(n: int) -> list[str]:
    """The ways in which English may write a number without rounding it."""
    shown = [f"{n:,}", str(n)]
    for scale, name in ((1000, "thousand"), (10**6, "million"), (10**9, "billion")):
        if n >= scale and n % (scale // 1000) == 0:
            shown.append(f"{n / scale:.3f}".rstrip("0").rstrip(".") + f" {name}")
    return shown


@given(st.integers(13, 10**9), st.data())
def test_the_same_number_is_never_flagged(n: int, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(forms(n)))
    sources = [str(n)] + ([f"{n / 10_000:.4f}".rstrip("0").rstrip(".") + "万"] if n > 9999 else [])
    source = data.draw(st.sampled_from(sources))
    assert checks(f"云川县共有{source}个木箱。", f"The county has {target} crates.") == []


@given(st.integers(13, 10**9), st.data())
def test_a_changed_digit_is_always_flagged(n: int, data: st.DataObject) -> None:
    digits = str(n)
    place = data.draw(st.integers(0, len(digits) - 1))
    digit = data.draw(st.sampled_from("123456789"))
    wrong = int(digits[:place] + digit + digits[place + 1 :])
    assume(wrong != n)
    assert checks(f"云川县共有{n}个木箱。", f"The county has {wrong:,} crates.") == [
        "number.changed"
    ]


@given(st.integers(13, 10**6), st.sampled_from([10, 100, 10_000]))
def test_a_wrong_scale_is_always_flagged(n: int, factor: int) -> None:
    found = only(f"云川县共有{n}个木箱。", f"The county has {n * factor:,} crates.")
    assert found.check == "number.changed"
    assert f"too great by a factor of {factor:,}" in found.message


def test_a_lost_scale_is_told_with_its_value() -> None:
    found = only("送去价值7.34万元的茶叶。", "They brought tea worth 7,340 yuan.")
    assert (found.check, found.severity) == ("number.changed", "error")
    assert found.message == (
        "the source has “7.34万元” (73,400 yuan); the English has “7,340 yuan”, "
        "too small by a factor of 10"
    )


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "落实三农政策，推进一带一路建设。",
            "It carries out policy for farmers and the Belt and Road.",
        ),
        ("“十四五”规划开局良好。", "The 14th Five-Year Plan is off to a good start."),
        ("学习贯彻党的二十大精神。", "They study the spirit of the 20th Party Congress."),
        ("全县上下万众一心，千方百计增收。", "The whole county works as one to raise incomes."),
        ("两岸群众一起植树。", "People on both banks planted trees together."),
        ("一些一线职工第一时间赶到。", "Some frontline workers arrived at once."),
        ("实现三个转变，落实四步工作法。", "It made three changes and uses a four-step method."),
        ("评选五星级小区。", "It selects five-star communities."),
        ("召开10余次会议。", "More than ten meetings were held."),
        ("召开10余次会议。", "Over a dozen meetings were held."),
        (
            "约三分之一的农户参加，占33%。",
            "About a third of the households, or 33 percent, took part.",
        ),
        ("占10%。", "That is one-tenth."),
        ("占10%。", "That is one in ten."),
        ("产量翻一番。", "Output doubled."),
        ("预计1200万至1400万人次。", "12 to 14 million visits are expected."),
        ("预计1200至1400万人次。", "12 million to 14 million visits are expected."),
        ("会议于21时举行。", "The meeting was held at 9 p.m."),
        ("晚9点半开始。", "It began at 9:30 p.m."),
        ("下午4点30分开始。", "It began at 4:30 p.m."),
        ("16点05分开始。", "It began at 4:05 p.m."),
        (
            "上世纪90年代建成，由80后管理。",
            "Built in the 1990s, it is run by people born in the 1980s.",
        ),
        ("24小时值班。", "They are on duty around the clock."),
        ("流转土地15亩。", "One hectare of land was transferred."),
        ("全长20里路。", "It is 10 kilometers long."),
        ("26、27日举行。", "It was held on the 26th and 27th."),
        ("6至8月施工。", "Work goes on from June to August."),
        ("上半年完成。", "It was done in the first half of the year."),
        ("发放5612万元。", "About 56 million yuan was paid out."),
        ("价格一万六七千元。", "The price is 16,000 to 17,000 yuan."),
        ("1例病例。", "There is a single case."),
        ("年满16周岁的学徒。", "Apprentices who have reached the age of 16 years."),
        ("25日8时至26日8时有雨。", "It rains from 8 a.m. on the 25th to 8 a.m. the next day."),
        ("7月25日0—24时新增3例。", "Three new cases were found on July 25."),
        ("采用4K/8K技术拍摄。", "It was filmed in 4K/8K."),
        ("他执导过《十月的山村》。", "He directed The Village on the Hill."),
        ("14日为农历十一月十一。", "December 14 is the 11th of the 11th lunar month."),
        ("奖励5万元。", "The award was 50K yuan."),
        ("裂缝宽四五厘米。", "The crack is 4-5 cm wide."),
        ("2023年1月经济数据。", "The figures for January 2023."),
        ("俗话说，伤敌一千自损八百。", "It harms a thousand foes and loses eight hundred men."),
        ("19世纪初建成。", "It was built in the early 1800s."),
        ("8月15日开幕，16日闭幕。", "It opened on 15 August and closed on 16 August."),
        ("5G网络覆盖全镇。", "The 5G network covers the whole town."),
        ("请拨打0571-88889999。", "Call 0571 8888 9999 or write."),
        ("十几名学生和几十名老师。", "Over a dozen pupils and dozens of teachers."),
    ],
)
def test_right_renderings_pass(source: str, target: str) -> None:
    assert [f for f in check_pair(source, target) if not f.check.startswith("length")] == []


@pytest.mark.parametrize(
    ("source", "target", "check"),
    [
        ("共有3622名干部。", "There are officials.", "number.missing"),
        ("干部参加培训。", "Some 350 officials were trained.", "number.added"),
        ("增长10%。", "It grew by 10 percentage points.", "unit.changed"),
        ("增长3个百分点。", "It grew by 3 percent.", "unit.changed"),
        ("投入9500元。", "It spent 9,500 dollars.", "unit.changed"),
        ("种植500亩。", "It planted 500 hectares.", "unit.changed"),
        ("为期18天。", "It lasted 18 weeks.", "unit.changed"),
        ("8月15日开幕。", "It opened on 16 August.", "date.changed"),
        ("8月15日开幕。", "It opened on 15 July.", "date.changed"),
        ("2023年开幕。", "It opened in 2021.", "date.changed"),
        ("8月15日开幕。", "It opened.", "date.missing"),
        ("活动开幕。", "It opened in August.", "date.added"),
        ("周四开幕。", "It opened on Friday.", "date.changed"),
        (
            "3月5日开工，9月8日完工。",
            "Work began on March 8 and ended on September 5.",
            "date.changed",
        ),
        ("共30余人。", "There were more than 34 people.", "number.changed"),
        ("请拨打0571-88889999。", "Call 0571 8888 9998.", "number.changed"),
    ],
)
def test_wrong_renderings_are_named(source: str, target: str, check: str) -> None:
    assert check in checks(source, target)


@pytest.mark.parametrize(
    ("target", "date", "flagged"),
    [
        ("It was held on 15 August.", "2023-08-16", False),
        ("It was held on 15 August.", None, False),
        ("It was held on 15 March.", "2023-08-16", True),
        ("It was held on 31 July.", "2023-08-02", True),
    ],
)
def test_a_supplied_month_must_fit_the_issue_date(
    target: str, date: str | None, flagged: bool
) -> None:
    assert bool(check_pair("15日举行。", target, date)) is flagged


def test_a_supplied_year_must_fit_the_issue_date() -> None:
    assert checks("去年建成。", "It was built in 2022.", "2023-08-16") == []
    assert checks("去年建成。", "It was built in 2012.", "2023-08-16") == ["date.added"]


def test_another_language_is_compared_by_its_figures() -> None:
    right = "Im Jahr 2023 kamen 3.622 Besucher und 5,61 Millionen Euro."
    assert checks(right, "In 2023, 3,622 visitors and 5.61 million euros came.") == []
    found = check_pair(right, "In 2023, 3,662 visitors and 5.61 million euros came.")
    assert {(f.check, f.severity) for f in found} == {
        ("number.missing", "warning"),
        ("number.added", "warning"),
    }


def test_an_empty_translation_is_named_and_an_empty_source_asks_for_nothing() -> None:
    assert checks("有字。", " ") == ["paragraph.empty"]
    assert checks(" ", "words") == []


@given(st.text(max_size=400), st.text(max_size=400))
def test_no_text_breaks_the_checks(source: str, target: str) -> None:
    for finding in check_pair(source, target):
        assert finding.paragraph is None
        assert finding.message
