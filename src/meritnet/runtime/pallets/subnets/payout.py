"""Splits the pool of a dissolved subnet between its stakers and the protocol, to the last rao.

Amounts are rao of TAO, weights are rao of alpha.
Source: vectors/economics/dissolve_payout.json
"""

from collections.abc import Sequence
from typing import NamedTuple

from meritnet.primitives.fixed import U96F32, sat_sub64

PROTOCOL = -1


class Share(NamedTuple):
    """One part of a split pot."""

    staker: int
    """Position of the staker."""
    tao: int


class Payout(NamedTuple):
    """A split pot."""

    stakers: list[Share]
    """What stakers receive, in the order in which they are paid."""
    protocol: int
    """What nobody receives."""


def split_pot(pot: int, stakes: Sequence[int], protocol_alpha: int) -> Payout:
    """Return the parts of `pot` in proportion to alpha; what floors leave over goes to the largest remainders.

    Of equal remainders the earlier staker's counts as larger, the protocol's as the smallest. With something left
    over the parts are paid in the order of their remainders, else in the order of the stakers.
    """
    total = sum(stakes) + protocol_alpha
    if not pot or not total:
        return Payout([], 0)
    weights = list(enumerate(stakes)) + ([(PROTOCOL, protocol_alpha)] if protocol_alpha else [])
    parts = [(who, *divmod(pot * weight, total)) for who, weight in weights]
    left = pot - sum(tao for _, tao, _ in parts)
    if left:
        parts.sort(key=lambda part: -part[2])
    shares = [Share(who, tao + (place < left)) for place, (who, tao, _) in enumerate(parts)]
    return Payout(
        [share for share in shares if share.staker != PROTOCOL and share.tao],
        sum(share.tao for share in shares if share.staker == PROTOCOL),
    )


def lock_refund(lock: int, alpha_issued: int, owner_cut: int, price: int) -> int:
    """Return what an owner from before the refund rule ended gets back of the lock.

    That is the lock less the worth of the owner's part of all alpha ever made, at the present price.
    Units: `owner_cut` U96F32, `price` U96F32 of TAO per alpha.
    """
    alpha = U96F32.to_u64(U96F32.mul(U96F32.from_int(alpha_issued), owner_cut))
    return sat_sub64(lock, U96F32.to_u64(U96F32.mul(U96F32.from_int(alpha), price)))
