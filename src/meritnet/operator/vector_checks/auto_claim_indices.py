"""Checks which stakers a block claims for."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.staking.root_claims_math import auto_claim_indices


def check(document: Document) -> Iterator[Case]:
    """Yield one case a draw."""
    return run_cases(named(document["cases"]), _draw)


def _draw(case: Document) -> Comparison:
    parent_hash = bytes.fromhex(case["parent_hash"].removeprefix("0x"))
    return Comparison(auto_claim_indices(parent_hash, int(case["k"]), int(case["n"])), case["indices"])
