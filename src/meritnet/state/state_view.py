"""Read-only state at one block: keys and ordered iteration, exact while later blocks are committed."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from meritnet.state.backend import Reader, page_bounds
from meritnet.state.history import page_at, value_at
from meritnet.state.hot_state import MISSING, HotState, Missing
from meritnet.state.recent import RecentBlocks

PAGE_STEPS = 256


class ReadAt(Protocol):
    """Runs reads against one consistent snapshot of the store, checked to still hold the block's state."""

    hot: HotState

    def read_value(self, key: bytes, number: int, block_hash: bytes) -> bytes | None:
        """Return the value of a key after a block."""

    def read_values(self, keys: Sequence[bytes], number: int, block_hash: bytes) -> list[bytes | None]:
        """Return the values of some keys after a block, and remember them."""

    def read_page(
        self, prefix: bytes, begin: bytes, after: bool, number: int, block_hash: bytes, steps: int
    ) -> tuple[list[tuple[bytes, bytes]], bytes | None]:
        """Return some rows after a block, and the key to go on after (None at the end)."""


class StateView:
    """State after block `number`; holds no resources, so it may be kept as long as the block's state is."""

    __slots__ = ("_hot", "_store", "hash", "number")

    def __init__(self, store: ReadAt, number: int, block_hash: bytes) -> None:
        self.number = number
        self.hash = block_hash
        self._store = store
        self._hot = store.hot

    def get(self, key: bytes, /) -> bytes | None:
        """Return the value under `key`, or None.

        Raises: StateDiscarded if the block's state has been pruned since.
        """
        value = self._hot.get(key, self.number)
        if isinstance(value, Missing):
            value = self._store.read_value(key, self.number, self.hash)
            self._hot.note(key, value, self.number)
        return value

    def get_many(self, keys: Sequence[bytes], /) -> list[bytes | None]:
        """Return the values under `keys`, in their order; what is not remembered is read from one snapshot.

        Raises: StateDiscarded if the block's state has been pruned since.
        """
        found = self._hot.get_many(keys, self.number)
        absent = [key for key, value in zip(keys, found, strict=True) if value is MISSING]
        read = iter(self._store.read_values(absent, self.number, self.hash) if absent else ())
        return [next(read) if isinstance(value, Missing) else value for value in found]

    def seek(self, key: bytes, /) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""
        begin: bytes | None = key
        after = False
        while begin is not None:
            page, begin = self._store.read_page(b"", begin, after, self.number, self.hash, 1)
            if page:
                return page[0]
            after = True
        return None

    def iterate(self, prefix: bytes = b"", start: bytes | None = None, /) -> Iterator[tuple[bytes, bytes]]:
        """Yield (key, value) under `prefix` in ascending key order, after `start` if given."""
        begin: bytes | None
        begin, after = page_bounds(prefix, start)
        while begin is not None:
            page, begin = self._store.read_page(prefix, begin, after, self.number, self.hash, PAGE_STEPS)
            yield from page
            after = True


def value_in(reader: Reader, key: bytes, number: int, head: int) -> bytes | None:
    """Return a key's value after block `number`, read from a snapshot whose newest block is `head`."""
    return reader.get("state", key) if number == head else value_at(reader, key, number, head)


def page_in(
    reader: Reader,
    prefix: bytes,
    begin: bytes,
    after: bool,
    number: int,
    head: int,
    steps: int,
    blocks: RecentBlocks,
) -> tuple[list[tuple[bytes, bytes]], bytes | None]:
    """Return rows after block `number` from a snapshot whose newest block is `head`, and where to go on."""
    if number != head:
        return page_at(reader, prefix, begin, after, number, head, steps, blocks)
    row = reader.seek("state", begin + b"\x00" if after else begin)
    if row is None or not row[0].startswith(prefix):
        return [], None
    page = [row]
    rows = reader.iterate("state", prefix, row[0])
    while len(page) < steps:
        following = next(rows, None)
        if following is None:
            return page, None
        page.append(following)
    return page, page[-1][0]
