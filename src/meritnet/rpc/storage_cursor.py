"""Answers storage queries of `chainHead_v1` and `archive_v1` page by page, in worker threads.

A query names a key and what is wanted of it: its value or hash, those of all keys below it, or the Merkle value of
the trie node next to it. Source: the JSON-RPC interface specification, `chainHead_v1_storage`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.interfaces import ChainReader
from meritnet.rpc.limits import Limits
from meritnet.rpc.params import Unfit, hex_bytes, shown
from meritnet.rpc.shapes import Json, to_hex

Kind = Literal["value", "hash", "closestDescendantMerkleValue", "descendantsValues", "descendantsHashes"]
KINDS: tuple[str, ...] = get_args(Kind)
QUERIES_AT_ONCE = 4_096
"""Queries that one request may have."""
ROWS_AT_ONCE = 64
"""Rows read before the page's bytes are counted."""


@dataclass(frozen=True, slots=True)
class StorageQuery:
    """One item of a storage request; reading of descendants goes on after `start`."""

    key: bytes
    kind: Kind
    start: bytes | None = None

    @property
    def has_descendants(self) -> bool:
        """Say whether the answer may be long."""
        return self.kind in ("descendantsValues", "descendantsHashes")


def storage_query(value: object) -> StorageQuery:
    """Read one storage item: an object with key, type and perhaps a key to go on after."""
    if not isinstance(value, dict):
        raise Unfit("objects with `key` and `type`")
    kind = value.get("type")
    if kind not in KINDS:
        raise Unfit(f"`type` one of {', '.join(KINDS)}, not {shown(kind)},")
    start = value.get("paginationStartKey")
    query = StorageQuery(hex_bytes(value.get("key")), kind, None if start is None else hex_bytes(start))
    if query.start is not None and not query.has_descendants:
        raise Unfit("`paginationStartKey` with descendants only")
    return query


class StorageCursor:
    """The answers to some queries at one block, a page at a time."""

    def __init__(
        self, chain: ChainReader, queries: Sequence[StorageQuery], at: bytes, limits: Limits
    ) -> None:
        self._chain = chain
        self._queries = deque(queries)
        self._at = at
        self._limits = limits

    @property
    def is_done(self) -> bool:
        """Say whether there is no further page."""
        return not self._queries

    @property
    def left(self) -> int:
        """Return the number of queries not answered in full."""
        return len(self._queries)

    @property
    def has_descendants(self) -> bool:
        """Say whether one of the queries left may have a long answer."""
        return any(query.has_descendants for query in self._queries)

    def page(self) -> list[Json]:
        """Return the next answers, as many as fit one page.

        Raises: what the chain's reads raise.
        """
        found: list[Json] = []
        size = 0
        # Bound: every turn ends a query or adds a row to the page, which has an end.
        while self._queries and len(found) < self._limits.storage_page_items:
            if size >= self._limits.storage_page_bytes:
                break
            query = self._queries.popleft()
            if query.has_descendants:
                size += self._descendants(query, self._limits.storage_page_items - len(found), found)
            else:
                size += self._single(query, found)
        return found

    def _single(self, query: StorageQuery, found: list[Json]) -> int:
        if query.kind == "closestDescendantMerkleValue":
            value = self._chain.closest_merkle_value(query.key, self._at)
        else:
            value = self._chain.storage(query.key, self._at)
        if value is None:
            return 0
        if query.kind == "hash":
            value = blake2_256(value)
        found.append({"key": to_hex(query.key), query.kind: to_hex(value)})
        return len(query.key) + len(value)

    def _descendants(self, query: StorageQuery, count: int, found: list[Json]) -> int:
        asked = min(count, ROWS_AT_ONCE)
        rows = self._chain.pairs_paged(query.key, asked, query.start, self._at)
        is_hash = query.kind == "descendantsHashes"
        name = "hash" if is_hash else "value"
        size = 0
        for key, value in rows:
            shown_value = blake2_256(value) if is_hash else value
            found.append({"key": to_hex(key), name: to_hex(shown_value)})
            size += len(key) + len(shown_value)
        if len(rows) == asked:
            self._queries.appendleft(StorageQuery(query.key, query.kind, rows[-1][0]))
        return size
