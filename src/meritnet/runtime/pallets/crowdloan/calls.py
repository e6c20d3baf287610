"""Calls of the Crowdloan pallet. Amounts in rao."""

from meritnet.codec import U32, Case, Compact, Option, Type
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.runtime.framework.assembly import RUNTIME_CALL
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.dispatch import dispatch_info
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import Weight, measured

from . import contributing, life
from .constants import REFUND_CONTRIBUTORS_LIMIT

PALLET = "Crowdloan"

_ID: dict[str, Type] = {"crowdloan_id": Compact(U32)}


def _create_weight(
    ctx: Context,
    _deposit: int,
    _min_contribution: int,
    _cap: int,
    _end: int,
    stored: Case | None,
    _target_address: bytes | None,
) -> Weight:
    """Return the weight of creating: the stored call is paid for now, because finalizing is not charged for it."""
    own = measured(59_829_000, 6148, reads=3, writes=5)
    return own if stored is None else own.plus(dispatch_info(ctx, stored).weight)


def refund_weight(contributors: int) -> Weight:
    """Return the weight of refunding that many contributors."""
    return measured(
        110_703_000 + 39_503_253 * contributors,
        3747 + 2579 * contributors,
        reads=2 + 2 * contributors,
        writes=2 * contributors,
    )


@call(
    PALLET,
    0,
    {
        "deposit": Compact(TAO),
        "min_contribution": Compact(TAO),
        "cap": Compact(TAO),
        "end": Compact(U32),
        "call": Option(RUNTIME_CALL),
        "target_address": Option(ACCOUNT_ID),
    },
    weight=_create_weight,
)
def create(
    ctx: Context,
    origin: Origin,
    deposit: int,
    min_contribution: int,
    cap: int,
    end: int,
    call: Case | None,
    target_address: bytes | None,
) -> None:
    """Open a crowdloan for a call to be made, or for an account to be paid, once the cap is raised."""
    life.create(ctx, ensure_signed(origin), deposit, min_contribution, cap, end, call, target_address)


@call(
    PALLET,
    1,
    _ID | {"amount": Compact(TAO)},
    weight=measured(66_609_000, 6148, reads=5, writes=4),
)
def contribute(ctx: Context, origin: Origin, crowdloan_id: int, amount: int) -> None:
    """Contribute to a crowdloan; no more is taken than the cap and the bound of one account leave room for."""
    contributing.contribute(ctx, ensure_signed(origin), crowdloan_id, amount)


@call(PALLET, 2, _ID, weight=measured(60_259_000, 6148, reads=4, writes=4))
def withdraw(ctx: Context, origin: Origin, crowdloan_id: int) -> None:
    """Take one's contribution back before the crowdloan is finalized; the creator keeps its deposit in."""
    contributing.withdraw(ctx, ensure_signed(origin), crowdloan_id)


@call(PALLET, 3, _ID, weight=measured(31_507_000, 4_197_809, reads=4, writes=2))
def finalize(ctx: Context, origin: Origin, crowdloan_id: int) -> None:
    """Spend what a crowdloan raised, as its creator: make the stored call or pay the target."""
    life.finalize(ctx, ensure_signed(origin), crowdloan_id)


@call(PALLET, 4, _ID, weight=refund_weight(REFUND_CONTRIBUTORS_LIMIT))
def refund(ctx: Context, origin: Origin, crowdloan_id: int) -> PostDispatch:
    """Pay up to 50 contributors back, as the creator of a crowdloan that will not be finalized."""
    count, complete = contributing.refund(ctx, ensure_signed(origin), crowdloan_id)
    return PostDispatch(actual_weight=refund_weight(count) if complete else None)


@call(PALLET, 5, _ID, weight=measured(66_939_000, 6148, reads=4, writes=5))
def dissolve(ctx: Context, origin: Origin, crowdloan_id: int) -> None:
    """Remove a crowdloan, as its creator, once everybody else is refunded; the deposit comes back."""
    contributing.dissolve(ctx, ensure_signed(origin), crowdloan_id)


@call(
    PALLET,
    6,
    _ID | {"new_min_contribution": Compact(TAO)},
    weight=measured(13_259_000, 3747, reads=2, writes=1),
)
def update_min_contribution(
    ctx: Context, origin: Origin, crowdloan_id: int, new_min_contribution: int
) -> None:
    """Set the least amount of one contribution, as the creator."""
    life.update_min_contribution(ctx, ensure_signed(origin), crowdloan_id, new_min_contribution)


@call(PALLET, 7, _ID | {"new_end": Compact(U32)}, weight=measured(12_048_000, 3747, reads=1, writes=1))
def update_end(ctx: Context, origin: Origin, crowdloan_id: int, new_end: int) -> None:
    """Set the block at which contributions end, as the creator."""
    life.update_end(ctx, ensure_signed(origin), crowdloan_id, new_end)


@call(PALLET, 8, _ID | {"new_cap": Compact(TAO)}, weight=measured(11_357_000, 3747, reads=1, writes=1))
def update_cap(ctx: Context, origin: Origin, crowdloan_id: int, new_cap: int) -> None:
    """Set what is to be raised, as the creator; not less than is raised already."""
    life.update_cap(ctx, ensure_signed(origin), crowdloan_id, new_cap)


@call(
    PALLET,
    9,
    _ID | {"new_max_contribution": Option(TAO)},
    weight=measured(16_024_000, 3747, reads=2, writes=1),
)
def set_max_contribution(
    ctx: Context, origin: Origin, crowdloan_id: int, new_max_contribution: int | None
) -> None:
    """Set or lift the bound of what one account contributes in total, as the creator."""
    life.set_max_contribution(ctx, ensure_signed(origin), crowdloan_id, new_max_contribution)
