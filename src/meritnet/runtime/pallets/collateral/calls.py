"""Calls of miners about their collateral. Amounts: rao of alpha; prices: rao of TAO per whole alpha."""

from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, TAO
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured

from . import adding

PALLET = "SubtensorModule"


@call(
    PALLET,
    144,
    {"netuid": NET_UID, "hotkey": ACCOUNT_ID, "alpha": ALPHA, "limit_price": TAO},
    weight=measured(371_000_000, 8_542, reads=34, writes=17),
)
def add_collateral(
    ctx: Context, origin: Origin, netuid: int, hotkey: bytes, alpha: int, limit_price: int
) -> None:
    """Hold more alpha with the caller's own hotkey as collateral; it comes back only as the hotkey earns.

    Free stake with that hotkey is taken first; what is missing is bought at up to `limit_price`, all or nothing.
    """
    adding.add(ctx, ensure_signed(origin), netuid, hotkey, alpha, limit_price)


@call(
    PALLET,
    145,
    {"netuid": NET_UID, "hotkey": ACCOUNT_ID, "min_locked": ALPHA},
    weight=measured(21_000_000, 4_480, reads=4, writes=1),
)
def set_min_collateral(ctx: Context, origin: Origin, netuid: int, hotkey: bytes, min_locked: int) -> None:
    """Choose the collateral that the caller's own hotkey keeps: earnings fill it up, and nothing of it is released."""
    adding.set_floor(ctx, ensure_signed(origin), netuid, hotkey, min_locked)
