"""What an endpoint lets through: requests a second, requests at once."""

import time

from tests.fake_endpoint.errors import Reply, too_many
from tests.fake_endpoint.plan import Plan


class Gate:
    """A token bucket and a limit of requests at once, where the plan has them."""

    def __init__(self, plan: Plan) -> None:
        self._limit, self._concurrency = plan.limit, plan.concurrency
        self._tokens = plan.limit.burst if plan.limit else 0.0
        self._filled = time.monotonic()
        self._inside = 0

    def enter(self) -> Reply | None:
        """Let a request in, or return the 429 it gets. What is let in must :meth:`leave`."""
        most = self._concurrency
        if most is not None and self._inside >= most.most:
            return too_many(most.retry_after, "seconds", "concurrent requests")
        limit = self._limit
        if limit is not None:
            now = time.monotonic()
            gained = (now - self._filled) * limit.per_second
            self._tokens, self._filled = min(limit.burst, self._tokens + gained), now
            if self._tokens < 1:
                return too_many(limit.retry_after, limit.form)
            self._tokens -= 1
        self._inside += 1
        return None

    def leave(self) -> None:
        """Let a request out."""
        self._inside -= 1
