"""Whether a place keeps its administrative level: 辉南县 is no “Huinan City”."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.model import Finding
from pipeline.verify.findings import finding
from pipeline.verify.pinyin import folded, is_pinyin, places_spelled

_MOST_SYLLABLES: Final = 4
# What each level may be called, the usual word first. Nothing is said where the English gives none.
_LEVELS: Final = {
    "省": ("province",),
    "市": ("city", "municipality"),
    "地区": ("prefecture", "district", "region"),
    "盟": ("league", "prefecture"),
    "州": ("prefecture", "state", "city"),
    "自治州": ("prefecture",),
    "自治县": ("county",),
    "自治旗": ("banner", "county"),
    "自治区": ("region", "province"),
    "县": ("county",),
    "县城": ("county", "town", "city"),
    "旗": ("banner", "county"),
    "区": ("district", "region", "subdistrict"),
    "街道": ("subdistrict", "street", "district", "town"),
    "镇": ("town", "township", "city"),
    "乡": ("township", "town", "village"),
    "村": ("village",),
}
_ADJECTIVES: Final = {
    "provincial": "province",
    "municipal": "city",
    "prefectural": "prefecture",
    "sub-district": "subdistrict",
}
_ENGLISH: Final = _ADJECTIVES | {word: word for words in _LEVELS.values() for word in words}
_ANY: Final = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_WORD: Final = r"[A-Z][a-zü]{1,20}(?:['’-][A-Za-zü]{1,8}){0,2}"
_NAMED: Final = re.compile(
    rf"(?P<name>{_WORD}(?: {_WORD})?)(?: (?:{_WORD} (?:and )?){{1,5}}Autonomous)?"
    rf" (?P<level>(?i:{_ANY}))\b"
)
_LEVEL: Final = re.compile(
    rf"(?P<level>{'|'.join(sorted(_LEVELS, key=len, reverse=True))})(?!场)"
    r"|[\u3400-\u9fff]{1,12}?族(?P<autonomous>自治[州县旗区])"
)
# Zones bear the name of the city they lie in.
_ZONE: Final = re.compile(
    r"(?:经济|技术|产业|高新)*(?:开发区|新区|高新区|示范区|园区|林区|山区|灾区|市区|城区)"
)
_KNOWN: Final = """
河北 山西 辽宁 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 四川 贵州 云南
陕西 甘肃 青海
"""
PROVINCES: Final = frozenset(_KNOWN.split())
"""Provinces that are known without their level, and share their name with no city."""


def check_levels(source: str, target: str, paragraph: str | None = None) -> Iterator[Finding]:
    """Compare the level of each place that stands in the English in pinyin.

    Nothing is said of a place that the source names without its level, even once (a province
    apart): it may be another one of that name (吉林 the province, 吉林市 the city in it).
    """
    packed = "".join(source.split())
    mentions: dict[str, list[tuple[str, str]]] = {}
    for match in _NAMED.finditer(target):
        for name in dict.fromkeys((match["name"], match["name"].split()[-1])):
            letters = folded(name)
            if is_pinyin(letters, _MOST_SYLLABLES):
                mention = (match[0], _ENGLISH[match["level"].lower()])
                mentions.setdefault(letters, []).append(mention)
    for letters, called in mentions.items():
        printed = _levelled(letters, packed)
        wrong = [words for words, level in called if not any(level in r for _, r in printed)]
        # Beside the right one, another is the county that the translator adds to its town.
        if printed and wrong and (len(wrong) == len(called) or len(called) <= len(printed)):
            yield finding(
                "place.level",
                "error",
                f"{printed[0][0]} is a {printed[0][1][0]}; the English has “{wrong[0]}”",
                paragraph=paragraph,
                source=printed[0][0],
                target=wrong[0],
            )


def is_level(word: str) -> bool:
    """Whether an English word is that of a level."""
    return word.lower() in _ENGLISH


def other_level(name: str, source: str, text: str) -> str:
    """Return the place ``name`` as ``text`` has it if it gives it another level, else nothing.

    Nothing is said where ``source`` (no blanks in it) has more than one place of that name.
    """
    *begin, level = name.split()
    letters = folded(" ".join(begin))
    if not is_level(level) or not is_pinyin(letters, _MOST_SYLLABLES):
        return ""
    given = [_LEVEL.match(source, end) for _, end in places_spelled(letters, source)]
    if len({match[0] if match else "" for match in given}) != 1:
        return ""
    named = [match for match in _NAMED.finditer(text) if folded(match["name"]) == letters]
    return next((match[0] for match in named if match["level"].lower() != level.lower()), "")


def _levelled(letters: str, source: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the places that read as ``letters``, as printed, each with what it may be called.

    Empty where one of them stands without its level.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    for start, end in places_spelled(letters, source):
        given = None if _ZONE.match(source, end) else _LEVEL.match(source, end)
        if given:
            level = given["autonomous"] or given["level"]
            found.append((source[start : given.end()], _LEVELS[level]))
        elif source[start:end] in PROVINCES:
            found.append((source[start:end], _LEVELS["省"]))
        else:
            return []
    return found
