"""Every kind of disorder is found, and a sound state is not accused."""

from collections.abc import Callable

import pytest

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.collateral import invariants, storage
from meritnet.runtime.pallets.collateral.types import MINER_COLLATERAL_STATE
from meritnet.runtime.pallets.staking.tests.scene import ALICE, HOT, OTHER_HOT

from .scene import HELD, NETUID, STAKE, bonded


def _row(ctx: Context, locked: int, ratio: int, floor: int) -> None:
    storage.miner_collateral.set(ctx, NETUID, HOT, ALICE, MINER_COLLATERAL_STATE(locked, ratio, floor, 0))
    storage.coldkey_miner_collateral.set(ctx, NETUID, ALICE, locked)


def _list(ctx: Context, *hotkeys: bytes) -> None:
    storage.coldkey_collateral_hotkeys.set(ctx, NETUID, ALICE, hotkeys)


def test_a_bond_is_sound() -> None:
    assert invariants.check(bonded().ctx) == []
    assert invariants.check(bonded(held=STAKE).ctx) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda ctx: storage.coldkey_miner_collateral.set(ctx, NETUID, ALICE, HELD - 1), "rows hold"),
        (lambda ctx: storage.coldkey_miner_collateral.set(ctx, 9, ALICE, 0), "rows hold None"),
        (lambda ctx: _list(ctx, HOT, HOT), "twice"),
        (lambda ctx: _list(ctx), "is empty"),
        (lambda ctx: _list(ctx, HOT, OTHER_HOT), "one of row and list only"),
        (lambda ctx: _row(ctx, HELD, 0, 0), "never released"),
        (lambda ctx: _row(ctx, STAKE + 1_000, 1, 0), "is staked"),
    ],
)
def test_disorder_is_found(spoil: Callable[[Context], None], said: str) -> None:
    ctx = bonded().ctx
    spoil(ctx)
    assert any(said in text for text in invariants.check(ctx))


def test_a_row_of_nothing_is_found() -> None:
    ctx = bonded().ctx
    storage.miner_collateral.set(ctx, NETUID, HOT, ALICE, MINER_COLLATERAL_STATE(0, 1, 0, 0))
    storage.coldkey_miner_collateral.remove(ctx, NETUID, ALICE)
    assert len(invariants.check(ctx)) == 1
