"""Arguments → inputs: files, folders, patterns, standard input."""

import io
import os
import random
import sys
from pathlib import Path

import pytest

from pipeline.read import STDIN, InputError, ReadError, find_inputs, read_file, read_input

PAGE = "县图书馆延长开放时间\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.TXT", "sub/deep/a.txt", ".hidden.txt", ".git/x.txt"):
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, encoding="utf-8")
    (tmp_path / "pages" / "notes.md").write_text("x")
    return tmp_path / "pages"


def names(found: list[object], folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in found if isinstance(path, Path)]


def test_a_folder_is_searched_and_sorted(folder: Path) -> None:
    found = find_inputs([str(folder)])
    assert names(found, folder) == ["a.txt", "sub/deep/a.txt", "b.txt", "sub/c.TXT"]


def test_the_order_and_repetition_of_arguments_do_not_matter(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    args = ["b.txt", "sub", "./b.txt", "-", str(folder / "a.txt"), "*.txt", "-", "sub/../b.txt"]
    whole = {str(Path(one).resolve()) for one in ("a.txt", "b.txt", "sub/c.TXT", "sub/deep/a.txt")}
    first = find_inputs(args)
    assert first[0] is STDIN
    assert {str(one.resolve()) for one in first[1:] if isinstance(one, Path)} == whole
    assert len(first) == 5
    for seed in range(5):
        random.Random(seed).shuffle(args)
        assert find_inputs(args) == first


def test_links_out_of_the_tree_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text(PAGE)
    (folder / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (folder / "way").symlink_to(tmp_path / "outside", target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "dead.txt").symlink_to(tmp_path / "nowhere.txt")
    (folder / "z.txt").symlink_to(folder / "a.txt")
    found = find_inputs([str(folder)])
    assert names(found, folder) == ["a.txt", "sub/deep/a.txt", "b.txt", "sub/c.TXT"]


def test_patterns(folder: Path) -> None:
    assert names(find_inputs([str(folder / "**" / "a.txt")]), folder) == ["a.txt", "sub/deep/a.txt"]
    literal = folder / "p[1].txt"
    literal.write_text(PAGE)
    assert find_inputs([str(literal)]) == [literal]


@pytest.mark.parametrize(
    ("arg", "says"),
    [
        ("missing.txt", "There is no file or folder missing.txt"),
        ("empty", "holds no page"),
        ("*.pdf", "Nothing matches"),
        ("dead.txt", "no file or folder that can be read"),
        ("长" * 86 + ".txt", "cannot be looked up"),
        ("a\0b", "There is no file or folder"),
    ],
)
def test_arguments_that_lead_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arg: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("dead.txt").symlink_to("nowhere")
    with pytest.raises(InputError, match=says):
        find_inputs([arg])


def test_no_argument_at_all() -> None:
    with pytest.raises(InputError, match="No input was named"):
        find_inputs([])


def test_a_page_is_called_by_its_files_name_alone(folder: Path) -> None:
    (page,) = read_file(folder / "sub" / "deep" / "a.txt")
    assert page.source == "a.txt"


def test_the_longest_chinese_name(tmp_path: Path) -> None:
    path = tmp_path / ("云" * 83 + ".txt")
    path.write_text(PAGE, encoding="utf-8")
    (page,) = read_file(path)
    assert page.source == path.name
    assert find_inputs([str(tmp_path)]) == [path]


def test_a_name_that_is_no_text_is_made_printable(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb5\xda\n1.txt"))
    path.write_text(PAGE, encoding="utf-8")
    (page,) = read_file(path)
    assert page.source == r"\xb5\xda\x0a1.txt"
    page.source.encode("utf-8")


def test_a_file_that_went_away(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"gone\.txt: it cannot be read \(No such file"):
        read_file(tmp_path / "gone.txt")


def test_a_file_past_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10**10)
    with pytest.raises(ReadError, match="at most 67,108,864"):
        read_file(path)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    (page,) = read_input(STDIN)
    assert page.source == "stdin"
    assert page.lines[0].text == PAGE.strip()
