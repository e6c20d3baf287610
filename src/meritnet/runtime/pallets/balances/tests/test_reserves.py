"""Deposits and holds: what may be set aside, what comes back, and who stays alive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.codec import Case
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.pallets.balances import accounts, reserves, storage
from meritnet.runtime.pallets.balances.storage import EXISTENTIAL_DEPOSIT
from meritnet.runtime.pallets.system import accounts as system
from meritnet.testing.chain import TestChain, account

FRESH = account("//Fresh")
FUNDS = 10_000


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    accounts.set_balance(chain.ctx, FRESH, FUNDS)
    return chain


def test_a_reserve_moves_balance_and_refers_to_the_account(chain: TestChain) -> None:
    reserves.reserve(chain.ctx, FRESH, 4_000)
    assert (accounts.free(chain.ctx, FRESH), accounts.reserved(chain.ctx, FRESH)) == (6_000, 4_000)
    assert system.info(chain.ctx, FRESH).consumers == 1
    assert chain.events("Reserved")[0].args == (FRESH, 4_000)
    assert reserves.unreserve(chain.ctx, FRESH, 5_000) == 1_000
    assert chain.events("Unreserved")[0].args == (FRESH, 4_000)
    assert system.info(chain.ctx, FRESH).consumers == 0
    assert accounts.free(chain.ctx, FRESH) == FUNDS


@pytest.mark.parametrize(
    ("amount", "error"),
    [(FUNDS + 1, "InsufficientBalance"), (FUNDS - EXISTENTIAL_DEPOSIT + 1, "ConsumerRemaining")],
)
def test_the_existential_deposit_stays_free(chain: TestChain, amount: int, error: str) -> None:
    with pytest.raises(DispatchError) as caught, chain.ctx.layer():
        reserves.reserve(chain.ctx, FRESH, amount)
    assert getattr(caught.value, "name", caught.value.variant) == error
    assert accounts.free(chain.ctx, FRESH) == FUNDS
    reserves.reserve(chain.ctx, FRESH, FUNDS - EXISTENTIAL_DEPOSIT)


def test_who_has_a_deposit_cannot_spend_the_existential_deposit(chain: TestChain) -> None:
    reserves.reserve(chain.ctx, FRESH, 1_000)
    assert accounts.reducible(chain.ctx, FRESH, keep_alive=False) == FUNDS - 1_000 - EXISTENTIAL_DEPOSIT
    with pytest.raises(DispatchError, match="Frozen"):
        accounts.transfer(chain.ctx, FRESH, account("//Bob"), FUNDS - 1_000, keep_alive=False)


def test_unreserving_for_nobody_frees_nothing(chain: TestChain) -> None:
    nobody = account("//Nobody")
    assert reserves.unreserve(chain.ctx, nobody, 7) == 7
    assert reserves.unreserve(chain.ctx, FRESH, 0) == 0
    assert not chain.events("Unreserved")


def test_holds_add_up_by_reason(chain: TestChain) -> None:
    reserves.hold(chain.ctx, reserves.PREIMAGE, FRESH, 2_000)
    reserves.hold(chain.ctx, reserves.PREIMAGE, FRESH, 1_000)
    reserves.hold(chain.ctx, reserves.SAFE_MODE, FRESH, 500)
    assert reserves.held(chain.ctx, reserves.PREIMAGE, FRESH) == 3_000
    assert accounts.reserved(chain.ctx, FRESH) == 3_500
    assert reserves.release(chain.ctx, reserves.PREIMAGE, FRESH, 9_999) == 3_000
    assert [one.amount for one in storage.holds.get(chain.ctx, FRESH)] == [500]
    assert reserves.release(chain.ctx, reserves.PREIMAGE, FRESH, 1) == 0


def test_a_hold_leaves_the_existential_deposit(chain: TestChain) -> None:
    with pytest.raises(DispatchError, match="FundsUnavailable"):
        reserves.hold(chain.ctx, reserves.PREIMAGE, FRESH, FUNDS - EXISTENTIAL_DEPOSIT + 1)
    with pytest.raises(DispatchError, match="CannotCreateHold"):
        reserves.hold(chain.ctx, reserves.PREIMAGE, account("//Nobody"), 1)
    reserves.hold(chain.ctx, reserves.PREIMAGE, FRESH, FUNDS - EXISTENTIAL_DEPOSIT)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "unreserve", "hold", "release", "pay", "get"]), st.integers(0, 12_000)
    ),
    max_size=30,
)


@given(STEPS)
def test_balances_always_sum_to_the_issuance(steps: list[tuple[str, int]]) -> None:
    chain = TestChain()
    ctx, bob = chain.ctx, account("//Bob")
    accounts.set_balance(ctx, FRESH, FUNDS)

    def on_hold() -> int:
        return reserves.held(ctx, reserves.PREIMAGE, FRESH)

    rules = {
        "reserve": lambda n: reserves.reserve(ctx, FRESH, n),
        "unreserve": lambda n: reserves.unreserve(
            ctx, FRESH, min(n, accounts.reserved(ctx, FRESH) - on_hold())
        ),
        "hold": lambda n: reserves.hold(ctx, reserves.PREIMAGE, FRESH, n),
        "release": lambda n: reserves.release(ctx, reserves.PREIMAGE, FRESH, n),
        "pay": lambda n: accounts.transfer(ctx, FRESH, bob, n, keep_alive=False),
        "get": lambda n: accounts.transfer(ctx, bob, FRESH, n, keep_alive=True),
    }
    others = storage.total_issuance.get(ctx) - accounts.total(ctx, FRESH) - accounts.total(ctx, bob)
    for name, amount in steps:
        try:
            with ctx.layer():
                rules[name](amount)
        except DispatchError:
            pass
        record = system.info(ctx, FRESH)
        assert storage.total_issuance.get(ctx) == others + accounts.total(ctx, FRESH) + accounts.total(
            ctx, bob
        )
        assert record.consumers == (record.data.reserved > 0)
        assert record.data.reserved >= on_hold()
        assert record.data.free >= EXISTENTIAL_DEPOSIT or record.data.free == record.data.reserved == 0


def test_a_hold_that_root_unreserved_is_not_freed_again(chain: TestChain) -> None:
    reserves.hold(chain.ctx, reserves.PREIMAGE, FRESH, 2_000)
    chain.ok("Balances", "force_unreserve", Case("Id", (FRESH,)), 1_500)
    with pytest.raises(DispatchError, match="Underflow"), chain.ctx.layer():
        reserves.release(chain.ctx, reserves.PREIMAGE, FRESH, 2_000)
    assert reserves.release(chain.ctx, reserves.PREIMAGE, FRESH, 500) == 500
