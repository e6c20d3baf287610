"""Which subnets exist and who owns them."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.subtensor.errors import SubnetNotExists

from . import storage

ROOT = 0
"""Netuid of the root network, where TAO is staked without a subnet of its own."""


def exists(ctx: Context, netuid: int) -> bool:
    """Return whether a subnet exists; root does."""
    return bool(storage.networks_added.get(ctx, netuid))


def ensure_exists(ctx: Context, netuid: int) -> None:
    """Raises: SubnetNotExists."""
    ensure(exists(ctx, netuid), SubnetNotExists, netuid=netuid)


def networks(ctx: Context) -> list[int]:
    """Return all netuids in storage order (low byte, then high byte), root among them."""
    return [netuid for netuid, added in storage.networks_added.entries(ctx) if added]


def non_root(ctx: Context) -> list[int]:
    """Return the netuids of all subnets in storage order, without root."""
    return [netuid for netuid in networks(ctx) if netuid != ROOT]


def owner(ctx: Context, netuid: int) -> bytes:
    """Return the coldkey that owns a subnet; the zero account where nobody does."""
    return bytes(storage.subnet_owner.get(ctx, netuid))


def is_owner(ctx: Context, account: bytes, netuid: int) -> bool:
    """Return whether `account` is the owner coldkey of a subnet."""
    return owner(ctx, netuid) == account
