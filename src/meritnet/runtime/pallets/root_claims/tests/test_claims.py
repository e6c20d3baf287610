"""claim_root and the automatic claims: what is sold, booked and paid, and every refusal."""

from meritnet.primitives.fixed import I96F32
from meritnet.runtime.framework.dispatch import dispatch
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.root_claims import claims, storage
from meritnet.runtime.pallets.staking import invariants, stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.tests.scene import (
    ALICE,
    BOB,
    HOT,
    OTHER_HOT,
    PALLET,
    POOL_ALPHA,
    POOL_TAO,
    TAO,
    event_args,
    scene,
    staked,
)
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.testing.chain import TestChain
from meritnet.testing.vectors import load

OWED = 400 * TAO
CASES = {case["name"]: case["outputs"] for case in load("economics/swap")["cases"]}
TAO_OUT = int(CASES["sell_400_alpha_no_fee"]["amount_paid_out"])
"""Recorded: 400 alpha sold without a fee into the worked pool."""


def owed(netuid: int = 1, alpha: int = OWED) -> TestChain:
    """Return a chain on which Alice's 1000 TAO of root stake earned `alpha` on a subnet."""
    chain = scene()
    ctx = chain.ctx
    staked(chain, HOT, ALICE, 0, 1_000 * TAO)
    credit(chain, netuid, alpha)
    storage.staking_coldkeys_by_index.set(ctx, 0, ALICE)
    storage.staking_coldkeys.set(ctx, ALICE, 0)
    storage.num_staking_coldkeys.set(ctx, 1)
    return chain


def credit(chain: TestChain, netuid: int, alpha: int) -> None:
    claims.credit(chain.ctx, HOT, netuid, alpha)
    emission.subnet_alpha_out.set(chain.ctx, netuid, emission.subnet_alpha_out.get(chain.ctx, netuid) + alpha)


def test_a_claim_turns_alpha_into_root_stake() -> None:
    # A rate of exactly 2^-1 is owed in whole rao, so that the recorded sale applies.
    chain = owed(alpha=500 * TAO)
    ctx = chain.ctx
    storage.root_claimed.set(ctx, 1, HOT, ALICE, 100 * TAO)
    chain.ok(PALLET, "claim_root", (1,), by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 0) == 1_000 * TAO + TAO_OUT
    assert emission.subnet_tao.get(ctx, 1) == POOL_TAO - TAO_OUT == balances.free(ctx, subnet_account(1))
    assert emission.subnet_alpha_in.get(ctx, 1) == POOL_ALPHA + OWED
    assert emission.subnet_tao.get(ctx, 0) == 1_000 * TAO + TAO_OUT == balances.free(ctx, subnet_account(0))
    assert emission.subnet_alpha_out.get(ctx, 0) == 1_000 * TAO + TAO_OUT
    assert emission.subnet_root_sell_tao.get(ctx, 1) == TAO_OUT
    assert emission.subnet_protocol_flow.get(ctx, 1) == -TAO_OUT
    # What was paid, and what the new root stake never earned (half of it).
    assert storage.root_claimed.get(ctx, 1, HOT, ALICE) == 500 * TAO + TAO_OUT // 2
    assert event_args(chain, "RootClaimed") == [(ALICE, TAO_OUT)]
    assert invariants.check(ctx) == []
    chain.ok(PALLET, "claim_root", (1,), by="//Alice")
    assert event_args(chain, "RootClaimed")[1] == (ALICE, 0)


def test_only_the_named_subnets() -> None:
    chain = owed()
    credit(chain, 2, 500 * TAO)
    chain.ok(PALLET, "claim_root", (2, 77), by="//Alice")
    assert emission.subnet_root_sell_tao.get(chain.ctx, 1) == 0
    assert emission.subnet_root_sell_tao.get(chain.ctx, 2) > 0


def test_below_the_threshold_nothing_happens() -> None:
    # The rate of 499,999 rao on 1000 TAO is ⌊2147.47⌋ · 2^-32, so 499,887 rao are owed.
    chain = owed(alpha=499_999)
    chain.ok(PALLET, "claim_root", (1,), by="//Alice")
    assert event_args(chain, "RootClaimed") == [(ALICE, 0)]
    storage.root_claimable_threshold.set(chain.ctx, 1, 0)
    chain.ok(PALLET, "claim_root", (1,), by="//Alice")
    assert emission.subnet_root_sell_tao.get(chain.ctx, 1) > 0


def test_a_claim_enters_the_index() -> None:
    chain = scene()
    chain.ok(PALLET, "claim_root", (1,), by="//Bob")
    assert storage.staking_coldkeys_by_index.get(chain.ctx, 0) == BOB


def test_refusals() -> None:
    chain = owed()
    chain.fails("BadOrigin", PALLET, "claim_root", (1,))
    chain.fails("InvalidSubnetNumber", PALLET, "claim_root", (), by="//Alice")
    chain.fails("InvalidSubnetNumber", PALLET, "claim_root", (1, 2, 3, 4, 5, 6), by="//Alice")
    emission.subnet_tao.set(chain.ctx, 1, 999_999)
    chain.fails("ReservesTooLow", PALLET, "claim_root", (1,), by="//Alice")


def test_one_refused_sale_undoes_the_whole_claim() -> None:
    chain = owed(netuid=2)
    credit(chain, 1, 500 * TAO)
    emission.subnet_tao.set(chain.ctx, 2, 999_999)
    chain.fails("ReservesTooLow", PALLET, "claim_root", (1, 2), by="//Alice")


def test_the_weight_counts_what_was_looked_at() -> None:
    chain = owed()
    staking.staking_hotkeys.set(chain.ctx, ALICE, (HOT, OTHER_HOT))
    post = dispatch(chain.ctx, signed(ALICE), chain.call(PALLET, "claim_root", (1, 2)))
    # One read of the list, three a hotkey, and one subnet looked at.
    reads, writes = 1 + 2 * 3 + 7, 5
    assert post.actual_weight == Weight(60_000_000 + reads * 25_000_000 + writes * 100_000_000, 6_987)


def test_automatic_claims_follow_the_parent_hash() -> None:
    chain = owed()
    ctx = chain.ctx
    claims.run_auto_claims(ctx)
    assert [args[0] for args in event_args(chain, "RootClaimed")] == [ALICE]
    assert emission.subnet_root_sell_tao.get(ctx, 1) > 0


def test_an_automatic_claim_that_fails_leaves_the_others() -> None:
    chain = owed()
    ctx = chain.ctx
    claims.ensure_indexed(ctx, BOB)
    emission.subnet_tao.set(ctx, 1, 999_999)
    # 0, then 1: both numbers are drawn.
    ctx.parent_hash = (1).to_bytes(8, "big") * 4
    claims.run_auto_claims(ctx)
    assert [args[0] for args in event_args(chain, "RootClaimed")] == [BOB]
    assert stake.stake_of(ctx, HOT, ALICE, 0) == 1_000 * TAO


def test_without_root_stakers_nothing_is_claimed() -> None:
    chain = scene()
    claims.run_auto_claims(chain.ctx)
    assert event_args(chain, "RootClaimed") == []


def test_the_rate_of_the_scene() -> None:
    chain = owed(alpha=500 * TAO)
    assert storage.root_claimable.get(chain.ctx, HOT) == ((1, I96F32.ONE // 2),)
