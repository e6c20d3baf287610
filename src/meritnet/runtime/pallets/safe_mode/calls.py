"""Calls of the SafeMode pallet. Nobody but root may enter, extend or exit; no deposits are taken here."""

from meritnet.codec import U32, Case, Type
from meritnet.codec.common import ACCOUNT_ID
from meritnet.primitives.fixed import U32_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure, fail
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.balances import accounts, reserves

from . import storage
from .errors import Entered as IsEntered
from .errors import Exited as IsExited
from .errors import NoDeposit, NotConfigured
from .events import DepositReleased, DepositSlashed, Entered, Exited, Extended

PALLET = "SafeMode"
DEPOSIT: dict[str, Type] = {"account": ACCOUNT_ID, "block": U32}
TIMEOUT, FORCE = Case("Timeout", ()), Case("Force", ())


def _ensure_off(ctx: Context) -> None:
    until = storage.entered_until.get(ctx)
    ensure(until is None, IsEntered, until=until)


def _until(ctx: Context) -> int:
    until = storage.entered_until.get(ctx)
    ensure(until is not None, IsExited)
    return int(until)


def exit_safe_mode(ctx: Context, reason: Case) -> None:
    """End safe mode. Raises: Exited."""
    _until(ctx)
    storage.entered_until.remove(ctx)
    ctx.emit(Exited, reason)


def _take_deposit(ctx: Context, account: bytes, block: int) -> int:
    amount = storage.deposits.get(ctx, account, block)
    ensure(amount is not None, NoDeposit, account=account, block=block)
    storage.deposits.remove(ctx, account, block)
    return int(amount)


@call(PALLET, 0, {}, weight=measured(53_290_000, 3_802, reads=2, writes=3))
def enter(ctx: Context, origin: Origin) -> None:
    """Enter safe mode for a deposit; this chain takes none, so only root may enter, by `force_enter`."""
    ensure_signed(origin)
    _ensure_off(ctx)
    fail(NotConfigured)


@call(PALLET, 1, {}, weight=measured(8_818_000, 1_489, reads=1, writes=1))
def force_enter(ctx: Context, origin: Origin) -> None:
    """Enter safe mode for 7,200 blocks; root only."""
    ensure_root(origin)
    _ensure_off(ctx)
    until = min(ctx.block_number + storage.ROOT_ENTER_DURATION, U32_MAX)
    storage.entered_until.set(ctx, until)
    ctx.emit(Entered, until)


@call(PALLET, 2, {}, weight=measured(54_027_000, 3_802, reads=2, writes=3))
def extend(ctx: Context, origin: Origin) -> None:
    """Extend safe mode for a deposit; this chain takes none, so only root may extend, by `force_extend`."""
    ensure_signed(origin)
    _until(ctx)
    fail(NotConfigured)


@call(PALLET, 3, {}, weight=measured(10_066_000, 1_489, reads=1, writes=1))
def force_extend(ctx: Context, origin: Origin) -> None:
    """Extend safe mode by 3,600 blocks; root only."""
    ensure_root(origin)
    until = min(_until(ctx) + storage.ROOT_EXTEND_DURATION, U32_MAX)
    storage.entered_until.set(ctx, until)
    ctx.emit(Extended, until)


@call(PALLET, 4, {}, weight=measured(9_766_000, 1_489, reads=1, writes=1))
def force_exit(ctx: Context, origin: Origin) -> None:
    """End safe mode now; root only."""
    ensure_root(origin)
    exit_safe_mode(ctx, FORCE)


@call(PALLET, 5, DEPOSIT, weight=measured(35_510_000, 3_802, reads=2, writes=2))
def force_slash_deposit(ctx: Context, origin: Origin, account: bytes, block: int) -> None:
    """Burn a deposit for safe mode; root only."""
    ensure_root(origin)
    amount = _take_deposit(ctx, account, block)
    burned = reserves.release(ctx, reserves.SAFE_MODE, account, amount)
    accounts.burn(ctx, account, burned, keep_alive=False)
    ctx.emit(DepositSlashed, account, amount)


@call(PALLET, 6, DEPOSIT, weight=measured(45_648_000, 3_802, reads=3, writes=2))
def release_deposit(ctx: Context, origin: Origin, account: bytes, block: int) -> None:
    """Give a deposit for safe mode back once its delay is over; this chain has no delay, so only root may."""
    ensure_signed(origin)
    _take_deposit(ctx, account, block)
    _ensure_off(ctx)
    fail(NotConfigured)


@call(PALLET, 7, DEPOSIT, weight=measured(43_363_000, 3_802, reads=2, writes=2))
def force_release_deposit(ctx: Context, origin: Origin, account: bytes, block: int) -> None:
    """Give a deposit for safe mode back; root only."""
    ensure_root(origin)
    amount = _take_deposit(ctx, account, block)
    ctx.emit(DepositReleased, account, reserves.release(ctx, reserves.SAFE_MODE, account, amount))
