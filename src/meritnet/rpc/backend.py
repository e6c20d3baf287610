"""What handlers get as their first argument: the node's protocols and the server's own shared parts."""

from __future__ import annotations

from dataclasses import dataclass

from meritnet.rpc.heads import HeadHub
from meritnet.rpc.interfaces import ChainReader, NodeInfo, PoolClient
from meritnet.rpc.lane import SubmitLane
from meritnet.rpc.limits import Limits
from meritnet.rpc.mailbox import Mailbox
from meritnet.rpc.storage_watch import StorageWatch


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
    storage_watch: StorageWatch

    def block_or_head(self, block_hash: bytes | None) -> bytes:
        """Return a block hash, the best block's for None."""
        return self.chain.head().hash if block_hash is None else block_hash
