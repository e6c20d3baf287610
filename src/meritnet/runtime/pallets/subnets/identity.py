"""The public description of a subnet: how long it may be, and who may set it."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.subtensor.errors import InvalidIdentity, NotSubnetOwner

from . import events, storage
from .queries import is_owner
from .types import SUBNET_IDENTITY_V3

LIMITS = {
    "subnet_name": 256,
    "github_repo": 1024,
    "subnet_contact": 1024,
    "subnet_url": 1024,
    "discord": 256,
    "description": 1024,
    "logo_url": 1024,
    "additional": 1024,
}
"""Most bytes of each field. The reference also bounds the sum of the first three, which these limits imply."""


def ensure_valid(identity: tuple[bytes, ...]) -> None:
    """Raises: InvalidIdentity for a field that is too long."""
    for (name, limit), text in zip(LIMITS.items(), identity, strict=True):
        ensure(len(text) <= limit, InvalidIdentity, field=name, bytes=len(text), limit=limit)


def store(ctx: Context, netuid: int, identity: tuple[bytes, ...]) -> None:
    """Check and store a subnet's identity. Raises: InvalidIdentity."""
    ensure_valid(identity)
    storage.subnet_identities_v3.set(
        ctx, netuid, SUBNET_IDENTITY_V3(**dict(zip(LIMITS, identity, strict=True)))
    )
    ctx.emit(events.SubnetIdentitySet, netuid)


def set_by_owner(ctx: Context, account: bytes, netuid: int, identity: tuple[bytes, ...]) -> None:
    """Store the identity for the subnet's owner. Raises: NotSubnetOwner, InvalidIdentity."""
    ensure(is_owner(ctx, account, netuid), NotSubnetOwner, netuid=netuid, account=account)
    store(ctx, netuid, identity)
