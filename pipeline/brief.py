"""Items → Briefing: what was made of a page is put together, and the paper is named.

Pure and in one order: the same items give the same briefing, whatever order they were made in.
"""

import re
from collections.abc import Iterable, Sequence

from pipeline.model import (
    Aside,
    Briefing,
    Failure,
    Finding,
    Item,
    Lead,
    Page,
    PageBrief,
    Provenance,
    Publication,
    Segmentation,
    Span,
    Versions,
)

_HAN = "\u3400-\u9fff"
_WORD = re.compile(rf"[{_HAN}]+")
_SPACED = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:[ \u3000][{_HAN}])+(?![{_HAN}])")

# A paper's name, as a word of its own. What ends in a mere 报 is taken for one only where no people
# are named beside it, and never if it is another kind of 报: a forecast, a poster, a bulletin.
_KIND = "日报|晚报|晨报|早报|午报|周报|时报|商报|都市报|青年报|工人报|农民报|法治报|法制报"
_NAME = re.compile(rf"(?!本报)[{_HAN}]{{2,10}}?(?:{_KIND})")
_BARE_NAME = re.compile(rf"(?!本报)[{_HAN}]{{2,8}}(?<![预海简通快举申上公年月战喜捷情墙板党])报")
_PEOPLE = re.compile("编辑|责编|校对|美编|版式|组版|编审|审读|主编|记者|检校")

_DIGITS = "〇○零一二三四五六七八九十"
_WEEKDAY = r"[(（]?(?:星期|周)[一二三四五六日天][)）]?"
_DAY = re.compile(
    rf"(?P<day>(?:\d{{4}}|[{_DIGITS}]{{4}})\s*年\s*[\d{_DIGITS}]{{1,2}}\s*月\s*[\d{_DIGITS}]{{1,3}}\s*日"
    rf"|(?<!\d)\d{{4}}(?P<sign>[-./])\d{{1,2}}(?P=sign)\d{{1,2}}(?!\d))(?:\s*{_WEEKDAY})?"
)

# Many county papers are called Today X. Those words are a name only in front of the date.
_MASTHEAD = re.compile(rf"\s*(今日[{_HAN}]{{2,4}})\s+(?:{_DAY.pattern})")

# 今日8版 counts pages, 下转3版 names another one.
_OTHER_PAGES = re.compile(r"(?:今日|今天|本期|共|转|接|见)\s*第?\s*\w{1,3}?\s*版")
_PAGE = re.compile(
    r"第?\s*(?<![A-Za-z\d])([A-Za-z]?\d{1,3})\s*版|(?<![A-Za-z\d])([A-D]\d{1,2})(?![A-Za-z\d])"
    r"|第([一二三四五六七八九十])版|(?<!\w)([头一二三四五六七八九十])版(?!\w)"
)
_FRONT = "头一二三四五六七八九十"

_SECTION = re.compile(
    rf"[{_HAN}]{{0,6}}(?:新闻|要闻|综合|副刊|专刊|专版|时政|经济|社会|文化|体育|民生|教育|健康|法治|理论|评论|国际|国内)"
)


def page_brief(
    page: Page,
    segmentation: Segmentation,
    items: Iterable[Item],
    *,
    lead: Lead | None = None,
    lead_findings: Sequence[Finding] = (),
    lead_failure: Failure | None = None,
    lead_provenance: Provenance | None = None,
) -> PageBrief:
    """Return one page of the briefing, its items in page order.

    Raises:
        ValueError: the items are not those of the page, each once: something would be lost.
    """
    made = sorted(items, key=lambda item: item.article.id)
    wanted = {article.id: place for place, article in enumerate(segmentation.articles)}
    if [item.article.id for item in made] != sorted(wanted):
        raise ValueError(
            f"{page.name}: the items are {[item.article.id for item in made]}, "
            f"but the page has {list(wanted)}"
        )
    return PageBrief(
        source=page.source,
        sha256=page.sha256,
        page=page.number,
        encoding=page.encoding,
        notes=page.notes,
        publication=publication(page, segmentation),
        lead=lead,
        lead_findings=tuple(lead_findings),
        lead_failure=lead_failure,
        lead_provenance=lead_provenance,
        items=tuple(sorted(made, key=lambda item: wanted[item.article.id])),
        furniture=_asides(page, segmentation.furniture),
        unassigned=_asides(page, segmentation.unassigned),
        confidence=segmentation.confidence,
    )


