"""The mechanisms of a subnet in state: how many, how they share its alpha, and what goes when their number falls."""

from collections.abc import Sequence

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.subnets.queries import exists as subnet_exists
from meritnet.runtime.pallets.subtensor.errors import (
    InvalidValue,
    MechanismDoesNotExist,
    TooManyUIDsPerMechanism,
)
from meritnet.runtime.pallets.weights.storage import timelocked_weight_commits, weight_commits

from . import storage
from .mechanisms import U16_MAX, storage_index

MAX_MECHANISMS = 16
"""As many as the storage index can tell apart from netuids."""
MAX_UIDS_IN_ALL_MECHANISMS = 256
"""Bound of allowed uids times mechanisms of one subnet."""


def count(ctx: Context, netuid: int) -> int:
    """Return how many mechanisms a subnet has, at least 1."""
    return int(storage.mechanism_count_current.get(ctx, netuid))


def split(ctx: Context, netuid: int) -> tuple[int, ...] | None:
    """Return each mechanism's share of the alpha in 1/65535, None for equal parts."""
    shares: tuple[int, ...] | None = storage.mechanism_emission_split.get(ctx, netuid)
    return shares


def ensure_exists(ctx: Context, netuid: int, mechanism: int) -> int:
    """Return the storage index of a mechanism. Raises: MechanismDoesNotExist, also for an unknown subnet."""
    ensure(
        subnet_exists(ctx, netuid) and mechanism < count(ctx, netuid),
        MechanismDoesNotExist,
        netuid=netuid,
        mechanism=mechanism,
    )
    return storage_index(netuid, mechanism)


def ensure_uids_fit(max_uids: int, mechanisms: int) -> None:
    """Raises: TooManyUIDsPerMechanism if all mechanisms together would have more than 256 uids."""
    ensure(
        max_uids * mechanisms <= MAX_UIDS_IN_ALL_MECHANISMS,
        TooManyUIDsPerMechanism,
        max_uids=max_uids,
        mechanisms=mechanisms,
        bound=MAX_UIDS_IN_ALL_MECHANISMS,
    )


def set_count(ctx: Context, netuid: int, mechanisms: int) -> None:
    """Change the number of mechanisms: those that go lose all their data, any change makes the parts equal again.

    Raises: MechanismDoesNotExist for an unknown subnet, InvalidValue, TooManyUIDsPerMechanism.
    """
    ensure(subnet_exists(ctx, netuid), MechanismDoesNotExist, netuid=netuid)
    most = min(hyper.max_mechanism_count.get(ctx), MAX_MECHANISMS)
    ensure(1 <= mechanisms <= most, InvalidValue, mechanisms=mechanisms, bounds=f"1..{most}")
    ensure_uids_fit(hyper.max_allowed_uids.get(ctx, netuid), mechanisms)
    before = count(ctx, netuid)
    if mechanisms == before:
        return
    for gone in range(mechanisms, before):
        _clear(ctx, storage_index(netuid, gone))
    storage.mechanism_count_current.set(ctx, netuid, mechanisms)
    storage.mechanism_emission_split.remove(ctx, netuid)


def set_split(ctx: Context, netuid: int, shares: Sequence[int] | None) -> None:
    """Set the mechanisms' shares of the alpha; None for equal parts.

    Raises: MechanismDoesNotExist for an unknown subnet, InvalidValue unless there is at least one share, at most one
    a mechanism, and their sum is 65535.
    """
    ensure(subnet_exists(ctx, netuid), MechanismDoesNotExist, netuid=netuid)
    if shares is None:
        storage.mechanism_emission_split.remove(ctx, netuid)
        return
    most = count(ctx, netuid)
    ensure(1 <= len(shares) <= most, InvalidValue, shares=len(shares), bounds=f"1..{most}")
    ensure(sum(shares) == U16_MAX, InvalidValue, sum=sum(shares), needed=U16_MAX)
    storage.mechanism_emission_split.set(ctx, netuid, tuple(shares))


def _clear(ctx: Context, index: int) -> None:
    storage.weights.clear(ctx, index)
    storage.bonds.clear(ctx, index)
    storage.incentive.remove(ctx, index)
    storage.last_update.remove(ctx, index)
    weight_commits.clear(ctx, index)
    timelocked_weight_commits.clear(ctx, index)
