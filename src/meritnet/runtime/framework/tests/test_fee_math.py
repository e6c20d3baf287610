"""Fees against their recorded values and the rounding rule."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64_MAX, U64F64
from meritnet.runtime.framework import fee_math
from meritnet.runtime.framework.weights import measured
from meritnet.testing import vectors

VECTORS = vectors.load("economics/tx_fee")
WEIGHTS = vectors.load("economics/table_weights")["weights"]["SubtensorModule"]


@pytest.mark.parametrize("case", VECTORS["weight_fee"], ids=lambda c: c["ref_time"])
def test_recorded_weight_fee(case: dict[str, str]) -> None:
    assert fee_math.weight_fee(int(case["ref_time"])) == int(case["fee"])


@pytest.mark.parametrize("case", VECTORS["calls"], ids=lambda c: c["call"])
def test_recorded_call_fees(case: dict[str, Any]) -> None:
    row = WEIGHTS[case["call"]]
    ref_time = measured(int(row["ref_time"]), 0, int(row["reads"]), int(row["writes"])).ref_time
    assert ref_time == int(case["call_ref_time"])
    assert fee_math.weight_fee(ref_time) == int(case["weight_fee_of_call_only"])
    assert fee_math.length_fee(case["encoded_length"]) == int(case["length_fee"])
    assert fee_math.base_fee() == int(case["base_fee"])
    parts = (case["base_fee"], case["length_fee"], case["weight_fee_of_call_only"])
    assert fee_math.inclusion_fee(ref_time, case["encoded_length"]) == sum(map(int, parts))


@given(st.integers(0, U64_MAX))
@settings(max_examples=60)
def test_weight_fee_is_the_nearest_rao_with_halves_down(ref_time: int) -> None:
    exact = Fraction(ref_time, 2000)
    distance = fee_math.weight_fee(ref_time) - exact
    assert -Fraction(1, 2) <= distance < Fraction(1, 2)


def test_fee_in_alpha_is_the_fee_over_the_price() -> None:
    quarter = U64F64.ONE // 4
    assert fee_math.fee_in_alpha(1000, quarter, 10**9) == 4000
    assert fee_math.fee_in_alpha(1000, quarter, 3999) == 3999


def test_a_fee_below_one_rao_of_alpha_takes_the_whole_position() -> None:
    assert fee_math.fee_in_alpha(1, 2 * U64F64.ONE, 777) == 777
    assert fee_math.fee_in_alpha(1000, 0, 777) == 777
