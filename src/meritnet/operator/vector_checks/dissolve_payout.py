"""Checks how the pool of a dissolved subnet is split."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.subnets.payout import split_pot


def check(document: Document) -> Iterator[Case]:
    """Yield one case a pool."""
    return run_cases(named(document["cases"]), _split)


def _split(case: Document) -> Comparison:
    stakers = case["stakers_in_order"]
    split = split_pot(
        int(case["pot_tao"]), [int(staker["alpha"]) for staker in stakers], int(case["protocol_alpha"])
    )
    ours = {stakers[share.staker]["coldkey"]: share.tao for share in split.stakers}
    if split.protocol:
        ours["protocol"] = split.protocol
    return Comparison(ours, case["payouts"])
