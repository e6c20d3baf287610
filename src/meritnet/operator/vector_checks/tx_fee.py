"""Checks transaction fees."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, run_cases
from meritnet.runtime.framework import fee_math


def check(document: Document) -> Iterator[Case]:
    """Yield one case a reference time and one a call."""
    yield from run_cases(((f"ref_time {c['ref_time']}", c) for c in document["weight_fee"]), _weight_fee)
    yield from run_cases(((c["call"], c) for c in document["calls"]), _call)


def _weight_fee(case: Document) -> Comparison:
    return Comparison(fee_math.weight_fee(int(case["ref_time"])), case["fee"])


def _call(case: Document) -> Comparison:
    ours = {
        "weight_fee_of_call_only": fee_math.weight_fee(int(case["call_ref_time"])),
        "base_fee": fee_math.base_fee(),
        "length_fee": fee_math.length_fee(int(case["encoded_length"])),
    }
    return Comparison(ours, {key: case[key] for key in ours})
