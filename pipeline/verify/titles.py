"""Whether offices keep their rank: a deputy stays a deputy, a county committee of the county."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.model import Finding
from pipeline.verify.findings import finding
from pipeline.verify.places import PROVINCES

# Offices that have deputies, and the English that shows the office itself is rendered.
_OFFICES: Final = {
    "书记": "secretar",
    "省长": "governor",
    "州长": "governor|head|chief",
    "[市区县乡镇旗盟]长": "mayor|governor|head|chief|magistrate|executive",
    "部长": "minister|head|director|secretar",
    "[局厅司处科院]长": "director|head|chief|president|dean|minister|commissioner",
    "主任": "director|head|chief|chair|dean",
    "主席": "chair|president",
    "总理|首相": "premier|minister|chancellor",
    "总统": "president",
    "校长": "president|principal|headmaster|head|chancellor",
    "[会行社台所馆队组站园]长": (
        "president|director|head|chief|chair|governor|leader|captain|manager"
    ),
    "董事长|理事长|委员长|议长": "chair|president|speaker",
    "(?:总)?经理|总裁": "manager|president|director",
    "秘书长": "secretar",
    "总编辑|主编|总编": "editor",
    "教授": "professor",
    "检察长": "procurator|prosecutor",
    "司令员?": "commander",
}
_DEPUTY_BARE: Final = "|".join(f"副(?:{office})" for office in _OFFICES)
_DEPUTY: Final = re.compile("|".join(f"副(?P<o{n}>{office})" for n, office in enumerate(_OFFICES)))
_IS_DEPUTY: Final = re.compile(
    r"\b(?:deput(?:y|ies)\b|vice|associate\b|assistant|adjunct|under-?secretar|second\b|lieutenant\b)",
    re.IGNORECASE,
)
_DEPUTIES: Final = re.compile(r"\bdeputies\b|\b(?:deputy|vice)[ -](?:\w+ )?\w+s\b", re.IGNORECASE)
_DEPUTY_OF: Final = re.compile(
    r"\b(?:deputy|vice)[ -](?:\w{1,20} )?(?:secretary|mayor|governor|minister|director|head|chief"
    r"|chair\w*|president|premier|principal|manager|commissioner|editor)\b",
    re.IGNORECASE,
)
_MAY_BE_DEPUTY: Final = re.compile("副|次[长官]|助理|候[补任]|代理|常务|第二|二把手|二号")

# Whose body it is: a level, what it is for, and the word that shows it is a body (县水利局).
_BODY: Final = re.compile(
    r"(?P<level>[省市县区乡镇村])[\u3400-\u9fff]{0,8}?"
    r"(?:委(?![员托派任屈会])|政府|财政|支部|人大|政协|[总工协学商妇残红]会|联合会|[法医]院|检察院"
    r"|[厅局馆站]|大队|支队|公司|中心|学校|[中小]学)"
)
_ENGLISH_BODY: Final = re.compile(
    r"(?P<of>[A-Z][\w'’-]{1,20} )?\b"
    r"(?P<level>(?i:provincial|municipal|city|county|district|township|town|village))"
    r"(?i:(?: [\w'’-]{1,20}){0,3}? (?:committee|government|congress"
    r"|cppcc|secretary|bureau|branch|department|federation|library|hospital|commission|brigade|union"
    r"|association|procuratorate|office|station|museum|authorities))\b"
)
# 省级, 省市县三级: what may be of which level. A county-level city is a kind of city.
_RANKS: Final = re.compile(r"[国家省部市州厅局县处区乡科镇村地、和两三四五级]{1,12}级(?!别)")
_ENGLISH_RANK: Final = re.compile(
    r"\b(?P<level>national|provincial|municipal|city|county|district|township|town|village)"
    r"[ -]levels?\b(?! (?:city|cities|municipalit))",
    re.IGNORECASE,
)
# Grades of officials are called by the level that they go with.
_GRADES: Final = {
    "provincial": "部",
    "municipal": "厅局地",
    "city": "厅局地",
    "county": "处",
    "township": "科",
    "town": "科",
}
# What each is in Chinese: with any of these in the source, the level may be meant.
_FITTING: Final = {
    "national": ("国", "央", "全", "中", "民"),
    "provincial": ("省", "自治区", "区党委", *sorted(PROVINCES), "吉林", "海南"),
    "municipal": ("市", "城", "上海", "沪", "京", "津", "渝", "重庆"),
    "city": ("市", "城", "州", "都", "上海", "沪", "京", "津", "渝", "重庆"),
    "county": ("县", "旗", "郡"),
    "district": ("区",),
    "township": ("乡", "镇"),
    "town": ("乡", "镇", "街", "城"),
    "village": ("村", "屯", "乡", "寨", "庄"),
}


def check_titles(source: str, target: str, paragraph: str | None = None) -> Iterator[Finding]:
    """Check that no deputy is promoted or demoted, and no body moved to another level."""
    packed = "".join(source.split())
    yield from _deputies(packed, target, paragraph)
    yield from _bodies(packed, target, paragraph)
    yield from _ranks(packed, target, paragraph)


def deputies_of(name: str, source: str) -> str:
    """Return what stands in ``source`` (no blanks in it) where ``name`` is called a deputy."""
    found = re.search(rf"(?:{_DEPUTY_BARE})[\u3400-\u9fff]{{0,2}}{re.escape(name)}", source)
    return found[0] if found and name else ""


def _deputies(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    deputies = list(_DEPUTY.finditer(source))
    named = {source[match.start() : match.end() + 3]: match for match in deputies}
    shown = len(_IS_DEPUTY.findall(target))
    if deputies and not shown:
        place = next(n for n in range(len(_OFFICES)) if deputies[0][f"o{n}"])
        chinese, english = list(_OFFICES.items())[place]
        office = re.search(rf"\b(?:{english})\w*", target, re.IGNORECASE)
        if office and not re.search(f"(?<!副){chinese}", source):
            yield finding(
                "title.changed",
                "error",
                f"the source has “{deputies[0][0]}”, a deputy; the English has “{office[0]}”",
                paragraph=paragraph,
                source=deputies[0][0],
                target=office[0],
            )
    elif shown < len(named) and not _DEPUTIES.search(target):
        titles = "、".join(match[0] for match in named.values())
        yield finding(
            "title.changed",
            "warning",
            f"the source has {len(named)} deputies ({titles}); the English has {shown}",
            paragraph=paragraph,
            source=titles,
        )
    added = _DEPUTY_OF.search(target)
    if added and not _MAY_BE_DEPUTY.search(source):
        yield finding(
            "title.changed",
            "error",
            f"the English has “{added[0]}”; the source names no deputy",
            paragraph=paragraph,
            target=added[0],
        )


def _bodies(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    english = list(_ENGLISH_BODY.finditer(target))
    shown = {word for match in english for word in _FITTING[match["level"].lower()]}
    # Where each body of the source is there, what stands beside was added: the county of a town.
    bodies = [body for body in _BODY.finditer(source) if body["level"] not in shown]
    for match in english if bodies else ():
        if match["of"] and match["of"] != "The ":  # “Jilin Provincial …”: a place of its own
            continue
        if not any(word in source for word in _FITTING[match["level"].lower()]):
            yield finding(
                "title.changed",
                "error",
                f"the source has “{bodies[0][0]}”; the English has “{match[0]}”",
                paragraph=paragraph,
                source=bodies[0][0],
                target=match[0],
            )


def _ranks(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    ranks = [match[0] for match in _RANKS.finditer(source)]
    for match in _ENGLISH_RANK.finditer(target) if ranks else ():
        level = match["level"].lower()
        fitting = (*_FITTING[level], *_GRADES.get(level, ""))
        if not any(word in rank for rank in ranks for word in fitting):
            yield finding(
                "title.changed",
                "error",
                f"the source has “{ranks[0]}”; the English has “{match[0]}”",
                paragraph=paragraph,
                source=ranks[0],
                target=match[0],
            )
