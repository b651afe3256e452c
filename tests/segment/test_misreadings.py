"""Misread words are mended where they are certain, and nowhere else."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.segment import confusions
from pipeline.segment.misreadings import misread_words
from pipeline.segment.pieces import edited

DATA = Path(confusions.__file__).with_suffix(".txt")


def mended(text: str) -> str:
    return edited(text, misread_words(text))


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("民警对饭店进行检杳,未发现隐患。", "民警对饭店进行检查,未发现隐患。"),
        ("工作入员走进社区。", "工作人员走进社区。"),
        ("目前己经完工。", "目前已经完工。"),
        ("此案尚末审结。", "此案尚未审结。"),
        ("近曰,入民政府召开会议。", "近日,人民政府召开会议。"),
        ("一个黑入走了过来。", "一个黑人走了过来。"),  # by its neighbours, no word of the table
        ("申领贷敖须本人到场,银行发放贷歀。", "申领贷敖须本人到场,银行发放贷歀。"),
        ("截至2O23年,从201l年算起,今年2024年。", "截至2023年,从2011年算起,今年2024年。"),
    ],
)
def test_certain_ones_are_mended(read: str, printed: str) -> None:
    assert mended(read) == printed


@pytest.mark.parametrize(
    "text",
    [
        "他们买下门店自己经营,自己经历了起落。",  # 自己 + 经营 has 己经 in it
        "期末来临,周末来客不断,尚末日将近。",
        "先生曰:“善。”古人曰,名曰前进。",
        "恍若千年,白骨千里。",
        "记者深入民间,走入民宅,投入大量人力。",
        "有的商品来历杳无踪影,一去杳然。",
        "该店主打O2O,货号1O23,每桶10l,长5l米。",
        "本报讯(通讯员 近曰 节曰)",  # a name may have any character
        "中国固有的文化,今夫子何在。",
        "少花的不光是7塊、10塊,書頁粘成一塊。看著沖動,徵求意見。",  # traditional, not misread
        "扶着,走进用竹席围",  # what comes next may be lost: an end is no border
        "己经营多年",  # so may what stood before
    ],
)
def test_what_may_be_right_is_left_alone(text: str) -> None:
    assert misread_words(text) == []


def test_the_longest_word_is_shown_and_why() -> None:
    (edit,) = misread_words("全体工作入员到岗")
    assert edit == (
        2,
        6,
        "工作人员",
        "工作入员 is no word; the scan's reader took 入 for 人.",
    )


def test_one_blank_of_a_line_break_may_stand_within_and_no_more() -> None:
    assert mended(" 市场检 杳 结束") == " 市场检查 结束"
    assert mended("市场检  杳结束") == "市场检  杳结束"


def test_a_word_between_strangers_is_left_beside_what_its_character_is_at_home_with() -> None:
    assert mended("如今己经好转") == "如今已经好转"
    assert mended("他知己经年不见") == "他知己经年不见"


@given(st.text(alphabet="检杳己经自工作入员末来尚曰日年2O30l 。", max_size=40))
def test_edits_do_not_overlap_and_keep_what_they_do_not_name(text: str) -> None:
    edits = sorted(misread_words(text))
    assert all(one.end <= other.start for one, other in pairwise(edits))
    for edit in edits:
        stood = re.sub(r"\s", "", text[edit.start : edit.end])
        assert len(stood) == len(edit.after) != 0
        assert stood != edit.after


def test_every_line_of_the_table_is_read_no_form_is_a_word_and_no_number_is_made() -> None:
    entry = re.compile(r"(\w) for (\w)( between strangers)?: (.+)")
    home = re.compile(r"(\w) (follows|precedes) \w+")
    context = re.compile(r"(\w) for (\w) between ([\w·]+) and ([\w·]+)")
    numerals = set("〇零一二两三四五六七八九十百千万亿")
    right: set[str] = set()
    wrong: set[str] = set()
    homes: set[tuple[str, str]] = set()
    needed: set[tuple[str, str]] = set()
    for line in DATA.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if beside := context.fullmatch(line):
            assert not numerals & {beside[1], beside[2]}, line
            continue
        if at_home := home.fullmatch(line):
            homes.add((at_home[1], at_home[2]))
            continue
        found = entry.fullmatch(line)
        assert found, line
        assert found[2] not in numerals, line
        for word in found[4].split():
            assert word.count(found[2]) == 1, line
            right.add(word)
            wrong.add(word.replace(found[2], found[1]))
            if found[3]:
                first, last = word.startswith(found[2]), word.endswith(found[2])
                assert first or last, line
                needed.add((found[1], "follows" if first else "precedes"))
    assert len(wrong) > 5000
    assert not right & wrong
    assert needed == homes
