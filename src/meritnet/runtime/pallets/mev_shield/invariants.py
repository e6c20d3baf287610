"""What must always hold for keys and stored calls of the MEV shield."""

from meritnet.runtime.framework.context import Context

from . import storage


def check(ctx: Context) -> list[str]:
    """Return violations; empty is good."""
    stored = [index for index, _ in storage.pending_extrinsics.iter(ctx)]
    counted = storage.counter_for_pending_extrinsics.get(ctx)
    found = []
    if counted != len(stored):
        found.append(f"{len(stored)} calls are stored, the counter says {counted}")
    for key, expires_at in (
        (storage.pending_key, storage.pending_key_expires_at),
        (storage.next_key, storage.next_key_expires_at),
    ):
        if key.exists(ctx) != expires_at.exists(ctx):
            found.append(f"{key.name} and {expires_at.name} do not exist together")
    return found
