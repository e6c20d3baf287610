"""Returns how a hotkey's dividend is shared with the parents whose stake it validated with.

Amounts are rao, proportions are u64 fractions of 2^64 - 1, weights are U96F32 bits.
Rounding: every payout and every burn is floored by itself; the fractions lost stay with nobody.
Source: vectors/economics/parent_child.json
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from meritnet.primitives.fixed import U64_MAX, U96F32
from meritnet.runtime.pallets.staking.stake_weight import proportion_bits

U16_MAX = 65_535

_ONE = U96F32.ONE


class Parent(NamedTuple):
    """What one parent owns, the part of it that is lent, and whether parent and child have one owner."""

    alpha: int
    root_stake: int
    proportion: int
    same_owner: bool = False
    """Then it pays neither take nor burn."""


class DividendSplit(NamedTuple):
    """A dividend in rao of alpha: one amount a parent, in their order, the hotkey's own, and the burn."""

    to_parents: list[int]
    to_self: int
    recycled: int


def burn_factor(child_key_burn: int) -> int:
    """Return the stored u64 child-key burn as U96F32 bits."""
    return proportion_bits(child_key_burn)


def take_factor(take: int) -> int:
    """Return a u16 take as U96F32 bits."""
    return (take << 32) // U16_MAX


def self_contribution(alpha: int, root_stake: int, children: Iterable[int], tao_weight: int) -> int:
    """Return the weight of a hotkey's own stake that is not lent to children, floored to rao."""
    remaining = _ONE
    for proportion in children:
        remaining = max(remaining - proportion_bits(proportion), 0)
    contribution = alpha * remaining + U96F32.mul(root_stake * remaining, tao_weight)
    return U96F32.to_u64(contribution)


def parent_contribution(parent: Parent, tao_weight: int) -> int:
    """Return the weight of the stake that a parent lends, as U96F32 bits."""
    part = proportion_bits(parent.proportion)
    return parent.alpha * part + U96F32.mul(parent.root_stake * part, tao_weight)


def split_dividend(
    dividend: int,
    own_contribution: int,
    parents: Sequence[Parent],
    tao_weight: int,
    childkey_take: int,
    child_key_burn: int = 0,
) -> DividendSplit:
    """Return the payouts of `dividend`: to parents by what they lent less take and burn, the rest to self.

    `own_contribution` is `self_contribution` of the hotkey, `childkey_take` its u16 take.
    """
    contributions = [parent_contribution(parent, tao_weight) for parent in parents]
    total = (own_contribution << 32) + sum(contributions)
    emission = dividend << 32
    burn_bits, take_bits = burn_factor(child_key_burn), take_factor(childkey_take)
    rest, takes, recycled = emission, 0, 0
    to_parents: list[int] = []
    for parent, contribution in zip(parents, contributions, strict=True):
        part = U96F32.mul(emission, U96F32.div(contribution, total))
        rest = max(rest - part, 0)
        if not parent.same_owner:
            burn = U96F32.mul(burn_bits, part)
            take = U96F32.mul(take_bits, part)
            part = max(part - burn - take, 0)
            takes += take
            recycled += U96F32.to_u64(burn)
        to_parents.append(U96F32.to_u64(part))
    return DividendSplit(to_parents, U96F32.to_u64(rest + takes), min(recycled, U64_MAX))
