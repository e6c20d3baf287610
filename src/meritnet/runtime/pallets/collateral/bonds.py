"""The rows of collateral with their sum by coldkey and their list of hotkeys: all three change together here."""

from meritnet.primitives.fixed import sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure

from . import storage
from .arithmetic import Bond, merged
from .errors import ColdkeyCollateralIncomplete, ColdkeyCollateralPositionsFull
from .types import MINER_COLLATERAL_STATE


def bond_of(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes) -> Bond | None:
    """Return a position's collateral, None where it has none."""
    row = storage.miner_collateral.get(ctx, netuid, hotkey, coldkey)
    return None if row is None else Bond(*row)


def locked(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes) -> int:
    """Return the alpha that a position holds back. Unit: rao."""
    bond = bond_of(ctx, netuid, hotkey, coldkey)
    return 0 if bond is None else bond.locked


def total(ctx: Context, netuid: int, coldkey: bytes) -> int:
    """Return the alpha that a coldkey's positions on a subnet hold back. Unit: rao."""
    return int(storage.coldkey_miner_collateral.get(ctx, netuid, coldkey))


def bonded(ctx: Context, netuid: int) -> dict[tuple[bytes, bytes], Bond]:
    """Return all collateral of a subnet by (hotkey, coldkey)."""
    return {
        (hotkey, cold): Bond(*row)
        for (hotkey, cold), row in storage.miner_collateral.iter_prefix(ctx, netuid)
    }


def save(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes, bond: Bond | None) -> None:
    """Store a position's collateral, or delete it. Raises: ColdkeyCollateralPositionsFull."""
    before = bond_of(ctx, netuid, hotkey, coldkey)
    if bond is None:
        storage.miner_collateral.remove(ctx, netuid, hotkey, coldkey)
        _unlist(ctx, netuid, hotkey, coldkey)
    else:
        if before is None:
            _list(ctx, netuid, hotkey, coldkey)
        storage.miner_collateral.set(ctx, netuid, hotkey, coldkey, MINER_COLLATERAL_STATE(*bond))
    _change_total(ctx, netuid, coldkey, before.locked if before else 0, bond.locked if bond else 0)


def credit(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes, alpha: int, *, new_terms: bool) -> int:
    """Hold `alpha` more of a position and return all that it holds; a registration takes the subnet's present ratio.

    Raises: ColdkeyCollateralPositionsFull.
    """
    bond = bond_of(ctx, netuid, hotkey, coldkey)
    if bond is None:
        bond = Bond(alpha, storage.collateral_drain_ratio.get(ctx, netuid))
    else:
        ratio = storage.collateral_drain_ratio.get(ctx, netuid) if new_terms else bond.drain_ratio
        bond = bond._replace(locked=sat_add64(bond.locked, alpha), drain_ratio=ratio)
    save(ctx, netuid, hotkey, coldkey, bond)
    return bond.locked


def renew_terms(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes) -> None:
    """Give standing collateral the subnet's present ratio, as every registration does."""
    bond = bond_of(ctx, netuid, hotkey, coldkey)
    if bond is not None:
        ratio = storage.collateral_drain_ratio.get(ctx, netuid)
        save(ctx, netuid, hotkey, coldkey, bond._replace(drain_ratio=ratio))


def rename_hotkey(ctx: Context, netuid: int, old: bytes, new: bytes, coldkey: bytes) -> bool:
    """Give a position's collateral to the same coldkey's position with another hotkey; return whether there was any.

    The new hotkey takes the old one's place on the coldkey's list, so a full list is in nobody's way.
    """
    bond = bond_of(ctx, netuid, old, coldkey)
    if bond is None:
        return False
    listed = storage.coldkey_collateral_hotkeys.get(ctx, netuid, coldkey)
    renamed = [new if hotkey == old else hotkey for hotkey in listed if hotkey != old or new not in listed]
    storage.coldkey_collateral_hotkeys.set(ctx, netuid, coldkey, tuple(renamed))
    storage.miner_collateral.remove(ctx, netuid, old, coldkey)
    joined = merged(bond_of(ctx, netuid, new, coldkey), bond)
    storage.miner_collateral.set(ctx, netuid, new, coldkey, MINER_COLLATERAL_STATE(*joined))
    return True


def rename_coldkey(ctx: Context, netuid: int, old: bytes, new: bytes) -> None:
    """Give all collateral of a coldkey on a subnet to another, hotkey by hotkey.

    Raises: ColdkeyCollateralPositionsFull, ColdkeyCollateralIncomplete.
    """
    for hotkey in storage.coldkey_collateral_hotkeys.get(ctx, netuid, old):
        bond = bond_of(ctx, netuid, hotkey, old)
        if bond is not None:
            save(ctx, netuid, hotkey, old, None)
            save(ctx, netuid, hotkey, new, merged(bond_of(ctx, netuid, hotkey, new), bond))
    left = total(ctx, netuid, old)
    ensure(not left, ColdkeyCollateralIncomplete, coldkey=old, netuid=netuid, left=left)


def _change_total(ctx: Context, netuid: int, coldkey: bytes, before: int, after: int) -> None:
    if before == after:
        return
    new = sat_add64(sat_sub64(total(ctx, netuid, coldkey), before), after)
    if new:
        storage.coldkey_miner_collateral.set(ctx, netuid, coldkey, new)
    else:
        storage.coldkey_miner_collateral.remove(ctx, netuid, coldkey)


def _list(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes) -> None:
    listed = storage.coldkey_collateral_hotkeys.get(ctx, netuid, coldkey)
    if hotkey not in listed:
        full = len(listed) >= storage.MAX_HOTKEYS
        ensure(
            not full, ColdkeyCollateralPositionsFull, coldkey=coldkey, netuid=netuid, most=storage.MAX_HOTKEYS
        )
        storage.coldkey_collateral_hotkeys.set(ctx, netuid, coldkey, (*listed, hotkey))


def _unlist(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes) -> None:
    others = tuple(h for h in storage.coldkey_collateral_hotkeys.get(ctx, netuid, coldkey) if h != hotkey)
    if others:
        storage.coldkey_collateral_hotkeys.set(ctx, netuid, coldkey, others)
    else:
        storage.coldkey_collateral_hotkeys.remove(ctx, netuid, coldkey)
