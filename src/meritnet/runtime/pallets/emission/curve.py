"""Block emission from issuance: one coin a block, halved by issuance towards a cap of 21 million.

The same curve gives the TAO of a block (argument: total issuance) and each subnet's alpha (argument: alpha
in the pool plus alpha outstanding).
"""

from bisect import bisect_right

from meritnet.primitives.fixed import U64_MAX

COIN = 1_000_000_000
"""One TAO or one alpha in rao."""

SUPPLY_CAP = 21_000_000 * COIN
"""Most TAO that may ever exist, and the issuance at which the curve reaches 0. Unit: rao."""


HALVINGS = 32
"""Most halvings: as many as a ratio of 32 fraction bits can tell apart."""
_HALVING_AT = tuple(SUPPLY_CAP - (SUPPLY_CAP >> k) for k in range(1, HALVINGS + 1))


def halvings(issuance: int) -> int:
    """Return how many halvings apply at an issuance (rao) below the cap.

    k = ⌊log2(1 / (1 - issuance / cap))⌋; the ratio is truncated to 32 fraction bits, which puts the k-th
    halving at exactly ⌈cap · (1 - 2^-k)⌉, and none after the 32nd.
    """
    return bisect_right(_HALVING_AT, issuance)


def block_emission(issuance: int) -> int:
    """Return the emission of a block in rao: one coin, halved by issuance, 0 from the cap on."""
    if issuance >= SUPPLY_CAP:
        return 0
    return COIN >> halvings(issuance)


def alpha_emission(alpha_in: int, alpha_out: int) -> int:
    """Return a subnet's alpha emission of a block in rao.

    Its issuance is pool plus outstanding alpha, a u64.
    """
    return block_emission(min(alpha_in + alpha_out, U64_MAX))


def mintable(emission: int, balances_issuance: int) -> int:
    """Return the part of `emission` that fits under the cap, given the issuance that balances count.

    Unit: rao.
    """
    return min(emission, max(SUPPLY_CAP - balances_issuance, 0))
