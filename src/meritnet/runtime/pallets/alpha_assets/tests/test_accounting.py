"""Counters of alpha: recycling lowers the issuance, burning does not, zero writes nothing."""

from meritnet.runtime.pallets.alpha_assets import accounting, storage
from meritnet.runtime.pallets.emission.storage import subnet_alpha_out
from meritnet.testing.chain import TestChain


def test_recycled_alpha_leaves_the_issuance() -> None:
    ctx = TestChain().ctx
    subnet_alpha_out.set(ctx, 3, 1_000)
    accounting.minted(ctx, 3, 1_500)
    accounting.recycle_alpha(ctx, 3, 400)
    assert subnet_alpha_out.get(ctx, 3) == 600
    assert storage.total_alpha_issuance.get(ctx, 3) == 1_100
    assert storage.alpha_recycled.get(ctx, 3) == 400
    assert storage.alpha_burned.get(ctx, 3) == 0


def test_burned_alpha_stays_outstanding() -> None:
    ctx = TestChain().ctx
    subnet_alpha_out.set(ctx, 3, 1_000)
    accounting.minted(ctx, 3, 1_000)
    accounting.burn_alpha(ctx, 3, 400)
    assert subnet_alpha_out.get(ctx, 3) == 1_000
    assert storage.total_alpha_issuance.get(ctx, 3) == 1_000
    assert storage.alpha_burned.get(ctx, 3) == 400


def test_counters_saturate_at_zero() -> None:
    ctx = TestChain().ctx
    accounting.recycle_alpha(ctx, 3, 400)
    assert subnet_alpha_out.get(ctx, 3) == 0
    assert storage.total_alpha_issuance.get(ctx, 3) == 0
    assert storage.alpha_recycled.get(ctx, 3) == 400


def test_zero_writes_nothing() -> None:
    ctx = TestChain().ctx
    before = ctx.changes()
    accounting.minted(ctx, 3, 0)
    accounting.recycle_alpha(ctx, 3, 0)
    accounting.burn_alpha(ctx, 3, 0)
    assert ctx.changes() == before
