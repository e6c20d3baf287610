"""Stake of coldkeys as clients read it."""

from meritnet.runtime.apis.tests.recorded_client import ask
from meritnet.runtime.apis.tests.scene import (
    ALICE,
    BOB,
    CHARLIE,
    LATE,
    NETUID,
    OTHER,
    TAO,
    UNKNOWN_NETUID,
    VALIDATOR,
    scene,
)
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.collateral.arithmetic import Bond
from meritnet.runtime.pallets.emission.storage import alpha_dividends_per_subnet
from meritnet.runtime.pallets.locks.arithmetic import Kind, Lock, Rates, roll
from meritnet.runtime.pallets.locks.storage import DEFAULT_RATE, decaying_owner_lock
from meritnet.runtime.pallets.staking import stake
from meritnet.testing.chain import account

API = "StakeInfoRuntimeApi"
NOBODY = account("//nobody")


def test_positions_come_subnet_by_subnet():
    chain = scene()
    stake.increase(chain.ctx, OTHER, CHARLIE, 0, 3 * TAO)
    rows = ask(chain, API, "get_stake_info_for_coldkey", CHARLIE)
    assert [(one.netuid, one.hotkey, one.stake) for one in rows] == [
        (0, VALIDATOR, 2_000 * TAO),
        (0, OTHER, 3 * TAO),
        (NETUID, VALIDATOR, 100 * TAO),
    ]
    assert [one.is_registered for one in rows] == [False, False, True]
    assert {(one.coldkey, one.locked, one.tao_emission, one.drain) for one in rows} == {(CHARLIE, 0, 0, 0)}


def test_emission_is_the_hotkeys_last_dividend():
    chain = scene()
    alpha_dividends_per_subnet.set(chain.ctx, NETUID, VALIDATOR, 12_345)
    found = ask(chain, API, "get_stake_info_for_hotkey_coldkey_netuid", VALIDATOR, ALICE, NETUID)
    assert (found.stake, found.emission, found.is_registered) == (300 * TAO, 12_345, True)


def test_a_position_without_stake_is_given_when_asked_for_by_name():
    found = ask(scene(), API, "get_stake_info_for_hotkey_coldkey_netuid", VALIDATOR, BOB, LATE)
    assert (found.stake, found.is_registered, found.netuid) == (0, False, LATE)


def test_every_asked_coldkey_has_an_entry_even_without_stake():
    asked = (NOBODY, ALICE, NOBODY)
    rows = ask(scene(), API, "get_stake_info_for_coldkeys", asked)
    assert [coldkey for coldkey, _ in rows] == list(asked)
    assert [len(positions) for _, positions in rows] == [0, 1, 0]
    assert ask(scene(), API, "get_stake_info_for_coldkeys", ()) == ()


def test_everything_staked_is_available_and_subnets_without_stake_are_left_out():
    chain = scene()
    stake.increase(chain.ctx, OTHER, CHARLIE, NETUID, 5 * TAO)
    found = {
        coldkey: {netuid: tuple(one) for netuid, one in rows}
        for coldkey, rows in ask(chain, API, "get_stake_availability_for_coldkeys", (CHARLIE, NOBODY), None)
    }
    assert found == {
        CHARLIE: {0: (2_000 * TAO, 0, 2_000 * TAO), NETUID: (105 * TAO, 0, 105 * TAO)},
        NOBODY: {},
    }


def test_availability_can_be_asked_for_some_subnets():
    chain = scene()

    def asked(*netuids: int) -> list[int]:
        ((_, rows),) = ask(chain, API, "get_stake_availability_for_coldkeys", (CHARLIE,), netuids)
        return [netuid for netuid, _ in rows]

    assert asked(NETUID) == [NETUID]
    assert asked(NETUID, NETUID, 0) == [0, NETUID]
    assert asked(UNKNOWN_NETUID, NETUID) == [NETUID]
    assert asked() == []
    # Root, 1, 2 and 4 exist: five different numbers are more than there are, which gives nothing at all.
    assert asked(0, 1, NETUID, LATE, UNKNOWN_NETUID) == []


