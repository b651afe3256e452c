"""Endpoints that end with their test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.fake_endpoint import FakeEndpoint


@pytest.fixture
def serve() -> Iterator[Callable[..., FakeEndpoint]]:
    """Starts endpoints that are stopped at the end of the test, and must have had no trouble."""
    started: list[FakeEndpoint] = []

    def start(*args: Any, **more: Any) -> FakeEndpoint:
        started.append(FakeEndpoint(*args, **more).start())
        return started[-1]

    yield start
    for endpoint in started:
        endpoint.stop()
    assert [endpoint.complaints() for endpoint in started] == [""] * len(started)
