"""Row formats that several tables share: heights as keys, and lists of byte strings cut into bounded rows."""

from collections.abc import Iterable, Iterator

from meritnet.state.backend import Reader
from meritnet.state.trie_codec import compact

ROW_BYTES = 32_000
"""Aim for the size of a row of a list; large rows need long runs of free pages."""


TABLE_LENGTHS = 256
SHORT_LENGTHS = tuple(compact(length) for length in range(TABLE_LENGTHS))
"""Compact lengths by length."""


def height_key(height: int) -> bytes:
    """Return a height as a key that sorts by number."""
    return height.to_bytes(4, "big")


def list_rows(height: int, items: Iterable[bytes]) -> dict[bytes, bytes | None]:
    """Return the rows, keyed by height and part, that hold a list of byte strings."""
    rows: dict[bytes, bytes | None] = {}
    parts: list[bytes] = []
    size = 0
    for item in items:
        length = len(item)
        # Most items are short: their lengths come from a table.
        parts += (SHORT_LENGTHS[length] if length < TABLE_LENGTHS else compact(length), item)
        size += length + 4
        if size >= ROW_BYTES:
            rows[height_key(height) + height_key(len(rows))] = b"".join(parts)
            parts, size = [], 0
    if parts:
        rows[height_key(height) + height_key(len(rows))] = b"".join(parts)
    return rows


def list_items(row: bytes) -> Iterator[bytes]:
    """Yield the byte strings of one row of a list."""
    at, end = 0, len(row)
    while at < end:
        mode = row[at] & 3
        width = (1, 2, 4)[mode]
        length = int.from_bytes(row[at : at + width], "little") >> 2
        at += width
        yield row[at : at + length]
        at += length


def read_list(reader: Reader, table: str, height: int) -> list[bytes]:
    """Return the whole list stored under a height."""
    return [item for _key, row in reader.iterate(table, height_key(height)) for item in list_items(row)]


def walk(reader: Reader, table: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield the rows of a table one by one; for readers of the first few large rows, where a page is too much."""
    row = reader.seek(table, b"")
    while row is not None:
        yield row
        row = reader.seek(table, row[0] + b"\x00")


class TableRows:
    """One table of a reader, as the trie wants it."""

    def __init__(self, reader: Reader, table: str) -> None:
        self._reader = reader
        self._table = table

    def get(self, key: bytes) -> bytes | None:
        """Return the row under `key`, or None."""
        return self._reader.get(self._table, key)

    def seek(self, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""
        return self._reader.seek(self._table, key)
