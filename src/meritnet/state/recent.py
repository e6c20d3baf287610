"""History of the newest blocks, kept by block until it is moved to its place in the table `hist`.

A key that changes in every block would touch a page of `hist` of its own in every block. So a block puts the
former values into one table, in one row for each of 16 buckets of keys, and in turn one bucket a block is moved:
what its keys held in the last 16 blocks then goes to the same pages at once.

A key's former values up to the last turn of its bucket stand in `hist`, the later ones only here.
"""

from bisect import bisect_left
from collections.abc import Mapping
from zlib import crc32

from meritnet.state.backend import Reader
from meritnet.state.history_keys import flagged, history_key, history_stem
from meritnet.state.rows import SHORT_LENGTHS, TABLE_LENGTHS, height_key, walk
from meritnet.state.trie_codec import compact

BUCKETS = 16
"""Buckets of keys, and blocks that a row waits at most; both are this number, so every bucket has one turn."""

KEPT_BLOCKS = 2 * BUCKETS
"""Blocks whose rows `RecentBlocks` remembers."""

TABLE = "recent"


def bucket_of(key: bytes) -> int:
    """Return the bucket of a state key."""
    return crc32(key) % BUCKETS


def moved_up_to(bucket: int, head: int) -> int:
    """Return the last block, seen from block `head`, whose rows of the bucket stand in `hist`."""
    return head - (head - bucket) % BUCKETS


def block_rows(old: Mapping[bytes, bytes | None], height: int) -> dict[bytes, bytes | None]:
    """Return the rows that hold a block's former values; the bucket whose turn it is goes to `hist` at once."""
    parts: list[list[bytes]] = [[] for _ in range(BUCKETS)]
    for key, value in old.items():
        row = b"\x00" if value is None else b"\x01" + value
        length, size = len(key), len(row)
        # Most keys and values are short: their lengths come from a table.
        parts[crc32(key) % BUCKETS] += (
            SHORT_LENGTHS[length],
            key,
            SHORT_LENGTHS[size] if size < TABLE_LENGTHS else compact(size),
            row,
        )
    parts[height % BUCKETS].clear()
    return {_row_key(height, bucket): b"".join(part) for bucket, part in enumerate(parts) if part}


def moved_rows(
    reader: Reader, old: Mapping[bytes, bytes | None], height: int, floor: int
) -> dict[bytes, bytes | None]:
    """Return the rows of `hist` for the bucket whose turn it is in block `height`, for blocks above `floor`."""
    bucket = height % BUCKETS
    rows: dict[bytes, bytes | None] = {}
    stems: dict[bytes, bytes] = {}
    for past in range(max(height - BUCKETS, floor, 0) + 1, height):
        end = height_key(past)
        for key, row in entries(reader.get(TABLE, _row_key(past, bucket))):
            stem = stems.get(key)
            if stem is None:
                stem = stems[key] = history_stem(key)
            rows[stem + end] = row
    if height > floor:
        for key, value in old.items():
            if crc32(key) % BUCKETS == bucket:
                rows[history_key(key, height)] = flagged(value)
    return rows


def done_rows(reader: Reader, upto: int) -> dict[bytes, bytes | None]:
    """Return the deletions of all rows of blocks up to `upto`."""
    rows: dict[bytes, bytes | None] = {}
    for key, _row in walk(reader, TABLE):
        if int.from_bytes(key[:4], "big") > upto:
            break
        rows[key] = None
    return rows


def row_after(reader: Reader, key: bytes, number: int, head: int) -> bytes | None:
    """Return what `key` held before the first block after `number` that changed it and is not in `hist` yet.

    The value has the flag of a history row; None says that no such block changed the key.
    """
    bucket = bucket_of(key)
    for height in range(max(number, moved_up_to(bucket, head)) + 1, head + 1):
        row = reader.get(TABLE, _row_key(height, bucket))
        if row is not None and key in row:
            for found, value in entries(row):
                if found == key:
                    return value
    return None


class RecentBlocks:
    """The rows of the newest blocks taken apart, for walks through past state; a block's rows never change."""

    def __init__(self) -> None:
        self._blocks: dict[int, tuple[list[bytes], dict[bytes, bytes]]] = {}

    def rows_after(
        self, reader: Reader, prefix: bytes, begin: bytes, number: int, head: int, limit: int
    ) -> dict[bytes, bytes]:
        """Return what keys under `prefix` from `begin` on held before the first block after `number` changed them.

        At most `limit` keys of each block, so the smallest `limit` keys of the answer are complete.
        """
        found: dict[bytes, bytes] = {}
        for height in range(max(number, head - BUCKETS) + 1, head + 1):
            keys, rows = self._block(reader, height, head)
            at = bisect_left(keys, max(prefix, begin))
            for key in keys[at : at + limit]:
                if not key.startswith(prefix):
                    break
                found.setdefault(key, rows[key])
        return found

    def _block(self, reader: Reader, height: int, head: int) -> tuple[list[bytes], dict[bytes, bytes]]:
        block = self._blocks.get(height)
        if block is None:
            rows = dict(
                entry for _, row in reader.iterate(TABLE, height_key(height)) for entry in entries(row)
            )
            block = self._blocks[height] = (sorted(rows), rows)
            for old in [kept for kept in list(self._blocks) if kept <= head - KEPT_BLOCKS]:
                self._blocks.pop(old, None)
        return block


def _row_key(height: int, bucket: int) -> bytes:
    return height_key(height) + bytes((bucket,))


def entries(row: bytes | None) -> list[tuple[bytes, bytes]]:
    """Return each key of a row with what it held, in the form of a history row."""
    found: list[tuple[bytes, bytes]] = []
    if row is None:
        return found
    at, end = 0, len(row)
    add = found.append
    key = None
    while at < end:
        mode = row[at] & 3
        if mode == 0:
            begin = at + 1
            at = begin + (row[at] >> 2)
        else:
            begin = at + (2 if mode == 1 else 4)
            at = begin + (int.from_bytes(row[at:begin], "little") >> 2)
        if key is None:
            key = row[begin:at]
        else:
            add((key, row[begin:at]))
            key = None
    return found
