"""Reads crowdloans and checks what every call on one checks first."""

from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure

from . import errors, storage

Crowdloan = Any  # the named tuple of CROWDLOAN_INFO


def find(ctx: Context, crowdloan_id: int) -> Crowdloan:
    """Return a crowdloan. Raises: InvalidCrowdloanId."""
    crowdloan = storage.crowdloans.get(ctx, crowdloan_id)
    ensure(crowdloan is not None, errors.InvalidCrowdloanId, crowdloan_id=crowdloan_id)
    return crowdloan


def find_open(ctx: Context, crowdloan_id: int) -> Crowdloan:
    """Return a crowdloan that is not finalized. Raises: InvalidCrowdloanId, AlreadyFinalized."""
    crowdloan = find(ctx, crowdloan_id)
    ensure(not crowdloan.finalized, errors.AlreadyFinalized, crowdloan_id=crowdloan_id)
    return crowdloan


def find_own(ctx: Context, crowdloan_id: int, who: bytes) -> Crowdloan:
    """Return a crowdloan that is not finalized to its creator.

    Raises: InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin.
    """
    crowdloan = find_open(ctx, crowdloan_id)
    ensure(who == crowdloan.creator, errors.InvalidOrigin, creator=crowdloan.creator)
    return crowdloan


def ensure_end(ctx: Context, end: int) -> None:
    """Raises: CannotEndInPast, BlockDurationTooShort, BlockDurationTooLong. Unit: blocks."""
    ensure(ctx.block_number < end, errors.CannotEndInPast, end=end, now=ctx.block_number)
    blocks = end - ctx.block_number
    least, most = ctx.params.crowdloan_minimum_duration, ctx.params.crowdloan_maximum_duration
    ensure(blocks >= least, errors.BlockDurationTooShort, blocks=blocks, least=least)
    ensure(blocks <= most, errors.BlockDurationTooLong, blocks=blocks, most=most)


def being_finalized(ctx: Context) -> tuple[int, Crowdloan]:
    """Return id and record of the crowdloan whose stored call runs now. Raises: InvalidCrowdloanId."""
    crowdloan_id = storage.current_crowdloan_id.get(ctx)
    ensure(crowdloan_id is not None, errors.InvalidCrowdloanId)
    return crowdloan_id, find(ctx, crowdloan_id)


def contribution_of(ctx: Context, crowdloan_id: int, who: bytes) -> int:
    """Return what an account has in a crowdloan; 0 if nothing. Unit: rao."""
    return int(storage.contributions.get(ctx, crowdloan_id, who) or 0)
