"""Fixed-point arithmetic against recorded operations, exact fractions and the stated rounding."""

from fractions import Fraction
from math import floor, trunc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.fixed import (
    I32F32,
    I64F64,
    I96F32,
    U64_MAX,
    U64F64,
    U96F32,
    Fixed,
    sat_add64,
    sat_mul64,
    sat_sub64,
)
from meritnet.testing import vectors

FORMATS = {f.name: f for f in (U64F64, I64F64, U96F32, I96F32, I32F32)}
OPS = {"saturating_mul": Fixed.mul, "saturating_sub": Fixed.sub, "safe_div": Fixed.div}


def bits_of(fmt: Fixed) -> st.SearchStrategy[int]:
    """Raw bits: anywhere in the range, near one, and at the ends."""
    near = st.integers(max(fmt.MIN, -8 * fmt.ONE), 8 * fmt.ONE)
    return st.one_of(st.integers(fmt.MIN, fmt.MAX), near, st.sampled_from([fmt.MIN, 0, fmt.ONE, fmt.MAX]))


@st.composite
def operands(draw: st.DrawFn) -> tuple[Fixed, int, int]:
    fmt = draw(st.sampled_from(list(FORMATS.values())))
    return fmt, draw(bits_of(fmt)), draw(bits_of(fmt))


def clamp(fmt: Fixed, raw: int) -> int:
    return min(max(raw, fmt.MIN), fmt.MAX)


@pytest.mark.parametrize("case", vectors.load("economics/fixed_point_ops")["cases"])
def test_recorded_operations(case: dict[str, str]) -> None:
    fmt = FORMATS[case["type"]]
    assert OPS[case["op"]](fmt, int(case["a_bits"]), int(case["b_bits"])) == int(case["result_bits"])


def test_recorded_constants() -> None:
    values = vectors.load("economics/fixed_point_constants")["values"]
    weight = values["tao_weight"]
    assert U96F32.from_ratio(int(weight["stored_u64"]), U64_MAX) == int(weight["u96f32_bits"])
    assert U96F32.from_ratio(11796, 65535) == int(values["owner_cut_11796"]["u96f32_bits"])
    assert U96F32.from_ratio(11796, 65535) == int(values["delegate_take_11796"]["u96f32_bits"])
    assert U64F64.from_ratio(33, 65535) == int(values["swap_fee_rate_33"]["u64f64_bits"])
    assert U64F64.from_ratio(33, 65535 - 33) == int(values["swap_fee_on_limit_33"]["u64f64_bits"])


def test_bounds_are_those_of_the_width() -> None:
    assert (U64F64.MIN, U64F64.MAX, U64F64.ONE) == (0, 2**128 - 1, 2**64)
    assert (I96F32.MIN, I96F32.MAX, I96F32.ONE) == (-(2**127), 2**127 - 1, 2**32)
    assert (I32F32.MIN, I32F32.MAX) == (-(2**63), 2**63 - 1)


@given(operands())
@settings(max_examples=200)
def test_arithmetic_is_the_exact_result_rounded_and_clamped(case: tuple[Fixed, int, int]) -> None:
    fmt, a, b = case
    x, y, one = Fraction(a, fmt.ONE), Fraction(b, fmt.ONE), fmt.ONE
    assert fmt.mul(a, b) == clamp(fmt, floor(x * y * one))
    assert fmt.add(a, b) == clamp(fmt, a + b)
    assert fmt.sub(a, b) == clamp(fmt, a - b)
    exact = None if b == 0 else trunc(x / y * one)
    fits = exact is not None and fmt.MIN <= exact <= fmt.MAX
    assert fmt.checked_div(a, b) == (exact if fits else None)
    assert fmt.div(a, b) == (exact if fits else 0)
    assert fmt.to_int(a) == floor(x)
    assert fmt.to_u64(a) == min(max(floor(x), 0), U64_MAX)


@given(operands(), st.sampled_from(list(FORMATS.values())))
@settings(max_examples=100)
def test_conversion_floors_and_saturates(case: tuple[Fixed, int, int], target: Fixed) -> None:
    source, raw, _ = case
    assert target.convert(raw, source) == clamp(target, floor(Fraction(raw, source.ONE) * target.ONE))


@given(st.integers(-(2**130), 2**130), st.sampled_from(list(FORMATS.values())))
@settings(max_examples=50)
def test_integers_saturate_on_the_way_in(n: int, fmt: Fixed) -> None:
    assert fmt.from_int(n) == clamp(fmt, n * fmt.ONE)


def test_u64_helpers_saturate() -> None:
    assert sat_add64(U64_MAX, 1) == U64_MAX
    assert sat_add64(2, 3) == 5
    assert sat_sub64(2, 3) == 0
    assert sat_sub64(3, 2) == 1
    assert sat_mul64(2**32, 2**32) == U64_MAX
    assert sat_mul64(3, 4) == 12
