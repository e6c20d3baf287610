"""Stake of coldkeys with hotkeys over state: shares of each hotkey's pool of alpha on each subnet.

Older chains kept shares in two maps of fixed-point numbers; an entry there is read first and moves over when
it is written.
Root stake is the stake on netuid 0, in rao of TAO. Units: rao of alpha.
Source: vectors/economics/share_pool.json
"""

from meritnet.primitives.fixed import sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context

from . import share_pool, storage
from .safe_float import SafeFloat, from_u64f64

ROOT = 0
U16_MAX = 65_535


def stake_of(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int) -> int:
    """Return what a coldkey has staked with a hotkey on a subnet."""
    share = share_of(ctx, hotkey, coldkey, netuid)
    if not share.mantissa:
        return 0
    value = storage.total_hotkey_alpha.get(ctx, hotkey, netuid)
    return share_pool.stake_of(value, denominator(ctx, hotkey, netuid), share)


def total_of(ctx: Context, hotkey: bytes, netuid: int) -> int:
    """Return what all coldkeys have staked with a hotkey on a subnet."""
    return int(storage.total_hotkey_alpha.get(ctx, hotkey, netuid))


def share_of(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int) -> SafeFloat:
    """Return a coldkey's share, from the older map where it still stands there."""
    return _share(ctx, hotkey, coldkey, netuid, old=storage.alpha.exists(ctx, hotkey, coldkey, netuid))


def denominator(ctx: Context, hotkey: bytes, netuid: int) -> SafeFloat:
    """Return the sum of all shares, from the older map where it still stands there."""
    return _shares(ctx, hotkey, netuid, old=storage.total_hotkey_shares.exists(ctx, hotkey, netuid))


def _share(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int, *, old: bool) -> SafeFloat:
    if old:
        return from_u64f64(storage.alpha.get(ctx, hotkey, coldkey, netuid))
    return SafeFloat(*storage.alpha_v2.get(ctx, hotkey, coldkey, netuid))


def _shares(ctx: Context, hotkey: bytes, netuid: int, *, old: bool) -> SafeFloat:
    if old:
        return from_u64f64(storage.total_hotkey_shares.get(ctx, hotkey, netuid))
    return SafeFloat(*storage.total_hotkey_shares_v2.get(ctx, hotkey, netuid))


def increase(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int, alpha: int) -> None:
    """Add `alpha` to one coldkey's stake; the hotkey joins the coldkey's list."""
    if alpha:
        remember_hotkey(ctx, coldkey, hotkey)
    _update_one(ctx, hotkey, coldkey, netuid, share_pool.as_signed(alpha))


def decrease(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int, alpha: int) -> int:
    """Take `alpha` from one coldkey's stake and return it; more than it has takes nothing and returns 0."""
    if stake_of(ctx, hotkey, coldkey, netuid) < alpha:
        return 0
    _update_one(ctx, hotkey, coldkey, netuid, -share_pool.as_signed(alpha))
    return alpha


def increase_pool(ctx: Context, hotkey: bytes, netuid: int, alpha: int) -> None:
    """Add `alpha` to all stakers of a hotkey in proportion to their shares."""
    if alpha:
        value = storage.total_hotkey_alpha.get(ctx, hotkey, netuid)
        _set_value(ctx, hotkey, netuid, share_pool.update_all(value, share_pool.as_signed(alpha)))


def is_precise_enough(ctx: Context, hotkey: bytes, netuid: int, alpha: int) -> bool:
    """Return whether adding `alpha` would give any shares of the hotkey's pool at all."""
    value = storage.total_hotkey_alpha.get(ctx, hotkey, netuid)
    return share_pool.is_precise_enough(value, denominator(ctx, hotkey, netuid), alpha)


def remember_hotkey(ctx: Context, coldkey: bytes, hotkey: bytes) -> None:
    """Put the hotkey on the list of those that the coldkey stakes with; only swaps of keys take one off."""
    known = storage.staking_hotkeys.get(ctx, coldkey)
    if hotkey not in known:
        storage.staking_hotkeys.set(ctx, coldkey, (*known, hotkey))


def delegate_take(ctx: Context, hotkey: bytes) -> int:
    """Return the take of a hotkey's owner from its stakers' dividends, a fraction of 65535."""
    return int(storage.delegates.get(ctx, hotkey))


def become_delegate(ctx: Context, hotkey: bytes) -> None:
    """Store the hotkey's present take, which makes it a delegate."""
    if not storage.delegates.exists(ctx, hotkey):
        storage.delegates.set(ctx, hotkey, delegate_take(ctx, hotkey))


def add_to_total(ctx: Context, tao: int) -> None:
    """Raise `TotalStake`."""
    storage.total_stake.set(ctx, sat_add64(storage.total_stake.get(ctx), tao))


def take_from_total(ctx: Context, tao: int) -> None:
    """Lower `TotalStake`, at least to 0."""
    storage.total_stake.set(ctx, sat_sub64(storage.total_stake.get(ctx), tao))


def _update_one(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int, amount: int) -> None:
    old_share = storage.alpha.exists(ctx, hotkey, coldkey, netuid)
    old_denominator = storage.total_hotkey_shares.exists(ctx, hotkey, netuid)
    if not amount and not old_share and not old_denominator:
        return
    value = storage.total_hotkey_alpha.get(ctx, hotkey, netuid)
    shares = _shares(ctx, hotkey, netuid, old=old_denominator)
    share = _share(ctx, hotkey, coldkey, netuid, old=old_share)
    after = share_pool.update_one(value, shares, share, amount)
    if old_denominator:
        storage.total_hotkey_shares.remove(ctx, hotkey, netuid)
    if old_share:
        storage.alpha.remove(ctx, hotkey, coldkey, netuid)
    _set_value(ctx, hotkey, netuid, after.value)
    if after.denominator.mantissa:
        storage.total_hotkey_shares_v2.set(ctx, hotkey, netuid, after.denominator)
    else:
        storage.total_hotkey_shares_v2.remove(ctx, hotkey, netuid)
    if after.share.mantissa:
        storage.alpha_v2.set(ctx, hotkey, coldkey, netuid, after.share)
    else:
        storage.alpha_v2.remove(ctx, hotkey, coldkey, netuid)


def _set_value(ctx: Context, hotkey: bytes, netuid: int, value: int) -> None:
    if value:
        storage.total_hotkey_alpha.set(ctx, hotkey, netuid, value)
    else:
        storage.total_hotkey_alpha.remove(ctx, hotkey, netuid)
