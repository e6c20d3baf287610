"""Links between hotkeys: a parent lends part of its stake on a subnet to children.

A change waits for a cooldown and takes effect in the block step after an epoch; before a subnet has
started it takes effect at once. A link is stored twice: with the parent (`ChildKeys`) and with the child
(`ParentKeys`).
Proportions are u64 fractions of 2^64 - 1.
"""

from collections.abc import Iterable

from meritnet.primitives.fixed import U64_MAX, sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError, ensure
from meritnet.runtime.pallets.hyperparameters.storage import stake_threshold, transaction_key_last_block
from meritnet.runtime.pallets.registration.hotkeys import owner_of, owns
from meritnet.runtime.pallets.registration.storage import keys
from meritnet.runtime.pallets.subnets.queries import ensure_exists, networks
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey, subtoken_enabled
from meritnet.runtime.pallets.subtensor import errors

from . import events, storage
from .stake import ROOT
from .stake_value import total_value

MAX_CHILDREN = 5
SET_CHILDREN = 0
SET_CHILDKEY_TAKE = 1
"""Kinds of rows in `TransactionKeyLastBlock`."""

Links = tuple[tuple[int, bytes], ...]
"""(proportion, hotkey) pairs as they are stored."""


def childkey_take(ctx: Context, hotkey: bytes, netuid: int) -> int:
    """Return the take of a child from its parents' dividends, a fraction of 65535, at least the minimum in force."""
    stored: int = storage.childkey_take.get(ctx, hotkey, netuid)
    return max(stored, least_childkey_take(ctx, netuid))


def least_childkey_take(ctx: Context, netuid: int) -> int:
    """Return the lowest take a child may set: the chain's or the subnet's minimum, whichever is higher."""
    everywhere: int = storage.min_childkey_take.get(ctx)
    here: int = storage.min_childkey_take_per_subnet.get(ctx, netuid)
    return max(everywhere, here)


def passes_row_limit(ctx: Context, hotkey: bytes, netuid: int, kind: int, limit: int) -> bool:
    """Return whether `limit` blocks have passed since the row's last use; a row never used passes."""
    last: int = transaction_key_last_block.get(ctx, hotkey, netuid, kind)
    return last == 0 or ctx.block_number - last >= limit


def set_children(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, children: Links) -> None:
    """Schedule a hotkey's new children on a subnet, or apply them at once where the subnet has not started.

    Raises: ModuleError, before anything changed.
    """
    ensure(
        passes_row_limit(ctx, hotkey, netuid, SET_CHILDREN, ctx.params.children_rate_limit),
        errors.TxRateLimitExceeded,
        blocks=ctx.params.children_rate_limit,
    )
    ensure(netuid != ROOT, errors.RegistrationNotPermittedOnRootSubnet)
    ensure_exists(ctx, netuid)
    ensure(
        owns(ctx, coldkey, hotkey),
        errors.NonAssociatedColdKey,
        hotkey=hotkey,
        coldkey=coldkey,
    )
    wanted = {child: proportion for proportion, child in children}
    ensure(len(wanted) == len(children), errors.DuplicateChild)
    _check_stored(ctx, hotkey, netuid)
    parents = _others(storage.parent_keys.get(ctx, hotkey, netuid), hotkey)
    _check_wanted(hotkey, wanted, parents)
    ensure(
        not children
        or total_value(ctx, hotkey) >= stake_threshold.get(ctx)
        or (subnet_owner_hotkey.exists(ctx, netuid) and subnet_owner_hotkey.get(ctx, netuid) == hotkey),
        errors.NotEnoughStakeToSetChildkeys,
        threshold=stake_threshold.get(ctx),
    )
    transaction_key_last_block.set(ctx, hotkey, netuid, SET_CHILDREN, ctx.block_number)
    if not subtoken_enabled.get(ctx, netuid):
        _apply(ctx, netuid, hotkey, children)
        return
    block = sat_add64(ctx.block_number, storage.pending_child_key_cooldown.get(ctx))
    storage.pending_child_keys.set(ctx, netuid, hotkey, (children, block))
    ctx.emit(events.SetChildrenScheduled, hotkey, netuid, block, children)


