"""What a trade is said to give is what it then gives, to the rao; what is said to be refused is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.explain.stake import Order, Trade, explain_trade
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking.tests.scene import (
    ALICE,
    HOT,
    PALLET,
    TAO,
    UNKNOWN,
    scene,
    staked,
)
from meritnet.runtime.pallets.subnets.storage import subtoken_enabled
from meritnet.runtime.pallets.swap import pool
from meritnet.testing.chain import TestChain

POOR = b"\x07" * 32


@pytest.fixture
def chain() -> TestChain:
    chain = scene()
    staked(chain, HOT, ALICE, 1, 5_000 * TAO)
    return chain


def ask(
    chain: TestChain, side: Any, amount: int, netuid: int = 1, hotkey: bytes = HOT, **given: Any
) -> Trade:
    before = chain.ctx.changes()
    told = explain_trade(chain.runtime, chain.ctx, Order(side, netuid, hotkey, amount, **given))
    assert chain.ctx.changes() == before
    return told


def test_staking_gives_what_was_said(chain: TestChain) -> None:
    told = ask(chain, "stake", 10 * TAO, coldkey=ALICE)
    # Worked numbers of docs/concepts/pools-and-alpha.md: 10 TAO at 0.025 would be 400 alpha. The price is floored.
    assert (told.error, told.ideal_rao, told.price_before_rao) == (None, 400 * TAO, 24_999_999)
    assert 0 < told.slippage_ppb < 10_000_000
    held, had = stake.stake_of(chain.ctx, HOT, ALICE, 1), balances.free(chain.ctx, ALICE)
    assert (told.balance_rao, told.staked_rao) == (
        balances.reducible(chain.ctx, ALICE, keep_alive=False),
        held,
    )
    chain.ok(PALLET, "add_stake", HOT, 1, 10 * TAO, by=ALICE)
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) - held == told.received_rao
    assert had - balances.free(chain.ctx, ALICE) == told.used_rao == 10 * TAO
    assert pool.alpha_price_rao(chain.ctx, 1) == told.price_after_rao


def test_unstaking_gives_what_was_said(chain: TestChain) -> None:
    told = ask(chain, "unstake", 400 * TAO, coldkey=ALICE)
    assert (told.error, told.ideal_rao) == (None, 10 * TAO - 1)
    had = balances.free(chain.ctx, ALICE)
    chain.ok(PALLET, "remove_stake", HOT, 1, 400 * TAO, by=ALICE)
    assert balances.free(chain.ctx, ALICE) - had == told.received_rao
    assert pool.alpha_price_rao(chain.ctx, 1) == told.price_after_rao


def test_without_a_coldkey_the_pool_answers_alike(chain: TestChain) -> None:
    for side, amount in (("stake", 10 * TAO), ("unstake", 400 * TAO)):
        mine, anybodys = ask(chain, side, amount, coldkey=ALICE), ask(chain, side, amount)
        for field in (
            "used_rao",
            "received_rao",
            "ideal_rao",
            "pool_fee_rao",
            "price_after_rao",
            "slippage_ppb",
        ):
            assert getattr(anybodys, field) == getattr(mine, field), field
        assert anybodys.balance_rao is anybodys.extrinsic_fee_rao is anybodys.available_rao is None


@pytest.mark.parametrize(
    ("error", "side", "amount", "given"),
    [
        ("AmountTooLow", "stake", 1_000, {"coldkey": ALICE}),
        ("Payment", "stake", 10 * TAO, {"coldkey": POOR}),
        ("NotEnoughBalanceToStake", "stake", 10_000_000 * TAO, {"coldkey": ALICE}),
        ("HotKeyAccountNotExists", "stake", 10 * TAO, {"coldkey": ALICE, "hotkey": UNKNOWN}),
        ("SlippageTooHigh", "stake", 5_000 * TAO, {"coldkey": ALICE, "limit_price": 26_000_000}),
        ("InsufficientLiquidity", "stake", 10**18, {}),
        ("AmountTooLow", "unstake", 1_000, {"coldkey": ALICE}),
        ("NotEnoughStakeToWithdraw", "unstake", 6_000 * TAO, {"coldkey": ALICE, "limit_price": 1}),
        ("SlippageTooHigh", "unstake", 5_000 * TAO, {"coldkey": ALICE, "limit_price": 24_990_000}),
    ],
)
def test_refusals_are_named(
    chain: TestChain, error: str, side: str, amount: int, given: dict[str, Any]
) -> None:
    told = ask(chain, side, amount, **given)
    names = {error, "SwapInputTooLarge"} if error == "InsufficientLiquidity" else {error}
    assert told.error in names
    assert told.says


def test_a_partial_fill_uses_what_the_limit_lets_through(chain: TestChain) -> None:
    limited = {"coldkey": ALICE, "limit_price": 26_000_000}
    told = ask(chain, "stake", 5_000 * TAO, allow_partial=True, **limited)
    assert told.error is None
    assert told.used_rao == told.most_at_limit_rao
    assert told.used_rao < 5_000 * TAO
    # Refused as a whole, the pool's part is still told.
    assert ask(chain, "stake", 5_000 * TAO, **limited).received_rao == told.received_rao
    held = stake.stake_of(chain.ctx, HOT, ALICE, 1)
    chain.ok(PALLET, "add_stake_limit", HOT, 1, 5_000 * TAO, 26_000_000, True, by=ALICE)
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) - held == told.received_rao


def test_a_subnet_that_has_not_started_says_so(chain: TestChain) -> None:
    subtoken_enabled.set(chain.ctx, 1, False)
    told = ask(chain, "stake", 10 * TAO, coldkey=ALICE)
    assert (told.error, told.subtoken_enabled) == ("SubtokenDisabled", False)


def test_root_has_no_price(chain: TestChain) -> None:
    told = ask(chain, "stake", 10 * TAO, netuid=0, coldkey=ALICE)
    assert (told.error, told.received_rao, told.slippage_ppb, told.has_pool) == (None, 10 * TAO, 0, False)


def test_a_fee_that_tao_cannot_pay_comes_out_of_the_stake(chain: TestChain) -> None:
    chain.ctx.author = b"\x09" * 32
    balances.set_balance(chain.ctx, ALICE, 600)
    told = ask(chain, "unstake", 400 * TAO, coldkey=ALICE)
    assert (told.error, told.fee_paid_in) == (None, "alpha")
    assert (told.extrinsic_fee_rao or 0) > 0


def test_an_unknown_subnet_is_said(chain: TestChain) -> None:
    with pytest.raises(ModuleError, match="SubnetNotExists"):
        ask(chain, "stake", TAO, netuid=9)


SHARED = scene()
staked(SHARED, HOT, ALICE, 1, 5_000 * TAO)


@given(
    side=st.sampled_from(["stake", "unstake"]),
    amount=st.integers(1, 20_000 * TAO) | st.integers(1, 5_000_000),
    limit=st.none() | st.integers(20_000_000, 30_000_000),
    partial=st.booleans(),
)
def test_every_answer_is_what_the_call_then_does(
    side: str, amount: int, limit: int | None, partial: bool
) -> None:
    ctx = SHARED.ctx
    told = ask(SHARED, side, amount, coldkey=ALICE, limit_price=limit, allow_partial=partial)
    name = told.call
    args = (HOT, 1, amount) if limit is None else (HOT, 1, amount, limit, partial)
    with ctx.scratch():
        # The fee is gone before the call looks at the balance.
        balances.set_balance(ctx, ALICE, balances.free(ctx, ALICE) - (told.extrinsic_fee_rao or 0))
        held, had = stake.stake_of(ctx, HOT, ALICE, 1), balances.free(ctx, ALICE)
        found = SHARED.dispatch(PALLET, name, *args, by=ALICE)
        assert (None if found is None else getattr(found, "name", found.variant)) == told.error
        if found is None:
            if side == "stake":
                assert stake.stake_of(ctx, HOT, ALICE, 1) - held == told.received_rao
            else:
                assert balances.free(ctx, ALICE) - had == told.received_rao
            assert pool.alpha_price_rao(ctx, 1) == told.price_after_rao
