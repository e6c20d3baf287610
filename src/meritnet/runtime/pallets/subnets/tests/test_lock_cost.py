"""Cost of a subnet: recorded cases, its course over time, and the burned share."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.pallets.subnets.lock_cost import LockSplit, lock_cost, reduction_interval, split_lock
from meritnet.testing.vectors import load

TAO = 10**9


@pytest.mark.parametrize("case", load("economics/lock_cost")["cases"])
def test_recorded_cost(case: Any) -> None:
    inputs = {key: int(value) for key, value in case["inputs"].items()}
    interval = reduction_interval(inputs["interval"], inputs["emission"])
    assert interval == int(case["effective_reduction_interval"])
    cost = lock_cost(
        inputs["last_lock"],
        inputs["min_lock"],
        inputs["last_block"],
        inputs["now"],
        inputs["interval"],
        inputs["emission"],
    )
    assert cost == int(case["lock_cost_rao"])


@given(last=st.integers(0, 10**16), floor=st.integers(0, 10**15), passed=st.integers(0, 10**6))
def test_cost_falls_from_twice_the_last_lock_to_the_floor(last: int, floor: int, passed: int) -> None:
    costs = [
        lock_cost(last, floor, 1000, 1000 + blocks, 100_800) for blocks in (0, passed, passed + 1, 10**9)
    ]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] == max(2 * last, floor)
    # What a last lock loses by flooring its loss a block never falls away; it is less than an interval of rao.
    assert costs[-1] == floor or last < 100_800


def test_without_emission_the_cost_stays() -> None:
    assert lock_cost(1000 * TAO, TAO, 5, 10**9, 100_800, block_emission=0) == 2000 * TAO


def test_cost_saturates() -> None:
    assert lock_cost(U64_MAX, 0, 5, 5, 100_800) == U64_MAX


def test_neutral_split_is_the_reference() -> None:
    assert split_lock(1500 * TAO, 1000 * TAO) == LockSplit(1500 * TAO, 0)
    # A lock may arrive a few hundred rao short of the floor; the pool still counts the floor.
    assert split_lock(1000 * TAO - 500, 1000 * TAO) == LockSplit(1000 * TAO, 0)


def test_half_is_burned_once_the_pool_has_its_start() -> None:
    assert split_lock(1000 * TAO, 100 * TAO, 500_000) == LockSplit(500 * TAO, 500 * TAO)
    assert split_lock(150 * TAO, 100 * TAO, 500_000) == LockSplit(100 * TAO, 50 * TAO)
    assert split_lock(100 * TAO, 100 * TAO, 500_000) == LockSplit(100 * TAO, 0)


@given(lock=st.integers(0, U64_MAX), floor=st.integers(0, U64_MAX), ppm=st.integers(0, 1_000_000))
def test_a_split_is_the_whole_lock_and_the_pool_comes_first(lock: int, floor: int, ppm: int) -> None:
    split = split_lock(lock, floor, ppm)
    assert split.pool_tao >= floor
    assert split.burned * 1_000_000 <= lock * ppm
    if lock >= floor:
        assert split.pool_tao + split.burned == lock
    else:
        assert split == (floor, 0)
