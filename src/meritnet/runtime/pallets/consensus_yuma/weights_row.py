"""A weight row as stored: scaled up to the largest u16."""

from collections.abc import Sequence

U16_MAX = 65535
_ONE = 1 << 32


def upscale_row(values: Sequence[int]) -> list[int]:
    """Return the row scaled so that its largest value becomes 65535, rounding halves away from zero.

    Quirk: above 32768 the factor 65535/max is floored to 32 bits before it multiplies, below it is not,
    because 65535 * max would not fit the chain's fixed point (50_units, upscale_u16).
    """
    largest = max(values, default=0)
    if largest == 0:
        return [0] * len(values)
    if largest <= U16_MAX // 2 + 1:
        return [_rounded((value * U16_MAX * _ONE) // largest) for value in values]
    factor = (U16_MAX * _ONE) // largest
    return [_rounded(factor * value) for value in values]


def is_max_share_within(values: Sequence[int], limit: int) -> bool:
    """Return whether the row's largest share is at most limit / 65535.

    An empty row and a row of zeros pass; a limit of 65535 always passes. Units: limit in 1/65535.
    """
    largest, total = max(values, default=0), sum(values)
    if limit == U16_MAX or total == 0:
        return True
    return (largest << 32) // total <= (limit << 32) // U16_MAX


def _rounded(bits: int) -> int:
    return min((bits + _ONE // 2) >> 32, U16_MAX)
