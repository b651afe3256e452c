"""A briefing of many pages is written page by page, and is the same as one that is made at once."""

import itertools
import resource
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.brief import make_briefing
from pipeline.model import Briefing, PageBrief, Versions
from pipeline.spool import Spool, SpoolError
from pipeline.write import OutputError, to_html, to_json, to_markdown, write_briefing

ALL = ("md", "html", "json")


def several(briefing: Briefing) -> list[PageBrief]:
    page = briefing.pages[0]
    bare = {"items": (), "furniture": (), "unassigned": ()}
    unnamed = page.publication.model_copy(update={"pinyin": "", "name": "", "date": ""})
    return [
        page,
        page.model_copy(update={"page": 2, "publication": unnamed}),
        page.model_copy(update={"source": "a&b.txt", "lead": None, "lead_provenance": None}),
        page.model_copy(update={"source": "青禾.txt", **bare}),
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_page_by_page_or_at_once_in_any_order_is_the_same(
    briefing: Briefing, versions: Versions, tmp_path: Path, count: int
) -> None:
    pages = several(briefing)[:count]
    whole = make_briefing(pages, versions)
    expected = {
        "briefing.md": to_markdown(whole),
        "briefing.html": to_html(whole),
        "briefing.json": to_json(whole),
    }
    assert Briefing.model_validate_json(expected["briefing.json"]) == whole
    for order in itertools.permutations(pages):
        with Spool() as spool:
            for page in order:
                spool.add(page)
            write_briefing(whole.versions, spool, tmp_path, ALL)
        assert contents(tmp_path) == {name: text.encode() for name, text in expected.items()}


def test_pages_are_found_from_the_contents(briefing: Briefing, versions: Versions) -> None:
    html = to_html(make_briefing(several(briefing), versions))
    for number in (1, 2, 3, 4):
        assert html.count(f'<a href="#page-{number}">') == 1
        assert html.count(f'<section class="page" id="page-{number}"') == 1


def test_one_page_at_a_time_is_in_memory(
    briefing: Briefing, versions: Versions, tmp_path: Path
) -> None:
    made = to_json(briefing)
    alive: weakref.WeakSet[PageBrief] = weakref.WeakSet()
    most = 0

    class Pages:
        def __iter__(self) -> Iterator[PageBrief]:
            nonlocal most
            for number in range(1, 6):
                page = Briefing.model_validate_json(made).pages[0]
                page = page.model_copy(update={"page": number})
                alive.add(page)
                most = max(most, len(alive))
                yield page

    write_briefing(versions, Pages(), tmp_path, ALL)
    assert most <= 2  # one that is done with, until the next one takes its name


def test_pages_that_fail_half_way_leave_the_last_run_as_it_was(
    briefing: Briefing, versions: Versions, tmp_path: Path
) -> None:
    write_briefing(versions, briefing.pages, tmp_path, ALL)
    before = contents(tmp_path)

    class Pages:
        rounds = 0

        def __iter__(self) -> Iterator[PageBrief]:
            self.rounds += 1
            yield briefing.pages[0]
            if self.rounds > 1:
                raise SpoolError("gone")

    with pytest.raises(SpoolError, match="gone"):
        write_briefing(versions, Pages(), tmp_path, ALL)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("limit", [0, 100, 30_000, 60_000])
def test_a_disk_that_fills_up_half_way_leaves_the_last_run_as_it_was(
    briefing: Briefing, versions: Versions, tmp_path: Path, limit: int
) -> None:
    write_briefing(versions, briefing.pages, tmp_path, ALL)
    before = contents(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(OutputError, match=r"File too large.* Free some space"):
            write_briefing(versions, several(briefing), tmp_path, ALL)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert contents(tmp_path) == before
