"""Small pages, each for one feature. All of them are made up; there is no such county."""
# ruff: noqa: E501 - a line of a page is a line here

from collections.abc import Callable

import pytest

from pipeline.model import Article, Page, Segmentation
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


def shown(article: Article) -> list[str]:
    """An article as lines to read: role, text, and names where there are any."""
    return [
        f"{unit.role}: {unit.text}"
        + "".join(
            f" [{name}]" for part in article.head if part.id == unit.id for name in part.names
        )
        for unit in article.units()
    ]


LEAD = """\
青石镇念好果蔬经

——看小镇如何走上特色路

本报记者 文山 见习记者 林小溪

走进青石镇的山坡,一排排大棚整齐排列,空气里满 是瓜果的香味,村民们正忙着采摘、装箱,脸上带着笑 容。

一、建起示范基地

镇里请来专家,建起三个示范基地,带动二百多户村 民种上了新品种,每亩收入比过去多出两千元。

二、修通出山公路

去年冬天,出山公路修通,货车可以直接开到地头,当 天就能把瓜果运到省城。

(作者单位:青石镇政府)
"""


def test_a_lead_story_with_deck_subheads_and_signature(take: Take) -> None:
    (article,) = take(LEAD).articles
    assert article.kind == "article"
    assert shown(article) == [
        "headline: 青石镇念好果蔬经",
        "deck: ——看小镇如何走上特色路",
        "byline: 本报记者 文山 见习记者 林小溪 [文山] [林小溪]",
        "body: 走进青石镇的山坡,一排排大棚整齐排列,空气里满是瓜果的香味,"
        "村民们正忙着采摘、装箱,脸上带着笑容。",
        "subhead: 一、建起示范基地",
        "body: 镇里请来专家,建起三个示范基地,带动二百多户村民种上了新品种,"
        "每亩收入比过去多出两千元。",
        "subhead: 二、修通出山公路",
        "body: 去年冬天,出山公路修通,货车可以直接开到地头,当天就能把瓜果运到省城。",
        "byline: 作者单位:青石镇政府",
    ]


PAGE = """\
清河县报 2024年5月12日 星期日 第3版 综合新闻

强化措施 狠抓落实

清河县部署春耕生产工作

本报讯（记者 周明 通讯员 吴大海）5月10日，清河县召开春耕生产现 场会，部署下一阶段工作。会议要求，各乡镇要抓住农时，确保完成任务。

县图书馆延长开放时间

□ 本报记者 钱一帆

从本月起，清河县图书馆每天开放到晚上九点，读者 可以在新阅览室里自习。据悉，新阅览室有座位一百 二十个，全部免费。

“晚上有地方看书，真好。”市民老郑说。

图为读者在新阅览室里看书。

(孙小雨 摄)

新华社北京5月11日电（记者 何为 李想）国家统计部 门11日发布的数据显示，粮食生产形势总体稳定，夏 粮有望再获丰收。

短评：让服务多走一步

服务群众，贵在多走一步。多走一步，群众就少走一 程。各部门应当从小事做起，把实事办实。（钱路）

清河县自来水公司停水公告

因管道检修，定于5月15日8时至18时对东街、南关一 带停水，请用户提前储水。

特此公告。

清河县自来水公司

2024年5月12日

责任编辑：赵甲 校对：钱乙 电话：0000-1234567
"""


def test_a_page_of_all_kinds(take: Take, page_of: Callable[[str], Page]) -> None:
    found = take(PAGE)
    assert [(one.kind, one.lines) for one in found.articles] == [
        ("brief", (3, 5, 7)),
        ("article", (9, 11, 13, 15)),
        ("caption", (17, 19)),
        ("brief", (21,)),
        ("commentary", (23, 25)),
        ("notice", (27, 29, 31, 33, 35)),
    ]
    page = page_of(PAGE)
    assert [page.text(span) for span in found.furniture] == [
        "清河县报 2024年5月12日 星期日 第3版 综合新闻",
        "责任编辑：赵甲 校对：钱乙 电话：0000-1234567",
    ]
    assert not found.unassigned


