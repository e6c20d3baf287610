"""Raw values of the newest block that were read or written lately, shared by the threads that read it."""

from collections.abc import Iterable, Mapping
from itertools import islice
from threading import Lock
from typing import Final

ENTRY_BYTES = 150
"""Counted for an entry beyond its key and value: objects and hash table."""


class Missing:
    """Marks that nothing is remembered, since None means that a key is known to be absent."""


MISSING: Final = Missing()


class HotState:
    """Values of one block number, which is withdrawn before they change and checked after they are read."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._values: dict[bytes, bytes | None] = {}
        self._size = 0
        self._number = -1
        self._lock = Lock()

    def get(self, key: bytes, number: int) -> bytes | Missing | None:
        """Return the value at block `number` if it is remembered, else MISSING."""
        value = self._values.get(key, MISSING)
        # Read first, compare after: a commit withdraws the number before it touches a value.
        return value if self._number == number else MISSING

    def get_many(self, keys: Iterable[bytes], number: int) -> "list[bytes | Missing | None]":
        """Return `get` of every key."""
        remembered = self._values.get
        values = [remembered(key, MISSING) for key in keys]
        # As in `get`: the number is withdrawn before a value changes.
        return values if self._number == number else [MISSING] * len(values)

    def values_of(self, number: int) -> Mapping[bytes, bytes | None]:
        """Return the values remembered of block `number`, for the thread that publishes and for no longer than that."""
        return self._values if self._number == number else {}

    def note(self, key: bytes, value: bytes | None, number: int) -> None:
        """Remember what was read at block `number`, unless the head has moved on."""
        with self._lock:
            if self._number == number and key not in self._values:
                self._put(key, value)
                self._shrink()

    def note_many(self, keys: Iterable[bytes], values: Iterable[bytes | None], number: int) -> None:
        """Remember what was read at block `number`, unless the head has moved on."""
        with self._lock:
            if self._number == number:
                for key, value in zip(keys, values, strict=True):
                    if key not in self._values:
                        self._put(key, value)
                self._shrink()

    def _put(self, key: bytes, value: bytes | None) -> None:
        self._values[key] = value
        self._size += ENTRY_BYTES + len(key) + len(value or b"")

    def _shrink(self) -> None:
        """Drop the oldest quarter, again while what is left is too much."""
        while self._size > self._limit and self._values:
            self._drop_quarter()

    def _drop_quarter(self) -> None:
        for key in list(islice(self._values, len(self._values) // 4 + 1)):
            self._size -= ENTRY_BYTES + len(key) + len(self._values.pop(key) or b"")

    def withdraw(self) -> None:
        """Answer nothing until `publish`."""
        with self._lock:
            self._number = -1

    def publish(self, changes: Mapping[bytes, bytes | None], number: int) -> None:
        """Take over what a block changed and answer for that block from now on."""
        with self._lock:
            values, size = self._values, self._size
            for key, value in changes.items():
                # As `_put`, without a call for each of some thousand keys.
                former = values.pop(key, MISSING)
                if isinstance(former, Missing):
                    size += ENTRY_BYTES + len(key)
                elif former:
                    size -= len(former)
                values[key] = value
                if value:
                    size += len(value)
            self._size = size
            self._shrink()
            self._number = number
