"""What staking or unstaking an amount would give now: price, slippage, fees, limits, and whether the chain takes it.

Amounts in rao (of TAO for stake in, of alpha for stake out), prices in rao of TAO per whole alpha.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, NamedTuple

from meritnet.codec import Case
from meritnet.codec.extrinsic import Extra, encode_signed, id_address
from meritnet.primitives.units import RAO_PER_TAO
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.dispatch import dispatch_outcome
from meritnet.runtime.framework.errors import DispatchError, InvalidTransaction
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.locks.available import available, total_alpha
from meritnet.runtime.pallets.locks.positions import locked
from meritnet.runtime.pallets.registration import hotkeys
from meritnet.runtime.pallets.staking import events as staking
from meritnet.runtime.pallets.staking.max_amounts import max_add, max_remove
from meritnet.runtime.pallets.staking.stake import stake_of
from meritnet.runtime.pallets.staking.validation import DEFAULT_MIN_STAKE, least_amount
from meritnet.runtime.pallets.subnets.queries import ensure_exists
from meritnet.runtime.pallets.subnets.storage import subtoken_enabled
from meritnet.runtime.pallets.swap import pool
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT, SELL_DEFAULT_LIMIT
from meritnet.runtime.pallets.transaction_payment.fees import compute_fee
from meritnet.runtime.runtime import Runtime

PALLET = "SubtensorModule"
BILLION = 10**9
NO_SIGNATURE = Case("Sr25519", (bytes(64),))
"""Stands in for a signature: as long as every other one, which is all that the fee looks at."""


class Order(NamedTuple):
    """What somebody wants to do."""

    side: Literal["stake", "unstake"]
    netuid: int
    hotkey: bytes
    amount: int
    coldkey: bytes | None = None
    """None asks for the trade alone, without anybody's balance, stake or fee."""
    limit_price: int | None = None
    allow_partial: bool = False


class Trade(NamedTuple):
    """What an order would give if it were in this block."""

    side: str
    netuid: int
    hotkey: bytes
    coldkey: bytes | None
    block: int
    call: str
    amount_rao: int
    used_rao: int
    """What of the amount would be traded, the pool's fee included."""
    received_rao: int
    """Alpha for stake in, TAO for stake out."""
    ideal_rao: int
    """What it would be at the price before, without fee and slippage."""
    slippage_ppb: int
    """What is missing of the ideal, in parts per billion: price movement and pool fee together."""
    pool_fee_rao: int
    """In the asset that is given."""
    price_before_rao: int
    price_after_rao: int
    extrinsic_fee_rao: int | None
    """TAO that the transaction itself costs; None without a coldkey."""
    fee_paid_in: str
    """tao, alpha (out of the stake that is removed), or nothing."""
    least_rao: int
    """Least TAO that may be staked, or that a partial removal must give."""
    most_at_limit_rao: int | None
    """Most that the price limit lets through; None without a limit."""
    balance_rao: int | None
    """TAO that the coldkey can spend."""
    staked_rao: int | None
    """Alpha that the coldkey has with this hotkey here."""
    locked_rao: int | None
    """Alpha of the coldkey on this subnet, with any hotkey, that a lock holds."""
    collateral_rao: int | None
    """Alpha of the coldkey with this hotkey here that is held as collateral."""
    available_rao: int | None
    """Alpha of the coldkey on this subnet that it may take out."""
    has_pool: bool
    """Whether alpha has a price of its own here; otherwise an alpha is a TAO."""
    subtoken_enabled: bool
    """Whether the subnet has started, so that its alpha can be bought."""
    hotkey_owner: bytes | None
    """Coldkey that owns the hotkey; None for one that nobody owns."""
    error: str | None
    """What the chain answers; None: it works."""
    says: str


class _Quote(NamedTuple):
    used: int
    received: int
    fee: int
    price_after: int
    error: DispatchError | None


class _Verdict(NamedTuple):
    """How the whole transaction would end."""

    error: str | None
    text: str
    fee: int
    paid_in: str
    quote: _Quote | None


def explain_trade(runtime: Runtime, ctx: Context, order: Order) -> Trade:
    """Return what an order would give in this block; nothing is changed.

    The transaction is executed with its fee in a layer that is thrown away; without a coldkey the pool alone answers.
    Raises: SubnetNotExists.
    """
    netuid, is_buy = order.netuid, order.side == "stake"
    ensure_exists(ctx, netuid)
    before = pool.spot_price(ctx, netuid)
    most = _most(ctx, order)
    quote = _quoted(ctx, order, most)
    verdict = _verdict(runtime, ctx, order) if order.coldkey is not None else _pool_verdict(quote)
    done = verdict.quote or quote
    used = done.used if done.received else order.amount
    ideal = (used << 64) // before if is_buy and before else used * before >> 64
    cold = order.coldkey
    missing = max(ideal - done.received, 0)
    return Trade(
        side=order.side,
        netuid=netuid,
        hotkey=order.hotkey,
        coldkey=cold,
        block=ctx.block_number,
        call=_name(order),
        amount_rao=order.amount,
        used_rao=done.used,
        received_rao=done.received,
        ideal_rao=ideal,
        slippage_ppb=missing * BILLION // ideal if ideal and done.received else 0,
        pool_fee_rao=done.fee,
        price_before_rao=before * RAO_PER_TAO >> 64,
        price_after_rao=done.price_after * RAO_PER_TAO >> 64,
        extrinsic_fee_rao=None if cold is None else verdict.fee,
        fee_paid_in=verdict.paid_in,
        least_rao=least_amount(ctx, netuid) if is_buy else DEFAULT_MIN_STAKE,
        most_at_limit_rao=most,
        balance_rao=None if cold is None else balances.reducible(ctx, cold, keep_alive=False),
        staked_rao=None if cold is None else stake_of(ctx, order.hotkey, cold, netuid),
        locked_rao=None if cold is None else min(locked(ctx, cold, netuid), total_alpha(ctx, cold, netuid)),
        collateral_rao=None if cold is None else bonds.locked(ctx, netuid, order.hotkey, cold),
        available_rao=None if cold is None else available(ctx, cold, netuid),
        has_pool=pool.is_dynamic(ctx, netuid),
        subtoken_enabled=bool(subtoken_enabled.get(ctx, netuid)),
        hotkey_owner=hotkeys.owner_of(ctx, order.hotkey) if hotkeys.exists(ctx, order.hotkey) else None,
        error=verdict.error,
        says=verdict.text,
    )


