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
        ("近曰,入民政府召开会议。", "近曰,人民政府召开会议。"),  # 曰 may stand anywhere
        ("妻孑和孩孑等了一夭,今夭接到他。", "妻子和孩子等了一夭,今天接到他。"),
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
        "小孩孑然一身,不少人夭折,今夭亡者甚众。",  # 孩 + 孑然, no 孩子
        "记者深入民间,走入民宅,投入大量人力。",
        "有的商品来历杳无踪影,一去杳然。",
        "该店主打O2O,货号1O23,每桶10l,长5l米。",
        "本报讯(通讯员 近曰 节曰)",  # a name may have any character
        "中国固有的文化,今夫子何在。",
        "少花的不光是7塊、10塊,書頁粘成一塊。看著沖動,徵求意見。",  # traditional, not misread
        "扶着,走进用竹席围",  # what comes next may be lost: an end is no border
        "己经营多年",  # so may what stood before
        "身后只有一个小孩孑",
        "又赢下两个不转的短球,追成9平。",  # 追成 is no word, but a verb and its result
        "水泵顺着副斜井放下,铺管62米。",  # 斜井 and 放下 have 井放 in them, no 开放
        "汽笛“呜——呜——”地叫了两声。",
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


@given(st.text(alphabet="检杳己经自工作入员末来尚曰日年2O30l 。", max_size=40))
def test_edits_do_not_overlap_and_keep_what_they_do_not_name(text: str) -> None:
    edits = sorted(misread_words(text))
    assert all(one.end <= other.start for one, other in pairwise(edits))
    for edit in edits:
        stood = re.sub(r"\s", "", text[edit.start : edit.end])
        assert len(stood) == len(edit.after) != 0
        assert stood != edit.after


def test_every_line_of_the_table_is_read_no_form_is_a_word_and_no_number_is_made() -> None:
    entry = re.compile(r"(\w) for (\w): (.+)")
    context = re.compile(r"(\w) for (\w) between ([\w·]+) and ([\w·]+)")
    numerals = set("〇零一二两三四五六七八九十百千万亿")
    rare = re.compile(r"(\w) only in (\w\w(?: \w\w)*)")
    few: set[str] = set()
    short: set[str] = set()
    right: set[str] = set()
    wrong: set[str] = set()
    for line in DATA.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if beside := context.fullmatch(line):
            assert not numerals & {beside[1], beside[2]}, line
            continue
        if own := rare.fullmatch(line):
            few.add(own[1])
            assert all(own[1] in pair for pair in own[2].split()), line
            continue
        found = entry.fullmatch(line)
        assert found, line
        assert found[2] not in numerals, line
        for word in found[3].split():
            assert word.count(found[2]) == 1, line
            if len(word) < 3:  # two words side by side make any two characters
                short.add(found[1])
            right.add(word)
            wrong.add(word.replace(found[2], found[1]))
    assert len(wrong) > 5000
    assert not right & wrong
    assert short == few
