"""Nothing of a page is lost, whatever stands on it; and text is what its spans say."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.model import GAP, Article, Line, Page, Paragraph, Segmentation, Span
from pipeline.segment import segment_page
from pipeline.segment.ledger import CoverageError, balance, check

FRAGMENTS = (
    "本报讯(通讯员 周明)", "近日,云麓县开展了检 杳,", "。", " ", "\n", "\n\n", "一云麓县", "——",
    "孙小雨 摄", "本报记者 钱一帆", "图为", "责任编辑:赵甲", "2024年5月12日 星期日",
    "2024年5月12日", "\"", "(", ")", "新华社北京8月15日电", "办好民生大事 增进百姓福祉",
    "New Century", "12", "\u3000", "\t", "停水公告", "(钱路)",
    "全县干部群众齐心协力抢抓农时推进生产", "□ 钱一帆", "一、办实事", "一周简讯", "\u000b",
    "\u2028", "\f", "😀", "́", "한국", "،", "\u0000", "第3版", "要闻",
)  # fmt: skip
PAGES = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join),
    st.text(max_size=200),
    st.lists(st.text("云麓县近日开展活动,。 ", max_size=60), max_size=30).map("\n\n".join),
)


def _page(text: str) -> Page:
    lines = tuple(Line(number=n, text=line) for n, line in enumerate(text.split("\n"), 1))
    return Page(source="page.txt", sha256="0" * 64, lines=lines)


def characters(page: Page, paragraph: Paragraph, article: Article) -> str:
    """The paragraph's text from its spans and the article's corrections, without any blank."""
    found = []
    for span in paragraph.spans:
        text = list(page.line(span.line).text)
        for one in article.corrections:
            moved = one.after == ""
            if (
                one.line == span.line
                and span.start <= one.start < one.end <= span.end
                and not moved
            ):
                text[one.start : one.end] = [one.after, *[""] * (one.end - one.start - 1)]
        found.append("".join(text[span.start : span.end]))
    return re.sub(r"\s", "", "".join(found))


def holds(page: Page, found: Segmentation) -> None:
    check(page, found)
    for article in found.articles:
        assert article.lines == tuple(sorted(set(article.lines)))
        ids = [unit.id for unit in article.units()]
        assert len(ids) == len(set(ids))
        for paragraph in article.paragraphs:
            text = paragraph.text.removesuffix(GAP) if paragraph.gap_after else paragraph.text
            assert re.sub(r"\s", "", text) == characters(page, paragraph, article)
            assert paragraph.gap_after == (text != paragraph.text)
        for part in article.head:
            assert part.text.strip()
            inside = [span for one in article.paragraphs for span in one.spans]
            if part.inline:
                assert all(any(_within(span, one) for one in inside) for span in part.spans)
    assert Segmentation.model_validate_json(found.model_dump_json()) == found


def _within(inner: Span, outer: Span) -> bool:
    return inner.line == outer.line and outer.start <= inner.start and inner.end <= outer.end


@settings(max_examples=300, deadline=None)
@given(PAGES)
@example("")
@example("\n \n\t\n")
@example("检\n杳\n检 杳")
@example("云麓县开展检\n\n杳,近日")
def test_any_page_is_accounted_for(text: str) -> None:
    page = _page(text)
    holds(page, segment_page(page))


def test_the_real_page_is_what_its_spans_say(real_page: Page) -> None:
    holds(real_page, segment_page(real_page))


def test_segmenting_is_a_function_of_the_page(real_page: Page) -> None:
    assert segment_page(real_page) == segment_page(real_page)


def test_the_second_page_of_a_file_keeps_its_line_numbers(real_page: Page) -> None:
    moved = real_page.model_copy(
        update={
            "number": 2,
            "lines": tuple(Line(number=one.number + 200, text=one.text) for one in real_page.lines),
        }
    )
    first, second = segment_page(real_page), segment_page(moved)
    check(moved, second)
    assert second.page == 2
    assert [one.lines for one in second.articles] == [
        tuple(line + 200 for line in one.lines) for one in first.articles
    ]


def _segmentation(*spans: Span, unassigned: tuple[Span, ...] = ()) -> Segmentation:
    article = Article(
        id="a1",
        kind="article",
        lines=(1,),
        paragraphs=(Paragraph(id="p1", text="x", spans=spans),),
    )
    return Segmentation(
        source="page.txt", sha256="0" * 64, articles=(article,), unassigned=unassigned
    )


@pytest.mark.parametrize(
    ("spans", "missing", "doubled"),
    [
        ([(1, 0, 4), (2, 0, 2)], [], []),
        ([(1, 0, 2), (1, 2, 4), (2, 0, 2)], [], []),
        ([(1, 0, 2), (2, 0, 2)], [(1, 3, 4)], []),
        ([(1, 0, 4)], [(2, 0, 2)], []),
        ([(1, 0, 4), (1, 1, 2), (2, 0, 2)], [], [(1, 1, 2)]),
        ([(1, 0, 9), (2, 0, 2)], [], [(1, 4, 9)]),
        ([(1, 0, 4), (2, 0, 2), (7, 0, 1)], [], [(7, 0, 1)]),
    ],
)
def test_the_ledger_finds_what_is_lost_or_doubled(
    page_of: Callable[[str], Page],
    spans: list[tuple[int, int, int]],
    missing: list[tuple[int, int, int]],
    doubled: list[tuple[int, int, int]],
) -> None:
    page = page_of("云麓 县\n近日\n \n")
    found = _segmentation(*(Span(line=a, start=b, end=c) for a, b, c in spans))
    ledger = balance(page, found)
    assert [(one.line, one.start, one.end) for one in ledger.missing] == missing
    assert [(one.line, one.start, one.end) for one in ledger.doubled] == doubled
    if missing or doubled:
        with pytest.raises(CoverageError, match=r"page\.txt, line \d, characters"):
            check(page, found)


def test_unassigned_matter_counts(page_of: Callable[[str], Page]) -> None:
    found = _segmentation(Span(line=1, start=0, end=2), unassigned=(Span(line=2, start=0, end=2),))
    check(page_of("云麓\n近日"), found)
