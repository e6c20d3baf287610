"""Returns powers of rationals with rational exponents, floored at 18 decimal places, in integers only.

A power is first enclosed between two numbers computed with 128 fraction bits. If both have the same
floor, that is the answer; if not (about once in 2^40 calls, or when the power is a whole number), small
exponents are settled by an exact comparison of integers and the others by an enclosure of 1024 bits. So
the result is the floor of the exact power.

Known difference: the reference's series loses its digits where the power lies below e^-137, which takes a
pool weight under 0.05 and an input hundreds of times the reserve. There ours is the exact 0.
"""

from functools import cache
from math import gcd, isqrt

SCALE = 10**18
"""Results are multiples of 1 / SCALE."""

_PRECISIONS = (128, 1024)
_EXACT_EXPONENT_LIMIT = 1024


def pow_scaled(num: int, den: int, exp_num: int, exp_den: int, ceiling: int | None = None) -> int:
    """Return ⌊10^18 · (num / den)^(exp_num / exp_den)⌋, at most `ceiling`.

    num, den, exp_num and exp_den are positive; num may be 0.
    """
    if num == den:
        value = SCALE
    elif num == 0:
        value = 0
    elif exp_num == exp_den:
        value = SCALE * num // den
    elif exp_num * 2 == exp_den:
        value = isqrt(SCALE * SCALE * num // den)
    else:
        return _enclosed_power(num, den, exp_num, exp_den, ceiling)
    return value if ceiling is None else min(value, ceiling)


def _enclosed_power(num: int, den: int, exp_num: int, exp_den: int, ceiling: int | None) -> int:
    """Return the floor of the scaled power by enclosures of growing precision."""
    low = high = 0
    for bits in _PRECISIONS:
        low, high = _bounds(num, den, exp_num, exp_den, bits)
        if ceiling is not None and low >= ceiling:
            return ceiling
        if low == high:
            break
        divisor = gcd(exp_num, exp_den)
        a, b = exp_num // divisor, exp_den // divisor
        if max(a, b) <= _EXACT_EXPONENT_LIMIT:
            low = _largest_not_above(num, den, a, b, low, high)
            break
    # With a larger exponent the scaled power cannot be a whole number (num and den would have to be
    # powers that do not fit their 128 bits), so it keeps a distance from the next one that 1024 bits can
    # tell.
    return low if ceiling is None else min(low, ceiling)


def _largest_not_above(num: int, den: int, a: int, b: int, low: int, high: int) -> int:
    """Return the largest n in low..high with n^b · den^a <= 10^(18 b) · num^a."""
    bound = SCALE**b * num**a
    scale = den**a
    # Bound: an enclosure of 2^-40 relative width spans a handful of integers, halved in each round.
    while low < high:
        middle = (low + high + 1) >> 1
        if middle**b * scale <= bound:
            low = middle
        else:
            high = middle - 1
    return low


def _bounds(num: int, den: int, exp_num: int, exp_den: int, bits: int) -> tuple[int, int]:
    """Return floors of a lower and an upper bound of the scaled power, from `bits` fraction bits."""
    ln2 = _ln2(bits)
    exponent = _ln(num, den, bits) * exp_num // exp_den
    doublings = (2 * exponent + ln2) // (2 * ln2)
    mantissa = _exp_small(exponent - doublings * ln2, bits)
    # Error in units of 2^-bits: below 512 in the logarithm, times the exponent, and below 512 in the
    # exponential (while |doublings| < 300; beyond that the scaled power is 0, or above any ceiling).
    error = (exp_num // exp_den + 2) << 10
    low, high = max(mantissa - error, 0) * SCALE, (mantissa + error) * SCALE
    shift = doublings - bits
    if shift >= 0:
        return low << shift, high << shift
    return low >> -shift, high >> -shift


@cache
def _ln2(bits: int) -> int:
    """Return ln 2 with `bits` fraction bits, its last bit in doubt at most."""
    guard = 32
    return 2 * _atanh((1 << (bits + guard)) // 3, bits + guard) >> guard


def _atanh(z: int, bits: int) -> int:
    """Return artanh(z) for 0 <= z <= 1/3 by its power series; z and the result have `bits` fraction bits."""
    square = z * z >> bits
    total = power = z
    divisor = 1
    # Bound: z² <= 1/9, so a term loses three bits or more in each round.
    while power:
        power = power * square >> bits
        divisor += 2
        total += power // divisor
    return total


def _ln(num: int, den: int, bits: int) -> int:
    """Return ln(num / den) with `bits` fraction bits."""
    doublings = num.bit_length() - den.bit_length()
    if doublings > 0:
        den <<= doublings
    elif doublings < 0:
        num <<= -doublings
    # The ratio is now in 1/2..2; bring it into 0.7..1.5, where the series is short.
    if 10 * num < 7 * den:
        num <<= 1
        doublings -= 1
    elif 2 * num > 3 * den:
        den <<= 1
        doublings += 1
    if num >= den:
        series = _atanh(((num - den) << bits) // (num + den), bits)
    else:
        series = -_atanh(((den - num) << bits) // (num + den), bits)
    return 2 * series + (doublings * _ln2(bits) if doublings else 0)


def _exp_small(x: int, bits: int) -> int:
    """Return e^x for |x| <= 0.35 by its power series; x and the result have `bits` fraction bits."""
    size = abs(x)
    even = term = 1 << bits
    odd = 0
    n = 0
    # Bound: |x| < 1/2, so a term loses more than one bit in each round.
    while term:
        n += 1
        term = (term * size >> bits) // n
        if n & 1:
            odd += term
        else:
            even += term
    return even + odd if x >= 0 else even - odd
