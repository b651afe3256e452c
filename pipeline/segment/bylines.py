"""Who wrote it, who took the picture: bylines, credits, signatures, and the people they name."""

import re
from typing import NamedTuple

from pipeline.segment.chars import HAN

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝"
    "左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边阴闫佟肖代付邝伊佘冷冼初原古"
    "吉商奚娄宓宗宣富封岑应戚扈敖斯昌晏朴权杭栾桑楚楼池沙浦湛满滕漆炎燕狄班瞿皮盖相禹穆窦竺符籍粟綦罕胥臧苑英荀荆蒙蓝蔺藏虞褚訾诸谈逄逯郁郎鄂钮门"
    "闻隆雍鞠顿饶骆鱼鹿麦麻智区仇仲丰卓卞佐况依元农刁"
)
_DOUBLE = (
    "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|夏侯|端木|呼延|南宫|完颜"
)

_PAPER = rf"(?:本报|本刊|本台|[{HAN}]{{0,4}}[晚日早商]报|新华社|中新社|人民网|[{HAN}]{{2,4}}社)"
_RANK = rf"(?:全媒体|融媒体|见习|实习|特约|特派|首席|驻[{HAN}]{{2,4}}?)"
TITLE = rf"(?:{_PAPER}?{_RANK}*(?:记者|通讯员|摄影师|摄影|撰稿人?|评论员|实习生))"
_ENDS = rf"(?![{HAN}])"
_SURE_BEFORE = (
    rf"(?:(?:{_DOUBLE})[{HAN}]{{1,2}}|[{_SURNAMES}](?:[{HAN}]{{1,2}}|\s+[{HAN}])"
    rf"|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}})+)"
)
"""What can only be a name: it begins with a surname, or has a dot in it."""
_SURE = _SURE_BEFORE + _ENDS
_ANY = (
    rf"(?!报道|综合|摄影|摄|消息)(?:[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}})+|[{HAN}]{{2,4}}"
    rf"|[{HAN}]\s+[{HAN}]){_ENDS}"
)
"""What is a name where the words around it say so."""
_PART = r"(?:\s*[/／]\s*[文图])?"


def _list(name: str) -> str:
    return rf"{name}{_PART}(?:[\s、,，/]{{1,3}}{name}{_PART}){{0,5}}"


_BULLET = r"[□■●○◎▲△★☆◆◇口\s]*"
_TITLED = rf"(?:{TITLE}(?:\s+|\s*[:：]\s*){_list(_ANY)}|{TITLE}{_list(_SURE)})"
_AUTHOR = rf"(?:{TITLE}\s*)?{_list(_SURE)}"
_LINE = re.compile(
    rf"^{_BULLET}(?:{_TITLED}(?:[\s、,，/;；]{{0,3}}{_TITLED}){{0,4}}(?:\s*(?:综合)?报道|\s*文/?图?)?"
    rf"|文\s*[/／]\s*图\s*[:：]?\s*{_AUTHOR}"
    rf"|文\s*[/／:：]\s*{_AUTHOR}(?:\s+图\s*[/／:：]\s*{_AUTHOR})?)$"
    rf"|^[□■●◎◆]\s*{_list(_ANY)}$"
)
_SHOT = r"(?:摄影报道|摄影|摄)"
_CREDIT = (
    rf"(?:{TITLE}\s+{_list(_ANY)}\s*{_SHOT}|(?:{TITLE}\s*)?{_list(_ANY)}\s+{_SHOT}"
    rf"|(?:{TITLE}\s*)?{_list(_SURE_BEFORE)}{_SHOT})"
)
_CREDIT_LINE = re.compile(
    rf"^{_BULLET}[(（]?\s*(?:{_CREDIT}"
    rf"|(?:摄影|图片来源|图|摄)\s*[:：/]\s*(?:{TITLE}\s*)?[{HAN}·、 ]{{2,20}}"
    rf"|[{HAN}]{{2,12}}\s*(?:供图|提供图片)"
    rf"|(?:新华社|中新社|本报)[{HAN} ]{{0,8}}(?:发|图片)|资料图片?)\s*[)）]?[。.]?$"
)
INLINE_CREDIT = re.compile(
    rf"(?:(?<=[(（。!！?？\"”)）])|(?<=\s))\s*(?P<byline>{_CREDIT})(?=\s*[)）]?[。.]?\s*$)"
)
"""A photographer's credit at the end of a caption's text."""
INLINE_BYLINE = re.compile(rf"[(（]\s*(?P<byline>{TITLE}[^()（）。]{{1,40}}?)\s*[)）]")
"""A byline in brackets, as it stands behind a dateline."""
BARE_BYLINE = re.compile(
    rf"\s*(?P<byline>{TITLE}\s+{_list(_ANY)}(?:\s+{TITLE}\s+{_list(_ANY)})?)(?=\s)"
)
"""A byline without brackets behind a dateline: ``本报讯 记者 X 报道``."""
SIGNATURE = re.compile(
    rf"[(（]\s*(?P<byline>{TITLE}(?:\s+|\s*[:：]\s*)?{_list(_ANY)}|{_list(_SURE)}"
    rf"|作者(?:系|单位|为)[^()（）]{{2,40}})\s*[)）]\s*$"
)
"""A signature in brackets at the end of a text."""
_SOURCE = re.compile(rf"^[(（]\s*据?[{HAN}]{{2,8}}(?:网|报|社|客户端)(?:报道|消息)?\s*[)）]$")


def is_byline(line: str) -> bool:
    """Whether ``line`` is nothing but who wrote it."""
    return _LINE.match(line) is not None


def is_credit(line: str) -> bool:
    """Whether ``line`` is nothing but who took the photograph."""
    return _CREDIT_LINE.match(line) is not None


def is_signature(line: str) -> bool:
    """Whether ``line`` is nothing but a signature, or a source, in brackets."""
    return SIGNATURE.match(line) is not None or _SOURCE.match(line) is not None


class Byline(NamedTuple):
    """A byline's own text, without brackets and bullets, and the people it names."""

    text: str
    names: tuple[str, ...]


_NO_NAME = re.compile(
    rf"{TITLE}|摄影报道|综合报道|报道|摄影|摄|供图|提供图片|图片来源|资料图片?"
    r"|[/／]\s*[文图]|文\s*[/／]\s*图|[文图]\s*[/／:：]|[□■●○◎▲△★☆◆◇()（）:：/／。.]"
)
_NO_PERSON = re.compile(r"作者(?:系|单位|为)|资料图|[(（]?据|供图|提供图片|图片来源")
_IS_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}})+")
_LONE = re.compile(rf"(?<![{HAN}])([{HAN}])\s+([{HAN}])(?![{HAN}])")
_SPLIT = re.compile(r"[\s、,，;；]+")
_COUPLE = re.compile(rf"({_SURE_BEFORE})和({_SURE_BEFORE})")


def names_in(text: str) -> tuple[str, ...]:
    """Return the people a byline names; a name of two characters set apart is closed up."""
    if _NO_PERSON.search(text):
        return ()
    bare = _LONE.sub(r"\1\2", _NO_NAME.sub("  ", text))
    found: list[str] = []
    for word in _SPLIT.split(bare):
        couple = _COUPLE.fullmatch(word)
        found += couple.groups() if couple else [word]
    return tuple(name for name in found if _IS_NAME.fullmatch(name))


def read_byline(text: str) -> Byline:
    """Read a byline as printed: bullets and outer brackets go, its spaces stay."""
    bare = re.sub(r"\s+", " ", text).strip(" □■●○◎▲△★☆◆◇()（）")
    return Byline(bare, names_in(bare))
