"""`state_*`: storage, keys, proofs, runtime calls, metadata and their subscriptions."""

from __future__ import annotations

from meritnet.codec.header import decode_header
from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.backend import Backend
from meritnet.rpc.errors import RESPONSE_TOO_BIG, RpcError, invalid_params
from meritnet.rpc.interfaces import BlockNotFound
from meritnet.rpc.params import AT, U32_MAX, Param, block_hash, hex_bytes, list_of, text, unsigned
from meritnet.rpc.registry import Namespace
from meritnet.rpc.shapes import Json, runtime_version_shape, to_hex, to_hex_or_none
from meritnet.rpc.sink import Sink

STATE = Namespace()

KEY = Param("key", hex_bytes)
KEYS = Param("keys", list_of(hex_bytes))
PREFIX = Param("prefix", hex_bytes)
PAIRS_AT_ONCE = 256


@STATE.method("state_getStorage", "state_getStorageAt", params=[KEY, AT])
def get_storage(node: Backend, key: bytes, at: bytes | None) -> str | None:
    """Return a raw storage value."""
    return to_hex_or_none(node.chain.storage(key, at))


@STATE.method("state_getStorageHash", "state_getStorageHashAt", params=[KEY, AT], slow=True)
def get_storage_hash(node: Backend, key: bytes, at: bytes | None) -> str | None:
    """Return the blake2-256 hash of a storage value; that of `:code` identifies the runtime."""
    value = node.chain.storage(key, at)
    return None if value is None else to_hex(blake2_256(value))


@STATE.method("state_getStorageSize", "state_getStorageSizeAt", params=[KEY, AT])
def get_storage_size(node: Backend, key: bytes, at: bytes | None) -> int | None:
    """Return the length of a storage value in bytes."""
    value = node.chain.storage(key, at)
    return None if value is None else len(value)


@STATE.method("state_queryStorageAt", params=[KEYS, AT], slow=True)
def query_storage_at(node: Backend, keys: list[bytes], at: bytes | None) -> list[Json]:
    """Return the values of several keys at one block; a key without a value stays in, with null."""
    block_hash = node.block_or_head(at)
    changes = [[to_hex(key), to_hex_or_none(node.chain.storage(key, block_hash))] for key in keys]
    return [{"block": to_hex(block_hash), "changes": changes}]


@STATE.method(
    "state_queryStorage",
    params=[KEYS, Param("fromBlock", block_hash), Param("toBlock", block_hash, optional=True)],
    slow=True,
    unsafe=True,
)
def query_storage(node: Backend, keys: list[bytes], first: bytes, last: bytes | None) -> list[Json]:
    """Return the values of some keys at the first block, then those that each later block changed."""
    begin = number_of(node, first)
    end = number_of(node, node.block_or_head(last))
    unique = list(dict.fromkeys(keys))
    count = (end - begin + 1) * len(unique)
    if begin > end or count > node.limits.queried_changes:
        raise invalid_params(
            f"blocks {begin} to {end} for {len(unique)} keys: expected ascending blocks and "
            f"at most {node.limits.queried_changes} values; ask for less"
        )
    known: dict[bytes, bytes | None] = {}
    found: list[Json] = []
    for number in range(begin, end + 1):
        at = node.chain.block_hash(number)
        if at is None:
            raise BlockNotFound(last or first)
        values = {key: node.chain.storage(key, at) for key in unique}
        changes = [
            [to_hex(key), to_hex_or_none(value)]
            for key, value in values.items()
            if number == begin or known[key] != value
        ]
        known = values
        if changes:
            found.append({"block": to_hex(at), "changes": changes})
    return found


def number_of(node: Backend, at: bytes) -> int:
    """Return a block's number. Raises: BlockNotFound."""
    header = node.chain.header(at)
    if header is None:
        raise BlockNotFound(at)
    return decode_header(header).number


@STATE.method(
    "state_getKeysPaged",
    "state_getKeysPagedAt",
    params=[
        Param("prefix", hex_bytes, optional=True),
        Param("count", unsigned(U32_MAX)),
        Param("start key", hex_bytes, optional=True),
        AT,
    ],
    slow=True,
)
def get_keys_paged(
    node: Backend, prefix: bytes | None, count: int, start: bytes | None, at: bytes | None
) -> list[str]:
    """Return up to `count` keys under a prefix, ascending, strictly after the start key."""
    limit = node.limits.keys_per_page
    if count > limit:
        raise invalid_params(f"`count` (position 1) is {count}: expected at most {limit}; ask page by page")
    return [to_hex(key) for key in node.chain.keys_paged(prefix or b"", count, start, at)]


