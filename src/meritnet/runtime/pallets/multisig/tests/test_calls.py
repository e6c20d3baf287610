"""Shared accounts: their derivation, approvals in order, deposits, and every refusal."""

from typing import Any

import pytest

from meritnet.codec import Case
from meritnet.codec.common import TIMEPOINT
from meritnet.primitives import ss58
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.balances import accounts
from meritnet.runtime.pallets.multisig import operations, storage
from meritnet.testing.chain import TestChain, account
from meritnet.testing.vectors import load

ALICE, BOB, CHARLIE = account("//Alice"), account("//Bob"), account("//Charlie")
ALL = tuple(sorted((ALICE, BOB, CHARLIE)))
WEIGHT = (10**12, 10**9)
DEPOSIT = 132_000_000 + 2 * 32_000_000


def others(who: bytes, members: tuple[bytes, ...] = ALL) -> tuple[bytes, ...]:
    return tuple(one for one in members if one != who)


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    accounts.set_balance(chain.ctx, CHARLIE, 10**12)
    accounts.set_balance(chain.ctx, shared(), 10**10)
    return chain


def shared(threshold: int = 2) -> bytes:
    return operations.multisig_account(ALL, threshold)


def pay(chain: TestChain, value: int = 7) -> Case:
    return chain.call("Balances", "transfer_keep_alive", Case("Id", (account("//Dave"),)), value)


def hash_of(chain: TestChain, call: Case) -> bytes:
    return blake2_256(chain.runtime.call_bytes(call))


def begin(chain: TestChain, call: Case, threshold: int = 2) -> Any:
    chain.ok(
        "Multisig", "approve_as_multi", threshold, others(ALICE), None, hash_of(chain, call), WEIGHT, by=ALICE
    )
    return TIMEPOINT.cls(chain.ctx.block_number, 0)


@pytest.mark.parametrize("case", load("wire/wire-vectors")["multisig"])
def test_accounts_are_those_recorded(case: dict[str, Any]) -> None:
    signatories = tuple(sorted(ss58.decode(one) for one in case["signatories"]))
    assert ss58.encode(operations.multisig_account(signatories, case["threshold"])) == case["account"]


def test_two_of_three_make_a_call(chain: TestChain) -> None:
    call, free = pay(chain), accounts.free(chain.ctx, ALICE)
    when = begin(chain, call)
    record = storage.multisigs.get(chain.ctx, shared(), hash_of(chain, call))
    assert (record.when, record.deposit, record.depositor, record.approvals) == (
        when,
        DEPOSIT,
        ALICE,
        (ALICE,),
    )
    assert accounts.reserved(chain.ctx, ALICE) == DEPOSIT
    chain.ok("Multisig", "as_multi", 2, others(BOB), when, call, WEIGHT, by=BOB)
    done = chain.events("MultisigExecuted")[0].args
    assert done == (BOB, when, shared(), hash_of(chain, call), Case("Ok", ((),)))
    assert accounts.free(chain.ctx, account("//Dave")) >= 7
    assert (accounts.free(chain.ctx, ALICE), accounts.reserved(chain.ctx, ALICE)) == (free, 0)
    assert storage.multisigs.get(chain.ctx, shared(), hash_of(chain, call)) is None


def test_a_failing_call_is_reported_and_the_operation_is_over(chain: TestChain) -> None:
    call = pay(chain, 10**15)
    when = begin(chain, call)
    chain.ok("Multisig", "as_multi", 2, others(BOB), when, call, WEIGHT, by=BOB)
    assert chain.events("MultisigExecuted")[0].args[4].name == "Err"
    assert accounts.reserved(chain.ctx, ALICE) == 0


def test_three_of_three_collect_approvals_in_order(chain: TestChain) -> None:
    call = pay(chain)
    accounts.set_balance(chain.ctx, shared(3), 10**10)
    when = begin(chain, call, 3)
    for who in (CHARLIE, BOB):
        chain.ok("Multisig", "approve_as_multi", 3, others(who), when, hash_of(chain, call), WEIGHT, by=who)
    approvals = storage.multisigs.get(chain.ctx, shared(3), hash_of(chain, call)).approvals
    assert approvals == ALL
    chain.fails(
        "AlreadyApproved", "Multisig", "approve_as_multi", 3, others(BOB), when, hash_of(chain, call), WEIGHT,
        by=BOB,
    )  # fmt: skip
    chain.ok("Multisig", "as_multi", 3, others(ALICE), when, call, WEIGHT, by=ALICE)
    assert chain.events("MultisigExecuted")


