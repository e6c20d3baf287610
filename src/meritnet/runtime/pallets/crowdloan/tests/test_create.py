"""Creating a crowdloan: terms, deposit, the call it stores."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.framework.dispatch import dispatch_info, guard_weight
from meritnet.runtime.pallets.crowdloan import events, storage
from meritnet.runtime.pallets.crowdloan.accounts import funds_account
from meritnet.runtime.pallets.system import accounts as system
from meritnet.testing.chain import TestChain, account

from .scene import CAP, DEPOSIT, END, LEAST, PALLET, TAO, TARGET, arguments, create, found, free, scene, sound


def test_the_deposit_is_the_first_contribution():
    chain = TestChain()
    before = free(chain, "//Alice")
    assert create(chain) == 0
    crowdloan = found(chain)
    assert crowdloan.creator == account("//Alice")
    assert (crowdloan.deposit, crowdloan.raised, crowdloan.contributors_count) == (DEPOSIT, DEPOSIT, 1)
    assert (crowdloan.min_contribution, crowdloan.cap, crowdloan.end) == (LEAST, CAP, END)
    assert (crowdloan.target_address, crowdloan.call, crowdloan.finalized) == (TARGET, None, False)
    assert crowdloan.funds_account == funds_account(0) == b"modlbt/cloan" + bytes(20)
    assert free(chain, funds_account(0)) == DEPOSIT
    assert free(chain, "//Alice") == before - DEPOSIT
    assert storage.contributions.get(chain.ctx, 0, account("//Alice")) == DEPOSIT
    assert chain.events("Created")[0].args == (0, account("//Alice"), END, CAP)
    sound(chain)


def test_ids_count_up_and_are_in_the_account():
    chain = TestChain()
    assert [create(chain), create(chain, by="//Bob")] == [0, 1]
    assert found(chain, 1).funds_account == b"modlbt/cloan" + (1).to_bytes(4, "little") + bytes(16)
    sound(chain)


@pytest.mark.parametrize(
    ("error", "terms"),
    [
        ("DepositTooLow", {"deposit": 10 * TAO - 1, "cap": 1}),
        ("CapTooLow", {"cap": DEPOSIT, "least": 1}),
        ("MinimumContributionTooLow", {"least": TAO // 10 - 1, "target": None}),
        ("InvalidFinalizationConfig", {"target": None, "end": 0}),
        ("CannotEndInPast", {"end": 1}),
        ("BlockDurationTooShort", {"end": 50}),
        ("BlockDurationTooLong", {"end": 20_002}),
        ("InsufficientBalance", {"deposit": 2_000_000 * TAO, "cap": 3_000_000 * TAO}),
    ],
)
def test_terms_are_checked_in_order(error, terms):
    chain = TestChain()
    assert chain.ctx.block_number == 1
    chain.fails(error, PALLET, "create", *arguments(**terms), by="//Alice")


@pytest.mark.parametrize("end", [51, 20_001])
def test_the_shortest_and_the_longest_time_are_enough(end):
    chain = TestChain()
    create(chain, end=end)
    assert found(chain).end == end


def test_a_call_and_a_target_together_are_refused():
    chain = TestChain()
    call = chain.call("System", "remark", b"x")
    chain.fails(
        "InvalidFinalizationConfig", PALLET, "create", DEPOSIT, LEAST, CAP, END, call, TARGET, by="//Alice"
    )


def test_only_signed_accounts_create():
    TestChain().fails("BadOrigin", PALLET, "create", *arguments())


def test_ids_run_out():
    chain = TestChain()
    storage.next_crowdloan_id.set(chain.ctx, 2**32 - 1)
    chain.fails("Overflow", PALLET, "create", *arguments(), by="//Alice")


def test_a_short_call_is_stored_in_place_and_a_long_one_as_a_preimage():
    chain = TestChain()
    create(chain, call=chain.call("System", "remark", bytes(120)))
    create(chain, call=chain.call("System", "remark", bytes(200)))
    assert found(chain, 0).call.name == "Inline"
    assert found(chain, 1).call.name == "Lookup"
    sound(chain)


def test_the_stored_call_is_charged_when_it_is_stored():
    chain = TestChain()
    call = chain.call("Balances", "transfer_keep_alive", Case("Id", (TARGET,)), 1)

    def weight(stored: Case | None) -> int:
        made = chain.call(PALLET, "create", *arguments(call=stored))
        return dispatch_info(chain.ctx, made).weight.ref_time

    made = chain.call(PALLET, "create", *arguments())
    guards = guard_weight(chain.ctx, chain.runtime.assembly.find_call(made)[0]).ref_time
    assert weight(None) == 59_829_000 + 3 * 25_000_000 + 5 * 100_000_000 + guards
    assert weight(call) == weight(None) + dispatch_info(chain.ctx, call).weight.ref_time


def test_the_account_outlives_its_money_until_the_crowdloan_is_dissolved():
    chain = scene()
    assert system.info(chain.ctx, funds_account(0)).providers == 2
    chain.ok(PALLET, "dissolve", 0, by="//Alice")
    assert not system.exists(chain.ctx, funds_account(0))
    assert events.Dissolved in [record.event for record in chain.ctx.events]
