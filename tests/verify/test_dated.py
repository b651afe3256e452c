"""Dates that the English supplies or leaves open, held against the date of the paper."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.verify import check_pair
from pipeline.verify.dates_en import DAYS, MONTHS

PAPER = "2023-08-16"  # a Wednesday


def checks(source: str, target: str, paper: str | None = PAPER) -> list[str]:
    return [finding.check for finding in check_pair(source, target, paper)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("15日，云川县召开会议。", "Yunchuan County held a meeting on 15 August."),
        ("30日，云川县召开会议。", "Yunchuan County held a meeting on 30 July."),
        ("将于2日召开会议。", "A meeting will be held on 2 September."),
        ("15日，云川县召开会议。", "Yunchuan County held a meeting on Tuesday."),
        ("昨日，云川县召开会议。", "Yunchuan County held a meeting on 15 August."),
        ("昨天，云川县召开会议。", "Yunchuan County held a meeting on Tuesday."),
        ("本月7日召开会议。", "A meeting was held on 7 August."),
        ("去年建成。", "It was built in 2022."),
        ("比去年同期增长一成。", "That is a tenth more than in the same period of 2022."),
        ("上半年建成。", "It was built between January and June."),
        ("今年建成。", "It was built in 2023."),
        ("明年建成。", "It will be built in 2024."),
        ("近三年建成。", "It was built in the past three years, since 2020."),
    ],
)
def test_what_fits_the_date_of_the_paper_passes(source: str, target: str) -> None:
    assert checks(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "check"),
    [
        ("15日，云川县召开会议。", "Yunchuan County held a meeting on 15 July.", "date.added"),
        ("15日，云川县召开会议。", "Yunchuan County held a meeting on 15 September.", "date.added"),
        ("15日，云川县召开会议。", "Yunchuan County held a meeting on 16 August.", "date.changed"),
        ("15日，云川县召开会议。", "Yunchuan County held a meeting on Friday.", "date.missing"),
        ("昨日，云川县召开会议。", "Yunchuan County held a meeting on 12 August.", "date.added"),
        ("近日，云川县召开会议。", "Yunchuan County held a meeting on 12 August.", "date.added"),
        ("去年建成。", "It was built in 2021.", "date.added"),
        ("去年建成。", "It was built in 2023.", "date.added"),
        ("今年建成。", "It was built in 2021.", "date.added"),
        ("上半年建成。", "It was built between March and June.", "date.added"),
    ],
)
def test_what_does_not_fit_is_named(source: str, target: str, check: str) -> None:
    assert check in checks(source, target)


@pytest.mark.parametrize("paper", [None, "", "2023", "2023-13-01", "0000-00-00", "yesterday"])
def test_without_a_date_what_cannot_be_known_passes(paper: str | None) -> None:
    assert checks("15日召开会议。", "A meeting was held on 15 March.", paper) == []
    assert checks("昨日召开会议。", "A meeting was held on 15 March.", paper) == []


def test_a_date_without_a_day_still_tells_the_months_near_it() -> None:
    assert checks("15日召开会议。", "A meeting was held on 15 July.", "2023-08") == []
    assert checks("15日召开会议。", "A meeting was held on 15 March.", "2023-08") == ["date.added"]


def test_months_supplied_in_one_text_must_lie_side_by_side() -> None:
    source = "26日11时发布预警，26日夜间有雨。"
    right = "A warning was issued at 11 a.m. on July 26; it rained on the night of July 26."
    assert checks(source, right, None) == []
    wrong = right.replace("night of July", "night of January")
    assert set(checks(source, wrong, None)) == {"date.added"}


def test_the_same_day_is_of_the_month_that_the_text_names() -> None:
    source = "7月26日开工，当日举行仪式。"
    right = "Work began on July 26, and a ceremony was held on July 26."
    assert checks(source, right, None) == []
    wrong = right.replace("held on July", "held on March")
    assert checks(source, wrong, None) == ["date.added"]


@pytest.mark.parametrize("target", ["It opened on August.", "August (Xinhua) It opened."])
def test_a_month_that_lost_its_day_is_named(target: str) -> None:
    source = "8月15日电 8月15日开馆。"
    assert checks(source, target.replace("opened", "opened 15 August,"), None) == ["date.missing"]


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.integers(-7, 7))
def test_a_bare_day_is_resolved_to_the_month_nearest_to_the_paper(paper: date, step: int) -> None:
    when = paper + timedelta(days=step)
    source = f"{when.day}日，云川县召开会议。"
    for month in range(1, 13):
        english = f"Yunchuan County held a meeting on {when.day} {MONTHS[month - 1]}."
        fits = month in (when.month, paper.month)
        assert checks(source, english, paper.isoformat()) == ([] if fits else ["date.added"])
    weekday = DAYS[when.weekday()].capitalize()
    assert checks(source, f"Yunchuan County met on {weekday}.", paper.isoformat()) == []
