"""Finds contradictions between the tables of a stored chain; reads all of them, so it takes its time."""

from collections.abc import Iterator

from meritnet.state.backend import Reader
from meritnet.state.chain_reader import HEAD_ROW, Bounds, bounds_of
from meritnet.state.history_keys import history_key
from meritnet.state.memory_store import MemoryStore
from meritnet.state.recent import bucket_of, entries, moved_up_to
from meritnet.state.rows import TableRows, height_key, list_items
from meritnet.state.trie import Trie


def problems(reader: Reader) -> Iterator[str]:
    """Yield a sentence for every contradiction; nothing when the store is sound.

    The trie is built anew from the state, in memory: about 1.5 kB a branch.
    """
    bounds = bounds_of(reader.get("meta", HEAD_ROW))
    if bounds is None:
        for table in ("state", "trie", "hist", "headers", "numbers"):
            if reader.seek(table, b"") is not None:
                yield f"table {table} has rows, but there is no head"
        return
    yield from _trie_problems(reader, bounds)
    yield from _block_problems(reader, bounds)
    yield from _history_problems(reader, bounds)


def _trie_problems(reader: Reader, bounds: Bounds) -> Iterator[str]:
    nothing = MemoryStore()
    state: dict[bytes, bytes | None] = dict(reader.iterate("state"))
    update = Trie(TableRows(nothing, "trie"), TableRows(nothing, "state")).update(state)
    if update.root != bounds.state_root:
        yield f"state has root 0x{update.root.hex()}, the head row names 0x{bounds.state_root.hex()}"
    stored: dict[bytes, bytes | None] = dict(reader.iterate("trie"))
    for key in sorted(stored.keys() | update.nodes.keys()):
        if stored.get(key) != update.nodes.get(key):
            yield f"trie row 0x{key.hex()} is not what the state gives"


def _block_problems(reader: Reader, bounds: Bounds) -> Iterator[str]:
    first = reader.seek("headers", b"")
    lowest = bounds.number if first is None else int.from_bytes(first[0], "big")
    for number in range(lowest, bounds.number + 1):
        row = reader.get("headers", height_key(number))
        if row is None:
            yield f"block {number} has no header"
        elif reader.get("numbers", row[:32]) != height_key(number):
            yield f"the hash of block {number} does not lead to its number"
    head = reader.get("headers", height_key(bounds.number))
    if head is not None and head[:32] != bounds.hash:
        yield f"the header of block {bounds.number} is not that of the head row"
    for table in ("headers", "bodies", "changed", "recent", "undo"):
        if reader.seek(table, height_key(bounds.number + 1)) is not None:
            yield f"table {table} has rows above block {bounds.number}"


def _history_problems(reader: Reader, bounds: Bounds) -> Iterator[str]:
    listed: set[bytes] = set()
    for row_key, row in reader.iterate("changed"):
        height = int.from_bytes(row_key[:4], "big")
        listed.update(history_key(key, height) for key in list_items(row))
    present: set[bytes] = set()
    for key, _row in reader.iterate("hist"):
        present.add(key)
    for row_key, row in reader.iterate("recent"):
        height = int.from_bytes(row_key[:4], "big")
        for key, _row in entries(row):
            # What was moved must stand in the history table itself.
            if height > moved_up_to(bucket_of(key), bounds.number):
                present.add(history_key(key, height))
    for key in sorted(listed ^ present):
        where = "is listed but absent" if key in listed else "is listed nowhere"
        yield f"history row 0x{key.hex()} {where}"
