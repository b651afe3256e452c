"""What lines say of themselves: bylines, credits, datelines, page furniture, kinds of item.

Regular expressions over the words newspapers use, and readers for what they match.
"""

import re
from typing import NamedTuple

from pipeline.segment.chars import HAN

_PAPER = r"(?:本报|本刊|本台|晚报|日报|早报|商报|新华社|中新社|人民网|[" + HAN + r"]{2,4}社)"
_RANK = r"(?:全媒体|融媒体|见习|实习|特约|特派|首席|驻[" + HAN + r"]{2,4})"
TITLE = rf"(?:{_PAPER}?{_RANK}*(?:记者|通讯员|摄影师|摄影|撰稿|评论员|编辑|作者|实习生))"
_NAME = rf"(?:[{HAN}]{{2,4}}(?:·[{HAN}]{{1,6}})*|[{HAN}] [{HAN}])"
_NAMES = rf"{_NAME}(?:[ 、,，/]{{1,3}}{_NAME}){{0,5}}"
_BULLET = r"[□■●○◎▲△★☆◆◇口\s]*"
_TITLED = rf"{TITLE}[:：]?\s*{_NAMES}"

BYLINE_LINE = re.compile(
    rf"^{_BULLET}(?:{_TITLED}(?:[ 、,，/;；]{{0,3}}{_TITLED}){{0,4}}(?:\s*文/?图?)?"
    rf"|文\s*[/／]\s*(?:图|摄影)?\s*[:：]?\s*(?:{TITLE}\s*)?{_NAMES}"
    rf"|文[/／:：]\s*(?:{TITLE}\s*)?{_NAMES}(?:\s*图[/／:：]\s*(?:{TITLE}\s*)?{_NAMES})?"
    rf"|[□■●◎◆]\s*{_NAMES}"
    rf"|{TITLE}\s+{_NAMES}\s*(?:报道|综合报道|文/?图))$"
)
"""A line that is nothing but who wrote it."""

_PHOTO = r"(?:摄影报道|摄影|摄|供图|提供|图)"
CREDIT_LINE = re.compile(
    rf"^{_BULLET}[(（]?\s*(?:{TITLE}\s*)?{_NAMES}\s*(?:{_PHOTO})[)）]?[。.]?$"
    rf"|^{_BULLET}[(（]?\s*(?:摄影|图片来源|图|摄)\s*[:：/]\s*(?:{TITLE}\s*)?[{HAN}·、 ]{{2,20}}[)）]?$"
    rf"|^{_BULLET}[(（]?\s*(?:新华社|中新社|本报|资料图片)[{HAN} ]{{0,8}}(?:发|资料图片?|图片)[)）]?$"
)
"""A line that is nothing but who took the photograph."""

INLINE_CREDIT = re.compile(
    rf"(?:(?<=[(（])|(?<=[。!！?？\"”)）])|(?<=\s))\s*"
    rf"(?P<byline>(?:{TITLE}\s*)?{_NAMES}\s*(?:摄影报道|摄影|摄))(?=[)）]?[。.]?\s*$)"
)
"""A photographer's credit at the end of a caption's text."""

DATELINE = re.compile(
    rf"^\s*(?P<dateline>本[报台刊网](?:综合)?(?:讯|消息)|[{HAN}]{{2,6}}网讯"
    rf"|(?:据?新华社|据?中新[社网]|据?央视新闻|本报|人民日报)[{HAN}·]{{0,12}}?\s*"
    rf"(?:(?:\d{{4}}\s*年\s*)?\d{{1,2}}\s*月\s*)?\d{{1,2}}\s*日(?:专?电|讯|消息|报道)"
    rf"|据(?:新华社|中新[社网]|央视新闻|人民日报)[{HAN}]{{0,8}}?(?:电|讯|消息|报道)?)"
)
"""What a news item starts with: the paper's own mark, or an agency's place and date."""

INLINE_BYLINE = re.compile(rf"[(（]\s*(?P<byline>(?:{TITLE})[^()（）。]{{1,40}}?)\s*[)）]")
"""A byline in brackets, as it stands behind a dateline."""
BARE_BYLINE = re.compile(rf"\s*(?P<byline>{TITLE}\s+{_NAMES}(?:\s*{TITLE}\s+{_NAMES})?)(?=\s)")
"""A byline without brackets behind a dateline: ``本报讯 记者 X 报道``."""
SIGNATURE_LINE = re.compile(
    rf"^{_BULLET}[(（]\s*(?:{TITLE}[:：]?\s*)?(?:{_NAMES}|作者(?:系|单位|为)[^()（）]{{2,40}}"
    rf"|据?[{HAN}]{{2,8}}(?:网|报|社|客户端)(?:报道)?|完)\s*[)）]$"
)
"""A signature in brackets, below the text it signs."""
SIGNATURE_END = re.compile(rf"[(（]\s*(?P<byline>(?:{TITLE}[:：]?\s*)?{_NAMES})\s*[)）]\s*$")
"""A signature in brackets at the end of the last paragraph."""

PICTURE = re.compile(
    r"^[▲▼△◆]?\s*(?:图为|图[①②③④⑤⑥一二三四五六\d]|[(（]?[上下左右]图|本组图片)|图为"
)

