"""Trie nodes of the last blocks: the rows that every block replaced, for proofs of a past block."""

from collections.abc import Iterable

from meritnet.state.backend import Reader, Snapshot
from meritnet.state.rows import height_key, list_items, list_rows, walk
from meritnet.state.trie_nodes import slot_key

_ABSENT = b"\x00"
_PRESENT = b"\x01"


def undo_rows(reader: Snapshot, slots: Iterable[bytes], height: int) -> dict[bytes, bytes | None]:
    """Return the rows that keep the present node of every slot a block is about to change."""
    items: list[bytes] = []
    keys = sorted(slots)
    present = reader.get_many("trie", keys)
    for key in keys:
        row = present.get(key)
        items.append(key)
        items.append(_ABSENT if row is None else _PRESENT + row)
    return list_rows(height, items)


class PastNodes:
    """The node table as it stood after a past block; reads only the slots on the way to some keys."""

    def __init__(self, reader: Reader, number: int, head: int, paths: Iterable[str]) -> None:
        self._reader = reader
        self._former: dict[bytes, bytes | None] = {}
        wanted = {slot_key(path[:depth]) for path in paths for depth in range(len(path) + 1)}
        for height in range(number + 1, head + 1):
            self._note(height, wanted)

    def _note(self, height: int, wanted: set[bytes]) -> None:
        carried: bytes | None = None
        # A slot and its node can stand in two neighbouring rows, so the slot is carried over.
        for _key, row in self._reader.iterate("undo", height_key(height)):
            for item in list_items(row):
                if carried is None:
                    carried = item
                    continue
                if carried in wanted and carried not in self._former:
                    self._former[carried] = item[1:] if item[:1] == _PRESENT else None
                carried = None

    def get(self, key: bytes) -> bytes | None:
        """Return the node row of a slot."""
        return self._former[key] if key in self._former else self._reader.get("trie", key)


def prune_undo_rows(reader: Reader, upto: int, budget: int) -> dict[bytes, bytes | None]:
    """Return the deletions of kept nodes up to block `upto`, at most `budget` rows."""
    rows: dict[bytes, bytes | None] = {}
    for key, _row in walk(reader, "undo"):
        if int.from_bytes(key[:4], "big") > upto or len(rows) == budget:
            break
        rows[key] = None
    return rows
