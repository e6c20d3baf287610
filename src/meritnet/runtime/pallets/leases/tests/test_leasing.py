"""Leasing a subnet through a crowdloan, and taking it over when the lease has ended."""

from meritnet.codec import Case
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.crowdloan import storage as crowdloans
from meritnet.runtime.pallets.crowdloan.accounts import funds_account
from meritnet.runtime.pallets.leases import shares, storage
from meritnet.runtime.pallets.leases.accounts import lease_coldkey, lease_hotkey
from meritnet.runtime.pallets.proxy import delegates as proxies
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking.storage import delegates
from meritnet.runtime.pallets.subnets.storage import networks_added, subnet_owner, subnet_owner_hotkey
from meritnet.runtime.pallets.system import accounts as system
from meritnet.testing.chain import account

from .scene import CAP, GIFTS, PALLET, PERCENT, TAO, free, lease, leased, owned, raised, sound

PROXY_DEPOSIT = 60_000_000 + 33_000_000
"""Deposit of one proxy: 0.06 TAO for having any, 0.033 TAO each."""
NAME = "register_leased_network"
HOT = account("//Alice_new_hot")


def test_the_crowdloan_registers_the_subnet():
    chain = raised(end_block=500)
    chain.ok("Crowdloan", "finalize", 0, by="//Alice")
    found = lease(chain)
    assert (found.coldkey, found.hotkey) == (lease_coldkey(0), lease_hotkey(0))
    assert (found.beneficiary, found.emissions_share, found.end_block) == (account("//Alice"), PERCENT, 500)
    netuid = owned(chain)
    assert subnet_owner_hotkey.get(chain.ctx, netuid) == found.hotkey
    assert uids.uid_of(chain.ctx, netuid, found.hotkey) == 0
    assert storage.subnet_uid_to_lease_id.get(chain.ctx, netuid) == 0
    assert delegates.get(chain.ctx, found.hotkey) == 0
    assert delegates.exists(chain.ctx, found.hotkey)
    (proxy,) = proxies.of(chain.ctx, found.coldkey)
    assert (proxy.delegate, proxy.proxy_type.name, proxy.delay) == (
        account("//Alice"),
        "SubnetLeaseBeneficiary",
        0,
    )
    assert balances.reserved(chain.ctx, found.coldkey) == PROXY_DEPOSIT
    assert chain.events("SubnetLeaseCreated")[0].args == (account("//Alice"), 0, netuid, 500)
    assert crowdloans.current_crowdloan_id.get(chain.ctx) is None
    sound(chain)


def test_what_is_left_over_goes_back_by_share():
    chain = raised()
    before = {who: free(chain, who) for who in GIFTS}
    chain.ok("Crowdloan", "finalize", 0, by="//Alice")
    cost = lease(chain).cost
    assert cost == 1_000 * TAO + PROXY_DEPOSIT
    leftover = CAP - cost
    refunds = {}
    for who in ("//Bob", "//Charlie"):
        share = shares.share_of(GIFTS[who], CAP)
        assert storage.subnet_lease_shares.get(chain.ctx, 0, account(who)) == share
        refunds[who] = share * leftover >> 64
        assert free(chain, who) == before[who] + refunds[who]
    assert free(chain, "//Alice") == before["//Alice"] + leftover - sum(refunds.values())
    assert free(chain, lease_coldkey(0)) == 0
    assert free(chain, funds_account(0)) == 0
    assert not storage.subnet_lease_shares.exists(chain.ctx, 0, account("//Alice"))


def test_the_weight_is_that_of_the_contributors_there_were():
    chain = raised()
    crowdloans.current_crowdloan_id.set(chain.ctx, 0)
    made = chain.call(PALLET, NAME, PERCENT, None)
    actual = chain.ctx.dispatch(signed(account("//Alice")), made).actual_weight
    assert actual.proof_size == 10_079 + 3 * 2_579
    assert actual.ref_time == (301_560_714 + 3 * 26_884_006 + (41 + 6) * 25_000_000 + (55 + 6) * 100_000_000)


def test_ids_count_up():
    chain = leased()
    storage.next_subnet_lease_id.set(chain.ctx, 2**32 - 1)
    crowdloans.current_crowdloan_id.set(chain.ctx, 0)
    chain.fails("Overflow", PALLET, NAME, PERCENT, None, by="//Alice")


