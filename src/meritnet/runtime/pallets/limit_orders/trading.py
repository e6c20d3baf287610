"""What orders do with the pool and with stake: buy, sell, hand over. Each does all it was asked or nothing.

Units: rao; limits are rao of TAO per whole alpha.
"""

from meritnet.primitives.fixed import U64F64, sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.collateral.covering import ensure_free
from meritnet.runtime.pallets.locks.available import ensure_available
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking.stake_into import stake_into
from meritnet.runtime.pallets.staking.storage import last_coldkey_hotkey_stake_block
from meritnet.runtime.pallets.staking.transition import Place
from meritnet.runtime.pallets.staking.unstake_from import unstake_from
from meritnet.runtime.pallets.staking.validation import (
    DEFAULT_MIN_STAKE,
    ensure_hotkey,
    ensure_subtoken,
    validate_remove,
)
from meritnet.runtime.pallets.subnets.queries import ensure_exists
from meritnet.runtime.pallets.subtensor import errors
from meritnet.runtime.pallets.swap import pool
from meritnet.runtime.pallets.swap.amm import Side, swap


def transfer_tao(ctx: Context, source: bytes, dest: bytes, tao: int) -> None:
    """Move TAO between accounts; the source may be emptied. Raises: TokenError, ArithmeticFailure."""
    balances.transfer(ctx, source, dest, tao, keep_alive=False)


def buy(ctx: Context, place: Place, tao: int, limit: int, *, checked: bool) -> int:
    """Stake all of the TAO within a price limit; return the alpha. `checked` asks what a user's own call would.

    Raises: SubnetNotExists, SubtokenDisabled, HotKeyAccountNotExists, AmountTooLow, NotEnoughBalanceToStake,
    SlippageTooHigh, errors of the pool.
    """
    coldkey, hotkey, netuid = place
    ensure_exists(ctx, netuid)
    ensure_subtoken(ctx, netuid)
    if checked:
        ensure_hotkey(ctx, hotkey)
        ensure(tao >= DEFAULT_MIN_STAKE, errors.AmountTooLow, tao=tao, least=DEFAULT_MIN_STAKE)
        balance = balances.reducible(ctx, coldkey, keep_alive=False)
        ensure(tao <= balance, errors.NotEnoughBalanceToStake, tao=tao, balance=balance)
    _ensure_whole(ctx, netuid, Side.BUY, tao, limit)
    return stake_into(ctx, hotkey, coldkey, netuid, tao, limit)


def sell(ctx: Context, place: Place, alpha: int, limit: int, *, checked: bool) -> int:
    """Sell all of the alpha within a price limit; return the TAO. `checked` asks what a user's own call would.

    Raises: SubnetNotExists, SubtokenDisabled, what removing stake raises, SlippageTooHigh, errors of the pool.
    """
    coldkey, hotkey, netuid = place
    ensure_exists(ctx, netuid)
    ensure_subtoken(ctx, netuid)
    if checked:
        validate_remove(ctx, coldkey, hotkey, netuid, alpha, alpha, partial=False)
    _ensure_whole(ctx, netuid, Side.SELL, alpha, limit)
    return unstake_from(ctx, hotkey, coldkey, coldkey, netuid, alpha, limit)


def hand_over(ctx: Context, source: Place, dest: Place, alpha: int, *, from_user: bool) -> None:
    """Move stake on one subnet without a trade: from a user to the pallet's account, or from there to a user.

    Raises: SubnetNotExists, SubtokenDisabled, HotKeyAccountNotExists, AmountTooLow, StakeUnavailable,
    NotEnoughStakeToWithdraw.
    """
    netuid = source.netuid
    ensure_exists(ctx, netuid)
    ensure_subtoken(ctx, netuid)
    if from_user:
        ensure_hotkey(ctx, source.hotkey)
        ensure(alpha, errors.AmountTooLow, alpha=alpha)
        worth = U64F64.to_u64(U64F64.mul(pool.spot_price(ctx, netuid), U64F64.from_int(alpha)))
        ensure(worth >= DEFAULT_MIN_STAKE, errors.AmountTooLow, tao=worth, least=DEFAULT_MIN_STAKE)
        ensure_available(ctx, source.coldkey, netuid, alpha)
        ensure_free(ctx, source.coldkey, source.hotkey, netuid, alpha)
    else:
        ensure_hotkey(ctx, dest.hotkey)
    staked = stake.stake_of(ctx, source.hotkey, source.coldkey, netuid)
    ensure(alpha <= staked, errors.NotEnoughStakeToWithdraw, alpha=alpha, staked=staked)
    stake.decrease(ctx, source.hotkey, source.coldkey, netuid, alpha)
    stake.increase(ctx, dest.hotkey, dest.coldkey, netuid, alpha)
    last_coldkey_hotkey_stake_block.set(ctx, dest.coldkey, dest.hotkey, ctx.block_number)


def _ensure_whole(ctx: Context, netuid: int, side: Side, amount: int, limit: int) -> None:
    """Raises: SlippageTooHigh where the limit would stop the trade before all of the amount is in."""
    found = pool.trading_pool(ctx, netuid)
    if found is None:
        return
    with pool.pool_errors():
        result = swap(found, side, amount, limit, pool.fee_rate(ctx, netuid), simulate=True)
    used = sat_add64(result.paid_in, result.fee_paid)
    ensure(used >= amount, errors.SlippageTooHigh, used=used, amount=amount)