def order(page: PageBrief) -> tuple[str, str, int]:
    """Return what the pages of a briefing are ordered by: file name, digest and page number."""
    return page.source, page.sha256, page.page


def make_briefing(pages: Iterable[PageBrief], versions: Versions) -> Briefing:
    """Return the briefing, its pages in :func:`order`."""
    prompts = dict(sorted(versions.prompts.items()))
    return Briefing(
        versions=versions.model_copy(update={"prompts": prompts}),
        pages=tuple(sorted(pages, key=order)),
    )


def publication(page: Page, segmentation: Segmentation) -> Publication:
    """Return what the page's furniture says of the paper; empty where it says nothing.

    What it says twice and differently is left empty too: nothing is guessed. The date is given as
    printed, the page as its number (第三版, 3版 and 03版 are ``3``, ``3`` and ``03``).
    """
    texts = _furniture(page, segmentation)
    words = [word for text in texts for word in _WORD.findall(text)]
    name = _sole(name for text in texts for name in _names(text))
    return Publication(
        name=name,
        pinyin=_pinyin(name) if name else "",
        date=_date(texts),
        page=_sole(number for text in texts for number in _page_numbers(text)),
        section=_sole(word for word in words if _SECTION.fullmatch(word)),
    )


def printed_date(page: Page, segmentation: Segmentation) -> str:
    """Return the day that the page's furniture gives, as printed; empty as in publication."""
    return _date(_furniture(page, segmentation))


def _furniture(page: Page, segmentation: Segmentation) -> list[str]:
    return [_joined(page.text(span)) for span in segmentation.furniture]


def _asides(page: Page, spans: Iterable[Span]) -> tuple[Aside, ...]:
    return tuple(Aside(text=page.text(span), span=span) for span in spans)


def _sole(found: Iterable[str]) -> str:
    """Return what was found if it is one and the same everywhere, else nothing."""
    different = set(found)
    return different.pop() if len(different) == 1 else ""


def _joined(text: str) -> str:
    """Close up words that are printed with a space between their characters: 青 禾 日 报."""
    return _SPACED.sub(lambda word: re.sub(r"\s", "", word[0]), text)


def _names(text: str) -> Iterable[str]:
    people = _PEOPLE.search(text)
    for word in _WORD.findall(text):
        if _NAME.fullmatch(word) or (_BARE_NAME.fullmatch(word) and not people):
            yield word
    masthead = _MASTHEAD.match(text)
    if masthead and not _SECTION.fullmatch(masthead[1]):
        yield masthead[1]


def _date(texts: Iterable[str]) -> str:
    """Return the one day that is printed, in its fullest form."""
    printed: dict[str, str] = {}
    for text in texts:
        for day in _DAY.finditer(text):
            said = " ".join(day[0].split())
            key = re.sub(r"\s", "", day["day"])
            printed[key] = max(printed.get(key, ""), said, key=len)
    return _sole(printed.values())


def _page_numbers(text: str) -> Iterable[str]:
    for found in _PAGE.finditer(_OTHER_PAGES.sub(" ", text)):
        word = found[3] or found[4]
        yield str(max(_FRONT.index(word), 1)) if word else found[1] or found[2]


def _pinyin(name: str) -> str:
    """Return a paper's name in pinyin: what it is called, then what kind of paper it is.

    Words that pypinyin's dictionary knows stand apart; single characters are joined.
    """
    from pypinyin import lazy_pinyin
    from pypinyin.seg import mmseg

    kind = re.search(rf"(?:{_KIND}|报)$", name)
    border = kind.start() if kind else len(name)
    syllables = lazy_pinyin(name, v_to_u=True)
    borders = {0, border} | ({2} if name.startswith("今日") else set())
    at = 0
    for piece in mmseg.seg.cut(name[:border]):
        borders |= {at, at + len(piece)} if len(piece) > 1 else set()
        at += len(piece)
    starts = sorted(borders - {len(name)})
    return " ".join(
        "".join(syllables[start:end]).capitalize()
        for start, end in zip(starts, [*starts[1:], len(name)], strict=True)
    )
