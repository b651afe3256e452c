"""What the reader is told: nothing blank, nothing called complete with gaps, hands named."""

import pytest

from pipeline.model import Briefing, Finding, Item, Outcome, Rendering
from pipeline.model.briefing import Provenance, UnitState
from pipeline.write import to_html, to_markdown
from pipeline.write.words import (
    english_date,
    lines,
    listed,
    origins,
    plural,
    signed,
    status,
    sureness,
)


def with_item(briefing: Briefing, index: int, **changes: object) -> Briefing:
    page = briefing.pages[0]
    items = list(page.items)
    items[index] = items[index].model_copy(update=changes)
    return briefing.model_copy(update={"pages": (page.model_copy(update={"items": tuple(items)}),)})


def both(briefing: Briefing) -> tuple[str, str]:
    return to_markdown(briefing), to_html(briefing)


def item(briefing: Briefing, index: int) -> Item:
    return briefing.pages[0].items[index]


def test_the_example_says_what_became_of_each_item(briefing: Briefing) -> None:
    for text in both(briefing):
        for said in (
            "[All surviving text; some print lost]",
            "[Incomplete: 1 of 4 parts not translated]",
            "[Full text]",
            "[Not translated: no usable answer]",
            "[Summary]",
            "Not translated: No answer came within 120 s.",
            "Not summarised: The answer did not keep to its form twice.",
            "Not translated: the model declined this passage",
            "Translated again after a check",
            "Error in the summary",
            "5 items, 2 of them in English; print is lost in 1 item",
        ):
            assert said in text, said


def test_every_character_of_the_page_is_in_the_briefing(briefing: Briefing) -> None:
    page = briefing.pages[0]
    originals = [unit.text for item in page.items for unit in item.article.units()]
    originals += [aside.text for aside in page.furniture + page.unassigned]
    markdown = to_markdown(briefing).replace("\\", "").replace("&lt;", "<")
    html = to_html(briefing).replace("&lt;", "<").replace("&gt;", ">")
    for text in originals:
        assert text.replace("[…]", "") in markdown
        assert text.replace("[…]", "") in html


@pytest.mark.parametrize("state", ["refused", "failed"])
def test_a_part_without_english_is_never_called_complete(
    briefing: Briefing, state: UnitState
) -> None:
    rice = item(briefing, 0)
    outcomes = tuple(
        Outcome(id=o.id, state=state if o.id == "p2" else o.state) for o in rice.outcomes
    )
    for text in both(with_item(briefing, 0, outcomes=outcomes)):
        assert "[Incomplete: 1 of 7 parts not translated; some print lost]" in text
        assert "transplanting for 86 smallholdings" not in text


def test_an_outcome_that_promises_too_much_is_not_believed(briefing: Briefing) -> None:
    photo = item(briefing, 2)
    assert photo.translation is not None
    blank = photo.translation.model_copy(update={"paragraphs": (Rendering(id="p1", text=" \n"),)})
    empty = photo.translation.model_copy(update={"paragraphs": ()})
    for changes in ({"translation": blank}, {"translation": empty}, {"translation": None}):
        for text in both(with_item(briefing, 2, **changes)):
            assert "[Full text]" not in text
            assert "Not translated: no usable answer came back." in text
    for text in both(with_item(briefing, 2, outcomes=())):
        assert "[Full text]" not in text


def test_nothing_at_all_is_said_in_words(briefing: Briefing) -> None:
    for text in both(with_item(briefing, 3, failures=())):
        assert "Not translated: no usable answer came back." in text
        assert "Not summarised: no usable answer came back." in text


def test_an_open_error_stands_where_the_reader_would_quote(briefing: Briefing) -> None:
    wrong = Finding(
        check="number.changed",
        severity="error",
        paragraph="p1",
        source="17",
        target="19",
        message="A number differs.",
    )
    for text in both(with_item(briefing, 2, findings=(wrong,))):
        assert "A number differs." in text
        assert text.count("Doubtful: see Doubts") == 2  # the paragraph, and the wrong figure of a2


