"""`chainHead_v1_*`: follow the head of the chain and read the blocks near it.

Source: the JSON-RPC interface specification. The best block is final, so each block is new, best and final at once,
and none is ever pruned from a fork.
"""

from __future__ import annotations

from collections.abc import Callable

from meritnet.rpc.backend import Backend
from meritnet.rpc.dispatcher import Session
from meritnet.rpc.errors import INVALID_RUNTIME_CALL, TOO_MANY_FOLLOWS, RpcError
from meritnet.rpc.follow import Follow, Work
from meritnet.rpc.params import (
    Param,
    block_hash,
    boolean,
    hex_bytes,
    list_of,
    one_or_several,
    subscription_id,
    text,
)
from meritnet.rpc.registry import Namespace
from meritnet.rpc.shapes import Json, to_hex
from meritnet.rpc.sink import Sink
from meritnet.rpc.storage_cursor import QUERIES_AT_ONCE, StorageCursor, StorageQuery, storage_query

CHAIN_HEAD = Namespace()

FOLLOW_EVENT = "chainHead_v1_followEvent"
FOLLOW = Param("followSubscription", subscription_id)
HASH = Param("hash", block_hash)
OPERATION = Param("operationId", subscription_id)
UNPINNED_AT_ONCE = 16_384

LIMIT_REACHED: Json = {"result": "limitReached"}
"""Also the answer for a follow that is not there: its client learns of the end by an event."""


def find(session: Session, sub_id: str) -> Follow | None:
    """Return a live follow of the connection."""
    sink = session.find_sink(sub_id, FOLLOW_EVENT)
    follow = None if sink is None else sink.source
    return follow if isinstance(follow, Follow) else None


@CHAIN_HEAD.subscription(
    "chainHead_v1_follow",
    params=[Param("withRuntime", boolean)],
    notification=FOLLOW_EVENT,
    needs_session=True,
    ended_by=["chainHead_v1_unfollow"],
)
def follow_head(node: Backend, sink: Sink, session: Session, with_runtime: bool) -> None:
    """Push the newest blocks, then each new one; all stay pinned until they are unpinned."""
    limit = node.limits.follows_per_connection
    if session.count_sinks(FOLLOW_EVENT) > limit:
        raise RpcError(
            TOO_MANY_FOLLOWS, f"Maximum number of follows reached: {limit} on a connection; end one first"
        )
    Follow(node, session, sink, with_runtime=with_runtime).begin()


@CHAIN_HEAD.method("chainHead_v1_unfollow", params=[FOLLOW], needs_session=True)
def unfollow(node: Backend, session: Session, sub_id: str) -> None:
    """End a follow; nothing happens if it has ended."""
    session.close_sink(sub_id, FOLLOW_EVENT)


@CHAIN_HEAD.method("chainHead_v1_header", params=[FOLLOW, HASH], needs_session=True)
def header(node: Backend, session: Session, sub_id: str, at: bytes) -> str | None:
    """Return the SCALE header of a pinned block, null if the follow has ended."""
    follow = find(session, sub_id)
    if follow is None:
        return None
    follow.check_pinned(at)
    found = node.chain.header(at)
    return None if found is None else to_hex(found)


@CHAIN_HEAD.method("chainHead_v1_body", params=[FOLLOW, HASH], needs_session=True)
def body(node: Backend, session: Session, sub_id: str, at: bytes) -> Json:
    """Begin to read the extrinsics of a pinned block."""
    return started(find(session, sub_id), at, lambda follow: follow.read_body(at))


@CHAIN_HEAD.method(
    "chainHead_v1_call",
    params=[FOLLOW, HASH, Param("function", text), Param("callParameters", hex_bytes)],
    needs_session=True,
)
def call(node: Backend, session: Session, sub_id: str, at: bytes, name: str, data: bytes) -> Json:
    """Begin to run a runtime API method at a pinned block."""
    follow = find(session, sub_id)
    if follow is not None and not follow.with_runtime:
        raise RpcError(
            INVALID_RUNTIME_CALL, "This follow was opened without runtime; follow with `withRuntime` true"
        )
    return started(follow, at, lambda found: found.call(at, name, data))


@CHAIN_HEAD.method(
    "chainHead_v1_storage",
    params=[
        FOLLOW,
        HASH,
        Param("items", list_of(storage_query, QUERIES_AT_ONCE)),
        Param("childTrie", hex_bytes, optional=True),
    ],
    needs_session=True,
)
def storage(
    node: Backend,
    session: Session,
    sub_id: str,
    at: bytes,
    queries: list[StorageQuery],
    child_trie: bytes | None,
) -> Json:
    """Begin to read storage of a pinned block; items beyond the limit are discarded and counted."""
    follow = find(session, sub_id)
    if follow is None:
        return LIMIT_REACHED
    follow.check_pinned(at)
    taken = queries[: max(follow.free_weight(), 0)]
    if queries and not taken:
        return LIMIT_REACHED
    # No state here has child tries, so every look-up in one finds nothing.
    looked_up = taken if child_trie is None else []
    cursor = StorageCursor(node.chain, looked_up, at, node.limits)
    operation = follow.start(len(taken), follow.read_storage(cursor))
    return {
        "result": "started",
        "operationId": operation.id,
        "discardedItems": len(queries) - len(taken),
    }


@CHAIN_HEAD.method("chainHead_v1_continue", params=[FOLLOW, OPERATION], needs_session=True)
def go_on(node: Backend, session: Session, sub_id: str, operation_id: str) -> None:
    """Let a storage operation that waits for the client continue."""
    follow = find(session, sub_id)
    if follow is not None:
        follow.go_on(operation_id)


@CHAIN_HEAD.method("chainHead_v1_stopOperation", params=[FOLLOW, OPERATION], needs_session=True)
def stop_operation(node: Backend, session: Session, sub_id: str, operation_id: str) -> None:
    """End an operation; nothing happens if it has ended."""
    follow = find(session, sub_id)
    if follow is not None:
        follow.stop_operation(operation_id)


@CHAIN_HEAD.method(
    "chainHead_v1_unpin",
    params=[FOLLOW, Param("hashOrHashes", one_or_several(block_hash, UNPINNED_AT_ONCE))],
    needs_session=True,
)
def unpin(node: Backend, session: Session, sub_id: str, hashes: list[bytes]) -> None:
    """Let pinned blocks go, all that are named or none."""
    follow = find(session, sub_id)
    if follow is not None:
        follow.unpin(hashes)


def started(follow: Follow | None, at: bytes, work: Callable[[Follow], Work]) -> Json:
    """Begin an operation of one item and return the answer to its request."""
    if follow is None:
        return LIMIT_REACHED
    follow.check_pinned(at)
    if follow.free_weight() < 1:
        return LIMIT_REACHED
    return {"result": "started", "operationId": follow.start(1, work(follow)).id}
