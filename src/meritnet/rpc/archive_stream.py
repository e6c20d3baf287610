"""The two streams of `archive_v1`: storage at a block, and what differs between two blocks.

Both read pages in worker threads and wait while much of what was sent has not left.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from meritnet.codec.header import decode_header
from meritnet.primitives.errors import MeritnetError
from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.backend import Backend
from meritnet.rpc.dispatcher import Session
from meritnet.rpc.errors import RpcError, invalid_params
from meritnet.rpc.interfaces import BlockNotFound, ChainReader
from meritnet.rpc.paced import FAULT, read_for
from meritnet.rpc.params import Unfit, hex_bytes, shown
from meritnet.rpc.shapes import Json, to_hex
from meritnet.rpc.sink import Sink
from meritnet.rpc.storage_cursor import StorageCursor

logger = logging.getLogger(__name__)

DIFF_ROWS_AT_ONCE = 256
CHANGED_KEYS_LIMIT = 1_000_000
"""Most changed keys that a difference is worked out from."""


@dataclass(frozen=True, slots=True)
class StorageDiff:
    """One item of a difference: the keys under a prefix, shown with their values or hashes."""

    prefix: bytes
    shows: Literal["value", "hash"]
    in_child_trie: bool = False


def diff_query(value: object) -> StorageDiff:
    """Read one item of a difference: an object with `returnType`, perhaps `key` and `childTrieKey`."""
    if not isinstance(value, dict):
        raise Unfit("objects with `returnType`")
    shows = value.get("returnType")
    if shows not in ("value", "hash"):
        raise Unfit(f"`returnType` value or hash, not {shown(shows)},")
    key, child = value.get("key"), value.get("childTrieKey")
    if child is not None:
        hex_bytes(child)
    return StorageDiff(b"" if key is None else hex_bytes(key), shows, child is not None)


def stream_storage(node: Backend, session: Session, sink: Sink, cursor: StorageCursor, at: bytes) -> None:
    """Push the answers of a cursor, then that they are complete."""

    def check() -> None:
        if node.chain.header(at) is None:
            raise BlockNotFound(at)

    async def pages() -> AsyncIterator[list[Json]]:
        await read_for(session, node, check)
        # Bound: every page moves the cursor on.
        while not cursor.is_done:
            yield await read_for(session, node, cursor.page)

    _stream(sink, pages(), "storage")


def stream_diff(
    node: Backend,
    session: Session,
    sink: Sink,
    items: Sequence[StorageDiff],
    at: bytes,
    previous: bytes | None,
) -> None:
    """Push the differences, then that they are complete."""
    chain = node.chain

    async def pages() -> AsyncIterator[list[Json]]:
        former, keys = await read_for(session, node, lambda: changed_under(chain, items, at, previous))
        for begin in range(0, len(keys), DIFF_ROWS_AT_ONCE):
            some = keys[begin : begin + DIFF_ROWS_AT_ONCE]
            yield await read_for(session, node, partial(differences, chain, items, some, former, at))

    _stream(sink, pages(), "storageDiff")


def changed_under(
    chain: ChainReader, items: Sequence[StorageDiff], at: bytes, previous: bytes | None
) -> tuple[bytes, list[bytes]]:
    """Return the earlier block, and the keys under the items that may differ, ascending.

    Raises: BlockNotFound, RpcError if the earlier block is no ancestor or too much has changed.
    """
    number, parent = number_and_parent(chain, at)
    former = parent if previous is None else previous
    if previous is None and number == 0:
        raise invalid_params("`hash` is the genesis block, which has no parent; name `previousHash`")
    before = number_and_parent(chain, former)[0]
    if before > number:
        raise invalid_params(f"`previousHash` is block {before}, which is no ancestor of block {number}")
    changed = chain.changed_keys(before, number, CHANGED_KEYS_LIMIT)
    if changed is None:
        raise invalid_params(
            f"blocks {before + 1} to {number} change more than {CHANGED_KEYS_LIMIT} keys; ask for fewer blocks"
        )
    prefixes = tuple(item.prefix for item in items if not item.in_child_trie)
    return former, sorted(key for key in changed if key.startswith(prefixes))


def number_and_parent(chain: ChainReader, block_hash: bytes) -> tuple[int, bytes]:
    """Return a block's number and its parent's hash. Raises: BlockNotFound."""
    header = chain.header(block_hash)
    if header is None:
        raise BlockNotFound(block_hash)
    decoded = decode_header(header)
    return decoded.number, decoded.parent_hash


def differences(
    chain: ChainReader, items: Sequence[StorageDiff], keys: Sequence[bytes], former: bytes, at: bytes
) -> list[Json]:
    """Return the events of some keys that may differ between two blocks."""
    found: list[Json] = []
    for key in keys:
        before, after = chain.storage(key, former), chain.storage(key, at)
        if before == after:
            continue
        kind = "added" if before is None else "deleted" if after is None else "modified"
        event: Json = {"event": "storageDiff", "key": to_hex(key), "type": kind}
        for item in items:
            if after is not None and not item.in_child_trie and key.startswith(item.prefix):
                event[item.shows] = to_hex(blake2_256(after) if item.shows == "hash" else after)
        found.append(event)
    return found


def _stream(sink: Sink, pages: AsyncIterator[list[Json]], word: str) -> None:
    """Push the items of pages as events `word`, and at the end `<word>Done` or `<word>Error`."""

    async def run() -> None:
        try:
            async for page in pages:
                for item in page:
                    sink.push({"event": word, **item})
            last: Json = {"event": f"{word}Done"}
        except RpcError as error:
            last = {"event": f"{word}Error", "error": error.message}
        except MeritnetError as error:
            last = {"event": f"{word}Error", "error": str(error)}
        except Exception:
            # The stream must not end silently: its client would wait for ever.
            logger.exception("archive_stream_failed kind=%s", word)
            last = {"event": f"{word}Error", "error": FAULT}
        sink.push(last)
        sink.end()

    task = asyncio.get_running_loop().create_task(run())
    sink.source = task

    def cancel() -> None:
        task.cancel()

    sink.cancel = cancel
