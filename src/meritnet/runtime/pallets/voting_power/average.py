"""The average behind voting power: pure integers."""

from meritnet.primitives.fixed import U64_MAX, U128_MAX

ONE = 10**18
"""The weight that stands for 1."""


def next_power(power: int, stake: int, alpha: int) -> int:
    """Return ⌊(alpha · stake + (1 - alpha) · power) / 1⌋, at most 2^64 - 1. Units: rao; alpha in 10^-18, at most 1."""
    rest = max(ONE - alpha, 0)
    sum_ = min(alpha * stake + rest * power, U128_MAX)
    return min(sum_ // ONE, U64_MAX)


def is_dropped(before: int, after: int, threshold: int) -> bool:
    """Return whether a power is forgotten: it fell below the threshold, which it had reached before."""
    return after < threshold <= before
