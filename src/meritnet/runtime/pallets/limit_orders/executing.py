"""Carries out orders one by one, each against the pool. Amounts in rao."""

from meritnet.primitives.fixed import sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.pallets.staking.transition import Place

from . import checks, events, linked, storage, trading
from .orders import Order, SignedOrder, is_buy, order_id, output_asset, parts_of, terms_of, trade_limit


def execute_each(ctx: Context, relayer: bytes, orders: tuple[SignedOrder, ...], *, all_or_none: bool) -> None:
    """Carry out the orders in turn; skip those that cannot be, or with `all_or_none` fail with the first of them."""
    for signed in orders:
        key = order_id(signed.order)
        try:
            with ctx.layer():
                _execute(ctx, relayer, signed, key)
        except DispatchError as error:
            if all_or_none:
                raise
            ctx.emit(events.OrderSkipped, key, ctx.chain.error_case(error))


def _execute(ctx: Context, relayer: bytes, signed: SignedOrder, key: bytes) -> None:
    order = terms_of(signed.order)
    amount, provider = checks.validate(ctx, signed, order, key, relayer)
    fill = amount if signed.partial_fill is None else signed.partial_fill
    paid, received = _buy(ctx, order, fill) if is_buy(order) else _sell(ctx, order, fill)
    if provider is not None:
        linked.spend(ctx, provider, key, amount)
    storage.orders.set(ctx, key, checks.status_after(ctx, key, signed.partial_fill, amount))
    if order.has_linked_order:
        linked.record(ctx, key, order.signer, output_asset(order), received)
    ctx.emit(events.OrderExecuted, key, order.signer, order.netuid, order.order_type, paid, received)


def _buy(ctx: Context, order: Order, tao: int) -> tuple[int, int]:
    """Take the fee off the TAO and buy alpha for the rest; return both."""
    fee = parts_of(order.fee_rate, tao)
    spent = sat_sub64(tao, fee)
    alpha = trading.buy(ctx, _place(order), spent, trade_limit(order), checked=True)
    _pay_fee(ctx, order, fee)
    return spent, alpha


def _sell(ctx: Context, order: Order, alpha: int) -> tuple[int, int]:
    """Sell the alpha and take the fee off the TAO; return the alpha and what is left of the TAO."""
    tao = trading.sell(ctx, _place(order), alpha, trade_limit(order), checked=True)
    fee = parts_of(order.fee_rate, tao)
    _pay_fee(ctx, order, fee)
    return alpha, sat_sub64(tao, fee)


def _place(order: Order) -> Place:
    return Place(order.signer, order.hotkey, order.netuid)


def _pay_fee(ctx: Context, order: Order, fee: int) -> None:
    if fee:
        trading.transfer_tao(ctx, order.signer, order.fee_recipient, fee)
