"""Decimal floating point for share pools: a mantissa of 21 digits and an exponent, in integers only.

A number is mantissa · 10^exponent with 10^20 < mantissa <= 10^21, or (0, 0). Every operation truncates.
Source: vectors/economics/share_pool.json, safe_float_from_u64f64.json
"""

from typing import NamedTuple

from meritnet.primitives.fixed import U64_MAX

_TOP = 10**21
_BOTTOM = 10**20
_MAX_SHIFT = 22
"""Mantissas are scaled by 10^22 at most; beyond that nothing of them is left anyway."""
_POWERS = tuple(10**n for n in range(_MAX_SHIFT + 1))


class SafeFloat(NamedTuple):
    """A non-negative number mantissa · 10^exponent."""

    mantissa: int
    exponent: int


ZERO = SafeFloat(0, 0)


def normalized(mantissa: int, exponent: int) -> SafeFloat:
    """Return the number with its mantissa cut or extended to 21 digits; 10^20 becomes 10^21, 0 is (0, 0)."""
    if mantissa <= 0:
        return ZERO
    excess = len(str(mantissa)) - 21
    if excess > 0:
        mantissa //= 10**excess
    elif excess < 0:
        mantissa *= 10**-excess
    if mantissa == _BOTTOM:
        return SafeFloat(_TOP, exponent + excess - 1)
    return SafeFloat(mantissa, exponent + excess)


def from_int(n: int) -> SafeFloat:
    """Return the non-negative integer n."""
    return normalized(n, 0)


def from_u64f64(bits: int) -> SafeFloat:
    """Return a share of the older fixed-point format, cut to 21 significant digits."""
    if bits == 0:
        return ZERO
    # The smallest number is 2^-64 > 10^-20, so 43 places leave at least 23 digits to cut from.
    places = 43
    return normalized((bits * 10**places) >> 64, -places)


def add(a: SafeFloat, b: SafeFloat) -> SafeFloat:
    """Return a + b; digits of the smaller number below the last digit of the larger are lost."""
    if not a.mantissa:
        return b
    if not b.mantissa:
        return a
    left, right, exponent = _aligned(a, b)
    return normalized(left + right, exponent)


def sub(a: SafeFloat, b: SafeFloat) -> SafeFloat:
    """Return a - b, at least 0; digits are lost as in `add`."""
    if not b.mantissa:
        return a
    if not a.mantissa:
        return ZERO
    left, right, exponent = _aligned(a, b)
    return normalized(left - right, exponent)


def mul_div(a: SafeFloat, b: SafeFloat, c: SafeFloat) -> SafeFloat | None:
    """Return a · b / c, None if c is 0."""
    if not c.mantissa:
        return None
    return normalized(a.mantissa * b.mantissa // c.mantissa, a.exponent + b.exponent - c.exponent)


def to_u64(a: SafeFloat) -> int:
    """Return the floor of the number, at most 2^64 - 1."""
    mantissa, exponent = a
    if exponent < 0:
        n = mantissa // _POWERS[min(-exponent, _MAX_SHIFT)]
    else:
        n = mantissa * _POWERS[min(exponent, _MAX_SHIFT)]
    return n if n <= U64_MAX else U64_MAX


def _aligned(a: SafeFloat, b: SafeFloat) -> tuple[int, int, int]:
    """Return both mantissas at the larger exponent, and that exponent."""
    shift = a.exponent - b.exponent
    if shift >= 0:
        return a.mantissa, b.mantissa // _POWERS[min(shift, _MAX_SHIFT)], a.exponent
    return a.mantissa // _POWERS[min(-shift, _MAX_SHIFT)], b.mantissa, b.exponent
