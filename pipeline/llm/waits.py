"""How long an endpoint asks to wait, in all the ways in which endpoints say it.

Pure: headers in, seconds out. Names of headers are in lower case.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|us|µs|s|m|h|d)")
_UNIT = {"us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_EPOCH = 1_000_000_000.0
_LONGEST = 1e12
"""Nobody means more seconds; and what is infinite cannot be told."""
_LIMITS = ("requests", "tokens", "input-tokens", "output-tokens")


def wait_asked(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds that ``headers`` ask to wait; None if they say nothing.

    ``retry-after-ms`` (OpenAI, Azure) is the most exact and comes first, then ``retry-after`` (RFC
    9110, 10.2.3: seconds or a date). Without either, the reset times of the limits that are used
    up count: ``x-ratelimit-reset-requests`` and ``-tokens`` (OpenAI: ``1s``, ``6m0s``, ``20ms``),
    ``anthropic-ratelimit-…-reset`` (RFC 3339), ``x-ratelimit-reset`` and ``ratelimit-reset``
    (seconds, or seconds since 1970), ``x-ratelimit-reset-after``.
    """
    at = now or datetime.now(UTC)
    exact = _number(headers.get("retry-after-ms"))
    if exact is not None:
        return max(0.0, exact / 1000)
    said = seconds_or_date(headers.get("retry-after"), at)
    if said is not None:
        return said
    return _reset(headers, at)


def exhausted(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds until a limit that an answer reports as used up opens again, else None."""
    at = now or datetime.now(UTC)
    waits = [
        wait
        for prefix in ("x-ratelimit", "anthropic-ratelimit")
        for limit in _LIMITS
        if _number(_limit(headers, prefix, limit, "remaining")) == 0
        and (wait := seconds_or_date(_limit(headers, prefix, limit, "reset"), at)) is not None
    ]
    return max(waits, default=None)


def _reset(headers: Mapping[str, str], at: datetime) -> float | None:
    used_up = exhausted(headers, at)
    if used_up is not None:
        return used_up
    for name in ("x-ratelimit-reset-after", "x-ratelimit-reset", "ratelimit-reset"):
        wait = seconds_or_date(headers.get(name), at)
        if wait is not None:
            return wait
    waits = [
        wait
        for prefix in ("x-ratelimit", "anthropic-ratelimit")
        for limit in _LIMITS
        if (wait := seconds_or_date(_limit(headers, prefix, limit, "reset"), at)) is not None
    ]
    return min(waits, default=None)


def _limit(headers: Mapping[str, str], prefix: str, limit: str, what: str) -> str | None:
    """OpenAI: ``x-ratelimit-reset-tokens``; Anthropic: ``anthropic-ratelimit-tokens-reset``."""
    anthropic = prefix.startswith("a")
    return headers.get(f"{prefix}-{limit}-{what}" if anthropic else f"{prefix}-{what}-{limit}")


def seconds_or_date(value: str | None, now: datetime) -> float | None:
    """Return the seconds that ``value`` means: a number, ``6m0s``, a time since 1970, a date."""
    if not value:
        return None
    text = value.strip()
    number = _number(text)
    if number is not None:
        return max(0.0, number - now.timestamp() if number > _EPOCH else number)
    if _PART.sub("", text) == "":
        whole = sum(float(amount) * _UNIT[unit] for amount, unit in _PART.findall(text))
        return min(whole, _LONGEST)
    at = _date(text)
    return None if at is None else max(0.0, (at - now).total_seconds())


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < _LONGEST else None  # also refuses nan and inf


def _date(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            at = read(text)
        except (ValueError, OverflowError):
            continue
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None