# --- the pool alone ---------------------------------------------------------------------------------------


def _most(ctx: Context, order: Order) -> int | None:
    if order.limit_price is None:
        return None
    try:
        return (max_add if order.side == "stake" else max_remove)(ctx, order.netuid, order.limit_price)
    except DispatchError:
        return 0


def _quoted(ctx: Context, order: Order, most: int | None) -> _Quote:
    """Return the trade as the pool makes it, whoever asks."""
    is_buy = order.side == "stake"
    amount = order.amount if most is None else min(order.amount, most)
    standard = BUY_DEFAULT_LIMIT if is_buy else SELL_DEFAULT_LIMIT
    limit = standard if order.limit_price is None else order.limit_price
    with ctx.scratch():
        try:
            result = (pool.buy if is_buy else pool.sell)(ctx, order.netuid, amount, limit)
            if not is_buy and result.fee_to_block_author:
                # The fee of a sale is alpha, which is sold for the author at once.
                pool.sell(ctx, order.netuid, result.fee_to_block_author, SELL_DEFAULT_LIMIT, drop_fees=True)
        except DispatchError as error:
            return _Quote(0, 0, 0, pool.spot_price(ctx, order.netuid), error)
        after = pool.spot_price(ctx, order.netuid)
    return _Quote(result.paid_in + result.fee_paid, result.paid_out, result.fee_paid, after, None)


def _pool_verdict(quote: _Quote) -> _Verdict:
    if quote.error is not None:
        return _Verdict(quote.error.name, str(quote.error), 0, "nothing", None)
    return _Verdict(
        None, "the pool takes this; name a coldkey to check balance, stake and fee", 0, "nothing", None
    )


# --- the whole transaction --------------------------------------------------------------------------------


def _verdict(runtime: Runtime, ctx: Context, order: Order) -> _Verdict:
    """Execute the transaction as a block would, fee included, and forget it."""
    coldkey = order.coldkey or bytes(32)
    call = ctx.chain.call(PALLET, _name(order), *_arguments(order))
    raw = encode_signed(runtime.call_bytes(call), id_address(coldkey), NO_SIGNATURE, Extra())
    extrinsic = runtime.decode(raw)
    with _applying(ctx):
        events = len(ctx.events)
        try:
            checked = runtime.extensions.check(ctx, extrinsic, pool=True)
            taken = runtime.extensions.charge(ctx, checked, len(raw), 0)
        except InvalidTransaction as refused:
            return _Verdict(_refusal(refused), refused.detail or str(refused), 0, "nothing", None)
        outcome = dispatch_outcome(ctx, signed(coldkey), call)
        paid_in = "alpha" if taken.receipt is not None else "tao" if taken.fee else "nothing"
        fee = taken.fee
        if taken.receipt is None:
            fee = min(compute_fee(outcome.weight, len(raw), 0, pays=outcome.pays), fee)
        if outcome.error is not None:
            return _Verdict(outcome.error.name, str(outcome.error), fee, paid_in, None)
        wanted = staking.StakeAdded if order.side == "stake" else staking.StakeRemoved
        told = [record.args for record in ctx.events[events:] if record.event == wanted]
        # A fee paid in alpha removes stake before; the order itself is told last.
        _, _, tao, alpha, _, pool_fee = told[-1]
        after = pool.spot_price(ctx, order.netuid)
        # StakeAdded names the TAO with its fee, StakeRemoved the alpha without.
        if order.side == "stake":
            quote = _Quote(tao, alpha, pool_fee, after, None)
        else:
            quote = _Quote(alpha + pool_fee, tao, pool_fee, after, None)
    return _Verdict(None, "the chain would take this now", fee, paid_in, quote)


@contextmanager
def _applying(ctx: Context) -> Iterator[None]:
    """Run the body as an extrinsic of the block, and undo it."""
    phase = ctx.phase
    with ctx.scratch():
        ctx.phase = Case("ApplyExtrinsic", (1,))
        try:
            yield
        finally:
            ctx.phase = phase


def _name(order: Order) -> str:
    base = "add_stake" if order.side == "stake" else "remove_stake"
    return base if order.limit_price is None else f"{base}_limit"


def _arguments(order: Order) -> tuple[object, ...]:
    plain = (order.hotkey, order.netuid, order.amount)
    return plain if order.limit_price is None else (*plain, order.limit_price, order.allow_partial)


def _refusal(refused: InvalidTransaction) -> str:
    """Return what a refused transaction is called: the guard's error where there is one behind it."""
    cause = refused.__cause__
    if isinstance(cause, DispatchError) and refused.variant == "Custom":
        return cause.name
    return refused.variant
