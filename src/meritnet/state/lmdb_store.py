"""A durable key-value store on LMDB: one environment a process, one writer, snapshots that never block it.

Every commit is one transaction with both syncs on. The map grows when it is full; a snapshot lives at most
`MAX_SNAPSHOT_AGE_S`, because an old one keeps LMDB from using freed pages again.
"""

import os
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Lock, RLock
from typing import Any

import lmdb

from meritnet.primitives.errors import Bug
from meritnet.state.backend import TABLES, Batch, page_bounds
from meritnet.state.errors import SnapshotExpired, StoreFailed, StoreFull
from meritnet.state.store_folder import FolderLock, check_format

FIRST_MAP_BYTES = 1 << 30
LAST_MAP_BYTES = 1 << 42
MAX_SNAPSHOT_AGE_S = 5.0
NEXT_TO_NOTHING_BYTES = 16 << 20
PAGE = 256
_FULL_MARKS = ("No space left", "File too large", "quota exceeded", "MDB_MAP_FULL")


class LmdbStore:
    """Tables in one LMDB environment; see `Backend` for what the methods promise.

    Pickling is refused and a forked child may not use it: a new process opens the folder with `read_only`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        read_only: bool = False,
        map_bytes: int = FIRST_MAP_BYTES,
        map_limit: int = LAST_MAP_BYTES,
    ) -> None:
        self.folder = folder
        self._lock_file: FolderLock | None = None
        with ExitStack() as undo:
            try:
                if not read_only:
                    folder.mkdir(parents=True, exist_ok=True)
                    self._lock_file = FolderLock(folder)
                    undo.callback(self._lock_file.release)
                check_format(folder, create=not read_only)
            except OSError as error:
                raise StoreFailed(
                    f"store {folder} cannot be opened: {error}; check that the path is a folder, its owner and its disk"
                ) from error
            self._open(read_only, map_bytes)
            undo.pop_all()
        self._map_limit = map_limit
        self._pid = os.getpid()
        self._write_lock = Lock()
        self._gate = RLock()
        self._snapshots: dict[int, LmdbSnapshot] = {}

    def _open(self, read_only: bool, map_bytes: int) -> None:
        # lmdb has no type information, so its handles are untyped here.
        try:
            self._env: Any = lmdb.open(
                str(self.folder),
                map_size=map_bytes,
                max_dbs=len(TABLES) + 2,
                max_readers=512,
                max_spare_txns=16,
                readonly=read_only,
                create=not read_only,
                sync=True,
                metasync=True,
            )
            self._tables: dict[str, Any] = {
                name: self._env.open_db(name.encode("ascii"), create=not read_only) for name in TABLES
            }
        except lmdb.Error as error:
            raise self._translate(error) from error

    def __reduce__(self) -> str:
        raise Bug(f"store {self.folder} cannot be sent to another process; open it there, read_only")

    def _check_process(self) -> None:
        if os.getpid() != self._pid:
            raise Bug(f"store {self.folder} was opened by process {self._pid}; a child must open its own")

    def snapshot(self) -> "LmdbSnapshot":
        """Return a consistent view of the last commit, good for `MAX_SNAPSHOT_AGE_S`."""
        self._check_process()
        with self._gate:
            try:
                txn = self._env.begin()
            except lmdb.MapResizedError:
                self._close_snapshots(0.0)
                self._env.set_mapsize(0)
                txn = self._env.begin()
            snapshot = LmdbSnapshot(self, txn, self._tables)
            self._snapshots[id(snapshot)] = snapshot
            return snapshot

    def release(self, snapshot: "LmdbSnapshot") -> None:
        """Forget a snapshot that was closed."""
        self._snapshots.pop(id(snapshot), None)

    def _close_snapshots(self, older_than_s: float) -> None:
        now = time.monotonic()
        for snapshot in list(self._snapshots.values()):
            if now - snapshot.opened >= older_than_s:
                snapshot.close()

    def get(self, table: str, key: bytes) -> bytes | None:
        """Return the row under `key`, or None."""
        snapshot = self.snapshot()
        try:
            return snapshot.get(table, key)
        finally:
            snapshot.close()

    def seek(self, table: str, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""
        snapshot = self.snapshot()
        try:
            return snapshot.seek(table, key)
        finally:
            snapshot.close()

    def iterate(
        self, table: str, prefix: bytes = b"", start: bytes | None = None
    ) -> Iterator[tuple[bytes, bytes]]:
        """Yield the rows under `prefix` in ascending order, after `start`; a page sees the last commit."""
        while True:
            snapshot = self.snapshot()
            try:
                page = snapshot.page(table, prefix, start, PAGE)
            finally:
                snapshot.close()
            yield from page
            if len(page) < PAGE:
                return
            start = page[-1][0]

    def commit(self, batch: Batch) -> None:
        """Write all rows of all tables durably, or none of them.

        Raises: StoreFull, StoreFailed; the store then holds what it held before.
        """
        self._check_process()
        with self._write_lock:
            self._close_snapshots(MAX_SNAPSHOT_AGE_S)
            # A reading process that was killed would pin its pages for ever.
            self._env.reader_check()
            # Bound: each turn doubles the map, up to the limit.
            while True:
                try:
                    self._write(batch)
                    return
                except lmdb.MapFullError as error:
                    self._grow(error)
                except lmdb.Error as error:
                    raise self._translate(error) from error

    def _write(self, batch: Batch) -> None:
        with self._env.begin(write=True) as txn:
            for name, changes in batch.items():
                table = self._tables[name]
                for key, value in changes.items():
                    if value is None:
                        txn.delete(key, db=table)
                rows = sorted(row for row in changes.items() if row[1] is not None)
                if rows:
                    with txn.cursor(db=table) as cursor:
                        cursor.putmulti(rows)

    def _grow(self, error: Exception) -> None:
        size = self._env.info()["map_size"]
        if size >= self._map_limit:
            raise StoreFull(
                f"store {self.folder} has reached its map bound of {self._map_limit} bytes; "
                "open it with a higher map_limit, or keep fewer blocks"
            ) from error
        with self._gate:
            self._close_snapshots(0.0)
            self._env.set_mapsize(min(size * 2, self._map_limit))

    def _translate(self, error: Exception) -> StoreFull | StoreFailed | Bug:
        text = str(error)
        if isinstance(error, lmdb.BadValsizeError):
            return Bug(f"store {self.folder} was given an empty or overlong key: {text}; report this")
        full = isinstance(error, lmdb.DiskError) or any(mark in text for mark in _FULL_MARKS)
        # LMDB calls a write that the system cut short an input/output error, whatever cut it short.
        if full or ("Input/output error" in text and self._is_short_of_room()):
            return StoreFull(
                f"store {self.folder} cannot grow: {text}; "
                "free space on that disk and start again, nothing was lost"
            )
        return StoreFailed(f"store {self.folder} failed: {text}; check the disk and start again")

    def _is_short_of_room(self) -> bool:
        """Tell whether the disk or the process's limit of file size leaves next to nothing."""
        disk = os.statvfs(self.folder)
        if disk.f_bavail * disk.f_frsize < NEXT_TO_NOTHING_BYTES:
            return True
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
        size = (self.folder / "data.mdb").stat().st_size
        return limit != resource.RLIM_INFINITY and limit - size < NEXT_TO_NOTHING_BYTES

    def close(self) -> None:
        """Release files and locks; closing twice is harmless."""
        with self._gate:
            self._close_snapshots(0.0)
            self._env.close()
            if self._lock_file is not None:
                self._lock_file.release()


