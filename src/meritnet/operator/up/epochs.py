"""What one epoch of a subnet paid, read from the stored chain: the states before and after its block."""

from dataclasses import dataclass

import numpy as np

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.events import IncentiveAlphaEmittedToMiners
from meritnet.runtime.pallets.emission.payout import U16_MAX
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking.stake import delegate_take, total_of
from meritnet.runtime.pallets.system import storage as system
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_reader import ChainReader


@dataclass(frozen=True, slots=True)
class Epoch:
    """One epoch. Units: alpha in rao, shares in 1/65535; lists by uid."""

    block: int
    hotkeys: list[bytes]
    incentive: list[int]
    dividends: list[int]
    validator_trust: list[int]
    miners_alpha: list[int]
    """Alpha that each uid got as a miner."""
    validators_alpha: list[int]
    """Alpha that each uid's hotkey and its stakers got as a validator, its take included."""
    stake_before: list[int]
    """Alpha staked to each hotkey when the epoch began."""

    @property
    def is_paid_by_weights(self) -> bool:
        """Whether validators' weights gave any miner an incentive."""
        return any(self.incentive)


def context_at(runtime: Runtime, store: ChainReader, number: int) -> Context:
    """Return a context over the state after block `number`. Raises: UnknownBlock, StateDiscarded."""
    view = store.view(number)
    return runtime.read_context(view, number, view.hash)


def last_epoch_block(ctx: Context, netuid: int) -> int:
    """Return the block in which the subnet's last epoch ran, 0 if none did."""
    return int(emission.last_mechansim_step_block.get(ctx, netuid))


def read_epoch(runtime: Runtime, store: ChainReader, netuid: int, block: int) -> Epoch:
    """Return what the epoch in `block` paid. Raises: UnknownBlock, StateDiscarded."""
    before, after = context_at(runtime, store, block - 1), context_at(runtime, store, block)
    hotkeys = uids.hotkeys(before, netuid)
    n = len(hotkeys)
    return Epoch(
        block=block,
        hotkeys=hotkeys,
        incentive=_shares(yuma.incentive.get(after, netuid), n),
        dividends=_shares(yuma.dividends.get(after, netuid), n),
        validator_trust=_shares(yuma.validator_trust.get(after, netuid), n),
        miners_alpha=_emitted(after, netuid, n),
        validators_alpha=[_dividends(after, netuid, hotkey) for hotkey in hotkeys],
        stake_before=[total_of(before, hotkey, netuid) for hotkey in hotkeys],
    )


def epochs_since(runtime: Runtime, store: ChainReader, netuid: int, after: int, head: int) -> list[Epoch]:
    """Return the epochs in blocks above `after` up to the block `head`, oldest first."""
    found = []
    block = last_epoch_block(context_at(runtime, store, head), netuid)
    # Bound: the block of the last epoch falls with every turn.
    while block > after:
        found.append(read_epoch(runtime, store, netuid, block))
        block = last_epoch_block(context_at(runtime, store, block - 1), netuid)
    return found[::-1]


def _shares(packed: bytes, n: int) -> list[int]:
    values: list[int] = np.frombuffer(packed, "<u2").tolist()
    return (values + [0] * n)[:n]


def _emitted(after: Context, netuid: int, n: int) -> list[int]:
    """Return the amounts of the event that the epoch left."""
    for record in system.events.get(after):
        event = record.event
        inner = event.args[0]
        if event.name == "SubtensorModule" and inner.name == IncentiveAlphaEmittedToMiners.name:
            index, amounts = inner.args
            if index == netuid:
                return (list(amounts) + [0] * n)[:n]
    return [0] * n


def _dividends(after: Context, netuid: int, hotkey: bytes) -> int:
    """Return what a hotkey and its stakers got; the chain records the part after the take."""
    shared = int(emission.alpha_dividends_per_subnet.get(after, netuid, hotkey))
    return shared * U16_MAX // (U16_MAX - delegate_take(after, hotkey))