def test_timepoints_are_demanded(chain: TestChain) -> None:
    call = pay(chain)
    wrong = TIMEPOINT.cls(chain.ctx.block_number, 9)
    fails = ("Multisig", "as_multi", 2, others(BOB))
    chain.fails("UnexpectedTimepoint", *fails, wrong, call, WEIGHT, by=BOB)
    when = begin(chain, call)
    chain.fails("NoTimepoint", *fails, None, call, WEIGHT, by=BOB)
    chain.fails("WrongTimepoint", *fails, wrong, call, WEIGHT, by=BOB)
    chain.fails("MaxWeightTooLow", *fails, when, call, (1, 10**9), by=BOB)
    chain.fails("MaxWeightTooLow", *fails, when, call, (10**12, 1), by=BOB)
    chain.fails("AlreadyApproved", "Multisig", "as_multi", 2, others(ALICE), when, call, WEIGHT, by=ALICE)


@pytest.mark.parametrize(
    ("error", "threshold", "members"),
    [
        ("MinimumThreshold", 1, others(ALICE)),
        ("TooFewSignatories", 2, ()),
        ("TooManySignatories", 2, tuple(bytes([0, n]) + bytes(30) for n in range(100))),
        ("SignatoriesOutOfOrder", 2, tuple(reversed(others(ALICE)))),
        ("SignatoriesOutOfOrder", 2, (BOB, BOB)),
        ("SenderInSignatories", 2, ALL),
    ],
)
def test_signatories_are_checked(
    chain: TestChain, error: str, threshold: int, members: tuple[bytes, ...]
) -> None:
    when = TIMEPOINT.cls(1, 0)
    chain.fails(error, "Multisig", "as_multi", threshold, members, None, pay(chain), WEIGHT, by=ALICE)
    chain.fails(error, "Multisig", "approve_as_multi", threshold, members, None, bytes(32), WEIGHT, by=ALICE)
    chain.fails(error, "Multisig", "cancel_as_multi", threshold, members, when, bytes(32), by=ALICE)
    chain.fails(error, "Multisig", "poke_deposit", threshold, members, bytes(32), by=ALICE)


def test_only_who_began_may_cancel(chain: TestChain) -> None:
    call = pay(chain)
    when, key = begin(chain, call), hash_of(chain, call)
    chain.fails("NotFound", "Multisig", "cancel_as_multi", 2, others(ALICE), when, bytes(32), by=ALICE)
    chain.fails("NotOwner", "Multisig", "cancel_as_multi", 2, others(BOB), when, key, by=BOB)
    wrong = TIMEPOINT.cls(99, 0)
    chain.fails("WrongTimepoint", "Multisig", "cancel_as_multi", 2, others(ALICE), wrong, key, by=ALICE)
    chain.ok("Multisig", "cancel_as_multi", 2, others(ALICE), when, key, by=ALICE)
    assert chain.events("MultisigCancelled")[0].args == (ALICE, when, shared(), key)
    assert accounts.reserved(chain.ctx, ALICE) == 0


def test_a_deposit_is_poked(chain: TestChain) -> None:
    call = pay(chain)
    begin(chain, call)
    key = hash_of(chain, call)
    poke = chain.call("Multisig", "poke_deposit", 2, others(ALICE), key)
    chain.fails("NotFound", "Multisig", "poke_deposit", 2, others(ALICE), bytes(32), by=ALICE)
    chain.fails("NotOwner", "Multisig", "poke_deposit", 2, others(BOB), key, by=BOB)
    assert chain.ctx.dispatch(signed(ALICE), poke).pays is True
    record = storage.multisigs.get(chain.ctx, shared(), key)
    storage.multisigs.set(chain.ctx, shared(), key, record._replace(deposit=DEPOSIT - 5))
    assert chain.ctx.dispatch(signed(ALICE), poke).pays is False
    assert accounts.reserved(chain.ctx, ALICE) == DEPOSIT + 5
    assert chain.events("DepositPoked")[0].args == (ALICE, key, DEPOSIT - 5, DEPOSIT)


def test_one_of_several_calls_at_once(chain: TestChain) -> None:
    single = operations.multisig_account(ALL, 1)
    accounts.set_balance(chain.ctx, single, 10**10)
    chain.ok("Multisig", "as_multi_threshold_1", others(BOB), pay(chain, 600), by=BOB)
    assert accounts.free(chain.ctx, single) == 10**10 - 600
    chain.fails(
        "FundsUnavailable", "Multisig", "as_multi_threshold_1", others(BOB), pay(chain, 10**12), by=BOB
    )
    chain.fails("TooFewSignatories", "Multisig", "as_multi_threshold_1", (), pay(chain), by=BOB)


def test_the_deposit_must_be_there(chain: TestChain) -> None:
    accounts.set_balance(chain.ctx, CHARLIE, DEPOSIT - 1)
    fails = ("Multisig", "approve_as_multi", 2, others(CHARLIE), None, bytes(32), WEIGHT)
    chain.fails("InsufficientBalance", *fails, by=CHARLIE)
