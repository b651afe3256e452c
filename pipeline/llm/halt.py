"""Ending a run from within: nothing more leaves, what is under way comes home and is kept."""

import asyncio
from collections.abc import Callable

from pipeline.faults import Fault


class Halt:
    """The one switch of a run. Once it is thrown it stays so; the first reason stands.

    Whoever is about to send asks :meth:`check`; whoever waits, waits by :meth:`sleep`, or is told
    through :meth:`tell`.
    """

    def __init__(self) -> None:
        self.reason: Fault | None = None
        self._told: list[Callable[[], None]] = []

    def now(self, reason: Fault) -> None:
        """Throw the switch."""
        if self.reason is None:
            self.reason = reason
            for told in tuple(self._told):
                told()

    def check(self) -> None:
        """Raise the reason if the switch is thrown."""
        if self.reason is not None:
            raise self.reason

    def tell(self, told: Callable[[], None]) -> None:
        """Call ``told`` when the switch is thrown."""
        self._told.append(told)

    async def sleep(self, seconds: float) -> None:
        """Wait; raise the reason as soon as there is one."""
        self.check()
        if seconds <= 0:
            return
        thrown = asyncio.Event()
        self._told.append(thrown.set)
        try:
            await asyncio.wait_for(thrown.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._told.remove(thrown.set)
        self.check()
