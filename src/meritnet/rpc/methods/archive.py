"""`archive_v1_*`: blocks and state of any height that the node keeps.

Source: the JSON-RPC interface specification. `archive_unstable_storage` is the storage method in its former shape,
which answers at once and so also works over HTTP.
"""

from __future__ import annotations

from meritnet.primitives.errors import MeritnetError
from meritnet.rpc.archive_stream import StorageDiff, diff_query, stream_diff, stream_storage
from meritnet.rpc.backend import Backend
from meritnet.rpc.dispatcher import Session
from meritnet.rpc.errors import TOO_MANY_SUBSCRIPTIONS, RpcError
from meritnet.rpc.interfaces import BlockNotFound
from meritnet.rpc.params import (
    U32_MAX,
    U64_MAX,
    Param,
    block_hash,
    hex_bytes,
    list_of,
    subscription_id,
    text,
    unsigned,
)
from meritnet.rpc.registry import Namespace
from meritnet.rpc.shapes import Json, to_hex
from meritnet.rpc.sink import Sink
from meritnet.rpc.storage_cursor import QUERIES_AT_ONCE, StorageCursor, StorageQuery, storage_query

ARCHIVE = Namespace()

STORAGE_EVENT = "archive_v1_storageEvent"
DIFF_EVENT = "archive_v1_storageDiffEvent"
HASH = Param("hash", block_hash)
ITEMS = Param("items", list_of(storage_query, QUERIES_AT_ONCE))
CHILD_TRIE = Param("childTrie", hex_bytes, optional=True)


@ARCHIVE.method("archive_v1_finalizedHeight")
def finalized_height(node: Backend) -> int:
    """Return the height of the finalized block."""
    return node.chain.finalized(node.chain.head()).number


@ARCHIVE.method("archive_v1_genesisHash")
def genesis_hash(node: Backend) -> str:
    """Return the hash of block 0."""
    return to_hex(node.chain.genesis_hash())


@ARCHIVE.method("archive_v1_hashByHeight", params=[Param("height", unsigned(U64_MAX))])
def hash_by_height(node: Backend, height: int) -> list[str]:
    """Return the hashes of the blocks of a height: one, or none above the head."""
    found = node.chain.block_hash(height) if height <= U32_MAX else None
    return [] if found is None else [to_hex(found)]


@ARCHIVE.method("archive_v1_header", params=[HASH])
def header(node: Backend, at: bytes) -> str | None:
    """Return the SCALE header of a block, null if it is unknown."""
    found = node.chain.header(at)
    return None if found is None else to_hex(found)


@ARCHIVE.method("archive_v1_body", params=[HASH], slow=True)
def body(node: Backend, at: bytes) -> list[str] | None:
    """Return the extrinsics of a block, null if it is unknown."""
    found = node.chain.body(at)
    return None if found is None else [to_hex(raw) for raw in found]


@ARCHIVE.method(
    "archive_v1_call",
    params=[HASH, Param("function", text), Param("callParameters", hex_bytes)],
    slow=True,
)
def call(node: Backend, at: bytes, name: str, data: bytes) -> Json | None:
    """Run a runtime API method at a block; null if the block is unknown."""
    try:
        return {"success": True, "value": to_hex(node.chain.call(name, data, at))}
    except BlockNotFound:
        return None
    except MeritnetError as error:
        return {"success": False, "error": str(error)}


@ARCHIVE.method("archive_unstable_storage", params=[HASH, ITEMS, CHILD_TRIE], slow=True)
def storage_at_once(
    node: Backend, at: bytes, queries: list[StorageQuery], child_trie: bytes | None
) -> Json | None:
    """Return one page of storage of a block, null if it is unknown; go on with `paginationStartKey`."""
    if node.chain.header(at) is None:
        return None
    cursor = StorageCursor(node.chain, queries if child_trie is None else [], at, node.limits)
    page = cursor.page()
    return {"result": page, "discardedItems": cursor.left}


@ARCHIVE.subscription(
    "archive_v1_storage",
    params=[HASH, ITEMS, CHILD_TRIE],
    notification=STORAGE_EVENT,
    needs_session=True,
    ended_by=["archive_v1_stopStorage"],
)
def storage(
    node: Backend,
    sink: Sink,
    session: Session,
    at: bytes,
    queries: list[StorageQuery],
    child_trie: bytes | None,
) -> None:
    """Push what storage of a block holds under some keys, an event for each item."""
    check_streams(node, session, STORAGE_EVENT)
    cursor = StorageCursor(node.chain, queries if child_trie is None else [], at, node.limits)
    stream_storage(node, session, sink, cursor, at)


@ARCHIVE.method("archive_v1_stopStorage", params=[Param("subscription", subscription_id)], needs_session=True)
def stop_storage(node: Backend, session: Session, sub_id: str) -> None:
    """End a stream of storage; nothing happens if it has ended."""
    session.close_sink(sub_id, STORAGE_EVENT)


@ARCHIVE.subscription(
    "archive_v1_storageDiff",
    params=[
        HASH,
        Param("items", list_of(diff_query, QUERIES_AT_ONCE), optional=True),
        Param("previousHash", block_hash, optional=True),
    ],
    notification=DIFF_EVENT,
    needs_session=True,
    ended_by=["archive_v1_stopStorageDiff"],
)
def storage_diff(
    node: Backend,
    sink: Sink,
    session: Session,
    at: bytes,
    items: list[StorageDiff] | None,
    previous: bytes | None,
) -> None:
    """Push what differs in storage between a block and an earlier one, its parent if none is named."""
    check_streams(node, session, DIFF_EVENT)
    wanted = [StorageDiff(b"", "value")] if items is None else items
    stream_diff(node, session, sink, wanted, at, previous)


@ARCHIVE.method(
    "archive_v1_stopStorageDiff",
    "archive_v1_storageDiff_stopStorageDiff",
    params=[Param("subscription", subscription_id)],
    needs_session=True,
)
def stop_storage_diff(node: Backend, session: Session, sub_id: str) -> None:
    """End a stream of differences; nothing happens if it has ended."""
    session.close_sink(sub_id, DIFF_EVENT)


def check_streams(node: Backend, session: Session, notification: str) -> None:
    """Raises: RpcError if the connection has too many streams of a kind, the new one counted."""
    limit = node.limits.archive_streams_per_connection
    if session.count_sinks(notification) > limit:
        raise RpcError(
            TOO_MANY_SUBSCRIPTIONS,
            f"{limit} archive streams of this kind run on the connection; wait until one has ended",
        )
