"""How long to wait: every form in which endpoints say it, and nonsense."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.llm.waits import exhausted, seconds_or_date, wait_asked

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "Tue, 24 Nov 2026 10:00:30 GMT"}, 30.0),
        ({"retry-after": "Tue, 24 Nov 2026 09:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "x", "retry-after": "9"}, 9.0),
        ({"x-ratelimit-reset-requests": "1s"}, 1.0),
        ({"x-ratelimit-reset-requests": "6m0s"}, 360.0),
        ({"x-ratelimit-reset-tokens": "20ms"}, 0.02),
        ({"x-ratelimit-reset-requests": "1h2m3.5s"}, 3723.5),
        (
            {
                "x-ratelimit-remaining-requests": "12",
                "x-ratelimit-reset-requests": "1s",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-tokens": "40s",
            },
            40.0,
        ),
        ({"anthropic-ratelimit-requests-reset": "2026-11-24T10:00:12Z"}, 12.0),
        ({"x-ratelimit-reset": "1795514420"}, 20.0),
        ({"ratelimit-reset": "15"}, 15.0),
        ({"x-ratelimit-reset-after": "0.7"}, 0.7),
    ],
)
def test_wait_asked(headers: dict[str, str], seconds: float | None) -> None:
    assert wait_asked(headers, NOW) == (pytest.approx(seconds) if seconds is not None else None)


def test_an_answer_may_say_that_a_limit_is_used_up() -> None:
    left = {"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "9s"}
    used = left | {"x-ratelimit-remaining-requests": "0"}
    anthropic = {
        "anthropic-ratelimit-tokens-remaining": "0",
        "anthropic-ratelimit-tokens-reset": "2026-11-24T10:00:05Z",
    }
    assert exhausted(left, NOW) is None
    assert exhausted(used, NOW) == 9.0
    assert exhausted(anthropic, NOW) == 5.0


@given(st.text(max_size=40))
def test_whatever_stands_there_is_read_or_left(text: str) -> None:
    wait = seconds_or_date(text, NOW)
    assert wait is None or wait >= 0
