"""What a key-value store offers: several ordered tables, consistent snapshots, one atomic durable commit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

TABLES = (
    "state",
    "trie",
    "hist",
    "recent",
    "changed",
    "undo",
    "headers",
    "bodies",
    "numbers",
    "extra",
    "meta",
)
"""The tables of a store, each an ordered map from bytes to bytes."""

MAX_TABLE_KEY = 511
"""Longest key of a table, in bytes; the bound of the disk store, kept by the memory store too."""

Batch = Mapping[str, Mapping[bytes, bytes | None]]
"""Table name to new rows; None deletes a row."""


class Reader(Protocol):
    """Reads the tables."""

    def get(self, table: str, key: bytes) -> bytes | None:
        """Return the row under `key`, or None."""

    def seek(self, table: str, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""

    def iterate(
        self, table: str, prefix: bytes = b"", start: bytes | None = None
    ) -> Iterator[tuple[bytes, bytes]]:
        """Yield the rows under `prefix` in ascending order, after `start` if given."""


class Snapshot(Reader, Protocol):
    """One unchanging view of all tables; raises SnapshotExpired when the store had to close it."""

    def get_many(self, table: str, keys: Sequence[bytes]) -> Mapping[bytes, bytes | None]:
        """Return the rows under `keys`; a key without a row may be left out."""

    def close(self) -> None:
        """Give the view up; closing twice is harmless."""


class Backend(Reader, Protocol):
    """A store. Reads see the last commit; one thread at a time commits."""

    def snapshot(self) -> Snapshot:
        """Return a consistent view of the last commit."""

    def commit(self, batch: Batch) -> None:
        """Write all rows of all tables durably, or none of them.

        Raises: StoreFull, StoreFailed; the store then holds what it held before.
        """

    def close(self) -> None:
        """Release files and locks."""


def page_bounds(prefix: bytes, start: bytes | None) -> tuple[bytes, bool]:
    """Return where an iteration begins and whether a row exactly there is left out."""
    if start is None or start < prefix:
        return prefix, False
    return start, True
