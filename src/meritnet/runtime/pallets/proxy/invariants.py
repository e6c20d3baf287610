"""Deposits of a whole state: what the entries of proxies, shared accounts and preimages promise is reserved.

Quirk: more may be reserved than is promised, for a pure account that gives up its proxies leaves the deposit of its
creator behind. Root alone can make it less, by `Balances.force_unreserve`.
"""

from collections.abc import Iterator

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.balances import storage as balances
from meritnet.runtime.pallets.multisig import storage as multisig
from meritnet.runtime.pallets.preimage import storage as preimage
from meritnet.runtime.pallets.scheduler import storage as scheduler
from meritnet.runtime.pallets.system import storage as system

from . import storage


def deposits(ctx: Context) -> Iterator[int]:
    """Yield every deposit that an entry tells of. Unit: rao."""
    for item in (storage.proxies, storage.announcements):
        for _, (_, deposit) in item.iter(ctx):
            yield deposit
    for _, _, record in multisig.multisigs.iter(ctx):
        yield record.deposit
    for _, status in preimage.request_status_for.iter(ctx):
        if status.args[0] is not None:
            yield status.args[0][1]


def check(ctx: Context) -> list[str]:
    """Return what is wrong with deposits, holds and the names of planned calls; nothing in a sound state."""
    found = []
    reserved = {who: int(record.data.reserved) for who, record in system.account.iter(ctx)}
    promised, kept = sum(deposits(ctx)), sum(reserved.values())
    if promised > kept:
        found.append(f"entries tell of deposits of {promised} rao, accounts have {kept} reserved")
    for who, holds in balances.holds.iter(ctx):
        held = sum(one.amount for one in holds)
        if held > reserved.get(who, 0):
            found.append(f"{who.hex()} has {held} rao on hold but {reserved.get(who, 0)} reserved")
    for name, (when, index) in scheduler.lookup.iter(ctx):
        tasks = scheduler.agenda.get(ctx, when)
        task = tasks[index] if index < len(tasks) else None
        if task is None or task.maybe_id != name:
            found.append(
                f"the name {name.hex()} leads to block {when}, position {index}, where no such call is"
            )
    return found
