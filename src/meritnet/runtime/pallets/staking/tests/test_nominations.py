"""Small nominations are cleared after unstaking, and swept when the minimum rises."""

from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.hyperparameters.storage import nominator_min_required_stake
from meritnet.runtime.pallets.staking import nominations, stake, storage
from meritnet.testing.chain import TestChain

from .scene import ALICE, BOB, HOT, PALLET, TAO, event_args, scene, staked

ALPHA = 400 * TAO
LEAST_ALPHA = 80_000_000
"""Minimum stake of 2,000,000 rao at the price 0.025; the price in 64 bits is a little short, so one more is asked."""


def nominated(alpha: int = ALPHA) -> TestChain:
    chain = scene()
    staked(chain, HOT, BOB, 1, alpha)
    nominator_min_required_stake.set(chain.ctx, 1_000_000)
    return chain


def test_the_minimum_is_a_factor_of_the_minimum_stake() -> None:
    chain = scene()
    assert nominations.minimum(chain.ctx) == 0
    nominator_min_required_stake.set(chain.ctx, 1_500_000)
    assert nominations.minimum(chain.ctx) == 3_000_000


def test_a_rest_below_the_minimum_is_unstaked_too() -> None:
    chain = nominated()
    chain.ok(PALLET, "remove_stake", HOT, 1, ALPHA - 50_000_000, by="//Bob")
    assert stake.stake_of(chain.ctx, HOT, BOB, 1) == 0
    removed = event_args(chain, "StakeRemoved")
    assert len(removed) == 2
    # The rest pays the pool fee as well: ⌊50,000,000 · 33 / 65535⌋.
    assert removed[1][3:] == (50_000_000 - 25_177, 1, 25_177)


def test_a_rest_of_the_minimum_stays() -> None:
    chain = nominated()
    chain.ok(PALLET, "remove_stake", HOT, 1, ALPHA - LEAST_ALPHA - 1_000_000, by="//Bob")
    assert stake.stake_of(chain.ctx, HOT, BOB, 1) == LEAST_ALPHA + 1_000_000


def test_the_owner_may_keep_any_rest() -> None:
    chain = scene()
    staked(chain, HOT, ALICE, 1, ALPHA)
    nominator_min_required_stake.set(chain.ctx, 1_000_000)
    chain.ok(PALLET, "remove_stake", HOT, 1, ALPHA - 1, by="//Alice")
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == 1


def test_a_rest_that_cannot_be_sold_is_deleted() -> None:
    chain = nominated(2_000)
    before = balances.free(chain.ctx, BOB)
    nominations.clear_small(chain.ctx, HOT, BOB, 1)
    assert stake.stake_of(chain.ctx, HOT, BOB, 1) == 0
    assert event_args(chain, "StakeRemoved") == []
    # Quirk: the sale itself was done (⌊1,999 · 0.025⌋ rao) before its fee of one rao of alpha could not be sold.
    assert balances.free(chain.ctx, BOB) == before + 49


def test_the_sweep_clears_every_small_nomination() -> None:
    chain = nominated(50_000_000)
    ctx = chain.ctx
    staked(chain, HOT, ALICE, 1, 50_000_000)
    staked(chain, HOT, BOB, 2, ALPHA)
    # An older entry is swept as well.
    storage.total_hotkey_alpha.set(ctx, HOT, 0, 1_000)
    storage.total_hotkey_shares.set(ctx, HOT, 0, 1_000 << 64)
    storage.alpha.set(ctx, HOT, BOB, 0, 1_000 << 64)
    nominations.clear_all_small(ctx)
    assert [stake.stake_of(ctx, HOT, BOB, netuid) for netuid in (0, 1, 2)] == [0, 0, ALPHA]
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 50_000_000
