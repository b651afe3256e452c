"""Files are written whole or not at all, and nobody else's is touched."""

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.model import Briefing
from pipeline.write import OutputError, check_output, write_atomic, write_briefing

ALL = ("md", "html", "json")


def write(briefing: Briefing, directory: Path, formats: Sequence[str]) -> list[Path]:
    return write_briefing(briefing.versions, briefing.pages, directory, formats)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_writes_what_is_asked_for(briefing: Briefing, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "deep"
    files = write(briefing, folder, ["html", "md", "html"])
    assert [path.name for path in files] == ["briefing.html", "briefing.md"]
    assert sorted(contents(folder)) == ["briefing.html", "briefing.md"]
    assert contents(folder)["briefing.md"].endswith(b"\n")


def test_the_rights_are_those_of_the_umask(briefing: Briefing, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        (file,) = write(briefing, tmp_path, ["md"])
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o640


def test_another_run_replaces_and_removes_its_own(briefing: Briefing, tmp_path: Path) -> None:
    write(briefing, tmp_path, ALL)
    (tmp_path / "mine.txt").write_text("kept")
    empty = briefing.model_copy(update={"pages": ()})
    check_output(tmp_path, ["md"])
    write(empty, tmp_path, ["md"])
    assert sorted(contents(tmp_path)) == ["briefing.md", "mine.txt"]
    assert b"No page was read" in contents(tmp_path)["briefing.md"]


def test_a_stale_file_that_is_not_ours_stays(briefing: Briefing, tmp_path: Path) -> None:
    (tmp_path / "briefing.html").write_text("<!DOCTYPE html><p>somebody's")
    write(briefing, tmp_path, ["md"])
    assert contents(tmp_path)["briefing.html"] == b"<!DOCTYPE html><p>somebody's"


@pytest.mark.parametrize("name", ["briefing.md", "briefing.html", "briefing.json", "run.json"])
@pytest.mark.parametrize("kind", ["file", "empty", "folder", "link", "dangling", "fifo"])
def test_what_is_not_ours_is_never_overwritten(
    briefing: Briefing, tmp_path: Path, name: str, kind: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    place, outside = folder / name, tmp_path / "outside"
    write(briefing, tmp_path / "other", ALL)
    if kind == "file":
        place.write_text('# My own notes\n\n{"a": 1}')
    elif kind == "empty":
        place.touch()
    elif kind == "folder":
        place.mkdir()
    elif kind == "link":  # even to a file of ours: what stands here is a link, not a briefing
        outside = tmp_path / "other" / name
        outside.touch()
        place.symlink_to(outside)
    elif kind == "dangling":
        place.symlink_to(outside)
    else:
        os.mkfifo(place)
    before = outside.read_bytes() if outside.exists() else None
    with pytest.raises(OutputError, match="Move it away, or name another output folder") as error:
        check_output(folder, ALL)
    assert str(place) in str(error.value)
    if name != "run.json":
        with pytest.raises(OutputError, match="did not write it"):
            write(briefing, folder, ALL)
        assert [path.name for path in folder.iterdir()] == [name]
    assert (outside.read_bytes() if outside.exists() else None) == before


def test_a_run_json_of_ours_is_accepted(tmp_path: Path) -> None:
    write_atomic(tmp_path / "run.json", '{\n  "format": "broadsheet-run/1"\n}\n')
    check_output(tmp_path, ALL)


@pytest.mark.parametrize(
    ("formats", "says"),
    [
        (["docx"], "docx cannot be written yet. Ask for md, html or json"),
        (["md", "pdf"], "Unknown format 'pdf'. Formats are md, html, json"),
        ([], "No format is asked for"),
        (["MD"], "Unknown format 'MD'"),
    ],
)
def test_unknown_formats(briefing: Briefing, tmp_path: Path, formats: list[str], says: str) -> None:
    for act in (
        lambda: check_output(tmp_path / "out", formats),
        lambda: write(briefing, tmp_path / "out", formats),
    ):
        with pytest.raises(OutputError, match=says):
            act()
    assert not (tmp_path / "out").exists()


def test_checking_leaves_nothing_behind(tmp_path: Path) -> None:
    check_output(tmp_path / "a" / "b", ALL)
    check_output(tmp_path, ALL)
    assert contents(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def a_file(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("x")
    return tmp_path / "file"


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (a_file, "is not a folder"),
        (lambda tmp: a_file(tmp) / "below" / "deep", "is not a folder"),
        (lambda tmp: tmp / ("青" * 86), "[Nn]ame too long"),
        (lambda tmp: tmp / "missing" / ("青" * 86), "[Nn]ame too long"),
        (lambda tmp: tmp / "a\0b", "null"),
    ],
)
def test_places_that_cannot_be(
    briefing: Briefing, tmp_path: Path, place: Callable[[Path], Path], says: str
) -> None:
    directory = place(tmp_path)
    before = contents(tmp_path)
    with pytest.raises(OutputError, match=says):
        check_output(directory, ALL)
    with pytest.raises(OutputError):
        write(briefing, directory, ALL)
    assert contents(tmp_path) == before


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write to")
def test_an_unwritable_folder(briefing: Briefing) -> None:
    for directory in (Path("/proc/self"), Path("/proc/self/new")):
        with pytest.raises(OutputError, match="cannot be written"):
            check_output(directory, ALL)
        with pytest.raises(OutputError, match="cannot be written"):
            write(briefing, directory, ALL)


@pytest.mark.parametrize("call", ["fsync", "open", "fdopen"])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_full_disk_leaves_the_last_run_as_it_was(
    briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int
) -> None:
    write(briefing, tmp_path, ALL)
    before = contents(tmp_path)
    real, calls = getattr(os, call), 0

    def failing(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments, **named)

    monkeypatch.setattr(os, call, failing)
    empty = briefing.model_copy(update={"pages": ()})
    with pytest.raises(OutputError, match="No space left on device"):
        write(empty, tmp_path, ALL)
    monkeypatch.undo()
    assert contents(tmp_path) == before


def test_an_interrupt_leaves_no_crumbs(
    briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(briefing, tmp_path, ALL)
    assert contents(tmp_path) == {}


def test_write_atomic_replaces_a_link_and_not_its_target(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("kept")
    (tmp_path / "run.json").symlink_to(target)
    write_atomic(tmp_path / "run.json", "青禾\n")
    assert target.read_text() == "kept"
    assert (tmp_path / "run.json").read_text("utf-8") == "青禾\n"
    assert not (tmp_path / "run.json").is_symlink()


def test_write_atomic_says_where_it_failed(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"missing/run\.json.* cannot be written"):
        write_atomic(tmp_path / "missing" / "run.json", "{}")
