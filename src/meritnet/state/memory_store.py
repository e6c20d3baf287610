"""A key-value store in memory, for tests, the lab and throw-away chains; nothing survives the process."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from threading import RLock

from meritnet.state.backend import TABLES, Batch, page_bounds
from meritnet.state.errors import SnapshotExpired
from meritnet.state.sorted_keys import SortedKeys

PAGE = 256


class _Table:
    """One ordered table."""

    def __init__(self) -> None:
        self.rows: dict[bytes, bytes] = {}
        self.keys = SortedKeys()

    def page(self, prefix: bytes, start: bytes | None, limit: int) -> list[tuple[bytes, bytes]]:
        """Return at most `limit` rows under `prefix` after `start`."""
        begin, after = page_bounds(prefix, start)
        page: list[tuple[bytes, bytes]] = []
        for key in islice(self.keys.scan(begin, after), limit):
            if not key.startswith(prefix):
                break
            page.append((key, self.rows[key]))
        return page


class MemoryStore:
    """Tables in dictionaries; an open snapshot keeps the former value of every row that changes."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._tables = {name: _Table() for name in TABLES}
        self._snapshots: list[MemorySnapshot] = []

    def get(self, table: str, key: bytes) -> bytes | None:
        """Return the row under `key`, or None."""
        return self._tables[table].rows.get(key)

    def seek(self, table: str, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""
        with self._lock:
            rows = self._tables[table]
            for found in rows.keys.scan(key):
                return found, rows.rows[found]
            return None

    def iterate(
        self, table: str, prefix: bytes = b"", start: bytes | None = None
    ) -> Iterator[tuple[bytes, bytes]]:
        """Yield the rows under `prefix` in ascending order, after `start` if given."""
        while True:
            with self._lock:
                page = self._tables[table].page(prefix, start, PAGE)
            yield from page
            if len(page) < PAGE:
                return
            start = page[-1][0]

    def snapshot(self) -> "MemorySnapshot":
        """Return a consistent view of the last commit."""
        with self._lock:
            snapshot = MemorySnapshot(self)
            self._snapshots.append(snapshot)
            return snapshot

    def commit(self, batch: Batch) -> None:
        """Write all rows of all tables."""
        with self._lock:
            for name, changes in batch.items():
                table = self._tables[name]
                for snapshot in self._snapshots:
                    snapshot.remember(name, changes, table.rows)
                self._write(table, changes)

    @staticmethod
    def _write(table: _Table, changes: Mapping[bytes, bytes | None]) -> None:
        rows = table.rows
        fresh: list[bytes] = []
        for key, value in changes.items():
            if value is None:
                if rows.pop(key, None) is not None:
                    table.keys.remove(key)
                continue
            if key not in rows:
                fresh.append(key)
            rows[key] = value
        table.keys.add_many(fresh)

    def close(self) -> None:
        """Drop every row."""
        with self._lock:
            self._tables = {name: _Table() for name in TABLES}
            for snapshot in self._snapshots:
                snapshot.expire()
            self._snapshots.clear()

    def locked(self) -> RLock:
        """Return the lock under which the tables stand still."""
        return self._lock

    def release(self, snapshot: "MemorySnapshot") -> None:
        """Forget a snapshot that was closed."""
        with self._lock:
            if snapshot in self._snapshots:
                self._snapshots.remove(snapshot)


class MemorySnapshot:
    """The tables as they stood when it was taken."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._former: dict[str, dict[bytes, bytes | None]] = {}
        self._open = True

    def remember(self, name: str, changes: Mapping[bytes, bytes | None], rows: dict[bytes, bytes]) -> None:
        """Keep the rows that a commit is about to change."""
        former = self._former.setdefault(name, {})
        for key in changes:
            if key not in former:
                former[key] = rows.get(key)

    def get(self, table: str, key: bytes) -> bytes | None:
        """Return the row under `key`, or None."""
        with self._store.locked():
            self._check()
            former = self._former.get(table)
            if former is not None and key in former:
                return former[key]
            return self._store.get(table, key)

    def get_many(self, table: str, keys: Sequence[bytes]) -> dict[bytes, bytes | None]:
        """Return the row under every key, None where there is none."""
        return {key: self.get(table, key) for key in keys}

    def seek(self, table: str, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""
        with self._store.locked():
            self._check()
            if not self._former.get(table):
                return self._store.seek(table, key)
            row = self.get(table, key)
            if row is not None:
                return key, row
            return next(self.iterate(table, b"", key), None)

    def iterate(
        self, table: str, prefix: bytes = b"", start: bytes | None = None
    ) -> Iterator[tuple[bytes, bytes]]:
        """Yield the rows under `prefix` in ascending order, after `start` if given."""
        while True:
            with self._store.locked():
                self._check()
                page, last = self._page(table, prefix, start)
            yield from page
            if last is None:
                return
            start = last

    def _page(
        self, table: str, prefix: bytes, start: bytes | None
    ) -> tuple[list[tuple[bytes, bytes]], bytes | None]:
        """Return the next rows and the key where the following page begins, None at the end."""
        present = list(islice(self._store.iterate(table, prefix, start), PAGE))
        last = present[-1][0] if len(present) == PAGE else None
        rows: dict[bytes, bytes | None] = dict(present)
        for key, value in self._former.get(table, {}).items():
            if not key.startswith(prefix) or (start is not None and key <= start):
                continue
            if last is None or key <= last:
                rows[key] = value
        page: list[tuple[bytes, bytes]] = []
        for key in sorted(rows):
            value = rows[key]
            if value is not None:
                page.append((key, value))
        return page, last

    def _check(self) -> None:
        if not self._open:
            raise SnapshotExpired("the snapshot of the memory store is closed; take a new one")

    def expire(self) -> None:
        """Refuse further reads."""
        self._open = False

    def close(self) -> None:
        """Give the view up; closing twice is harmless."""
        self.expire()
        self._store.release(self)
