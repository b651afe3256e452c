"""One Chinese name has one English name, whichever page of a run it stands on."""

import itertools

from pipeline.model import Briefing, Entity, PageBrief
from pipeline.nametable import NameTable


def called(
    briefing: Briefing, source: str, person: str, body: str = "town government"
) -> PageBrief:
    """Return the page with one item, whose summary names one person and one body."""
    page = briefing.pages[0]
    item = page.items[0]
    assert item.summary is not None
    entities = {
        "people": (Entity(name=person, source="曾大有", pinyin="", title=""),),
        "organisations": (Entity(name=body, source="镇政府", pinyin="", title=""),),
        "places": (),
    }
    summary = item.summary.model_copy(update=entities)
    only = item.model_copy(update={"summary": summary, "summary_findings": ()})
    return page.model_copy(update={"source": source, "items": (only,)})


def messages(pages: list[PageBrief]) -> dict[str, list[str]]:
    table = NameTable()
    for page in pages:
        table.add(page)
    return {
        page.source: [f.message for item in page.items for f in item.summary_findings]
        for page in table.checked(sorted(pages, key=lambda page: page.source))
    }


def test_the_page_that_differs_is_told_whatever_came_first(briefing: Briefing) -> None:
    pages = [
        called(briefing, "1.txt", "Tseng Ta-yu"),
        called(briefing, "2.txt", "Zeng Dayou"),
        called(briefing, "3.txt", "Zeng Da-you", "Liuwan town government"),
    ]
    for some in itertools.permutations(pages):
        assert messages(list(some)) == {
            "1.txt": [
                "曾大有 is “Tseng Ta-yu” here, but “Zeng Dayou” in article a1 of 2.txt, page 1 "
                "(2 of 3 articles that name it)"
            ],
            "2.txt": [],
            "3.txt": [],
        }


def test_of_two_the_first_in_the_briefing_is_held_to(briefing: Briefing) -> None:
    pages = [called(briefing, "2.txt", "Tseng Ta-yu"), called(briefing, "1.txt", "Zeng Dayou")]
    for some in itertools.permutations(pages):
        found = messages(list(some))
        assert found["1.txt"] == [] and len(found["2.txt"]) == 1


def test_pages_without_differences_come_out_as_they_are(briefing: Briefing) -> None:
    page = briefing.pages[0]
    table = NameTable()
    table.add(page)
    checked = table.checked([page])
    assert list(checked) == [page] and list(checked) == [page]
