"""What one subnet receives in a block.

Alpha emission, TAO and alpha put into its pool, and the excess that buys alpha.
"""

from typing import NamedTuple

from meritnet.primitives.fixed import U64_MAX, U64F64, U96F32
from meritnet.runtime.pallets.emission.curve import alpha_emission


class SubnetTerms(NamedTuple):
    """Terms of one subnet, from its reserves before the block.

    Amounts are rao with 32 fraction bits (U96F32).
    """

    alpha_emission: int
    """Whole rao."""
    price: int
    root_proportion: int
    injection_cap: int
    """Most alpha that goes into the pool."""
    tao_in: int
    alpha_in: int
    excess_tao: int
    """TAO that does not go into the pool directly but buys alpha from it."""
    capped: bool
    """Whether the cap cut the injection."""


class Injection(NamedTuple):
    """The terms in whole rao."""

    tao_in: int
    alpha_in: int
    excess_tao: int


def tao_weight_of(stored: int) -> int:
    """Return the weight of a TAO staked on root (U96F32) from its stored u64, a fraction of 2^64 - 1."""
    return U96F32.from_ratio(stored, U64_MAX)


def weighted_root(root_tao: int, tao_weight: int) -> int:
    """Return what root's stake weighs beside alpha, R·τ, as U96F32.

    Units: `root_tao` in rao; `tao_weight` U96F32.
    """
    return U96F32.mul(U96F32.from_int(root_tao), tao_weight)


def root_proportion(weighted_root: int, alpha_in: int, alpha_out: int) -> int:
    """Return root's part of a subnet's stake, R·τ / (R·τ + alpha issuance), as U96F32; 0 if there is neither.

    Units: `weighted_root` U96F32; `alpha_in`, `alpha_out` in rao.
    """
    issuance = U96F32.from_int(min(alpha_in + alpha_out, U64_MAX))
    return U96F32.div(weighted_root, U96F32.add(weighted_root, issuance))


def subnet_terms(
    tao: int, spot_price: int, alpha_in: int, alpha_out: int, root_proportion: int
) -> SubnetTerms:
    """Return the terms of a subnet that is due `tao` (U96F32) in this block.

    The pool takes TAO and alpha at the spot price, but no more alpha than root's part of the alpha emission;
    the TAO beyond that is the excess.

    Units: `spot_price` U64F64, `alpha_in` and `alpha_out` rao, `root_proportion` U96F32.
    """
    emission = alpha_emission(alpha_in, alpha_out)
    price = U96F32.convert(spot_price, U64F64)
    cap = U96F32.mul(root_proportion, U96F32.from_int(emission))
    alpha_in = U96F32.div(tao, price)
    capped = alpha_in > cap
    if not capped:
        return SubnetTerms(emission, price, root_proportion, cap, tao, alpha_in, 0, capped)
    tao_in = U96F32.mul(cap, price)
    return SubnetTerms(emission, price, root_proportion, cap, tao_in, cap, U96F32.sub(tao, tao_in), capped)


def injection(terms: SubnetTerms) -> Injection:
    """Return the amounts that move, in whole rao.

    Each is floored on its own, the dust is recycled with the block.
    """
    return Injection(
        U96F32.to_u64(terms.tao_in), U96F32.to_u64(terms.alpha_in), U96F32.to_u64(terms.excess_tao)
    )
