"""How long the block step takes on a full chain: the rules alone, and the whole block with root and durable commit."""

import cProfile
import pstats
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from bench.row import Row
from meritnet.engine.block import Budget
from meritnet.engine.state_machine import StateMachine
from meritnet.node import collector
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.genesis import local
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking.stake import increase
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.swap import storage as swap
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore

TAO = 10**9
SUBNETS = 128
UIDS = 256
VALIDATORS = 64
TEMPO = 360
SLOT_MS = 12_000
PAIR_EVERY = 5
"""Two epochs fall into every fifth block, until every subnet had one."""


def rows(quick: bool) -> Iterator[Row]:
    """Measure blocks without extrinsics; a full run covers the second epoch of every subnet."""
    collector.relax()
    warm, measured = (10, 100) if quick else (TEMPO, TEMPO)
    with TemporaryDirectory() as folder:
        chain = Chain(Path(folder) / "chain")
        chain.run(warm)
        steps, blocks, epochs = chain.run(measured)
        yield Row("block step, average", 25, mean(steps), "ms CPU", f"{epochs} epochs in {measured} blocks")
        yield Row("block step, median", None, median(steps), "ms CPU", "no epoch")
        yield Row("block step, worst", 120, max(steps), "ms CPU", "two epochs")
        yield Row("block with root and durable commit, average", 100, mean(blocks), "ms")
        yield Row("block with root and durable commit, worst", None, max(blocks), "ms")
        chain.machine.store.close()


class Chain:
    """A chain of full subnets. Times are in milliseconds: CPU time of a step, wall time of a whole block."""

    def __init__(self, folder: Path) -> None:
        self.machine = StateMachine(Runtime(params_for("reference")), ChainStore.open(folder))
        self.machine.init_chain(genesis)

    def run(self, blocks: int) -> tuple[list[float], list[float], int]:
        """Make blocks; return the time of each step (rules and encoding), of each whole block, and the epochs."""
        steps, whole, epochs = [], [], 0
        machine, store = self.machine, self.machine.store
        prepare = store.prepare
        spent = 0.0

        def timed_prepare(changes, former=None):  # type: ignore[no-untyped-def]
            nonlocal spent
            begun = process_time()
            result = prepare(changes, former)
            spent = process_time() - begun
            return result

        store.prepare = timed_prepare  # type: ignore[method-assign]
        for _ in range(blocks):
            height = store.head.number + 1
            begun, begun_cpu = perf_counter(), process_time()
            block, _ = machine.build(height, machine.author_of(height), height * SLOT_MS, (), Budget())
            output = machine.finalize(block)
            steps.append((process_time() - begun_cpu - spent) * 1e3)
            machine.commit()
            whole.append((perf_counter() - begun) * 1e3)
            epochs += sum(r.event.name == "IncentiveAlphaEmittedToMiners" for r in output.events)
        store.prepare = prepare  # type: ignore[method-assign]
        return steps, whole, epochs


def genesis(ctx: Context) -> None:
    """Write a chain with every subnet full: validators with stake and dense weights, miners, pools, root stake."""
    local.build(ctx, local.LocalGenesis())
    for netuid in range(1, SUBNETS + 1):
        _subnet(ctx, netuid)
        _neurons(ctx, netuid)
    subnets.total_networks.set(ctx, SUBNETS + 1)
    hyper.max_epochs_per_block.set(ctx, 2)


def _subnet(ctx: Context, netuid: int) -> None:
    tao = (1_000 + 100 * netuid) * TAO
    subnets.networks_added.set(ctx, netuid, True)
    subnets.subnet_mechanism.set(ctx, netuid, 1)
    subnets.subtoken_enabled.set(ctx, netuid, True)
    subnets.first_emission_block_number.set(ctx, netuid, 1)
    subnets.subnet_owner.set(ctx, netuid, account(netuid, "owner"))
    subnets.subnet_owner_hotkey.set(ctx, netuid, account(netuid, 0))
    swap.pal_swap_initialized.set(ctx, netuid, True)
    hyper.tempo.set(ctx, netuid, TEMPO)
    hyper.yuma3_on.set(ctx, netuid, True)
    hyper.commit_reveal_weights_enabled.set(ctx, netuid, False)
    hyper.max_allowed_validators.set(ctx, netuid, VALIDATORS)
    emission.subnet_tao.set(ctx, netuid, tao)
    emission.subnet_alpha_in.set(ctx, netuid, 50 * tao)
    emission.subnet_alpha_out.set(ctx, netuid, 40 * tao)
    emission.subnet_moving_price.set(ctx, netuid, (1 << 32) // 50)
    emission.pending_epoch_at.set(ctx, netuid, 1 + (netuid - 1) // 2 * PAIR_EVERY)
    balances.set_balance(ctx, subnet_account(netuid), tao + TAO)


def _neurons(ctx: Context, netuid: int) -> None:
    chance = np.random.default_rng(netuid)
    registration.subnetwork_n.set(ctx, netuid, 0)
    for uid in range(UIDS):
        hotkey, coldkey = account(netuid, uid), account(netuid, "owner" if uid == 0 else f"cold {uid}")
        hotkeys.associate(ctx, coldkey, hotkey)
        uids.append(ctx, netuid, hotkey)
        if uid < VALIDATORS:
            increase(ctx, hotkey, coldkey, netuid, int(chance.integers(100, 5_000)) * TAO)
            increase(ctx, hotkey, coldkey, 0, int(chance.integers(1, 500)) * TAO)
            row = np.stack(
                (np.arange(VALIDATORS, UIDS), chance.integers(1, 65_536, UIDS - VALIDATORS)), axis=1
            )
            row[-1, 1] = 65_535
            yuma.weights.set(ctx, netuid, uid, row.astype("<u2").tobytes())
    yuma.validator_permit.set(ctx, netuid, b"\1" * VALIDATORS + bytes(UIDS - VALIDATORS))
    yuma.last_update.set(ctx, netuid, np.full(UIDS, 1, "<u8").tobytes())
    root_tao = emission.subnet_tao.get(ctx, 0) + 16_000 * TAO
    emission.subnet_tao.set(ctx, 0, root_tao)


def account(netuid: int, name: object) -> bytes:
    """Return an account of the bench."""
    return blake2_256(f"{netuid} {name}".encode())


def profile(blocks: int) -> None:
    """Print where the time of `blocks` blocks goes: `python -m bench.bench_block_step [BLOCKS]`."""
    with TemporaryDirectory() as folder:
        collector.relax()
        chain = Chain(Path(folder) / "chain")
        chain.run(10)
        profiler = cProfile.Profile()
        profiler.enable()
        chain.run(blocks)
        profiler.disable()
        chain.machine.store.close()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(35)


if __name__ == "__main__":
    profile(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
