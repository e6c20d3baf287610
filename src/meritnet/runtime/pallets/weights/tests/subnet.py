"""A small subnet for the tests of this folder: two validators with permits, a third without, miners."""

from typing import Any

import numpy as np
import pytest

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.consensus_yuma import storage
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing.chain import TestChain, account

NETUID = 2
SECOND = NETUID + 4096
NEURONS = ("//One_v", "//Two_v", "//No_permit", "//Miner_a", "//Miner_b")
V1, V2, PLAIN, MINER_A, MINER_B = NEURONS
STAKE = 1000 * 10**9


def build(netuid: int = NETUID, *, hidden: bool = False, mechanisms: int = 1) -> TestChain:
    """Return a chain with the subnet; nothing is due by itself, since its tempo is 0. No rate limit."""
    chain = TestChain()
    add(chain.ctx, netuid, hidden=hidden, mechanisms=mechanisms)
    return chain


def add(ctx: Context, netuid: int, *, hidden: bool = False, mechanisms: int = 1) -> None:
    """Add a subnet to a chain."""
    subnets.networks_added.set(ctx, netuid, True)
    hyper.tempo.set(ctx, netuid, 0)
    hyper.min_allowed_weights.set(ctx, netuid, 1)
    hyper.weights_set_rate_limit.set(ctx, netuid, 0)
    hyper.commit_reveal_weights_enabled.set(ctx, netuid, hidden)
    storage.mechanism_count_current.set(ctx, netuid, mechanisms)
    for uri in NEURONS:
        uids.append(ctx, netuid, account(uri))
    for uri in (V1, V2, PLAIN):
        stake.increase(ctx, account(uri), account("//Alice"), netuid, STAKE)
    storage.validator_permit.set(ctx, netuid, bytes((1, 1, 0, 0, 0)))


def row(chain: TestChain, uid: int, index: int = NETUID) -> list[list[int]]:
    """Return a stored row as [uid, value] pairs."""
    pairs: list[list[int]] = (
        np.frombuffer(storage.weights.get(chain.ctx, index, uid), "<u2").reshape(-1, 2).tolist()
    )
    return pairs


def set_epoch(chain: TestChain, epoch: int, netuid: int = NETUID) -> None:
    """Set how many epochs the subnet has had."""
    emission.subnet_epoch_index.set(chain.ctx, netuid, epoch)


def told(chain: TestChain, *names: str) -> list[tuple[str, tuple[Any, ...]]]:
    """Return the events of this block with one of the names, in order, as (name, arguments)."""
    return [(r.event.name, r.args) for r in chain.ctx.events if r.event.name in names]


def refused(chain: TestChain, error: str, name: str, *args: Any, by: str) -> None:
    """Make the call behind the guards, which refuse much of it before, and demand the named error and no change."""
    before, events = chain.ctx.changes(), len(chain.ctx.events)
    definition, values = chain.ctx.chain.find_call(chain.call("SubtensorModule", name, *args))
    with pytest.raises(ModuleError) as caught, chain.ctx.layer():
        definition(chain.ctx, signed(account(by)), *values)
    assert caught.value.name == error
    assert chain.ctx.changes() == before
    assert len(chain.ctx.events) == events
