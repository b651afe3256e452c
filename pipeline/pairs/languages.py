"""Which of several languages is the source, and which the English."""

from collections.abc import Sequence
from typing import Final, NamedTuple

_ALIASES: Final = {
    "eng": "en",
    **dict.fromkeys(("zho", "chi", "cmn", "yue", "wuu", "nan", "hak", "gan", "lzh"), "zh"),
}
"""ISO 639 codes of three letters (of Chinese its member languages, too) for those of two."""


class Wanted(NamedTuple):
    """Language tags (BCP 47) that the user names; None leaves it to the file."""

    source: str | None = None
    target: str | None = None


class Sides(NamedTuple):
    """Places of source and target among the languages; None where there is none."""

    source: int | None
    target: int | None


def sides(tags: Sequence[str], origin: str, wanted: Wanted) -> Sides:
    """Choose among ``tags``. English is the target, and Chinese the source.

    So it is where the text was translated the other way (``origin`` is English), too. Where there
    is no Chinese, the source is the text in ``origin``, or the first that is not English.
    """
    target = _first(tags, wanted.target or "en")
    others = [n for n, tag in enumerate(tags) if n != target and not _fits(tag, "en")]
    if wanted.source:
        return Sides(_first(tags, wanted.source), target)
    own = [n for n in others if _fits(tags[n], origin)] if origin else []
    chinese = [n for n in others if _fits(tags[n], "zh")]
    both = [n for n in chinese if n in own]
    return Sides(next(iter(both or chinese or own or others), None), target)


def is_english(tag: str) -> bool:
    """Whether ``tag`` is one of English: ``en``, ``EN-US``, ``en_GB``, ``eng``."""
    return _fits(tag, "en")


def _first(tags: Sequence[str], wanted: str) -> int | None:
    return next((n for n, tag in enumerate(tags) if _fits(tag, wanted)), None)


def _fits(tag: str, wanted: str) -> bool:
    """Whether ``tag`` is ``wanted`` or a variant of it: zh-Hans-CN is of zh and of zh-Hans."""
    own, asked = _subtags(tag), _subtags(wanted)
    return own[: len(asked)] == asked


def _subtags(tag: str) -> list[str]:
    first, *rest = tag.strip().lower().replace("_", "-").split("-")
    return [_ALIASES.get(first, first), *rest]
