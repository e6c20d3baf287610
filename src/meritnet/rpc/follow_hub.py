"""Tells all `chainHead_v1` follows of each new block: new, best and final at once, since the best block is final."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import orjson

from meritnet.rpc.heads import HeadHub
from meritnet.rpc.interfaces import BlockRef, ChainReader, RuntimeVersion
from meritnet.rpc.shapes import Json, to_hex
from meritnet.rpc.sink import Sink

STOP = orjson.dumps({"event": "stop"})


class BlockEvents(NamedTuple):
    """The events of one block as JSON; the first one differs with and without the runtime."""

    block_hash: bytes
    new_with_runtime: bytes
    new: bytes
    best: bytes
    finalized: bytes


class Follower(Protocol):
    """One follow."""

    def on_block(self, events: BlockEvents) -> None:
        """Push the events of a block."""

    def stop(self) -> None:
        """Push that the follow is dead, and end it."""


class FollowHub:
    """The follows of all connections; used on the event loop only."""

    def __init__(self, chain: ChainReader, heads: HeadHub, pinned_limit: int) -> None:
        self.pinned_limit = pinned_limit
        self._chain = chain
        self._last = heads.current
        self._version = chain.runtime_version(self._last.hash)
        self._followers: dict[str, Follower] = {}

    def join(self, sink: Sink, follower: Follower) -> Callable[[], None]:
        """Tell a follow of every later block; the result ends it."""
        self._followers[sink.id] = follower
        return lambda: self._leave(sink.id)

    def first_hashes(self, count: int) -> list[bytes]:
        """Return the hashes of the newest blocks, the oldest first; the last one is the head."""
        lowest = max(self._last.number - count + 1, 0)
        older = (self._chain.block_hash(number) for number in range(lowest, self._last.number))
        return [found for found in older if found is not None] + [self._last.hash]

    def runtime(self) -> Json:
        """Return the runtime of the head."""
        return runtime_shape(self._version)

    def on_head(self, ref: BlockRef) -> None:
        """Pass a new block to every follow; a gap ends them all, since they could not be told of it."""
        parent, self._last = self._last, ref
        version = self._chain.runtime_version(ref.hash)
        changed, self._version = version != self._version, version
        if ref.number != parent.number + 1:
            for follower in tuple(self._followers.values()):
                follower.stop()
        if not self._followers:
            return
        events = block_events(parent.hash, ref.hash, runtime_shape(version) if changed else None)
        for follower in tuple(self._followers.values()):
            follower.on_block(events)

    def _leave(self, sub_id: str) -> None:
        self._followers.pop(sub_id, None)


def block_events(parent: bytes, block: bytes, new_runtime: Json | None) -> BlockEvents:
    """Return the events of a block."""
    shown = to_hex(block)
    new: Json = {"event": "newBlock", "blockHash": shown, "parentBlockHash": to_hex(parent)}
    final = {"event": "finalized", "finalizedBlockHashes": [shown], "prunedBlockHashes": []}
    return BlockEvents(
        block,
        orjson.dumps({**new, "newRuntime": new_runtime}),
        orjson.dumps(new),
        orjson.dumps({"event": "bestBlockChanged", "bestBlockHash": shown}),
        orjson.dumps(final),
    )


def runtime_shape(version: RuntimeVersion) -> Json:
    """Return a runtime as the follow events show it."""
    spec = {
        "specName": version.spec_name,
        "implName": version.impl_name,
        "specVersion": version.spec_version,
        "implVersion": version.impl_version,
        "transactionVersion": version.transaction_version,
        "apis": {to_hex(api_id): number for api_id, number in version.apis},
    }
    return {"type": "valid", "spec": spec}
