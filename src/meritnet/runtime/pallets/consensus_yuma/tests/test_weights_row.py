"""Max-upscale and the share limit beyond the recorded items."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.consensus_yuma.weights_row import is_max_share_within, upscale_row

ROWS = st.lists(st.integers(0, 65535), max_size=12)


@given(ROWS)
def test_the_largest_becomes_the_maximum_and_order_stays(row):
    out = upscale_row(row)
    assert len(out) == len(row)
    assert max(out, default=0) == (65535 if any(row) else 0)
    for a, x in zip(row, out, strict=True):
        for b, y in zip(row, out, strict=True):
            assert x <= y if a <= b else x >= y


@given(ROWS)
def test_upscale_is_within_a_step_of_the_exact_quotient(row):
    largest = max(row, default=0)
    for value, out in zip(row, upscale_row(row), strict=True):
        assert abs(out - (Fraction(value * 65535, largest) if largest else 0)) <= Fraction(1, 2) + Fraction(
            1, 2**15
        )


@given(ROWS, st.integers(0, 65535))
def test_a_limit_never_refuses_what_a_smaller_one_allows(row, limit):
    assert is_max_share_within(row, 65535)
    if is_max_share_within(row, limit):
        assert is_max_share_within(row, min(65535, limit + 1))
