"""Transaction fees: weight, length and base fee in rao, and a fee's price in alpha."""

from meritnet.primitives.fixed import U64_MAX, U64F64, sat_add64
from meritnet.runtime.framework.weights import BASE_EXTRINSIC_PS

BILLION = 1_000_000_000
FEE_PER_REF_TIME = 500_000
"""Fee of one picosecond of reference time, in billionths of a rao (0.0005 rao)."""
FEE_PER_BYTE = 1
"""Unit: rao per byte of the encoded extrinsic."""


def weight_fee(ref_time: int) -> int:
    """Return the fee of a reference time in rao, rounded to nearest; an exact half rounds down."""
    return min((ref_time * FEE_PER_REF_TIME + BILLION // 2 - 1) // BILLION, U64_MAX)


def length_fee(encoded_bytes: int) -> int:
    """Return the fee of an extrinsic's encoded length in rao."""
    return encoded_bytes * FEE_PER_BYTE


def base_fee() -> int:
    """Return the fee that every signed extrinsic pays in rao."""
    return weight_fee(BASE_EXTRINSIC_PS)


def inclusion_fee(ref_time: int, encoded_bytes: int) -> int:
    """Return base + length + weight fee in rao, without tip.

    `ref_time` is that of the call and its extensions.

    The fee multiplier is fixed at 1.
    """
    return sat_add64(sat_add64(base_fee(), length_fee(encoded_bytes)), weight_fee(ref_time))


def fee_in_alpha(fee: int, spot_price: int, position: int) -> int:
    """Return the alpha (rao) that pays a fee of `fee` rao out of a stake of `position` rao at a U64F64 price.

    Quirk: a fee worth less than one rao of alpha (or a price of 0) takes the whole position.
    """
    amount = U64F64.to_u64(U64F64.div(U64F64.from_int(fee), spot_price))
    return min(amount, position) if amount > 0 else position
