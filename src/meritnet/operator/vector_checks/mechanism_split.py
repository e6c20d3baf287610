"""Checks how a subnet's mechanisms share its alpha."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.consensus_yuma.mechanisms import split_emission


def check(document: Document) -> Iterator[Case]:
    """Yield one case a split."""
    return run_cases(named(document["cases"]), _split)


def _split(case: Document) -> Comparison:
    split = None if case["split_u16"] is None else [int(share) for share in case["split_u16"]]
    return Comparison(split_emission(int(case["alpha"]), int(case["mechanism_count"]), split), case["result"])
