"""set_root_claim_type, sudo_set_num_root_claims, claim_root_with_hotkey, and what each type of claim does."""

import pytest

from meritnet.codec import Case
from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.root_claims import claims, storage
from meritnet.runtime.pallets.root_claims.types import KEEP, ROOT_CLAIM_TYPE, SWAP, keeps
from meritnet.runtime.pallets.staking import invariants, stake
from meritnet.runtime.pallets.staking.tests.scene import (
    ALICE,
    BOB,
    HOT,
    OTHER_HOT,
    PALLET,
    POOL_TAO,
    TAO,
    event_args,
    scene,
    staked,
)
from meritnet.testing.chain import TestChain

OWED = 250 * TAO
"""A quarter of the root stake: a rate of exactly 2^-2."""


def only(*netuids: int) -> Case:
    return Case("KeepSubnets", (netuids,))


def owed(hotkey: bytes = HOT) -> TestChain:
    """Return a chain on which Alice's 1000 TAO of root stake earned alpha on both subnets."""
    chain = scene()
    staked(chain, hotkey, ALICE, 0, 1_000 * TAO)
    for netuid in (1, 2):
        credit(chain, hotkey, netuid)
    return chain


def credit(chain: TestChain, hotkey: bytes, netuid: int) -> None:
    claims.credit(chain.ctx, hotkey, netuid, OWED)
    emission.subnet_alpha_out.set(chain.ctx, netuid, emission.subnet_alpha_out.get(chain.ctx, netuid) + OWED)


def kept(chain: TestChain, hotkey: bytes = HOT) -> list[int]:
    return [netuid for netuid in (1, 2) if stake.stake_of(chain.ctx, hotkey, ALICE, netuid)]


def test_keeping_makes_stake_of_the_alpha() -> None:
    chain = owed()
    ctx = chain.ctx
    chain.ok(PALLET, "set_root_claim_type", KEEP, by="//Alice")
    assert event_args(chain, "RootClaimTypeSet") == [(ALICE, KEEP)]
    assert storage.staking_coldkeys.exists(ctx, ALICE)
    chain.ok(PALLET, "claim_root", (1,), by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 1) == OWED
    assert stake.stake_of(ctx, HOT, ALICE, 0) == 1_000 * TAO
    assert storage.root_claimed.get(ctx, 1, HOT, ALICE) == OWED
    assert emission.subnet_tao.get(ctx, 1) == POOL_TAO
    assert emission.subnet_root_sell_tao.get(ctx, 1) == 0
    assert event_args(chain, "RootClaimed") == [(ALICE, 0)]
    assert invariants.check(ctx) == []
    chain.ok(PALLET, "claim_root", (1,), by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 1) == OWED


@pytest.mark.parametrize(
    ("claim_type", "expected"),
    [(SWAP, []), (KEEP, [1, 2]), (only(2), [2]), (only(1, 2), [1, 2]), (only(9), [])],
)
def test_each_type_keeps_its_subnets_and_sells_the_others(claim_type: Case, expected: list[int]) -> None:
    chain = owed()
    chain.ok(PALLET, "set_root_claim_type", claim_type, by="//Alice")
    chain.ok(PALLET, "claim_root", (1, 2), by="//Alice")
    assert kept(chain) == expected
    sold = [netuid for netuid in (1, 2) if emission.subnet_root_sell_tao.get(chain.ctx, netuid)]
    assert sorted(kept(chain) + sold) == [1, 2]
    assert invariants.check(chain.ctx) == []


def test_automatic_claims_follow_the_type() -> None:
    chain = owed()
    chain.ok(PALLET, "set_root_claim_type", only(2), by="//Alice")
    chain.ctx.events.clear()
    claims.run_auto_claims(chain.ctx)
    assert kept(chain) == [2]
    ((coldkey, tao),) = event_args(chain, "RootClaimed")
    assert coldkey == ALICE
    assert stake.stake_of(chain.ctx, HOT, ALICE, 0) == 1_000 * TAO + int(str(tao))


def test_the_type_is_the_coldkeys_own_and_can_change() -> None:
    chain = owed()
    chain.ok(PALLET, "set_root_claim_type", KEEP, by="//Alice")
    assert storage.root_claim_type.get(chain.ctx, BOB) == SWAP
    chain.ok(PALLET, "set_root_claim_type", SWAP, by="//Alice")
    chain.ok(PALLET, "claim_root", (1,), by="//Alice")
    assert kept(chain) == []


def test_below_the_threshold_nothing_is_kept() -> None:
    chain = owed()
    storage.root_claimable_threshold.set(chain.ctx, 1, (OWED << 32) + 1)
    chain.ok(PALLET, "set_root_claim_type", KEEP, by="//Alice")
    chain.ok(PALLET, "claim_root", (1,), by="//Alice")
    assert kept(chain) == []


def test_refused_types() -> None:
    chain = scene()
    chain.fails("BadOrigin", PALLET, "set_root_claim_type", KEEP)
    chain.fails("InvalidSubnetNumber", PALLET, "set_root_claim_type", only(), by="//Alice")


def test_the_number_of_draws() -> None:
    chain = owed()
    ctx = chain.ctx
    assert storage.num_root_claim.get(ctx) == 5
    chain.fails("BadOrigin", PALLET, "sudo_set_num_root_claims", 1, by="//Alice")
    for value in (51, U64_MAX):
        chain.fails("InvalidNumRootClaim", PALLET, "sudo_set_num_root_claims", value)
    chain.ok(PALLET, "sudo_set_num_root_claims", 0)
    chain.ok(PALLET, "set_root_claim_type", KEEP, by="//Alice")
    claims.run_auto_claims(ctx)
    assert chain.events("RootClaimed") == []
    chain.ok(PALLET, "sudo_set_num_root_claims", 50)
    claims.run_auto_claims(ctx)
    assert len(chain.events("RootClaimed")) == 1


def test_claiming_for_one_hotkey_leaves_the_others() -> None:
    chain = owed()
    staked(chain, OTHER_HOT, ALICE, 0, 1_000 * TAO)
    credit(chain, OTHER_HOT, 1)
    chain.fails("BadOrigin", PALLET, "claim_root_with_hotkey", HOT)
    chain.ok(PALLET, "set_root_claim_type", KEEP, by="//Alice")
    chain.ok(PALLET, "claim_root_with_hotkey", OTHER_HOT, by="//Alice")
    assert (kept(chain), kept(chain, OTHER_HOT)) == ([], [1])
    chain.ok(PALLET, "claim_root_with_hotkey", HOT, by="//Alice")
    assert kept(chain) == [1, 2]
    assert event_args(chain, "RootClaimed") == [(ALICE, 0)] * 2


def test_the_type_on_the_wire() -> None:
    assert [ROOT_CLAIM_TYPE.encode(each).hex() for each in (SWAP, KEEP, only(1, 5))] == [
        "00",
        "01",
        "020801000500",
    ]
    assert ROOT_CLAIM_TYPE.decode(bytes.fromhex("020801000500")) == only(1, 5)
    assert keeps(only(1, 5), 5)
    assert not keeps(only(1, 5), 2)
