"""What lines say of themselves: bylines, credits, datelines, furniture."""

import pytest

from pipeline.segment import bylines, cues


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报记者 钱一帆", ("钱一帆",)),
        ("本报记者钱一帆", ("钱一帆",)),
        ("□ 本报记者 钱一帆", ("钱一帆",)),
        ("□钱一帆 孙小雨", ("钱一帆", "孙小雨")),
        ("记者 周明 通讯员 吴大海 郑和平", ("周明", "吴大海", "郑和平")),
        ("本报全媒体记者 周明/文 吴大海/图", ("周明", "吴大海")),
        ("见习记者 周 明", ("周明",)),
        ("特约记者:周明", ("周明",)),
        ("通讯员 周明、吴大海", ("周明", "吴大海")),
        ("文/图 周明", ("周明",)),
        ("文/本报记者 周明 图/吴大海", ("周明", "吴大海")),
        ("新华社记者 周明", ("周明",)),
        ("本报通讯员 阿依古丽·买买提", ("阿依古丽·买买提",)),
    ],
)
def test_byline_lines(line: str, names: tuple[str, ...]) -> None:
    assert bylines.is_byline(line)
    assert bylines.read_byline(line).names == names


@pytest.mark.parametrize(
    "line",
    [
        "记者走进田间地头看丰收",
        "本报记者节特别报道",
        "县图书馆延长开放时间",
        "通讯员培训班在县城开班",
        "记者从县气象局了解到，",
        "编辑部的故事",
    ],
)
def test_lines_that_are_no_bylines(line: str) -> None:
    assert not bylines.is_byline(line)
    assert not bylines.is_credit(line)
    assert not cues.FURNITURE.search(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报通讯员 孙小雨 摄", ("孙小雨",)),
        ("(孙小雨 摄)", ("孙小雨",)),
        ("（本报记者 孙小雨 摄影报道）", ("孙小雨",)),
        ("孙小雨摄", ("孙小雨",)),
        ("摄影:孙小雨", ("孙小雨",)),
        ("孙小雨 李 明 摄", ("孙小雨", "李明")),
    ],
)
def test_credit_lines(line: str, names: tuple[str, ...]) -> None:
    assert bylines.is_credit(line)
    assert bylines.read_byline(line).names == names


@pytest.mark.parametrize(
    ("text", "dateline", "byline"),
    [
        ("本报讯(通讯员 周明)近日,", "本报讯", "通讯员 周明"),
        ("本报讯（记者 周明 吴大海）近日，", "本报讯", "记者 周明 吴大海"),
        ("新华社北京8月15日电(记者 周明)", "新华社北京8月15日电", "记者 周明"),
        ("据新华社北京8月15日电 国务院", "据新华社北京8月15日电", None),
        ("中新社香港8月15日电(记者 周明)", "中新社香港8月15日电", "记者 周明"),
        ("本报云麓8月15日讯(记者 周明)", "本报云麓8月15日讯", "记者 周明"),
        ("云麓新闻网讯 近日,", "云麓新闻网讯", None),
        ("据新华社电 近日", "据新华社电", None),
    ],
)
def test_datelines(text: str, dateline: str, byline: str | None) -> None:
    found = cues.DATELINE.match(text)
    assert found and found["dateline"] == dateline
    inline = bylines.INLINE_BYLINE.search(text)
    assert (inline["byline"] if inline else None) == byline


@pytest.mark.parametrize(
    "text",
    ["本报记者走访了多个村庄", "据悉,今年", "网上消息很多", "新华社区开展活动,8月15日电影放映"],
)
def test_texts_without_a_dateline(text: str) -> None:
    assert not cues.DATELINE.match(text)


@pytest.mark.parametrize(
    "line",
    [
        "云麓县报 2024年5月12日 星期日 第3版 综合新闻",
        "2024年5月12日 农历四月初五 今日4版",
        "责任编辑:赵甲 校对:钱乙",
        "本版编辑 赵甲 美编 钱乙",
        "投稿邮箱:news@example.invalid",
        "新闻热线:0000-1234567",
        "国内统一连续出版物号 CN 00-0000",
        "第3版",
        "A12 综合",
        "03 要闻",
        "第三版",
    ],
)
def test_furniture(line: str) -> None:
    assert cues.FURNITURE.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "2024年5月12日,云麓县召开大会,部署工作,会议强调要把各项任务落到实处,确保全年目标如期完成。",
        "3版块联动促发展",
        "5月12日 星期日 晴",
        "1949年建厂至今",
        "120急救车开进乡村",
        "编辑:让乡村更美",
    ],
)
def test_lines_that_are_no_furniture(line: str) -> None:
    assert not cues.FURNITURE.search(line)


def test_a_signature_needs_a_name() -> None:
    for text in ("把实事办实。(钱路)", "把实事办实。(本报评论员 钱路)"):
        assert bylines.signature(text)
    for text in ("把实事办实。(完)", "共有三百人(含儿童)", "全面推行河长制(试行)"):
        assert not bylines.signature(text)


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("村民在采摘。 本报通讯员 孙小雨 摄", "本报通讯员 孙小雨 摄"),
        ("村民在采摘。(孙小雨 摄)", "孙小雨 摄"),
        ("村民在采摘。本报记者孙小雨摄", "本报记者孙小雨摄"),
        ("村民在采摘(安孙 摄)", "安孙 摄"),
    ],
)
def test_credits_at_the_end_of_a_caption(text: str, byline: str) -> None:
    found = bylines.inline_credit(text)
    assert found and text[slice(*found)] == byline


def test_a_text_on_photography_has_no_credit() -> None:
    for text in ("他爱好摄影", "这张照片由他拍摄", "市民在公园里拍摄。"):
        assert not bylines.inline_credit(text)


def test_names_joined_by_a_word() -> None:
    assert bylines.names_in("记者 周明和吴大海") == ("周明", "吴大海")
    assert bylines.names_in("记者 郑和平") == ("郑和平",)
    assert bylines.names_in("作者单位:青石镇政府") == ()
