"""The price over state: the recorded sequence, counters, root's interval."""

from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import price, storage
from meritnet.testing.chain import TestChain
from meritnet.testing.vectors import load

from .building import TAO, open_subnet


def test_recorded_sequence() -> None:
    ctx = TestChain().ctx
    open_subnet(ctx, 5)
    hyper.burn_half_life.set(ctx, 5, 360)
    hyper.min_burn.set(ctx, 5, 500_000)
    hyper.max_burn.set(ctx, 5, 100 * TAO)
    storage.burn.set(ctx, 5, TAO)
    for step in load("economics/burn_cost")["sequence"]:
        # The recorded sequence names some blocks only; every block between decays as well.
        while ctx.block_number < step["block"]:
            ctx.block_number += 1
            price.on_block(ctx)
        assert storage.burn.get(ctx, 5) == int(step["burn_after_on_initialize"])
        for registration in step["registrations"]:
            assert storage.burn.get(ctx, 5) == int(registration["price_paid"])
            price.bump(ctx, 5)
            assert storage.burn.get(ctx, 5) == int(registration["burn_after"])


def test_roots_price_decays_but_does_not_jump() -> None:
    ctx = TestChain().ctx
    ctx.block_number = 9
    before = storage.burn.get(ctx, 0)
    price.bump(ctx, 0)
    assert storage.burn.get(ctx, 0) == before
    price.on_block(ctx)
    assert storage.burn.get(ctx, 0) < before


def test_the_block_counter_starts_anew_on_every_network() -> None:
    ctx = TestChain().ctx
    for netuid in (0, 1):
        storage.registrations_this_block.set(ctx, netuid, 3)
    price.on_block(ctx)
    assert [storage.registrations_this_block.get(ctx, netuid) for netuid in (0, 1)] == [0, 0]


def test_quirk_roots_interval_restarts_in_every_block_after_the_first_tempo() -> None:
    ctx = TestChain().ctx
    hyper.tempo.set(ctx, 0, 100)
    for block, expected in ((99, 2), (100, 0), (101, 0), (102, 0)):
        storage.registrations_this_interval.set(ctx, 0, 2)
        ctx.block_number = block
        price.on_block(ctx)
        assert storage.registrations_this_interval.get(ctx, 0) == expected
    assert emission.last_epoch_block.get(ctx, 0) == 0


def test_another_networks_interval_is_left_alone() -> None:
    ctx = TestChain().ctx
    ctx.block_number = 1_000
    storage.registrations_this_interval.set(ctx, 1, 2)
    price.on_block(ctx)
    assert storage.registrations_this_interval.get(ctx, 1) == 2
