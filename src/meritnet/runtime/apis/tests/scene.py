"""A chain with two subnets, neurons and stake, put in place directly."""

import numpy as np

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.swap import storage as swap
from meritnet.testing.chain import TestChain, account

TAO = 10**9
ALICE, BOB, CHARLIE = account("//Alice"), account("//Bob"), account("//Charlie")
VALIDATOR, MINER, OTHER = account("//Alice//hot"), account("//Bob//hot"), account("//Alice//other")
NETUID, HOLE, LATE = 2, 3, 4
"""Two subnets besides root and subnet 1, with a netuid between them that nobody has."""
UNKNOWN_NETUID = 77
POOL_TAO, POOL_ALPHA = 50_000 * TAO, 2_000_000 * TAO
"""Pool of the worked examples: price 0.025."""


def column(dtype: str, *values: int) -> bytes:
    """Return a stored vector."""
    return np.array(values, dtype).tobytes()


def open_subnet(ctx: Context, netuid: int) -> None:
    """Start a subnet with the pool of the worked examples."""
    subnets.networks_added.set(ctx, netuid, True)
    subnets.subtoken_enabled.set(ctx, netuid, True)
    subnets.subnet_mechanism.set(ctx, netuid, 1)
    subnets.subnet_owner.set(ctx, netuid, ALICE)
    subnets.subnet_owner_hotkey.set(ctx, netuid, VALIDATOR)
    hyper.tempo.set(ctx, netuid, 360)
    swap.pal_swap_initialized.set(ctx, netuid, True)
    emission.subnet_tao.set(ctx, netuid, POOL_TAO)
    emission.subnet_alpha_in.set(ctx, netuid, POOL_ALPHA)


def scene() -> TestChain:
    """Return a chain at block 4 with a validator (uid 0) and a miner (uid 1) on subnet 2, and an empty subnet 4."""
    chain = TestChain()
    chain.block(3)
    ctx = chain.ctx
    for netuid in (NETUID, LATE):
        open_subnet(ctx, netuid)
    for coldkey, hotkey in ((ALICE, VALIDATOR), (BOB, MINER), (ALICE, OTHER)):
        hotkeys.associate(ctx, coldkey, hotkey)
    for hotkey in (VALIDATOR, MINER):
        uids.append(ctx, NETUID, hotkey)
    stake.increase(ctx, VALIDATOR, ALICE, NETUID, 300 * TAO)
    stake.increase(ctx, VALIDATOR, CHARLIE, NETUID, 100 * TAO)
    stake.increase(ctx, VALIDATOR, CHARLIE, 0, 2_000 * TAO)
    stake.increase(ctx, MINER, BOB, NETUID, 7 * TAO)
    yuma.active.set(ctx, NETUID, bytes((1, 0)))
    yuma.validator_permit.set(ctx, NETUID, bytes((1, 0)))
    yuma.emission.set(ctx, NETUID, column("<u8", 5 * TAO, 4 * TAO))
    yuma.incentive.set(ctx, NETUID, column("<u2", 0, 65535))
    yuma.consensus.set(ctx, NETUID, column("<u2", 1, 60000))
    yuma.dividends.set(ctx, NETUID, column("<u2", 65535, 0))
    yuma.validator_trust.set(ctx, NETUID, column("<u2", 65000, 0))
    yuma.last_update.set(ctx, NETUID, column("<u8", 3, 2))
    ctx.events.clear()
    return chain
