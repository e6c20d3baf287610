"""Start, identity and symbol of a subnet; which subnets exist."""

import pytest

from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.subnets import identity, queries, storage
from meritnet.runtime.pallets.subnets.symbols import SYMBOLS
from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain, account

PALLET = "SubtensorModule"
OWNER, STRANGER = "//Bob", "//Charlie"
NETUID, UNKNOWN = 2, 9
FIELDS = tuple(identity.LIMITS)
LIMITS = (256, 1024, 1024, 1024, 256, 1024, 1024, 1024)


def owned(*, rules: bool = False) -> TestChain:
    """Return a chain on which the owner registered subnet 2."""
    chain = TestChain(params_for("local", 250, rules=rules))
    chain.ok(PALLET, "register_network", account("//owner hotkey"), by=OWNER)
    return chain


def test_start_opens_staking_and_emission_with_the_next_block() -> None:
    chain = owned()
    chain.ok(PALLET, "start_call", NETUID, by=OWNER)
    following = chain.ctx.block_number + 1
    assert storage.first_emission_block_number.get(chain.ctx, NETUID) == following
    assert storage.subtoken_enabled.get(chain.ctx, NETUID)
    assert chain.events("FirstEmissionBlockNumberSet")[0].args == (NETUID, following)
    assert not hyper.subnet_emission_enabled.get(chain.ctx, NETUID)
    assert not chain.events("SubnetEmissionEnabledSet")


def test_start_lets_the_subnet_earn_where_the_rules_say_so() -> None:
    chain = owned(rules=True)
    assert not hyper.subnet_emission_enabled.get(chain.ctx, NETUID)
    chain.ok(PALLET, "start_call", NETUID, by=OWNER)
    assert hyper.subnet_emission_enabled.get(chain.ctx, NETUID)
    assert chain.events("SubnetEmissionEnabledSet")[0].args == (NETUID, True)


def test_start_is_refused_in_order() -> None:
    chain = owned()
    chain.fails("SubnetNotExists", PALLET, "start_call", UNKNOWN, by=OWNER)
    chain.fails("BadOrigin", PALLET, "start_call", NETUID, by=STRANGER)
    chain.fails("BadOrigin", PALLET, "start_call", NETUID)
    storage.start_call_delay.set(chain.ctx, 3)
    chain.block(2)
    chain.fails("NeedWaitingMoreBlocksToStarCall", PALLET, "start_call", NETUID, by=OWNER)
    chain.block()
    chain.ok(PALLET, "start_call", NETUID, by=OWNER)
    chain.fails("FirstEmissionBlockNumberAlreadySet", PALLET, "start_call", NETUID, by=OWNER)


def test_identity_is_the_owners() -> None:
    chain = owned()
    values = tuple(f"{field} of two".encode() for field in FIELDS)
    chain.fails("NotSubnetOwner", PALLET, "set_subnet_identity", NETUID, *values, by=STRANGER)
    chain.fails("BadOrigin", PALLET, "set_subnet_identity", NETUID, *values)
    chain.ok(PALLET, "set_subnet_identity", NETUID, *values, by=OWNER)
    stored = storage.subnet_identities_v3.get(chain.ctx, NETUID)
    assert tuple(stored) == values
    assert stored.logo_url == b"logo_url of two"
    assert chain.events("SubnetIdentitySet")[0].args == (NETUID,)


@pytest.mark.parametrize("place", range(8))
def test_identity_fields_have_limits(place: int) -> None:
    chain = owned()
    longest = tuple(b"x" * limit for limit in LIMITS)
    too_long = tuple(value + b"x" * (index == place) for index, value in enumerate(longest))
    chain.fails("InvalidIdentity", PALLET, "set_subnet_identity", NETUID, *too_long, by=OWNER)
    chain.ok(PALLET, "set_subnet_identity", NETUID, *longest, by=OWNER)


def test_symbol() -> None:
    chain = owned()
    chain.fails("BadOrigin", PALLET, "update_symbol", NETUID, SYMBOLS[5], by=STRANGER)
    chain.fails("SymbolDoesNotExist", PALLET, "update_symbol", NETUID, b"$", by=OWNER)
    chain.fails("SymbolDoesNotExist", PALLET, "update_symbol", NETUID, SYMBOLS[0], by=OWNER)
    chain.fails("SymbolAlreadyInUse", PALLET, "update_symbol", NETUID, SYMBOLS[NETUID], by=OWNER)
    chain.ok(PALLET, "update_symbol", NETUID, SYMBOLS[5], by=OWNER)
    assert storage.token_symbol.get(chain.ctx, NETUID) == SYMBOLS[5]
    assert chain.events("SymbolUpdated")[0].args == (NETUID, SYMBOLS[5])
    # The next subnet would take its own symbol; where that is taken, the first that nobody has.
    storage.token_symbol.set(chain.ctx, 1, SYMBOLS[1])
    chain.ok(PALLET, "update_symbol", NETUID, SYMBOLS[3], by=OWNER)
    chain.ok(PALLET, "register_network", account("//second"), by=OWNER)
    assert storage.token_symbol.get(chain.ctx, 3) == SYMBOLS[2]


def test_root_may_give_a_symbol_to_a_subnet_that_does_not_exist() -> None:
    chain = owned()
    chain.ok(PALLET, "update_symbol", UNKNOWN, SYMBOLS[7])
    assert storage.token_symbol.get(chain.ctx, UNKNOWN) == SYMBOLS[7]


def test_subnets_come_by_low_byte_then_high_byte() -> None:
    chain = TestChain()
    for netuid in (256, 3, 258):
        storage.networks_added.set(chain.ctx, netuid, True)
    storage.networks_added.set(chain.ctx, 4, False)
    assert queries.networks(chain.ctx) == [0, 256, 1, 258, 3]
    assert queries.non_root(chain.ctx) == [256, 1, 258, 3]
    assert not queries.exists(chain.ctx, 4)
    assert not queries.exists(chain.ctx, 5)
