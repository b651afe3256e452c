"""Keeping answers without holding up the rest: what comes in while the disk is busy goes together.

To force one answer to disk takes milliseconds, in which hundreds of others could come in. So one
thread writes at a time, and takes all that wait: the more there are, the cheaper each gets, and
each is on disk before its asker goes on.
"""

import asyncio

from pipeline.llm.record import Archive, Record


class Keeper:
    """Writes records to ``store``, in groups, in a thread."""

    def __init__(self, store: Archive) -> None:
        self._store = store
        self._waiting: list[tuple[Record, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, record: Record) -> None:
        """Return once ``record`` is on disk; StoreError if it cannot be."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((record, kept))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                fault: Exception | None = None
                try:
                    await asyncio.to_thread(self._store.put_many, [record for record, _ in group])
                except Exception as error:  # noqa: BLE001 - whatever it is, each asker must hear it
                    fault = error
                for _, kept in group:
                    if not kept.done():  # its asker may have been cancelled meanwhile
                        kept.set_exception(fault) if fault else kept.set_result(None)
        finally:
            self._writing = None
