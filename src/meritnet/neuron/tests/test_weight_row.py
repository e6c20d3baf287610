"""Rows as the chain takes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.neuron.chain import MAX_U16, Metagraph
from meritnet.neuron.tests.fake_chain import Key, row
from meritnet.neuron.weight_row import InvalidWeights, WeightRow, to_row

KEYS = [Key(str(uid)) for uid in range(6)]
GRAPH = Metagraph(7, 1, tuple(row(uid, key) for uid, key in enumerate(KEYS)))


def by_uid(**weights: float) -> dict[str, float]:
    return {KEYS[int(name[1:])].ss58_address: weight for name, weight in weights.items()}


def test_largest_becomes_65535_and_zeros_are_dropped() -> None:
    found = to_row(by_uid(u3=0.5, u1=0.25, u2=0.0, u0=1e-9), GRAPH, 0, "")
    # 0.25 / 0.5 of 65535 is 32767.5; the tie rounds to the even neighbour.
    assert found == WeightRow((1, 3), (32_768, 65_535))


def test_short_rows_are_filled_lowest_first_without_the_validator_itself() -> None:
    found = to_row(by_uid(u3=1.0), GRAPH, 3, KEYS[0].ss58_address)
    assert found == WeightRow((1, 2, 3), (1, 1, 65_535))


def test_a_row_is_never_longer_than_the_subnet() -> None:
    assert len(to_row(by_uid(u3=1.0), GRAPH, 64, "").uids) == len(KEYS)


def test_hotkeys_without_a_uid_are_left_out() -> None:
    assert to_row({**by_uid(u1=1.0), "gone": 5.0}, GRAPH, 0, "") == WeightRow((1,), (65_535,))


@pytest.mark.parametrize("weights", [{}, {"gone": 1.0}, by_uid(u1=0.0)])
def test_nothing_to_say_is_an_error(weights: dict[str, float]) -> None:
    with pytest.raises(InvalidWeights, match="above 0"):
        to_row(weights, GRAPH, 0, "")


@pytest.mark.parametrize("bad", [-0.1, float("nan"), float("inf")])
def test_weights_must_be_finite_and_not_negative(bad: float) -> None:
    with pytest.raises(InvalidWeights, match="uid 1"):
        to_row(by_uid(u1=bad, u2=1.0), GRAPH, 0, "")


@given(st.lists(st.floats(0, 1e6), min_size=6, max_size=6).filter(any), st.floats(1e-3, 1e3))
def test_order_is_kept_and_scale_does_not_matter(weights: list[float], scale: float) -> None:
    first = to_row(dict(zip((k.ss58_address for k in KEYS), weights, strict=True)), GRAPH, 0, "")
    assert max(first.values) == MAX_U16
    values = dict(zip(first.uids, first.values, strict=True))
    ranked = sorted(range(6), key=lambda uid: weights[uid])
    assert [values.get(uid, 0) for uid in ranked] == sorted(values.get(uid, 0) for uid in range(6))
    scaled = [weight * scale for weight in weights]
    second = to_row(dict(zip((k.ss58_address for k in KEYS), scaled, strict=True)), GRAPH, 0, "")
    again = dict(zip(second.uids, second.values, strict=True))
    assert all(abs(values.get(uid, 0) - again.get(uid, 0)) <= 1 for uid in range(6))