def test_inline_heads(take: Take) -> None:
    brief, _, caption, wire, comment, notice = take(PAGE).articles
    inline = {
        one.id: [(part.id, part.text, part.names) for part in one.head if part.inline]
        for one in (brief, wire, comment)
    }
    assert inline == {
        "a1": [
            ("t1", "本报讯", ()),
            ("b1", "记者 周明 通讯员 吴大海", ("周明", "吴大海")),
        ],
        "a4": [("t1", "新华社北京5月11日电", ()), ("b1", "记者 何为 李想", ("何为", "李想"))],
        "a5": [("b1", "钱路", ("钱路",))],
    }
    assert wire.dateline == "新华社北京5月11日电"
    assert shown(caption) == ["caption: 图为读者在新阅览室里看书。", "byline: 孙小雨 摄 [孙小雨]"]
    assert shown(notice)[-2:] == [
        "byline: 清河县自来水公司",
        "dateline: 2024年5月12日",
    ]


def test_print_line_blanks_go_and_type_blanks_stay(take: Take) -> None:
    text = (
        "云麓县开展技能培训\n\n"
        "本报讯 记者 周明 报道 2024 年以来,云麓县与 New Century 公司合作,举办培 训班 12 期,"
        "培训Boeing 737维修人员560 人, 受到好评。"
    )
    (article,) = take(text).articles
    assert article.paragraphs[0].text == (
        "本报讯 记者 周明 报道2024年以来,云麓县与New Century公司合作,举办培训班12期,"
        "培训Boeing 737维修人员560人,受到好评。"
    )
    assert [part.text for part in article.head if part.inline] == ["本报讯", "记者 周明"]


def test_a_letter_spaced_headline_is_closed_up(take: Take) -> None:
    text = "春 耕 备 耕 忙\n\n本报讯(通讯员 周明)近日,云麓县各乡镇抢抓农时,开展春耕备耕。"
    assert take(text).articles[0].headline == "春耕备耕忙"


CUT = """\
本报讯(通讯员 周明)为进一步 做好水库除险加固工作,云麓县水务 局组织人员对全县水库进行了检查, 对发现的问题逐一登记造册,提出整 改的意见,并要求各水库管理单位建

立台账,明确责任人和完成的时限, 做到件件有着落、事事有回音,保证 水库安全度过今年的汛期。
"""
LOST = """\
本报讯(通讯员 周明)为进一步 做好水库除险加固工作,云麓县水务 局组织人员对全县水库进行了检查, 对发现的问题逐一登记造册,提出整 改的意见,并要求各水库管理单位建

据了解,今年以来全县已有十座 小型水库完成了除险加固,还有六座 正在施工,预计在明年汛期之前可以 全部完工并且投入使用。
"""


def test_a_column_is_joined_across_a_cut_sentence(take: Take) -> None:
    (article,) = take("云麓县检查水库安全\n\n" + CUT).articles
    (paragraph,) = article.paragraphs
    assert [span.line for span in paragraph.spans] == [3, 5]
    assert "管理单位建立台账," in paragraph.text
    assert not paragraph.gap_after


def test_lost_print_is_marked_and_not_made_up(take: Take) -> None:
    (article,) = take("云麓县检查水库安全\n\n" + LOST).articles
    first, second = article.paragraphs
    assert first.gap_after and first.text.endswith("并要求各水库管理单位建[…]")
    assert second.text.startswith("据了解,今年以来") and not second.gap_after


def test_a_story_goes_on_below_a_picture(take: Take) -> None:
    first, second = CUT.strip().split("\n\n")
    text = "\n\n".join(["云麓县检查水库安全", first, "图为技术人员查看大坝。 周明 摄", second])
    story, caption = take(text).articles
    assert story.lines == (1, 3, 7)
    assert caption.kind == "caption" and caption.lines == (5,)
    assert len(story.paragraphs) == 1


