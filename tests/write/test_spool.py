"""Finished pages wait on disk: in the briefing's order, whatever order they came in, and whole."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.brief import make_briefing
from pipeline.faults import Fault
from pipeline.model import Briefing, PageBrief
from pipeline.spool import Spool, SpoolError

Vary = Callable[..., PageBrief]


@pytest.fixture
def vary(briefing: Briefing) -> Vary:
    page = briefing.pages[0]
    return lambda **changes: page.model_copy(update=changes)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


names = st.tuples(
    st.sampled_from(["a.txt", "b.txt", "青禾.txt"]),
    st.sampled_from(["0f", "f0"]),
    st.integers(1, 12),
    st.floats(0, 1),
)


@given(known=st.lists(names, max_size=12), data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_order_of_coming_in_changes_nothing(
    briefing: Briefing, vary: Vary, known: list[tuple[str, str, int, float]], data: st.DataObject
) -> None:
    pages = [vary(source=s, sha256=h, page=n, confidence=c) for s, h, n, c in known]
    with Spool() as one, Spool() as two:
        for page in pages:
            one.add(page)
        for page in data.draw(st.permutations(pages)):
            two.add(page)
        assert list(one) == list(two)
        assert len(one) == len(pages)
        if len({(s, h, n) for s, h, n, _ in known}) == len(known):
            assert tuple(one) == make_briefing(pages, briefing.versions).pages


def test_readers_do_not_disturb_each_other(vary: Vary) -> None:
    pages = [vary(page=number) for number in (1, 2, 3)]
    with Spool() as spool:
        for page in pages[1:]:
            spool.add(page)
        both = zip(spool, spool, strict=True)
        assert next(both) == (pages[1], pages[1])
        spool.add(pages[0])
        assert next(both) == (pages[2], pages[2])
        assert list(spool) == pages


def test_half_a_character_survives(vary: Vary) -> None:
    page = vary(notes=("\ud800 and \u202e",))
    with Spool() as spool:
        spool.add(page)
        assert list(spool) == [page]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs files without a name")
def test_nothing_can_be_left_behind(folder: Path, vary: Vary) -> None:
    def spools() -> int:
        links = (link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
        return sum(str(link).startswith(str(folder)) for link in links)

    with pytest.raises(KeyboardInterrupt), Spool() as spool:
        spool.add(vary())
        assert list(folder.iterdir()) == []  # so that not even a killed process leaves it
        assert spools() == 1
        raise KeyboardInterrupt
    assert spools() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_says_what_to_do(
    folder: Path, vary: Vary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: open("/dev/full", "r+b"))  # noqa: PTH123, SIM115
    with pytest.raises(SpoolError) as error, Spool() as spool:
        spool.add(vary())
    assert isinstance(error.value, Fault)
    for said in (str(folder), "No space left on device", "TMPDIR", "run again"):
        assert said in str(error.value)


def test_no_temporary_folder_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "missing"))
    with pytest.raises(SpoolError, match=r"missing .*No such file or directory.* TMPDIR"):
        Spool()


def test_a_disk_that_lies_is_noticed(
    folder: Path, vary: Vary, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "spool").open("w+b") as file:
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: file)
        with Spool() as spool:
            spool.add(vary())
            middle = (folder / "spool").stat().st_size // 2
            with (folder / "spool").open("r+b") as disk:
                disk.seek(middle)
                byte = disk.read(1)[0]
                disk.seek(middle)
                disk.write(bytes([byte ^ 1]))
            with pytest.raises(SpoolError, match="other bytes than were written"):
                list(spool)
