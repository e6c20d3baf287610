"""Shares the owner's cut of a leased subnet: a part of it goes to the crowdloan's contributors as stake.

The part accumulates and is paid out when an epoch falls on a block that is a multiple of the interval.
Units: rao of alpha.
"""

from typing import Any

from meritnet.primitives.fixed import sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError, ensure
from meritnet.runtime.pallets.staking.stake import stake_of
from meritnet.runtime.pallets.staking.transition import Place, within
from meritnet.runtime.pallets.subtensor.errors import NotEnoughStakeToWithdraw

from . import events, storage
from .shares import contributors_cut, dividend_of, rest_of

Lease = Any
"""A value of SUBNET_LEASE."""

DISTRIBUTION_INTERVAL = 100
"""Dividends are paid out only in blocks that are a multiple of this. Unit: blocks."""


def on_owner_cut(ctx: Context, netuid: int, owner_cut: int) -> None:
    """Set the contributors' part of an owner's cut aside that was just staked, and pay out what is due.

    Quirk: with a tempo whose epochs never fall on a multiple of the interval nothing is ever paid out.
    Quirk: one payee whose part is below the minimum stake makes all wait.
    """
    lease_id = storage.subnet_uid_to_lease_id.get(ctx, netuid)
    lease = None if lease_id is None else storage.subnet_leases.get(ctx, lease_id)
    if lease is None or (lease.end_block is not None and lease.end_block <= ctx.block_number):
        return
    waiting = storage.accumulated_lease_dividends.get(ctx, lease_id)
    total = sat_add64(waiting, contributors_cut(lease.emissions_share, owner_cut))
    if ctx.block_number % DISTRIBUTION_INTERVAL == 0 and _pay_all(ctx, lease_id, lease, total):
        total = 0
    storage.accumulated_lease_dividends.set(ctx, lease_id, total)


def _pay_all(ctx: Context, lease_id: int, lease: Lease, total: int) -> bool:
    """Pay everybody, or nobody at all where one payment fails; return which."""
    paid = 0
    try:
        with ctx.layer():
            for contributor, share in list(storage.subnet_lease_shares.iter_prefix(ctx, lease_id)):
                alpha = dividend_of(share, total)
                _pay(ctx, lease_id, lease, contributor, alpha)
                paid = sat_add64(paid, alpha)
            _pay(ctx, lease_id, lease, lease.beneficiary, rest_of(total, paid))
    except DispatchError:
        return False
    return True


def _pay(ctx: Context, lease_id: int, lease: Lease, payee: bytes, alpha: int) -> None:
    staked = stake_of(ctx, lease.hotkey, lease.coldkey, lease.netuid)
    # The reference would pay alpha that the lease does not have, once the subnet has another owner.
    ensure(alpha <= staked, NotEnoughStakeToWithdraw, alpha=alpha, staked=staked)
    source = Place(lease.coldkey, lease.hotkey, lease.netuid)
    within(ctx, source, Place(payee, lease.hotkey, lease.netuid), alpha)
    ctx.emit(events.SubnetLeaseDividendsDistributed, lease_id, payee, alpha)