SPLICED = """\
本报讯(通讯员 周明)为检验应水,组织群众转移安置,开设临时医 急队伍的实战能力,云麓县应急管理 部门近日在清水河畔开展防汛演练, 出动冲锋舟八艘、救援人员一百多名, 模拟河水猛涨之后两岸的村庄受到洪

演练现场,救援队伍乘着冲锋舟 下河搜救,医务人员在岸上搭建了医 疗帐篷,志愿者在安置点发放饮用

疗点并且登记造册。演练结束之后, 各单位认真总结经验,查找不足,修 改完善预案。群众喝上了饮用水,住 进了帐篷,应急队伍受到了好评。
"""


def test_a_splice_is_cut_out_and_put_back(take: Take) -> None:
    (article,) = take("云麓县开展防汛演练\n\n" + SPLICED).articles
    (splice,) = article.corrections
    assert (splice.line, splice.before.strip(), splice.after) == (
        3,
        "水,组织群众转移安置,开设临时医",
        "",
    )
    text = "".join(paragraph.text for paragraph in article.paragraphs)
    assert "为检验应急队伍的实战能力" in text
    assert "发放饮用水,组织群众转移安置,开设临时医疗点并且登记造册。" in text


def test_a_lost_blank_is_no_splice(take: Take) -> None:
    text = SPLICED.replace("应水,组织群众转移安置,开设临时医 急", "应急")
    lost = text.replace("云麓县应急管理 部门近日", "云麓县应急管理部门近日")
    (article,) = take("云麓县开展防汛演练\n\n" + lost).articles
    assert article.corrections == ()


MISREAD = """\
云麓县开展市场检杳行动

一云麓县多部门联合行动

本报讯(通讯员 周明)近日,云麓县市场监管局工作入员深入商户,开展年货市场检 杳,调 杳商品来源。

云麓县将扩大范围,骨千力量全部上阵,一企业受到处理,守住一方平安,有的商品来历杳无踪影。
"""


def test_certain_misreadings_are_mended_and_recorded(take: Take) -> None:
    (article,) = take(MISREAD).articles
    assert article.headline == "云麓县开展市场检查行动"
    assert article.deck == "——云麓县多部门联合行动"
    assert "市场检查,调查商品来源。" in article.paragraphs[0].text
    assert "工作人员深入商户" in article.paragraphs[0].text
    assert article.paragraphs[1].text == (
        "云麓县将扩大范围,骨干力量全部上阵,一企业受到处理,守住一方平安,有的商品来历杳无踪影。"
    )
    assert [(one.line, one.before, one.after) for one in article.corrections] == [
        (1, "检杳", "检查"),
        (3, "一云麓", "——云麓"),
        (5, "工作入员", "工作人员"),
        (5, "检 杳", "检查"),
        (5, "调 杳", "调查"),
        (7, "骨千力量", "骨干力量"),
    ]


@pytest.mark.parametrize(
    "line", ["一企业获评县级示范", "一村一品鼓起农民钱袋", "一线工人登上领奖台"]
)
def test_one_that_is_one_is_left_alone(take: Take, line: str) -> None:
    text = f"云麓县表彰先进单位\n\n{line}\n\n本报讯(通讯员 周明)近日,企业获评,企业很高兴。"
    (article,) = take(text).articles
    assert article.corrections == ()
    assert line in (article.headline, article.deck)


def test_parallel_subheads_lend_each_other_their_gap(take: Take) -> None:
    body = "全县上下齐心协力,各项工作有序推进,群众的获得感和幸福感不断提升。"
    text = "\n\n".join(
        [
            "云麓县办好民生实事",
            "本报记者 周明",
            body,
            "办好民生大事一增进百姓福祉",
            body,
            "办好民生小事 温暖百姓心田",
            body,
            "办好民生要事:守护百姓平安",
            body,
        ]
    )
    (article,) = take(text).articles
    assert article.subheads == (
        "办好民生大事 增进百姓福祉",
        "办好民生小事 温暖百姓心田",
        "办好民生要事 守护百姓平安",
    )
    assert [one.after for one in article.corrections] == ["大事 增进", "要事 守护"]


