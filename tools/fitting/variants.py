"""Random variants of stories: other heads, openings, bylines and credits around the same text.

The few dozen stories of the benchmark would teach their authors' habits as if they were the
press's. A variant leaves parts out and words the rest as another paper would.
"""

import re
from collections.abc import Sequence
from random import Random

from pipeline.evaluate.stories import Part, PartRole, Story
from pipeline.segment.bylines import inline_credit

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文"
)
_GIVEN = (
    "明华建国文军平志伟东海强晓生光林小民永杰宁燕敏静丽艳娟芳涛磊洋勇超秀霞英玉萍红玲桂兰春梅雪晨阳子涵"
    "思远雨欣嘉怡浩然"
)
_PLACES = "江州云麓青阳临渚清河北岭南浦长汀东湾石桥"
_NEWS = ("article", "brief")
_WITH_HEADS = ("article", "brief", "commentary")
_LEFT_OUT: dict[PartRole, float] = {"kicker": 0.35, "deck": 0.35, "byline": 0.3, "subhead": 0.3}
"""How often a story goes without such parts."""
_OPENING = re.compile(
    r"^(?:本[报台刊](?:讯|记者)[^）)]{0,24}[）)]|本报讯\s*"
    r"|(?:新华|中新)社[^（]{0,14}电(?:（[^）]*）)?)"
)

# {a}, {b} and {c} are names, {place} a place, {date} a day of a month.
_OPENINGS = (
    "本报讯（记者 {a}）", "本报讯（通讯员 {a}）", "本报讯（通讯员 {a} {b}）",
    "本报讯（记者 {a} 通讯员 {b}）", "本报讯 （记者 {a}）", "本报讯 ", "本报讯 记者{a}报道 ",
    "新华社{place}{date}电（记者{a}）", "新华社{place}{date}电（记者 {a}、{b}）",
    "中新社{place}{date}电 （记者 {a}）", "本报{place}{date}电（记者{a}）",
    "本报讯（全媒体记者 {a}）", "本报讯（见习记者 {a} 通讯员 {b} {c}）", "{date}，", "",
)  # fmt: skip
_BYLINES = (
    "本报记者 {a}", "□ 本报记者 {a}", "本报记者 {a} 通讯员 {b}", "□本报记者 {a} {b}",
    "记者 {a} 文/图", "文/图 {a}", "本报通讯员 {a}", "本报记者 {a} 见习记者 {b}", "●{a}", "□ {a}",
    "本报评论员", "■ 本报记者 {a} 实习生 {b}", "{a}", "本报首席记者 {a} 记者 {b} {c} 文/图",
)  # fmt: skip
_CREDITS = (
    "本报记者 {a} 摄", "{a} 摄", "（{a} 摄）", "本报通讯员 {a} 摄", "{a} {b} 摄影报道", "{a} 供图",
    "（本报记者 {a} 摄影报道）", "新华社记者 {a} 摄", "摄影：{a}",
)  # fmt: skip
_UNCREDITED = 0.4
"""How often a picture names no photographer."""
_SIGNATURES = ("（{a}）",)


def vary(story: Story, rng: Random) -> Story:
    """Return a variant of ``story``, now and then the story itself; round-ups stay as they are.

    The facts of a variant (``names``) are still those of the story: its parts alone are right.
    """
    if len(story.items) > 1:
        return story
    parts = list(story.items[0])
    if story.kind in _WITH_HEADS and rng.random() < 0.7:
        parts = _thinned(parts, story.kind == "commentary", rng)
    if rng.random() < 0.65:
        if story.kind in _NEWS:
            parts = _reported(parts, rng)
        elif story.kind == "caption":
            parts = _credited(parts, rng)
    return story.model_copy(update={"items": (tuple(parts),)})


def uncredited(story: Story, rng: Random) -> Story:
    """Return ``story``, a picture now and then without its credit, as many papers print them."""
    if story.kind != "caption" or rng.random() >= _UNCREDITED:
        return story
    parts = [part for part in story.items[0] if part.role != "credit"]
    left = tuple(_worded(part, _without_credit(part.text)) for part in parts)
    return story.model_copy(update={"items": (left,)})


