"""Safe mode: only root enters, extends and ends it; what passes while it is on."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import accounts, reserves
from meritnet.runtime.pallets.safe_mode import storage
from meritnet.testing.chain import TestChain, account

ALICE = account("//Alice")


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def pay(chain: TestChain) -> Case:
    return chain.call("Balances", "transfer_keep_alive", Case("Id", (account("//Bob"),)), 5)


def test_root_enters_extends_and_ends(chain: TestChain) -> None:
    now = chain.ctx.block_number
    for name in ("force_enter", "force_extend", "force_exit"):
        chain.fails("BadOrigin", "SafeMode", name, by="//Alice")
    chain.fails("Exited", "SafeMode", "force_extend")
    chain.fails("Exited", "SafeMode", "force_exit")
    chain.ok("SafeMode", "force_enter")
    assert chain.events("Entered")[0].args == (now + 7_200,)
    chain.fails("Entered", "SafeMode", "force_enter")
    chain.ok("SafeMode", "force_extend")
    assert storage.entered_until.get(chain.ctx) == now + 10_800
    chain.ok("SafeMode", "force_exit")
    assert chain.events("Exited")[0].args == (Case("Force"),)
    assert storage.entered_until.get(chain.ctx) is None


def test_nobody_else_can(chain: TestChain) -> None:
    chain.fails("NotConfigured", "SafeMode", "enter", by="//Alice")
    chain.fails("Exited", "SafeMode", "extend", by="//Alice")
    chain.ok("SafeMode", "force_enter")
    chain.fails("Entered", "SafeMode", "enter", by="//Alice")
    chain.fails("NotConfigured", "SafeMode", "extend", by="//Alice")


def test_it_ends_behind_its_last_block(chain: TestChain) -> None:
    chain.ok("SafeMode", "force_enter")
    storage.entered_until.set(chain.ctx, chain.ctx.block_number + 1)
    chain.block()
    assert storage.entered_until.get(chain.ctx) is not None
    chain.block()
    assert chain.events("Exited")[0].args == (Case("Timeout"),)
    assert storage.entered_until.get(chain.ctx) is None


def test_only_listed_calls_pass(chain: TestChain) -> None:
    chain.ok("SafeMode", "force_enter")
    chain.fails("CallFiltered", "Balances", "transfer_keep_alive", Case("Id", (ALICE,)), 5, by="//Bob")
    chain.fails("CallFiltered", "Utility", "batch", (), by="//Bob")
    chain.fails("CallFiltered", "SubtensorModule", "add_stake", ALICE, 1, 5, by="//Bob")
    chain.ok("System", "remark", b"", by="//Bob")
    refused = chain.dispatch("SubtensorModule", "set_weights", 1, (), (), 0, by="//Bob")
    assert getattr(refused, "name", None) == "CommitRevealEnabled"
    refused = chain.dispatch("SubtensorModule", "serve_axon", 1, 0, 1, 1, 9, 0, 0, 0, by="//Bob")
    assert getattr(refused, "name", None) == "HotKeyNotRegisteredInNetwork"
    chain.block()  # the timestamp passes
    chain.ok("Sudo", "sudo", pay(chain), by="//Alice")
    assert chain.events("Sudid")


def test_what_a_passing_call_carries_is_filtered(chain: TestChain) -> None:
    signatories = tuple(sorted((account("//Bob"), account("//Charlie"))))
    chain.ok("SafeMode", "force_enter")
    chain.fails("CallFiltered", "Multisig", "as_multi_threshold_1", signatories, pay(chain), by="//Alice")


def test_deposits_are_released_and_burned_by_root(chain: TestChain) -> None:
    chain.fails("NoDeposit", "SafeMode", "release_deposit", ALICE, 1, by="//Bob")
    chain.fails("NoDeposit", "SafeMode", "force_release_deposit", ALICE, 1)
    chain.fails("NoDeposit", "SafeMode", "force_slash_deposit", ALICE, 1)
    free = accounts.free(chain.ctx, ALICE)
    for block, amount in ((1, 700), (2, 300)):
        reserves.hold(chain.ctx, reserves.SAFE_MODE, ALICE, amount)
        storage.deposits.set(chain.ctx, ALICE, block, amount)
    chain.fails("NotConfigured", "SafeMode", "release_deposit", ALICE, 1, by="//Bob")
    chain.ok("SafeMode", "force_release_deposit", ALICE, 1)
    chain.ok("SafeMode", "force_slash_deposit", ALICE, 2)
    assert chain.events("DepositReleased")[0].args == (ALICE, 700)
    assert chain.events("DepositSlashed")[0].args == (ALICE, 300)
    assert (accounts.free(chain.ctx, ALICE), accounts.reserved(chain.ctx, ALICE)) == (free - 300, 0)