def test_subheads_that_are_not_parallel_keep_their_marks(take: Take) -> None:
    body = "全县上下齐心协力,各项工作有序推进,群众的获得感和幸福感不断提升。"
    text = "\n\n".join(
        [
            "云麓县办好民生实事",
            "本报记者 周明",
            body,
            "一、办实事:增进福祉",
            body,
            "二、解难题 温暖人心",
            body,
        ]
    )
    (article,) = take(text).articles
    assert article.subheads == ("一、办实事:增进福祉", "二、解难题 温暖人心")
    assert article.corrections == ()


def test_a_roundup_is_split_into_its_items(take: Take) -> None:
    text = "\n\n".join(
        [
            "一周简讯",
            "本报讯 白水乡近日举办篮球赛,八支队伍参加。",
            "本报讯 黑山林场完成春季造林三千亩。",
            "本报讯 县医院新门诊楼启用,方便群众就医。",
        ]
    )
    found = take(text).articles
    assert [one.lines for one in found] == [(1, 3), (5,), (7,)]


def test_briefs_without_heads_are_items(take: Take) -> None:
    text = "\n\n".join(
        ["本报讯 白水乡近日举办篮球赛,八支队伍参加。", "本报讯 黑山林场完成春季造林三千亩。"]
    )
    assert [one.kind for one in take(text).articles] == ["brief", "brief"]


ACROSS = """\
老鹳沟水库除险加固完工

云麓中学合唱团获得金奖

老鹳沟水库始建于四十年前,坝体老化严重,除险加固迫在眉睫。

云麓中学合唱团成立三年,团员都是爱唱歌的学生,获得金奖不是第一次。

除险加固工程去年开工,施工人员翻修坝体,加高加固,水库面貌一新。

合唱团每周排练两次,学生利用课余时间练歌,老师义务指导团员。

工程完工后,水库可以灌溉下游农田两万亩,坝体能抵御五十年一遇的洪水。

学生们说,练歌让课余时间更快乐,获得金奖是对老师指导的最好回报。

下游农田的农民高兴地说,水库完工了,灌溉不用愁,洪水也不怕。
"""


def test_two_stories_read_across_are_set_apart(take: Take) -> None:
    found = take(ACROSS)
    assert [one.headline for one in found.articles] == [
        "老鹳沟水库除险加固完工",
        "云麓中学合唱团获得金奖",
    ]
    assert [one.lines for one in found.articles] == [(1, 5, 9, 13, 17), (3, 7, 11, 15)]


@pytest.mark.parametrize("kicker", ["强化督导 筑牢防线", "创新理念促发展"])
def test_a_kicker_is_no_story_of_its_own(take: Take, kicker: str) -> None:
    body = ACROSS.split("\n\n")[2::2]
    (article,) = take("\n\n".join([kicker, "老鹳沟水库除险加固完工", *body])).articles
    assert article.kicker == kicker
    assert article.headline == "老鹳沟水库除险加固完工"


@pytest.mark.parametrize(
    "text",
    [
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n",
        "——\n\n***\n\n12345\n",
        "云麓县图书馆延长开放时间\n\n" + "全县干部群众齐心协力,抢抓农时。" * 400,
        "2024年9月26日 星期四 第2版\n",
        "姓名 年龄 单位\n张三 30 县医院\n李四 41 县一中\n",
        "The mayor said on Monday that the old bridge will be closed.\n",
        "標題\n\n本報訊 記者走訪發現,雨後道路泥濘。\n",
    ],
)
def test_odd_pages_come_out_whole(take: Take, text: str) -> None:
    take(text)


def test_english_text_keeps_its_words_apart(take: Take) -> None:
    text = "The mayor said, on Monday (9 May), that the old bridge - 40 years old - will close."
    (article,) = take(text).articles
    assert article.paragraphs[0].text.startswith("The mayor said, on Monday (9 May), that the old")


