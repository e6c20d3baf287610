"""Each invariant names its violation."""

from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.staking import invariants, storage
from meritnet.testing.chain import TestChain

from .scene import ALICE, BOB, HOT, OTHER_HOT, POOL_TAO, scene, staked


def test_a_fresh_chain_is_sound() -> None:
    assert invariants.check(TestChain().ctx) == []
    assert invariants.check(scene().ctx) == []


def test_a_pool_larger_than_its_account() -> None:
    chain = scene()
    # The placeholder's allowance of 10 TAO ends at the first rao beyond it.
    emission.subnet_tao.set(chain.ctx, 2, POOL_TAO + invariants.PLACEHOLDER_POOL)
    assert invariants.check(chain.ctx) == []
    emission.subnet_tao.set(chain.ctx, 2, POOL_TAO + invariants.PLACEHOLDER_POOL + 1)
    assert len(invariants.check(chain.ctx)) == 1


def test_more_alpha_held_than_outstanding() -> None:
    chain = scene()
    staked(chain, HOT, ALICE, 1, 100)
    assert invariants.check(chain.ctx) == []
    # What roundings of an epoch may pay without cover is a few hundred rao a block.
    emission.pending_server_emission.set(chain.ctx, 1, 10_000)
    assert len(invariants.check(chain.ctx)) == 1


def test_shares_beyond_the_value_and_unlisted_hotkeys() -> None:
    chain = scene()
    ctx = chain.ctx
    staked(chain, HOT, ALICE, 1, 100)
    storage.alpha_v2.set(ctx, HOT, BOB, 1, storage.alpha_v2.get(ctx, HOT, ALICE, 1))
    assert len(invariants.shares(ctx)) == 2


def test_links_at_one_end_and_against_the_rules() -> None:
    ctx = scene().ctx
    storage.child_keys.set(ctx, HOT, 1, ((1, OTHER_HOT),))
    assert len(invariants.links(ctx)) == 1
    storage.parent_keys.set(ctx, OTHER_HOT, 1, ((1, HOT),))
    assert invariants.links(ctx) == []
    storage.child_keys.set(ctx, OTHER_HOT, 1, ((1, HOT),))
    storage.parent_keys.set(ctx, HOT, 1, ((1, OTHER_HOT),))
    assert len(invariants.links(ctx)) == 2
