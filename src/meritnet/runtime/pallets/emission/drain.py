"""Takes the alpha that waited for an epoch and runs the epochs of a block. Amounts in rao."""

from typing import NamedTuple

from meritnet.runtime.framework.context import Context

from . import epoch_reads, payout_state, schedule_state, storage
from .changes import put


class Drained(NamedTuple):
    """Alpha set aside since the last epoch."""

    server: int
    """Miners' part."""
    validator: int
    root: int
    owner: int

    @property
    def consensus_budget(self) -> int:
        """What the epoch's result is measured in; the owner's part is outside of it."""
        return self.server + self.validator + self.root


PENDING = (
    storage.pending_server_emission,
    storage.pending_validator_emission,
    storage.pending_root_alpha_divs,
    storage.pending_owner_cut,
)
"""What `Drained` is taken from, in its order."""


def waiting(ctx: Context, netuid: int) -> Drained:
    """Return what a subnet has set aside for its next epoch."""
    return Drained(*(item.get(ctx, netuid) for item in PENDING))


def take(ctx: Context, netuid: int) -> Drained:
    """Return what a subnet has set aside and leave nothing."""
    taken = waiting(ctx, netuid)
    for item in PENDING:
        put(ctx, item, netuid, 0)
    return taken


def run_epochs(ctx: Context, netuids: list[int]) -> None:
    """Give every subnet its turn and run the epochs that are due, in ascending netuid."""
    for netuid, drained in take_due(ctx, netuids):
        run_epoch(ctx, netuid, drained)


def take_due(ctx: Context, netuids: list[int]) -> list[tuple[int, Drained]]:
    """Give every subnet its turn; return those whose epoch runs now, in ascending netuid, with what they set aside."""
    drained = {netuid: take(ctx, netuid) for netuid in schedule_state.take_turns(ctx, netuids)}
    return sorted(drained.items())


def run_epoch(ctx: Context, netuid: int, drained: Drained) -> None:
    """Run one subnet's epoch on what it set aside."""
    epoch_reads.fetch(ctx, netuid)
    payout_state.run_epoch(ctx, netuid, drained)
    storage.last_mechansim_step_block.set(ctx, netuid, ctx.block_number)
