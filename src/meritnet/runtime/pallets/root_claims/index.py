"""The numbered list of root stakers from which each block draws those whose dividends it claims.

Numbers are dense: whoever leaves is replaced by the last one. Two background scans over the stake maps
find stakers that are missing, thirty entries of each map a block.
"""

from itertools import islice

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.stake import ROOT, stake_of
from meritnet.state.items import StorageNMap, StorageValue

from . import storage

SCAN_KEYS = 30
"""Entries of each stake map that a block looks at."""


def ensure_indexed(ctx: Context, coldkey: bytes) -> None:
    """Give the coldkey the next number unless it has one."""
    if not storage.staking_coldkeys.exists(ctx, coldkey):
        count = storage.num_staking_coldkeys.get(ctx)
        storage.staking_coldkeys_by_index.set(ctx, count, coldkey)
        storage.staking_coldkeys.set(ctx, coldkey, count)
        storage.num_staking_coldkeys.set(ctx, count + 1)


def drop_if_no_root_stake(ctx: Context, coldkey: bytes) -> None:
    """Take the coldkey off the list if it has no root stake left."""
    hotkeys = staking.staking_hotkeys.get(ctx, coldkey)
    if not any(stake_of(ctx, hotkey, coldkey, ROOT) for hotkey in hotkeys):
        drop(ctx, coldkey)


def drop(ctx: Context, coldkey: bytes) -> None:
    """Take the coldkey off the list, if it is on it; the last one takes its number."""
    number = storage.staking_coldkeys.get(ctx, coldkey)
    if number is None:
        return
    storage.staking_coldkeys.remove(ctx, coldkey)
    last = max(storage.num_staking_coldkeys.get(ctx) - 1, 0)
    moved = storage.staking_coldkeys_by_index.get(ctx, last) if number != last else None
    if moved is None:
        storage.staking_coldkeys_by_index.remove(ctx, number)
    else:
        storage.staking_coldkeys_by_index.remove(ctx, last)
        storage.staking_coldkeys_by_index.set(ctx, number, moved)
        storage.staking_coldkeys.set(ctx, moved, number)
    storage.num_staking_coldkeys.set(ctx, last)


def scan(ctx: Context) -> None:
    """Look at the next entries of both stake maps and put their root stakers on the list."""
    _scan_map(ctx, staking.alpha, storage.alpha_map_last_key)
    _scan_map(ctx, staking.alpha_v2, storage.alpha_v2_map_last_key)


def _scan_map(ctx: Context, stakes: StorageNMap, cursor: StorageValue) -> None:
    start = cursor.get(ctx)
    entries = ctx.iterate(stakes.prefix, stakes.prefix, stakes.value, start)
    keys = [key for key, _ in islice(entries, SCAN_KEYS)]
    for key in keys:
        _, coldkey, netuid = stakes.parts_of(key)
        if netuid == ROOT:
            ensure_indexed(ctx, coldkey)
    if len(keys) == SCAN_KEYS:
        cursor.set(ctx, keys[-1])
    elif start is not None:
        cursor.remove(ctx)
