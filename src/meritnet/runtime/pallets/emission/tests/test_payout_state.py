"""Recorded epochs paid out over state; preset splits; root stakers; stakers of other hotkeys."""

from typing import Any

import pytest

from meritnet.codec import Case
from meritnet.primitives.fixed import U96F32
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.alpha_assets import storage as alpha_assets
from meritnet.runtime.pallets.emission import payout, payout_state, storage
from meritnet.runtime.pallets.emission.drain import Drained
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.root_claims import storage as claims
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.stake import increase, stake_of, total_of
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing import vectors
from meritnet.testing.chain import TestChain

CASES = vectors.load("economics/dividend_distribution")["cases"]
NETUID = 3
OWNER = b"subnet owner".ljust(32, b".")
Json = dict[str, Any]  # Any: a recorded document


def key(name: str) -> bytes:
    """Return an account that sorts as its name does."""
    return name.encode().ljust(32, b"\0")


def cold(name: str) -> bytes:
    """Return the coldkey of a named hotkey."""
    return key("cold " + name)


def chain_for(given: Json) -> TestChain:
    """Return a chain that holds the recorded stakes, takes and owner keys."""

    def genesis(ctx: Context) -> None:
        subnets.networks_added.set(ctx, NETUID, True)
        subnets.subnet_owner.set(ctx, NETUID, OWNER)
        for uid, row in enumerate(given["hotkey_emission"]):
            name = row["hotkey"]
            registration.owner.set(ctx, key(name), cold(name))
            registration.uids.set(ctx, NETUID, key(name), uid)
        for netuid, stakes in ((NETUID, given["alpha_stake"]), (0, given["root_stake"])):
            for name, amount in stakes.items():
                increase(ctx, key(name), cold(name), netuid, int(amount))
        for name, take in given["delegate_take_u16"].items():
            staking.delegates.set(ctx, key(name), take)
        owned = tuple(key(name) for name in given["subnet_owner_hotkeys"])
        registration.owned_hotkeys.set(ctx, OWNER, owned)

    return TestChain(genesis=genesis)


def result_of(given: Json) -> list[tuple[bytes, int, int]]:
    """Return the recorded result of consensus."""
    return [(key(r["hotkey"]), int(r["incentive"]), int(r["dividend"])) for r in given["hotkey_emission"]]


def drained_of(given: Json) -> Drained:
    """Return the recorded amounts."""
    parts = ("pending_server", "pending_validator", "pending_root", "pending_owner_cut")
    return Drained(*(int(given[name]) for name in parts))


def pay_out(ctx: Context, given: Json) -> None:
    """Pay the recorded epoch."""
    planned = payout_state.plan(ctx, NETUID, drained_of(given), result_of(given))
    payout_state.pay(ctx, NETUID, planned)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_recorded_epoch(case: Json) -> None:
    given, expected = case["inputs"], case["outputs"]
    chain = chain_for(given)
    ctx = chain.ctx
    names = [row["hotkey"] for row in given["hotkey_emission"]]
    pay_out(ctx, given)
    for name in names:
        alpha, root = expected["alpha_dividends"][name], expected["root_alpha_dividends"][name]
        stored = storage.alpha_dividends_per_subnet
        assert stored.exists(ctx, NETUID, key(name))
        assert stored.get(ctx, NETUID, key(name)) == int(alpha["to_nominator_pool"])
        stored = storage.root_alpha_dividends_per_subnet
        assert stored.exists(ctx, NETUID, key(name))
        assert stored.get(ctx, NETUID, key(name)) == int(root["to_claimable_alpha"])
        gained = (
            int(expected["incentives_paid"].get(name, 0))
            + int(alpha["take_to_owner"])
            + int(alpha["to_nominator_pool"])
            + int(root["take_to_owner_alpha"])
        )
        if root["paid_as_owner_stake_instead"]:
            gained += int(root["to_claimable_alpha"])
        else:
            rate = dict(claims.root_claimable.get(ctx, key(name)))[NETUID]
            assert rate == int(root["rate_increment_i96f32"])
        before = int(given["alpha_stake"].get(name, 0))
        assert total_of(ctx, key(name), NETUID) - before == gained
        last = staking.total_hotkey_alpha_last_epoch.get(ctx, key(name), NETUID)
        assert last >= before + int(alpha["to_nominator_pool"])
    assert storage.miner_burned.get(ctx, NETUID) == int(expected["miner_burned_u96f32"])
    withheld = sum(map(int, expected["incentives_withheld"].values()))
    assert alpha_assets.alpha_burned.get(ctx, NETUID) == withheld


def owner_case() -> Json:
    """Return the recorded case with withheld incentive."""
    return next(c for c in CASES if c["outputs"]["incentives_withheld"])


