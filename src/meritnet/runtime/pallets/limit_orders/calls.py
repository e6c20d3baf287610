"""Calls of the LimitOrders pallet."""

from meritnet.codec import BOOL, Case
from meritnet.codec.common import H256, NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import Weight, measured
from meritnet.runtime.pallets.registration.hotkeys import owns

from . import batch, errors, events, executing, linked, storage
from .accounts import POOL_ACCOUNT, POOL_HOTKEY
from .checks import CANCELLED
from .orders import SignedOrder, order_id, terms_of
from .types import SIGNED_ORDERS, VERSIONED_ORDER

PALLET = "LimitOrders"


def _each_weight(_ctx: Context, orders: tuple[SignedOrder, ...], _should_fail: bool) -> Weight:
    count = len(orders)
    return measured(
        61_768_457 + 520_180_782 * count, 6_148 + 5_158 * count, reads=17 + 11 * count, writes=10 + 7 * count
    )


def _netted_weight(_ctx: Context, _netuid: int, orders: tuple[SignedOrder, ...]) -> Weight:
    count = len(orders)
    return measured(
        499_718_496 + 259_134_004 * count, 8_727 + 5_158 * count, reads=25 + 10 * count, writes=15 + 7 * count
    )


def _ensure_enabled(ctx: Context) -> None:
    ensure(storage.limit_orders_enabled.get(ctx), errors.LimitOrdersDisabled)


@call(PALLET, 0, {"orders": SIGNED_ORDERS, "should_fail": BOOL}, weight=_each_weight)
def execute_orders(ctx: Context, origin: Origin, orders: tuple[SignedOrder, ...], should_fail: bool) -> None:
    """Carry out signed orders one after the other, skipping those that cannot be or, as asked, failing with them."""
    relayer = ensure_signed(origin)
    _ensure_enabled(ctx)
    executing.execute_each(ctx, relayer, orders, all_or_none=should_fail)


@call(PALLET, 1, {"netuid": NET_UID, "orders": SIGNED_ORDERS}, weight=_netted_weight)
def execute_batched_orders(
    ctx: Context, origin: Origin, netuid: int, orders: tuple[SignedOrder, ...]
) -> None:
    """Carry out signed orders of one subnet against each other, and only their difference with the pool."""
    relayer = ensure_signed(origin)
    _ensure_enabled(ctx)
    batch.execute_netted(ctx, relayer, netuid, orders)


@call(PALLET, 2, {"order": VERSIONED_ORDER}, weight=measured(14_822_000, 3_522, reads=1, writes=1))
def cancel_order(ctx: Context, origin: Origin, order: Case) -> None:
    """Cancel an order that one signed and that was not begun; it can never be carried out after that."""
    who = ensure_signed(origin)
    signer = terms_of(order).signer
    ensure(signer == who, errors.Unauthorized, signer=signer)
    key = order_id(order)
    ensure(not storage.orders.exists(ctx, key), errors.OrderAlreadyProcessed, order_id=key)
    storage.orders.set(ctx, key, CANCELLED)
    ctx.emit(events.OrderCancelled, key, who)


@call(PALLET, 3, {"enabled": BOOL}, weight=measured(4_266_000, writes=1))
def set_pallet_status(ctx: Context, origin: Origin, enabled: bool) -> None:
    """Switch the execution of orders on or off; root only."""
    ensure_root(origin)
    if enabled:
        ensure(owns(ctx, POOL_ACCOUNT, POOL_HOTKEY), errors.PalletHotkeyNotRegistered, hotkey=POOL_HOTKEY)
    storage.limit_orders_enabled.set(ctx, enabled)
    ctx.emit(events.LimitOrdersPalletStatusChanged, enabled)


@call(PALLET, 4, {"order_id": H256}, weight=measured(14_822_000, 3_522, reads=1, writes=1))
def prune_linked_output(ctx: Context, origin: Origin, order_id: bytes) -> None:
    """Remove the record of what an order brought in: its signer at any time, anybody once it has expired."""
    linked.prune(ctx, ensure_signed(origin), order_id)
