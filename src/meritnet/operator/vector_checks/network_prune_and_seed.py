"""Checks which subnet makes room for a newcomer and how the newcomer's pool starts."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.runtime.pallets.subnets import eviction, seed_price


def check(document: Document) -> Iterator[Case]:
    """Yield one case an eviction and one a pool."""
    yield from run_cases(((f"prune {n}", case) for n, case in enumerate(document["prune"])), _prune)
    yield from run_cases(((f"seed {n}", case) for n, case in enumerate(document["seed"])), _seed)


def _prune(case: Document) -> Comparison:
    period = int(case["network_immunity_period"])
    standings = []
    for row in case["networks"]:
        registered_at = int(row["registered_at"])
        price = int(row["moving_price_u64f64_bits"])
        standings.append(eviction.Standing(int(row["netuid"]), price, registered_at, registered_at + period))
    return Comparison(eviction.candidate(standings, int(case["now"])), case["pruned"])


def _seed(case: Document) -> Comparison:
    median = seed_price.median_price(int(price) for price in case["prices_u64f64_bits"])
    ours = {
        "median_u64f64_bits": median,
        "pool_alpha": seed_price.starting_alpha(int(case["pool_tao"]), median),
    }
    return Comparison(ours, {key: case[key] for key in ours})
