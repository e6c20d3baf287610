"""Checks how a new subnet's pool starts."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.runtime.pallets.subnets import seed_price


def check(document: Document) -> Iterator[Case]:
    """Yield one case an eviction, all absent, and one a pool."""
    for number, _ in enumerate(document["prune"]):
        # Absent: choosing a subnet to evict.
        yield Case(f"prune {number}", "absent", "subnet eviction")
    yield from run_cases(((f"seed {n}", case) for n, case in enumerate(document["seed"])), _seed)


def _seed(case: Document) -> Comparison:
    median = seed_price.median_price(int(price) for price in case["prices_u64f64_bits"])
    ours = {
        "median_u64f64_bits": median,
        "pool_alpha": seed_price.starting_alpha(int(case["pool_tao"]), median),
    }
    return Comparison(ours, {key: case[key] for key in ours})
