"""The end of a subnet over state: who is paid, what is recycled, what is deleted, what its successor inherits."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.balances import storage as balances_storage
from meritnet.runtime.pallets.balances.storage import EXISTENTIAL_DEPOSIT
from meritnet.runtime.pallets.collateral import storage as collateral
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.emission import invariants as emission_invariants
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.tests.living_chain import COLDKEYS, Life, LivingChain, found_subnets
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import hotkeys
from meritnet.runtime.pallets.registration import invariants as registration_invariants
from meritnet.runtime.pallets.root_claims import storage as root_claims
from meritnet.runtime.pallets.staking import invariants as staking_invariants
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import dissolve, invariants, payout, queries, storage
from meritnet.runtime.pallets.subnets import dissolve_table as table
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.subnets.clearing import KEY_TYPES, NET_UID_STORAGE_INDEX
from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain, account

PALLET = "SubtensorModule"
TAO = 10**9
ALICE, BOB, CHARLIE = account("//Alice"), account("//Bob"), account("//Charlie")
HOTKEY, OTHER = account("//Bob//hot"), account("//Charlie//hot")
IDENTITY = (b"name", *[b""] * 7)


def founded() -> tuple[TestChain, int]:
    """Return a chain with a started subnet of Bob, and its netuid."""
    chain = TestChain()
    chain.ok(PALLET, "register_network_with_identity", HOTKEY, IDENTITY, by="//Bob")
    chain.ok(PALLET, "start_call", 2, by="//Bob")
    chain.block()
    return chain, 2


def pairs(*weights: tuple[int, int]) -> bytes:
    """Return a stored row of weights."""
    return b"".join(struct.pack("<HH", *pair) for pair in weights)


def broken(chain: TestChain) -> list[str]:
    """Return every broken invariant of the state."""
    checks = (invariants.check_state, emission_invariants.check_state, staking_invariants.check)
    return [text for check in checks for text in check(chain.ctx)]


def entries_of(chain: TestChain, netuid: int) -> Iterator[str]:
    """Yield the name of every storage item with an entry of a subnet, one for each entry."""
    for parts in chain.ctx.chain.pallets.values():
        for item in parts.storage:
            for position, (type_, _) in enumerate(item.key_parts):
                if type_ not in KEY_TYPES:
                    continue
                for key, _ in chain.ctx.iterate(item.prefix, item.prefix, item.value):
                    found = item.parts_of(key)[position]
                    if found % 4096 == netuid if type_ is NET_UID_STORAGE_INDEX else found == netuid:
                        yield item.name


@pytest.mark.parametrize("call", ["dissolve_network", "root_dissolve_network"])
def test_only_root_dissolves_and_only_subnets_that_exist(call: str) -> None:
    chain, netuid = founded()
    before = (BOB,) if call == "dissolve_network" else ()
    chain.fails("BadOrigin", PALLET, call, *before, netuid, by="//Bob")
    chain.fails("SubnetNotExists", PALLET, call, *before, 0)
    chain.fails("SubnetNotExists", PALLET, call, *before, 77)
    chain.ok(PALLET, call, *before, netuid)
    assert queries.networks(chain.ctx) == [0, 1]
    assert storage.total_networks.get(chain.ctx) == 2
    assert [record.event.name for record in chain.ctx.events[-2:]] == [
        "SubnetIdentityRemoved",
        "NetworkRemoved",
    ]
    assert chain.events("NetworkRemoved")[0].args == (netuid,)


def test_stakers_are_paid_from_the_pool_and_the_rest_is_recycled() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    chain.ok(PALLET, "add_stake", HOTKEY, netuid, 100 * TAO, by="//Charlie")
    chain.ok(PALLET, "add_stake", HOTKEY, netuid, 300 * TAO, by="//Alice")
    stakes = {who: stake.stake_of(ctx, HOTKEY, who, netuid) for who in (ALICE, CHARLIE)}
    pot, total = emission.subnet_tao.get(ctx, netuid), staking.total_stake.get(ctx)
    held = balances.total(ctx, subnet_account(netuid))
    free = {who: balances.free(ctx, who) for who in stakes}
    emission.total_issuance.set(ctx, 10**6 * TAO)
    issued = balances_storage.total_issuance.get(ctx), emission.total_issuance.get(ctx)
    split = payout.split_pot(
        pot,
        [stakes[who] for who in sorted(stakes)],
        emission.subnet_alpha_in.get(ctx, netuid) + emission.subnet_protocol_alpha.get(ctx, netuid),
    )
    chain.ok(PALLET, "root_dissolve_network", netuid)
    paid = {sorted(stakes)[share.staker]: share.tao for share in split.stakers}
    assert {who: balances.free(ctx, who) - free[who] for who in stakes} == paid
    assert paid[ALICE] > 2 * paid[CHARLIE] > 0
    assert balances.total(ctx, subnet_account(netuid)) == EXISTENTIAL_DEPOSIT
    recycled = held - sum(paid.values()) - EXISTENTIAL_DEPOSIT
    assert recycled >= split.protocol - EXISTENTIAL_DEPOSIT
    assert issued[0] - balances_storage.total_issuance.get(ctx) == recycled
    assert issued[1] - emission.total_issuance.get(ctx) == recycled
    assert staking.total_stake.get(ctx) == total - pot
    assert not stake.total_of(ctx, HOTKEY, netuid)
    assert broken(chain) == []


def test_what_the_pool_bought_or_holds_takes_part_for_nobody() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    chain.ok(PALLET, "add_stake", HOTKEY, netuid, 100 * TAO, by="//Charlie")
    storage.tao_in_refund_deployment_block.set(ctx, ctx.block_number + 1)
    before, pot = balances.free(ctx, CHARLIE), emission.subnet_tao.get(ctx, netuid)
    emission.subnet_protocol_alpha.remove(ctx, netuid)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert balances.free(ctx, CHARLIE) - before == pot


def test_a_share_that_nobody_can_receive_is_recycled() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    stranger = account("//stranger")
    stake.increase(ctx, HOTKEY, stranger, netuid, 1)
    stake.increase(ctx, HOTKEY, CHARLIE, netuid, TAO)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert not balances.free(ctx, stranger)
    assert balances.total(ctx, subnet_account(netuid)) == EXISTENTIAL_DEPOSIT


def test_stakers_come_by_hotkey_as_stored_and_by_coldkey_bytes() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    for hotkey in (HOTKEY, OTHER):
        for number, coldkey in enumerate((CHARLIE, ALICE, BOB)):
            stake.increase(ctx, hotkey, coldkey, netuid, TAO * (number + 1))
    found = dissolve.positions_of(ctx, netuid)
    order = list(
        dict.fromkeys(hotkey for hotkey, on, _ in staking.total_hotkey_alpha.iter(ctx) if on == netuid)
    )
    assert [position.hotkey for position in found] == [hotkey for hotkey in order for _ in range(3)]
    assert [position.coldkey for position in found] == sorted((ALICE, BOB, CHARLIE)) * 2
    assert {p.alpha for p in found if p.coldkey == BOB} == {3 * TAO}


def test_a_share_without_a_value_counts_with_its_raw_number() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    stake.increase(ctx, HOTKEY, CHARLIE, netuid, 5 * TAO)
    staking.total_hotkey_alpha.set(ctx, HOTKEY, netuid, 0)
    assert [p.alpha for p in dissolve.positions_of(ctx, netuid)] == [5 * TAO]
    staking.alpha_v2.remove(ctx, HOTKEY, CHARLIE, netuid)
    staking.alpha.set(ctx, HOTKEY, CHARLIE, netuid, 7 << 64)
    assert [p.alpha for p in dissolve.positions_of(ctx, netuid)] == [7]


def test_only_owners_from_before_registration_opened_get_their_lock_back() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    storage.network_registration_start_block.set(ctx, 1_000_000)
    emission.subnet_alpha_in.set(ctx, netuid, 0)
    emission.subnet_alpha_out.set(ctx, netuid, 0)
    lock, before = storage.subnet_locked.get(ctx, netuid), balances.free(ctx, BOB)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert balances.free(ctx, BOB) - before == lock
    assert broken(chain) == []


def test_the_refund_leaves_the_protocols_part() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    storage.network_registration_start_block.set(ctx, 1_000_000)
    before = balances.free(ctx, BOB)
    held = balances.total(ctx, subnet_account(netuid))
    pot = emission.subnet_tao.get(ctx, netuid)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    # All of the pool is the protocol's: nobody staked.
    assert balances.free(ctx, BOB) - before == held - pot


def test_unclaimed_root_dividends_are_forfeited() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    root_claims.root_claimable.set(ctx, HOTKEY, ((1, 5), (netuid, 9)))
    root_claims.root_claimable.set(ctx, OTHER, ((netuid, 9),))
    root_claims.root_claimed.set(ctx, netuid, HOTKEY, BOB, 3)
    root_claims.root_claimed.set(ctx, 1, HOTKEY, BOB, 4)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert root_claims.root_claimable.get(ctx, HOTKEY) == ((1, 5),)
    assert root_claims.root_claimable.get(ctx, OTHER) == ()
    assert not root_claims.root_claimed.exists(ctx, netuid, HOTKEY, BOB)
    assert root_claims.root_claimed.get(ctx, 1, HOTKEY, BOB) == 4


def test_nothing_of_a_lived_in_subnet_stays_but_what_is_inherited() -> None:
    chain = LivingChain()
    netuids = found_subnets(chain, 2)
    life = Life(chain, netuids, seed=7)
    for _ in range(30):
        for _ in range(6):
            life.act()
        chain.block()
    before = set(entries_of(chain, netuids[0]))
    others = sorted(entries_of(chain, netuids[1]))
    assert {
        "Weights",
        "Bonds",
        "AlphaV2",
        "ChildKeys",
        "Uids",
        "TransactionKeyLastBlock",
    } <= before
    chain.ok(PALLET, "root_dissolve_network", netuids[0])
    inherited = {name for pallet in table.SURVIVES for name in table.names(table.SURVIVES, pallet)}
    assert set(entries_of(chain, netuids[0])) <= inherited
    assert sorted(entries_of(chain, netuids[1])) == others
    chain.block(12)
    assert chain.broken == []
    assert broken(chain) == []
    assert registration_invariants.check(chain.ctx) == []


def test_every_mechanism_of_the_subnet_goes() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    hyper.max_allowed_uids.set(ctx, netuid, 128)
    mechanisms_state.set_count(ctx, netuid, 2)
    second = storage_index(netuid, 1)
    yuma.weights.set(ctx, second, 0, bytes(4))
    yuma.bonds.set(ctx, second, 0, bytes(4))
    yuma.incentive.set(ctx, second, bytes(2))
    neighbour = storage_index(1, 1)
    yuma.weights.set(ctx, neighbour, 0, bytes(4))
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert not yuma.weights.exists(ctx, second, 0)
    assert not yuma.bonds.exists(ctx, second, 0)
    assert not yuma.incentive.exists(ctx, second)
    assert not yuma.mechanism_count_current.exists(ctx, netuid)
    assert yuma.weights.exists(ctx, neighbour, 0)


def test_weights_on_root_to_the_subnet_become_zero() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    yuma.weights.set(ctx, 0, 3, pairs((1, 10), (netuid, 20)))
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert yuma.weights.get(ctx, 0, 3) == pairs((1, 10), (netuid, 0))


def test_the_next_subnet_inherits_what_survives() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    hyper.min_allowed_uids.set(ctx, netuid, 77)
    hyper.rho.set(ctx, netuid, 77)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    chain.block()
    chain.ok(PALLET, "register_network", OTHER, by="//Charlie")
    ctx = chain.ctx
    assert queries.is_owner(ctx, CHARLIE, netuid)
    assert hyper.min_allowed_uids.get(ctx, netuid) == 77
    assert hyper.rho.get(ctx, netuid) != 77
    assert storage.registered_subnet_counter.get(ctx, netuid) == 2


def full(**changes: Any) -> TestChain:  # Any: fields of several types
    """Return a chain with as many subnets as it may have: that of genesis and one of Bob's."""
    chain = TestChain(replace(params_for("local", 250), **changes))
    chain.ok(PALLET, "register_network", HOTKEY, by="//Bob")
    chain.ok("AdminUtils", "sudo_set_subnet_limit", 2)
    return chain


