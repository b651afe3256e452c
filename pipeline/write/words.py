"""The words of the briefing: how states, kinds and numbers are said to an editor.

One place, so that the Markdown and the HTML page say the same.
"""

import re
from collections.abc import Iterable, Sequence
from math import floor

from pipeline.model import Kind, Provenance
from pipeline.model.article import BodyRole, HeadRole
from pipeline.model.briefing import OriginName, UnitState

KINDS: dict[Kind, str] = {
    "article": "Article",
    "brief": "Brief",
    "roundup": "Roundup",
    "commentary": "Commentary",
    "notice": "Notice",
    "caption": "Photo caption",
    "advert": "Advertisement",
    "other": "Other item",
}

ROLES: dict[HeadRole | BodyRole, str] = {
    "kicker": "Kicker",
    "headline": "Headline",
    "deck": "Deck",
    "subhead": "Subhead",
    "byline": "Byline",
    "dateline": "Dateline",
    "body": "",
    "caption": "Caption",
}

STATES: dict[UnitState, str] = {
    "translated": "",
    "repaired": "Translated again after a check",
    "refused": "Not translated: the model declined this passage",
    "failed": "Not translated: no usable answer came back",
}

DOUBTFUL = "Doubtful: see Doubts"
GAP_MEANING = "Print is lost here; what it said is not guessed."

# A failure's stage, as the start of a sentence; the failure's own message ends it.
STAGES = {
    "summarize": "Not summarised",
    "translate": "Not translated",
    "verify": "Not checked",
    "repair": "Not repaired",
    "lead": "No overview of the page",
}

ORIGINS: dict[OriginName, str] = {
    "authored": "Written by hand, not by a model",
    "live": "Answered by the model",
    "batch": "Answered by the model in a batch",
    "exchange": "Answered outside and read back from a file",
}

# Datelines that papers print of themselves.
DATELINES = {"本报讯": "From this newspaper"}

_WRITERS = re.compile(r"(本报|特约|见习)?(?:记者|通讯员)")
_WRITER_NAMES = {
    "记者": "reporter",
    "本报记者": "staff reporter",
    "见习记者": "trainee reporter",
    "特约记者": "special reporter",
}

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)")
_WEEKDAYS = {
    "一": "Monday",
    "二": "Tuesday",
    "三": "Wednesday",
    "四": "Thursday",
    "五": "Friday",
    "六": "Saturday",
    "日": "Sunday",
    "天": "Sunday",
}
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_SURE, _FAIR = 0.9, 0.7


def plural(number: int, noun: str) -> str:
    """Return ``number`` with ``noun``, which takes an s: ``1 item``, ``3 items``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(parts: Sequence[str]) -> str:
    """Join ``parts`` as a sentence does: ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def signed(printed: str, names: Sequence[tuple[str, str]]) -> str:
    """Say a printed byline in English: ``By reporter X and correspondents Y and Z``.

    ``names`` are the people it names, each as printed and in English; nothing if one of them does
    not stand in it. 通讯员 is a correspondent; a byline that ends in 摄 is a photographer's.
    """
    groups: list[tuple[str, list[str]]] = []
    for name, english in names:
        at = printed.find(name)
        if at < 0:
            return ""
        titles = list(_WRITERS.finditer(printed, 0, at))
        title = titles[-1][0] if titles else ""
        role = _WRITER_NAMES.get(title, "correspondent" if title.endswith("通讯员") else "")
        if not groups or groups[-1][0] != role:
            groups.append((role, []))
        groups[-1][1].append(english)
    said = listed(
        [
            " ".join(filter(None, (role + "s" * (bool(role) and len(all_) > 1), listed(all_))))
            for role, all_ in groups
        ]
    )
    return f"{'Photo by' if printed.endswith('摄') else 'By'} {said}" if said else ""


def english_date(printed: str) -> str:
    """Return a printed date in English, its weekday included; nothing if it is not understood."""
    found = _DATE.search(printed)
    if found is None or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3]) <= 31:
        return ""
    day = f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {int(found[1])}"
    weekday = _WEEKDAY.search(printed)
    return f"{_WEEKDAYS[weekday[1]]}, {day}" if weekday else day


def sureness(confidence: float) -> str:
    """Say a confidence (0–1) in a word and a percentage."""
    word = "high" if confidence >= _SURE else "fair" if confidence >= _FAIR else "low"
    return f"{word} ({floor(confidence * 100 + 1e-9)}%)"


def lines(numbers: Iterable[int], foreign: frozenset[int]) -> str:
    """Return line numbers as ranges: ``lines 3–9, 14``.

    A range runs over lines that hold nothing, but not over ``foreign`` ones: those of other items.
    """
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and not any(between in foreign for between in range(ranges[-1][1] + 1, number)):
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    said = ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in ranges)
    return f"line {said}" if said.isdecimal() else f"lines {said}"


def origins(provenance: Iterable[Provenance]) -> tuple[str, ...]:
    """Say where answers came from: a line for each origin, host and model, with its dates."""
    dates: dict[tuple[OriginName, str, str, str], list[str]] = {}
    for answer in provenance:
        key = (answer.origin, answer.model, answer.provider, answer.host or "")
        dates.setdefault(key, []).append(answer.date[:10])
    return tuple(_origin(*key, sorted(dates[key])) for key in sorted(dates))


def _origin(origin: OriginName, model: str, provider: str, host: str, dates: list[str]) -> str:
    when = dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"
    said = f"{ORIGINS[origin]} ({when})"
    if origin == "authored":
        return said
    where = f" at {host}" if host else f" of {provider}" if provider else ""
    return f"{said}: {model}{where}"


def status(provenance: Sequence[Provenance]) -> str:
    """Say in one line how far the English can be relied on."""
    by_hand = [answer.origin == "authored" for answer in provenance]
    if not by_hand:
        return "No translation"
    if all(by_hand):
        return "Hand-written reference, not made by a model"
    if any(by_hand):
        return "Machine translation, not reviewed; parts of it written by hand"
    return "Machine translation, not reviewed"
