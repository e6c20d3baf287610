"""Calls of the SafeMode pallet. Nobody but root may enter, extend or exit; no deposits are taken here."""

from meritnet.codec import U32, Type
from meritnet.codec.common import ACCOUNT_ID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import fail
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.balances import accounts, reserves

from . import mode, storage
from .errors import NotConfigured
from .events import DepositReleased, DepositSlashed

PALLET = "SafeMode"
DEPOSIT: dict[str, Type] = {"account": ACCOUNT_ID, "block": U32}


@call(PALLET, 0, {}, weight=measured(53_290_000, 3_802, reads=2, writes=3))
def enter(ctx: Context, origin: Origin) -> None:
    """Enter safe mode for a deposit; this chain takes none, so only root may enter, by `force_enter`."""
    ensure_signed(origin)
    mode.ensure_off(ctx)
    fail(NotConfigured)


@call(PALLET, 1, {}, weight=measured(8_818_000, 1_489, reads=1, writes=1))
def force_enter(ctx: Context, origin: Origin) -> None:
    """Enter safe mode for 7,200 blocks; root only."""
    ensure_root(origin)
    mode.enter(ctx, storage.ROOT_ENTER_DURATION)


@call(PALLET, 2, {}, weight=measured(54_027_000, 3_802, reads=2, writes=3))
def extend(ctx: Context, origin: Origin) -> None:
    """Extend safe mode for a deposit; this chain takes none, so only root may extend, by `force_extend`."""
    ensure_signed(origin)
    mode.last_block(ctx)
    fail(NotConfigured)


@call(PALLET, 3, {}, weight=measured(10_066_000, 1_489, reads=1, writes=1))
def force_extend(ctx: Context, origin: Origin) -> None:
    """Extend safe mode by 3,600 blocks; root only."""
    ensure_root(origin)
    mode.extend(ctx, storage.ROOT_EXTEND_DURATION)


@call(PALLET, 4, {}, weight=measured(9_766_000, 1_489, reads=1, writes=1))
def force_exit(ctx: Context, origin: Origin) -> None:
    """End safe mode now; root only."""
    ensure_root(origin)
    mode.leave(ctx, mode.FORCE)


@call(PALLET, 5, DEPOSIT, weight=measured(35_510_000, 3_802, reads=2, writes=2))
def force_slash_deposit(ctx: Context, origin: Origin, account: bytes, block: int) -> None:
    """Burn a deposit for safe mode; root only."""
    ensure_root(origin)
    amount = mode.take_deposit(ctx, account, block)
    burned = reserves.release(ctx, reserves.SAFE_MODE, account, amount)
    accounts.burn(ctx, account, burned, keep_alive=False)
    ctx.emit(DepositSlashed, account, amount)


@call(PALLET, 6, DEPOSIT, weight=measured(45_648_000, 3_802, reads=3, writes=2))
def release_deposit(ctx: Context, origin: Origin, account: bytes, block: int) -> None:
    """Give a deposit for safe mode back once its delay is over; this chain has no delay, so only root may."""
    ensure_signed(origin)
    mode.take_deposit(ctx, account, block)
    mode.ensure_off(ctx)
    fail(NotConfigured)


@call(PALLET, 7, DEPOSIT, weight=measured(43_363_000, 3_802, reads=2, writes=2))
def force_release_deposit(ctx: Context, origin: Origin, account: bytes, block: int) -> None:
    """Give a deposit for safe mode back; root only."""
    ensure_root(origin)
    amount = mode.take_deposit(ctx, account, block)
    ctx.emit(DepositReleased, account, reserves.release(ctx, reserves.SAFE_MODE, account, amount))
