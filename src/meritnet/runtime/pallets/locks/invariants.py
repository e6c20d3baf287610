"""What always holds for locks, checked over a whole state."""

from collections import Counter

from meritnet.runtime.framework.context import Context

from . import storage
from .arithmetic import Lock


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    return [*both_ends(ctx), *one_lock_a_subnet(ctx), *worth_keeping(ctx)]


def both_ends(ctx: Context) -> list[str]:
    """`Lock` and `LockingColdkeys` name the same locks."""
    forth = {(coldkey, netuid, hotkey) for (coldkey, netuid, hotkey), _ in storage.lock.iter_prefix(ctx)}
    back = {
        (coldkey, netuid, hotkey)
        for (netuid, hotkey, coldkey), _ in storage.locking_coldkeys.iter_prefix(ctx)
    }
    return [
        f"lock of {coldkey.hex()} on {netuid} for {hotkey.hex()} stands at one end only"
        for coldkey, netuid, hotkey in sorted(forth ^ back)
    ]


def one_lock_a_subnet(ctx: Context) -> list[str]:
    """A coldkey has locked mass for one hotkey a subnet."""
    found = Counter(
        (coldkey, netuid)
        for (coldkey, netuid, _), lock in storage.lock.iter_prefix(ctx)
        if Lock(*lock).locked_mass
    )
    return [
        f"{coldkey.hex()} has {count} locks on subnet {netuid}"
        for (coldkey, netuid), count in found.items()
        if count > 1
    ]


def worth_keeping(ctx: Context) -> list[str]:
    """No lock of dust is stored and no sum of nothing."""
    found = [
        f"lock of {coldkey.hex()} on {netuid} is dust"
        for (coldkey, netuid, _), lock in storage.lock.iter_prefix(ctx)
        if Lock(*lock).is_dust
    ]
    for by_hotkey in (storage.hotkey_lock, storage.decaying_hotkey_lock):
        for netuid, hotkey, total in by_hotkey.iter(ctx):
            if Lock(*total).is_nothing:
                found.append(f"{by_hotkey.name} of {hotkey.hex()} on {netuid} holds nothing")
    for of_owner in (storage.owner_lock, storage.decaying_owner_lock):
        for netuid, total in of_owner.iter(ctx):
            if Lock(*total).is_nothing:
                found.append(f"{of_owner.name} of {netuid} holds nothing")
    return found
