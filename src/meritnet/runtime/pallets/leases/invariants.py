"""What always holds for leases, checked over a whole state. Units: rao of alpha."""

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.proxy import delegates as proxies
from meritnet.runtime.pallets.subnets.storage import networks_added, subnet_owner

from . import storage
from .accounts import lease_coldkey, lease_hotkey
from .leasing import PROXY_TYPE


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    found = []
    for lease_id, lease in storage.subnet_leases.iter(ctx):
        name = f"lease {lease_id}"
        if lease_id >= storage.next_subnet_lease_id.get(ctx):
            found.append(f"{name}: its id is not below the next one")
        if (lease.coldkey, lease.hotkey) != (lease_coldkey(lease_id), lease_hotkey(lease_id)):
            found.append(f"{name}: its accounts are not those of its id")
        if not networks_added.get(ctx, lease.netuid):
            found.append(f"{name}: subnet {lease.netuid} does not exist")
        if storage.subnet_uid_to_lease_id.get(ctx, lease.netuid) != lease_id:
            found.append(f"{name}: subnet {lease.netuid} does not point to it")
        shares = dict(storage.subnet_lease_shares.iter_prefix(ctx, lease_id))
        if sum(shares.values()) > U64F64.ONE:
            found.append(f"{name}: its shares are more than the whole")
        if lease.beneficiary in shares:
            found.append(f"{name}: its beneficiary has a share of its own")
        owned = subnet_owner.get(ctx, lease.netuid) == lease.coldkey
        if owned and not any(
            one.delegate == lease.beneficiary and one.proxy_type.name == PROXY_TYPE
            for one in proxies.of(ctx, lease.coldkey)
        ):
            found.append(f"{name}: its beneficiary is no proxy of its coldkey")
    return found + _orphans(ctx)


def _orphans(ctx: Context) -> list[str]:
    known = {lease_id for lease_id, _ in storage.subnet_leases.iter(ctx)}
    return [
        f"{item.name} names lease {lease_id}, which does not exist"
        for item in (storage.subnet_lease_shares, storage.accumulated_lease_dividends)
        for lease_id in sorted({row[0] for row in item.iter(ctx)} - known)
    ]
