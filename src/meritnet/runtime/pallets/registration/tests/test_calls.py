"""Registration calls: every error once, success with its events, the money that moves."""

import pytest

from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import hotkeys, storage, uids
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.swap.amm import Pool, Side, swap
from meritnet.testing.chain import TestChain, account

from .building import TAO, add_neurons, open_subnet

PALLET = "SubtensorModule"
ALICE, HOT, NEW = account("//Alice"), account("//Hot"), account("//New")
PRICE = 3 * TAO
IMMORTAL = {"coldkey": "//Owner"}


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    open_subnet(chain.ctx, 5, max_uids=3)
    storage.burn.set(chain.ctx, 5, PRICE)
    return chain


def _names(chain: TestChain) -> list[str]:
    return [record.event.name for record in chain.ctx.events]


# --- burned_register -------------------------------------------------------------------------------


def test_registration_buys_alpha_and_destroys_it(chain: TestChain) -> None:
    ctx = chain.ctx
    expected = swap(Pool(1_000 * TAO, 1_000 * TAO), Side.BUY, PRICE, 10**15)
    before = balances.free(ctx, ALICE)
    ctx.events.clear()
    chain.ok(PALLET, "burned_register", 5, HOT, by=ALICE)
    assert balances.free(ctx, ALICE) == before - PRICE
    # The pool fee is not passed on: the account holds the whole price, the reserve only what was traded.
    assert balances.free(ctx, subnet_account(5)) == PRICE
    assert emission.subnet_tao.get(ctx, 5) == 1_000 * TAO + expected.paid_in
    assert emission.subnet_alpha_in.get(ctx, 5) == 1_000 * TAO - expected.paid_out
    assert emission.subnet_alpha_out.get(ctx, 5) == 1_000 * TAO
    assert emission.subnet_tao_flow.get(ctx, 5) == PRICE
    assert storage.rao_recycled_for_registration.get(ctx, 5) == PRICE
    assert storage.registrations_this_block.get(ctx, 5) == 1
    assert storage.burn.get(ctx, 5) == PRICE * 126 // 100
    assert hotkeys.owner_of(ctx, HOT) == ALICE
    assert uids.uid_of(ctx, 5, HOT) == 0
    assert _names(chain)[-3:] == ["Transfer", "RAORecycledForRegistrationSet", "NeuronRegistered"]
    assert chain.events("RAORecycledForRegistrationSet")[0].args == (5, PRICE)
    assert chain.events("NeuronRegistered")[0].args == (5, 0, HOT)


def test_registrations_of_one_block_pay_rising_prices(chain: TestChain) -> None:
    for uri in ("//1", "//2"):
        chain.ok(PALLET, "burned_register", 5, account(uri), by=ALICE)
    paid = PRICE + PRICE * 126 // 100
    assert storage.rao_recycled_for_registration.get(chain.ctx, 5) == paid
    assert storage.registrations_this_block.get(chain.ctx, 5) == 2


def test_quirk_a_coldkey_with_just_the_price_keeps_its_existential_deposit(chain: TestChain) -> None:
    poor = account("//Poor")
    balances.set_balance(chain.ctx, poor, PRICE)
    chain.ok(PALLET, "burned_register", 5, HOT, by=poor)
    assert balances.free(chain.ctx, poor) == 500
    assert storage.rao_recycled_for_registration.get(chain.ctx, 5) == PRICE
    assert emission.subnet_tao_flow.get(chain.ctx, 5) == PRICE - 500


def test_a_full_subnet_prunes(chain: TestChain) -> None:
    add_neurons(chain.ctx, 5, "//A", "//B", "//C")
    consensus.emission.set(chain.ctx, 5, b"".join(e.to_bytes(8, "little") for e in (3, 2, 1)))
    chain.ok(PALLET, "burned_register", 5, HOT, by=ALICE)
    assert uids.uid_of(chain.ctx, 5, HOT) == 2


