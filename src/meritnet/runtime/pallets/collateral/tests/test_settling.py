"""Epochs pay collateral back, or fill it up; without any the payout is what it was."""

import pytest

from meritnet.primitives.fixed import U64F64, U96F32
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.collateral.arithmetic import Bond
from meritnet.runtime.pallets.collateral.settling import captured_of, settle
from meritnet.runtime.pallets.emission import payout
from meritnet.runtime.pallets.emission.payout_state import Plan, pay
from meritnet.runtime.pallets.emission.storage import alpha_dividends_per_subnet
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking.storage import auto_stake_destination
from meritnet.runtime.pallets.staking.tests.scene import ALICE, HOT, OTHER_HOT, TAO, event_args
from meritnet.testing.chain import TestChain

from .scene import HELD, NETUID, STAKE, bonded, sound

ONE = U64F64.ONE
NOBODY = payout.incentive_payouts({}, set())
TAKE = payout.take_of(13_107)
"""A fifth."""


def pay_miner(chain: TestChain, incentive: int) -> None:
    pay(chain.ctx, NETUID, Plan(0, payout.incentive_payouts({HOT: incentive}, set()), {}, {}))


def pay_dividend(chain: TestChain, amount: int, *, root: bool = False) -> payout.TakeSplit:
    bits = U96F32.from_int(amount)
    parts = {HOT: payout.split_take(bits, TAKE)}
    amounts = payout.DividendPayouts({} if root else {HOT: bits}, {HOT: bits} if root else {})
    pay(chain.ctx, NETUID, Plan(0, NOBODY, {} if root else parts, parts if root else {}, amounts))
    return parts[HOT]


def bond(chain: TestChain) -> Bond | None:
    return bonds.bond_of(chain.ctx, NETUID, HOT, ALICE)


def test_incentive_releases_in_the_bond_s_ratio() -> None:
    chain = bonded(ratio=ONE // 2)
    pay_miner(chain, 100 * TAO)
    assert bond(chain) == Bond(HELD - 50 * TAO, ONE // 2, 0, 100 * TAO)
    assert bonds.total(chain.ctx, NETUID, ALICE) == HELD - 50 * TAO
    assert stake.stake_of(chain.ctx, HOT, ALICE, NETUID) == STAKE + 100 * TAO
    sound(chain)


def test_what_was_earned_back_leaves_no_trace() -> None:
    chain = bonded()
    pay_miner(chain, HELD)
    assert bond(chain) is None
    assert bonds.bonded(chain.ctx, NETUID) == {}
    assert bonds.total(chain.ctx, NETUID, ALICE) == 0
    sound(chain)


def test_below_the_floor_incentive_is_held_with_the_hotkey_itself() -> None:
    chain = bonded(floor=HELD + 30 * TAO)
    auto_stake_destination.set(chain.ctx, ALICE, NETUID, OTHER_HOT)
    pay_miner(chain, 100 * TAO)
    assert bond(chain) == Bond(HELD + 30 * TAO, ONE, HELD + 30 * TAO, 100 * TAO)
    assert stake.stake_of(chain.ctx, HOT, ALICE, NETUID) == STAKE + 30 * TAO
    assert stake.stake_of(chain.ctx, OTHER_HOT, ALICE, NETUID) == 70 * TAO
    assert event_args(chain, "AutoStakeAdded") == [(NETUID, OTHER_HOT, HOT, ALICE, 70 * TAO)]
    sound(chain)


def test_where_all_is_held_nothing_goes_on() -> None:
    chain = bonded(floor=2 * STAKE)
    auto_stake_destination.set(chain.ctx, ALICE, NETUID, OTHER_HOT)
    pay_miner(chain, 100 * TAO)
    assert stake.stake_of(chain.ctx, HOT, ALICE, NETUID) == STAKE + 100 * TAO
    assert event_args(chain, "AutoStakeAdded") == []


@pytest.mark.parametrize("root", [False, True], ids=["dividends", "root dividends"])
def test_of_dividends_all_counts_as_earned_and_the_take_may_be_held(root: bool) -> None:
    chain = bonded(floor=2 * STAKE)
    parts = pay_dividend(chain, 100 * TAO, root=root)
    assert parts.take > 0
    assert bond(chain) == Bond(HELD + parts.take, ONE, 2 * STAKE, 100 * TAO)
    # Who stakes with the hotkey is paid in full.
    assert abs(stake.stake_of(chain.ctx, HOT, ALICE, NETUID) - STAKE - parts.take - parts.rest) <= 1
    if not root:
        assert alpha_dividends_per_subnet.get(chain.ctx, NETUID, HOT) == parts.rest
    sound(chain)


def test_dividends_release_by_their_whole_amount() -> None:
    chain = bonded()
    pay_dividend(chain, 100 * TAO)
    assert bond(chain) == Bond(HELD - 100 * TAO, ONE, 0, 100 * TAO)


def test_collateral_of_others_is_not_touched() -> None:
    chain = bonded()
    pay(chain.ctx, NETUID, Plan(0, payout.incentive_payouts({OTHER_HOT: TAO}, set()), {}, {}))
    assert bond(chain) == Bond(HELD, ONE)


def test_withheld_incentive_of_owners_neither_counts_nor_releases() -> None:
    chain = bonded()
    pay(chain.ctx, NETUID, Plan(0, payout.incentive_payouts({HOT: TAO}, {HOT}), {}, {}))
    assert bond(chain) == Bond(HELD, ONE)


def test_nothing_is_settled_without_a_bond_or_earnings() -> None:
    chain = bonded()
    assert settle(chain.ctx, NETUID, HOT, ALICE, 0, 0) == 0
    assert settle(chain.ctx, NETUID, OTHER_HOT, ALICE, TAO, TAO) == 0
    assert bond(chain) == Bond(HELD, ONE)


def test_the_forecast_is_what_the_parts_settle_to() -> None:
    bond_ = Bond(10, ONE, 100)
    assert captured_of(bond_, [(60, 60), (50, 10), (900, 50)]) == 60 + 10 + 20
    assert captured_of(None, [(60, 60)]) == 0
    assert captured_of(Bond(10, ONE), [(60, 60), (5, 5)]) == 0
