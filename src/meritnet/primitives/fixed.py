"""Fixed-point formats with the reference chain's rounding, and saturating u64 helpers.

A fixed-point number is a plain `int` holding its raw bits: value · 2^frac_bits, negative numbers as negative
ints. A `Fixed` object describes a format and does its arithmetic, so code reads `U96F32.mul(price, amount)`
and allocates nothing.

Rounding: `mul` floors the exact product (towards minus infinity), `div` truncates towards zero, `convert` and
the integer conversions floor. Everything saturates at the ends of the format, except that a division by zero
or one whose result does not fit gives 0 (`div`) or None (`checked_div`).
"""

from dataclasses import dataclass, field

U32_MAX = (1 << 32) - 1
U64_MAX = (1 << 64) - 1
U128_MAX = (1 << 128) - 1


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed-point format; `MIN`, `MAX` and `ONE` are raw bits like every argument and result."""

    name: str
    signed: bool
    int_bits: int
    frac_bits: int
    MIN: int = field(init=False)
    MAX: int = field(init=False)
    ONE: int = field(init=False)

    def __post_init__(self) -> None:
        """Derive the bounds; the sign bit of a signed format counts among its integer bits."""
        width = self.int_bits + self.frac_bits
        object.__setattr__(self, "MIN", -(1 << (width - 1)) if self.signed else 0)
        object.__setattr__(self, "MAX", (1 << (width - 1 if self.signed else width)) - 1)
        object.__setattr__(self, "ONE", 1 << self.frac_bits)

    def saturate(self, raw: int) -> int:
        """Return `raw` clamped to the format's range."""
        if raw > self.MAX:
            return self.MAX
        return raw if raw >= self.MIN else self.MIN

    def add(self, a: int, b: int) -> int:
        """Return a + b, saturating."""
        return self.saturate(a + b)

    def sub(self, a: int, b: int) -> int:
        """Return a - b, saturating (0 at the least in an unsigned format)."""
        return self.saturate(a - b)

    def mul(self, a: int, b: int) -> int:
        """Return a · b, floored and saturating."""
        raw = (a * b) >> self.frac_bits
        if raw > self.MAX:
            return self.MAX
        return raw if raw >= self.MIN else self.MIN

    def checked_div(self, a: int, b: int) -> int | None:
        """Return a / b truncated towards zero, None if b is 0 or the quotient does not fit."""
        if b == 0:
            return None
        raw = (abs(a) << self.frac_bits) // abs(b)
        if (a < 0) != (b < 0):
            raw = -raw
        return raw if self.MIN <= raw <= self.MAX else None

    def div(self, a: int, b: int) -> int:
        """Return a / b truncated towards zero.

        Quirk: 0 on a zero divisor and also on overflow, never the bound; vector fixed_point_ops.
        """
        if b > 0 and a >= 0:
            raw = (a << self.frac_bits) // b
            return raw if raw <= self.MAX else 0
        raw_or_none = self.checked_div(a, b)
        return 0 if raw_or_none is None else raw_or_none

    def from_int(self, n: int) -> int:
        """Return the bits of the integer n, saturating."""
        return self.saturate(n << self.frac_bits)

    def from_ratio(self, num: int, den: int) -> int:
        """Return num / den: both become numbers of this format first, then divide as `div` does."""
        return self.div(self.from_int(num), self.from_int(den))

    def convert(self, raw: int, source: "Fixed") -> int:
        """Return the number with bits `raw` in format `source` in this format: floored, saturating."""
        shift = self.frac_bits - source.frac_bits
        return self.saturate(raw << shift if shift >= 0 else raw >> -shift)

    def to_int(self, raw: int) -> int:
        """Return the floor of the number, unbounded."""
        return raw >> self.frac_bits

    def to_u64(self, raw: int) -> int:
        """Return the floor of the number as a u64: negative gives 0, too large gives 2^64 - 1."""
        if raw <= 0:
            return 0
        n = raw >> self.frac_bits
        return n if n <= U64_MAX else U64_MAX


U64F64 = Fixed("U64F64", signed=False, int_bits=64, frac_bits=64)
I64F64 = Fixed("I64F64", signed=True, int_bits=64, frac_bits=64)
U96F32 = Fixed("U96F32", signed=False, int_bits=96, frac_bits=32)
I96F32 = Fixed("I96F32", signed=True, int_bits=96, frac_bits=32)
I32F32 = Fixed("I32F32", signed=True, int_bits=32, frac_bits=32)


def sat_add64(a: int, b: int) -> int:
    """Return a + b of two u64, at most 2^64 - 1."""
    total = a + b
    return total if total <= U64_MAX else U64_MAX


def sat_sub64(a: int, b: int) -> int:
    """Return a - b of two u64, at least 0."""
    return a - b if a > b else 0


def sat_mul64(a: int, b: int) -> int:
    """Return a · b of two u64, at most 2^64 - 1."""
    product = a * b
    return product if product <= U64_MAX else U64_MAX
