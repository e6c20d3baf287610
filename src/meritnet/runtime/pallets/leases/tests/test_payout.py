"""The owner's cut of a leased subnet: set aside, paid out every hundred blocks, to all or to nobody."""

from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.payout_state import Plan, pay, payout
from meritnet.runtime.pallets.leases import shares, storage
from meritnet.runtime.pallets.leases.payout import DISTRIBUTION_INTERVAL, on_owner_cut
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.subnets.storage import subnet_owner
from meritnet.testing.chain import TestChain, account

from .scene import CAP, GIFTS, lease, leased, owned, sound, staked

TAO = 10**9
CUT = 500 * TAO


def pay_owner(chain: TestChain, block: int, cut: int = CUT) -> None:
    """Pay an owner's cut as an epoch at `block` does."""
    netuid = lease(chain).netuid
    chain.ctx.block_number = block
    emission.subnet_alpha_out.set(chain.ctx, netuid, emission.subnet_alpha_out.get(chain.ctx, netuid) + cut)
    pay(chain.ctx, netuid, Plan(cut, payout.incentive_payouts({}, set()), {}, {}))


def waiting(chain: TestChain) -> int:
    return int(storage.accumulated_lease_dividends.get(chain.ctx, 0))


def test_cuts_wait_for_a_block_that_is_a_multiple_of_the_interval():
    chain = leased()
    pay_owner(chain, 101, 1_001)
    assert waiting(chain) == 301
    pay_owner(chain, 199, 1_001)
    assert waiting(chain) == 602
    assert staked(chain, lease(chain).coldkey) == 2_002
    assert not chain.events("SubnetLeaseDividendsDistributed")
    sound(chain)


def test_everything_that_waits_is_paid_out_by_share():
    chain = leased()
    pay_owner(chain, 150)
    pay_owner(chain, 200)
    total = 2 * (CUT * 30 // 100)
    paid = {
        who: shares.dividend_of(shares.share_of(GIFTS[who], CAP), total) for who in ("//Bob", "//Charlie")
    }
    paid["//Alice"] = total - sum(paid.values())
    # What was paid comes back a rao short, as shares of a hotkey's stake are cut to 21 digits.
    assert all(amount - 1 <= staked(chain, who) <= amount for who, amount in paid.items())
    assert staked(chain, lease(chain).coldkey) >= 2 * CUT - total - 1
    assert stake.total_of(chain.ctx, lease(chain).hotkey, owned(chain)) == 2 * CUT
    told = {record.args[1]: record.args[2] for record in chain.events("SubnetLeaseDividendsDistributed")}
    assert told == {account(who): amount for who, amount in paid.items()}
    assert chain.events("SubnetLeaseDividendsDistributed")[-1].args[1] == account("//Alice")
    assert len(chain.events("StakeRemoved")) == len(chain.events("StakeAdded")) == 3
    assert waiting(chain) == 0
    sound(chain)


def test_one_payment_below_the_minimum_stake_makes_all_wait():
    chain = leased()
    events = len(chain.ctx.events)
    before = chain.ctx.changes()
    cut = 20_000_000
    pay_owner(chain, 200, cut)
    assert waiting(chain) == cut * 30 // 100
    assert len(chain.ctx.events) == events
    assert staked(chain, "//Bob") == 0
    assert chain.ctx.changes() != before
    pay_owner(chain, 300)
    assert waiting(chain) == 0
    assert staked(chain, "//Bob") > 0


def test_a_lease_that_has_ended_pays_nothing():
    chain = leased(end_block=200)
    pay_owner(chain, 200)
    assert waiting(chain) == 0
    assert not storage.accumulated_lease_dividends.exists(chain.ctx, 0)
    pay_owner(chain, 199)
    assert waiting(chain) == CUT * 30 // 100


def test_a_terminated_lease_and_other_subnets_pay_nothing():
    chain = leased()
    storage.subnet_leases.remove(chain.ctx, 0)
    for netuid in (1, 2):
        before = chain.ctx.changes()
        on_owner_cut(chain.ctx, netuid, CUT)
        assert chain.ctx.changes() == before


def test_no_alpha_is_made_where_another_owner_receives_the_cut():
    chain = leased()
    netuid = owned(chain)
    subnet_owner.set(chain.ctx, netuid, account("//Dave"))
    pay_owner(chain, 200)
    assert staked(chain, "//Dave") == CUT
    assert staked(chain, "//Bob") == 0
    assert waiting(chain) == CUT * 30 // 100
    assert stake.total_of(chain.ctx, lease(chain).hotkey, netuid) == CUT


def test_an_epoch_pays_the_contributors():
    chain = leased()
    netuid = owned(chain)
    chain.ok("AdminUtils", "sudo_set_subnet_emission_enabled", netuid, True)
    chain.ok("SubtensorModule", "start_call", netuid, by=lease(chain).coldkey)
    chain.block(30)
    assert chain.ctx.block_number < DISTRIBUTION_INTERVAL
    own = staked(chain, lease(chain).coldkey)
    assert own > 0
    assert 0 < waiting(chain) < own
    sound(chain)
