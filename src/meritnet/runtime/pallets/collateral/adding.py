"""A miner's own choices: more collateral, and the floor that its earnings keep it at. Units: rao."""

from meritnet.primitives.fixed import sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.registration import hotkeys
from meritnet.runtime.pallets.staking.max_amounts import max_add
from meritnet.runtime.pallets.staking.stake_into import stake_into
from meritnet.runtime.pallets.staking.validation import (
    ensure_buy_size,
    ensure_hotkey,
    ensure_subtoken,
    validate_add,
)
from meritnet.runtime.pallets.subnets.queries import ROOT, ensure_exists
from meritnet.runtime.pallets.subtensor import errors

from . import bonds, events, storage
from .arithmetic import Bond, cost_of
from .covering import free
from .paying import moving_price


def add(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes, alpha: int, limit: int) -> None:
    """Hold `alpha` more: first of what is staked and free, then bought at up to the limit, all of it or nothing.

    What is bought is worth what is missing at the moving price, so it is more or less alpha than that by now.
    The terms stay those of the last registration. Raises: ModuleError, in the order of the checks below.
    """
    ensure(netuid != ROOT, errors.RegistrationNotPermittedOnRootSubnet)
    ensure_exists(ctx, netuid)
    ensure_subtoken(ctx, netuid)
    _ensure_own(ctx, coldkey, hotkey)
    ensure(alpha, errors.AmountTooLow, alpha=alpha)
    staked = min(free(ctx, coldkey, hotkey, netuid), alpha)
    tao = _price(ctx, netuid, alpha - staked)
    if tao:
        ensure_buy_size(ctx, netuid, tao)
        validate_add(ctx, coldkey, hotkey, netuid, tao, tao, partial=False)
        balance = balances.reducible(ctx, coldkey, keep_alive=True)
        ensure(balance >= tao, errors.NotEnoughBalanceToStake, tao=tao, balance=balance)
    added, total = staked, 0
    if staked:
        total = bonds.credit(ctx, netuid, hotkey, coldkey, staked, new_terms=False)
    if tao:
        most = max_add(ctx, netuid, limit)
        ensure(tao <= most, errors.SlippageTooHigh, tao=tao, most=most)
        bought = stake_into(ctx, hotkey, coldkey, netuid, tao, limit)
        total = bonds.credit(ctx, netuid, hotkey, coldkey, bought, new_terms=False)
        added = sat_add64(added, bought)
    ensure(added, errors.AmountTooLow, alpha=alpha)
    ctx.emit(events.CollateralLocked, netuid, hotkey, added, total)


def set_floor(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes, floor: int) -> None:
    """Choose the collateral that earnings keep a position at; 0: none. It costs nothing now.

    Raises: RegistrationNotPermittedOnRootSubnet, SubnetNotExists, HotKeyAccountNotExists, NonAssociatedColdKey,
    ColdkeyCollateralPositionsFull.
    """
    ensure(netuid != ROOT, errors.RegistrationNotPermittedOnRootSubnet)
    ensure_exists(ctx, netuid)
    _ensure_own(ctx, coldkey, hotkey)
    before = bonds.bond_of(ctx, netuid, hotkey, coldkey)
    after = before or Bond(0, storage.collateral_drain_ratio.get(ctx, netuid))
    after = after._replace(floor=floor)
    if before is not None or floor:
        bonds.save(ctx, netuid, hotkey, coldkey, None if after.is_over else after)
    ctx.emit(events.MinCollateralSet, netuid, hotkey, floor)


def _ensure_own(ctx: Context, coldkey: bytes, hotkey: bytes) -> None:
    ensure_hotkey(ctx, hotkey)
    owner = hotkeys.owner_of(ctx, hotkey)
    ensure(owner == coldkey, errors.NonAssociatedColdKey, coldkey=coldkey, owner=owner)


def _price(ctx: Context, netuid: int, missing: int) -> int:
    """Return the TAO with which the missing alpha is bought. Raises: InsufficientLiquidity without a moving price."""
    if not missing:
        return 0
    price = moving_price(ctx, netuid)
    ensure(price, errors.InsufficientLiquidity, netuid=netuid, alpha=missing)
    return cost_of(missing, price)
