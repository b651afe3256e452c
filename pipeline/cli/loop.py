"""Running what waits for answers, so that it can be ended at any moment and nothing is lost."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from pipeline.cli.console import say, where
from pipeline.llm import Halt, Interrupted
from pipeline.session import Session

Result = TypeVar("Result")

_WORDS = "interrupted; every answer so far is kept: run the same command again to go on"


def finish(work: Coroutine[Any, Any, Result], session: Session) -> Result:
    """Run ``work`` to its end, close ``session`` and return the result.

    Whether the run was halted, and why, the caller asks ``session.desk.halt``.
    """
    live = session.live
    return halting(work, session.desk.halt, session.close, lambda: live.gate.inside if live else 0)


def halting(
    work: Coroutine[Any, Any, Result],
    halt: Halt,
    close: Callable[[], Awaitable[None]],
    inside: Callable[[], int] = lambda: 0,
) -> Result:
    """Run ``work`` to its end, then ``close``, and return the result.

    The first Ctrl-C (or SIGTERM) throws ``halt``: nothing more is sent, and what is under way
    (``inside`` says how many questions) is answered and kept. The second leaves at once, raising
    Interrupted.
    """
    try:
        return asyncio.run(_watched(work, halt, close, inside))
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise Interrupted(_WORDS) from None


async def _watched(
    work: Coroutine[Any, Any, Result],
    halt: Halt,
    close: Callable[[], Awaitable[None]],
    inside: Callable[[], int],
) -> Result:
    asyncio.get_running_loop().set_exception_handler(_tell)
    task = asyncio.ensure_future(work)
    _listen(task, halt, inside)
    try:
        return await task
    finally:
        await close()


def _tell(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say what failed unheard. The loop's own way would print the error's text, and all it holds:
    a page, a header."""
    fault = context.get("exception")
    say(f"warning: {context['message']}" + (f" ({where(fault)})" if fault else ""))


def _listen(task: asyncio.Future[Any], halt: Halt, inside: Callable[[], int]) -> None:
    def interrupt() -> None:
        if halt.reason is not None:
            task.cancel()
            return
        if inside():
            say(f"finishing {inside()} questions under way; interrupt again to leave at once")
        halt.now(Interrupted(_WORDS))

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, interrupt)
        except NotImplementedError:  # Windows: Ctrl-C then leaves at once, which loses no answer
            return