def test_a_page_without_an_overview_says_so(briefing: Briefing) -> None:
    page = briefing.pages[0].model_copy(update={"lead": None})
    for text in both(briefing.model_copy(update={"pages": (page,)})):
        assert "No overview of this page was made." in text


def test_no_page_and_no_item(briefing: Briefing) -> None:
    for text in both(briefing.model_copy(update={"pages": ()})):
        assert "No page was read." in text
    page = briefing.pages[0].model_copy(update={"items": (), "furniture": (), "unassigned": ()})
    for text in both(briefing.model_copy(update={"pages": (page,)})):
        assert "0 items" in text
        assert "Nothing: every character of the page stands in one of the items above." in text


def test_an_unknown_place_is_named_and_not_linked(briefing: Briefing) -> None:
    summary = item(briefing, 2).summary
    assert summary is not None
    gist = (summary.gist[0].model_copy(update={"cites": ("p9",)}),)
    html = to_html(with_item(briefing, 2, summary=summary.model_copy(update={"gist": gist})))
    assert '<span class="ref">p9</span>' in html


def answer(**changes: object) -> Provenance:
    known = {"origin": "live", "provider": "p", "model": "m", "host": "h", "date": "2024-05-09"}
    return Provenance.model_validate(known | changes)


def test_hands_are_named() -> None:
    by_hand = answer(origin="authored", model="reference", host=None)
    assert status([by_hand]) == "Hand-written reference, not made by a model"
    assert status([answer()]) == "Machine translation, not reviewed"
    assert "written by hand" in status([by_hand, answer()])
    assert status([]) == "No translation"
    assert origins([by_hand, answer(date="2024-05-11T01:02:03"), answer()]) == (
        "Written by hand, not by a model (2024-05-09)",
        "Answered by the model (2024-05-09 to 2024-05-11): m at h",
    )
    assert origins([answer(origin="exchange", host=None)]) == (
        "Answered outside and read back from a file (2024-05-09): m of p",
    )


@pytest.mark.parametrize(
    ("numbers", "foreign", "said"),
    [
        ([3], [], "line 3"),
        ([3, 4, 6], [], "lines 3–6"),
        ([6, 3, 9], [5], "lines 3, 6–9"),
        ([1, 3, 5], [2, 4], "lines 1, 3, 5"),
    ],
)
def test_lines(numbers: list[int], foreign: list[int], said: str) -> None:
    assert lines(numbers, frozenset(foreign)) == said


@pytest.mark.parametrize(
    ("printed", "english"),
    [
        ("2024年5月8日 星期三", "Wednesday, 8 May 2024"),
        ("2024-05-08", "8 May 2024"),
        ("二〇二四年五月八日", ""),
        ("2024年13月8日", ""),
        ("", ""),
    ],
)
def test_english_date(printed: str, english: str) -> None:
    assert english_date(printed) == english


def test_small_words() -> None:
    assert [plural(1, "item"), plural(0, "item"), plural(1200, "item")] == [
        "1 item",
        "0 items",
        "1,200 items",
    ]
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert [sureness(0.29), sureness(0.7), sureness(0.999), sureness(1.0)] == [
        "low (29%)",
        "fair (70%)",
        "high (99%)",
        "high (100%)",
    ]


@pytest.mark.parametrize(
    ("printed", "names", "said"),
    [
        ("通讯员 伊一", ["伊一"], "By correspondent N0"),
        ("记者 甲一 通讯员 乙二", ["甲一", "乙二"], "By reporter N0 and correspondent N1"),
        ("本报通讯员 甲一 乙二", ["甲一", "乙二"], "By correspondents N0 and N1"),
        ("本报记者 甲一 摄", ["甲一"], "Photo by staff reporter N0"),
        ("甲一", ["甲一"], "By N0"),
        ("本报记者", [], ""),
        ("本报记者 甲一", ["丙三"], ""),
    ],
)
def test_bylines_are_said_in_english(printed: str, names: list[str], said: str) -> None:
    assert signed(printed, [(name, f"N{n}") for n, name in enumerate(names)]) == said
