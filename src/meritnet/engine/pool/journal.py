"""An append-only file of locally submitted extrinsics, so that a killed node still has them.

Each record is a 4-byte length, a 4-byte checksum and the bytes. A torn record at the end is cut off on
opening. The file is rewritten with what still waits once it has grown to several times that.
"""

import os
import zlib
from collections.abc import Iterable
from pathlib import Path

COMPACT_BYTES = 4 * 1024 * 1024
MAX_RECORD = 16 * 1024 * 1024


class Journal:
    """The journal of one node's pool."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._records = self._load()
        self._file = path.open("ab")

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

    def add(self, raw: bytes) -> None:
        """Append one extrinsic; it survives the end of this process, not a power cut."""
        self._file.write(len(raw).to_bytes(4, "little") + zlib.crc32(raw).to_bytes(4, "little") + raw)
        self._file.flush()

    def compact(self, waiting: Iterable[bytes]) -> None:
        """Rewrite the file with what still waits, if it has grown large."""
        if self._file.tell() < COMPACT_BYTES:
            return
        fresh = self._path.with_suffix(".new")
        with fresh.open("wb") as file:
            for raw in waiting:
                file.write(len(raw).to_bytes(4, "little") + zlib.crc32(raw).to_bytes(4, "little") + raw)
            file.flush()
            os.fdatasync(file.fileno())
        self._file.close()
        fresh.replace(self._path)
        self._file = self._path.open("ab")

    def close(self) -> None:
        """Close the file."""
        self._file.close()
