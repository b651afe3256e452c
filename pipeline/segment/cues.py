"""What lines say of themselves: datelines, page furniture, lists, kinds of item.

Regular expressions over the words that newspapers use.
"""

import re

from pipeline.segment.chars import HAN
from pipeline.segment.scripts import either, one_of

DATELINE = re.compile(
    either(
        rf"^[\s●○■□▲△◆◇★☆·•【\[［]*(?P<dateline>[本木][报台刊网](?:综合)?(?:讯|消息)|[{HAN}]{{1,6}}(?:网|台|[日晚早晨商时快]报|融媒)讯"
        rf"|(?:据?新华社|据?中新[社网]|据?央视新闻|[本木]报|人民日报)[{HAN}·]{{0,12}}?\s*"
        rf"(?:(?:\d{{4}}\s*年\s*)?\d{{1,2}}\s*月\s*)?\d{{1,2}}\s*[日曰](?:专?[电申]|讯|消息|报道)"
        rf"|据《[^》]{{2,16}}》\s*(?:报道|消息|[电讯])(?=\s*[(（])"
        rf"|(?:新华社|中新社)(?:专?电|讯)(?=\s*[(（])|据(?:新华社|中新[社网]|央视新闻|人民日报)[{HAN}]{{0,8}}?(?:电|讯|消息|报道)?)"
    )
)
"""What a news item starts with: the paper's own mark, or an agency's place and date."""

PICTURE = re.compile(either("图为"))
"""Words that describe a picture, wherever they stand."""
PICTURE_MARK = re.compile(
    either(r"^[▲▼△◆]?\s*(?:图[①②③④⑤⑥一二三四五六\d]|[(（]?[上下左右]图|本组图片)")
)
"""What a description of a picture can begin with."""
SCENE = re.compile(either(r"正在|正[把忙给为用将从往向]|图为|拍摄|镜头"))
"""Words that tell what is going on before one's eyes."""
DAY = re.compile(
    either(
        r"^(?:\d{1,2}\s*月\s*\d{1,2}\s*日|\d{1,2}\s*日|[昨今前][日天晚晨]|日前|近日|连日"
        r"|上?(?:周|星期)[一二三四五六日天])"
    )
)
"""The day that a report of one event, or a picture's description, begins with."""
REFERS_BACK = re.compile(
    either(
        r"^[“\"「]?(?:[他她它这那其]|该|据|目前|此|下一步|同时|随后|对此|至此|如今|也|还|但|而|不过|[答问][:：])"
    )
)
"""How a paragraph begins that goes on from something told before it."""

_WEEKDAY = r"(?:星期|周)[一二三四五六日天]"
_DATE = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_EDITORS = (
    r"(?:本版)?(?:责任编辑|责任校对|责编|编辑|校对|美编|美术编辑|组版|排版|版式|版面设计|值班编委|值班主任|编审|审读"
    r"|主编|检校|图编)"
)
_EDITOR = rf"{_EDITORS}(?:\s+|\s*[:：/]\s*)[{HAN}]{{2,4}}(?![{HAN}])"
_SECTIONS = (
    r"(?:要闻|综合|综合新闻|本地新闻|新闻|时政|社会|民生|国内|国际|国内国际|经济|文化|体育|教育|健康|副刊|广告|县域|乡镇|专版"
    r"|专题|法治|三农|农业农村|视点|聚焦|公益广告|图片新闻)"
)
_NUMBER = r"[A-Z]?\d{1,2}"
PAGE_NUMBER = re.compile(f"^{_NUMBER}$")
"""A line that is nothing but a page number."""
FURNITURE = re.compile(
    either(
        rf"^[□■◆●\s]*{_EDITOR}(?:[\s、]|$)"
        r"|^(?:投稿|电子)?(?:邮箱|信箱|E-?mail)\s*[:：]\s*\S+@|^\S*@\S+$"
        r"|^(?:新闻|投稿|发行|订报|报料|编辑部)(?:热线|电话)\s*[:：]?\s*[\d\-— ]{6,}"
        r"|^(?s:.*)(?:国内统一(?:连续出版物|刊)号|邮发代号)|^(?:今日|本期)\s*\d+\s*版$"
        rf"|^(?:第\s*[一二三四五六七八九十]+\s*版|第?\s*{_NUMBER}\s*版)(?:[\s:：·|丨]+[{HAN}]{{2,8}})?$"
        rf"|^{_NUMBER}\s+{_SECTIONS}$|^{_SECTIONS}\s+{_NUMBER}\s*版?$"
        rf"|^(?!\D*$)(?=.{{0,60}}$)(?!.*[。,，;；!！?？])"
        rf"(?=.*(?:{_WEEKDAY}|第?\s*{_NUMBER}\s*版|总?第\d+期|农历)).*{_DATE}"
    )
)
"""What a page prints around its articles: header, date, page number, editor box.

Every way is looked for from the line's beginning, where alone it need be tried.
"""
_PAGE = r"第?\s*(?P<page>[A-Z]?\d{1,2}|[一二三四五六七八九十]{1,3})\s*版"
_CONTINUED_ON = re.compile(either(rf"[（(▶►▲]*\s*下转\s*{_PAGE}[^。]{{0,12}}$"))
_TURNS = re.compile(either("下转"))
CONTINUED_FROM = re.compile(
    either(rf"^[（(▶►▲]*\s*[上紧]接\s*{_PAGE}(?:[^（）()。]{{0,30}}[）)])?[▶►]*")
)
"""A note that a story comes from elsewhere; it stands on a line of its own, or begins one."""


def continued_on(text: str) -> re.Match[str] | None:
    """Find a note that a story goes on elsewhere: it is all of a line, or ends one."""
    return _CONTINUED_ON.search(text) if _TURNS.search(text) else None


