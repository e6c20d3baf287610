"""What always holds for limit orders, checked over a whole state."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.registration.hotkeys import owns

from . import storage
from .accounts import POOL_ACCOUNT, POOL_HOTKEY
from .checks import FULFILLED


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    found = []
    for key, status in storage.orders.iter(ctx):
        if status.name == "PartiallyFilled" and not status.args[0]:
            found.append(f"order {key.hex()} is filled in part, with nothing")
    for key, record in storage.linked_outputs.iter(ctx):
        if storage.orders.get(ctx, key) != FULFILLED:
            found.append(f"order {key.hex()} recorded what it brought in but is not filled")
        if not record.total:
            found.append(f"order {key.hex()} recorded nothing")
    if storage.limit_orders_enabled.get(ctx) and not owns(ctx, POOL_ACCOUNT, POOL_HOTKEY):
        found.append("orders are switched on, but the pallet does not own its hotkey")
    return found
