"""Checks fixed-point operations."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.primitives.fixed import I32F32, I64F64, I96F32, U64F64, U96F32, Fixed

FORMATS = {fmt.name: fmt for fmt in (U64F64, I64F64, U96F32, I96F32, I32F32)}
OPERATIONS = {
    "saturating_add": Fixed.add,
    "saturating_sub": Fixed.sub,
    "saturating_mul": Fixed.mul,
    "safe_div": Fixed.div,
}


def check(document: Document) -> Iterator[Case]:
    """Yield one case an operation."""
    names = ((f"{n} {c['op']} {c['type']}", c) for n, c in enumerate(document["cases"]))
    return run_cases(names, _operation)


def _operation(case: Document) -> Comparison:
    operation = OPERATIONS[case["op"]]
    ours = operation(FORMATS[case["type"]], int(case["a_bits"]), int(case["b_bits"]))
    return Comparison(ours, case["result_bits"])
