"""Giving staked alpha up: recycled (its issuance falls) or burned (it stays counted for good)."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.alpha_assets import accounting
from meritnet.runtime.pallets.collateral.covering import ensure_free
from meritnet.runtime.pallets.emission.storage import subnet_alpha_out
from meritnet.runtime.pallets.locks.available import ensure_available
from meritnet.runtime.pallets.subnets.queries import ensure_exists
from meritnet.runtime.pallets.subtensor import errors

from . import events, stake
from .validation import ensure_hotkey, ensure_subtoken


def recycle(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, alpha: int) -> int:
    """Recycle up to `alpha` of a coldkey's stake and return how much. Raises: ModuleError. Unit: rao."""
    alpha = _take(ctx, coldkey, hotkey, netuid, alpha)
    accounting.recycle_alpha(ctx, netuid, alpha)
    ctx.emit(events.AlphaRecycled, coldkey, hotkey, alpha, netuid)
    return alpha


def burn(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, alpha: int) -> int:
    """Burn up to `alpha` of a coldkey's stake and return how much. Raises: ModuleError. Unit: rao."""
    alpha = _take(ctx, coldkey, hotkey, netuid, alpha)
    accounting.burn_alpha(ctx, netuid, alpha)
    ctx.emit(events.AlphaBurned, coldkey, hotkey, alpha, netuid)
    return alpha


def _take(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, alpha: int) -> int:
    ensure_exists(ctx, netuid)
    ensure(netuid != stake.ROOT, errors.CannotBurnOrRecycleOnRootSubnet)
    ensure_subtoken(ctx, netuid)
    ensure_hotkey(ctx, hotkey)
    alpha = min(alpha, stake.stake_of(ctx, hotkey, coldkey, netuid))
    outstanding = subnet_alpha_out.get(ctx, netuid)
    ensure(outstanding >= alpha, errors.InsufficientLiquidity, alpha=alpha, outstanding=outstanding)
    ensure_available(ctx, coldkey, netuid, alpha)
    ensure_free(ctx, coldkey, hotkey, netuid, alpha)
    return stake.decrease(ctx, hotkey, coldkey, netuid, alpha)
