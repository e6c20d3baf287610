"""Balances: each call, each failure with nothing changed, creation and reaping of accounts, issuance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import accounts, storage
from meritnet.runtime.pallets.system import accounts as system
from meritnet.testing.chain import TestChain, account

ALICE, BOB, DAVE = account("//Alice"), account("//Bob"), account("//Dave")
NEW = account("//nobody yet")


def to(who: bytes) -> Case:
    return Case("Id", (who,))


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    chain.ctx.events.clear()  # the block step's own events stand first
    return chain


def names(chain: TestChain) -> list[str]:
    return [record.event.name for record in chain.ctx.events]


def test_transfer_moves_the_value_and_creates_the_account(chain: TestChain) -> None:
    before = accounts.free(chain.ctx, ALICE)
    chain.ok("Balances", "transfer_keep_alive", to(NEW), 500, by="//Alice")
    assert accounts.free(chain.ctx, ALICE) == before - 500
    assert accounts.free(chain.ctx, NEW) == 500
    assert names(chain) == ["NewAccount", "Endowed", "Transfer"]
    assert system.info(chain.ctx, NEW).providers == 1


def test_transfer_below_the_existential_deposit_fails(chain: TestChain) -> None:
    chain.fails("BelowMinimum", "Balances", "transfer_allow_death", to(NEW), 499, by="//Alice")


def test_transfer_of_more_than_there_is_fails(chain: TestChain) -> None:
    chain.fails("FundsUnavailable", "Balances", "transfer_allow_death", to(BOB), 10**19 - 1, by="//Dave")


def test_keep_alive_refuses_to_reap(chain: TestChain) -> None:
    everything = accounts.free(chain.ctx, DAVE)
    chain.fails("NotExpendable", "Balances", "transfer_keep_alive", to(BOB), everything, by="//Dave")
    chain.fails("NotExpendable", "Balances", "transfer_keep_alive", to(BOB), everything - 499, by="//Dave")


def test_allow_death_reaps_and_loses_dust(chain: TestChain) -> None:
    everything, issuance = accounts.free(chain.ctx, DAVE), storage.total_issuance.get(chain.ctx)
    chain.ok("Balances", "transfer_allow_death", to(BOB), everything - 499, by="//Dave")
    assert not system.exists(chain.ctx, DAVE)
    assert storage.total_issuance.get(chain.ctx) == issuance - 499
    assert names(chain) == ["KilledAccount", "DustLost", "Transfer"]


def test_transfer_all(chain: TestChain) -> None:
    everything = accounts.free(chain.ctx, DAVE)
    chain.ok("Balances", "transfer_all", to(BOB), True, by="//Dave")
    assert accounts.free(chain.ctx, DAVE) == 500
    chain.ok("Balances", "transfer_all", to(BOB), False, by="//Dave")
    assert accounts.free(chain.ctx, DAVE) == 0
    assert accounts.free(chain.ctx, BOB) == 10**15 + everything


def test_other_address_forms_are_refused(chain: TestChain) -> None:
    chain.fails("CannotLookup", "Balances", "transfer_allow_death", Case("Raw", (b"x",)), 1, by="//Alice")


def test_transfer_to_oneself_changes_nothing(chain: TestChain) -> None:
    chain.ok("Balances", "transfer_allow_death", to(ALICE), 5, by="//Alice")
    assert accounts.free(chain.ctx, ALICE) == 10**15


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("force_transfer", (to(ALICE), to(BOB), 1)),
        ("force_unreserve", (to(ALICE), 1)),
        ("force_set_balance", (to(ALICE), 1)),
        ("force_adjust_total_issuance", (Case("Increase"), 1)),
    ],
)
def test_root_calls_need_root(chain: TestChain, name: str, args: tuple[object, ...]) -> None:
    chain.fails("BadOrigin", "Balances", name, *args, by="//Alice")


def test_root_calls(chain: TestChain) -> None:
    chain.ok("Balances", "force_transfer", to(ALICE), to(BOB), 7)
    assert accounts.free(chain.ctx, BOB) == 10**15 + 7
    issuance = storage.total_issuance.get(chain.ctx)
    chain.ok("Balances", "force_set_balance", to(NEW), 1_000)
    assert storage.total_issuance.get(chain.ctx) == issuance + 1_000
    chain.ok("Balances", "force_set_balance", to(NEW), 499)
    assert not system.exists(chain.ctx, NEW)
    assert storage.total_issuance.get(chain.ctx) == issuance
    chain.ok("Balances", "force_adjust_total_issuance", Case("Decrease"), 3)
    assert storage.total_issuance.get(chain.ctx) == issuance - 3
    chain.fails("DeltaZero", "Balances", "force_adjust_total_issuance", Case("Increase"), 0)
    chain.ok("Balances", "force_unreserve", to(ALICE), 5)


def test_burn_shrinks_the_issuance(chain: TestChain) -> None:
    issuance = storage.total_issuance.get(chain.ctx)
    chain.ok("Balances", "burn", 1_000, True, by="//Alice")
    assert storage.total_issuance.get(chain.ctx) == issuance - 1_000
    chain.fails("FundsUnavailable", "Balances", "burn", 10**18, True, by="//Alice")


def test_upgrade_marks_old_records_once(chain: TestChain) -> None:
    record = system.info(chain.ctx, ALICE)
    system.put(chain.ctx, ALICE, record._replace(data=record.data._replace(flags=0)))
    chain.ok("Balances", "upgrade_accounts", (ALICE, ALICE, NEW), by="//Bob")
    assert names(chain) == ["Upgraded"]
    assert system.info(chain.ctx, ALICE).data.flags == 1 << 127


MOVES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3 * 10**12), st.booleans()), max_size=25
)


@given(MOVES)
def test_issuance_equals_the_sum_of_all_balances(moves: list[tuple[int, int, int, bool]]) -> None:
    chain = TestChain()
    people = [DAVE, account("//Eve"), NEW, account("//another")]
    for source, dest, value, keep in moves:
        name = "transfer_keep_alive" if keep else "transfer_allow_death"
        chain.dispatch("Balances", name, to(people[dest]), value, by=people[source])
        from meritnet.runtime.pallets.system.storage import account as records

        held = sum(r.data.free + r.data.reserved for _, r in records.iter(chain.ctx))
        assert held == storage.total_issuance.get(chain.ctx)
        assert all(r.data.free >= 500 for _, r in records.iter(chain.ctx) if r.providers)
