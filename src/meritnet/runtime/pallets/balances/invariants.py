"""What always holds for holds: an account has reserved what they come to. Unit: rao."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.system import storage as system

from . import storage


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    found = []
    for who, holds in storage.holds.iter(ctx):
        held, reserved = sum(one.amount for one in holds), int(system.account.get(ctx, who).data.reserved)
        if held > reserved:
            found.append(f"{who.hex()} has {held} rao on hold but {reserved} reserved")
    return found