def test_offices_that_sign_together_stay_with_their_notice(take: Take) -> None:
    text = "\n\n".join(
        [
            "关于绫江大桥封闭施工的通告",
            "因大桥维修需要，自即日起封闭施工，过往车辆请绕行。",
            "特此通告。",
            "云麓县公安局交通警察大队",
            "云麓县公路事业发展中心",
            "2024年5月12日",
            "县图书馆延长开放时间",
            "本报讯（记者 周明）县图书馆从本周起每晚开放到九点，周末也不休息，方便读者借阅。",
        ]
    )
    assert [one.lines for one in take(text).articles] == [(1, 3, 5, 7, 9, 11), (13, 15)]


def test_a_bare_head_right_above_a_picture_is_its_title(take: Take) -> None:
    text = "\n\n".join(
        [
            "县城新建三座人行桥",
            "本报讯（记者 钱一帆）昨天上午，城东的三座人行桥同时开放，两岸居民往来更加方便。",
            "鱼灯过桥",
            "昨晚，城南廊桥上百盏鱼灯首尾相接，游过石板桥面。 城南街道文化站供图",
            "县图书馆延长开放时间",
            "本报讯（记者 周明）县图书馆从本周起每晚开放到九点，周末也不休息，方便读者借阅。",
        ]
    )
    found = take(text).articles
    assert [(one.lines, one.headline) for one in found] == [
        ((1, 3), "县城新建三座人行桥"),
        ((5, 7), "鱼灯过桥"),
        ((9, 11), "县图书馆延长开放时间"),
    ]
    assert found[1].kind == "caption"


def test_rows_of_a_table_keep_their_cells(take: Take) -> None:
    text = "\n".join(
        [
            "全县秋季运动会落幕",
            "本报讯（记者 高飞）9月10日，全县秋季运动会落幕，来自18个单位的620名运动员参赛。",
            "奖牌榜如下：",
            "教育局 12 9 7",
            "卫健局 8 11 3",
            "县委常委、宣传部部长李霞为获奖选手颁奖。",
        ]
    )
    (article,) = take(text).articles
    assert [one.text for one in article.paragraphs[2:4]] == ["教育局 12 9 7", "卫健局 8 11 3"]
    assert not any(one.gap_after for one in article.paragraphs)


def test_a_number_to_call_is_no_cut_end(take: Take) -> None:
    text = "\n\n".join(
        [
            "旺铺出租",
            "人民路商业街门面房三间，水电齐全，租金面议，有意者请来电。电话：13800000000",
        ]
    )
    (article,) = take(text).articles
    assert article.paragraphs[-1].text.endswith("13800000000")


def test_words_of_an_alphabet_are_parted_where_their_line_ended(take: Take) -> None:
    text = "\n".join(
        [
            "清河羊绒亮相米兰",
            "本报讯（记者 方圆）9月12日，清河羊绒企业亮相米兰，与 Loro Piana",
            "Group Ltd 等12家企业签约，其中3款产品获 Red Dot",
            "2023 设计奖。",
        ]
    )
    (article,) = take(text).articles
    assert "Loro Piana Group Ltd" in article.paragraphs[0].text
    assert "Red Dot 2023" in article.paragraphs[0].text


def test_letters_to_the_editor_are_items_of_their_own(take: Take) -> None:
    text = "\n".join(
        [
            "读者来信",
            "公交站牌该换了",
            "编辑同志：",
            "人民路上的公交站牌字迹模糊，外地人根本看不清。希望有关部门尽快更换。",
            "读者 王春生",
            "小区门口太堵",
            "编辑同志：",
            "每天早上七点半，阳光小区门口都会堵成一锅粥，盼望交警部门派人疏导。",
            "北关街道居民 刘秀兰",
        ]
    )
    first, second = take(text).articles
    assert (first.headline, second.headline) == ("公交站牌该换了", "小区门口太堵")
    assert "王春生" in first.bylines[0] and "刘秀兰" in second.bylines[0]
