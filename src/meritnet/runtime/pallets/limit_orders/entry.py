"""One order as it is carried out now, and what is noted of it afterwards. Amounts in rao."""

from typing import NamedTuple

from meritnet.primitives.fixed import sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.staking.transition import Place

from . import checks, events, linked, storage
from .orders import Order, is_buy, output_asset, parts_of


class Entry(NamedTuple):
    """An order that may run, with what is asked of it."""

    key: bytes
    order: Order
    amount: int
    """The whole order."""
    fill: int | None
    """The part of it that is asked for, None for all."""

    @property
    def gross(self) -> int:
        """What the signer gives."""
        return self.amount if self.fill is None else self.fill

    @property
    def net(self) -> int:
        """What of it is traded: a buy's fee is taken off first."""
        if not is_buy(self.order):
            return self.gross
        return sat_sub64(self.gross, parts_of(self.order.fee_rate, self.gross))

    @property
    def place(self) -> Place:
        """Where the signer's stake is."""
        return Place(self.order.signer, self.order.hotkey, self.order.netuid)


def close(ctx: Context, entry: Entry, given: int, received: int) -> None:
    """Note what became of an order and tell of it."""
    order = entry.order
    storage.orders.set(ctx, entry.key, checks.status_after(ctx, entry.key, entry.fill, entry.amount))
    if order.has_linked_order:
        linked.record(ctx, entry.key, order.signer, output_asset(order), received)
    ctx.emit(events.OrderExecuted, entry.key, order.signer, order.netuid, order.order_type, given, received)
