"""The root-claim book: the recorded run, the draws of automatic claims, and fairness over time."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.staking import root_claims_math as book
from meritnet.testing.vectors import load

THRESHOLD = book.DEFAULT_THRESHOLD << 32


def test_recorded_run() -> None:
    rate = 0
    stake = {"A": 0, "B": 0}
    claimed = {"A": 0, "B": 0}
    for number, step in enumerate(load("economics/root_claim")["steps"]):
        operation, arguments = step["op"], step["args"]
        who = arguments.get("coldkey", "")
        if operation == "add_root_stake":
            added = int(arguments["amount"])
            claimed[who] = book.claimed_after_stake_added(claimed[who], rate, added)
            stake[who] += added
        elif operation == "remove_root_stake":
            removed = int(arguments["amount"])
            claimed[who] = book.claimed_after_stake_removed(claimed[who], rate, removed)
            stake[who] -= removed
        elif operation == "root_dividend":
            increment = book.rate_increment(int(arguments["alpha"]), sum(stake.values()))
            assert increment is not None
            rate = book.add_to_rate(rate, increment)
        else:
            # What a claim pays is the same whether it is kept as alpha (as recorded) or sold.
            paid = book.claimable(book.owed(rate, stake[who], claimed[who]), THRESHOLD)
            assert paid == int(arguments["claimed"]), number
            claimed[who] = book.claimed_after_claim(claimed[who], paid)
        assert rate == int(step["rate_i96f32"]), number
        for name in ("A", "B"):
            assert stake[name] == int(step["root_stake"][name]), number
            assert claimed[name] == int(step["root_claimed_u128"][name]), number
            assert book.owed(rate, stake[name], claimed[name]) == int(step["owed_i96f32"][name]), number


@pytest.mark.parametrize("case", load("economics/auto_claim_indices")["cases"])
def test_recorded_draws(case: Any) -> None:
    drawn = book.auto_claim_indices(bytes.fromhex(case["parent_hash"]), case["k"], case["n"])
    assert drawn == case["indices"]


def test_no_draws_find_nobody() -> None:
    assert book.auto_claim_indices(bytes(32), 0, 10) == []


def test_a_dividend_above_the_root_stake_goes_to_the_owner() -> None:
    assert book.rate_increment(11, 10) is None
    assert book.rate_increment(10, 10) == 1 << 32
    assert book.rate_increment(0, 0) == 0


def test_a_claim_waits_for_the_threshold() -> None:
    assert book.claimable(THRESHOLD - 1, THRESHOLD) == 0
    assert book.claimable(THRESHOLD, THRESHOLD) == book.DEFAULT_THRESHOLD
    assert book.claimable(-1, 0) == 0
    assert book.claimable((1 << 32) - 1, 0) == 0


stakes = st.integers(10**6, 10**16)


@given(first=stakes, second=stakes, alpha=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_claims_never_exceed_the_dividends(first: int, second: int, alpha: int, more: int) -> None:
    rate = book.add_to_rate(0, book.rate_increment(alpha, first) or 0)
    joined = book.claimed_after_stake_added(0, rate, second)
    # A newcomer is owed nothing of the past, up to the fraction of a rao that was floored.
    assert 0 <= book.owed(rate, second, joined) < 1 << 32
    rate = book.add_to_rate(rate, book.rate_increment(more, first + second) or 0)
    paid = book.claimable(book.owed(rate, first, 0), 0) + book.claimable(book.owed(rate, second, joined), 0)
    assert paid <= alpha + more + 1


@given(rate=st.integers(0, 1 << 33), stake=stakes, moved=stakes)
def test_stake_that_comes_and_goes_leaves_no_claim(rate: int, stake: int, moved: int) -> None:
    claimed = rate * stake >> 32
    there = book.claimed_after_stake_added(claimed, rate, moved)
    assert book.claimed_after_stake_removed(there, rate, moved) == claimed
