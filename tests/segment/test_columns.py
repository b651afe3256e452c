"""Paragraphs across columns: joined, cut out of a neighbour, or broken off. All made up."""
# ruff: noqa: E501 - a line of a page is a line here

from collections.abc import Callable

import pytest

from pipeline.model import Page, Segmentation
from pipeline.segment import segment_page
from pipeline.segment.ledger import balance

Take = Callable[[str], Segmentation]


@pytest.fixture(scope="module")
def take(page_of: Callable[[str], Page]) -> Take:
    def segment(text: str) -> Segmentation:
        page = page_of(text)
        found = segment_page(page)
        assert balance(page, found).balanced
        return found

    return segment


NEIGHBOURS = """\
云麓县开展防汛演练

本报讯(通讯员 周明)为检验本报讯(记者 林小溪)近日,白水 应急队伍的实战能力,云麓县应急管理 部门近日在清水河畔开展防汛演练, 出动冲锋舟八艘、救援人员一百多名, 模拟河水猛涨之后两岸的村庄受到洪 水围困的情形,检验预案是否可行。

演练现场,救援队伍乘着冲锋舟 下河搜救,医务人员在岸上搭建了医 疗帐篷,志愿者在安置点发放饮用水。

白水乡合唱团获得金奖

乡合唱团在全省群众歌咏比赛中获得 金奖,这是合唱团成立三年以来第一 次走上省级舞台,全乡群众奔走相告。

合唱团每周排练两次,团员利用 业余时间练歌,老师义务指导团员, 歌声传遍了白水乡的每一个村庄。
"""


def test_a_splice_goes_back_to_the_neighbour(take: Take, page_of: Callable[[str], Page]) -> None:
    first, second = take(NEIGHBOURS).articles
    (splice,) = first.corrections
    assert (splice.line, splice.before.strip()) == (3, "本报讯(记者 林小溪)近日,白水")
    assert first.lines == (1, 3, 5) and second.lines == (3, 7, 9, 11)
    assert "为检验应急队伍的实战能力" in first.paragraphs[0].text
    assert second.paragraphs[0].text.startswith("本报讯(记者 林小溪)近日,白水乡合唱团在全省")
    page = page_of(NEIGHBOURS)
    heads = [(part.role, page.text(part.spans[0])) for part in second.head]
    assert heads == [
        ("headline", "白水乡合唱团获得金奖"),
        ("dateline", "本报讯"),
        ("byline", "记者 林小溪"),
    ]


FLUSH = """\
云麓县检查水库安全

本报讯(通讯员 周明)为进一步 做好水库除险加固工作,云麓县水务 局组织人员对全县水库进行了检查。

检查组对发现的问题逐一登记造 册,提出整改的意见,并要求各水库 管理单位建立台账,明确责任人和期

限。据悉,全县水库已有十座完成了 除险加固工作,还有六座正在施工。

下一步,云麓县水务局将对整改 情况逐一复查,确保水库度汛安全。群

众可以拨打电话举报水库的隐患,水 务局将在三天之内派人到现场核实。
"""


def test_a_column_that_goes_on_has_lost_nothing(take: Take) -> None:
    (article,) = take(FLUSH).articles
    assert [paragraph.gap_after for paragraph in article.paragraphs] == [False] * 3
    assert "明确责任人和期限。据悉," in article.paragraphs[1].text


def test_a_paragraph_goes_on_where_its_column_ends_with_a_sentence(take: Take) -> None:
    flush = "下一步,云麓县水务局将对整改情 况逐一进行复查,保证水库的安全。"
    text = FLUSH.replace("还有六座正在施工。", "六座正在施工。")
    start, end = text.index("下一步"), text.index("可以拨打")
    text = f"{text[:start]}{flush}\n\n群众{text[end:]}"
    (article,) = take(text).articles
    assert [len(paragraph.spans) for paragraph in article.paragraphs] == [1, 2, 2]


def test_print_lines_of_their_own_make_paragraphs(take: Take) -> None:
    head, *rest = FLUSH.strip().split("\n\n")
    rows = [row.replace(" ", "\n\n") for row in rest[1:]]
    (article,) = take("\n\n".join([head, "本报通讯员 周明", *rows])).articles
    texts = [paragraph.text for paragraph in article.paragraphs]
    assert [text[:4] for text in texts] == ["检查组对", "下一步,"]
    assert not any(paragraph.gap_after for paragraph in article.paragraphs)


def test_print_lost_above_a_subhead_is_marked(take: Take) -> None:
    first, *_ = FLUSH.split("\n\n")
    text = "\n\n".join(
        [
            first,
            "本报记者 周明",
            "一、逐一检查",
            "检查组对发现的问题逐一登记造 册,提出整改的意见,并要求各水库 管理单位建立台账,明确责任人和期",
            "二、抓紧施工",
            "全县水库已有十座完成了除险加 固工作,还有六座水库正在施工,预 计在明年汛期之前完工。",
        ]
    )
    (article,) = take(text).articles
    assert [paragraph.gap_after for paragraph in article.paragraphs] == [True, False]


def test_a_caption_may_end_with_who_gave_the_picture(take: Take) -> None:
    text = "图为技术人员在清水河水库的大坝上查看坝体的渗水情况。云麓县水务局供图"
    (caption,) = take(text).articles
    assert not caption.paragraphs[0].gap_after