def delegate_root_validators(ctx: Context, netuid: int) -> None:
    """Make every willing root validator a parent of a new subnet's owner hotkey with all of its stake.

    Runs the ordinary path with its checks; whoever fails one is passed over.
    """
    child = subnet_owner_hotkey.get(ctx, netuid)
    for _, validator in list(keys.iter_prefix(ctx, ROOT)):
        if validator == child or not storage.auto_parent_delegation_enabled.get(ctx, validator):
            continue
        try:
            with ctx.layer():
                set_children(ctx, owner_of(ctx, validator), validator, netuid, ((U64_MAX, child),))
        except DispatchError:
            continue


def apply_pending_children(ctx: Context, netuid: int) -> None:
    """Apply the subnet's scheduled changes whose cooldown has passed (all of them while it has not started)."""
    started = subtoken_enabled.get(ctx, netuid)
    for hotkey, (children, block) in list(storage.pending_child_keys.iter_prefix(ctx, netuid)):
        if block < ctx.block_number or not started:
            _apply(ctx, netuid, hotkey, children)
            storage.pending_child_keys.remove(ctx, netuid, hotkey)


def drop_pending(ctx: Context, hotkey: bytes) -> None:
    """Forget the hotkey's scheduled changes on all subnets."""
    for netuid in networks(ctx):
        if storage.pending_child_keys.exists(ctx, netuid, hotkey):
            storage.pending_child_keys.remove(ctx, netuid, hotkey)


def rename_hotkey(ctx: Context, netuid: int, old: bytes, new: bytes) -> tuple[int, int]:
    """Give a hotkey's links and its scheduled children on a subnet to a new name; return (rows read, written).

    Links that the new name had are replaced.
    Quirk: a hotkey without children is left with an empty row, whether it had one before or not.
    Raises: ModuleError where the new name is linked to the old one, or the scheduled children no longer fit.
    """
    _check_stored(ctx, old, netuid)
    children = _others(storage.child_keys.get(ctx, old, netuid), old)
    parents = _others(storage.parent_keys.get(ctx, old, netuid), old)
    for child in sorted(children):
        _set_parents(ctx, child, netuid, _without(storage.parent_keys.get(ctx, child, netuid), old))
    for parent in sorted(parents):
        _set_children(ctx, parent, netuid, _without(storage.child_keys.get(ctx, parent, netuid), old))
    storage.child_keys.set(ctx, old, netuid, ())
    _set_parents(ctx, old, netuid, ())
    ensure(new not in children and new not in parents, errors.InvalidChild, hotkey=new)
    scheduled = storage.pending_child_keys.exists(ctx, netuid, old)
    if scheduled:
        pending = storage.pending_child_keys.get(ctx, netuid, old)
        _check_wanted(new, {child: proportion for proportion, child in pending[0]}, parents)
        storage.pending_child_keys.remove(ctx, netuid, old)
        storage.pending_child_keys.set(ctx, netuid, new, pending)
    ends = (storage.child_keys.get(ctx, new, netuid), storage.parent_keys.get(ctx, new, netuid))
    replaced = sum(
        len({key for _, key in links}.union(now))
        for links, now in zip(ends, (children, parents), strict=True)
    )
    _write(ctx, netuid, new, children, parents)
    own = len(children) + len(parents)
    return 3 + own + replaced + scheduled, 3 + own + replaced + 2 * scheduled


def rename_scheduled_child(ctx: Context, netuid: int, old: bytes, new: bytes) -> tuple[int, int]:
    """Give the place of a hotkey among the scheduled children of others to a new name; return (rows read, written).

    Quirk: the new name goes to the end of each list, where the old one stood does not matter.
    """
    scheduled = list(storage.pending_child_keys.iter_prefix(ctx, netuid))
    changed = 0
    for parent, (children, block) in scheduled:
        found = next((proportion for proportion, child in children if child == old), None)
        if found is not None:
            storage.pending_child_keys.set(
                ctx, netuid, parent, ((*_without(children, old), (found, new)), block)
            )
            changed += 1
    return len(scheduled) + changed, 2 * changed


