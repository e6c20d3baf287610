"""Returns the price of a neuron registration: it decays every block and jumps at every registration.

Prices are rao. A decay factor is a fraction of 2^32.
Source: vectors/economics/burn_cost.json
"""

from functools import cache

from meritnet.primitives.fixed import U64F64

_ONE_Q32 = 1 << 32
_HALF_Q32 = 1 << 31

INITIAL_PRICE = 10**9
"""Price on a new subnet. Unit: rao."""
DEFAULT_MULTIPLIER = 23_242_897_532_874_035_200
"""1.26 as U64F64: what a registration multiplies the price by, where a subnet stores no other."""


@cache
def decay_factor(half_life: int) -> int:
    """Return the largest factor whose `half_life`-th power is at most one half; 2^32 (no decay) for 0.

    `half_life` is a u16 number of blocks.
    """
    if half_life == 0:
        return _ONE_Q32
    low, high = 0, _ONE_Q32
    # Bound: 32 rounds, the distance halves from 2^32 to 1.
    while high - low > 1:
        middle = low + (high - low) // 2
        if _power_q32(middle, half_life) > _HALF_Q32:
            high = middle
        else:
            low = middle
    return low


def decayed(price: int, half_life: int, minimum: int, maximum: int, block: int) -> int:
    """Return the price at the start of `block`, decayed by one block and within its bounds.

    Quirk: the bounds also act where nothing decays (block 0 and 1, half life 0).
    """
    if block > 1:
        price = price * decay_factor(half_life) >> 32
    return clamped(price, minimum, maximum)


def after_registration(price: int, multiplier: int, minimum: int, maximum: int) -> int:
    """Return the price after one more registration; `multiplier` is U64F64 bits and counts as 1 at least."""
    raised = U64F64.mul(U64F64.from_int(price), max(multiplier, U64F64.ONE))
    return clamped(U64F64.to_u64(raised), minimum, maximum)


def clamped(price: int, minimum: int, maximum: int) -> int:
    """Return the price within its bounds; the maximum wins if they contradict each other."""
    return min(max(price, minimum), maximum)


def _power_q32(base: int, exponent: int) -> int:
    """Return base^exponent as a fraction of 2^32, floored at every product of square-and-multiply."""
    result = _ONE_Q32
    # Bound: 16 rounds, one for each bit of a u16.
    while exponent:
        if exponent & 1:
            result = result * base >> 32
        base = base * base >> 32
        exponent >>= 1
    return result
