"""A netted batch: checks, who receives what, fees, conservation."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import storage as balances_storage
from meritnet.runtime.pallets.balances.storage import EXISTENTIAL_DEPOSIT
from meritnet.runtime.pallets.limit_orders import netting
from meritnet.runtime.pallets.limit_orders.accounts import POOL_ACCOUNT, POOL_HOTKEY
from meritnet.runtime.pallets.limit_orders.orders import order_id
from meritnet.runtime.pallets.staking import invariants, stake
from meritnet.runtime.pallets.staking.storage import last_coldkey_hotkey_stake_block
from meritnet.runtime.pallets.subnets.storage import networks_added, subtoken_enabled
from meritnet.runtime.pallets.swap import pool
from meritnet.testing.chain import TestChain, account

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
    open_subnet,
    sale,
    sound,
    staked,
    status,
)

U64_MAX = 2**64 - 1
FEE = 10_000_000


def run(chain: TestChain, *orders: object) -> None:
    chain.ok(PALLET, "execute_batched_orders", 1, orders, by=RELAYER)


def refuses(chain: TestChain, error: str, *orders: object, netuid: int = 1) -> None:
    chain.fails(error, PALLET, "execute_batched_orders", netuid, orders, by=RELAYER)


def test_orders_that_offset_never_touch_the_pool():
    chain = market()
    before = pool.stored_pool(chain.ctx, 1)
    tao, alpha = 10 * TAO, 320 * TAO
    run(chain, buy(chain, amount=tao), sale(chain, amount=alpha))
    assert pool.stored_pool(chain.ctx, 1) == before
    assert alpha_of(chain, "//Alice", HOT) == alpha
    assert chain.events("GroupExecutionSummary")[0].args == (1, Case("Buy"), 0, 0, 2)
    assert [record.args[4:] for record in chain.events("OrderExecuted")] == [(tao, alpha), (alpha, tao)]
    sound(chain)


def test_more_bought_than_sold_buys_the_difference():
    chain = market()
    before = free(chain, "//Bob")
    first, second = buy(chain, amount=30 * TAO), buy(chain, by="//Charlie", hotkey=HOT, amount=10 * TAO)
    bought = pool.simulate_buy(chain.ctx, 1, 30 * TAO).paid_out
    run(chain, first, sale(chain, amount=320 * TAO), second)
    total = bought + 320 * TAO
    assert abs(alpha_of(chain, "//Alice", HOT) - total * 30 // 40) <= 1
    assert abs(alpha_of(chain, "//Charlie", HOT) - total * 10 // 40) <= 1
    assert free(chain, "//Bob") == before + 10 * TAO
    assert chain.events("GroupExecutionSummary")[0].args == (1, Case("Buy"), 30 * TAO, bought, 3)
    received = {record.args[1]: record.args[5] for record in chain.events("OrderExecuted")}
    assert received[account("//Alice")] == total * 30 // 40
    assert last_coldkey_hotkey_stake_block.get(chain.ctx, account("//Charlie"), HOT) == chain.ctx.block_number
    assert {status(chain, order) for order in (first, second)} == {Case("Fulfilled")}
    sound(chain)


def test_more_sold_than_bought_sells_the_difference():
    chain = market()
    before = free(chain, "//Bob")
    run(chain, buy(chain, amount=10 * TAO), sale(chain, amount=900 * TAO, fee_rate=FEE))
    side, sold, out, count = chain.events("GroupExecutionSummary")[0].args[1:]
    assert (side, sold, count) == (Case("Sell"), 580 * TAO, 2)
    assert alpha_of(chain, "//Alice", HOT) == 320 * TAO
    gross = out + 10 * TAO
    assert free(chain, "//Bob") == before + gross - gross // 100
    assert free(chain, FEES) == gross // 100
    assert free(chain, POOL_ACCOUNT) == 0


def test_fees_of_both_sides_go_to_each_recipient_at_once():
    chain = market()
    other = account("//other//fees")
    run(
        chain,
        buy(chain, amount=20 * TAO, fee_rate=FEE),
        buy(chain, by="//Charlie", hotkey=HOT, amount=10 * TAO, fee_rate=FEE, fee_recipient=other),
        sale(chain, amount=320 * TAO, fee_rate=FEE),
    )
    assert free(chain, FEES) == 20 * TAO // 100 + 10 * TAO // 100
    assert free(chain, other) == 10 * TAO // 100
    paid = [record.args[1] for record in chain.events("Transfer") if record.args[0] == POOL_ACCOUNT]
    assert paid.count(FEES) == paid.count(other) == 1
    assert paid.index(FEES) < paid.index(other)


def test_the_strictest_limit_of_the_larger_side_binds():
    chain = market()
    wide, tight = (
        buy(chain, by=who, hotkey=HOT, amount=400 * TAO, max_slippage=slippage, fee_rate=0)
        for who, slippage in (("//Alice", 900_000_000), ("//Charlie", 10_000_000))
    )
    refuses(chain, "SlippageTooHigh", wide, tight)
    run(chain, wide)
    chain = market()
    loose = sale(chain, order_type=STOP_LOSS, amount=500 * TAO, limit_price=2 * PRICE, max_slippage=10**9)
    steep = sale(chain, amount=400 * TAO, max_slippage=0)
    refuses(chain, "PriceLimitExceeded", loose, steep)
    run(chain, loose)


def test_any_bad_order_fails_the_batch():
    chain = market()
    good = buy(chain)
    refuses(chain, "RootNetUidNotAllowed", good, netuid=0)
    refuses(chain, "DuplicateOrderInBatch", good, good)
    refuses(chain, "OrderNetUidMismatch", good, buy(chain, netuid=2))
    refuses(chain, "OrderExpired", good, buy(chain, expiry=0))
    refuses(chain, "OrderNetUidMismatch", good, netuid=2)
    refuses(chain, "FundsUnavailable", good, buy(chain, amount=10**7 * TAO))
    refuses(chain, "AmountTooLow", good, sale(chain, amount=1_000))
    refuses(chain, "StakeUnavailable", good, sale(chain, amount=1_001 * TAO))
    refuses(chain, "NotEnoughStakeToWithdraw", good, sale(chain, hotkey=HOT))
    refuses(chain, "AmountTooLow", sale(chain, amount=0))
    refuses(chain, "HotKeyAccountNotExists", buy(chain, hotkey=account("//nobody")))
    refuses(chain, "HotKeyAccountNotExists", sale(chain, hotkey=account("//nobody")))


def test_a_subnet_must_exist_and_have_started():
    chain = market()
    subtoken_enabled.set(chain.ctx, 1, False)
    refuses(chain, "SubtokenDisabled", buy(chain))
    networks_added.remove(chain.ctx, 1)
    refuses(chain, "SubnetNotExists", buy(chain))


def test_a_share_of_nothing_fails_the_batch():
    chain = market()
    small = buy(chain, by="//Charlie", hotkey=HOT, amount=1_000, fee_rate=10**9)
    refuses(chain, "ZeroShareInBatch", buy(chain), small)
    worthless = sale(chain, amount=100 * TAO, fee_rate=10**9)
    refuses(chain, "ZeroShareInBatch", worthless)


def test_a_difference_that_buys_nothing_fails_the_batch():
    chain = market()
    open_subnet(chain.ctx, 1, 8_000_000 * TAO, 2_000_000 * TAO)
    staked(chain, BOBS_HOT, account("//Bob"), 1, 1_000 * TAO)
    offset = sale(chain, amount=5 * TAO // 2)
    refuses(chain, "ReservesTooLow", buy(chain, amount=10 * TAO + 1, limit_price=U64_MAX), offset)
    run(chain, buy(chain, amount=10 * TAO, limit_price=U64_MAX), offset)


def test_partial_fills_count_in_a_batch():
    chain = market()
    enabled = {"relayer": (account(RELAYER),), "partial_fills_enabled": True, "limit_price": U64_MAX}
    run(chain, buy(chain, fill=4 * TAO, **enabled))
    order = buy(chain, **enabled)
    assert status(chain, order) == Case("PartiallyFilled", (4 * TAO,))
    assert chain.events("OrderExecuted")[0].args[4] == 4 * TAO
    refuses(chain, "IncorrectPartialFillAmount", order)
    run(chain, buy(chain, fill=6 * TAO, **enabled))
    assert status(chain, order) == Case("Fulfilled")


amount = st.integers(2 * 10**6, 50 * TAO)
rate = st.integers(0, 500_000_000)
orders = st.lists(
    st.tuples(st.sampled_from(("//Alice", "//Charlie", "//Dave")), amount, rate),
    max_size=4,
    unique_by=lambda o: o[0],
)


@settings(max_examples=25, deadline=None)
@given(
    orders,
    st.lists(st.tuples(st.integers(80 * 10**6, 400 * TAO), rate), max_size=2, unique_by=lambda o: o[0]),
)
def test_nothing_appears_or_vanishes(buys, sells):
    chain = market()
    ctx = chain.ctx
    issuance = balances_storage.total_issuance.get(ctx)
    before = pool.stored_pool(ctx, 1)
    held = stake.total_of(ctx, BOBS_HOT, 1)
    batch = [buy(chain, by=who, hotkey=HOT, amount=tao, fee_rate=fee) for who, tao, fee in buys]
    batch += [sale(chain, amount=alpha, fee_rate=fee) for alpha, fee in sells]
    state = ctx.changes()
    if chain.dispatch(PALLET, "execute_batched_orders", 1, tuple(batch), by=RELAYER) is not None:
        assert ctx.changes() == state
        return
    dust = sum(record.args[1] for record in chain.events("DustLost"))
    assert balances_storage.total_issuance.get(ctx) == issuance - dust
    assert dust <= len(batch)
    after = pool.stored_pool(ctx, 1)
    # Alpha that left the pool is staked; the pool's fee on a sale is sold by the block's author.
    grown = sum(stake.total_of(ctx, hotkey, 1) for hotkey in (HOT, BOBS_HOT, POOL_HOTKEY)) - held
    assert abs(grown - (before.alpha - after.alpha)) <= len(batch)
    # What floors leave stays with the pallet, and of a buy its existential deposit: stake is bought with the rest.
    price = pool.spot_price(ctx, 1)
    assert free(chain, POOL_ACCOUNT) <= EXISTENTIAL_DEPOSIT + len(batch)
    assert netting.alpha_to_tao(alpha_of(chain, POOL_ACCOUNT, POOL_HOTKEY), price) <= len(batch) + 1
    assert invariants.check(ctx) == []
    for order in batch:
        assert status(chain, order) == Case("Fulfilled")
        assert order_id(order.order) in {record.args[0] for record in chain.events("OrderExecuted")}
    sound(chain)
