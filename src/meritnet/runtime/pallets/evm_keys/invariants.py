"""What always holds for the EVM associations."""

from meritnet.runtime.framework.context import Context

from . import storage
from .associations import MAX_UIDS


def check(ctx: Context) -> list[str]:
    """Return the violations: both directions agree, no list is empty or too long."""
    found = []
    by_uid = {
        (netuid, uid, bytes(address), block)
        for netuid, uid, (address, block) in storage.associated_evm_address.iter(ctx)
    }
    listed: set[tuple[int, int, bytes, int]] = set()
    for netuid, address, pairs in storage.associated_uids_by_evm_address.iter(ctx):
        if not 0 < len(pairs) <= MAX_UIDS:
            found.append(f"EVM address {address.hex()} lists {len(pairs)} uids on subnet {netuid}")
        listed.update((netuid, uid, bytes(address), block) for uid, block in pairs)
    for netuid, uid, address, _ in sorted(by_uid ^ listed):
        found.append(
            f"uid {uid} of subnet {netuid} and EVM address {address.hex()} know each other one way only"
        )
    return found
