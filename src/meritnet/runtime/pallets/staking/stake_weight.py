"""Returns the stake weight of a hotkey: own stake, less what children got, plus what parents lent.

Amounts are rao; proportions are u64 fractions of 2^64 - 1; TAO weight is U96F32 bits; a total is I64F64 bits.
Root has no links of its own: the caller passes none there.
Source: vectors/economics/parent_child.json
"""

from collections.abc import Iterable
from typing import NamedTuple

from meritnet.primitives.fixed import I64F64, U64_MAX, U96F32


class StakeWeight(NamedTuple):
    """What a hotkey weighs on a subnet, links to parents and children counted."""

    alpha: int
    tao: int
    total: int
    """alpha + tao · TAO weight, I64F64 bits."""


def proportion_bits(proportion: int) -> int:
    """Return a u64 proportion as U96F32 bits, truncated."""
    return (proportion << 32) // U64_MAX


def inherited(own: int, children: Iterable[int], parents: Iterable[tuple[int, int]]) -> int:
    """Return own stake less the children's parts (at least 0) plus the parts from parents, floored.

    `children` are proportions, `parents` are (stake of the parent, proportion).
    """
    own_bits = own << 32
    # Every product is rounded by itself, as in the reference; nothing here can leave 96 integer bits.
    lent = sum(own_bits * proportion_bits(p) >> 32 for p in children)
    borrowed = sum(stake * proportion_bits(p) for stake, p in parents)
    return U96F32.to_u64(max(own_bits - lent, 0) + borrowed)


def total_bits(alpha: int, tao: int, tao_weight: int) -> int:
    """Return alpha + tao · tao_weight as I64F64 bits."""
    weight = I64F64.convert(tao_weight, U96F32)
    return I64F64.add(I64F64.from_int(alpha), I64F64.mul(I64F64.from_int(tao), weight))


def stake_weight(
    alpha: int,
    tao: int,
    children: Iterable[int],
    parents: Iterable[tuple[int, int, int]],
    tao_weight: int,
) -> StakeWeight:
    """Return the weight of a hotkey; `parents` are (alpha of the parent, its root stake, proportion)."""
    children = tuple(children)
    parents = tuple(parents)
    alpha = inherited(alpha, children, ((a, p) for a, _, p in parents))
    tao = inherited(tao, children, ((t, p) for _, t, p in parents))
    return StakeWeight(alpha, tao, total_bits(alpha, tao, tao_weight))
