"""What one epoch of a subnet paid, read from the stored chain: the states before and after its block."""

from dataclasses import dataclass

import numpy as np

from meritnet.primitives.errors import NotFound
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.explain import explain_epoch
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking.stake import total_of
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
    miners_part: int
    """Alpha that waited for the miners."""
    whole: int
    """Alpha that waited for everybody: miners, validators, root stakers, owner."""

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
    """Return what the epoch in `block` paid. Raises: NotFound if there was none; UnknownBlock, StateDiscarded."""
    after, before = context_at(runtime, store, block), context_at(runtime, store, block - 1)
    hotkeys = uids.hotkeys(before, netuid)
    n = len(hotkeys)
    paid = explain_epoch(before, netuid)
    if paid is None:
        raise NotFound(
            f"netuid {netuid} had no epoch in block {block}; its last one was in block "
            f"{last_epoch_block(after, netuid)}"
        )
    by_hotkey = {payment.hotkey: payment for payment in paid.payments}
    parts = [by_hotkey.get(hotkey) for hotkey in hotkeys]
    return Epoch(
        block=block,
        hotkeys=hotkeys,
        incentive=_shares(yuma.incentive.get(after, netuid), n),
        dividends=_shares(yuma.dividends.get(after, netuid), n),
        validator_trust=_shares(yuma.validator_trust.get(after, netuid), n),
        miners_alpha=[0 if part is None or part.withheld else part.incentive for part in parts],
        validators_alpha=[
            0 if part is None else sum(part.dividends) + sum(part.root_dividends) for part in parts
        ],
        stake_before=[total_of(before, hotkey, netuid) for hotkey in hotkeys],
        miners_part=paid.drained.server,
        whole=sum(paid.drained),
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
