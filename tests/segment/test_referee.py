"""A judge's verdict: what is shown, what is built of it, and what is refused."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.model import Line, Page, Segmentation
from pipeline.segment import segment_page
from pipeline.segment.ledger import check
from pipeline.segment.referee import (
    HEAD,
    MAX_LINES,
    Verdict,
    VerdictError,
    VerdictLine,
    apply_verdict,
    referee_lines,
)

TEXT = "清河县部署春耕\n\n县图书馆延长开放\n\n近日,清河县开会。\n\n图书馆开放到九点。\n\n第3版\n"
PageOf = Callable[[str], Page]


def verdict(*lines: tuple[int, int, str]) -> Verdict:
    return Verdict.model_validate(
        {"lines": [{"line": line, "item": item, "role": role} for line, item, role in lines]}
    )


def as_shown(page: Page, found: Segmentation) -> Verdict:
    shown = referee_lines(page, found)
    return Verdict(
        lines=tuple(VerdictLine(line=one.line, item=one.item, role=one.role) for one in shown)
    )


def without_confidence(found: Segmentation) -> Segmentation:
    items = tuple(one.model_copy(update={"confidence": 1.0}) for one in found.articles)
    return found.model_copy(update={"articles": items, "confidence": 1.0})


def test_a_judge_is_shown_line_ids_and_beginnings_only(real_page: Page) -> None:
    shown = referee_lines(real_page, segment_page(real_page))
    assert [one.line for one in shown] == [one.number for one in real_page.lines if not one.blank]
    assert all(0 < len(one.head) <= HEAD for one in shown)
    by_line = {one.line: one for one in shown}
    assert (by_line[67].role, by_line[67].item) == ("credit", 65)
    assert (by_line[35].role, by_line[35].item, by_line[35].open) == ("body", 29, True)


def test_agreeing_with_the_rules_changes_nothing(real_page: Page) -> None:
    rules = segment_page(real_page)
    judged = apply_verdict(real_page, as_shown(real_page, rules))
    assert without_confidence(judged) == without_confidence(rules)
    assert judged.confidence >= rules.confidence


def test_a_judge_can_draw_other_borders(page_of: PageOf) -> None:
    page = page_of(TEXT)
    found = apply_verdict(
        page,
        verdict(
            (1, 1, "headline"),
            (3, 3, "headline"),
            (5, 1, "body"),
            (7, 3, "body"),
            (9, 0, "furniture"),
        ),
    )
    assert [(one.lines, one.headline) for one in found.articles] == [
        ((1, 5), "清河县部署春耕"),
        ((3, 7), "县图书馆延长开放"),
    ]
    assert [page.text(span) for span in found.furniture] == ["第3版"]


def test_a_judge_can_leave_lines_unassigned(page_of: PageOf) -> None:
    page = page_of("甲乙丙\n近日,清河县开会。")
    found = apply_verdict(page, verdict((1, 0, "unassigned"), (2, 2, "body")))
    assert [page.text(span) for span in found.unassigned] == ["甲乙丙"]


GOOD = [(1, 1, "headline"), (3, 1, "body"), (5, 1, "body"), (7, 1, "body"), (9, 0, "furniture")]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (GOOD[:-1], "does not hold line 9"),
        ([*GOOD, (2, 1, "body")], "not there: 2"),
        ([*GOOD, (77, 1, "body")], "not there: 77"),
        ([*GOOD, (5, 1, "body")], "holds twice line 5"),
        ([*GOOD[:-1], (9, 1, "furniture")], "furniture.*line 9"),
        ([*GOOD[:3], (7, 0, "body"), GOOD[4]], "none to the rest, in line 7"),
        ([*GOOD[:3], (7, 3, "body"), GOOD[4]], "does not start it, in line 7"),
        ([(1, 3, "headline"), (3, 3, "body"), *GOOD[2:]], "does not start it, in line 1"),
        ([*GOOD[:3], (7, 400, "body"), GOOD[4]], "does not start it, in line 7"),
    ],
)
def test_a_verdict_that_does_not_fit_is_refused(
    page_of: PageOf, lines: list[tuple[int, int, str]], says: str
) -> None:
    with pytest.raises(VerdictError, match=says):
        apply_verdict(page_of(TEXT), verdict(*lines))


def test_the_answers_schema_is_closed_and_bounded() -> None:
    schema = Verdict.model_json_schema()
    assert schema["properties"]["lines"]["maxItems"] == MAX_LINES
    assert schema["additionalProperties"] is False
    with pytest.raises(ValidationError):
        verdict((1, 1, "advertisement"))
    with pytest.raises(ValidationError):
        Verdict.model_validate({"lines": [{"line": 1, "item": 1, "role": "body", "text": "x"}]})


def test_a_page_too_long_for_a_judge(page_of: PageOf) -> None:
    page = page_of("近日,清河县开会。\n" * (MAX_LINES + 1))
    with pytest.raises(VerdictError, match="at most 400"):
        referee_lines(page, segment_page(page))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_verdict_that_fits_accounts_for_the_page(data: st.DataObject) -> None:
    texts = data.draw(
        st.lists(st.text("近日,。检 杳a(通讯员)一摄", min_size=1), min_size=1, max_size=8)
    )
    page = Page(
        source="page.txt",
        sha256="0" * 64,
        lines=tuple(Line(number=n, text="x" + text) for n, text in enumerate(texts, 1)),
    )
    roles = ("kicker", "headline", "deck", "subhead", "byline", "dateline", "body", "caption")
    lines: list[tuple[int, int, str]] = []
    for number in range(1, len(texts) + 1):
        starts = sorted({item for _, item, _ in lines if item})
        item = data.draw(st.sampled_from([0, number, *starts]))
        outside = st.sampled_from(("furniture", "unassigned"))
        inside = st.sampled_from((*roles, "credit"))
        lines.append((number, item, data.draw(inside if item else outside)))
    check(page, apply_verdict(page, verdict(*lines)))