def test_leasing_works_only_within_a_finalization_by_the_creator():
    chain = raised()
    chain.fails("BadOrigin", PALLET, NAME, PERCENT, None)
    chain.fails("InvalidCrowdloanId", PALLET, NAME, PERCENT, None, by="//Alice")
    crowdloans.current_crowdloan_id.set(chain.ctx, 5)
    chain.fails("InvalidCrowdloanId", PALLET, NAME, PERCENT, None, by="//Alice")
    crowdloans.current_crowdloan_id.set(chain.ctx, 0)
    chain.fails("InvalidLeaseBeneficiary", PALLET, NAME, PERCENT, None, by="//Bob")
    chain.fails("LeaseCannotEndInThePast", PALLET, NAME, PERCENT, chain.ctx.block_number, by="//Alice")
    chain.ok(PALLET, NAME, PERCENT, chain.ctx.block_number + 1, by="//Alice")


def test_too_little_raised_fails_the_finalization_whole():
    chain = raised()
    crowdloans.crowdloans.set(
        chain.ctx, 0, crowdloans.crowdloans.get(chain.ctx, 0)._replace(raised=TAO, cap=TAO)
    )
    chain.fails("CannotAffordLockCost", "Crowdloan", "finalize", 0, by="//Alice")
    assert storage.next_subnet_lease_id.get(chain.ctx) == 0
    assert not system.exists(chain.ctx, lease_coldkey(0))


def test_the_beneficiary_starts_the_subnet_through_its_proxy():
    chain = leased()
    start = chain.call(PALLET, "start_call", owned(chain))
    real = Case("Id", (lease(chain).coldkey,))
    chain.ok("Proxy", "proxy", real, None, start, by="//Alice")
    assert chain.events("FirstEmissionBlockNumberSet")


def test_the_beneficiary_takes_the_subnet_over_when_the_lease_has_ended():
    chain = leased(end_block=3)
    netuid, coldkey = owned(chain), lease(chain).coldkey
    chain.ok(PALLET, "try_associate_hotkey", HOT, by="//Alice")
    chain.fails("LeaseHasNotEnded", PALLET, "terminate_lease", 0, HOT, by="//Alice")
    chain.block(2)
    assert chain.ctx.block_number == 3
    assert system.info(chain.ctx, coldkey).providers == 1
    assert system.info(chain.ctx, lease(chain).hotkey).providers == 1
    hotkey = lease(chain).hotkey
    chain.ok(PALLET, "terminate_lease", 0, HOT, by="//Alice")
    assert subnet_owner.get(chain.ctx, netuid) == account("//Alice")
    assert subnet_owner_hotkey.get(chain.ctx, netuid) == HOT
    assert lease(chain) is None
    assert not list(storage.subnet_lease_shares.iter(chain.ctx))
    assert not storage.accumulated_lease_dividends.exists(chain.ctx, 0)
    assert proxies.of(chain.ctx, coldkey) == ()
    assert free(chain, coldkey) == PROXY_DEPOSIT
    assert system.info(chain.ctx, coldkey).providers == 2
    assert not system.exists(chain.ctx, hotkey)
    assert storage.subnet_uid_to_lease_id.get(chain.ctx, netuid) == 0
    assert chain.events("SubnetLeaseTerminated")[0].args == (account("//Alice"), netuid)
    sound(chain)
    chain.fails("LeaseDoesNotExist", PALLET, "terminate_lease", 0, HOT, by="//Alice")
    chain.block(3)


def test_termination_is_checked_in_order():
    chain = leased()
    chain.fails("BadOrigin", PALLET, "terminate_lease", 0, HOT)
    chain.fails("LeaseDoesNotExist", PALLET, "terminate_lease", 1, HOT, by="//Alice")
    chain.fails("ExpectedBeneficiaryOrigin", PALLET, "terminate_lease", 0, HOT, by="//Bob")
    chain.fails("LeaseHasNoEndBlock", PALLET, "terminate_lease", 0, HOT, by="//Alice")
    storage.subnet_leases.set(chain.ctx, 0, lease(chain)._replace(end_block=chain.ctx.block_number))
    chain.fails("BeneficiaryDoesNotOwnHotkey", PALLET, "terminate_lease", 0, HOT, by="//Alice")


def test_the_weight_of_a_termination_is_that_of_its_shares():
    chain = leased(end_block=2)
    chain.ok(PALLET, "try_associate_hotkey", HOT, by="//Alice")
    chain.block()
    made = chain.call(PALLET, "terminate_lease", 0, HOT)
    actual = chain.ctx.dispatch(signed(account("//Alice")), made).actual_weight
    assert actual.proof_size == 6_148 + 2 * 2_529


def test_a_dissolved_subnet_takes_its_lease_along():
    chain = leased()
    netuid = owned(chain)
    storage.accumulated_lease_dividends.set(chain.ctx, 0, 5)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert not networks_added.get(chain.ctx, netuid)
    assert lease(chain) is None
    assert storage.subnet_uid_to_lease_id.get(chain.ctx, netuid) is None
    assert not list(storage.subnet_lease_shares.iter(chain.ctx))
    assert not list(storage.accumulated_lease_dividends.iter(chain.ctx))
    sound(chain)
