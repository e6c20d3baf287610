"""Returns what the contributors of a lease get: shares, refunds, parts of the owner's cut. Pure arithmetic.

Shares are U64F64 bits between 0 and 1. Refunds are cut, dividends rounded up, and the beneficiary has what is left.
Source: vectors/economics/lease.json
"""

from meritnet.primitives.fixed import U64F64, sat_sub64

_ALMOST_ONE = (1 << 64) - 1


def share_of(contribution: int, raised: int) -> int:
    """Return a contributor's share of a lease: what it gave of what was raised. Unit of both: rao."""
    return U64F64.from_ratio(contribution, raised)


def refund_of(share: int, leftover: int) -> int:
    """Return a contributor's part of the TAO that registering the subnet left over. Unit: rao."""
    return U64F64.to_u64(U64F64.mul(share, U64F64.from_int(leftover)))


def contributors_cut(percent: int, owner_cut: int) -> int:
    """Return the contributors' part of an owner's cut, rounded up in their favour. Unit: rao of alpha."""
    return -(-owner_cut * percent // 100)


def dividend_of(share: int, total: int) -> int:
    """Return a contributor's part of what is paid out, rounded up. Unit: rao of alpha."""
    return U64F64.to_u64(U64F64.mul(share, U64F64.from_int(total)) + _ALMOST_ONE)


def rest_of(total: int, paid: int) -> int:
    """Return what the beneficiary gets after all contributors; their rounding may leave it nothing."""
    return sat_sub64(total, paid)