def test_a_full_chain_of_young_subnets_takes_no_newcomer() -> None:
    chain = full()
    chain.fails("SubnetLimitReached", PALLET, "register_network", OTHER, by="//Charlie")


def test_a_newcomer_takes_the_netuid_of_the_cheapest_subnet() -> None:
    chain = full()
    ctx = chain.ctx
    chain.ok("AdminUtils", "sudo_set_network_immunity_period", 0)
    emission.subnet_moving_price.set(ctx, 1, 2 << 32)
    before = len(ctx.events)
    chain.ok(PALLET, "register_network", OTHER, by="//Charlie")
    assert queries.networks(ctx) == [0, 1, 2]
    assert queries.is_owner(ctx, CHARLIE, 2)
    assert storage.registered_subnet_counter.get(ctx, 2) == 2
    names = [record.event.name for record in ctx.events[before:]]
    assert names.index("NetworkRemoved") < names.index("RegistrationAllowed") < names.index("NetworkAdded")
    assert broken(chain) == []


def test_who_cannot_pay_evicts_nobody() -> None:
    chain = full()
    chain.ok("AdminUtils", "sudo_set_network_immunity_period", 0)
    balances.set_balance(chain.ctx, CHARLIE, 10 * TAO)
    chain.fails("CannotAffordLockCost", PALLET, "register_network", OTHER, by="//Charlie")


