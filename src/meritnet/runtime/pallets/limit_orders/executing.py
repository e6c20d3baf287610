"""Carries out orders one by one, each against the pool. Amounts in rao."""

from meritnet.primitives.fixed import sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError

from . import checks, events, linked, trading
from .entry import Entry, close
from .orders import Order, SignedOrder, is_buy, order_id, parts_of, terms_of, trade_limit


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
    entry = Entry(key, order, amount, signed.partial_fill)
    given, received = _buy(ctx, entry) if is_buy(order) else _sell(ctx, entry)
    if provider is not None:
        linked.spend(ctx, provider, key, amount)
    close(ctx, entry, given, received)


def _buy(ctx: Context, entry: Entry) -> tuple[int, int]:
    """Take the fee off the TAO and buy alpha for the rest; return both."""
    alpha = trading.buy(ctx, entry.place, entry.net, trade_limit(entry.order), checked=True)
    _pay_fee(ctx, entry.order, entry.gross)
    return entry.net, alpha


def _sell(ctx: Context, entry: Entry) -> tuple[int, int]:
    """Sell the alpha and take the fee off the TAO; return the alpha and what is left of the TAO."""
    tao = trading.sell(ctx, entry.place, entry.gross, trade_limit(entry.order), checked=True)
    return entry.gross, sat_sub64(tao, _pay_fee(ctx, entry.order, tao))


def _pay_fee(ctx: Context, order: Order, tao: int) -> int:
    """Pay and return the fee on an amount of TAO."""
    fee = parts_of(order.fee_rate, tao)
    if fee:
        trading.transfer_tao(ctx, order.signer, order.fee_recipient, fee)
    return fee
