"""Turns stored rows (packed u16 pairs) into arrays and back."""

from collections.abc import Sequence

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.types import BoolArray, Entries, MalformedEpoch

_PAIR_BYTES = 4


def parse_rows(rows: Sequence[bytes], n: int) -> Entries:
    """Return the entries of packed rows, in stored order; uids of n and above are ignored.

    Raises: MalformedEpoch if a row is not whole pairs or names a uid twice.
    """
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    if (lengths % _PAIR_BYTES).any():
        uid = int(np.flatnonzero(lengths % _PAIR_BYTES)[0])
        raise MalformedEpoch(
            f"row of uid {uid} has {lengths[uid]} bytes, needs a multiple of 4; store whole pairs"
        )
    pairs = np.frombuffer(b"".join(rows), "<u2").reshape(-1, 2)
    row = np.repeat(np.arange(len(rows)), lengths // _PAIR_BYTES)
    col = pairs[:, 0].astype(np.int64)
    value = pairs[:, 1].astype(np.uint64)
    if pairs.size and int(col.max()) >= n:
        inside = col < n
        row, col, value = row[inside], col[inside], value[inside]
    entries = Entries(n, row, col, value)
    _require_unique(entries)
    return entries


def is_sorted(entries: Entries) -> bool:
    """Return whether every row lists its uids in ascending order without repeats."""
    key = entries.row * entries.n + entries.col
    return bool((key[1:] > key[:-1]).all())


def _require_unique(entries: Entries) -> None:
    if is_sorted(entries):
        return
    key = np.sort(entries.row * entries.n + entries.col)
    twice = np.flatnonzero(key[1:] == key[:-1])
    if twice.size:
        row, col = divmod(int(key[twice[0]]), entries.n)
        raise MalformedEpoch(f"row of uid {row} names uid {col} twice, allowed once; drop the repeated pair")


def pack_rows(entries: Entries, keep_rows: BoolArray) -> list[bytes]:
    """Return one packed row a uid, empty where `keep_rows` is false.

    Units: values are u16.
    """
    pairs = np.empty((entries.row.size, 2), "<u2")
    pairs[:, 0] = entries.col
    pairs[:, 1] = entries.value
    data = pairs.tobytes()
    ends = (np.cumsum(np.bincount(entries.row, minlength=entries.n)) * _PAIR_BYTES).tolist()
    starts = [0, *ends][: entries.n]
    return [
        data[start:end] if keep else b""
        for start, end, keep in zip(starts, ends, keep_rows.tolist(), strict=True)
    ]
