"""Tells subscribers which of their storage keys each block changed, or that the runtime version changed.

The watched values are read in a worker thread at each new block, block after block, and compared with the
last ones; a new subscription waits its turn in the same queue, so that its first state and its changes cannot
cross.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Executor

from meritnet.primitives.errors import NotFound
from meritnet.rpc.interfaces import BlockRef, ChainReader
from meritnet.rpc.shapes import runtime_version_shape, to_hex, to_hex_or_none
from meritnet.rpc.sink import Sink

logger = logging.getLogger(__name__)

Values = dict[bytes, bytes | None]


class StorageWatch:
    """All storage and runtime version subscriptions of the server."""

    def __init__(self, chain: ChainReader, executor: Executor, start: BlockRef) -> None:
        self._chain = chain
        self._executor = executor
        self._at = start
        self._watched: dict[str, tuple[Sink, Values]] = {}
        self._version_sinks: dict[str, Sink] = {}
        self._spec_version = chain.runtime_version(start.hash).spec_version
        self._queue: asyncio.Queue[BlockRef | tuple[Sink, list[bytes]]] = asyncio.Queue()

    def on_head(self, ref: BlockRef) -> None:
        """Take note of a new block."""
        self._queue.put_nowait(ref)

    def add_keys(self, sink: Sink, keys: list[bytes]) -> None:
        """Push the present values of some keys, then their changes."""
        sink.cancel = lambda: self._forget(sink)
        self._queue.put_nowait((sink, list(dict.fromkeys(keys))))

    def add_version(self, sink: Sink) -> None:
        """Push the runtime version, then each new one."""
        sink.cancel = lambda: self._forget(sink)
        self._version_sinks[sink.id] = sink
        sink.push(runtime_version_shape(self._chain.runtime_version(None)))

    async def run(self) -> None:
        """Work through blocks and new subscriptions until cancelled."""
        while True:
            item = await self._queue.get()
            try:
                if isinstance(item, BlockRef):
                    await self._compare(item)
                else:
                    await self._start(*item)
            except NotFound as error:
                # The state was pruned before its turn came; the next block tells what changed since.
                logger.warning("storage_watch_skipped reason=%s", error)
            except Exception:
                # One failed read must not end the subscriptions of all clients.
                logger.exception("storage_watch_failed")

    def _forget(self, sink: Sink) -> None:
        self._watched.pop(sink.id, None)
        self._version_sinks.pop(sink.id, None)

    async def _start(self, sink: Sink, keys: list[bytes]) -> None:
        values = await self._read(keys, self._at)
        if sink.is_live:
            self._watched[sink.id] = (sink, values)
            sink.push(changes_shape(self._at, values))

    async def _compare(self, ref: BlockRef) -> None:
        self._at = ref
        if self._version_sinks:
            self._compare_version(ref)
        if not self._watched:
            return
        keys = list(dict.fromkeys(key for _, values in self._watched.values() for key in values))
        present = await self._read(keys, ref)
        for sink, values in tuple(self._watched.values()):
            changed = {key: present[key] for key, value in values.items() if present[key] != value}
            if changed:
                values.update(changed)
                sink.push(changes_shape(ref, changed))

    def _compare_version(self, ref: BlockRef) -> None:
        version = self._chain.runtime_version(ref.hash)
        if version.spec_version != self._spec_version:
            self._spec_version = version.spec_version
            for sink in tuple(self._version_sinks.values()):
                sink.push(runtime_version_shape(version))

    async def _read(self, keys: list[bytes], ref: BlockRef) -> Values:
        def read() -> Values:
            return {key: self._chain.storage(key, ref.hash) for key in keys}

        return await asyncio.get_running_loop().run_in_executor(self._executor, read)


def changes_shape(ref: BlockRef, values: Values) -> dict[str, object]:
    """Return the JSON set of changes of one block."""
    return {
        "block": to_hex(ref.hash),
        "changes": [[to_hex(key), to_hex_or_none(value)] for key, value in values.items()],
    }
