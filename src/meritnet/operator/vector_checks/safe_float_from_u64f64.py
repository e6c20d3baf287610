"""Checks how shares of the older fixed-point format become decimal floats."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.runtime.pallets.staking import safe_float


def check(document: Document) -> Iterator[Case]:
    """Yield one case a share."""
    return run_cases(((f"bits {c['u64f64_bits']}", c) for c in document["cases"]), _conversion)


def _conversion(case: Document) -> Comparison:
    return Comparison(safe_float.from_u64f64(int(case["u64f64_bits"]))._asdict(), case["safe_float"])
