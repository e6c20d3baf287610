"""Checks the emission curve and its thresholds."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.runtime.pallets.emission import curve


def check(document: Document) -> Iterator[Case]:
    """Yield one case an issuance and one a threshold."""
    yield from run_cases(((f"issuance {c['issuance_rao']}", c) for c in document["cases"]), _emission)
    yield from run_cases(((f"halving {c['k']}", c) for c in document["thresholds"]), _threshold)


def _emission(case: Document) -> Comparison:
    return Comparison(curve.block_emission(int(case["issuance_rao"])), case["block_emission_rao"])


def _threshold(case: Document) -> Comparison:
    first, k = int(case["first_issuance_rao"]), int(case["k"])
    ceiling = -(-curve.SUPPLY_CAP * ((1 << k) - 1) // (1 << k))
    ours = {
        "k": curve.halvings(first),
        "before": curve.halvings(first - 1),
        "emission_rao": curve.block_emission(first),
        "equals_ceil_S_times_1_minus_2_pow_minus_k": first == ceiling,
    }
    recorded = {key: case[key] for key in ours if key in case} | {"before": k - 1}
    return Comparison(ours, recorded)
