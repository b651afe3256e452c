"""People's names as print has them: what can be one, and names that a blank has cut."""

import re
from collections.abc import Sequence

from pipeline.segment.chars import HAN
from pipeline.segment.scripts import either

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝"
    "左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边阴闫佟肖代付邝伊佘冷冼初原古"
    "吉商奚娄宓宗宣富封岑应戚扈敖斯昌晏朴权杭栾桑楚楼池沙浦湛满滕漆炎燕狄班瞿皮盖相禹穆窦竺符籍粟綦罕胥臧苑英荀荆蒙蓝蔺藏虞褚訾诸谈逄逯郁郎鄂钮门"
    "庾闻隆雍鞠顿饶骆鱼鹿麦麻智区仇仲丰卓卞佐况依元农刁"
    "邬简幸匡厉喻嵇巩巫廉忻戎揭晁栗桓渠缪羿翦苟茅茹莘菅蒯蔚藤蹇迟邸郄郇郏郗郜鄢酆闾阙阚隗雒靖骈巢宛寇尧矫糜芮茆萨衡赫辜邰郅尚彦佴仝仉亓郦谌昝郸"
)
_DOUBLE = (
    "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|夏侯|端木|呼延|南宫|完颜|申屠|淳于|轩辕|澹台|钟离|司空|濮阳|赫连|独孤|东郭"
    "|西门|闻人|太史|鲜于|公羊|公冶|百里|拓跋|纳兰|范姜"
)
_DOT = "[·•・]"
_DOTTED = rf"[{HAN}]{{1,6}}(?:\s*{_DOT}\s*[{HAN}]{{1,6}})+"
_GIVEN = rf"(?!摄)[{HAN}]"
_ENDS = rf"(?![{HAN}])"

SURE_BEFORE = either(
    rf"(?:{_DOTTED}|(?:{_DOUBLE})(?:{_GIVEN}){{1,2}}"
    rf"|[{_SURNAMES}](?:(?:{_GIVEN}){{1,2}}|\s+{_GIVEN}))"
)
"""What can only be a name, also before other words: it begins with a surname, or has a dot."""
SURE = SURE_BEFORE + _ENDS
ANY = rf"(?:{_DOTTED}|(?!报道|综合|摄影|摄|消息)[{HAN}]{{2,4}}|[{HAN}]\s+[{HAN}]){_ENDS}"
"""What is a name where the words around it say so."""

_IS_SURE = re.compile(SURE_BEFORE)
_IS_ANY = re.compile(rf"[{HAN}]{{2,4}}|{_DOTTED}")
_IS_DOTTED = re.compile(_DOTTED)
_SURNAME = re.compile(either(rf"(?:{_DOUBLE}|[{_SURNAMES}])"))
_NO_NAME = re.compile(
    either(
        r"本[报刊台网]|编辑部|评论员|编者|读者|来稿|来信|信箱|供稿|(?:本[报台刊网])?综合|整理|手记|观察|调查|札记|见闻|专栏|专刊|述评|视线|连线|之家|日记|体验|资料|网络"
        r"|(?:未完)?待续|未完|完|续|试行|暂行|节选|摘编|掌声|大笑|笑声|鼓掌|有删节|有删改|略有删改|标题有改动|文摘|图文|文图|同上|如图|左图|右图|上图|下图|见图|附图"
        r"|近日|日前|昨[日天]|今[日天]|单位|景区|高校|家属|本人|受访者|通讯|记者|实习|见习|特约|报道|消息|本版|续前|见第.*|[上下]转.*|[上下]接.*|含.*|不含.*|[老小大]"
    )
)
_OFFICE = re.compile(either(r"[镇乡县市区街路巷弄局厅村部委站所馆院校厂店队社组处]$"))
"""What ends the name of a place or an office and hardly ever a person's."""


def is_name(word: str, sure: bool = False) -> bool:
    """Whether a word can be a person's name; with ``sure``, whether it can be nothing else."""
    if _IS_DOTTED.fullmatch(word):
        return True
    if _NO_NAME.fullmatch(word) or (len(word) > 2 and _OFFICE.search(word)):
        return False
    return (_IS_SURE if sure else _IS_ANY).fullmatch(word) is not None


def closed_up(words: Sequence[str]) -> list[str]:
    """Join what a blank has cut: ``王 芳``, ``江一 帆``, ``何 归舟``, ``古 丽娜尔·吐尔逊``.

    A blank stands in a name of two characters that is set as wide as one of three, and where a
    print line ended. A character alone is no name: it goes with the character beside it; else with
    the word that is no whole name without it.
    """
    joined: list[str] = []
    place = 0
    while place < len(words):
        word, after = words[place], words[place + 1] if place + 1 < len(words) else ""
        before = joined[-1] if joined else ""
        if _cut_off(word, before, after):
            joined[-1] = before + word
        elif after and _goes_on(word, after):
            joined.append(word + after)
            place += 1
        else:
            joined.append(word)
        place += 1
    return joined


def _cut_off(word: str, before: str, after: str) -> bool:
    """Whether ``word`` is the end of the name ``before``."""
    if _IS_DOTTED.fullmatch(before):
        alone = len(word) == 1 and len(after) != 1
        return alone or (len(word) == 2 and not is_name(word, sure=True))
    if len(word) != 1 or len(before) != 2 or len(after) == 1:
        return False
    return not after or not _SURNAME.match(word) or is_name(after, sure=True)


def _goes_on(word: str, after: str) -> bool:
    """Whether the name that ``word`` begins goes on in ``after``."""
    if len(word) == 1:
        return len(after) <= 2 or _IS_DOTTED.fullmatch(after) is not None
    return len(word) == 2 and len(after) <= 2 and _is_double(word) and not is_name(after, sure=True)


def _is_double(word: str) -> bool:
    match = _SURNAME.match(word)
    return match is not None and match.end() == 2
