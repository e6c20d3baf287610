"""`author_*` and the account nonce: everything that goes to or comes from the transaction pool."""

from __future__ import annotations

from functools import partial

from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.backend import Backend
from meritnet.rpc.interfaces import TERMINAL_STATES, TxStatus
from meritnet.rpc.params import Param, Unfit, account, block_hash, hex_bytes, list_of
from meritnet.rpc.registry import Namespace
from meritnet.rpc.shapes import to_hex, tx_status_shape
from meritnet.rpc.sink import Sink

AUTHOR = Namespace()

EXTRINSIC = Param("extrinsic", hex_bytes)


def extrinsic_or_hash(value: object) -> bytes:
    """Read `{"hash": ..}` or `{"extrinsic": ..}` as the hash of an extrinsic."""
    if isinstance(value, dict) and len(value) == 1:
        if "hash" in value:
            return block_hash(value["hash"])
        if "extrinsic" in value:
            return blake2_256(hex_bytes(value["extrinsic"]))
    raise Unfit("objects with either `hash` or `extrinsic`")


@AUTHOR.method("author_submitExtrinsic", params=[EXTRINSIC])
async def submit_extrinsic(node: Backend, extrinsic: bytes) -> str:
    """Hand an extrinsic to the pool and return its hash."""
    return to_hex(await node.lane.run(partial(node.pool.submit, extrinsic, "external")))


@AUTHOR.subscription(
    "author_submitAndWatchExtrinsic",
    params=[EXTRINSIC],
    unsubscribe=["author_unwatchExtrinsic"],
    notification="author_extrinsicUpdate",
)
async def submit_and_watch_extrinsic(node: Backend, sink: Sink, extrinsic: bytes) -> None:
    """Hand an extrinsic to the pool and push each step until it is finalized or has failed."""

    def on_status(status: TxStatus) -> None:
        node.mailbox.post(partial(_push_status, sink, status))

    _, unwatch = await node.lane.run(partial(node.pool.watch, extrinsic, on_status))
    sink.cancel = unwatch
    if not sink.is_live:
        # The client left, or the last step was reported, while the pool was at work.
        unwatch()


def _push_status(sink: Sink, status: TxStatus) -> None:
    sink.push(tx_status_shape(status))
    if status.state in TERMINAL_STATES:
        sink.end()


@AUTHOR.method("author_pendingExtrinsics", slow=True)
def pending_extrinsics(node: Backend) -> list[str]:
    """Return the extrinsics that wait for a block."""
    return [to_hex(raw) for raw in node.pool.pending()]


@AUTHOR.method(
    "author_removeExtrinsic",
    params=[Param("bytes or hashes", list_of(extrinsic_or_hash, 1024))],
    slow=True,
    unsafe=True,
)
def remove_extrinsic(node: Backend, named: list[bytes]) -> list[str]:
    """Take extrinsics, named by hash or bytes, out of the pool; return the hashes of those that were there."""
    return [to_hex(each) for each in named if node.pool.remove(each)]


@AUTHOR.method("system_accountNextIndex", "account_nextIndex", params=[Param("account", account)])
def account_next_index(node: Backend, who: bytes) -> int:
    """Return the nonce for an account's next extrinsic, its pooled ones counted."""
    return node.pool.next_nonce(who)
