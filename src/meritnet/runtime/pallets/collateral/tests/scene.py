"""A subnet that takes collateral, for tests: a started pool at a price of 0.025, a moving price, a rising ratio."""

from meritnet.primitives.fixed import I96F32, U64F64
from meritnet.runtime.pallets.collateral import bonds, invariants, storage
from meritnet.runtime.pallets.collateral.arithmetic import Bond
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking.tests.scene import ALICE, HOT, TAO, scene, staked
from meritnet.testing.chain import TestChain

NETUID = 1
PRICE = 4 * TAO
HALF = 32_768
"""A lock share of 0.50000763."""
RATIO = 3 * U64F64.ONE // 2
STAKE, HELD = 1_000 * TAO, 600 * TAO
MOVING = I96F32.from_ratio(1, 32)
"""A little above the pool's own price, 0.025."""


def taking(share: int = HALF) -> TestChain:
    """Return a chain whose subnet 1 takes collateral for registrations at 4 TAO."""
    chain = scene()
    ctx = chain.ctx
    storage.collateral_lock_share.set(ctx, NETUID, share)
    storage.collateral_drain_ratio.set(ctx, NETUID, RATIO)
    emission.subnet_moving_price.set(ctx, NETUID, MOVING)
    registration.burn.set(ctx, NETUID, PRICE)
    hyper.max_allowed_uids.set(ctx, NETUID, 8)
    return chain


def bonded(held: int = HELD, netuid: int = NETUID, ratio: int = U64F64.ONE, floor: int = 0) -> TestChain:
    """Return a chain on which Alice's 1000 alpha with her hotkey hold collateral."""
    chain = scene()
    staked(chain, HOT, ALICE, netuid, STAKE)
    emission.subnet_moving_price.set(chain.ctx, netuid, MOVING)
    bonds.save(chain.ctx, netuid, HOT, ALICE, Bond(held, ratio, floor))
    return chain


def sound(chain: TestChain) -> None:
    """Hold the invariants of collateral."""
    assert invariants.check(chain.ctx) == []
