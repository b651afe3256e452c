"""A judge's verdict: what is shown, what is built of it, and what is refused."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.model import Line, Page, Segmentation
from pipeline.segment import segment_page
from pipeline.segment.doubts import (
    EDGE,
    HEAD,
    MAX_DOUBTS,
    Case,
    DoubtRow,
    doubt_rows,
    item_rows,
    open_case,
)
from pipeline.segment.ledger import check
from pipeline.segment.outline import CONFIDENT, Label
from pipeline.segment.referee import (
    Verdict,
    VerdictError,
    VerdictLine,
    apply_verdict,
    overruled,
)

TEXT = (
    "清河县部署春耕\n近日,清河县开会部署春耕。\n各乡镇已经开始备耕。\n县图书馆延长开放\n"
    "图书馆开放到九点。\n读者说很方便。\n王明在图书馆看书。 李华摄\n周末也照常开放。\n第3版"
)
RULES = (
    Label(1, 1, "headline"),
    Label(2, 1, "body"),
    Label(3, 1, "body"),
    Label(4, 4, "headline"),
    Label(5, 4, "body"),
    Label(6, 4, "body"),
    Label(7, 7, "caption"),
    Label(8, 4, "body"),
    Label(9, 0, "furniture"),
)
PageOf = Callable[[str], Page]
Decision = tuple[int, int, str]


def verdict(*lines: Decision) -> Verdict:
    return Verdict.model_validate(
        {"lines": [{"line": line, "item": item, "role": role} for line, item, role in lines]}
    )


def as_the_rules(case: Case) -> Verdict:
    return Verdict(
        lines=tuple(
            VerdictLine(line=one.line, item=one.item, role=one.role)
            for one in case.outline
            if one.line in case.doubts
        )
    )


def in_doubt(
    page: Page, lines: Sequence[int], outline: tuple[Label, ...] = RULES, sure: float = 0.6
) -> Case:
    """The page with this outline, of which the rules are unsure of ``lines``."""
    labels = tuple(
        label._replace(confidence=sure if label.line in lines else 1.0) for label in outline
    )
    case = open_case(page, 0.0)
    return replace(case, outline=labels, doubts=tuple(lines), unsure=len(lines))


def items(found: Segmentation) -> list[tuple[tuple[int, ...], str | None]]:
    return [(one.lines, one.headline) for one in found.articles]


# what is asked


def test_only_what_the_rules_are_unsure_of_is_asked(real_page: Page) -> None:
    case = open_case(real_page, CONFIDENT)
    sure = {label.line: label.confidence for label in case.outline}
    assert all(sure[line] < CONFIDENT for line in case.doubts)
    assert case.unsure == len(case.doubts) == sum(one < CONFIDENT for one in sure.values())
    assert open_case(real_page, 0.0).doubts == ()


def test_of_many_doubts_the_least_sure_are_asked(page_of: PageOf) -> None:
    page = page_of("\n".join("今天天气很好明天" + "啊" * (n % 7) for n in range(200)))
    case = open_case(page, 1.0)
    sure = {label.line: label.confidence for label in case.outline}
    assert len(case.doubts) == MAX_DOUBTS < case.unsure
    assert list(case.doubts) == sorted(case.doubts)
    rest = [one for line, one in sure.items() if line not in case.doubts]
    assert max(sure[line] for line in case.doubts) <= min(rest)


# what is shown


def shown(case: Case) -> dict[int, DoubtRow]:
    return {row.line: row for row in doubt_rows(case)}


def test_a_doubt_is_shown_with_what_stands_around_it(page_of: PageOf) -> None:
    case = in_doubt(page_of(TEXT), [4, 6])
    row = shown(case)[4]
    assert (row.head, row.length, row.open) == ("县图书馆延长开放", 8, True)
    assert (row.item, row.role, row.confidence) == (4, "headline", 0.6)
    assert row.after == "图书馆开放到九点。"
    assert [(place.item, place.tail) for place in row.places] == [(1, "各乡镇已经开始备耕。")]
    assert [(one.line, one.lines, one.head) for one in item_rows(case, doubt_rows(case))] == [
        (1, "headline 1, body 2-3", "清河县部署春耕"),
        (4, "headline 4, body 5-6 8", "县图书馆延长开放"),
    ]


def test_a_line_that_may_go_on_from_several_items_is_shown_all_of_them(page_of: PageOf) -> None:
    page = page_of(
        "甲村修路\n乙镇种树\n甲村的路已经修到了\n乙镇的树今年种在了\n村口的大桥。\n山坡上。"
    )
    turns = tuple(
        Label(line, item, role)
        for line, item, role in (
            (1, 1, "headline"), (2, 2, "headline"), (3, 1, "body"), (4, 2, "body"),
            (5, 1, "body"), (6, 2, "body"),
        )
    )  # fmt: skip
    case = in_doubt(page, [5], turns)
    assert [(one.item, one.tail) for one in shown(case)[5].places] == [
        (1, "甲村的路已经修到了"),
        (2, "乙镇的树今年种在了"),
    ]
    judged = apply_verdict(case, verdict((5, 2, "body")))
    assert [one.lines for one in judged.articles] == [(1, 3), (2, 4, 5, 6)]


def test_the_size_of_what_is_shown_does_not_grow_with_the_page(page_of: PageOf) -> None:
    lines = ["近日,清河县开会部署春耕。" * 9] * 5000
    lines[2500] = "今天天气很好明天也不错" * 30
    case = in_doubt(
        page_of("\n".join(lines)),
        [2501],
        tuple(
            Label(n, 1, "subhead" if n % 2 and n > 1 else "body") for n in range(1, len(lines) + 1)
        ),
    )
    (row,) = doubt_rows(case)
    (item,) = item_rows(case, [row])
    assert len(row.head) == HEAD and len(row.after) == EDGE and row.length == 330
    assert [len(place.tail) for place in row.places] == [EDGE]
    assert item.lines.startswith("body 1-2, subhead 3, ") and item.lines.endswith(" 5000")
    assert "…" in item.lines and len(item.lines) < 100


def test_print_cannot_leave_its_row(page_of: PageOf) -> None:
    page = page_of('上一行\x1b[2J。\n头" | 9 closed | - | 1 body\u2028\u202e新\t行\n下"一行')
    case = in_doubt(page, [2], (Label(1, 1, "body"), Label(2, 2, "headline"), Label(3, 2, "body")))
    (row,) = doubt_rows(case)
    told = [row.head, row.after, *(place.tail for place in row.places)]
    told += [one.head for one in item_rows(case, [row])]
    assert row.head == "头” | 9 closed | - | 1 bo"
    assert all(text.isprintable() and '"' not in text for text in told)


# what a verdict does


def test_agreeing_with_the_rules_changes_nothing_but_how_sure_it_is(real_page: Page) -> None:
    rules = segment_page(real_page)
    case = open_case(real_page, 1.0)
    judged = apply_verdict(case, as_the_rules(case))
    assert overruled(case, as_the_rules(case)) == 0
    assert judged.confidence >= rules.confidence

    def bare(found: Segmentation) -> Segmentation:
        same = tuple(one.model_copy(update={"confidence": 1.0}) for one in found.articles)
        return found.model_copy(update={"articles": same, "confidence": 1.0})

    assert bare(judged) == bare(rules)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param([(4, 1, "subhead")], [(1, 2, 3, 4, 5, 6, 8), (7,)], id="a start taken back"),
        pytest.param(
            [(6, 6, "body")], [(1, 2, 3), (4, 5), (6, 8), (7,)], id="an item cut in two"
        ),
        pytest.param(
            [(5, 5, "caption")], [(1, 2, 3), (4, 6, 8), (5,), (7,)], id="a picture in a story"
        ),
        pytest.param(
            [(7, 4, "body")], [(1, 2, 3), (4, 5, 6, 7, 8)], id="a picture that was none"
        ),
        pytest.param(
            [(4, 0, "furniture")], [(1, 2, 3), (5, 6, 8), (7,)], id="a head put aside"
        ),
        pytest.param(
            [(4, 1, "body"), (6, 6, "headline")], [(1, 2, 3, 4, 5), (6, 8), (7,)], id="both"
        ),
        pytest.param(
            [(9, 9, "body")], [(1, 2, 3), (4, 5, 6, 8), (7,), (9,)], id="furniture taken in"
        ),
        pytest.param(
            [(4, 0, "unassigned"), (5, 0, "unassigned"), (6, 1, "body")],
            [(1, 2, 3, 6, 8), (7,)],
            id="lines that go nowhere",
        ),
    ],
)  # fmt: skip
def test_what_is_not_in_doubt_follows_what_is_decided(
    page_of: PageOf, lines: list[Decision], found: list[tuple[int, ...]]
) -> None:
    case = in_doubt(page_of(TEXT), [line for line, _, _ in lines])
    judged = apply_verdict(case, verdict(*lines))
    assert [one.lines for one in judged.articles] == found
    assert overruled(case, verdict(*lines)) == len(lines)
    check(case.page, judged)


def test_a_border_that_two_readers_see_differently_stays_unsure(page_of: PageOf) -> None:
    case = in_doubt(page_of(TEXT), [4])
    agreed = apply_verdict(case, verdict((4, 4, "headline")))
    differs = apply_verdict(case, verdict((4, 1, "subhead")))
    assert agreed.articles[1].confidence > CONFIDENT > differs.articles[0].confidence


# what is refused


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([(4, 4, "headline")], "does not hold line 6"),
        ([(4, 4, "headline"), (5, 4, "body"), (6, 4, "body")], "not asked about: 5"),
        ([(4, 4, "headline"), (6, 4, "body"), (77, 4, "body")], "not asked about: 77"),
        ([(4, 4, "headline"), (6, 4, "body"), (6, 6, "body")], "holds twice line 6"),
        ([(4, 4, "furniture"), (6, 4, "body")], "gives an item to furniture.*line 4"),
        ([(4, 4, "headline"), (6, 0, "body")], "none to the rest, in line 6"),
        ([(4, 4, "headline"), (6, 5, "body")], "does not start it, in line 6"),
        ([(4, 4, "headline"), (6, 9, "body")], "does not start it, in line 6"),
        ([(4, 7, "headline"), (6, 1, "body")], "does not start it, in line 4"),
        ([(4, 400, "headline"), (6, 1, "body")], "does not start it, in line 4"),
        ([(4, 1, "body"), (6, 4, "body")], "does not start it, in line 6"),
        ([(4, 4, "deck"), (6, 4, "body")], "starts none .* in line 4"),
        ([(4, 4, "headline"), (6, 6, "byline")], "starts none .* in line 6"),
    ],
)
def test_a_verdict_that_does_not_fit_is_refused(
    page_of: PageOf, lines: list[Decision], says: str
) -> None:
    with pytest.raises(VerdictError, match=rf"page\.txt .*{says}"):
        apply_verdict(in_doubt(page_of(TEXT), [4, 6]), verdict(*lines))


def test_the_answers_schema_is_closed_and_bounded() -> None:
    schema = Verdict.model_json_schema()
    line = schema["$defs"]["VerdictLine"]
    assert schema["properties"]["lines"]["maxItems"] == MAX_DOUBTS
    assert schema["additionalProperties"] is line["additionalProperties"] is False
    assert all({"maximum", "enum"} & rule.keys() for rule in line["properties"].values())
    with pytest.raises(ValidationError):
        verdict((1, 1, "advertisement"))
    with pytest.raises(ValidationError):
        verdict(*[(line, 1, "body") for line in range(1, MAX_DOUBTS + 2)])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_verdict_loses_nothing_or_is_refused(data: st.DataObject) -> None:
    texts = data.draw(
        st.lists(st.text("近日,。检 杳a(通讯员)一摄", min_size=1), min_size=1, max_size=10)
    )
    page = Page(
        source="page.txt",
        sha256="0" * 64,
        lines=tuple(Line(number=n, text="x" + text) for n, text in enumerate(texts, 1)),
    )
    case = open_case(page, data.draw(st.sampled_from([0.8, 0.95, 1.0])))
    item_row_lines = {row.line for row in item_rows(case, doubt_rows(case))}
    assert item_row_lines <= {label.item for label in case.outline}
    first = st.sampled_from(("kicker", "headline", "body", "caption", "deck"))
    further = st.sampled_from(("headline", "deck", "subhead", "byline", "body", "credit"))
    lines: list[Decision] = []
    starts = {one.line for one in case.outline if one.item == one.line} - set(case.doubts)
    for line in case.doubts:
        starts |= {given for given, item, _ in lines if item == given}
        above = sorted(start for start in starts if start < line)
        item = data.draw(st.sampled_from([0, line, *above]))
        outside = st.sampled_from(("furniture", "unassigned"))
        roles = first if item == line else further if item else outside
        lines.append((line, item, data.draw(roles)))
    if not lines:
        return
    try:
        judged = apply_verdict(case, verdict(*lines))
    except VerdictError:
        return
    check(page, judged)
    held = {line: one.lines[0] for one in judged.articles for line in one.lines}
    assert [held.get(line, 0) for line, _, _ in lines] == [item for _, item, _ in lines]
