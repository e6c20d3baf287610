"""Each invariant names its violation."""

from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.staking import invariants, queries, storage
from meritnet.testing.chain import TestChain

from .scene import ALICE, BOB, HOT, OTHER_HOT, POOL_TAO, TAO, scene, staked


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


def test_reads_of_positions() -> None:
    chain = scene()
    ctx = chain.ctx
    staked(chain, OTHER_HOT, ALICE, 2, 400 * TAO)
    staked(chain, HOT, ALICE, 0, 3 * TAO)
    staked(chain, OTHER_HOT, BOB, 2, 100)
    assert queries.positions(ctx, ALICE) == [(HOT, 0, 3 * TAO), (OTHER_HOT, 2, 400 * TAO)]
    assert sorted(queries.nominators(ctx, OTHER_HOT, 2)) == sorted([(ALICE, 400 * TAO), (BOB, 100)])
    # Recorded: 9,992,966,935 rao after a fee of 201,419,089 rao of alpha, worth 5,035,477 at 0.025.
    assert queries.coldkey_value(ctx, ALICE) == 3 * TAO + 9_992_966_935 + 5_035_477
    emission.subnet_tao.set(ctx, 2, 999_999)
    assert queries.coldkey_value(ctx, ALICE) == 3 * TAO