@STATE.method("state_getKeys", params=[PREFIX, AT], slow=True)
def get_keys(node: Backend, prefix: bytes, at: bytes | None) -> list[str]:
    """Return all keys under a prefix, as long as they fit into one answer."""
    shortest_entry = 2 * len(prefix) + len('"0x",')
    limit = node.limits.response_bytes // shortest_entry
    keys = node.chain.keys(prefix, at, limit + 1)
    if len(keys) > limit:
        raise RpcError(
            RESPONSE_TOO_BIG, f"Response is too big: more than {limit} keys; use state_getKeysPaged"
        )
    return [to_hex(key) for key in keys]


@STATE.method("state_getPairs", params=[PREFIX, AT], slow=True, unsafe=True)
def get_pairs(node: Backend, prefix: bytes, at: bytes | None) -> list[list[str]]:
    """Return all keys under a prefix with their values, as long as they fit into one answer."""
    block_hash = node.block_or_head(at)
    pairs: list[list[str]] = []
    size, start = 0, None
    # Bound: every turn but the last adds to the size, which has a limit.
    while size <= node.limits.response_bytes:
        rows = node.chain.pairs_paged(prefix, PAIRS_AT_ONCE, start, block_hash)
        for key, value in rows:
            size += 2 * (len(key) + len(value)) + len('["0x","0x"],')
            pairs.append([to_hex(key), to_hex(value)])
        if len(rows) < PAIRS_AT_ONCE:
            return pairs
        start = rows[-1][0]
    raise RpcError(
        RESPONSE_TOO_BIG, f"Response is too big: more than {len(pairs)} pairs; use state_getKeysPaged"
    )


@STATE.method("state_getReadProof", params=[KEYS, AT], slow=True)
def get_read_proof(node: Backend, keys: list[bytes], at: bytes | None) -> Json:
    """Return the trie nodes that prove the values of some keys."""
    block_hash = node.block_or_head(at)
    proof = node.chain.read_proof(keys, block_hash)
    return {"at": to_hex(block_hash), "proof": [to_hex(item) for item in proof]}


@STATE.method(
    "state_call",
    "state_callAt",
    params=[Param("method", text), Param("data", hex_bytes), AT],
    slow=True,
)
def call(node: Backend, name: str, data: bytes, at: bytes | None) -> str:
    """Run a runtime API method on SCALE arguments."""
    return to_hex(node.chain.call(name, data, at))


@STATE.method("state_getMetadata", params=[AT], slow=True)
def get_metadata(node: Backend, at: bytes | None) -> str:
    """Return the V14 metadata."""
    return to_hex(node.chain.metadata(at))


@STATE.method("state_getRuntimeVersion", "chain_getRuntimeVersion", params=[AT])
def get_runtime_version(node: Backend, at: bytes | None) -> Json:
    """Return the runtime version of a block's state."""
    return runtime_version_shape(node.chain.runtime_version(at))


@STATE.subscription(
    "state_subscribeRuntimeVersion",
    "chain_subscribeRuntimeVersion",
    unsubscribe=["state_unsubscribeRuntimeVersion", "chain_unsubscribeRuntimeVersion"],
    notification="state_runtimeVersion",
)
def subscribe_runtime_version(node: Backend, sink: Sink) -> None:
    """Push the runtime version, then each new one."""
    node.storage_watch.add_version(sink)


@STATE.subscription(
    "state_subscribeStorage",
    params=[KEYS],
    unsubscribe=["state_unsubscribeStorage"],
    notification="state_storage",
)
def subscribe_storage(node: Backend, sink: Sink, keys: list[bytes]) -> None:
    """Push the values of some keys, then at each block those that it changed."""
    limit = node.limits.watched_keys
    if len(keys) > limit:
        raise invalid_params(f"`keys` (position 0) is an array of {len(keys)}: expected at most {limit}")
    node.storage_watch.add_keys(sink, keys)
