"""What a page prints around its stories: header, page number, editors' box. All invented."""

from random import Random

from pipeline.evaluate.sheet import Block, furniture

_PAPERS = ("青禾日报", "云麓报", "澜江晚报", "河阳日报", "今日松岭", "北屏时报")
_SECTIONS = ("要闻", "综合新闻", "本地新闻", "民生", "社会", "经济", "文化", "国内", "国际", "县域")
_SURNAMES = "李王张刘陈周吴赵孙胡林何"
_GIVEN = ("明", "芳", "晓燕", "志强", "雨", "建国", "静怡", "海波", "丽", "文博", "俊", "小满")
_DAYS = "一二三四五六日"


def person(rng: Random) -> str:
    """Draw a name."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def date(rng: Random) -> str:
    """Draw a date as print has it."""
    return f"{rng.randint(2018, 2025)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"


def editors(rng: Random) -> str:
    """Draw an editors' box."""
    return rng.choice((
        f"责任编辑 {person(rng)} 美编 {person(rng)}",
        f"责任编辑：{person(rng)} 版式：{person(rng)} 校对：{person(rng)}",
        f"本版责编 {person(rng)}",
        f"编辑 {person(rng)} 校对 {person(rng)}",
    ))  # fmt: skip


def page_number(rng: Random) -> str:
    """Draw a page number."""
    number = rng.randint(1, 16)
    return rng.choice((f"第{number}版", f"{number:02d}", f"{number}版", f"A{number:02d}"))


def _header(rng: Random) -> list[str]:
    day, section, paper = date(rng), rng.choice(_SECTIONS), rng.choice(_PAPERS)
    week = f"星期{rng.choice(_DAYS)}"
    return rng.choice((
        [f"{day} {week} {page_number(rng)} {section}"],
        [f"{paper} {day} {week}", section],
        [f"{rng.randint(1, 16):02d} {section}", f"{day} {week}"],
        [paper, f"{day} {week} 第{rng.randint(1, 16)}版"],
        [f"第{rng.randint(1, 16)}版 {section}"],
        [f"{day} {week} 农历{rng.choice('正二三四五')}月初{rng.choice(_DAYS[:6])}", section],
    ))  # fmt: skip


def page_fittings(rng: Random) -> tuple[list[Block], list[Block]]:
    """Draw what stands above and below a page's stories; sometimes nothing does."""
    above = _header(rng) if rng.random() < 0.6 else []
    box = [editors(rng)] if rng.random() < 0.5 else []
    below: list[str] = []
    if rng.random() < 0.6:
        below = box
    else:
        above = above + box
    return [furniture(line) for line in above], [furniture(line) for line in below]