class LmdbSnapshot:
    """One LMDB read transaction; a lock lets the store close it between two reads, never within one."""

    def __init__(self, store: LmdbStore, txn: Any, tables: dict[str, Any]) -> None:
        self.opened = time.monotonic()
        self._store = store
        self._txn = txn
        self._tables = tables
        self._cursors: dict[str, Any] = {}
        self._lock = Lock()
        self._open = True

    def _check(self) -> None:
        if not self._open:
            raise SnapshotExpired(
                f"the snapshot of store {self._store.folder} is closed: by its owner, after "
                f"{MAX_SNAPSHOT_AGE_S} s, or because the store grew; take a new one"
            )

    def _cursor(self, table: str) -> Any:
        cursor = self._cursors.get(table)
        if cursor is None:
            cursor = self._cursors[table] = self._txn.cursor(db=self._tables[table])
        return cursor

    def get(self, table: str, key: bytes) -> bytes | None:
        """Return the row under `key`, or None."""
        with self._lock:
            self._check()
            row: bytes | None = self._txn.get(key, db=self._tables[table])
            return row

    def get_many(self, table: str, keys: Sequence[bytes]) -> dict[bytes, bytes | None]:
        """Return the rows that there are under `keys`."""
        with self._lock:
            self._check()
            return dict(self._cursor(table).getmulti(keys))

    def seek(self, table: str, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""
        with self._lock:
            self._check()
            cursor = self._cursor(table)
            # An empty key is no LMDB key; before every key there is only the start.
            found = cursor.set_range(key) if key else cursor.first()
            return cursor.item() if found else None

    def page(self, table: str, prefix: bytes, start: bytes | None, limit: int) -> list[tuple[bytes, bytes]]:
        """Return at most `limit` rows under `prefix` after `start`."""
        begin, after = page_bounds(prefix, start)
        page: list[tuple[bytes, bytes]] = []
        with self._lock:
            self._check()
            cursor = self._cursor(table)
            found = cursor.set_range(begin) if begin else cursor.first()
            if found and after and cursor.key() == begin:
                found = cursor.next()
            while found and len(page) < limit:
                key, value = cursor.item()
                if not key.startswith(prefix):
                    break
                page.append((key, value))
                found = cursor.next()
        return page

    def iterate(
        self, table: str, prefix: bytes = b"", start: bytes | None = None
    ) -> Iterator[tuple[bytes, bytes]]:
        """Yield the rows under `prefix` in ascending order, after `start` if given."""
        while True:
            page = self.page(table, prefix, start, PAGE)
            yield from page
            if len(page) < PAGE:
                return
            start = page[-1][0]

    def close(self) -> None:
        """Give the view up; closing twice is harmless."""
        with self._lock:
            if self._open:
                self._open = False
                for cursor in self._cursors.values():
                    cursor.close()
                self._cursors.clear()
                self._txn.abort()
                self._store.release(self)
