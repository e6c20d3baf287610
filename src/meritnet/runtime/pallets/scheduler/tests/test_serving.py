"""The agenda: what runs when, in which order, again, retried, waiting, given up; names and cancelling."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import accounts
from meritnet.runtime.pallets.preimage import storage as preimages
from meritnet.runtime.pallets.scheduler import storage
from meritnet.runtime.pallets.system import storage as system
from meritnet.testing.chain import TestChain, account

DAVE = account("//Dave")
NAME = b"n" * 32


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def set_to(chain: TestChain, value: int) -> Case:
    return chain.call("Balances", "force_set_balance", Case("Id", (DAVE,)), value)


def failing(chain: TestChain) -> Case:
    return chain.call("Balances", "force_transfer", Case("Id", (bytes(32),)), Case("Id", (DAVE,)), 10**17)


def heavy(chain: TestChain, ref_time: int) -> Case:
    return chain.call("Utility", "with_weight", chain.call("System", "remark", b""), (ref_time, 0))


def balance(chain: TestChain) -> int:
    return accounts.free(chain.ctx, DAVE)


def test_a_call_runs_at_its_block_as_root(chain: TestChain) -> None:
    now = chain.ctx.block_number
    chain.ok("Scheduler", "schedule", now + 2, None, 0, set_to(chain, 5_000))
    assert chain.events("Scheduled")[0].args == (now + 2, 0)
    chain.block()
    assert balance(chain) != 5_000
    chain.block()
    assert balance(chain) == 5_000
    assert chain.events("Dispatched")[0].args == ((now + 2, 0), None, Case("Ok", ((),)))
    assert storage.agenda.get(chain.ctx, now + 2) == ()
    assert storage.incomplete_since.get(chain.ctx) == now + 3
    assert system.block_weight.get(chain.ctx).mandatory.ref_time > 0


@pytest.mark.parametrize("name", ["schedule", "schedule_after"])
def test_only_root_plans(chain: TestChain, name: str) -> None:
    chain.fails("BadOrigin", "Scheduler", name, 99, None, 0, set_to(chain, 1), by="//Alice")


def test_the_past_is_over(chain: TestChain) -> None:
    now = chain.ctx.block_number
    chain.fails("TargetBlockNumberInPast", "Scheduler", "schedule", now, None, 0, set_to(chain, 1))
    chain.ok("Scheduler", "schedule_after", 0, None, 0, set_to(chain, 600))
    assert chain.events("Scheduled")[0].args == (now + 1, 0)


def test_priority_then_position_orders_a_block(chain: TestChain) -> None:
    when = chain.ctx.block_number + 1
    for priority, value in ((9, 1_000), (1, 2_000), (9, 3_000), (1, 4_000)):
        chain.ok("Scheduler", "schedule", when, None, priority, set_to(chain, value))
    chain.block()
    assert [record.args[0][1] for record in chain.events("Dispatched")] == [1, 3, 0, 2]
    assert balance(chain) == 3_000


def test_a_period_repeats_as_often_as_told(chain: TestChain) -> None:
    start = chain.ctx.block_number + 1
    chain.ok("Scheduler", "schedule", start, (2, 3), 0, set_to(chain, 5_000))
    ran = []
    for _ in range(8):
        chain.block()
        if chain.events("Dispatched"):
            ran.append(chain.ctx.block_number)
    assert ran == [start, start + 2, start + 4]


@pytest.mark.parametrize("period", [(0, 5), (3, 1), (3, 0)])
def test_a_period_without_meaning_runs_once(chain: TestChain, period: tuple[int, int]) -> None:
    when = chain.ctx.block_number + 1
    chain.ok("Scheduler", "schedule", when, period, 0, set_to(chain, 5_000))
    assert storage.agenda.get(chain.ctx, when)[0].maybe_periodic is None


def test_names_are_unique_and_cancel(chain: TestChain) -> None:
    when = chain.ctx.block_number + 2
    chain.ok("Scheduler", "schedule_named", NAME, when, None, 0, set_to(chain, 5_000))
    assert storage.lookup.get(chain.ctx, NAME) == (when, 0)
    chain.fails("FailedToSchedule", "Scheduler", "schedule_named_after", NAME, 1, None, 0, set_to(chain, 1))
    chain.ok("Scheduler", "cancel_named", NAME)
    assert chain.events("Canceled")[0].args == (when, 0)
    assert (storage.lookup.get(chain.ctx, NAME), storage.agenda.get(chain.ctx, when)) == (None, ())
    chain.fails("NotFound", "Scheduler", "cancel_named", NAME)
    chain.ok("Scheduler", "schedule_named_after", NAME, 1, None, 0, set_to(chain, 5_000))
    chain.block(2)
    assert chain.events("Dispatched")[0].args[1] == NAME
    assert storage.lookup.get(chain.ctx, NAME) is None


def test_a_cancelled_call_leaves_a_gap(chain: TestChain) -> None:
    when = chain.ctx.block_number + 1
    for value in (1_000, 2_000):
        chain.ok("Scheduler", "schedule", when, None, 0, set_to(chain, value))
    chain.fails("BadOrigin", "Scheduler", "cancel", when, 0, by="//Alice")
    chain.ok("Scheduler", "cancel", when, 0)
    assert storage.agenda.get(chain.ctx, when)[0] is None
    chain.fails("NotFound", "Scheduler", "cancel", when, 0)
    chain.fails("NotFound", "Scheduler", "cancel", when, 7)
    chain.ok("Scheduler", "cancel", when, 1)
    assert storage.agenda.get(chain.ctx, when) == ()


def test_fifty_calls_fill_an_agenda_and_gaps_are_used(chain: TestChain) -> None:
    when = chain.ctx.block_number + 1
    for value in range(50):
        chain.ok("Scheduler", "schedule", when, None, 0, set_to(chain, 1_000 + value))
    chain.fails("Exhausted", "Scheduler", "schedule", when, None, 0, set_to(chain, 1))
    chain.ok("Scheduler", "cancel", when, 10)
    chain.ok("Scheduler", "schedule", when, None, 200, set_to(chain, 9_999))
    chain.block()
    assert len(chain.events("Dispatched")) == 50
    assert balance(chain) == 9_999


def test_a_failed_call_is_retried(chain: TestChain) -> None:
    when = chain.ctx.block_number + 1
    chain.ok("Scheduler", "schedule", when, None, 0, failing(chain))
    chain.fails("NotFound", "Scheduler", "set_retry", (when, 1), 2, 3)
    chain.ok("Scheduler", "set_retry", (when, 0), 2, 3)
    assert chain.events("RetrySet")[0].args == ((when, 0), None, 3, 2)
    ran = []
    for _ in range(12):
        chain.block()
        ran += [chain.ctx.block_number for _ in chain.events("Dispatched")]
    assert ran == [when, when + 3, when + 6]
    assert list(storage.retries.iter(chain.ctx)) == []


def test_a_retry_can_be_taken_back(chain: TestChain) -> None:
    when = chain.ctx.block_number + 1
    chain.ok("Scheduler", "schedule_named", NAME, when, None, 0, failing(chain))
    chain.ok("Scheduler", "set_retry_named", NAME, 2, 1)
    chain.ok("Scheduler", "cancel_retry_named", NAME)
    assert chain.events("RetryCancelled")[0].args == ((when, 0), NAME)
    chain.ok("Scheduler", "set_retry", (when, 0), 2, 1)
    chain.ok("Scheduler", "cancel_retry", (when, 0))
    chain.fails("NotFound", "Scheduler", "cancel_retry", (when, 5))
    chain.fails("NotFound", "Scheduler", "set_retry_named", b"x" * 32, 2, 1)
    chain.block(4)
    assert not chain.events("Dispatched")


def test_what_does_not_fit_waits_for_the_next_block(chain: TestChain) -> None:
    when = chain.ctx.block_number + 1
    for _ in range(2):
        chain.ok("Scheduler", "schedule", when, None, 0, heavy(chain, 2 * 10**12))
    chain.block()
    assert len(chain.events("Dispatched")) == 1
    assert chain.events("AgendaIncomplete")[0].args == (when,)
    assert storage.incomplete_since.get(chain.ctx) == when
    chain.block()
    assert len(chain.events("Dispatched")) == 1
    assert storage.incomplete_since.get(chain.ctx) == chain.ctx.block_number + 1


def test_what_never_fits_is_given_up(chain: TestChain) -> None:
    when = chain.ctx.block_number + 1
    chain.ok("Scheduler", "schedule", when, None, 0, heavy(chain, 4 * 10**12))
    chain.block()
    assert chain.events("PermanentlyOverweight")[0].args == ((when, 0), None)
    assert len(storage.agenda.get(chain.ctx, when)) == 1  # Quirk: it stays on the past agenda
    chain.block()
    assert not chain.events("PermanentlyOverweight")


def test_a_call_without_its_preimage_is_given_up(chain: TestChain) -> None:
    when = chain.ctx.block_number + 1
    long_call = chain.call("System", "remark_with_event", bytes(500))
    chain.ok("Scheduler", "schedule", when, None, 0, long_call)
    key, length = storage.agenda.get(chain.ctx, when)[0].call.args
    assert preimages.request_status_for.get(chain.ctx, key) == Case("Requested", (None, 2, length))
    preimages.preimage_for.remove(chain.ctx, (key, length))
    chain.block()
    assert chain.events("CallUnavailable")[0].args == ((when, 0), None)


def test_an_idle_block_only_counts_on(chain: TestChain) -> None:
    chain.block(3)
    assert storage.incomplete_since.get(chain.ctx) == chain.ctx.block_number + 1
    assert system.block_weight.get(chain.ctx).mandatory.ref_time == 0
