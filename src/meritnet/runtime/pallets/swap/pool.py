"""A subnet's pool over state: its price, trades that are booked, trades that are only computed.

A subnet with mechanism 0 (and root) has no price: one alpha is one TAO, without fee and limit.
Units: amounts in rao, prices U64F64 bits of TAO per alpha, limits rao of TAO per whole alpha.
Source: vectors/economics/swap.json
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import isqrt

from meritnet.primitives.fixed import U64F64, U128_MAX, sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.staking.storage import total_stake
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.state.items import StorageMap

from . import errors, pool_weights, storage
from .amm import EVEN_WEIGHT, Pool, Side, SwapError, SwapResult, fee_on, swap, swap_stable
from .amm import spot_price as price_of
from .quote import sim_swap

DYNAMIC = 1
"""Mechanism of a subnet with a pool."""

_RAO_PER_UNIT = 10**9
_ERRORS = {
    error.name: error
    for error in (
        errors.InsufficientLiquidity,
        errors.PriceLimitExceeded,
        errors.ReservesTooLow,
        errors.SwapInputTooLarge,
    )
}


def is_dynamic(ctx: Context, netuid: int) -> bool:
    """Return whether the subnet has a pool with a price."""
    return bool(subnets.subnet_mechanism.get(ctx, netuid) == DYNAMIC)


def spot_price(ctx: Context, netuid: int) -> int:
    """Return the price of an infinitely small trade as U64F64 bits; 1 where alpha has no price of its own."""
    if not is_dynamic(ctx, netuid):
        return U64F64.ONE
    return price_of(stored_pool(ctx, netuid))


def alpha_price_rao(ctx: Context, netuid: int) -> int:
    """Return the spot price in rao of TAO per whole alpha, floored."""
    return spot_price(ctx, netuid) * _RAO_PER_UNIT >> 64


def stored_pool(ctx: Context, netuid: int) -> Pool:
    """Return reserves and stored weight of a subnet, whether or not it trades."""
    return Pool(
        emission.subnet_tao.get(ctx, netuid),
        emission.subnet_alpha_in.get(ctx, netuid),
        storage.swap_balancer.get(ctx, netuid),
    )


def trading_pool(ctx: Context, netuid: int) -> Pool | None:
    """Return the pool as the next trade finds it, None where one alpha is one TAO.

    Quirk: the first trade of a subnet (and every quote before it) has even weights, whatever earlier injections stored.
    """
    if not is_dynamic(ctx, netuid):
        return None
    pool = stored_pool(ctx, netuid)
    return pool if storage.pal_swap_initialized.get(ctx, netuid) else pool._replace(quote_weight=EVEN_WEIGHT)


def record_price(ctx: Context, netuid: int) -> None:
    """Write down the square root of a pool's price, after each trade.

    No rule reads it: clients from before weighted pools (SDK 10.2, btcli 9.21) know prices from no other place. As on
    their chains, a pool that nobody has traded with shows none.
    Injections of the block step keep the price, so they write nothing.
    """
    if is_dynamic(ctx, netuid):
        root = isqrt(spot_price(ctx, netuid) << U64F64.frac_bits)
        if root != storage.alpha_sqrt_price.get(ctx, netuid):
            storage.alpha_sqrt_price.set(ctx, netuid, root)


def fee_rate(ctx: Context, netuid: int) -> int:
    """Return the pool fee, a fraction of 65535."""
    return int(storage.fee_rate.get(ctx, netuid))


def fee_estimate(ctx: Context, netuid: int, amount: int) -> int:
    """Return the pool fee contained in `amount`, without looking at the reserves."""
    return fee_on(amount, fee_rate(ctx, netuid)) if is_dynamic(ctx, netuid) else 0


def buy(ctx: Context, netuid: int, tao: int, limit: int, drop_fees: bool = False) -> SwapResult:
    """Trade TAO for alpha and book it; the TAO itself must already be on the subnet's account.

    Raises: ModuleError of the Swap pallet where the pool refuses.
    """
    result = _traded(ctx, netuid, Side.BUY, tao, limit, drop_fees)
    # Quirk: for root and stable subnets the same booking lowers an alpha reserve that only unstaking fills;
    # it stops at 0.
    _change(ctx, emission.subnet_alpha_in, netuid, -result.paid_out)
    _change(ctx, emission.subnet_alpha_out, netuid, result.paid_out)
    _change(ctx, emission.subnet_tao, netuid, result.paid_in)
    # Quirk: TotalStake and the volume count the requested TAO, with fee and with what a limit left unused.
    total_stake.set(ctx, sat_add64(total_stake.get(ctx), tao))
    _add_volume(ctx, netuid, tao)
    record_price(ctx, netuid)
    return result


def sell(ctx: Context, netuid: int, alpha: int, limit: int, drop_fees: bool = False) -> SwapResult:
    """Trade alpha for TAO and book it; the TAO stays on the subnet's account until the caller moves it.

    Raises: ModuleError of the Swap pallet where the pool refuses.
    """
    result = _traded(ctx, netuid, Side.SELL, alpha, limit, drop_fees)
    _change(ctx, emission.subnet_alpha_in, netuid, result.paid_in)
    _change(ctx, emission.subnet_alpha_out, netuid, -result.paid_in)
    _change(ctx, emission.subnet_tao, netuid, -result.paid_out)
    total_stake.set(ctx, sat_sub64(total_stake.get(ctx), result.paid_out))
    _add_volume(ctx, netuid, result.paid_out)
    record_price(ctx, netuid)
    return result


def simulate_buy(ctx: Context, netuid: int, tao: int) -> SwapResult:
    """Return what a buy at the default limit would move. Raises: ModuleError as `buy`."""
    return _simulated(ctx, netuid, Side.BUY, tao)


def simulate_sell(ctx: Context, netuid: int, alpha: int) -> SwapResult:
    """Return what a sale at the default limit would move. Raises: ModuleError as `sell`."""
    return _simulated(ctx, netuid, Side.SELL, alpha)


def after_liquidity(ctx: Context, netuid: int, tao: int, alpha: int) -> bool:
    """Move the weights so that adding `tao` and `alpha` keeps the price; the caller adds the reserves afterwards.

    False, with nothing changed, if a weight would leave 1..99 %.
    """
    weight = pool_weights.after_liquidity(stored_pool(ctx, netuid), tao, alpha)
    if weight is None:
        return False
    if weight != storage.swap_balancer.get(ctx, netuid) or not storage.swap_balancer.exists(ctx, netuid):
        storage.swap_balancer.set(ctx, netuid, weight)
    return True


@contextmanager
def pool_errors() -> Iterator[None]:
    """Turn the arithmetic's refusal into the error of the Swap pallet. Raises: ModuleError."""
    try:
        yield
    except SwapError as refused:
        raise _ERRORS[refused.name](reason=str(refused)) from refused


