"""An append-only file of locally submitted extrinsics, so that a killed node still has them.

Each record is a 4-byte length, a 4-byte checksum and the bytes. A torn record at the end is cut off on
opening. The file is rewritten with what still waits once it has grown to several times that.
"""

import os
import zlib
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from meritnet.primitives.errors import MeritnetError

COMPACT_BYTES = 4 * 1024 * 1024
MAX_RECORD = 16 * 1024 * 1024


class JournalFull(MeritnetError):
    """A record could not be written; the journal is as it was before it."""


class Journal:
    """The journal of one node's pool. Safe for several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._records = self._load()
        # Unbuffered: what could not be written must not be tried again behind our back.
        self._file = path.open("ab", buffering=0)
        self._size = path.stat().st_size
        self._compact_at = max(COMPACT_BYTES, 2 * self._size)

    def _load(self) -> list[bytes]:
        if not self._path.exists():
            return []
        data = self._path.read_bytes()
        records, position = [], 0
        while position + 8 <= len(data):
            length = int.from_bytes(data[position : position + 4], "little")
            checksum = int.from_bytes(data[position + 4 : position + 8], "little")
            end = position + 8 + length
            if length > MAX_RECORD or end > len(data) or zlib.crc32(data[position + 8 : end]) != checksum:
                break
            records.append(data[position + 8 : end])
            position = end
        if position < len(data):
            with self._path.open("r+b") as file:
                file.truncate(position)
        return records

    @property
    def records(self) -> list[bytes]:
        """What the file held when it was opened."""
        return self._records

    @property
    def is_large(self) -> bool:
        """Whether the file has grown enough to be rewritten."""
        return self._size >= self._compact_at

    def add(self, raw: bytes) -> None:
        """Append one extrinsic; it survives the end of this process, not a power cut. Raises: JournalFull."""
        record = _record(raw)
        with self._lock:
            try:
                written = self._file.write(record)
            except OSError as error:
                self._cut(error.strerror)
            else:
                if written != len(record):
                    self._cut("No space left on device")
            self._size += len(record)

    def _cut(self, reason: str | None) -> None:
        """Take back a record that was written in part, so that those behind it stay readable."""
        os.ftruncate(self._file.fileno(), self._size)
        raise JournalFull(f"journal {self._path} cannot grow: {reason}; free space on that disk")

    def compact(self, waiting: Iterable[bytes]) -> None:
        """Rewrite the file with what still waits, if it has grown large."""
        if not self.is_large:
            return
        fresh = self._path.with_suffix(".new")
        with self._lock:
            with fresh.open("wb") as file:
                for raw in waiting:
                    file.write(_record(raw))
                file.flush()
                os.fdatasync(file.fileno())
            self._file.close()
            fresh.replace(self._path)
            self._file = self._path.open("ab", buffering=0)
            self._size = self._path.stat().st_size
            self._compact_at = max(COMPACT_BYTES, 2 * self._size)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _record(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "little") + zlib.crc32(raw).to_bytes(4, "little") + raw
