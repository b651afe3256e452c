"""Quarters, halves, parts of months, last and this year: named without a figure."""

import pytest

from pipeline.verify import check_pair


def changed(source: str, target: str) -> list[tuple[str, str, str]]:
    found = check_pair(source, target)
    return [(f.severity, f.source, f.target) for f in found if f.check == "date.changed"]


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        ("一季度增长。", "It grew in the first quarter.", "It grew in the second quarter."),
        ("三季度末完成。", "It ended with the third quarter.", "It ended with the first quarter."),
        ("上半年增长。", "It grew in the first half.", "It grew in the second half."),
        ("8月上旬完成。", "It was done in early August.", "It was done in late August."),
        ("8月中旬完成。", "It was done in mid-August.", "It was done in late August."),
        ("8月底完成。", "It was done at the end of August.", "It was done in early August."),
        ("与去年同期持平。", "It is level with last year.", "It is level with this year."),
        ("明年完成。", "It will be done next year.", "It was done last year."),
        ("上个月完成。", "It was done last month.", "It is done this month."),
        ("下周开工。", "Work starts next week.", "Work started last week."),
        ("昨日开工。", "Work began yesterday.", "Work began today."),
    ],
)
def test_another_member_of_the_family_is_named(source: str, right: str, wrong: str) -> None:
    assert changed(source, right) == []
    assert [severity for severity, _, _ in changed(source, wrong)] == ["warning"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("前三季度增长。", "It grew in the first three quarters."),
        ("去年和今年都增长。", "It grew both last year and this year."),
        ("与去年同期持平。", "It is level year on year."),
        ("今年8月完成。", "It was done in August."),
        (
            "他进入四分之一决赛，一季度状态好。",
            "He made the quarter-final after a first quarter.",
        ),
    ],
)
def test_other_words_for_a_period_pass(source: str, target: str) -> None:
    assert changed(source, target) == []
