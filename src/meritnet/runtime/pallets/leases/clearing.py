"""Deletes the lease of a subnet when the subnet is dissolved."""

from meritnet.runtime.framework.context import Context

from . import storage


def clear_subnet(ctx: Context, netuid: int) -> None:
    """Delete the lease that a subnet belongs to; the accounts of the lease and its proxy stay."""
    lease_id = storage.subnet_uid_to_lease_id.get(ctx, netuid)
    if lease_id is None:
        return
    storage.subnet_uid_to_lease_id.remove(ctx, netuid)
    storage.subnet_leases.remove(ctx, lease_id)
    storage.subnet_lease_shares.clear(ctx, lease_id)
    storage.accumulated_lease_dividends.remove(ctx, lease_id)