def _apply(ctx: Context, netuid: int, hotkey: bytes, children: Links) -> None:
    """Write the links with an event, or nothing at all where they no longer fit the present ones."""
    wanted = _others(children, hotkey)
    parents = _others(storage.parent_keys.get(ctx, hotkey, netuid), hotkey)
    try:
        _check_proportions(wanted)
        _check_apart(wanted, parents)
    except DispatchError:
        return
    _write(ctx, netuid, hotkey, wanted, parents)
    ctx.emit(events.SetChildren, hotkey, netuid, children)


def _write(
    ctx: Context, netuid: int, pivot: bytes, children: dict[bytes, int], parents: dict[bytes, int]
) -> None:
    """Replace a hotkey's links and bring the other ends in line."""
    before = {child for _, child in storage.child_keys.get(ctx, pivot, netuid)}
    _set_children(ctx, pivot, netuid, _sorted_links(children))
    for child in sorted(children):
        links = storage.parent_keys.get(ctx, child, netuid)
        _set_parents(ctx, child, netuid, _with_link(links, children[child], pivot))
    for child in sorted(before - children.keys()):
        _set_parents(ctx, child, netuid, _without(storage.parent_keys.get(ctx, child, netuid), pivot))
    # The hotkey's own parents are rewritten in account order; their ends are put right where they disagree.
    before = {parent for _, parent in storage.parent_keys.get(ctx, pivot, netuid)}
    _set_parents(ctx, pivot, netuid, _sorted_links(parents))
    for parent in sorted(parents):
        links = storage.child_keys.get(ctx, parent, netuid)
        _set_children(ctx, parent, netuid, _with_link(links, parents[parent], pivot))
    for parent in sorted(before - parents.keys()):
        _set_children(ctx, parent, netuid, _without(storage.child_keys.get(ctx, parent, netuid), pivot))


def _check_stored(ctx: Context, hotkey: bytes, netuid: int) -> None:
    """Raises: ModuleError where the hotkey's present links break the rules."""
    children = _others(storage.child_keys.get(ctx, hotkey, netuid), hotkey)
    _check_proportions(children)
    _check_apart(children, _others(storage.parent_keys.get(ctx, hotkey, netuid), hotkey))


def _check_wanted(hotkey: bytes, wanted: dict[bytes, int], parents: dict[bytes, int]) -> None:
    """Raises: ModuleError where a hotkey with these parents cannot have the wanted children."""
    ensure(hotkey not in wanted, errors.InvalidChild, hotkey=hotkey)
    ensure(len(wanted) <= MAX_CHILDREN, errors.TooManyChildren, children=len(wanted), most=MAX_CHILDREN)
    _check_proportions(wanted)
    _check_apart(wanted, parents)


def _check_proportions(children: dict[bytes, int]) -> None:
    ensure(sum(children.values()) <= U64_MAX, errors.ProportionOverflow, sum=sum(children.values()))


def _check_apart(children: Iterable[bytes], parents: dict[bytes, int]) -> None:
    both = [child for child in children if child in parents]
    ensure(not both, errors.ChildParentInconsistency, hotkey=both[0] if both else b"")


def _others(links: Links, pivot: bytes) -> dict[bytes, int]:
    """Return the links by hotkey, without one to itself."""
    return {key: proportion for proportion, key in links if key != pivot}


def _sorted_links(links: dict[bytes, int]) -> Links:
    return tuple((links[key], key) for key in sorted(links))


def _with_link(links: Links, proportion: int, key: bytes) -> Links:
    """Return the links with the one to `key` changed in its place, or appended."""
    if not any(known == key for _, known in links):
        return (*links, (proportion, key))
    changed = False
    out = []
    for old, known in links:
        hit = known == key and not changed
        changed = changed or hit
        out.append((proportion if hit else old, known))
    return tuple(out)


def _without(links: Links, key: bytes) -> Links:
    return tuple(link for link in links if link[1] != key)


def _set_children(ctx: Context, parent: bytes, netuid: int, links: Links) -> None:
    if links:
        storage.child_keys.set(ctx, parent, netuid, links)
    else:
        storage.child_keys.remove(ctx, parent, netuid)


def _set_parents(ctx: Context, child: bytes, netuid: int, links: Links) -> None:
    if links:
        storage.parent_keys.set(ctx, child, netuid, links)
    else:
        storage.parent_keys.remove(ctx, child, netuid)
