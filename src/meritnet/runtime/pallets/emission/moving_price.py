"""Moving price of a subnet: an exponential average of its spot price that starts slow and at zero."""

from meritnet.primitives.fixed import I96F32, U64F64

DEFAULT_MOVING_ALPHA = 12_885
"""0.000003 as I96F32, rounded to nearest."""


def smoothing(now: int, first_emission_block: int, half_life: int, moving_alpha: int) -> int:
    """Return the weight (U64F64) of this block's price.

    Moving_alpha · b/(b + half_life), b blocks since the start.

    Units: blocks; `moving_alpha` I96F32.
    """
    age = max(now - max(first_emission_block - 1, 0), 0)
    ramp = U64F64.div(U64F64.from_int(age), U64F64.from_int(age + half_life))
    return U64F64.mul(U64F64.convert(moving_alpha, I96F32), ramp)


def next_moving_price(old: int, spot_price: int, smoothing: int) -> int:
    """Return the new moving price (I96F32) from the old one (I96F32).

    The spot price and its weight (both U64F64).

    The spot price counts at most as 1.
    Quirk: storing truncates to 32 fraction bits in every block, which biases the average down; vector
    coinbase_step.
    Difference: an old price of 2^64 or more, which only a raw write by root makes, is averaged as it is. Runtime 425
    takes it for 2^64; the runtimes before did not, and test programs of SDK 10 count on them.
    """
    now_part = U64F64.mul(smoothing, min(spot_price, U64F64.ONE))
    old_part = U64F64.sub(U64F64.ONE, smoothing) * (max(old, 0) << 32) >> 64
    return I96F32.convert(now_part + old_part, U64F64)
