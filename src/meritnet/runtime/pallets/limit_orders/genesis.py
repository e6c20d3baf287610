"""What a genesis holds of limit orders: the pallet's hotkey belongs to its account, and orders are on."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.registration.hotkeys import associate

from . import storage
from .accounts import POOL_ACCOUNT, POOL_HOTKEY


def build(ctx: Context) -> None:
    """Write the state that executing orders needs."""
    associate(ctx, POOL_ACCOUNT, POOL_HOTKEY)
    storage.limit_orders_enabled.set(ctx, True)
