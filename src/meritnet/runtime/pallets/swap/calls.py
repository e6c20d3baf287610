"""Calls of the Swap pallet: the pool fee, and the retired calls for user liquidity that always fail."""

from typing import NoReturn

from meritnet.codec import BOOL, I64, U16, U64, Type
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_root
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.subnets.queries import exists

from . import errors, events, storage
from .amm import MAX_FEE_RATE
from .types import POSITION_ID, TICK_INDEX

PALLET = "Swap"

_RETIRED = measured(15_000_000)
_POSITION: dict[str, Type] = {"hotkey": ACCOUNT_ID, "netuid": NET_UID}


@call(PALLET, 0, {"netuid": NET_UID, "rate": U16}, weight=measured(15_063_000, 3_994, reads=1, writes=1))
def set_fee_rate(ctx: Context, origin: Origin, netuid: int, rate: int) -> None:
    """Set a subnet's pool fee, a fraction of 65535. Root only."""
    ensure_root(origin)
    ensure(exists(ctx, netuid), errors.MechanismDoesNotExist, netuid=netuid)
    ensure(rate <= MAX_FEE_RATE, errors.FeeRateTooHigh, rate=rate, most=MAX_FEE_RATE)
    storage.fee_rate.set(ctx, netuid, rate)
    ctx.emit(events.FeeRateSet, netuid, rate)


@call(
    PALLET,
    1,
    _POSITION | {"tick_low": TICK_INDEX, "tick_high": TICK_INDEX, "liquidity": U64},
    weight=_RETIRED,
)
def add_liquidity(
    ctx: Context, origin: Origin, hotkey: bytes, netuid: int, tick_low: int, tick_high: int, liquidity: int
) -> NoReturn:
    """Retired with user liquidity: always fails with Deprecated."""
    raise errors.Deprecated()


@call(PALLET, 2, _POSITION | {"position_id": POSITION_ID}, weight=_RETIRED)
def remove_liquidity(ctx: Context, origin: Origin, hotkey: bytes, netuid: int, position_id: int) -> NoReturn:
    """Retired with user liquidity: always fails with Deprecated."""
    raise errors.Deprecated()


@call(PALLET, 3, _POSITION | {"position_id": POSITION_ID, "liquidity_delta": I64}, weight=_RETIRED)
def modify_position(
    ctx: Context, origin: Origin, hotkey: bytes, netuid: int, position_id: int, liquidity_delta: int
) -> NoReturn:
    """Retired with user liquidity: always fails with Deprecated."""
    raise errors.Deprecated()


@call(PALLET, 4, {"netuid": NET_UID, "enable": BOOL}, weight=_RETIRED)
def toggle_user_liquidity(ctx: Context, origin: Origin, netuid: int, enable: bool) -> NoReturn:
    """Retired with user liquidity: always fails with Deprecated."""
    raise errors.Deprecated()


@call(PALLET, 5, {}, weight=_RETIRED)
def disable_lp(ctx: Context, origin: Origin) -> NoReturn:
    """Retired with user liquidity: always fails with Deprecated."""
    raise errors.Deprecated()
