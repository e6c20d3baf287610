"""What handlers get as their first argument: the node's protocols and the server's own shared parts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from meritnet.rpc.follow_hub import FollowHub
from meritnet.rpc.heads import FinalizedHub, HeadHub
from meritnet.rpc.included import IncludedIndex
from meritnet.rpc.interfaces import ChainReader, Explainer, NodeInfo, PoolClient
from meritnet.rpc.lane import SubmitLane
from meritnet.rpc.limits import Limits
from meritnet.rpc.mailbox import Mailbox
from meritnet.rpc.storage_watch import StorageWatch

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Backend:
    """The node behind the methods."""

    chain: ChainReader
    pool: PoolClient
    info: NodeInfo
    limits: Limits
    method_names: tuple[str, ...]
    mailbox: Mailbox
    lane: SubmitLane
    heads: HeadHub
    finalized_heads: FinalizedHub
    storage_watch: StorageWatch
    follows: FollowHub
    included: IncludedIndex
    executor: Executor
    explainer: Explainer | None = None

    async def in_worker(self, call: Callable[[], T]) -> T:
        """Return the result of a call made in a worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self.executor, call)

    def block_or_head(self, block_hash: bytes | None) -> bytes:
        """Return a block hash, the best block's for None."""
        return self.chain.head().hash if block_hash is None else block_hash
