"""Batches: stop, all or nothing, go on; no batch directly inside a batch; fees of free calls."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.framework.dispatch import dispatch_info
from meritnet.runtime.pallets.balances import accounts
from meritnet.testing.chain import TestChain, account

BOB = account("//Bob")


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def pay(chain: TestChain, value: int) -> Case:
    return chain.call("Balances", "transfer_keep_alive", Case("Id", (BOB,)), value)


def names(chain: TestChain) -> list[str]:
    return [record.event.name for record in chain.ctx.events if record.event.pallet == "Utility"]


def test_batch_stops_at_the_first_failure_and_keeps_what_ran(chain: TestChain) -> None:
    chain.ok("Utility", "batch", (pay(chain, 5), pay(chain, 10**18), pay(chain, 7)), by="//Alice")
    assert accounts.free(chain.ctx, BOB) == 10**15 + 5
    assert names(chain) == ["ItemCompleted", "BatchInterrupted"]
    index, error = chain.events("BatchInterrupted")[0].args
    assert (index, error.name) == (1, "Token")


def test_batch_all_undoes_everything(chain: TestChain) -> None:
    chain.fails("FundsUnavailable", "Utility", "batch_all", (pay(chain, 5), pay(chain, 10**18)), by="//Alice")
    chain.ok("Utility", "batch_all", (pay(chain, 5), pay(chain, 6)), by="//Alice")
    assert accounts.free(chain.ctx, BOB) == 10**15 + 11
    assert names(chain) == ["ItemCompleted", "ItemCompleted", "BatchCompleted"]


def test_force_batch_goes_on(chain: TestChain) -> None:
    chain.ok("Utility", "force_batch", (pay(chain, 10**18), pay(chain, 6)), by="//Alice")
    assert accounts.free(chain.ctx, BOB) == 10**15 + 6
    assert names(chain) == ["ItemFailed", "ItemCompleted", "BatchCompletedWithErrors"]


@pytest.mark.parametrize("name", ["batch", "batch_all", "force_batch"])
@pytest.mark.parametrize("held", ["batch", "batch_all", "force_batch"])
def test_a_batch_may_not_directly_hold_a_batch(chain: TestChain, name: str, held: str) -> None:
    calls = (pay(chain, 1), chain.call("Utility", held, (pay(chain, 1),)))
    chain.fails("CallFiltered", "Utility", name, calls, by="//Alice")
    assert accounts.free(chain.ctx, BOB) == 10**15


def test_an_empty_batch_completes(chain: TestChain) -> None:
    chain.ok("Utility", "batch", (), by="//Alice")
    assert names(chain) == ["BatchCompleted"]


def test_too_many_calls(chain: TestChain) -> None:
    remark = chain.call("System", "remark", b"")
    chain.fails("TooManyCalls", "Utility", "batch", (remark,) * 10_923, by="//Alice")


def test_weight_is_that_of_the_calls_and_more(chain: TestChain) -> None:
    one = dispatch_info(chain.ctx, pay(chain, 1))
    batch = dispatch_info(chain.ctx, chain.call("Utility", "batch", (pay(chain, 1), pay(chain, 2))))
    assert batch.weight.ref_time > 2 * one.weight.ref_time
    assert batch.pays
