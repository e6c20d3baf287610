"""Shares the epoch's alpha between miners (incentive) and validators (dividends)."""

from dataclasses import dataclass

import numpy as np

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.pallets.consensus_yuma.kernels import divide
from meritnet.runtime.pallets.consensus_yuma.types import U64Array


@dataclass(frozen=True, slots=True)
class EmissionShares:
    """Server, validator and combined share of every uid. Units: bits."""

    server: U64Array
    validator: U64Array
    combined: U64Array


def emission_shares(
    incentive: U64Array, dividends: U64Array, active_stake: U64Array, stake: U64Array
) -> EmissionShares:
    """Return each uid's share of the epoch's emission.

    Without incentive and dividends validators share by active stake, or by stake when nobody is active.
    """
    total = incentive.sum(dtype=np.uint64) + dividends.sum(dtype=np.uint64)
    if total == 0:
        fallback = active_stake if active_stake.any() else stake
        return EmissionShares(np.zeros_like(stake), fallback, fallback)
    divisor = np.asarray(total).reshape(1)
    return EmissionShares(
        divide(incentive, divisor), divide(dividends, divisor), divide(incentive + dividends, divisor)
    )


def amounts(shares: U64Array, emission: int) -> list[int]:
    """Return floor(share * emission) a uid; what flooring loses is paid to nobody. Units: rao."""
    return [min((share * emission) >> 32, U64_MAX) for share in shares.tolist()]