def test_withheld_incentive_is_recycled_where_the_subnet_says_so() -> None:
    case = owner_case()
    chain = chain_for(case["inputs"])
    hyper.recycle_or_burn.set(chain.ctx, NETUID, Case("Recycle"))
    storage.subnet_alpha_out.set(chain.ctx, NETUID, 10**15)
    alpha_assets.total_alpha_issuance.set(chain.ctx, NETUID, 10**15)
    pay_out(chain.ctx, case["inputs"])
    withheld = sum(map(int, case["outputs"]["incentives_withheld"].values()))
    assert withheld
    assert storage.subnet_alpha_out.get(chain.ctx, NETUID) == 10**15 - withheld
    assert alpha_assets.alpha_recycled.get(chain.ctx, NETUID) == withheld
    assert alpha_assets.alpha_burned.get(chain.ctx, NETUID) == 0


def test_the_owner_hotkey_earns_no_incentive_even_if_another_coldkey_owns_it() -> None:
    given = CASES[0]["inputs"]
    chain = chain_for(given)
    assert payout_state.owner_hotkeys(chain.ctx, NETUID) == set()
    subnets.subnet_owner_hotkey.set(chain.ctx, NETUID, key("M1"))
    assert payout_state.owner_hotkeys(chain.ctx, NETUID) == {key("M1")}
    pay_out(chain.ctx, given)
    # The hotkey's owner gets nothing for mining; the owner's cut goes to the subnet's owner with that hotkey.
    assert stake_of(chain.ctx, key("M1"), cold("M1"), NETUID) == 0
    assert stake_of(chain.ctx, key("M1"), OWNER, NETUID) == int(given["pending_owner_cut"])


def test_the_owners_cut_without_an_owner_hotkey_goes_to_nobody() -> None:
    given = CASES[0]["inputs"]
    chain = chain_for(given)
    pay_out(chain.ctx, given)
    assert not [k for k, _ in staking.staking_hotkeys.iter(chain.ctx) if k == OWNER]


def test_incentive_goes_to_the_auto_stake_destination_with_an_event() -> None:
    given = CASES[0]["inputs"]
    chain = chain_for(given)
    staking.auto_stake_destination.set(chain.ctx, cold("M1"), NETUID, key("V2"))
    pay_out(chain.ctx, given)
    amount = int(CASES[0]["outputs"]["incentives_paid"]["M1"])
    assert [r.args for r in chain.events("AutoStakeAdded")] == [
        (NETUID, key("V2"), key("M1"), cold("M1"), amount)
    ]
    # The validator's own dividends come on top, for all who stake with it.
    assert stake_of(chain.ctx, key("V2"), cold("M1"), NETUID) >= amount
    assert stake_of(chain.ctx, key("M1"), cold("M1"), NETUID) == 0


def test_records_of_hotkeys_that_left_are_removed() -> None:
    given = CASES[0]["inputs"]
    chain = chain_for(given)
    for item in (storage.alpha_dividends_per_subnet, storage.root_alpha_dividends_per_subnet):
        item.set(chain.ctx, NETUID, key("gone"), 5)
        item.set(chain.ctx, NETUID + 1, key("gone"), 5)
    pay_out(chain.ctx, given)
    for item in (storage.alpha_dividends_per_subnet, storage.root_alpha_dividends_per_subnet):
        assert not item.exists(chain.ctx, NETUID, key("gone"))
        assert item.get(chain.ctx, NETUID + 1, key("gone")) == 5


def test_a_dividend_is_shared_with_parents_before_it_is_paid() -> None:
    given = CASES[0]["inputs"]
    chain = chain_for(given)
    ctx = chain.ctx
    parent = key("parent")
    registration.owner.set(ctx, parent, cold("parent"))
    increase(ctx, parent, cold("parent"), NETUID, 10**12)
    staking.child_keys.set(ctx, parent, NETUID, ((2**64 - 1, key("V2")),))
    staking.parent_keys.set(ctx, key("V2"), NETUID, ((2**64 - 1, parent),))
    spread = payout_state.spread_over_parents(ctx, NETUID, result_of(given))
    assert list(spread) == sorted(spread)
    assert spread[key("V1")] == U96F32.from_int(100_000_000_000)
    both = U96F32.to_u64(spread[key("V2")]) + U96F32.to_u64(spread[parent])
    assert 0 <= 47_600_823_200 - both <= 1
    pay_out(ctx, given)
    assert storage.alpha_dividends_per_subnet.get(ctx, NETUID, parent) > 0


def test_rows_within_the_budget_stay_and_others_are_scaled_down() -> None:
    rows = [(key("a"), 60, 1), (key("b"), 40, 0)]
    assert payout.cut_to(rows, 100) == rows
    assert payout.cut_to(rows, 50) == [(key("a"), 30, 1), (key("b"), 20, 0)]
