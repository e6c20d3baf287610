"""Calls as somebody else, with a weight of the caller's choice, or with a fallback."""

import hashlib

import pytest

from meritnet.codec import U16, Case, Tuple
from meritnet.codec.common import ACCOUNT_ID
from meritnet.codec.sequences import ByteArray
from meritnet.runtime.framework.dispatch import dispatch_info, dispatch_outcome
from meritnet.runtime.framework.origin import NONE, signed
from meritnet.runtime.pallets.balances import accounts
from meritnet.runtime.pallets.system.origins import ORIGIN_CALLER, caller_of, origin_of
from meritnet.runtime.pallets.utility.calls_origins import derivative_account
from meritnet.testing.chain import TestChain, account

ALICE, BOB = account("//Alice"), account("//Bob")


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def pay(chain: TestChain, value: int) -> Case:
    return chain.call("Balances", "transfer_keep_alive", Case("Id", (BOB,)), value)


def caller(name: str, *args: bytes) -> Case:
    return Case("system", (Case(name, args),))


def names(chain: TestChain) -> list[str]:
    return [record.event.name for record in chain.ctx.events if record.event.pallet == "Utility"]


def test_a_derivative_account_pays(chain: TestChain) -> None:
    layout = Tuple(ByteArray(16), ACCOUNT_ID, U16).encode((b"modlpy/utilisuba", ALICE, 513))
    derived = derivative_account(ALICE, 513)
    assert derived == hashlib.blake2b(layout, digest_size=32).digest()
    accounts.set_balance(chain.ctx, derived, 10_000)
    chain.ok("Utility", "as_derivative", 513, pay(chain, 600), by="//Alice")
    assert accounts.free(chain.ctx, derived) == 9_400
    chain.fails("FundsUnavailable", "Utility", "as_derivative", 513, pay(chain, 10**9), by="//Alice")
    chain.fails("BadOrigin", "Utility", "as_derivative", 513, pay(chain, 1))


def test_root_calls_as_anybody(chain: TestChain) -> None:
    free = accounts.free(chain.ctx, BOB)
    chain.fails("BadOrigin", "Utility", "dispatch_as", caller("Root"), pay(chain, 5), by="//Alice")
    chain.ok("Utility", "dispatch_as", caller("Signed", ALICE), pay(chain, 5))
    assert accounts.free(chain.ctx, BOB) == free + 5
    for origin in (
        caller("Root"),
        caller("None"),
        caller("Authorized"),
        Case("Ethereum", (Case("EthereumTransaction", (bytes(20),)),)),
    ):
        chain.ok("Utility", "dispatch_as", origin, pay(chain, 5))
        assert chain.events("DispatchedAs")[-1].args[0] == Case("Err", (Case("BadOrigin", ()),))


def test_dispatch_as_fallible_fails_with_its_call(chain: TestChain) -> None:
    chain.fails("BadOrigin", "Utility", "dispatch_as_fallible", caller("Root"), pay(chain, 5), by="//Alice")
    chain.fails(
        "FundsUnavailable", "Utility", "dispatch_as_fallible", caller("Signed", ALICE), pay(chain, 10**17)
    )
    chain.ok("Utility", "dispatch_as_fallible", caller("Signed", ALICE), pay(chain, 5))
    assert chain.events("DispatchedAs")[0].args[0].name == "Ok"


def test_with_weight_runs_as_root_at_the_given_weight(chain: TestChain) -> None:
    set_to = chain.call("Balances", "force_set_balance", Case("Id", (BOB,)), 5_000)
    chain.fails("BadOrigin", "Utility", "with_weight", set_to, (1, 2), by="//Alice")
    chain.ok("Utility", "with_weight", set_to, (1, 2))
    assert accounts.free(chain.ctx, BOB) == 5_000
    weighed = dispatch_info(chain.ctx, chain.call("Utility", "with_weight", set_to, (10**15, 7)))
    assert weighed.weight.ref_time >= 10**15
    chain.fails(
        "DeltaZero",
        "Utility",
        "with_weight",
        chain.call("Balances", "force_adjust_total_issuance", Case("Increase"), 0),
        (1, 1),
    )


def test_if_else_falls_back(chain: TestChain) -> None:
    good, bad, free = pay(chain, 5), pay(chain, 10**17), accounts.free(chain.ctx, BOB)
    chain.ok("Utility", "if_else", good, pay(chain, 50), by="//Alice")
    assert (names(chain), accounts.free(chain.ctx, BOB)) == (["IfElseMainSuccess"], free + 5)
    chain.ok("Utility", "if_else", bad, good, by="//Alice")
    assert chain.events("IfElseFallbackCalled")[0].args[0].name == "Token"
    assert accounts.free(chain.ctx, BOB) == free + 10
    chain.fails("FundsUnavailable", "Utility", "if_else", bad, bad, by="//Alice")


def test_inherents_have_no_batches(chain: TestChain) -> None:
    for name, *args in (("batch", ()), ("if_else", pay(chain, 1), pay(chain, 1))):
        outcome = dispatch_outcome(chain.ctx, NONE, chain.call("Utility", name, *args))
        assert outcome.error is not None
        assert outcome.error.variant == "BadOrigin"


def test_what_failed_early_weighs_less(chain: TestChain) -> None:
    calls = (pay(chain, 10**17), *(pay(chain, 1) for _ in range(9)))
    batch = chain.call("Utility", "batch_all", calls)
    outcome = dispatch_outcome(chain.ctx, signed(ALICE), batch)
    whole = dispatch_info(chain.ctx, batch).weight.ref_time
    assert outcome.error is not None
    assert whole > outcome.weight.ref_time > dispatch_info(chain.ctx, calls[0]).weight.ref_time


def test_batch_all_is_not_nested_at_any_depth(chain: TestChain) -> None:
    inner = chain.call("Utility", "as_derivative", 0, chain.call("Utility", "batch_all", ()))
    chain.fails("CallFiltered", "Utility", "batch_all", (inner,), by="//Alice")
    chain.ok("Utility", "batch", (inner,), by="//Alice")
    chain.ok("Utility", "batch_all", (chain.call("Utility", "if_else", inner, pay(chain, 1)),), by="//Alice")
    assert chain.events("IfElseFallbackCalled")


@pytest.mark.parametrize("value", [caller("Root"), caller("Signed", ALICE), caller("None")])
def test_origins_go_there_and_back(value: Case) -> None:
    assert ORIGIN_CALLER.decode(ORIGIN_CALLER.encode(value)) == value
    assert caller_of(origin_of(value)) == value
