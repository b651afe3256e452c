"""Running what waits for answers, so that it can be ended at any moment and nothing is lost."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

from pipeline.cli.console import say
from pipeline.llm import Interrupted
from pipeline.session import Session

Result = TypeVar("Result")

_WORDS = "interrupted; every answer so far is kept: run the same command again to go on"


def finish(work: Coroutine[Any, Any, Result], session: Session) -> Result:
    """Run ``work`` to its end, close ``session`` and return the result.

    The first Ctrl-C (or SIGTERM) halts the run: nothing more is sent, and what is under way is
    answered and kept. The second leaves at once, raising Interrupted. Whether the run was halted,
    and why, the caller asks ``session.desk.halt``.
    """
    try:
        return asyncio.run(_watched(work, session))
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise Interrupted(_WORDS) from None


async def _watched(work: Coroutine[Any, Any, Result], session: Session) -> Result:
    task = asyncio.ensure_future(work)
    _listen(task, session)
    try:
        return await task
    finally:
        await session.close()


def _listen(task: asyncio.Future[Any], session: Session) -> None:
    halt = session.desk.halt

    def interrupt() -> None:
        if halt.reason is not None:
            task.cancel()
            return
        inside = session.live.gate.inside if session.live else 0
        if inside:
            say(f"finishing {inside} questions under way; interrupt again to leave at once")
        halt.now(Interrupted(_WORDS))

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, interrupt)
        except NotImplementedError:  # Windows: Ctrl-C then leaves at once, which loses no answer
            return
