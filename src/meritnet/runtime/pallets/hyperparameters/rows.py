"""Rows of the table of settings, and the calls that come from them.

A row says which value a call sets, who may make it, when, within which bounds, and what it announces. Dispatch,
metadata and the README's table read the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import CallDef, EventDef
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_root
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.admin_utils.errors import NotPermittedOnRootSubnet, SubnetDoesNotExist
from meritnet.runtime.pallets.subnets.queries import ROOT, exists
from meritnet.state.items import StorageMap, StorageValue

from .authority import ensure_not_frozen, ensure_owner_or_root
from .owner_limits import OwnerLimit

Value = Any  # a decoded value of the row's storage item
SubnetCheck = Callable[[Context, int, Value, bytes | None], None]
"""`check(ctx, netuid, value, owner)` raises for a value out of bounds; owner is None for root."""
NetworkCheck = Callable[[Value], None]


@dataclass(frozen=True, slots=True)
class Bound:
    """A check with the words for it."""

    text: str
    check: SubnetCheck


@dataclass(frozen=True, slots=True)
class SubnetSetting:
    """A call that sets one hyperparameter of a subnet."""

    index: int
    call: str
    item: StorageMap
    argument: str
    weight: Weight
    event: EventDef | tuple[EventDef, ...] = ()
    owner: bool = False
    """Whether the subnet's owner may make it; otherwise only root."""
    frozen: bool = False
    """Whether it is refused, also to root, while the next epoch is near."""
    limit: OwnerLimit | None = None
    exists: bool = False
    """Whether the subnet must exist."""
    root_subnet: bool = True
    """Whether root has this setting too."""
    bounds: tuple[Bound, ...] = ()
    then: Callable[[Context, int], None] | None = None
    operational: bool = False

    @property
    def events(self) -> tuple[EventDef, ...]:
        """The events that announce a change."""
        return self.event if isinstance(self.event, tuple) else (self.event,)


@dataclass(frozen=True, slots=True)
class NetworkSetting:
    """A call with which root sets one value of the whole network."""

    pallet: str
    index: int
    call: str
    item: StorageValue
    argument: str
    weight: Weight
    event: EventDef | None = None
    bound: str = ""
    check: NetworkCheck | None = None
    then: Callable[[Context, Value, Value], None] | None = None
    """Runs after a change with the old and the new value."""


def authorize(
    ctx: Context, origin: Origin, netuid: int, *, owner: bool, limit: OwnerLimit | None, frozen: bool
) -> bytes | None:
    """Return the owner who asks, None for root.

    Raises: BadOrigin, TxRateLimitExceeded, AdminActionProhibitedDuringWeightsWindow.
    """
    account = None
    if owner:
        account = ensure_owner_or_root(ctx, origin, netuid)
    else:
        ensure_root(origin)
    if limit is not None:
        limit.ensure_passed(ctx, account, netuid)
    if frozen:
        ensure_not_frozen(ctx, netuid)
    return account


def subnet_call(row: SubnetSetting) -> CallDef:
    """Return the AdminUtils call of a row."""

    def change(ctx: Context, origin: Origin, netuid: int, value: Value) -> None:
        owner = authorize(ctx, origin, netuid, owner=row.owner, limit=row.limit, frozen=row.frozen)
        if row.exists:
            ensure(exists(ctx, netuid), SubnetDoesNotExist, netuid=netuid)
        if not row.root_subnet:
            ensure(netuid != ROOT, NotPermittedOnRootSubnet, call=row.call)
        for bound in row.bounds:
            bound.check(ctx, netuid, value, owner)
        row.item.set(ctx, netuid, value)
        if row.then is not None:
            row.then(ctx, netuid)
        for event in row.events:
            ctx.emit(event, netuid, value)
        if row.limit is not None:
            row.limit.record(ctx, owner, netuid)

    return CallDef(
        "AdminUtils",
        row.index,
        row.call,
        (("netuid", row.item.key_parts[0][0]), (row.argument, row.item.value)),
        change,
        row.weight,
        "Operational" if row.operational else "Normal",
        doc=f"Set `{row.item.name}` of a subnet. {row.item.doc}",
    )


def network_call(row: NetworkSetting) -> CallDef:
    """Return the call of a row of the whole network."""

    def change(ctx: Context, origin: Origin, value: Value) -> None:
        ensure_root(origin)
        if row.check is not None:
            row.check(value)
        before = row.item.get(ctx)
        row.item.set(ctx, value)
        if row.event is not None:
            ctx.emit(row.event, value)
        if row.then is not None:
            row.then(ctx, before, value)

    return CallDef(
        row.pallet,
        row.index,
        row.call,
        ((row.argument, row.item.value),),
        change,
        row.weight,
        doc=f"Set `{row.item.name}`, as root. {row.item.doc}",
    )