def test_refusals_of_a_registration(chain: TestChain) -> None:
    ctx = chain.ctx
    call = (PALLET, "burned_register")
    chain.fails("BadOrigin", *call, 5, HOT)
    chain.fails("RegistrationNotPermittedOnRootSubnet", *call, 0, HOT, by=ALICE)
    chain.fails("SubnetNotExists", *call, 99, HOT, by=ALICE)
    chain.fails("NotEnoughBalanceToStake", *call, 5, HOT, by="//Nobody")
    chain.fails("CannotUseSystemAccount", *call, 5, subnet_account(1), by=ALICE)
    taken = add_neurons(ctx, 5, "//Taken")[0]
    chain.fails("HotKeyAlreadyRegisteredInSubNet", *call, 5, taken, by=ALICE)
    hotkeys.associate(ctx, account("//Other"), NEW)
    chain.fails("NonAssociatedColdKey", *call, 5, NEW, by=ALICE)
    hyper.network_registration_allowed.set(ctx, 5, False)
    chain.fails("SubNetRegistrationDisabled", *call, 5, HOT, by=ALICE)


def test_no_uid_available(chain: TestChain) -> None:
    ctx = chain.ctx
    hyper.max_allowed_uids.set(ctx, 5, 0)
    chain.fails("NoNeuronIdAvailable", PALLET, "burned_register", 5, HOT, by=ALICE)
    hyper.max_allowed_uids.set(ctx, 5, 1)
    add_neurons(ctx, 5, "//Owner/hot", **IMMORTAL)
    chain.fails("NoNeuronIdAvailable", PALLET, "burned_register", 5, HOT, by=ALICE)


def test_a_price_of_which_nothing_can_be_moved(chain: TestChain) -> None:
    poor = account("//Poor")
    balances.set_balance(chain.ctx, poor, 500)
    storage.burn.set(chain.ctx, 5, 500)
    chain.fails("InsufficientTaoBalance", PALLET, "burned_register", 5, HOT, by=poor)


def test_an_empty_pool_stops_the_registration(chain: TestChain) -> None:
    emission.subnet_alpha_in.set(chain.ctx, 5, 999_999)
    chain.fails("ReservesTooLow", PALLET, "burned_register", 5, HOT, by=ALICE)


def test_register_ignores_the_proof_of_work(chain: TestChain) -> None:
    chain.ok(PALLET, "register", 5, 0, 0, b"", HOT, account("//Other"), by=ALICE)
    assert hotkeys.owner_of(chain.ctx, HOT) == ALICE


def test_register_limit_is_inclusive_and_checked_before_the_rest(chain: TestChain) -> None:
    call = (PALLET, "register_limit")
    hyper.network_registration_allowed.set(chain.ctx, 5, False)
    chain.fails("RegistrationPriceLimitExceeded", *call, 5, HOT, PRICE - 1, by=ALICE)
    chain.fails("SubNetRegistrationDisabled", *call, 5, HOT, PRICE, by=ALICE)
    chain.fails("RegistrationNotPermittedOnRootSubnet", *call, 0, HOT, 0, by=ALICE)
    chain.fails("SubnetNotExists", *call, 99, HOT, 0, by=ALICE)
    hyper.network_registration_allowed.set(chain.ctx, 5, True)
    chain.ok(PALLET, "register_limit", 5, HOT, PRICE, by=ALICE)
    assert uids.is_registered(chain.ctx, 5, HOT)


# --- root_register ---------------------------------------------------------------------------------


def test_root_seat_is_free_of_charge_and_makes_a_delegate(chain: TestChain) -> None:
    ctx = chain.ctx
    before = balances.free(ctx, ALICE)
    chain.ok(PALLET, "root_register", HOT, by=ALICE)
    assert balances.free(ctx, ALICE) == before
    assert uids.uid_of(ctx, 0, HOT) == 0
    assert staking.delegates.exists(ctx, HOT)
    assert staking.delegates.get(ctx, HOT) == 11_796
    assert storage.registrations_this_block.get(ctx, 0) == 1
    assert storage.registrations_this_interval.get(ctx, 0) == 1
    assert chain.events("NeuronRegistered")[-1].args == (0, 0, HOT)


