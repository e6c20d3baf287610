"""recycle_alpha and burn_alpha."""

import pytest

from meritnet.runtime.pallets.alpha_assets import storage as assets
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing.chain import TestChain

from .scene import ALICE, HOT, PALLET, TAO, UNKNOWN, event_args, scene, staked

BOTH = pytest.mark.parametrize("name", ["recycle_alpha", "burn_alpha"])


def holder() -> TestChain:
    chain = scene()
    staked(chain, HOT, ALICE, 1, 100 * TAO)
    assets.total_alpha_issuance.set(chain.ctx, 1, 100 * TAO)
    return chain


def test_recycled_alpha_is_gone() -> None:
    chain = holder()
    ctx = chain.ctx
    chain.ok(PALLET, "recycle_alpha", HOT, 30 * TAO, 1, by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 70 * TAO
    assert emission.subnet_alpha_out.get(ctx, 1) == 70 * TAO
    assert assets.total_alpha_issuance.get(ctx, 1) == 70 * TAO
    assert assets.alpha_recycled.get(ctx, 1) == 30 * TAO
    assert event_args(chain, "AlphaRecycled") == [(ALICE, HOT, 30 * TAO, 1)]


def test_burned_alpha_stays_counted() -> None:
    chain = holder()
    ctx = chain.ctx
    chain.ok(PALLET, "burn_alpha", HOT, 500 * TAO, 1, by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 0
    assert emission.subnet_alpha_out.get(ctx, 1) == 100 * TAO
    assert assets.alpha_burned.get(ctx, 1) == 100 * TAO
    assert event_args(chain, "AlphaBurned") == [(ALICE, HOT, 100 * TAO, 1)]


@BOTH
def test_refusals(name: str) -> None:
    chain = holder()
    ctx = chain.ctx
    chain.fails("BadOrigin", PALLET, name, HOT, TAO, 1)
    chain.fails("SubnetNotExists", PALLET, name, UNKNOWN, TAO, 99, by="//Alice")
    chain.fails("CannotBurnOrRecycleOnRootSubnet", PALLET, name, UNKNOWN, TAO, 0, by="//Alice")
    subnets.subtoken_enabled.set(ctx, 1, False)
    chain.fails("SubtokenDisabled", PALLET, name, UNKNOWN, TAO, 1, by="//Alice")
    subnets.subtoken_enabled.set(ctx, 1, True)
    chain.fails("HotKeyAccountNotExists", PALLET, name, UNKNOWN, TAO, 1, by="//Alice")
    emission.subnet_alpha_out.set(ctx, 1, 100 * TAO - 1)
    chain.fails("InsufficientLiquidity", PALLET, name, HOT, 100 * TAO, 1, by="//Alice")


@BOTH
def test_there_is_no_minimum(name: str) -> None:
    chain = holder()
    chain.ok(PALLET, name, HOT, 1, 1, by="//Alice")
    chain.ok(PALLET, name, HOT, 0, 1, by="//Alice")
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == 100 * TAO - 1
