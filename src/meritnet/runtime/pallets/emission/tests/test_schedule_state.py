"""The epoch schedule over state: recorded runs, look-ahead, skipped epochs."""

from typing import Any

import pytest

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission import schedule_state, storage
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing import vectors
from meritnet.testing.chain import TestChain, account

CASES = vectors.load("economics/epoch_schedule")["cases"]
Json = dict[str, Any]  # Any: a recorded document


def chain_with(tempos: dict[str, int], last_epochs: dict[str, int], cap: int = 2) -> TestChain:
    """Return a chain in block 1 with subnets without neurons."""

    def genesis(ctx: Context) -> None:
        hyper.max_epochs_per_block.set(ctx, cap)
        for name, tempo in tempos.items():
            subnets.networks_added.set(ctx, int(name), True)
            subnets.subnet_owner.set(ctx, int(name), account("//Owner"))
            hyper.commit_reveal_weights_enabled.set(ctx, int(name), False)
            hyper.tempo.set(ctx, int(name), tempo)
            storage.last_epoch_block.set(ctx, int(name), last_epochs[name])

    return TestChain(genesis=genesis)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_recorded_run(case: Json) -> None:
    chain = chain_with(case["tempo"], case["last_epoch_block"], case["cap"])
    triggers = {(block, netuid) for block, netuid in case.get("trigger_at", [])}
    events: list[Json] = []
    index = dict.fromkeys(map(int, case["tempo"]), 0)
    for now in range(1, case["blocks"] + 1):
        if now > 1:
            chain.block()
        ctx = chain.ctx
        waits = {r.args[0]: r.args for r in chain.events("EpochDeferred")}
        for netuid in index:
            event: Json = {"block": now, "netuid": netuid}
            if storage.subnet_epoch_index.get(ctx, netuid) != index[netuid]:
                index[netuid] = storage.subnet_epoch_index.get(ctx, netuid)
                events.append(event | {"event": "epoch", "index": index[netuid]})
                assert storage.last_mechansim_step_block.get(ctx, netuid) == now
                assert storage.blocks_since_last_step.get(ctx, netuid) == 0
            elif netuid in waits:
                assert waits[netuid][1] == now
                events.append(event | {"event": "deferred", "to": waits[netuid][2]})
            if (now, netuid) in triggers:
                chain.ok("SubtensorModule", "trigger_epoch", netuid, by="//Owner")
                fires_at = storage.pending_epoch_at.get(ctx, netuid)
                events.append(event | {"event": "triggered", "fires_at": fires_at})
    assert events == case["events"]


def test_next_epoch_is_the_earlier_of_tempo_and_trigger() -> None:
    chain = chain_with({"1": 50, "2": 0}, {"1": 0, "2": 0})
    assert schedule_state.next_epoch(chain.ctx, 1) == 50
    assert schedule_state.next_epoch(chain.ctx, 2) is None
    chain.ok("SubtensorModule", "trigger_epoch", 1, by="//Owner")
    assert schedule_state.next_epoch(chain.ctx, 1) == 11


def test_an_epoch_that_is_due_counts_before_it_runs() -> None:
    chain = chain_with({"1": 5}, {"1": 0})
    chain.block(3)
    assert (chain.ctx.block_number, schedule_state.current_epoch(chain.ctx, 1)) == (4, 0)
    chain.ctx.block_number = 5  # as in block 5 before the coinbase
    assert schedule_state.is_due(chain.ctx, 1)
    assert schedule_state.current_epoch(chain.ctx, 1) == 1
    chain.ctx.block_number = 4
    chain.block()
    assert not schedule_state.is_due(chain.ctx, 1)
    assert schedule_state.current_epoch(chain.ctx, 1) == 1


def test_two_slots_with_one_hotkey_skip_the_epoch_and_keep_what_is_pending() -> None:
    chain = chain_with({"1": 3}, {"1": 0})
    ctx = chain.ctx
    registration.subnetwork_n.set(ctx, 1, 2)
    for uid in (0, 1):
        registration.keys.set(ctx, 1, uid, b"h" * 32)
    storage.pending_server_emission.set(ctx, 1, 70)
    chain.block(2)
    assert [r.args for r in chain.events("EpochSkipped")] == [(1, 3)]
    record = schedule_state.schedule_of(chain.ctx, 1)
    assert (record.last_epoch_block, record.epoch_index, record.blocks_since_last_step) == (3, 1, 3)
    assert storage.pending_server_emission.get(chain.ctx, 1) == 70
    assert storage.last_mechansim_step_block.get(chain.ctx, 1) == 0


def test_scheduled_children_take_effect_in_the_block_of_an_epoch_only() -> None:
    chain = chain_with({"1": 4}, {"1": 0})
    parent, child = b"p" * 32, b"c" * 32
    staking.pending_child_keys.set(chain.ctx, 1, parent, (((7, child),), 0))
    chain.block(2)
    assert staking.child_keys.get(chain.ctx, parent, 1) == ()
    chain.block()
    assert chain.ctx.block_number == 4
    assert staking.child_keys.get(chain.ctx, parent, 1) == ((7, child),)
    assert staking.parent_keys.get(chain.ctx, child, 1) == ((7, parent),)
