"""The wait between two swaps of hotkeys that a coldkey makes on one subnet."""

from meritnet.primitives.fixed import sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.subnets.queries import networks
from meritnet.runtime.pallets.subtensor.errors import HotKeySwapOnSubnetIntervalNotPassed

from . import storage


def ensure_over(ctx: Context, netuid: int, coldkey: bytes, *, first_waits: bool) -> None:
    """Raises: HotKeySwapOnSubnetIntervalNotPassed.

    Quirk: with `first_waits` a coldkey that never swapped here counts as if it had in block 0, so that nobody can
    swap on one subnet before block 7201 of a chain (block 2 of a fast one).
    """
    last, interval = storage.last_hotkey_swap_on_netuid.get(ctx, netuid, coldkey), _interval(ctx)
    never = last == 0 and not first_waits
    ensure(
        never or sat_add64(last, interval) < ctx.block_number,
        HotKeySwapOnSubnetIntervalNotPassed,
        netuid=netuid,
        after_block=last + interval,
    )


def record(ctx: Context, netuid: int, coldkey: bytes) -> None:
    """Note that a coldkey swapped a hotkey on a subnet in this block."""
    storage.last_hotkey_swap_on_netuid.set(ctx, netuid, coldkey, ctx.block_number)


def forget_old(ctx: Context) -> None:
    """Delete the records of waits that are over, of the subnets whose turn it is in this block (block step 0)."""
    interval = _interval(ctx)
    turn = ctx.block_number % interval
    for netuid in networks(ctx):
        if netuid % interval != turn:
            continue
        for coldkey, last in list(storage.last_hotkey_swap_on_netuid.iter_prefix(ctx, netuid)):
            if sat_add64(last, interval) < ctx.block_number:
                storage.last_hotkey_swap_on_netuid.remove(ctx, netuid, coldkey)


def _interval(ctx: Context) -> int:
    blocks: int = ctx.params.hotkey_swap_on_subnet_interval
    return blocks
