"""Makes and ends leases.

A crowdloan whose stored call is `register_leased_network` pays for a subnet that an account without a key owns. Its
creator, the beneficiary, runs the subnet through a proxy and may take it over when the lease has ended. Amounts in rao.
"""

from meritnet.primitives.fixed import U32_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ConsumerRemaining, ensure
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.crowdloan import book
from meritnet.runtime.pallets.crowdloan.storage import contributions
from meritnet.runtime.pallets.proxy import delegates as proxies
from meritnet.runtime.pallets.registration.hotkeys import owns
from meritnet.runtime.pallets.staking.storage import delegates
from meritnet.runtime.pallets.subnets import owner_hotkey, registering
from meritnet.runtime.pallets.subnets.storage import subnet_owner
from meritnet.runtime.pallets.system import accounts as system

from . import errors, events, storage
from .accounts import lease_coldkey, lease_hotkey
from .shares import refund_of, rest_of, share_of
from .types import SUBNET_LEASE

PROXY_TYPE = "SubnetLeaseBeneficiary"


def lease(ctx: Context, who: bytes, emissions_share: int, end_block: int | None) -> int:
    """Register a subnet with the funds of the crowdloan being finalized; return how many contributed to it.

    What the registration and the proxy's deposit leave over goes back: to each contributor its share, cut to whole
    rao, to the beneficiary the rest.
    Quirk: one contributor whose account is gone and cannot take a refund below the existential deposit fails it all.
    Raises: Crowdloan.InvalidCrowdloanId, InvalidLeaseBeneficiary, LeaseCannotEndInThePast, Overflow, TokenError,
    LeaseNetuidNotFound, and what registering a subnet and adding a proxy raise.
    """
    crowdloan_id, crowdloan = book.being_finalized(ctx)
    ensure(who == crowdloan.creator, errors.InvalidLeaseBeneficiary, creator=crowdloan.creator)
    now = ctx.block_number
    ensure(end_block is None or end_block > now, errors.LeaseCannotEndInThePast, end_block=end_block, now=now)
    lease_id = _next_id(ctx)
    coldkey, hotkey = lease_coldkey(lease_id), lease_hotkey(lease_id)
    system.add_provider(ctx, coldkey)
    system.add_provider(ctx, hotkey)
    balances.transfer(ctx, crowdloan.funds_account, coldkey, crowdloan.raised, keep_alive=False)
    registering.register(ctx, coldkey, hotkey)
    netuid = _subnet_of(ctx, coldkey)
    proxies.add(ctx, coldkey, who, PROXY_TYPE, 0)
    leftover = balances.free(ctx, coldkey)
    cost = rest_of(crowdloan.raised, leftover)
    storage.subnet_leases.set(
        ctx, lease_id, SUBNET_LEASE.cls(who, coldkey, hotkey, emissions_share, end_block, netuid, cost)
    )
    storage.subnet_uid_to_lease_id.set(ctx, netuid, lease_id)
    # Without a take everything that the lease's hotkey earns is shared by those who stake with it.
    delegates.set(ctx, hotkey, 0)
    refunded = 0
    for contributor, amount in list(contributions.iter_prefix(ctx, crowdloan_id)):
        if contributor != who:
            share = share_of(amount, crowdloan.raised)
            storage.subnet_lease_shares.set(ctx, lease_id, contributor, share)
            refund = refund_of(share, leftover)
            balances.transfer(ctx, coldkey, contributor, refund, keep_alive=False)
            refunded += refund
    balances.transfer(ctx, coldkey, who, rest_of(leftover, refunded), keep_alive=False)
    ctx.emit(events.SubnetLeaseCreated, who, lease_id, netuid, end_block)
    return int(crowdloan.contributors_count)


def terminate(ctx: Context, who: bytes, lease_id: int, hotkey: bytes) -> int:
    """Hand the subnet of a lease that has ended to its beneficiary; return how many had shares.

    Quirk: the subnet still points to the lease that is gone.
    Raises: LeaseDoesNotExist, ExpectedBeneficiaryOrigin, LeaseHasNoEndBlock, LeaseHasNotEnded,
    BeneficiaryDoesNotOwnHotkey, CannotUseSystemAccount, Proxy.NotFound.
    """
    found = storage.subnet_leases.get(ctx, lease_id)
    ensure(found is not None, errors.LeaseDoesNotExist, lease_id=lease_id)
    ensure(found.beneficiary == who, errors.ExpectedBeneficiaryOrigin, beneficiary=found.beneficiary)
    ensure(found.end_block is not None, errors.LeaseHasNoEndBlock, lease_id=lease_id)
    now = ctx.block_number
    ensure(now >= found.end_block, errors.LeaseHasNotEnded, end_block=found.end_block, now=now)
    ensure(owns(ctx, who, hotkey), errors.BeneficiaryDoesNotOwnHotkey, hotkey=hotkey)
    subnet_owner.set(ctx, found.netuid, who)
    owner_hotkey.assign(ctx, found.netuid, hotkey)
    _let_go(ctx, found.coldkey)
    _let_go(ctx, found.hotkey)
    count = storage.subnet_lease_shares.clear(ctx, lease_id)
    storage.accumulated_lease_dividends.remove(ctx, lease_id)
    storage.subnet_leases.remove(ctx, lease_id)
    proxies.remove(ctx, found.coldkey, who, PROXY_TYPE, 0)
    ctx.emit(events.SubnetLeaseTerminated, who, found.netuid)
    return count


def _let_go(ctx: Context, account: bytes) -> None:
    """Drop a reason for an account of the lease to exist.

    Quirk: the coldkey keeps it, because the deposit of the proxy still refers to the account at that moment.
    """
    try:
        system.remove_provider(ctx, account)
    except ConsumerRemaining:
        return


def _next_id(ctx: Context) -> int:
    lease_id: int = storage.next_subnet_lease_id.get(ctx)
    ensure(lease_id < U32_MAX, errors.Overflow, lease_id=lease_id)
    storage.next_subnet_lease_id.set(ctx, lease_id + 1)
    return lease_id


def _subnet_of(ctx: Context, coldkey: bytes) -> int:
    for netuid, owner in subnet_owner.iter(ctx):
        if owner == coldkey:
            return int(netuid)
    raise errors.LeaseNetuidNotFound(coldkey=coldkey)
