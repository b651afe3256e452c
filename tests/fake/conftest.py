"""Endpoints that end with their test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.fake_endpoint import FakeEndpoint


@pytest.fixture
def serve() -> Iterator[Callable[..., FakeEndpoint]]:
    """Starts endpoints that are stopped at the end of the test, and must have had no trouble."""
    started: list[FakeEndpoint] = []
    with ExitStack() as stack:

        def start(*args: Any, **more: Any) -> FakeEndpoint:
            started.append(stack.enter_context(FakeEndpoint(*args, **more)))
            return started[-1]

        yield start
    assert [endpoint.complaints() for endpoint in started] == [""] * len(started)
