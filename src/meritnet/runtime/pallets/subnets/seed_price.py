"""Returns the price at which a new subnet's pool starts: the median of the others.

Prices are U64F64 bits of TAO per alpha, amounts are rao.
Source: vectors/economics/network_prune_and_seed.json
"""

from collections.abc import Iterable

from meritnet.primitives.fixed import U64F64


def median_price(prices: Iterable[int]) -> int:
    """Return the median of the prices above 0: the mean of the middle two, or 1 for none."""
    positive = sorted(price for price in prices if price > 0)
    if not positive:
        return U64F64.ONE
    middle = len(positive) // 2
    if len(positive) % 2:
        return positive[middle]
    return (positive[middle - 1] + positive[middle]) // 2


def starting_alpha(pool_tao: int, median: int) -> int:
    """Return the alpha that a new pool holds beside `pool_tao`: ⌊pool_tao / median⌋.

    Quirk: 0 where that does not fit 64 bits (a median below 10^-7 for a lock of 1000 TAO).
    """
    return U64F64.to_u64(U64F64.div(U64F64.from_int(pool_tao), median))
