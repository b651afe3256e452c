"""Who a Chinese text names: its authors, and people of whom it says what they do or say.

Only what can hardly be anything but a name is taken: behind an office, before a verb of saying,
in a byline. A foreign name in Chinese characters (史蒂夫·迪克森) is left alone.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from pipeline.verify.surnames import COMPOUND, MOST_COMMON, RARER, READINGS

_HAN: Final = r"[\u3400-\u9fff]"
_ROLE: Final = (
    rf"(?:[\u3400-\u9fff·]{{0,10}}?(?:首席|见习|实习|特约|特派|全媒体|本报|本台|总台|网|社|报|财经|新闻|驻{_HAN}{{1,6}}))?"
    r"(?:记者|通讯员|摄影|撰稿|报道员)"
)
_NAMES: Final = rf"{_HAN}{{2,4}}(?:[、\s,，]{_HAN}{{2,4}}){{0,7}}"
_BYLINE: Final = re.compile(
    rf"(?:[（(【/]|本报讯|电\s?|^|\s|[（(]综合){_ROLE}(?:/|[:：\s])?\s?"
    rf"(?P<names>{_NAMES})\s?"
    # …)  …摄  …  7月26日,  …  统筹/…
    rf"(?:[)）】]|摄|文|报道|$|(?=\d{{1,2}}月\d)|(?={_HAN}{{2,4}}/))"
)
# A news agency's dispatch names its author in brackets, without a word: 电 (张三).
_DISPATCH: Final = re.compile(
    rf"[电讯]\s?[（(](?P<names>{_HAN}{{2,3}}(?:[、\s]{_HAN}{{2,3}})?)[)）]"
)
# 记者 张三 本市去年… : set off by blanks on both sides.
_SET_OFF: Final = re.compile(rf"{_ROLE}\s(?P<names>{_HAN}{{2,3}})\s(?={_HAN})")
_BESIDE_NAMES: Final = (
    "报道 摄影 文字 编辑 记者 通讯员 综合 日电 消息 获悉 从 现场 本报 实习生 供图 图片 视频"
    " 全文 双语 时评 通稿 通讯 简讯 简报 长图 解读 国际 国内 经济 修订 路透 官方"
)
_NOT_A_NAME: Final = frozenset(_BESIDE_NAMES.split())
_OFFICE: Final = (
    r"(?:书记|[省市县区乡镇州盟旗村]长|[部局厅司处科院校会行站所社台队组馆团]长|主席|主任|总理|总统|总裁"
    r"|董事长|总经理|经理|秘书长|检察长|委员长|理事长|负责人|主编|教授|研究员|院士|医生|专家|记者|代表|委员"
    r"|村民|居民|市民|农民|支书|干部|民警|老师|同志|游客|司机)"
)
_SAYS: Final = r"(?:说|表示|介绍|告诉|坦言|指出|认为|透露|强调|称|感慨|回忆|解释)"
_ACTS: Final = rf"(?=[，。、；：（）()！？]|$|{_SAYS}|[在对向率与和及等])"
_SURNAME: Final = f"(?:{'|'.join(COMPOUND)}|[{''.join(sorted(MOST_COMMON))}])"
_NAMED: Final = re.compile(
    rf"{_OFFICE}(?P<behind>{_SURNAME}{_HAN}{{1,2}}?){_ACTS}"
    rf"|(?:^|[，。、；：“”\s])(?P<says>{_SURNAME}{_HAN}{{1,2}}?){_SAYS}"
)


def byline_names(text: str) -> tuple[str, ...]:
    """Return the people that a running text names as its authors: ``（记者 张三 李四）``."""
    found: list[str] = []
    for match in chain(*(form.finditer(text) for form in (_BYLINE, _DISPATCH, _SET_OFF))):
        for name in re.split(r"[、\s,，]+", match["names"]):
            bare = name.removesuffix("摄").removesuffix("文") if len(name) > 3 else name
            if 2 <= len(bare) <= 4 and bare not in _NOT_A_NAME and begins_with_surname(bare):
                found.append(bare)
    return tuple(dict.fromkeys(found))


def people_named(text: str) -> tuple[str, ...]:
    """Return the people that ``text`` names behind an office or as saying something."""
    return tuple(dict.fromkeys(_named(text)))


def begins_with_surname(name: str) -> bool:
    """Whether the text begins as a Chinese name does."""
    first = name[:1]
    return first in MOST_COMMON or first in READINGS or first in RARER or name[:2] in COMPOUND


def _named(text: str) -> Iterator[str]:
    for match in _NAMED.finditer(text):
        yield match["behind"] or match["says"]
