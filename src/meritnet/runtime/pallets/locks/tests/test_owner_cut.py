"""The owner's cut of an epoch locks itself where the subnet wants it."""

import pytest

from meritnet.runtime.pallets.emission import payout, payout_state
from meritnet.runtime.pallets.locks import locking, positions, storage
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking.tests.scene import ALICE, HOT, OTHER_HOT, PALLET, TAO, event_args
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing.chain import TestChain

from .scene import STAKE, holder, lock_of

CUT = 18 * TAO


def owned(locks_itself: bool = True) -> TestChain:
    chain = holder()
    subnets.subnet_owner.set(chain.ctx, 1, ALICE)
    subnets.subnet_owner_hotkey.set(chain.ctx, 1, HOT)
    if locks_itself:
        chain.ok("AdminUtils", "sudo_set_owner_cut_auto_lock_enabled", 1, True)
    chain.ctx.events.clear()
    return chain


def pay(chain: TestChain, amount: int) -> None:
    nobody = payout.incentive_payouts({}, set())
    payout_state.pay(chain.ctx, 1, payout_state.Plan(amount, nobody, {}, {}))


def test_off_by_default() -> None:
    chain = owned(locks_itself=False)
    pay(chain, CUT)
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == STAKE + CUT
    assert positions.find(chain.ctx, ALICE, 1) is None


def test_the_cut_is_locked_for_the_owner_hotkey() -> None:
    chain = owned()
    for _ in range(2):
        pay(chain, CUT)
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == STAKE + 2 * CUT
    assert positions.locked(chain.ctx, ALICE, 1) == 2 * CUT
    assert storage.decaying_owner_lock.get(chain.ctx, 1).locked_mass == 2 * CUT
    assert event_args(chain, "StakeLocked") == [(ALICE, HOT, 1, CUT)] * 2


def test_it_joins_the_owners_lock_for_another_hotkey() -> None:
    chain = owned()
    chain.ok(PALLET, "lock_stake", OTHER_HOT, 1, TAO, by="//Alice")
    locking.lock_owner_cut(chain.ctx, 1, CUT)
    assert positions.locked(chain.ctx, ALICE, 1) == TAO + CUT
    assert lock_of(chain, ALICE, HOT) is None


@pytest.mark.parametrize("amount", [0, STAKE + 1])
def test_what_cannot_be_locked_stays_free(amount: int) -> None:
    chain = owned()
    locking.lock_owner_cut(chain.ctx, 1, amount)
    assert positions.find(chain.ctx, ALICE, 1) is None
    assert chain.ctx.events == []