def test_the_evicted_subnets_payout_counts_for_the_newcomers_median_price_no_more() -> None:
    chain = full()
    ctx = chain.ctx
    chain.ok("AdminUtils", "sudo_set_network_immunity_period", 0)
    emission.subnet_moving_price.set(ctx, 2, 2 << 32)
    emission.subnet_alpha_in.set(ctx, 2, 10 * emission.subnet_tao.get(ctx, 2))
    chain.ok(PALLET, "register_network", OTHER, by="//Charlie")
    # Subnet 1 gave way; the price of 2, a tenth, is the only one left.
    assert emission.subnet_alpha_in.get(ctx, 1) == 10 * emission.subnet_tao.get(ctx, 1)


def test_every_block_around_an_eviction_keeps_the_books() -> None:
    chain = LivingChain()
    netuids = found_subnets(chain, 2)
    life = Life(chain, netuids, seed=3)
    for _ in range(12):
        for _ in range(5):
            life.act()
        chain.block()
    chain.ok("AdminUtils", "sudo_set_subnet_limit", 3)
    chain.ok("AdminUtils", "sudo_set_network_immunity_period", 0)
    newcomer = COLDKEYS[5]
    chain.ok(PALLET, "register_network", bytes([2, 5, 2, 0]) * 8, by=newcomer)
    chain.block(12)
    assert chain.broken == []
    assert newcomer in [queries.owner(chain.ctx, netuid) for netuid in queries.non_root(chain.ctx)]


