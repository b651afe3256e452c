"""Endpoints that end with their test."""

from collections.abc import Callable, Iterator

import pytest

from tests.fake_endpoint import FakeEndpoint
from tests.fake_endpoint.endpoint import endpoints, serving


@pytest.fixture
def serve() -> Iterator[Callable[..., FakeEndpoint]]:
    """Starts endpoints that are stopped at the end of the test, and must have had no trouble."""
    with endpoints() as started:
        yield serving(started)
    assert [endpoint.complaints() for endpoint in started] == [""] * len(started)