def _traded(ctx: Context, netuid: int, side: Side, amount: int, limit: int, drop_fees: bool) -> SwapResult:
    pool = trading_pool(ctx, netuid)
    if pool is None:
        return swap_stable(amount)
    with pool_errors():
        result = swap(pool, side, amount, limit, fee_rate(ctx, netuid), drop_fees)
    if not storage.pal_swap_initialized.get(ctx, netuid):
        storage.swap_balancer.set(ctx, netuid, EVEN_WEIGHT)
        storage.pal_swap_initialized.set(ctx, netuid, True)
    return result


def _simulated(ctx: Context, netuid: int, side: Side, amount: int) -> SwapResult:
    pool = trading_pool(ctx, netuid)
    if pool is None:
        return swap_stable(amount if subnets.networks_added.get(ctx, netuid) else 0)
    with pool_errors():
        return sim_swap(pool, side, amount, fee_rate(ctx, netuid))


def _change(ctx: Context, item: StorageMap, netuid: int, by: int) -> None:
    if by:
        value = item.get(ctx, netuid)
        item.set(ctx, netuid, sat_add64(value, by) if by > 0 else sat_sub64(value, -by))


def _add_volume(ctx: Context, netuid: int, tao: int) -> None:
    if tao:
        volume = emission.subnet_volume.get(ctx, netuid)
        emission.subnet_volume.set(ctx, netuid, min(volume + tao, U128_MAX))
