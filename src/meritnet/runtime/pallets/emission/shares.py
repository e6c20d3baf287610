"""Splits a block's TAO between subnets by moving price, miner burn and the emission switch."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from meritnet.primitives.fixed import I96F32, U64F64, U96F32

STABLE_PRICE = U64F64.ONE
"""Price of a subnet without a pool (mechanism 0): one TAO an alpha."""


class Contender(NamedTuple):
    """What decides the share of one emitting subnet."""

    price: int
    """Moving price, U64F64."""
    miner_burned: int
    """Fraction of the last epoch's miner incentive that went to owner keys, U96F32."""
    emission_enabled: bool


class SubnetShares(NamedTuple):
    """Shares of the contenders in their order, U64F64."""

    price_sum: int
    """Σ moving price, U64F64."""
    after_burn: list[int]
    """Shares after miner burn, before switched-off subnets are taken out."""
    effective: list[int]
    """Shares that TAO is paid by."""

    @property
    def root_sells(self) -> bool:
        """Tell if the prices sum to more than 1, so that root stakers receive alpha.

        Otherwise it is recycled.
        """
        return self.price_sum > U64F64.ONE


def price_of(moving_price: int, *, stable: bool = False) -> int:
    """Return a stored moving price (I96F32) as U64F64; a stable subnet counts as 1."""
    return STABLE_PRICE if stable else U64F64.convert(moving_price, I96F32)


def subnet_shares(contenders: Sequence[Contender]) -> SubnetShares:
    """Return each subnet's share of the block's TAO.

    A share is the price's part of the price sum, lowered by the miner burn and scaled back to a sum of 1. If
    every subnet burned all, the price shares stand. Switched-off subnets get 0 and the others share theirs.
    """
    price_sum = _total(c.price for c in contenders)
    by_price = [U64F64.div(c.price, price_sum) for c in contenders]
    kept = [
        U64F64.mul(share, U64F64.sub(U64F64.ONE, U64F64.convert(min(c.miner_burned, U96F32.ONE), U96F32)))
        for share, c in zip(by_price, contenders, strict=True)
    ]
    kept_sum = _total(kept)
    after_burn = [U64F64.div(k, kept_sum) for k in kept] if kept_sum > 0 else by_price
    if all(c.emission_enabled for c in contenders):
        return SubnetShares(price_sum, after_burn, after_burn)
    on = [share if c.emission_enabled else 0 for share, c in zip(after_burn, contenders, strict=True)]
    on_sum = _total(on)
    return SubnetShares(price_sum, after_burn, [U64F64.div(share, on_sum) for share in on])


def tao_emission(emission: int, share: int) -> int:
    """Return a subnet's part (U96F32) of `emission` rao for its share (U64F64)."""
    return U96F32.convert(U64F64.mul(U64F64.from_int(emission), share), U64F64)


def _total(values: Iterable[int]) -> int:
    """Return the saturating sum of U64F64 numbers."""
    return U64F64.saturate(sum(values))
