"""Running what waits for answers, so that an interruption ends in words."""

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar, TypeVar

from pipeline.faults import Fault

Result = TypeVar("Result")


class Interrupted(Fault):
    """The user stopped a run. What was answered is kept."""

    exit_code: ClassVar[int] = 130


def finish(work: Coroutine[Any, Any, Result]) -> Result:
    """Run ``work`` to its end and return its result; raises Interrupted on Ctrl-C."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise Interrupted(
            "interrupted; every answer so far is kept: run the same command again to go on"
        ) from None
