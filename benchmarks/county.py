"""Pages of county papers that do not exist, as many as are wanted, with their English.

Page ``n`` is the same whenever it is made; no two pages are alike. Two or three short items stand
on each, and the English is right: nothing that is checked is wrong with it.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

_SURNAMES = (
    "单 Shan 曾 Zeng 仇 Qiu 解 Xie 孟 Meng 郝 Hao 田 Tian 邢 Xing 鲁 Lu 陈 Chen 何 He 方 Fang"
)
_GIVEN = "晓 xiao 川 chuan 玉 yu 兰 lan 建 jian 平 ping 雨 yu 文 wen 彬 bin 洪 hong 芳 fang 明 ming"
_FIRST = "青 Qing 松 Song 柳 Liu 白 Bai 石 Shi 云 Yun 棠 Tang 槐 Huai 鹤 He 竹 Zhu 枫 Feng 溪 Xi"
_LAST = "湾 wan 山 shan 坪 ping 林 lin 河 he 岭 ling 桥 qiao 坡 po 泉 quan 源 yuan 川 chuan 塘 tang"
_MONTHS = "January/February/March/April/May/June/July/August/September/October/November/December"


class _Story(NamedTuple):
    """An item with its places open: lines with their English, headline first, and the summary.

    ``figures`` are value, source and what it counts; ``numbers`` the least and the greatest value
    of each number (``c``; ``C`` is as many times 万).
    """

    topic: str
    title: str
    lines: Sequence[tuple[str, str]]
    headline: str
    gist: str
    point: str
    figures: Sequence[tuple[str, str, str]]
    numbers: Mapping[str, tuple[int, int]]


_STORIES = (
    _Story(
        "agriculture",
        "reporter",
        (
            (
                "{town}镇引水渠完工通水",
                "Irrigation canal of {Town} Town is finished and carries water",
            ),
            (
                "本报讯(记者 {name}){when},{county}县{town}镇引水渠完工通水,渠道全长{a}公里,"
                "可灌溉农田{b}亩。",
                "From this newspaper (reporter {Name}): On {When} the irrigation canal of {Town} "
                "Town, {County} County, was finished and water let in. It is {a} kilometres long "
                "and can water {b:,} mu of fields.",
            ),
            (
                "工程总投资{c}万元,受益农户{d}户,预计粮食增产{e}%。",
                "The work cost {C:,} yuan in all and serves {d:,} farming households; grain "
                "output is expected to rise by {e} percent.",
            ),
        ),
        "{County} County: irrigation canal of {Town} Town is finished",
        "A canal of {a} kilometres in {Town} Town can water {b:,} mu of fields.",
        "It cost {C:,} yuan and serves {d:,} households.",
        (("{C:,} yuan", "{c}万元", "cost"), ("{e}%", "{e}%", "more grain")),
        {"a": (13, 98), "b": (2001, 98_999), "c": (201, 989), "d": (101, 9_989), "e": (13, 48)},
    ),
    _Story(
        "culture",
        "correspondent",
        (
            ("{county}县图书馆延长开放时间", "The library of {County} County opens longer"),
            (
                "本报讯(通讯员 {name})从{when}起,{county}县图书馆每周多开放{a}小时,方便读者借阅。",
                "From this newspaper (correspondent {Name}): From {When} the library of {County} "
                "County is open {a} hours more a week, so that it is easier to borrow books.",
            ),
            (
                "馆内现有图书{b}册,去年接待读者{c}人次,其中学生占{d}%。",
                "The library holds {b:,} books. Last year it received {c:,} visits, {d} percent of "
                "them by students.",
            ),
        ),
        "{County} County library opens longer",
        "From {When} the library is open {a} hours more a week.",
        "It received {c:,} visits last year.",
        (("{b:,}", "{b}册", "books held"), ("{d}%", "{d}%", "share of students")),
        {"a": (13, 40), "b": (20_001, 98_999), "c": (10_001, 98_999), "d": (21, 89)},
    ),
    _Story(
        "society",
        "reporter",
        (
            ("{town}镇开通城乡公交", "{Town} Town gets a bus line to the county seat"),
            (
                "本报讯(记者 {name}){when},{county}县城至{town}镇的公交线路开通,沿线{a}个村"
                "{b}人出行更加方便。",
                "From this newspaper (reporter {Name}): On {When} the bus line from the seat of "
                "{County} County to {Town} Town opened. Travel is easier for {b:,} people in {a} "
                "villages along it.",
            ),
            (
                "线路全长{c}公里,设站点{d}个,投放新能源公交车{e}辆。",
                "The line is {c} kilometres long and has {d} stops; {e} new-energy buses run on "
                "it.",
            ),
        ),
        "{County} County: new bus line to {Town} Town",
        "On {When} a bus line to {Town} Town opened; it serves {b:,} people.",
        "It is {c} kilometres long and has {d} stops.",
        (("{c} kilometres", "{c}公里", "length"), ("{e}", "{e}辆", "buses")),
        {"a": (13, 40), "b": (1201, 98_999), "c": (41, 199), "d": (41, 99), "e": (13, 39)},
    ),
)


@dataclass(frozen=True)
class CountyPage:
    """A page as text; of each of its items, the lines with their English, and a summary."""

    text: str
    items: tuple[tuple[Mapping[str, str], dict[str, Any]], ...]

    def english(self, unit: str) -> str:
        """Return the English of a headline or a paragraph (KeyError if it is none of the page)."""
        return {zh: en for lines, _ in self.items for zh, en in lines.items()}[unit]

    def summary(self, unit: str) -> dict[str, Any]:
        """Return the summary of the item that ``unit`` is of."""
        return next(summary for lines, summary in self.items if unit in lines)


def county_page(number: int) -> CountyPage:
    """Return page ``number``."""
    dice = random.Random(number)
    county, county_en = _pair(dice, _FIRST, _LAST)
    stories = dice.sample(_STORIES, dice.randint(2, 3))
    items = tuple(_told(dice, story, county=county, County=county_en) for story in stories)
    day = f"2024年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
    header = f"今日{county} {day} 第{dice.randint(1, 8)}版"
    text = "\n\n".join([header, *(line for lines, _ in items for line in lines)])
    return CountyPage(f"{text}\n", items)


def _pair(dice: random.Random, *tables: str) -> tuple[str, str]:
    """Draw a character from each table; return the word in Chinese and in pinyin."""
    drawn = []
    for table in tables:
        words = table.split()
        at = 2 * dice.randrange(len(words) // 2)
        drawn.append((words[at], words[at + 1]))
    return "".join(zh for zh, _ in drawn), "".join(en for _, en in drawn)


def _told(
    dice: random.Random, story: _Story, **county: str
) -> tuple[Mapping[str, str], dict[str, Any]]:
    town, town_en = _pair(dice, _FIRST, _LAST)
    surname, surname_en = _pair(dice, _SURNAMES)
    given, given_en = _pair(dice, _GIVEN, _GIVEN)
    month, day = dice.randint(1, 12), dice.randint(1, 28)
    person, when = f"{surname_en} {given_en.capitalize()}", f"{day} {_MONTHS.split('/')[month - 1]}"
    numbers = {name: dice.randint(*bounds) for name, bounds in story.numbers.items()}
    values: dict[str, Any] = {
        **county,
        **numbers,
        **{name.upper(): number * 10_000 for name, number in numbers.items()},  # 万
        "town": town,
        "Town": town_en,
        "name": surname + given,
        "Name": person,
        "when": f"{month}月{day}日",
        "When": when,
    }

    def said(text: str) -> str:
        return text.format(**values)

    summary = {
        "headline": said(story.headline),
        "gist": [{"text": said(story.gist), "cites": ["p1"]}],
        "key_points": [{"text": said(story.point), "cites": ["p2"]}],
        "people": [
            {"name": person, "source": surname + given, "pinyin": person, "title": story.title}
        ],
        "organisations": [],
        "places": [],
        "figures": [
            {"value": said(value), "source": said(source), "what": what, "cites": ["p2"]}
            for value, source, what in story.figures
        ],
        "topic": story.topic,
        "date": {"text": when, "cites": ["p1"]},
    }
    return {said(zh): said(en) for zh, en in story.lines}, summary
