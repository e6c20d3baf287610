"""The price of a registration where a part of it becomes collateral: one trade, its alpha destroyed and held.

Units: rao.
"""

from meritnet.primitives.fixed import sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure, fail
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.shares import price_of
from meritnet.runtime.pallets.locks import positions as locks
from meritnet.runtime.pallets.staking import events as staking_events
from meritnet.runtime.pallets.staking import flows, stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.max_amounts import max_add
from meritnet.runtime.pallets.staking.stake_into import pay_author
from meritnet.runtime.pallets.subtensor import errors
from meritnet.runtime.pallets.swap import pool
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT

from . import bonds, events, storage
from .arithmetic import Charge, charge, held_part, purchase_limit


def moving_price(ctx: Context, netuid: int) -> int:
    """Return a subnet's moving price of alpha in TAO, U64F64."""
    stored = emission.subnet_moving_price.get(ctx, netuid)
    return price_of(stored, stable=not pool.is_dynamic(ctx, netuid))


def charge_of(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes, price: int) -> Charge | None:
    """Return how a registration's price is charged; None where the subnet takes no collateral."""
    share = storage.collateral_lock_share.get(ctx, netuid)
    if not share:
        return None
    held = bonds.locked(ctx, netuid, hotkey, coldkey)
    return charge(price, share, held, moving_price(ctx, netuid))


def pay(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes, due: Charge) -> None:
    """Buy alpha for all of a charge; destroy the burned part and hold the rest with the hotkey on the present terms.

    With collateral to buy the price may rise by 5 % at most, and the trade is made whole or not at all; without any
    it goes at whatever price, as a registration without collateral does. The pool's fee goes to the block's author.
    Raises: InsufficientLiquidity, SlippageTooHigh, NotEnoughBalanceToStake, ColdkeyCollateralPositionsFull, errors of
    the pool; the caller's layer undoes what was done.
    """
    if due.total:
        _trade(ctx, netuid, hotkey, coldkey, due)
    bonds.renew_terms(ctx, netuid, hotkey, coldkey)


def _trade(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes, due: Charge) -> None:
    limit = _limit(ctx, netuid, due)
    paid = money.to_subnet(ctx, coldkey, netuid, due.total)
    # What a kept-alive account could not pay is missing; such a registration would have a price of its own.
    if paid != due.total:
        fail(errors.NotEnoughBalanceToStake, price=due.total, paid=paid)
    bought = pool.buy(ctx, netuid, paid, limit)
    used = bought.paid_in + bought.fee_paid
    ensure(used == due.total or not due.bonded, errors.SlippageTooHigh, used=used, amount=due.total)
    pay_author(ctx, netuid, bought.fee_to_block_author)
    flows.stakers_in(ctx, netuid, bought.paid_in)
    held = held_part(bought.paid_out, due)
    left = sat_sub64(emission.subnet_alpha_out.get(ctx, netuid), bought.paid_out - held)
    emission.subnet_alpha_out.set(ctx, netuid, left)
    if held:
        _hold(ctx, netuid, hotkey, coldkey, held)
        tao = held_part(paid, due)
        ctx.emit(staking_events.StakeAdded, coldkey, hotkey, tao, held, netuid, bought.fee_paid)
        total = bonds.credit(ctx, netuid, hotkey, coldkey, held, new_terms=True)
        ctx.emit(events.CollateralLocked, netuid, hotkey, held, total)


def _limit(ctx: Context, netuid: int, due: Charge) -> int:
    if not due.bonded:
        return BUY_DEFAULT_LIMIT
    limit = purchase_limit(pool.spot_price(ctx, netuid))
    ensure(limit, errors.InsufficientLiquidity, netuid=netuid, price=limit)
    most = max_add(ctx, netuid, limit)
    ensure(due.total <= most, errors.SlippageTooHigh, tao=due.total, most=most)
    return limit


def _hold(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes, alpha: int) -> None:
    precise = stake.is_precise_enough(ctx, hotkey, netuid, alpha)
    ensure(precise, errors.InsufficientLiquidity, alpha=alpha)
    stake.increase(ctx, hotkey, coldkey, netuid, alpha)
    locks.settle(ctx, coldkey, netuid)
    staking.last_coldkey_hotkey_stake_block.set(ctx, coldkey, hotkey, ctx.block_number)