def item_named(chain: TestChain, pallet: str, name: str) -> Any:  # Any: a storage item of any kind
    """Return a storage item by its name."""
    return next(item for item in chain.ctx.chain.pallets[pallet].storage if item.name == name)


def test_the_subnets_lease_goes_and_others_stay() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    of_subnet, shares = (
        item_named(chain, PALLET, "SubnetUidToLeaseId"),
        item_named(chain, PALLET, "SubnetLeaseShares"),
    )
    dividends = item_named(chain, PALLET, "AccumulatedLeaseDividends")
    for lease, leased in ((7, netuid), (8, 1)):
        of_subnet.set(ctx, leased, lease)
        shares.set(ctx, lease, BOB, 5)
        dividends.set(ctx, lease, 9)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert not of_subnet.exists(ctx, netuid)
    assert not shares.exists(ctx, 7, BOB)
    assert not dividends.exists(ctx, 7)
    assert (of_subnet.get(ctx, 1), shares.get(ctx, 8, BOB), dividends.get(ctx, 8)) == (8, 5, 9)


def test_commitments_that_wait_for_the_beacon_are_forgotten() -> None:
    chain, netuid = founded()
    index = item_named(chain, "Commitments", "TimelockedIndex")
    index.set(chain.ctx, ((1, BOB), (netuid, ALICE), (netuid, BOB)))
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert index.get(chain.ctx) == ((1, BOB),)


def test_what_was_locked_is_paid_out_and_the_locks_go() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    chain.ok(PALLET, "add_stake", HOTKEY, netuid, 100 * TAO, by="//Charlie")
    chain.ok(PALLET, "lock_stake", HOTKEY, netuid, TAO, by="//Charlie")
    before = balances.free(ctx, CHARLIE)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert balances.free(ctx, CHARLIE) > before
    assert not set(entries_of(chain, netuid)) & {
        "Lock",
        "LockingColdkeys",
        "HotkeyLock",
        "DecayingHotkeyLock",
    }


def test_collateral_is_paid_out_like_other_stake_and_its_rows_go() -> None:
    chain, netuid = founded()
    ctx = chain.ctx
    hotkey = OTHER
    hotkeys.associate(ctx, CHARLIE, hotkey)
    chain.ok(PALLET, "set_min_collateral", 1, hotkey, 5, by="//Charlie")
    chain.ok(PALLET, "add_stake", hotkey, netuid, 100 * TAO, by="//Charlie")
    chain.ok(PALLET, "add_collateral", netuid, hotkey, TAO, 0, by="//Charlie")
    collateral.collateral_lock_share.set(ctx, netuid, 7)
    collateral.collateral_drain_ratio.set(ctx, netuid, 7)
    names = {"MinerCollateral", "ColdkeyMinerCollateral", "ColdkeyCollateralHotkeys"}
    names |= {"CollateralLockShare", "CollateralDrainRatio"}
    assert names <= set(entries_of(chain, netuid))
    before = balances.free(ctx, CHARLIE)
    chain.ok(PALLET, "root_dissolve_network", netuid)
    assert balances.free(ctx, CHARLIE) > before + 90 * TAO
    assert not names & set(entries_of(chain, netuid))
    assert "MinerCollateral" in entries_of(chain, 1)