_WEEKDAY = r"(?:星期|周)[一二三四五六日天]"
_DATE = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_EDITORS = (
    r"(?:本版)?(?:责任编辑|责任校对|责编|编辑|校对|美编|美术编辑|组版|排版|版式|版面设计|值班编委|值班主任|编审|审读"
    r"|主编|检校|图编)"
)
FURNITURE = re.compile(
    rf"^{_BULLET}{_EDITORS}\s*[:：/]"
    rf"|^{_BULLET}{_EDITORS}\s+{_NAME}(?:\s+{_EDITORS}\s*{_NAME})*$"
    r"|(?:投稿|电子)?(?:邮箱|信箱|E-?mail)\s*[:：]\s*\S+@|^\S*@\S+$"
    r"|(?:新闻|投稿|广告|发行|热线|订报|报料|联系)[热专]?[线]?电话\s*[:：]?\s*[\d\-— ]{6,}"
    r"|国内统一(?:连续出版物|刊)号|邮发代号|^\s*(?:今日)?[一二三四五六七八九十\d]+\s*版\s*$|今日\d+版"
    rf"|^\s*(?:第?\s*[A-Z]?\d{{1,3}}\s*版?|第[一二三四五六七八九十]+版)\s*[{HAN}·\s]{{0,10}}\s*$"
    rf"|^(?=.{{0,60}}$)(?=.*(?:{_WEEKDAY}|第?\s*[A-Z]?\d{{1,2}}\s*版|总?第\d+期|农历)).*{_DATE}"
)
"""What a page prints around its articles: header, date, page number, editor box."""
DATE_LINE = re.compile(
    rf"^(?:{_DATE}|二[〇○零OＯ0]{{1,2}}[〇○零一二三四五六七八九十]{{1,3}}年[一二三四五六七八九十]{{1,2}}月"
    r"[一二三四五六七八九十]{1,3}日)$"
)
"""A line that is nothing but a date, as it stands below a notice."""
SECTION = re.compile(
    r"^\s*(?:要闻|综合|综合新闻|本地新闻|新闻|时政|社会|民生|国内|国际|国内国际|经济|文化|体育|教育|健康|副刊|广告|县域"
    r"|乡镇|专版|专题|法治|三农|农业农村|视点|聚焦|公益广告|图片新闻)\s*$"
)
"""A section's name; furniture only where no article stands under it, at the page's edges."""
PAPER_NAME = re.compile(rf"^\s*[{HAN}]{{2,6}}(?:日报|晚报|早报|商报|时报|晨报|快报|周报|报)\s*$")

LISTED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十\d]{1,2}[)）]|第[一二三四五六七八九十]+[章条节]|[①-⑨]"
    r"|\d{1,2}[.、](?!\d))"
)
"""A numbered heading or list item."""

NOTICE = re.compile(
    r"(?:公告|公示|通告|通知|声明|启事|通报|讣告|遗失|招标|招聘|拍卖|挂失|寻[人物狗]|认领|催告|听证|停电|停水|致歉信)"
    r"(?:书|表)?[\"”》]?$|^(?:公告|公示|通告|通知|声明|启事)"
)
COMMENTARY = re.compile(
    r"^(?:[^:：]{0,8}(?:短评|评论|时评|社论|快评|微评|漫评|锐评|观察|论坛|杂谈|随笔|[今本]日谈|评论员)\s*[:：|丨·]?)|评论员文章"
)
ROUNDUP = re.compile(
    r"(?:简讯|短讯|快讯|速览|一句话新闻|要闻集锦|新闻集纳|天下|播报|一周|要点)\s*$"
)
ADVERT = re.compile(
    r"(?:欢迎(?:选购|订购|惠顾|光临)|订购热线|咨询热线|加盟|优惠|特价|出租|出售|转让|招租|售楼|抢购|地址\s*[:：])"
)
OPENING = re.compile(
    rf"^(?:据(?:悉|了解|介绍|统计|报道)|此次|近日|日前|随后|目前|同时|今年|去年|当天|当日|昨[日天]|今[日天]|活动[中现]"
    rf"|下一步|接下来|此外|另外|与此同时|近年来|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|连日来|截至|为了?[{HAN}]{{2}}"
    rf"|[{HAN}]{{2,12}}(?:表示|指出|强调|认为|介绍|告诉记者|要求|说)[,，:：]"
    rf"|[{HAN}]{{2,8}}(?:中|后|时|间|上|现场)[,，])"
)
"""How news paragraphs like to begin."""


class Byline(NamedTuple):
    """A byline's own text, without brackets and bullets, and the people it names."""

    text: str
    names: tuple[str, ...]


_NO_NAME = re.compile(
    rf"{TITLE}|摄影报道|综合报道|报道|摄影|摄|供图|提供|图片来源|作者(?:系|单位|为)?|文\s*[/／]?\s*图|[文图]\s*[/／:：]"
    r"|[□■●○◎▲△★☆◆◇()（）:：/／。.]"
)
_LONE = re.compile(rf"(?<![{HAN}])([{HAN}])\s+([{HAN}])(?![{HAN}])")
_SPLIT = re.compile(r"[\s、,，;；和]+")


def names_in(text: str) -> tuple[str, ...]:
    """Return the people a byline names; a name of two characters set apart is closed up."""
    bare = _LONE.sub(r"\1\2", _NO_NAME.sub("  ", text))
    return tuple(word for word in _SPLIT.split(bare) if re.fullmatch(rf"[{HAN}·]{{2,12}}", word))


def read_byline(text: str) -> Byline:
    """Read a byline as printed: bullets and outer brackets go, its spaces stay."""
    bare = re.sub(r"\s+", " ", text).strip(" □■●○◎▲△★☆◆◇()（）")
    return Byline(bare, names_in(bare))