DATE_LINE = re.compile(
    either(
        rf"^(?:{_DATE}|二[〇○零OＯ0]{{1,2}}[〇○零一二三四五六七八九十]{{1,3}}年[一二三四五六七八九十]{{1,2}}月"
        r"[一二三四五六七八九十]{1,3}日|\d{1,2}\s*月\s*\d{1,2}\s*日)$"
    )
)
"""A line that is nothing but a date, as it stands below a notice."""
MASTHEAD = re.compile(
    either(
        rf"^(?:{_SECTIONS}|{_NUMBER}|今日[{HAN}]{{2,4}}|[{HAN}]{{2,3}}报|[{HAN}]{{2,6}}(?:日报|晚报|早报|商报|时报|晨报|快报|周报|县报|市报|新闻))$"
    )
)
"""The paper's name, a section's, a page number: furniture only at the page's edges."""

LISTED = re.compile(
    either(
        r"^(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十\d]{1,2}[)）]|第[一二三四五六七八九十]+[章条节]|[①-⑨]"
        r"|\d{1,2}[.、](?!\d))"
    )
)
"""A numbered heading or list item."""

NOTICE = re.compile(
    either(
        one_of(
            *(
                "公告",
                "公示",
                "通告",
                "启事",
                "讣告",
                "致歉信",
                "遗失声明",
                "寻[人物狗]启事",
                "招领",
            )
        )
        + r"(?:书|表)?[\"”》]?$|^(?:公告|公示|通告|启事)"
        r"|^.{0,8}(?:通知|声明|通报)$|^关于.*的(?:通知|通报|声明|函)$"
    )
)
COMMENTARY = re.compile(
    either(
        r"^[^:：]{0,8}"
        + one_of(
            *("短评", "评论", "时评", "社论", "快评", "微评", "漫评", "锐评", "论坛", "杂谈"),
            *("夜话", "漫谈", "闲话", "絮语", "笔谈", "随感", "随想", "随笔", "今日谈", "本日谈"),
            *("街谈巷议", "百家言", "众说纷纭", "有话直说", "一家之言"),
        )
        + r"\s*(?:[:：|丨·]|$)"
        r"|本报评论员|评论员文章"
    )
)
ROUNDUP = re.compile(
    either(
        one_of(
            *("简讯", "短讯", "快讯", "微讯", "短波", "短播", "动态", "速[览递]", "快览", "浏览"),
            *("纵览", "联播", "一句话新闻", "短新闻", "要闻集[锦纳萃]", "新闻集[锦纳萃]", "掠影"),
            *("新闻播报", "传真", "一览", "快递", "集纳", "一瞥", "扫描", "提示", "提醒", "点击"),
            *(
                "集萃",
                "集锦",
                "汇编",
                "微报",
                "简报",
                "拾[零遗贝]",
                "博览",
                "点滴",
                "万花筒",
                "大观",
            ),
            *("资讯", "信息窗", "读报"),
        )
        + r"\s*$"
    )
)
STANDING = re.compile(
    either(
        r"^(?:(?:读者|群众|市民)?来[信函]|编读往来|[今明]{1,2}[日天]?天气|天气预报|街谈|言论|热点|关注|特写|专访|本报专访|人物|通讯|调查|新闻链接|相关链接"
        r"|记者手记|编者按|延伸阅读|新闻背景|评[说论]|[^。,，]{0,4}(?:来信|信箱|视点|聚焦|观察|访谈|行情|价格))$"
    )
)
"""The standing head of a column."""
KIND = re.compile(f"{COMMENTARY.pattern}|{ROUNDUP.pattern}|{NOTICE.pattern}|{STANDING.pattern}")
"""A headline that says of what kind its item is."""
FIELD = re.compile(
    either(
        r"(?:电话|热线|传真|手机|微信|QQ|邮编|邮箱|网址|地址|联系人)\s*[:：][^。，,；;]{1,24}$"
        r"|(?<!\d)(?:0\d{2,3}[-—]?\d{7,8}|1\d{10})$"
    )
)
"""How a line ends that tells whom to call: complete without a stop."""
ADVERT = re.compile(
    either(
        one_of(
            *(
                "欢迎(?:选购|订购|惠顾|光临)",
                "订购热线",
                "咨询热线",
                "加盟",
                "优惠",
                "特价",
                "出租",
            ),
            *("出售", "转让", "招租", "售楼", "抢购", r"地址\s*[:：]"),
        )
    )
)
OFFICE = re.compile(
    either(
        one_of(
            *(
                "局",
                "委员会",
                "管委会",
                "居委会",
                "村委会",
                "政府",
                "公司",
                "法院",
                "检察院",
                "中心",
            ),
            *("办公室", "支队", "大队", "总队", "学校", "大学", "学院", "医院", "编辑部", "协会"),
            *("联合会", "工会", "集团", "指挥部", "厅", "站", "所", "处", "馆", "社", "队", "院"),
            *("会", "行"),
        )
        + r"(?:\s*[(（][^()（）]{1,8}[)）])?$"
    )
)
"""What the name of an office ends with, as it signs a notice."""
OPENING = re.compile(
    either(
        rf"^(?:据(?:悉|了解|介绍|统计|报道)|此次|近日|日前|随后|目前|同时|今年|去年|当天|当日|昨[日天]|今[日天]|活动[中现]"
        rf"|下一步|接下来|此外|另外|与此同时|近年来|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|连日来|截至|为了?[{HAN}]{{2}}"
        rf"|[{HAN}]{{2,12}}(?:表示|指出|强调|认为|介绍|告诉记者|要求|说)[,，:：]"
        rf"|[{HAN}]{{2,8}}(?:中|后|时|间|上|现场)[,，])"
    )
)
"""How news paragraphs like to begin."""
