"""The slot of a uid in everything an epoch keeps: grown by an append, emptied by a replacement, moved by a trim.

Vectors by uid: active, emission, consensus, dividends, validator trust, permit and stake weight per subnet;
incentive and last update per mechanism. Rows by uid: weights and bonds per mechanism.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from meritnet.runtime.framework.context import Context
from meritnet.state.items import StorageDoubleMap, StorageMap

from . import storage
from .mechanisms import storage_index

U64_BYTES = 8

_U16S = (storage.consensus, storage.dividends, storage.validator_trust)
_VECTORS = (
    (storage.active, 1),
    (storage.validator_permit, 1),
    (storage.emission, U64_BYTES),
    *((item, 2) for item in (*_U16S, storage.stake_weight)),
)


def indices(ctx: Context, netuid: int) -> Iterator[int]:
    """Yield the storage index of each mechanism that a subnet has."""
    for mechanism in range(storage.mechanism_count_current.get(ctx, netuid)):
        yield storage_index(netuid, mechanism)


def append(ctx: Context, netuid: int, uid: int) -> None:
    """Grow every vector by a newcomer: active, without permit, last update now, everything else zero.

    Quirk: the vectors grow at their end, wherever that is. Stake weight does not grow; the next epoch writes it.
    """
    _push(ctx, storage.active, netuid, b"\x01")
    _push(ctx, storage.validator_permit, netuid, b"\x00")
    _push(ctx, storage.emission, netuid, bytes(U64_BYTES))
    for item in _U16S:
        _push(ctx, item, netuid, bytes(2))
    for index in indices(ctx, netuid):
        _push(ctx, storage.incentive, index, bytes(2))
        set_last_update(ctx, index, uid, uid + 1)


def reset(ctx: Context, netuid: int, uid: int, n: int) -> None:
    """Empty a slot for its new hotkey: vectors zero, own weights and bonds gone, weights to it 0, last update now."""
    _put(ctx, storage.active, netuid, uid, b"\x01")
    _put(ctx, storage.validator_permit, netuid, uid, b"\x00")
    _put(ctx, storage.emission, netuid, uid, bytes(U64_BYTES))
    for item in (*_U16S, storage.stake_weight):
        _put(ctx, item, netuid, uid, bytes(2))
    for index in indices(ctx, netuid):
        _put(ctx, storage.incentive, index, uid, bytes(2))
        set_last_update(ctx, index, uid, n)
        storage.bonds.remove(ctx, index, uid)
        storage.weights.remove(ctx, index, uid)
        _zero_weights_to(ctx, index, uid)


def last_update_of(ctx: Context, index: int, uid: int) -> int:
    """Return the block of a uid's last weights or commit in a mechanism, 0 for none."""
    raw: bytes = storage.last_update.get(ctx, index)
    return int.from_bytes(raw[uid * U64_BYTES : (uid + 1) * U64_BYTES], "little")


def set_last_update(ctx: Context, index: int, uid: int, n: int) -> None:
    """Note the present block as a uid's last update in a mechanism; the vector first grows to the subnet's `n` uids."""
    raw: bytes = storage.last_update.get(ctx, index).ljust(n * U64_BYTES, b"\0")
    storage.last_update.set(ctx, index, _with(raw, uid, ctx.block_number.to_bytes(U64_BYTES, "little")))


def trim(ctx: Context, netuid: int, n: int, new_uids: Mapping[int, int]) -> None:
    """Keep the slots in `new_uids` (old uid to new uid, 0.. without gaps) of a subnet of `n` uids, drop the others.

    Weights and bonds from and to dropped uids go, those that stay name the new uids. A vector that lacks a slot gets 0.
    """
    order = [old for old, _ in sorted(new_uids.items(), key=lambda pair: pair[1])]
    for item, width in _VECTORS:
        _select(ctx, item, netuid, order, width)
    target = np.full(2**16, -1, np.int32)
    target[order] = np.arange(len(order))
    for index in indices(ctx, netuid):
        _select(ctx, storage.incentive, index, order, 2)
        _select(ctx, storage.last_update, index, order, U64_BYTES)
        for rows in (storage.weights, storage.bonds):
            _move_rows(ctx, rows, index, n, order, target)


def _push(ctx: Context, item: StorageMap, key: int, value: bytes) -> None:
    item.set(ctx, key, item.get(ctx, key) + value)


def _put(ctx: Context, item: StorageMap, key: int, uid: int, value: bytes) -> None:
    raw: bytes = item.get(ctx, key)
    if (uid + 1) * len(value) <= len(raw):
        item.set(ctx, key, _with(raw, uid, value))


def _with(raw: bytes, uid: int, value: bytes) -> bytes:
    start = uid * len(value)
    return raw[:start] + value + raw[start + len(value) :]


def _select(ctx: Context, item: StorageMap, key: int, order: list[int], width: int) -> None:
    raw: bytes = item.get(ctx, key)
    item.set(ctx, key, b"".join(raw[uid * width : (uid + 1) * width].ljust(width, b"\0") for uid in order))


def _zero_weights_to(ctx: Context, index: int, uid: int) -> None:
    for row, raw in list(storage.weights.iter_prefix(ctx, index)):
        pairs = np.frombuffer(raw, "<u2").reshape(-1, 2)
        hit = pairs[:, 0] == uid
        if hit.any():
            pairs = pairs.copy()
            pairs[hit, 1] = 0
            storage.weights.set(ctx, index, row, pairs.tobytes())


def _move_rows(
    ctx: Context, rows: StorageDoubleMap, index: int, n: int, order: list[int], target: NDArray[np.int32]
) -> None:
    kept = [rows.get(ctx, index, uid) if rows.exists(ctx, index, uid) else None for uid in order]
    for uid in range(n):
        rows.remove(ctx, index, uid)
    for new, raw in enumerate(kept):
        if raw is not None:
            pairs = np.frombuffer(raw, "<u2").reshape(-1, 2)
            moved = target[pairs[:, 0]]
            stays = moved >= 0
            out = np.stack((moved[stays].astype("<u2"), pairs[stays, 1]), axis=1)
            rows.set(ctx, index, new, out.astype("<u2").tobytes())
