"""Deposits of a whole state: what the entries of proxies, shared accounts and preimages promise is reserved.

Quirk: more may be reserved than is promised, for a pure account that gives up its proxies leaves the deposit of its
creator behind. Root alone can make it less, by `Balances.force_unreserve`.
"""

from collections.abc import Iterator

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.multisig import storage as multisig
from meritnet.runtime.pallets.preimage import storage as preimage
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
    """Return every violation found, in words; an empty list is a sound state."""
    promised = sum(deposits(ctx))
    reserved = sum(int(record.data.reserved) for _, record in system.account.iter(ctx))
    if promised > reserved:
        return [f"entries tell of deposits of {promised} rao, accounts have {reserved} reserved"]
    return []
