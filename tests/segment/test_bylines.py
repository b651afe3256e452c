"""The forms in which papers print who wrote a piece and who took its picture."""

import pytest

from pipeline.segment import bylines, cues
from pipeline.segment.names import closed_up


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("周明/文 吴大海/图", ("周明", "吴大海")),
        ("周明 文 吴大海 图", ("周明", "吴大海")),
        ("文字：周明 图片：吴大海", ("周明", "吴大海")),
        ("撰文/周明 摄影/吴大海", ("周明", "吴大海")),
        ("采写：本报记者 周明", ("周明",)),
        ("口述：周明 整理：吴大海", ("周明", "吴大海")),
        ("小记者 周明 指导老师 吴大海", ("周明", "吴大海")),
        ("新华社“新华视点”记者 周明 吴大海", ("周明", "吴大海")),
        ("江州日报全媒体记者 周明 通讯员 吴大海", ("周明", "吴大海")),
        ("驻京记者 周明", ("周明",)),
        ("青槐路读者 周明", ("周明",)),
        ("特约评论员 周明", ("周明",)),
        ("本报评论员", ()),
        ("本報記者 劉明 通訊員 吳大海", ("劉明", "吳大海")),
        ("木报记者 周明", ("周明",)),
        ("口本报记者 周明", ("周明",)),
        ("本 报 记 者 周 明", ("周明",)),
        ("□本报记者 热依汗·艾山 王 芳", ("热依汗·艾山", "王芳")),
    ],
)
def test_a_line_that_says_who_wrote(line: str, names: tuple[str, ...]) -> None:
    assert bylines.is_byline(line)
    assert bylines.read_byline(line).names == names


@pytest.mark.parametrize(
    "line",
    [
        "读者 来信",
        "记者 手记",
        "记者调查：谁动了井盖",
        "文图并茂",
        "地图：老城",
        "记者节",
        "指导老师节",
    ],
)
def test_a_line_that_only_sounds_like_a_byline(line: str) -> None:
    assert not bylines.is_byline(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("新华社发（周明 摄）", ("周明",)),
        ("周明 供图", ("周明",)),
        ("县委宣传部供图", ()),
        ("受访者供图", ()),
        ("漫画/周明", ("周明",)),
        ("劉明 攝", ("劉明",)),
    ],
)
def test_a_line_that_says_whose_picture(line: str, names: tuple[str, ...]) -> None:
    assert bylines.is_credit(line)
    assert bylines.read_byline(line).names == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（记者周明 通讯员吴大海）近日，", ("周明", "吴大海")),
        ("本报讯（记者 周明 通讯 员 吴大 海）近日，", ("周明", "吴大海")),
        ("本报讯（周明 吴大海）近日，", ("周明", "吴大海")),
        ("本报讯（文/图 记者 周明）近日，", ("周明",)),
        ("本報訊（記者 劉明）近日，", ("劉明",)),
        ("江州晚报讯（记者 周明）近日，", ("周明",)),
        ("新华社北京8月15曰申（记者 何 归舟、柏青）近日，", ("何归舟", "柏青")),
        ("本报讯 记者周明从县气象局获悉，", ("周明",)),
        ("本报讯 记者周明 通讯员吴大海 近日，", ("周明", "吴大海")),
        ("本报记者周明报道：近日，", ("周明",)),
        ("本报讯（第一批）近日，", None),
        ("记者周明从县气象局获悉，", None),
        ("县里来了一批人，他们（记者 周明）说", None),
    ],
)
def test_a_byline_that_begins_a_paragraph(text: str, names: tuple[str, ...] | None) -> None:
    dateline = cues.DATELINE.match(text)
    found = bylines.leading(text, dateline.end() if dateline else 0)
    assert (bylines.read_byline(text[slice(*found)]).names if found else None) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("三趟。（江一 帆）", ("江一帆",)),
        ("三趟。（周明、吴大海）", ("周明", "吴大海")),
        ("三趟。（阿来）", ("阿来",)),
        ("三趟。（白 桦 尹 川）", ("白桦", "尹川")),
        ("三趟。（執筆：劉明）", ("劉明",)),
        ("三趟。（本报记者 周明 整理）", ("周明",)),
        ("三趟。（县融媒体中心 周明）", ("周明",)),
        ("三趟。（作者：周明 系某大学教授）", ("周明",)),
        ("三趟。（作者系青石镇干部）", ()),
        ("三趟。（未完待续）", None),
        ("三趟。（下转第2版）", None),
        ("三趟。（鼓掌）", None),
        ("三趟。（本报综合）", None),
    ],
)
def test_a_signature(text: str, names: tuple[str, ...] | None) -> None:
    found = bylines.signature(text)
    assert (bylines.read_byline(text[slice(*found)]).names if found else None) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("采摘6.3万头（只）。 古丽娜尔· 吐尔逊 供图", ("古丽娜尔·吐尔逊",)),
        ("采摘6.3万箱。 本报 记者 周明 摄", ("周明",)),
        ("采摘。新华社发（周明 摄）", ("周明",)),
        ("采摘。 图/周明", ("周明",)),
        ("采摘。（保护区管理局供图 乌兰亭 文）", ("乌兰亭",)),
        ("采摘。周明 文/图", ("周明",)),
        ("采摘。 受访者供图", ()),
        ("本报记者 周明 文/图", None),
        ("采摘。 县融媒体中心供图", ()),
    ],
)
def test_a_credit_at_the_end(text: str, names: tuple[str, ...] | None) -> None:
    found = bylines.inline_credit(text)
    assert (bylines.read_byline(text[slice(*found)]).names if found else None) == names


def test_a_caption_with_its_credit_is_more_than_a_credit() -> None:
    assert not bylines.is_credit("该县12支巡诊队骑马进山，免疫6.3万头（只）。 周明 供图")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("王 芳 刘海潮", ["王芳", "刘海潮"]),
        ("李明 王 芳", ["李明", "王芳"]),
        ("江一 帆 李明", ["江一帆", "李明"]),
        ("李明 何 归舟", ["李明", "何归舟"]),
        ("欧阳 明德", ["欧阳明德"]),
        ("古 丽娜尔·吐尔逊 王芳", ["古丽娜尔·吐尔逊", "王芳"]),
        ("热依汗·艾 山", ["热依汗·艾山"]),
    ],
)
def test_a_name_cut_by_a_blank(words: str, names: list[str]) -> None:
    assert closed_up(words.split()) == names


def test_a_byline_keeps_the_blanks_between_its_words() -> None:
    line = "本报 记者 周 明  通讯 员 吴大海"
    assert bylines.read_byline(line).text == "本报记者 周 明 通讯员 吴大海"
