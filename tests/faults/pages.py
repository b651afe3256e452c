"""Small pages of our own, as many as a campaign wants, each different from every other."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline.llm import Parameters, Question
from pipeline.model import Article, Page
from pipeline.prompts import Prompts, Questions
from pipeline.read import read_text
from pipeline.segment import segment_page
from pipeline.shipped import shipped
from pipeline.summarize import summary_question
from pipeline.translate import translation_question

PAGES, ARTICLES = 10, 2
QUESTIONS = PAGES * (2 * ARTICLES + 1)
"""A job for processes: a summary and a translation of each article, and each page's lead."""

HOST, MODEL = "127.0.0.1", "fake-1"
_PLACES = ["青石", "白马", "双槐", "柳湾", "石桥", "桃源", "龙泉", "清水", "梅岭", "松林"]
_THINGS = ["公交线路", "图书馆", "卫生院", "果园", "小学", "养老院", "水厂", "集市", "书店", "球场"]
_NAMES = ["单晓丽", "曾广平", "解宁", "仇立彬", "田守义", "邢玉兰"]


def article_text(number: int, paragraphs: int = 2) -> str:
    """Return an article: a headline, a dateline and ``paragraphs`` paragraphs with figures."""
    place = _PLACES[number % 10] + f"第{number}村"
    thing = _THINGS[number // 10 % 10]
    head = f"{place}{thing}启用"
    first = (
        f"本报讯(通讯员 {_NAMES[number % 6]})10月{number % 28 + 1}日,{place}{thing}正式启用,"
        f"总投资{120 + number}万元,惠及群众{3000 + number}人。"
    )
    more = [
        f"据介绍,去年{place}接待来访{2000 + number * 7 + n}人次,同比增长{number % 40 + n + 1}%。"
        for n in range(paragraphs - 1)
    ]
    return "\n\n".join([head, first, *more]) + "\n"


def page_text(number: int, articles: int = 1) -> str:
    """Return page ``number``, which no other number has an article in common with."""
    return "\n\n".join(article_text(number * articles + n) for n in range(articles))


def write_pages(folder: Path, pages: int, articles: int = 1) -> Path:
    """Write ``pages`` pages into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        (folder / f"page-{number:04}.txt").write_text(page_text(number, articles), "utf-8")
    return folder


def read_page(text: str, name: str = "page.txt") -> Page:
    """Return the page that ``text`` is."""
    return read_text(text.encode(), name)[0]


def _articles(count: int) -> Iterator[Article]:
    for number in range(count):
        yield segment_page(read_page(article_text(number))).articles[0]


@cache
def questions(count: int, max_tokens: int = 4096) -> tuple[Question, ...]:
    """Return ``count`` questions as a run asks them: each article's summary and translation."""
    make = Questions(Prompts(shipped("prompts")), HOST, MODEL, Parameters(max_tokens=max_tokens))
    asked: list[Question] = []
    for article in _articles((count + 1) // 2):
        asked.append(summary_question(make, article, article.id))
        asked.append(translation_question(make, article, article.id))
    return tuple(asked[:count])
