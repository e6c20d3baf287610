"""One `chainHead_v1` follow: its pinned blocks and the operations under way.

Source: the JSON-RPC interface specification, `chainHead_v1_follow` and the functions that name a follow.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Sequence

import orjson

from meritnet.primitives.errors import MeritnetError
from meritnet.rpc.backend import Backend
from meritnet.rpc.dispatcher import Session
from meritnet.rpc.errors import INVALID_BLOCK, INVALID_CONTINUE, REPEATED_HASH, RpcError
from meritnet.rpc.follow_hub import STOP, BlockEvents
from meritnet.rpc.interfaces import BlockNotFound, StateDiscarded
from meritnet.rpc.paced import FAULT, read_for
from meritnet.rpc.shapes import Json, to_hex
from meritnet.rpc.sink import Sink
from meritnet.rpc.storage_cursor import StorageCursor

logger = logging.getLogger(__name__)


class Operation:
    """A body, call or storage request under way; `weight` counts its items."""

    def __init__(self, operation_id: str, weight: int) -> None:
        self.id = operation_id
        self.weight = weight
        self.task: asyncio.Task[None] | None = None
        self.go_on: asyncio.Event | None = None
        """Set while the client is waited for."""


Work = Callable[[Operation], Awaitable[Json]]
"""Does an operation's work and returns its last event, without the operation's id."""


class Follow:
    """A client's follow; used on the event loop only."""

    def __init__(self, node: Backend, session: Session, sink: Sink, *, with_runtime: bool) -> None:
        self.with_runtime = with_runtime
        self._node = node
        self._session = session
        self._sink = sink
        self._pinned: set[bytes] = set()
        self._operations: dict[str, Operation] = {}
        self._ids = itertools.count(1)
        self._leave = node.follows.join(sink, self)
        sink.source = self
        sink.cancel = self._close

    # --- blocks ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Push the newest blocks, all of them pinned, and the best one."""
        hashes = self._node.follows.first_hashes(self._node.limits.follow_first_blocks)
        self._pinned.update(hashes)
        first: Json = {"event": "initialized", "finalizedBlockHashes": [to_hex(each) for each in hashes]}
        if self.with_runtime:
            first["finalizedBlockRuntime"] = self._node.follows.runtime()
        self._sink.push(first)
        self._sink.push({"event": "bestBlockChanged", "bestBlockHash": to_hex(hashes[-1])})

    def on_block(self, events: BlockEvents) -> None:
        """Pin a new block and push its events; stop when too many are pinned."""
        if len(self._pinned) >= self._node.follows.pinned_limit:
            self.stop()
            return
        self._pinned.add(events.block_hash)
        self._sink.push_json(events.new_with_runtime if self.with_runtime else events.new)
        self._sink.push_json(events.best)
        self._sink.push_json(events.finalized)

    def stop(self) -> None:
        """Push that the follow is dead, and end it."""
        self._sink.push_json(STOP)
        self._sink.end()

    def check_pinned(self, block_hash: bytes) -> None:
        """Raises: RpcError unless the block is pinned."""
        if block_hash not in self._pinned:
            raise RpcError(
                INVALID_BLOCK,
                f"Invalid block hash: 0x{block_hash.hex()} is not pinned by this follow; "
                "use a block that it reported and that was not unpinned",
            )

    def unpin(self, hashes: Sequence[bytes]) -> None:
        """Let blocks go, all of them or none.

        Raises: RpcError for one that is not pinned, or that is named twice.
        """
        if len(set(hashes)) != len(hashes):
            raise RpcError(REPEATED_HASH, "Repeated block hash: name each block once")
        for block_hash in hashes:
            self.check_pinned(block_hash)
        self._pinned.difference_update(hashes)

    # --- operations -----------------------------------------------------------------------------------

    def free_weight(self) -> int:
        """Return how many more items may be under way."""
        used = sum(operation.weight for operation in self._operations.values())
        return self._node.limits.operations_per_follow - used

    def start(self, weight: int, work: Work) -> Operation:
        """Begin an operation; its events follow the answer to the request."""
        operation = Operation(str(next(self._ids)), weight)
        self._operations[operation.id] = operation
        operation.task = asyncio.get_running_loop().create_task(self._run(operation, work))
        return operation

    def read_body(self, block_hash: bytes) -> Work:
        """Return the work of a body operation."""

        def read() -> bytes:
            body = self._node.chain.body(block_hash)
            if body is None:
                raise BlockNotFound(block_hash)
            return orjson.dumps([to_hex(raw) for raw in body])

        async def work(operation: Operation) -> Json:
            value = await read_for(self._session, self._node, read)
            return {"event": "operationBodyDone", "value": orjson.Fragment(value)}

        return work

    def call(self, block_hash: bytes, name: str, data: bytes) -> Work:
        """Return the work of a runtime call."""

        async def work(operation: Operation) -> Json:
            output = await read_for(
                self._session, self._node, lambda: to_hex(self._node.chain.call(name, data, block_hash))
            )
            return {"event": "operationCallDone", "output": output}

        return work

    def read_storage(self, cursor: StorageCursor) -> Work:
        """Return the work of a storage operation: pages, and a wait for the client between long ones."""

        async def work(operation: Operation) -> Json:
            # Bound: every turn moves the cursor on, and the client or the end of the follow can stop it.
            while not cursor.is_done:
                items = await read_for(self._session, self._node, cursor.page)
                if items:
                    self._push(operation, {"event": "operationStorageItems", "items": items})
                if items and cursor.has_descendants:
                    operation.go_on = asyncio.Event()
                    self._push(operation, {"event": "operationWaitingForContinue"})
                    await operation.go_on.wait()
            return {"event": "operationStorageDone"}

        return work

    def go_on(self, operation_id: str) -> None:
        """Let a storage operation that waits for the client continue.

        Raises: RpcError if it does not wait.
        """
        operation = self._operations.get(operation_id)
        if operation is None:
            return
        if operation.go_on is None:
            raise RpcError(
                INVALID_CONTINUE,
                f"Invalid continue: operation {operation_id} does not wait; "
                "continue after operationWaitingForContinue only",
            )
        operation.go_on.set()
        operation.go_on = None

    def stop_operation(self, operation_id: str) -> None:
        """End an operation without a further event; nothing happens if it has ended."""
        operation = self._operations.pop(operation_id, None)
        if operation is not None and operation.task is not None:
            operation.task.cancel()

    async def _run(self, operation: Operation, work: Work) -> None:
        try:
            last = await work(operation)
        except (BlockNotFound, StateDiscarded):
            last = {"event": "operationInaccessible"}
        except MeritnetError as error:
            last = {"event": "operationError", "error": str(error)}
        except Exception:
            # One failed operation must not end silently: its client would wait for ever.
            logger.exception("chain_head_operation_failed")
            last = {"event": "operationError", "error": FAULT}
        if self._operations.pop(operation.id, None) is not None:
            self._push(operation, last)

    def _push(self, operation: Operation, event: Json) -> None:
        self._sink.push({"event": event["event"], "operationId": operation.id, **event})

    def _close(self) -> None:
        self._leave()
        self._pinned.clear()
        for operation_id in tuple(self._operations):
            self.stop_operation(operation_id)
