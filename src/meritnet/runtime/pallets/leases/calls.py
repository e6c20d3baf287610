"""Calls of leases."""

from meritnet.codec import U32, Option
from meritnet.codec.common import ACCOUNT_ID, PERCENT
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import Weight, measured
from meritnet.runtime.pallets.crowdloan.constants import MAX_CONTRIBUTORS

from . import leasing

PALLET = "SubtensorModule"


def _lease_weight(contributors: int) -> Weight:
    """Return the weight of a lease with that many contributors, as it was charged beforehand."""
    return measured(
        309_598_986 + 46_027_026 * contributors,
        10_256 + 2_579 * contributors,
        reads=49 + 2 * contributors,
        writes=53 + 2 * contributors,
    )


def _actual_lease_weight(contributors: int) -> Weight:
    return measured(
        301_560_714 + 26_884_006 * contributors,
        10_079 + 2_579 * contributors,
        reads=41 + 2 * contributors,
        writes=55 + 2 * contributors,
    )


def _terminate_weight(shares: int) -> Weight:
    """Return the weight of ending a lease with that many shares, as it was charged beforehand."""
    return measured(
        146_402_779 + 1_566_532 * shares, 6_148 + 2_529 * shares, reads=4 + shares, writes=7 + shares
    )


def _actual_terminate_weight(shares: int) -> Weight:
    return measured(
        56_635_122 + 912_993 * shares, 6_148 + 2_529 * shares, reads=4 + shares, writes=6 + shares
    )


@call(
    PALLET,
    110,
    {"emissions_share": PERCENT, "end_block": Option(U32)},
    weight=_lease_weight(MAX_CONTRIBUTORS),
)
def register_leased_network(
    ctx: Context, origin: Origin, emissions_share: int, end_block: int | None
) -> PostDispatch:
    """Register a subnet that a crowdloan pays for; works only as the stored call of a crowdloan being finalized."""
    count = leasing.lease(ctx, ensure_signed(origin), emissions_share, end_block)
    return PostDispatch(actual_weight=_actual_lease_weight(count) if count < MAX_CONTRIBUTORS else None)


@call(
    PALLET,
    111,
    {"lease_id": U32, "hotkey": ACCOUNT_ID},
    weight=_terminate_weight(MAX_CONTRIBUTORS),
)
def terminate_lease(ctx: Context, origin: Origin, lease_id: int, hotkey: bytes) -> PostDispatch:
    """Take a leased subnet over, as its beneficiary, once the lease has ended."""
    count = leasing.terminate(ctx, ensure_signed(origin), lease_id, hotkey)
    return PostDispatch(actual_weight=_actual_terminate_weight(count) if count < MAX_CONTRIBUTORS else None)
