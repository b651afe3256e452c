"""Writing a briefing's files: whole or not at all, and never over somebody else's."""

import os
import secrets
import stat
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple, Self

from pipeline.faults import Fault
from pipeline.model import PageBrief, Versions
from pipeline.write.form import Form, parts
from pipeline.write.html import HtmlForm
from pipeline.write.json import JsonForm
from pipeline.write.markdown import MarkdownForm


class OutputError(Fault):
    """The output folder, or a file in it, cannot be written. Says what to do about it."""


class _Format(NamedTuple):
    """How a format is called, made, and known again: every file of ours opens with ``opening``."""

    file: str
    form: Form
    opening: bytes


_FORMATS = {
    "md": _Format("briefing.md", MarkdownForm(), b"<!-- broadsheet-briefing/"),
    "html": _Format("briefing.html", HtmlForm(), b"<!DOCTYPE html>\n<!-- broadsheet-briefing/"),
    "json": _Format("briefing.json", JsonForm(), b'{\n  "format": "broadsheet-briefing/'),
}
_RUN = "run.json"
_RUN_MARK = b"broadsheet"
_RUN_OPENING_BYTES = 200


def check_output(directory: Path, formats: Sequence[str]) -> None:
    """Make sure, before anything is paid for, that the briefing can be written.

    Leaves nothing behind; a folder that does not exist yet is not made.

    Raises:
        OutputError: a format is unknown, ``directory`` is no folder or cannot be written to, or a
            file of the name that is needed is there and Broadsheet did not write it.
    """
    chosen = _chosen(formats)
    try:
        nearest = directory
        while not _exists(nearest):
            nearest = nearest.parent
        if not nearest.is_dir():
            raise OutputError(
                f"{nearest} is not a folder, so no briefing can be put into {directory}. "
                "Name another output folder."
            )
        for missing in directory.relative_to(nearest).parts:
            _exists(nearest / missing)  # raises if the name is too long for this disk
        # To write a file, and remove it, is the only answer to trust about rights and space.
        with _Beside(nearest / "probe") as probe:
            probe.write("Broadsheet may write here.\n")
            probe.finish()
    except (OSError, ValueError) as error:
        raise _unwritable(directory, error) from error
    if nearest == directory:
        for form in chosen:
            _refuse_foreign(directory / form.file, form.opening)
        _refuse_foreign_run(directory / _RUN)


def write_briefing(
    versions: Versions, pages: Iterable[PageBrief], directory: Path, formats: Sequence[str]
) -> list[Path]:
    """Write the briefing into ``directory`` and return the files, in the order of ``formats``.

    ``pages`` stand in the briefing's order and can be gone through more than once; one at a time is
    in memory. All files are written beside their places and synced, and only then renamed, so that
    a full disk leaves the files of the last run as they were. A briefing of an earlier run in a
    format that is not asked for now is removed; files that are not Broadsheet's are left alone.

    Raises:
        OutputError: as :func:`check_output`, or the disk is full or fails.
    """
    chosen = _chosen(formats)
    paths = [directory / form.file for form in chosen]
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for form, path in zip(chosen, paths, strict=True):
            _refuse_foreign(path, form.opening)
    except (OSError, ValueError) as error:
        raise _unwritable(directory, error) from error
    try:
        _replace_all(paths, parts([form.form for form in chosen], versions, pages))
        for form in _FORMATS.values():
            stale = directory / form.file
            if form not in chosen and _is_ours(stale, form.opening):
                stale.unlink()
        _sync_folder(directory)
    except OSError as error:
        raise _unwritable(directory, error) from error
    return paths


def write_atomic(path: Path, text: str) -> None:
    """Write ``text`` (UTF-8) to ``path``, whole or not at all. A link there is replaced.

    Raises:
        OutputError: it cannot be written; what stood at ``path`` is untouched.
    """
    try:
        _replace_all([path], [(text,)])
        _sync_folder(path.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write ``pieces`` one after the other, as :func:`write_atomic` writes one text; the folder is
    made where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace_all([path], ((piece,) for piece in pieces))
        _sync_folder(path.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error


def _chosen(formats: Sequence[str]) -> list[_Format]:
    if "docx" in formats:
        raise OutputError("Format docx cannot be written yet. Ask for md, html or json.")
    unknown = [name for name in formats if name not in _FORMATS]
    if unknown or not formats:
        what = f"Unknown format {unknown[0]!r}" if unknown else "No format is asked for"
        raise OutputError(f"{what}. Formats are {', '.join(_FORMATS)}.")
    return [_FORMATS[name] for name in dict.fromkeys(formats)]


def _exists(path: Path) -> bool:
    """Whether anything is at ``path``, a broken link included; other troubles are raised."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _is_ours(path: Path, opening: bytes) -> bool:
    """Whether ``path`` is a plain file (no link) that opens as ours do."""
    return _head(path, len(opening)) == opening


def _head(path: Path, size: int) -> bytes:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return b""
    except FileNotFoundError:
        return b""
    with path.open("rb") as file:
        return file.read(size)


def _refuse_foreign(path: Path, opening: bytes) -> None:
    if _exists(path) and not _is_ours(path, opening):
        raise _foreign(path)


def _refuse_foreign_run(path: Path) -> None:
    if _exists(path) and _RUN_MARK not in _head(path, _RUN_OPENING_BYTES):
        raise _foreign(path)


def _foreign(path: Path) -> OutputError:
    return OutputError(
        f"{path} is there already, and Broadsheet did not write it. "
        "Move it away, or name another output folder."
    )


def _replace_all(paths: Sequence[Path], texts: Iterable[tuple[str, ...]]) -> None:
    """Write all files beside their places, then move them all there.

    Each of ``texts`` is the next piece of every file.
    """
    with ExitStack() as stack:
        files = [stack.enter_context(_Beside(path)) for path in paths]
        for pieces in texts:
            for file, piece in zip(files, pieces, strict=True):
                file.write(piece)
        for file in files:
            file.finish()
        for file in files:
            file.replace()


class _Beside:
    """A new hidden file in the folder of ``path``, which takes its place or is gone again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(f".broadsheet-{secrets.token_hex(8)}.tmp")

    def __enter__(self) -> Self:
        # Not tempfile's: a briefing is to have the rights that the user's umask gives.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self._beside, flags, 0o666)
        try:
            self._file = os.fdopen(descriptor, "w", encoding="utf-8", newline="\n")
        except BaseException:
            self._beside.unlink()
            raise
        return self

    def write(self, text: str) -> None:
        self._file.write(text)

    def finish(self) -> None:
        """Bring everything that was written safely to disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def replace(self) -> None:
        """Move the file to its place."""
        self._beside.replace(self._path)

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # a full disk refuses once more what it did not take
            self._file.close()
        self._beside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make renames durable where the system can sync a folder (Windows cannot)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unwritable(path: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or str(error)
    return OutputError(
        f"{str(path)!r} cannot be written: {reason}. "
        "Free some space, change its rights, or name another output folder."
    )
