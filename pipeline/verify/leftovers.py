"""Text that is no translation: Chinese left over, other scripts, markup, gaps, addresses."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from pipeline.model import GAP, Finding
from pipeline.verify.findings import finding, shortened

# U+4E28 is used as a rule between headlines.
_HAN: Final = r"[\u3400-\u4dbf\u4e00-\u4e27\u4e29-\u9fff\uf900-\ufaff]"
_RUN: Final = re.compile(rf"{_HAN}(?:[{_HAN[1:-1]}\s、，。·《》“”‘’（）0-9]{{0,400}}{_HAN})?")
# What may stand in the original beside its English: a gloss in brackets, a title in 《》.
_OPENERS: Final = "([（［【《「『"
_CLOSERS: Final = ")]）］】》」』"
_GLOSS_LIMIT: Final = 30
_URL: Final = re.compile(
    r"(?:https?://|www\.)[a-z0-9][!#-&*-;=?-~]{0,300}"
    r"|\b[a-z0-9][a-z0-9._+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}",
    re.IGNORECASE,
)
# A web page's title ends in the name of its site, which English may give as an address.
_SITE: Final = re.compile(r"(?:网|在线)\s*(?:$|[-－–—|])")
_ADDRESS_OF: Final = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_GAP_MARK: Final = re.compile(
    r"\[\s?(?:…|\.{3}|……)\s?\]|\[(?:illegible|text lost|lost)[^\]]{0,40}\]", re.I
)
_MOST: Final = 50
# A word of Greek (not the sign of a unit), Cyrillic, Hebrew, Arabic, Indic, Thai, kana, Korean.
_OTHER_SCRIPT: Final = re.compile(
    r"[\u0370-\u03ff]{3,}|[\u0400-\u052f\u0590-\u06ff\u0900-\u0e7f\u3040-\u30fa\uac00-\ud7af]{2,}"
)
_MARKUP: Final = re.compile(
    r"\*\*(?=\S)|^#{1,6} (?=\S)|```|&(?:nbsp|amp|lt|gt|quot|#\d{2,5});"
    r"|</?(?:p|br|b|i|em|strong|div|span|a|h[1-6]|ul|li|table|tr|td|think)(?=[\s/>])[^<>]{0,200}>",
    re.MULTILINE | re.IGNORECASE,
)
_MARKED: Final = ("**", "#", "```", "&", "<")


def check_leftovers(source: str, target: str, paragraph: str | None = None) -> list[Finding]:
    """Look for everything in ``target`` that shows it is not (only) a translation."""
    return [
        *_untranslated(source, target, paragraph),
        *_scripts(source, target, paragraph),
        *_markup(source, target, paragraph),
        *_gaps(source, target, paragraph),
        *_addresses(source, target, paragraph),
    ]


def bare_chinese(text: str) -> Iterator[str]:
    """Yield each run of Chinese that stands outside brackets (or is too long for a gloss)."""
    for match in _RUN.finditer(text):
        if not (_bracketed(text, match.start(), match.end()) and len(match[0]) <= _GLOSS_LIMIT):
            yield match[0]


def _bracketed(text: str, start: int, end: int) -> bool:
    """Whether the place stands in brackets or right after an opening one: ``("grid", 网格)``."""
    before = text[max(0, start - 80) : start]
    after = text[end : end + 80]
    opened = max((before.rfind(c) for c in _OPENERS), default=-1)
    closed = max((before.rfind(c) for c in _CLOSERS), default=-1)
    return opened > closed and any(c in after for c in _CLOSERS)


def _untranslated(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    packed = "".join(source.split())
    for run in islice(bare_chinese(target), _MOST):
        bare = "".join(run.split())
        copied = bare in packed
        long = len(bare) > 6
        yield finding(
            "text.untranslated",
            "error" if long else "warning",
            f"“{shortened(run, 60)}” is left in Chinese"
            + (
                ", copied from the source; translate it"
                if copied
                else "; translate it, or put it in brackets after its English"
            ),
            paragraph=paragraph,
            source=run if copied else "",
            target=run,
        )


def _scripts(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    for match in islice(_OTHER_SCRIPT.finditer(target), _MOST):
        if match[0] not in source:
            yield finding(
                "text.untranslated",
                "error",
                f"“{shortened(match[0], 60)}” is in a script that neither English nor the source "
                "has",
                paragraph=paragraph,
                target=match[0],
            )


def _markup(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    mark = _MARKUP.search(target) if any(map(target.__contains__, _MARKED)) else None
    if mark and mark[0].strip() not in source:
        yield finding(
            "text.markup",
            "error",
            f"“{shortened(mark[0], 40)}” is markup, not a part of the text",
            paragraph=paragraph,
            target=mark[0],
        )


def _gaps(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    lost, shown = source.count(GAP), len(_GAP_MARK.findall(target))
    if lost > shown:
        yield finding(
            "text.gap",
            "error",
            f"print was lost at {lost} place{'s' * (lost > 1)} of the source ({GAP}); "
            f"the English marks {shown or 'none'}: mark each, and guess nothing",
            paragraph=paragraph,
            source=GAP,
        )
    elif shown > lost:
        yield finding(
            "text.gap",
            "error",
            f"the English marks lost text ({GAP}) where the source is whole",
            paragraph=paragraph,
            target=GAP,
        )


def _addresses(source: str, target: str, paragraph: str | None) -> Iterator[Finding]:
    given, shown = _addresses_of(source), _addresses_of(target)
    for key, address in shown.items():
        if key not in source.lower() and not ("/" not in key and _SITE.search(source)):
            yield finding(
                "text.url",
                "error",
                f"the address {shortened(address, 80)} does not stand in the source",
                paragraph=paragraph,
                target=address,
            )
    for key, address in given.items():
        if key not in target.lower():
            yield finding(
                "text.url",
                "error",
                f"the address {shortened(address, 80)} of the source is not in the English",
                paragraph=paragraph,
                source=address,
            )


def _addresses_of(text: str) -> dict[str, str]:
    """Return the addresses of a text as they stand, by what tells them apart."""
    if not any(map(text.__contains__, ("://", "@"))) and "www." not in text.lower():
        return {}
    found = {_ADDRESS_OF.sub("", m[0]).rstrip(".,;:!?/").lower(): m[0] for m in _URL.finditer(text)}
    return {key: address for key, address in found.items() if key}