def test_the_fee_of_a_move_is_that_of_the_destinations_pool():
    chain = scene()

    def fee(origin, destination):
        return ask(chain, API, "get_stake_fee", origin, ALICE, destination, ALICE, 10 * TAO)

    here, there, root = (VALIDATOR, NETUID), (OTHER, LATE), (VALIDATOR, 0)
    # 10 TAO at 33/65535: the worked example's fee.
    assert fee(None, here) == fee(here, None) == fee(root, here) == fee(here, there) == 5_035_477
    assert fee(here, root) == fee(root, None) == fee(None, None) == fee(here, here) == 0


def locked(amount: int, hotkey: bytes = OTHER):
    """Return the scene with a part of Charlie's 100 alpha locked for a hotkey, some blocks ago."""
    chain = scene()
    chain.ok("SubtensorModule", "lock_stake", hotkey, NETUID, amount, by="//Charlie")
    chain.block(5)
    return chain


def test_a_lock_is_shown_as_of_the_block():
    chain = locked(60 * TAO)
    now = chain.ctx.block_number
    expected = roll(Lock(60 * TAO, 0, now - 5), now, Rates(DEFAULT_RATE, DEFAULT_RATE), Kind(False, False))
    found = ask(chain, API, "get_coldkey_lock", CHARLIE, NETUID)
    assert (found.locked_mass, found.conviction, found.last_update) == expected
    assert ask(chain, API, "get_coldkey_lock", CHARLIE, LATE) is None
    assert ask(chain, API, "get_coldkey_lock", NOBODY, NETUID) is None


def test_what_is_locked_is_not_available():
    chain = locked(60 * TAO)
    mass = ask(chain, API, "get_coldkey_lock", CHARLIE, NETUID).locked_mass
    ((_, rows),) = ask(chain, API, "get_stake_availability_for_coldkeys", (CHARLIE,), (NETUID,))
    ((_, row),) = rows
    assert tuple(row) == (100 * TAO, mass, 100 * TAO - mass)


def test_what_is_collateral_is_not_available():
    chain = locked(60 * TAO)
    bonds.save(chain.ctx, NETUID, VALIDATOR, CHARLIE, Bond(30 * TAO, 1))
    mass = ask(chain, API, "get_coldkey_lock", CHARLIE, NETUID).locked_mass
    ((_, rows),) = ask(chain, API, "get_stake_availability_for_coldkeys", (CHARLIE,), (NETUID,))
    ((_, row),) = rows
    assert tuple(row) == (100 * TAO, mass, 70 * TAO - mass)


def test_a_lock_without_stake_is_listed_too():
    chain = locked(60 * TAO)
    stake.decrease(chain.ctx, VALIDATOR, CHARLIE, NETUID, 100 * TAO)
    ((_, rows),) = ask(chain, API, "get_stake_availability_for_coldkeys", (CHARLIE,), (NETUID,))
    ((_, row),) = rows
    assert (row.total, row.available) == (0, 0)
    assert row.locked > 59 * TAO


def test_positions_show_the_lock_for_their_hotkey():
    chain = locked(60 * TAO, VALIDATOR)
    stake.increase(chain.ctx, OTHER, CHARLIE, NETUID, TAO)
    mass = ask(chain, API, "get_coldkey_lock", CHARLIE, NETUID).locked_mass
    rows = ask(chain, API, "get_stake_info_for_coldkey", CHARLIE)
    shown = {(one.netuid, one.hotkey): one.locked for one in rows}
    assert shown == {(0, VALIDATOR): 0, (NETUID, VALIDATOR): mass, (NETUID, OTHER): 0}


def test_conviction_of_a_hotkey_and_who_has_the_most():
    chain = locked(60 * TAO)
    lock = ask(chain, API, "get_coldkey_lock", CHARLIE, NETUID)
    conviction = ask(chain, API, "get_hotkey_conviction", OTHER, NETUID)
    # The sum of one lock rolls as the lock does.
    assert conviction == lock.conviction > 0
    assert ask(chain, API, "get_hotkey_conviction", VALIDATOR, NETUID) == 0
    assert ask(chain, API, "get_most_convicted_hotkey_on_subnet", NETUID) == OTHER
    assert ask(chain, API, "get_most_convicted_hotkey_on_subnet", LATE) is None
    # A lock for the owner hotkey is conviction at once.
    chain.ok("SubtensorModule", "lock_stake", VALIDATOR, NETUID, TAO, by="//Alice")
    assert decaying_owner_lock.get(chain.ctx, NETUID).locked_mass == TAO
    assert ask(chain, API, "get_most_convicted_hotkey_on_subnet", NETUID) == VALIDATOR
