"""`chain_*`: blocks, headers, new and finalized heads."""

from __future__ import annotations

from meritnet.rpc.backend import Backend
from meritnet.rpc.interfaces import BlockNotFound
from meritnet.rpc.params import AT, Param, block_numbers
from meritnet.rpc.registry import Namespace
from meritnet.rpc.shapes import Json, header_shape, to_hex, to_hex_or_none
from meritnet.rpc.sink import Sink

CHAIN = Namespace()


@CHAIN.method("chain_getBlockHash", "chain_getHead", params=[Param("number", block_numbers, optional=True)])
def get_block_hash(node: Backend, number: int | list[int] | None) -> str | list[str | None] | None:
    """Return the hash of a block by number (null past the tip), of each of several, or of the best block."""
    if number is None:
        return to_hex(node.chain.head().hash)
    if isinstance(number, list):
        return [to_hex_or_none(node.chain.block_hash(each)) for each in number]
    return to_hex_or_none(node.chain.block_hash(number))


@CHAIN.method("chain_getFinalizedHead", "chain_getFinalisedHead")
def get_finalized_head(node: Backend) -> str:
    """Return the hash of the finalized block."""
    return to_hex(node.chain.finalized(node.chain.head()).hash)


@CHAIN.method("chain_getHeader", params=[AT])
def get_header(node: Backend, at: bytes | None) -> Json | None:
    """Return a header, null if the block is unknown."""
    header = node.chain.header(node.block_or_head(at))
    return None if header is None else header_shape(header)


@CHAIN.method("chain_getBlock", params=[AT], slow=True)
def get_block(node: Backend, at: bytes | None) -> Json | None:
    """Return header and extrinsics of a block, the latter exactly as submitted; null if unknown."""
    block_hash = node.block_or_head(at)
    header = node.chain.header(block_hash)
    if header is None:
        return None
    body = node.chain.body(block_hash)
    if body is None:
        raise BlockNotFound(block_hash)
    block = {"header": header_shape(header), "extrinsics": [to_hex(raw) for raw in body]}
    return {"block": block, "justifications": None}


@CHAIN.subscription(
    "chain_subscribeNewHeads",
    "chain_subscribeNewHead",
    "subscribe_newHead",
    unsubscribe=["chain_unsubscribeNewHeads", "chain_unsubscribeNewHead", "unsubscribe_newHead"],
    notification="chain_newHead",
)
@CHAIN.subscription(
    "chain_subscribeAllHeads",
    unsubscribe=["chain_unsubscribeAllHeads", "chain_unsubscribeAllHead"],
    notification="chain_allHead",
)
def subscribe_heads(node: Backend, sink: Sink) -> None:
    """Push the current header, then that of every new block."""
    node.heads.add_sink(sink)


@CHAIN.subscription(
    "chain_subscribeFinalizedHeads",
    "chain_subscribeFinalisedHeads",
    unsubscribe=[
        "chain_unsubscribeFinalizedHeads",
        "chain_unsubscribeFinalizedHead",
        "chain_unsubscribeFinalisedHeads",
    ],
    notification="chain_finalizedHead",
)
def subscribe_finalized_heads(node: Backend, sink: Sink) -> None:
    """Push the newest final header, then every later one."""
    node.finalized_heads.add_sink(sink)
