"""Calls of the Commitments pallet: neurons publish a little data about themselves."""

from collections.abc import Sequence
from typing import Any

from meritnet.codec import U32, Case
from meritnet.codec.common import NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.registration import uids

from . import revealing, storage
from .bonds_reset import reset_bonds_to
from .errors import (
    AccountNotAllowedCommit,
    SpaceLimitExceeded,
    TimelockRevealFailedNotAllowed,
    TooManyFieldsInCommitmentInfo,
)
from .events import Commitment, TimelockCommitment
from .revealing import REVEAL_FAILED, TIMELOCKED
from .types import COMMITMENT_INFO, MAX_FIELDS, REGISTRATION, USAGE_TRACKER

PALLET = "Commitments"
MIN_SPACE_BYTES = 100
"""What a call counts at least."""
RESET_BONDS = "ResetBondsFlag"


@call(
    PALLET,
    0,
    {"netuid": NET_UID, "info": COMMITMENT_INFO},
    weight=measured(33_480_000, 0, reads=5, writes=4),
    pays=False,
)
def set_commitment(ctx: Context, origin: Origin, netuid: int, info: Sequence[Case]) -> None:
    """Publish up to three fields of data as the signing hotkey on a subnet; a reset flag drops the bonds to it, a
    timelocked field is opened by the chain when its round is out.
    """
    who = ensure_signed(origin)
    uid = uids.uid_of(ctx, netuid, who)
    if uid is None:
        raise AccountNotAllowedCommit(netuid=netuid, hotkey=who)
    ensure(len(info) <= MAX_FIELDS, TooManyFieldsInCommitmentInfo, fields=len(info))
    for field in info:
        ensure(field.name != REVEAL_FAILED, TimelockRevealFailedNotAllowed, field=field.name)
    usage = _usage(ctx, netuid, who)
    used = usage.used_space + max(sum(map(space_of, info)), MIN_SPACE_BYTES)
    limit = storage.max_space.get(ctx)
    ensure(used <= limit, SpaceLimitExceeded, used=usage.used_space, wanted=used, limit=limit)
    if any(field.name == RESET_BONDS for field in info):
        storage.last_bonds_reset.set(ctx, netuid, who, ctx.block_number)
        reset_bonds_to(ctx, netuid, uid)
    storage.used_space_of.set(ctx, netuid, who, usage._replace(used_space=used))
    storage.commitment_of.set(
        ctx, netuid, who, REGISTRATION(deposit=0, block=ctx.block_number, info=tuple(info))
    )
    storage.last_commitment.set(ctx, netuid, who, ctx.block_number)
    timelocks = [field for field in info if field.name == TIMELOCKED]
    revealing.index(ctx, netuid, who, waits=bool(timelocks))
    if timelocks:
        ctx.emit(TimelockCommitment, netuid, who, timelocks[0].args[1])
    else:
        ctx.emit(Commitment, netuid, who)


@call(PALLET, 2, {"new_limit": U32}, weight=measured(2_856_000, 0, writes=1))
def set_max_space(ctx: Context, origin: Origin, new_limit: int) -> None:
    """Set how many bytes a hotkey may commit in one epoch of a subnet; root only."""
    ensure_root(origin)
    storage.max_space.set(ctx, new_limit)


def space_of(field: Case) -> int:
    """Return the bytes that a field counts: its data; a flag and an empty field count nothing."""
    return len(field.args[0]) if field.args else 0


def _usage(ctx: Context, netuid: int, who: bytes) -> Any:  # Any: a value of USAGE_TRACKER
    """Return the space used in the present epoch, which begins with the counter of epochs that have run."""
    epoch = emission.subnet_epoch_index.get(ctx, netuid)
    usage = storage.used_space_of.get(ctx, netuid, who)
    if usage is None or usage.last_epoch != epoch:
        return USAGE_TRACKER(last_epoch=epoch, used_space=0)
    return usage
