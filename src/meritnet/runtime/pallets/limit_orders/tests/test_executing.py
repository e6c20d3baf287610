"""Orders carried out one by one: what is paid and received, fees, limits, skipping."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import storage as balances_storage
from meritnet.runtime.pallets.limit_orders.orders import order_id
from meritnet.runtime.pallets.staking.adding import add
from meritnet.runtime.pallets.subnets.storage import subnet_mechanism, subtoken_enabled
from meritnet.runtime.pallets.swap import pool
from meritnet.testing.chain import account

from .scene import (
    BOBS_HOT,
    FEES,
    HOT,
    PALLET,
    PRICE,
    RELAYER,
    STOP_LOSS,
    TAO,
    alpha_of,
    buy,
    free,
    market,
    sale,
    scene,
    sound,
    status,
)

FEE = 10_000_000
"""One percent in parts of 10^9."""


def test_a_buy_takes_the_fee_off_the_tao_first():
    chain = market()
    before, fee = free(chain, "//Alice"), 10 * TAO // 100
    expected = pool.simulate_buy(chain.ctx, 1, 10 * TAO - fee).paid_out
    order = buy(chain, fee_rate=FEE)
    chain.ok(PALLET, "execute_orders", (order,), True, by=RELAYER)
    assert free(chain, "//Alice") == before - 10 * TAO
    assert free(chain, FEES) == fee
    assert alpha_of(chain, "//Alice", HOT) == expected
    assert status(chain, order) == Case("Fulfilled")
    args = chain.events("OrderExecuted")[0].args
    assert args == (order_id(order.order), account("//Alice"), 1, Case("LimitBuy"), 10 * TAO - fee, expected)
    sound(chain)


def test_a_buy_does_what_adding_stake_does():
    chain, plain = market(), market()
    chain.ok(PALLET, "execute_orders", (buy(chain),), True, by=RELAYER)
    add(plain.ctx, account("//Alice"), HOT, 1, 10 * TAO)
    assert alpha_of(chain, "//Alice", HOT) == alpha_of(plain, "//Alice", HOT)
    assert free(chain, "//Alice") == free(plain, "//Alice")
    assert pool.stored_pool(chain.ctx, 1) == pool.stored_pool(plain.ctx, 1)


def test_a_sale_takes_the_fee_off_the_tao_it_brings():
    chain = market()
    before = free(chain, "//Bob")
    tao = pool.simulate_sell(chain.ctx, 1, 100 * TAO).paid_out
    chain.ok(PALLET, "execute_orders", (sale(chain, fee_rate=FEE),), True, by=RELAYER)
    fee = tao // 100
    assert free(chain, "//Bob") == before + tao - fee
    assert free(chain, FEES) == fee
    assert alpha_of(chain, "//Bob", BOBS_HOT) == 900 * TAO
    assert chain.events("OrderExecuted")[0].args[3:] == (Case("TakeProfit"), 100 * TAO, tao - fee)
    sound(chain)


def test_an_order_runs_whole_within_its_slippage_or_not_at_all():
    chain = market()
    tight = buy(chain, amount=500 * TAO, max_slippage=10_000_000)
    chain.fails("SlippageTooHigh", PALLET, "execute_orders", (tight,), True, by=RELAYER)
    chain.ok(
        PALLET, "execute_orders", (buy(chain, amount=500 * TAO, max_slippage=30_000_000),), True, by=RELAYER
    )
    steep = sale(
        chain, order_type=STOP_LOSS, amount=1_000 * TAO, limit_price=PRICE * 2, max_slippage=510_000_000
    )
    chain.ok(PALLET, "execute_orders", (steep,), True, by=RELAYER)


def test_a_sale_stops_at_its_floor():
    chain = market()
    none = sale(chain, amount=1_000 * TAO, max_slippage=0, limit_price=PRICE - 1)
    chain.fails("SlippageTooHigh", PALLET, "execute_orders", (none,), True, by=RELAYER)


@pytest.mark.parametrize(
    ("error", "changes"),
    [
        ("AmountTooLow", {"amount": 1_999_999}),
        ("NotEnoughBalanceToStake", {"amount": 2_000_000 * TAO}),
        ("HotKeyAccountNotExists", {"hotkey": account("//nobody")}),
        ("SubnetNotExists", {"netuid": 9, "limit_price": 2**64 - 1}),
    ],
)
def test_what_a_buy_of_ones_own_would_be_told(error, changes):
    chain = market()
    chain.fails(error, PALLET, "execute_orders", (buy(chain, **changes),), True, by=RELAYER)


@pytest.mark.parametrize(
    ("error", "changes"),
    [
        ("AmountTooLow", {"amount": 0}),
        ("AmountTooLow", {"amount": 1_000}),
        ("NotEnoughStakeToWithdraw", {"amount": 1_001 * TAO}),
        ("NotEnoughStakeToWithdraw", {"hotkey": HOT}),
        ("SubnetNotExists", {"netuid": 9}),
    ],
)
def test_what_a_sale_of_ones_own_would_be_told(error, changes):
    chain = market()
    chain.fails(error, PALLET, "execute_orders", (sale(chain, **changes),), True, by=RELAYER)


def test_a_subnet_must_have_started():
    chain = market()
    subtoken_enabled.set(chain.ctx, 1, False)
    chain.fails("SubtokenDisabled", PALLET, "execute_orders", (buy(chain),), True, by=RELAYER)
    chain.fails("SubtokenDisabled", PALLET, "execute_orders", (sale(chain),), True, by=RELAYER)


def test_locked_alpha_is_not_sold():
    chain = market()
    chain.ok("SubtensorModule", "lock_stake", BOBS_HOT, 1, 950 * TAO, by="//Bob")
    chain.fails("StakeUnavailable", PALLET, "execute_orders", (sale(chain),), True, by=RELAYER)
    chain.fails("StakeUnavailable", PALLET, "execute_batched_orders", 1, (sale(chain),), by=RELAYER)


def test_without_a_price_alpha_is_tao():
    chain = scene()
    subnet_mechanism.set(chain.ctx, 2, 0)
    order = buy(chain, netuid=2, limit_price=TAO, max_slippage=0, expiry=2**64 - 1)
    chain.ok(PALLET, "execute_orders", (order,), True, by=RELAYER)
    assert chain.events("OrderExecuted")[0].args[4:] == (10 * TAO, 10 * TAO)


def test_what_cannot_run_is_skipped_or_fails_all():
    chain = market()
    good, bad = buy(chain), buy(chain, expiry=0)
    chain.fails("OrderExpired", PALLET, "execute_orders", (good, bad), True, by=RELAYER)
    issuance = balances_storage.total_issuance.get(chain.ctx)
    chain.ok(PALLET, "execute_orders", (bad, good, good), False, by=RELAYER)
    skipped = [(record.args[0], record.args[1].args[0].error[0]) for record in chain.events("OrderSkipped")]
    assert skipped == [(order_id(bad.order), 3), (order_id(good.order), 1)]
    assert len(chain.events("OrderExecuted")) == 1
    assert balances_storage.total_issuance.get(chain.ctx) == issuance


def test_a_skipped_order_leaves_nothing_behind():
    chain = market()
    order = buy(chain, fee_rate=10**9 - 1, fee_recipient=FEES, amount=2_000_000)
    before = chain.ctx.changes()
    chain.ok(PALLET, "execute_orders", (order,), False, by=RELAYER)
    assert chain.ctx.changes() == before
    assert status(chain, order) is None


def test_a_fee_that_the_recipient_cannot_take_undoes_the_order():
    chain = market()
    order = buy(chain, fee_rate=10)
    chain.fails("BelowMinimum", PALLET, "execute_orders", (order,), True, by=RELAYER)


def test_no_orders_do_nothing():
    chain = market()
    before = chain.ctx.changes()
    chain.ok(PALLET, "execute_orders", (), True, by=RELAYER)
    chain.ok(PALLET, "execute_batched_orders", 1, (), by=RELAYER)
    assert chain.ctx.changes() == before
