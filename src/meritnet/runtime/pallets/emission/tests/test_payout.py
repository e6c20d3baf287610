"""The payout of an epoch against recorded cases and its conservation rules."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.fixed import U96F32
from meritnet.runtime.pallets.emission import payout
from meritnet.runtime.pallets.emission.terms import tao_weight_of
from meritnet.testing import vectors

TAU = tao_weight_of(971_718_665_099_567_868)
HOTKEYS = st.binary(min_size=1, max_size=3)
RAO = st.integers(0, 10**15)


@pytest.mark.parametrize(
    "case", vectors.load("economics/dividend_distribution")["cases"], ids=lambda c: c["name"]
)
def test_recorded_distribution(case: dict[str, Any]) -> None:
    given_, expected = case["inputs"], case["outputs"]
    dividends = {row["hotkey"].encode(): int(row["dividend"]) for row in given_["hotkey_emission"]}
    incentives = {row["hotkey"].encode(): int(row["incentive"]) for row in given_["hotkey_emission"]}
    budget = payout.validator_budget(
        int(given_["pending_server"]), int(given_["pending_validator"]), sum(incentives.values())
    )
    assert budget == int(expected["validator_alpha_used"])

    payouts = payout.dividend_payouts(
        {hotkey: U96F32.from_int(d) for hotkey, d in dividends.items()},
        {hotkey.encode(): int(x) for hotkey, x in given_["alpha_stake"].items()},
        {hotkey.encode(): int(x) for hotkey, x in given_["root_stake"].items()},
        TAU,
        budget,
        int(given_["pending_root"]),
    )
    for ours, theirs, take_key, rest_key in (
        (payouts.alpha, expected["alpha_dividends"], "take_to_owner", "to_nominator_pool"),
        (payouts.root, expected["root_alpha_dividends"], "take_to_owner_alpha", "to_claimable_alpha"),
    ):
        assert {h.decode(): str(total) for h, total in ours.items()} == {
            h: row["total_u96f32"] for h, row in theirs.items()
        }
        for hotkey, row in theirs.items():
            take = given_["delegate_take_u16"].get(hotkey, payout.DEFAULT_DELEGATE_TAKE)
            parts = payout.split_take(ours[hotkey.encode()], payout.take_of(take))
            assert parts == (int(row[take_key]), int(row[rest_key])), hotkey

    owner_keys = {hotkey.encode() for hotkey in given_["subnet_owner_hotkeys"]}
    result = payout.incentive_payouts(incentives, owner_keys)
    assert {h.decode(): str(x) for h, x in result.paid.items()} == expected["incentives_paid"]
    assert {h.decode(): str(x) for h, x in result.withheld.items()} == expected["incentives_withheld"]
    assert result.miner_burned == int(expected["miner_burned_u96f32"])


@given(st.dictionaries(HOTKEYS, st.tuples(RAO, RAO, RAO), max_size=8), RAO, RAO)
@settings(max_examples=60)
def test_payouts_never_exceed_the_drained_amounts(
    rows: dict[bytes, tuple[int, int, int]], validator_alpha: int, root_alpha: int
) -> None:
    payouts = payout.dividend_payouts(
        {h: U96F32.from_int(r[0]) for h, r in rows.items()},
        {h: r[1] for h, r in rows.items()},
        {h: r[2] for h, r in rows.items()},
        TAU,
        validator_alpha,
        root_alpha,
    )
    assert list(payouts.alpha) == list(payouts.root) == list(rows)
    assert sum(map(U96F32.to_u64, payouts.alpha.values())) <= validator_alpha
    assert sum(map(U96F32.to_u64, payouts.root.values())) <= root_alpha


@given(st.integers(0, U96F32.from_int(10**16)), st.integers(0, 65535))
@settings(max_examples=60)
def test_take_and_rest_lose_at_most_one_rao(amount: int, take: int) -> None:
    parts = payout.split_take(amount, payout.take_of(take))
    assert 0 <= U96F32.to_u64(amount) - sum(parts) <= 1
    assert parts.take * 65535 <= U96F32.to_u64(amount) * take + 65535


def test_full_and_zero_take() -> None:
    assert payout.split_take(U96F32.from_int(1000), payout.take_of(65535)) == (1000, 0)
    assert payout.split_take(U96F32.from_int(1000), payout.take_of(0)) == (0, 1000)


def test_root_share_of_a_hotkey_without_stake_is_zero() -> None:
    assert payout.root_share(0, 0, TAU) == 0
    assert payout.root_share(0, 10, TAU) == U96F32.ONE


def test_nothing_withheld_of_nothing_burns_nothing() -> None:
    assert payout.incentive_payouts({b"a": 0}, {b"a"}) == ({}, {b"a": 0}, 0)