def some(stories: Sequence[Story], rng: Random) -> list[Story]:
    """Return one to three of the stories, for a page with much of one: news is among them."""
    news = [story for story in stories if story.kind in _NEWS]
    return [rng.choice(news), *rng.sample(list(stories), rng.randint(0, 2))]


def _thinned(parts: Sequence[Part], signed: bool, rng: Random) -> list[Part]:
    """Leave out heads, openings and paragraphs; what is ``signed`` keeps its author."""
    gone = {role for role, often in _LEFT_OUT.items() if rng.random() < often}
    if signed:
        gone.discard("byline")
    if all(part.role != "headline" for part in parts):
        gone.discard("kicker")
    left = [part for part in parts if part.role not in gone]
    if rng.random() < 0.3:
        left = [_worded(one, _bare(one.text)) if one.role == "body" else one for one in left]
    body = [place for place, part in enumerate(left) if part.role == "body"]
    if len(body) > 2 and rng.random() < 0.5:
        size = rng.randint(2, len(body))
        first = rng.randint(0, len(body) - size)
        cut = {*body} - {*body[first : first + size]}
        left = [part for place, part in enumerate(left) if place not in cut]
    return _without_empty_subheads(left)


def _without_empty_subheads(parts: Sequence[Part]) -> list[Part]:
    below = [*(part.role for part in parts[1:]), None]
    return [
        part
        for part, role in zip(parts, below, strict=True)
        if part.role != "subhead" or role == "body"
    ]


def _reported(parts: Sequence[Part], rng: Random) -> list[Part]:
    """Word anew how the report opens and who wrote it."""
    found = list(parts)
    roles = [part.role for part in found]
    if "body" not in roles:
        return found
    first = roles.index("body")
    bylines = [place for place in range(first) if roles[place] == "byline"]
    if rng.random() < 0.6:
        bare = bool(bylines) and rng.random() < 0.8
        opening = "" if bare else _filled(_OPENINGS, rng)
        found[first] = _worded(found[first], opening + _bare(found[first].text))
    if bylines:
        if rng.random() < 0.6:
            found[bylines[0]] = _worded(found[bylines[0]], _filled(_BYLINES, rng))
    elif rng.random() < 0.25 and not _OPENING.match(found[first].text):
        found.insert(first, Part(role="byline", text=_filled(_BYLINES, rng)))
    if rng.random() < 0.12 and found[-1].role == "body":
        found[-1] = _worded(found[-1], found[-1].text + _filled(_SIGNATURES, rng))
    return found


def _credited(parts: Sequence[Part], rng: Random) -> list[Part]:
    """Word a photograph's credit anew, or add one."""
    if any(part.role == "credit" for part in parts):
        if rng.random() < 0.7:
            credit = _filled(_CREDITS, rng)
            return [_worded(one, credit) if one.role == "credit" else one for one in parts]
    elif parts[-1].text.rstrip().endswith(("。", "）")) and rng.random() < 0.4:
        return [*parts, Part(role="credit", text=_filled(_CREDITS, rng))]
    return list(parts)


def _without_credit(text: str) -> str:
    found = inline_credit(text)
    return (text[: found[0]].rstrip("（( ") if found else "") or text


def _filled(forms: Sequence[str], rng: Random) -> str:
    place = "".join(rng.choice(_PLACES) for _ in range(2))
    date = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    a, b, c = (_name(rng) for _ in range(3))
    return rng.choice(forms).format(a=a, b=b, c=c, place=place, date=date)


def _name(rng: Random) -> str:
    """Return an invented name; one of two characters may be spaced out, as papers set it."""
    given = "".join(rng.choice(_GIVEN) for _ in range(rng.choice((1, 2, 2))))
    spaced = len(given) == 1 and rng.random() < 0.3
    return rng.choice(_SURNAMES) + " " * spaced + given


def _bare(text: str) -> str:
    """Return ``text`` without its dateline, if anything is left then."""
    return _OPENING.sub("", text) or text


def _worded(part: Part, text: str) -> Part:
    return part.model_copy(update={"text": text})
