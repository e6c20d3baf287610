"""Checks what registering a subnet costs."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.subnets import lock_cost


def check(document: Document) -> Iterator[Case]:
    """Yield one case a moment."""
    return run_cases(named(document["cases"]), _cost)


def _cost(case: Document) -> Comparison:
    given = {key: int(value) for key, value in case["inputs"].items()}
    ours = {
        "effective_reduction_interval": lock_cost.reduction_interval(given["interval"], given["emission"]),
        "lock_cost_rao": lock_cost.lock_cost(
            given["last_lock"],
            given["min_lock"],
            given["last_block"],
            given["now"],
            given["interval"],
            given["emission"],
        ),
    }
    return Comparison(ours, {key: case[key] for key in ours})