def test_a_take_that_is_set_stays(chain: TestChain) -> None:
    staking.delegates.set(chain.ctx, HOT, 7)
    chain.ok(PALLET, "root_register", HOT, by=ALICE)
    assert staking.delegates.get(chain.ctx, HOT) == 7


def test_quirk_anybody_may_seat_a_known_hotkey(chain: TestChain) -> None:
    hotkeys.associate(chain.ctx, account("//Other"), HOT)
    chain.ok(PALLET, "root_register", HOT, by=ALICE)
    assert hotkeys.owner_of(chain.ctx, HOT) == account("//Other")


def test_the_full_root_gives_the_lowest_seat_to_more_stake(chain: TestChain) -> None:
    ctx = chain.ctx
    hyper.max_allowed_uids.set(ctx, 0, 3)
    seated = add_neurons(ctx, 0, "//R0", "//R1", "//R2")
    for hotkey, amount in zip(seated, (30, 10, 10), strict=True):
        stake.increase(ctx, hotkey, account("//Cold"), 0, amount * TAO)
    stake.increase(ctx, HOT, ALICE, 0, 10 * TAO)
    chain.fails("StakeTooLowForRoot", PALLET, "root_register", HOT, by=ALICE)
    stake.increase(ctx, HOT, ALICE, 0, 1)
    chain.ok(PALLET, "root_register", HOT, by=ALICE)
    assert uids.hotkeys(ctx, 0) == [seated[0], HOT, seated[2]]


def test_refusals_of_a_root_seat(chain: TestChain) -> None:
    ctx = chain.ctx
    chain.fails("BadOrigin", PALLET, "root_register", HOT)
    chain.fails("CannotUseSystemAccount", PALLET, "root_register", subnet_account(3), by=ALICE)
    seated = add_neurons(ctx, 0, "//R0")[0]
    chain.fails("HotKeyAlreadyRegisteredInSubNet", PALLET, "root_register", seated, by=ALICE)
    storage.registrations_this_interval.set(ctx, 0, 3)
    chain.fails("TooManyRegistrationsThisInterval", PALLET, "root_register", HOT, by=ALICE)
    storage.registrations_this_block.set(ctx, 0, 1)
    chain.fails("TooManyRegistrationsThisBlock", PALLET, "root_register", HOT, by=ALICE)
    subnets.networks_added.remove(ctx, 0)
    chain.fails("RootNetworkDoesNotExist", PALLET, "root_register", HOT, by=ALICE)


# --- set_identity ----------------------------------------------------------------------------------

BOUNDS = (256, 256, 256, 1024, 256, 1024, 1024)


def test_an_identity_within_all_bounds_is_stored(chain: TestChain) -> None:
    ctx = chain.ctx
    add_neurons(ctx, 5, "//Hot", coldkey="//Alice")
    fields = tuple(b"x" * bound for bound in BOUNDS)
    chain.ok(PALLET, "set_identity", *fields, by=ALICE)
    assert tuple(storage.identities_v2.get(ctx, ALICE)) == fields
    assert chain.events("ChainIdentitySet")[-1].args == (ALICE,)


@pytest.mark.parametrize("field", range(7))
def test_one_byte_too_many_in_any_field(chain: TestChain, field: int) -> None:
    add_neurons(chain.ctx, 5, "//Hot", coldkey="//Alice")
    fields = [b""] * 7
    fields[field] = b"x" * (BOUNDS[field] + 1)
    chain.fails("InvalidIdentity", PALLET, "set_identity", *fields, by=ALICE)


def test_an_identity_needs_a_registered_hotkey(chain: TestChain) -> None:
    hotkeys.associate(chain.ctx, ALICE, HOT)
    chain.fails("HotKeyNotRegisteredInNetwork", PALLET, "set_identity", *[b""] * 7, by=ALICE)
    chain.fails("BadOrigin", PALLET, "set_identity", *[b""] * 7)
