"""Exact fixed-point arithmetic on uint64 arrays: products, quotients, normalising and quantising.

Values are I32F32 bits (value times 2^32). Unsigned arithmetic suffices because nothing in an epoch is
negative; a float appears in one place, `divide`, as a first guess that integer arithmetic then repairs.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from meritnet.runtime.pallets.consensus_yuma.types import U64Array

ONE = 1 << 32
_SHIFT = np.uint64(32)
_LOW = np.uint64(ONE - 1)
_ONE = np.uint64(ONE)
_MAX_SHARE = np.uint64(65535)


def share_bits(share: int) -> int:
    """Return floor(share * 2^32 / 65535), the bits of a stored u16 proportion."""
    return (share << 32) // 65535


def shares_bits(shares: U64Array) -> U64Array:
    """Return `share_bits` of an array; 2^32 = 65537 * 65535 + 1 makes it one product and one comparison."""
    return cast(U64Array, shares * np.uint64(65537) + (shares == _MAX_SHARE))


def quantise(bits: U64Array) -> U64Array:
    """Return min(65535, floor(bits * 65535 / 2^32)): truncated, never rounded.

    Units: bits at most 2^48, so the product fits.
    """
    shares: U64Array = (bits * _MAX_SHARE) >> _SHIFT
    return np.minimum(shares, _MAX_SHARE)


def multiply(a: U64Array, b: U64Array) -> U64Array:
    """Return floor(a * b / 2^32) of two arrays of fractions in 0..1.

    Only 1.0 * 1.0 does not fit 64 bits: it wraps to 0, so a factor of exactly 1.0 copies the other one.
    `a` should be the smaller array (a vector against a matrix), because it is searched for 1.0.
    """
    product = (a * b) >> _SHIFT
    if a.size and int(a.max()) == ONE:
        return np.where(a == _ONE, b, product)
    return product


def scale(factor: int, values: U64Array, out: U64Array | None = None) -> U64Array:
    """Return floor(factor * values / 2^32) for one factor in 0..2^32; `out` may be `values`."""
    if factor == ONE:
        if out is None or out is values:
            return values
        out[...] = values
        return out
    product = np.multiply(values, np.uint64(factor), out=out)
    product >>= _SHIFT
    return product


def scale_up(factor: int, values: U64Array) -> U64Array:
    """Return ceil(factor * values / 2^32) for a factor below 2^32 and values up to 1.0."""
    return (values * np.uint64(factor) + _LOW) >> _SHIFT


def multiply_wide(a: U64Array, b: U64Array) -> U64Array:
    """Return floor(a * b / 2^32) of any two arrays whose result fits 64 bits, through 32-bit halves."""
    ah, al = a >> _SHIFT, a & _LOW
    bh, bl = b >> _SHIFT, b & _LOW
    return ((ah * bh) << _SHIFT) + ah * bl + al * bh + ((al * bl) >> _SHIFT)


def divide(a: U64Array, b: U64Array) -> U64Array:
    """Return floor(a * 2^32 / b), and 0 where b is 0.

    Bound: a <= 2^33, b <= 2^45 and a quotient below 2^46. The float64 guess is then less than 1 off, so the
    remainder a * 2^32 - q * b, taken modulo 2^64 and read as signed, lies within (-b, 2b) and tells which way
    to repair. A correctly rounded guess is only ever too high; the other repair makes a guess that is one short
    harmless as well, so no machine's rounding can show.
    """
    nothing = b == 0
    # Where b is 0 the answer is 0; a divisor of 1.0 keeps the unused quotient within its bound.
    safe = np.where(nothing, np.uint64(ONE), b)
    guess = (a.astype(np.float64) * float(ONE)) / safe  # exact: only a guess, repaired below
    q = guess.astype(np.int64)
    divisor = safe.view(np.int64)
    rest = (a << _SHIFT).view(np.int64) - q * divisor
    q += rest >= divisor
    q -= rest < 0
    return np.where(nothing, np.uint64(0), q.view(np.uint64))


def divide_shares(
    values: U64Array, total: U64Array, out: U64Array | None = None, largest: int | None = None
) -> U64Array:
    """Return floor(values * 2^32 / total) for values of at most their total, and 0 where the total is 0.

    Shapes: `total` broadcasts against `values`; `out` may not be `values`.
    Units: `largest` bounds all values (their maximum when left out).
    Bound: values <= total <= 2^45 and values <= 2^32. With M = floor((2^64 - 1) / total) the product
    values * M fits 64 bits and falls short of values * 2^64 / total by at most values + 1. So its upper half
    is the answer unless its lower half is that close to a carry; the few such places are divided again in
    full.
    """
    divisor = np.maximum(total, np.uint64(1))
    product = np.multiply(values, np.uint64(2**64 - 1) // divisor, out=out)
    if largest is None:
        largest = int(values.max(initial=0))
    close = max(0, ONE - 2 - largest)
    doubtful = np.flatnonzero(product.astype(np.uint32) >= np.uint32(close))
    product >>= _SHIFT
    if doubtful.size:
        where = np.unravel_index(doubtful, values.shape)
        divisors = _picked(divisor, where)
        numerators = values[where]
        # Below 1.0 the shifted numerator still fits 64 bits and plain integer division does.
        product[where] = (
            divide(numerators, divisors) if largest >= ONE else (numerators << _SHIFT) // divisors
        )
    return product


def _picked(values: U64Array, where: tuple[NDArray[np.intp], ...]) -> U64Array:
    """Return the items that `values` would show at `where` if it were broadcast; much cheaper than doing that."""
    axes = where[len(where) - values.ndim :]
    picked: U64Array = values[
        tuple(np.intp(0) if size == 1 else at for at, size in zip(axes, values.shape, strict=True))
    ]
    return picked


def normalise(values: U64Array) -> U64Array:
    """Return `values` divided by their sum, unchanged when the sum is 0."""
    total = values.sum(dtype=np.uint64)
    if total == 0:
        return values
    return divide_shares(values, np.asarray(total).reshape(1))


def reciprocal(values: U64Array) -> U64Array:
    """Return floor(2^64 / values) for values above 1."""
    q = np.uint64(2**64 - 1) // values
    return cast(U64Array, q + ((q + np.uint64(1)) * values == 0))
