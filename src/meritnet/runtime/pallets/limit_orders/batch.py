"""Carries out a batch of one subnet's orders at once: all of them, or none. Amounts in rao.

Everything that the orders give goes to the pallet's account first; see `netting` for who gets what of it.
"""

from meritnet.codec import Case
from meritnet.primitives.fixed import U64_MAX, sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.staking.transition import Place
from meritnet.runtime.pallets.subnets.queries import ROOT
from meritnet.runtime.pallets.swap.pool import spot_price

from . import checks, errors, events, linked, netting, trading
from .accounts import POOL_ACCOUNT, POOL_HOTKEY
from .entry import Entry, close
from .netting import Sums
from .orders import SignedOrder, is_buy, order_id, parts_of, terms_of, trade_limit


def execute_netted(ctx: Context, relayer: bytes, netuid: int, orders: tuple[SignedOrder, ...]) -> None:
    """Carry out a batch. Raises: what speaks against any of its orders, SwapReturnedZero, ZeroShareInBatch."""
    ensure(netuid != ROOT, errors.RootNetUidNotAllowed)
    price = spot_price(ctx, netuid)
    entries = _entries(ctx, relayer, netuid, orders)
    if not entries:
        return
    buys = [entry for entry in entries if is_buy(entry.order)]
    sells = [entry for entry in entries if not is_buy(entry.order)]
    sums = netting.sums_of(sum(e.net for e in buys), sum(e.net for e in sells), price)
    pooled = Place(POOL_ACCOUNT, POOL_HOTKEY, netuid)
    for entry in buys:
        trading.transfer_tao(ctx, entry.order.signer, POOL_ACCOUNT, entry.gross)
    for entry in sells:
        trading.hand_over(ctx, entry.place, pooled, entry.gross, from_user=True)
    from_pool = _trade(ctx, pooled, sums, buys, sells)
    _pay_buyers(ctx, pooled, sums, from_pool, buys)
    fees = _pay_sellers(ctx, sums, from_pool, sells)
    for entry in buys:
        _add(fees, entry.order.fee_recipient, sat_sub64(entry.gross, entry.net))
    for recipient, fee in fees.items():
        trading.transfer_tao(ctx, POOL_ACCOUNT, recipient, fee)
    side = Case("Buy" if sums.buys_more else "Sell")
    ctx.emit(
        events.GroupExecutionSummary,
        netuid,
        side,
        netting.told_amount(sums),
        from_pool & U64_MAX,
        len(entries),
    )


def _entries(ctx: Context, relayer: bytes, netuid: int, orders: tuple[SignedOrder, ...]) -> list[Entry]:
    """Return the checked orders. What they are linked to is spent here, so that no two share it."""
    entries: dict[bytes, Entry] = {}
    for signed in orders:
        key = order_id(signed.order)
        ensure(key not in entries, errors.DuplicateOrderInBatch, order_id=key)
        order = terms_of(signed.order)
        ensure(order.netuid == netuid, errors.OrderNetUidMismatch, netuid=order.netuid, batch=netuid)
        amount, provider = checks.validate(ctx, signed, order, key, relayer)
        if provider is not None:
            linked.spend(ctx, provider, key, amount)
        entries[key] = Entry(key, order, amount, signed.partial_fill)
    return list(entries.values())


def _trade(ctx: Context, pooled: Place, sums: Sums, buys: list[Entry], sells: list[Entry]) -> int:
    """Trade the difference with the pool, at the strictest limit of the larger side; return what came of it."""
    amount = netting.for_pool(sums)
    if not amount:
        return 0
    if sums.buys_more:
        limit = min((trade_limit(entry.order) for entry in buys), default=U64_MAX)
        out = trading.buy(ctx, pooled, amount, limit, checked=False)
    else:
        limit = max((trade_limit(entry.order) for entry in sells), default=0)
        out = trading.sell(ctx, pooled, amount, limit, checked=False)
    ensure(out, errors.SwapReturnedZero, amount=amount)
    return out


def _pay_buyers(ctx: Context, pooled: Place, sums: Sums, from_pool: int, buys: list[Entry]) -> None:
    if not buys:
        return
    total = netting.alpha_for_buyers(sums, from_pool)
    for entry in buys:
        share = netting.share_of(total, entry.net, sums.buys)
        ensure(share, errors.ZeroShareInBatch, order_id=entry.key)
        trading.hand_over(ctx, pooled, entry.place, share, from_user=False)
        close(ctx, entry, entry.gross, share)


def _pay_sellers(ctx: Context, sums: Sums, from_pool: int, sells: list[Entry]) -> dict[bytes, int]:
    """Pay the sellers; return the fees taken off by recipient, in the order of their first sale."""
    fees: dict[bytes, int] = {}
    total = netting.tao_for_sellers(sums, from_pool)
    for entry in sells:
        worth = netting.alpha_to_tao(entry.net, sums.price)
        gross = netting.share_of(total, worth, sums.sells_tao)
        fee = parts_of(entry.order.fee_rate, gross)
        share = sat_sub64(gross, fee)
        ensure(share, errors.ZeroShareInBatch, order_id=entry.key)
        _add(fees, entry.order.fee_recipient, fee)
        trading.transfer_tao(ctx, POOL_ACCOUNT, entry.order.signer, share)
        close(ctx, entry, entry.gross, share)
    return fees


def _add(fees: dict[bytes, int], recipient: bytes, fee: int) -> None:
    if fee:
        fees[recipient] = sat_add64(fees.get(recipient, 0), fee)
