"""Which part of a period, or which one of several, a text names: quarters, "early August".

They have no figure that could be compared. Each *family* has a few members, named by patterns of
either language. The English is wrong if it names a member that the source does not, and lacks one
that the source names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.verify.dates_en import MONTHS


@dataclass(frozen=True, slots=True)
class _Family:
    """Patterns of the members of a family by name, in Chinese and in English."""

    needs: tuple[str, ...]
    members: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]


def _family(needs: str, members: Mapping[str, tuple[str, str]]) -> _Family:
    """Return a family; one of ``needs``, characters, stands in every Chinese name of a member."""
    return _Family(
        tuple(needs),
        {
            name: (re.compile(chinese), re.compile(rf"\b(?:{english})\b", re.IGNORECASE))
            for name, (chinese, english) in members.items()
        },
    )


_MONTH_EN: Final = rf"[ -](?:of )?(?:{'|'.join(MONTHS)}|(?:this|last|next|the) month)"
_QUARTERS: Final = {
    name: (
        rf"(?<!前)第?[{numerals}]个?季度{also}",
        rf"{word} quarter(?!-?final)|Q{numerals[-1]}{months}",
    )
    for name, numerals, word, also, months in (
        ("first quarter", "一首1", "first", "|首季", "|first three months"),
        ("second quarter", "二2", "second", "", ""),
        ("third quarter", "三3", "third", "", ""),
        ("fourth quarter", "四4", "(?:fourth|last|final)", "", ""),
    )
}
_FAMILIES: Final = (
    _family("季", _QUARTERS),
    _family(
        "半",
        {
            "first half": ("上半[年场时月]", "(?:first|1st) half|H1|first six months"),
            "second half": ("下半[年场时月]", "(?:second|2nd|latter|last) half|H2|last six months"),
        },
    ),
    _family(
        "月",
        {
            "early": ("月初|月上旬", f"(?:early|beginning|start){_MONTH_EN}"),
            "middle": ("月中旬", f"(?:mid|middle){_MONTH_EN}"),
            "late": ("月[底末]|月下旬", f"(?:late|end){_MONTH_EN}"),
        },
    ),
    *(
        _family(
            chinese + "同",
            {
                f"last {english}": (
                    f"[上去][个一]?{chinese}(?!来|有|纪|轮)|同[比期]",
                    f"(?:last|previous|prior|past|preceding) {english}"
                    f"|{english}s? (?:earlier|ago|before)|{english}[- ](?:on|over)[- ]{english}",
                ),
                f"this {english}": (
                    f"[今本这当][个一]?{chinese}",
                    f"(?:this|current) {english}",
                ),
                f"next {english}": (
                    f"[下明来次翌][个一]?{chinese}",
                    f"(?:next|following|coming) {english}|{english} (?:after|later)",
                ),
            },
        )
        for chinese, english in (("年", "year"), ("月", "month"), ("周", "week"))
    ),
    _family(
        "天日晚晨早",
        {
            "yesterday": ("昨[天日晚晨]", "yesterday|last night|previous day"),
            "today": (
                "今[天日晚晨早]",
                "today|tonight|this (?:morning|evening|afternoon)",
            ),
            "tomorrow": ("明[天日晚晨早]", "tomorrow|next day"),
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Other:
    """A member that the source names, and the one that the English has in its place."""

    source: str
    target: str
    meaning: str


def changed_periods(source: str, target: str) -> Iterator[Other]:
    """Yield each period of ``source`` that is another one of its family in the English."""
    for family in _FAMILIES:
        if not any(need in source for need in family.needs):
            continue
        given = _named(family, source, 0)
        shown = _named(family, target, 1)
        lost, added = given.keys() - shown.keys(), shown.keys() - given.keys()
        if len(lost) == len(added) == 1:
            (wrong,), (meant,) = added, lost
            yield Other(given[meant], shown[wrong], meant)


def _named(family: _Family, text: str, language: int) -> dict[str, str]:
    """Return the members that ``text`` names, each in its words."""
    found = {name: pair[language].search(text) for name, pair in family.members.items()}
    return {name: match[0] for name, match in found.items() if match}
