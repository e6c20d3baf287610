"""Shares of a hotkey's alpha: value and denominator of one (hotkey, netuid) and the share of each coldkey.

A coldkey's stake is ⌊value · share / denominator⌋. Adding to the value alone pays everybody in
proportion; adding for one coldkey also adds shares at the present price of a share. Values are rao of
alpha (u64), shares are decimal floats. Zero values are not kept in storage: the caller deletes them.

Rounding: stakes are floored, so their sum stays at or below the value up to the last digit of a share.
Source: vectors/economics/share_pool.json
"""

from typing import NamedTuple

from meritnet.primitives.fixed import U64_MAX, sat_add64, sat_sub64
from meritnet.runtime.pallets.staking import safe_float
from meritnet.runtime.pallets.staking.safe_float import ZERO, SafeFloat

_I64_SIGN = 1 << 63


class PoolUpdate(NamedTuple):
    """A pool and one share after an update."""

    value: int
    denominator: SafeFloat
    share: SafeFloat


def stake_of(value: int, denominator: SafeFloat, share: SafeFloat) -> int:
    """Return the stake that a share stands for. Unit: rao of alpha."""
    if not share.mantissa or not value:
        return 0
    stake = safe_float.mul_div(safe_float.from_int(value), share, denominator)
    return 0 if stake is None else safe_float.to_u64(stake)


def shares_for(value: int, denominator: SafeFloat, amount: int) -> SafeFloat:
    """Return the shares that `amount` rao of alpha buy: amount · denominator / value, 0 if value is 0."""
    shares = safe_float.mul_div(safe_float.from_int(amount), denominator, safe_float.from_int(value))
    return ZERO if shares is None else shares


def update_one(value: int, denominator: SafeFloat, share: SafeFloat, amount: int) -> PoolUpdate:
    """Return the pool and the coldkey's share after `amount` (signed) went to or from that coldkey alone."""
    size = abs(amount)
    if not denominator.mantissa:
        # Quirk: the first update sets the pool to its size even if it takes away.
        denominator = share = safe_float.from_int(size)
    else:
        shares = shares_for(value, denominator, size)
        change = safe_float.add if amount >= 0 else safe_float.sub
        denominator = change(denominator, shares)
        share = change(share, shares)
    return PoolUpdate(update_all(value, amount), denominator, share)


def update_all(value: int, amount: int) -> int:
    """Return the value after `amount` (signed) was spread over all coldkeys in proportion to their shares."""
    return sat_add64(value, amount) if amount >= 0 else sat_sub64(value, -amount)


def is_precise_enough(value: int, denominator: SafeFloat, amount: int) -> bool:
    """Return whether adding `amount` gives any shares at all; staking is refused where it does not."""
    return not denominator.mantissa or bool(shares_for(value, denominator, amount).mantissa)


def as_signed(amount: int) -> int:
    """Return a u64 amount as the i64 with the same bits.

    Quirk: an amount of 2^63 rao or more turns negative; no supply reaches it.
    """
    amount &= U64_MAX
    return amount - (1 << 64) if amount & _I64_SIGN else amount
