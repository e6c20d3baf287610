"""Who may change a subnet's settings, and when.

A subnet belongs to its owner coldkey; root may do what the owner may. Both wait while the weights of the next epoch are
about to count (the freeze window); the owner alone is held to one change of a parameter per few epochs.
"""

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import BadOrigin, ensure
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.schedule import Schedule, is_frozen
from meritnet.runtime.pallets.subnets.queries import is_owner
from meritnet.runtime.pallets.subtensor.errors import (
    AdminActionProhibitedDuringWeightsWindow,
    TxRateLimitExceeded,
)

from . import rate_limits, storage


def ensure_owner(ctx: Context, origin: Origin, netuid: int) -> bytes:
    """Return the signer. Raises: BadOrigin unless it is the subnet's owner; root is not enough."""
    account = ensure_signed(origin)
    if not is_owner(ctx, account, netuid):
        raise BadOrigin(
            f"account {account.hex()} does not own subnet {netuid}; sign with the owner's coldkey"
        )
    return account


def ensure_owner_or_root(ctx: Context, origin: Origin, netuid: int) -> bytes | None:
    """Return the signer, None for root. Raises: BadOrigin for anybody but root and the subnet's owner."""
    return None if origin.is_root else ensure_owner(ctx, origin, netuid)


def schedule_of(ctx: Context, netuid: int) -> Schedule:
    """Return a subnet's epoch schedule record."""
    return Schedule(
        tempo=storage.tempo.get(ctx, netuid),
        last_epoch_block=emission.last_epoch_block.get(ctx, netuid),
        pending_epoch_at=emission.pending_epoch_at.get(ctx, netuid),
        blocks_since_last_step=emission.blocks_since_last_step.get(ctx, netuid),
        epoch_index=emission.subnet_epoch_index.get(ctx, netuid),
    )


def ensure_not_frozen(ctx: Context, netuid: int) -> None:
    """Raises: AdminActionProhibitedDuringWeightsWindow while the subnet's next epoch is near or pending.

    Quirk: with tempos up to the window (the fast tempo is 10) only the epoch's own block lies outside of it.
    """
    window = storage.admin_freeze_window.get(ctx)
    ensure(
        not is_frozen(schedule_of(ctx, netuid), ctx.block_number, window),
        AdminActionProhibitedDuringWeightsWindow,
        netuid=netuid,
        block=ctx.block_number,
        window=window,
    )


def owner_limit(ctx: Context, netuid: int) -> int:
    """Return the blocks between two changes of one hyperparameter by the owner: a number of tempos."""
    return int(storage.owner_hyperparam_rate_limit.get(ctx)) * int(storage.tempo.get(ctx, netuid))


def ensure_rate(ctx: Context, key: Case, limit: int) -> None:
    """Raises: TxRateLimitExceeded unless `limit` blocks have passed since what is recorded under `key`."""
    ensure(
        rate_limits.passed(ctx, key, limit),
        TxRateLimitExceeded,
        last=rate_limits.last(ctx, key),
        block=ctx.block_number,
        limit=limit,
    )


def ensure_rate_for(ctx: Context, account: bytes, netuid: int, kind: rate_limits.Kind, limit: int) -> None:
    """Raises: TxRateLimitExceeded unless `limit` blocks have passed since the account's last operation."""
    ensure(
        rate_limits.passed_for(ctx, account, netuid, kind, limit),
        TxRateLimitExceeded,
        netuid=netuid,
        last=rate_limits.last_of(ctx, account, netuid, kind),
        block=ctx.block_number,
        limit=limit,
    )
