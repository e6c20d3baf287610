"""Properties of the slots over a whole state."""

from meritnet.runtime.framework.context import Context

from . import hotkeys, storage, uids


def check(ctx: Context) -> list[str]:
    """Return what is wrong with uids, membership and ownership; nothing in a sound state.

    After a trim that met too many protected neurons (a quirk) slots above `SubnetworkN` are told as well.
    """
    found: list[str] = []
    slots = {(netuid, uid): hotkey for netuid, uid, hotkey in storage.keys.iter(ctx)}
    for netuid, n in storage.subnetwork_n.iter(ctx):
        taken = sorted(uid for other, uid in slots if other == netuid)
        if taken != list(range(n)):
            found.append(f"subnet {netuid} has {n} uids by SubnetworkN but slots {_short(taken)}")
    for (netuid, uid), hotkey in slots.items():
        if uids.uid_of(ctx, netuid, hotkey) != uid:
            found.append(f"slot {uid} of subnet {netuid} names {hotkey.hex()}, whose uid is another")
        if not storage.is_network_member.get(ctx, hotkey, netuid):
            found.append(f"slot {uid} of subnet {netuid} names {hotkey.hex()}, which is no member there")
    for netuid, hotkey, uid in storage.uids.iter(ctx):
        if slots.get((netuid, uid)) != hotkey:
            found.append(f"{hotkey.hex()} has uid {uid} on subnet {netuid}, a slot that names another")
    for hotkey, netuid, member in storage.is_network_member.iter(ctx):
        if member and uids.uid_of(ctx, netuid, hotkey) is None:
            found.append(f"{hotkey.hex()} is a member of subnet {netuid} without a uid")
    for coldkey, owned in storage.owned_hotkeys.iter(ctx):
        found += [
            f"{coldkey.hex()} lists {hotkey.hex()}, which it does not own"
            for hotkey in owned
            if not hotkeys.owns(ctx, coldkey, hotkey)
        ]
    found += _unlisted(ctx)
    return found


def _unlisted(ctx: Context) -> list[str]:
    # The zero account stands for nobody and lists nothing.
    return [
        f"{coldkey.hex()} owns {hotkey.hex()} without listing it"
        for hotkey, coldkey in storage.owner.iter(ctx)
        if any(coldkey) and hotkey not in hotkeys.owned_by(ctx, coldkey)
    ]


def _short(items: list[int]) -> str:
    return f"{items[:8]}{'...' if len(items) > 8 else ''}"
