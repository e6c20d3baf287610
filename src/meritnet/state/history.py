"""Past state: what every changed key held before, and how a past block is read from it.

`hist[escaped key | height]` is the value before block `height` changed it. The value at block b is therefore
the first entry with a height above b, and the current value if there is none. The entries of the newest blocks
come to `hist` a little later and stand in the table `recent` meanwhile, see `recent`.
"""

from collections.abc import Mapping

from meritnet.state.backend import Reader
from meritnet.state.history_keys import escape, history_key, history_stem, key_of, value_of
from meritnet.state.recent import RecentBlocks, row_after
from meritnet.state.rows import height_key, list_items, list_rows, walk

MAX_STATE_KEY = 252
"""Longest state key in bytes: escaped and with its height it must fit the longest table key, 511."""


def changed_rows(old: Mapping[bytes, bytes | None], height: int) -> dict[bytes, bytes | None]:
    """Return the rows that list what a block changed; pruning reads them."""
    return list_rows(height, old)


def _first_after(reader: Reader, key: bytes, number: int) -> bytes | None:
    """Return the history row that tells the value at block `number`, None if the current one stands."""
    stem = history_stem(key)
    found = reader.seek("hist", stem + height_key(number + 1))
    return found[1] if found is not None and found[0].startswith(stem) else None


def value_at(reader: Reader, key: bytes, number: int, head: int) -> bytes | None:
    """Return the value that `key` had after block `number`; `head` is the reader's newest block."""
    row = _first_after(reader, key, number)
    if row is None:
        row = row_after(reader, key, number, head)
    return reader.get("state", key) if row is None else value_of(row)


def page_at(
    reader: Reader,
    prefix: bytes,
    begin: bytes,
    after: bool,
    number: int,
    head: int,
    steps: int,
    blocks: RecentBlocks,
) -> tuple[list[tuple[bytes, bytes]], bytes | None]:
    """Return rows of block `number` under `prefix` from `begin` on, and the key to go on after.

    Walks the keys of now and of history together, at most `steps` of them; the key is None at the end.
    """
    page: list[tuple[bytes, bytes]] = []
    # One more than the steps, since `begin` itself may be left out.
    recent = blocks.rows_after(reader, prefix, begin, number, head, steps + 1)
    fresh = sorted(key for key in recent if not (after and key == begin))
    position = 0

    def next_past(key: bytes, after: bool) -> bytes | None:
        nonlocal position
        while position < len(fresh) and (fresh[position] < key or (after and fresh[position] == key)):
            position += 1
        moved = _next_past(reader, prefix, key, after)
        if position == len(fresh) or (moved is not None and moved < fresh[position]):
            return moved
        return fresh[position]

    current = _next_current(reader, prefix, begin, after)
    past = next_past(begin, after)
    key = begin
    for _ in range(steps):
        if current is None and past is None:
            return page, None
        if past is None or (current is not None and current[0] < past):
            assert current is not None
            key, value = current
            page.append((key, value))
            current = _next_current(reader, prefix, key, True)
            continue
        key = past
        row = _first_after(reader, key, number)
        if row is None:
            row = recent.get(key)
        here = current is not None and current[0] == key
        was = value_of(row) if row is not None else current[1] if here and current is not None else None
        if was is not None:
            page.append((key, was))
        if here:
            current = _next_current(reader, prefix, key, True)
        past = next_past(key, True)
    return page, key


def _next_current(reader: Reader, prefix: bytes, key: bytes, after: bool) -> tuple[bytes, bytes] | None:
    # The smallest key above another one is that key and a zero byte.
    found = reader.seek("state", key + b"\x00" if after else key)
    return found if found is not None and found[0].startswith(prefix) else None


def _next_past(reader: Reader, prefix: bytes, key: bytes, after: bool) -> bytes | None:
    # 00 01 stands behind the end mark with any height, and before every longer key, which goes on with 00 FF
    # or a byte above 00.
    found = reader.seek("hist", escape(key) + b"\x00\x01" if after else escape(key))
    if found is None:
        return None
    past = key_of(found[0])
    return past if past.startswith(prefix) else None


def prune_rows(
    reader: Reader, upto: int, budget: int
) -> tuple[dict[str, dict[bytes, bytes | None]], int | None]:
    """Return the deletions of history up to block `upto`, at most `budget` lists, and the last height."""
    lists: dict[bytes, bytes | None] = {}
    history: dict[bytes, bytes | None] = {}
    last: int | None = None
    for row_key, row in walk(reader, "changed"):
        height = int.from_bytes(row_key[:4], "big")
        if height > upto or len(lists) == budget:
            break
        last = height
        lists[row_key] = None
        for key in list_items(row):
            history[history_key(key, height)] = None
    return {"changed": lists, "hist": history}, last
