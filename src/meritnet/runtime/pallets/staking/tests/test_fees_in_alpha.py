"""Fees paid in alpha: which calls, which stake, how much."""

from typing import Any

import pytest

from meritnet.runtime.framework.dispatch import DispatchInfo
from meritnet.runtime.framework.errors import InvalidTransaction
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking.events import TransactionFeePaidWithAlpha
from meritnet.runtime.pallets.staking.fees_in_alpha import pay_fee_in_alpha
from meritnet.runtime.pallets.subnets.storage import subtoken_enabled
from meritnet.runtime.pallets.swap.amm import Pool, Side, swap
from meritnet.runtime.pallets.transaction_payment import fees
from meritnet.testing.chain import TestChain

from .scene import (
    ALICE,
    AUTHOR,
    BOB,
    HOT,
    OTHER_HOT,
    PALLET,
    POOL_ALPHA,
    POOL_TAO,
    TAO,
    event_args,
    scene,
    staked,
)

FEE = 1_000_000
ALPHA_FEE = 40_000_000
"""1,000,000 rao at 0.025; the price in 64 bits is a little short, so the quotient is this at least."""


def holder(alpha: int = 400 * TAO) -> TestChain:
    chain = scene()
    staked(chain, HOT, ALICE, 1, alpha)
    return chain


def pay(
    chain: TestChain, name: str, *args: Any, fee: int = FEE, who: bytes = ALICE
) -> tuple[Any, ...] | None:
    """Try to pay for a call and return the arguments of the event, None if refused."""
    definition, decoded = chain.runtime.assembly.find_call(chain.call(PALLET, name, *args))
    receipt = pay_fee_in_alpha(chain.ctx, who, definition, decoded, fee)
    assert receipt is None or receipt[0] is TransactionFeePaidWithAlpha
    return None if receipt is None else receipt[1]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("remove_stake", (HOT, 1, 5)),
        ("remove_stake_limit", (HOT, 1, 5, 5, True)),
        ("remove_stake_full_limit", (HOT, 1, None)),
        ("unstake_all", (HOT,)),
        ("unstake_all_alpha", (HOT,)),
        ("move_stake", (HOT, OTHER_HOT, 1, 2, 5)),
        ("transfer_stake", (BOB, HOT, 1, 2, 5)),
        ("swap_stake", (HOT, 1, 2, 5)),
        ("swap_stake_limit", (HOT, 1, 2, 5, 5, True)),
        ("recycle_alpha", (HOT, 5, 1)),
        ("burn_alpha", (HOT, 5, 1)),
    ],
)
def test_calls_that_remove_stake(name: str, args: tuple[object, ...]) -> None:
    chain = holder()
    ctx = chain.ctx
    before = balances.free(ctx, AUTHOR)
    tao = swap(Pool(POOL_TAO, POOL_ALPHA), Side.SELL, ALPHA_FEE, 0, drop_fees=True).paid_out
    assert pay(chain, name, *args) == (ALICE, 1, ALPHA_FEE, tao)
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 400 * TAO - ALPHA_FEE
    assert balances.free(ctx, AUTHOR) == before + tao
    assert event_args(chain, "StakeRemoved") == [(ALICE, HOT, tao, ALPHA_FEE, 1, 0)]


@pytest.mark.parametrize(
    ("name", "args"), [("add_stake", (HOT, 1, 5)), ("claim_root", ((1,),)), ("set_children", (HOT, 1, ()))]
)
def test_other_calls_do_not(name: str, args: tuple[object, ...]) -> None:
    assert not pay(holder(), name, *args)


def test_other_pallets_do_not() -> None:
    chain = holder()
    definition, decoded = chain.runtime.assembly.find_call(chain.call("Swap", "disable_lp"))
    assert not pay_fee_in_alpha(chain.ctx, ALICE, definition, decoded, FEE)


def test_too_little_stake_does_not_pay() -> None:
    chain = holder(ALPHA_FEE - 1)
    before = chain.ctx.changes()
    assert not pay(chain, "remove_stake", HOT, 1, 5)
    assert not pay(chain, "remove_stake", HOT, 1, 5, who=BOB)
    assert chain.ctx.changes() == before


def test_unstaking_all_pays_from_the_only_position() -> None:
    chain = holder()
    staked(chain, HOT, ALICE, 2, 400 * TAO)
    assert not pay(chain, "unstake_all", HOT)
    subtoken_enabled.set(chain.ctx, 2, False)
    assert pay(chain, "unstake_all", HOT)


def test_root_stake_pays_one_to_one() -> None:
    chain = scene()
    staked(chain, HOT, ALICE, 0, TAO)
    assert pay(chain, "remove_stake", HOT, 0, 5)
    assert stake.stake_of(chain.ctx, HOT, ALICE, 0) == TAO - FEE


def test_a_fee_worth_less_than_a_rao_takes_the_position() -> None:
    chain = holder(100_000)
    ctx = chain.ctx
    # A price of 100: a fee of 99 rao is worth no whole rao of alpha.
    emission.subnet_alpha_in.set(ctx, 1, POOL_TAO // 100)
    assert pay(chain, "remove_stake", HOT, 1, 5, fee=99)
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 0


def test_a_pool_that_refuses_leaves_everything() -> None:
    chain = holder()
    emission.subnet_tao.set(chain.ctx, 1, 999_999)
    before = chain.ctx.changes()
    assert not pay(chain, "remove_stake", HOT, 1, 5, fee=1)
    assert chain.ctx.changes() == before


def test_without_an_author_the_call_is_free() -> None:
    chain = holder()
    chain.ctx.author = None
    assert pay(chain, "remove_stake", HOT, 1, 5) == (ALICE, 0, 0, 0)
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == 400 * TAO


def test_the_event_stands_between_the_calls_and_the_fees() -> None:
    chain = holder()
    ctx = chain.ctx
    definition, decoded = chain.runtime.assembly.find_call(chain.call(PALLET, "remove_stake", HOT, 1, TAO))
    balances.set_balance(ctx, ALICE, 500)
    ctx.events.clear()
    weight = Weight(10**12)
    info = DispatchInfo(weight, "Normal", pays=True)
    taken = fees.withdraw(ctx, ALICE, definition, decoded, info, 100, 0, pay_fee_in_alpha)
    definition(ctx, signed(ALICE), *decoded)
    fees.settle(ctx, ALICE, taken, weight, 100, pays=True)
    names = [record.event.name for record in ctx.events if record.event.pallet != "Balances"]
    assert names == ["StakeRemoved", "StakeRemoved", "TransactionFeePaidWithAlpha", "TransactionFeePaid"]


def test_nobody_pays_for_other_calls() -> None:
    chain = holder()
    definition, decoded = chain.runtime.assembly.find_call(chain.call(PALLET, "add_stake", HOT, 1, TAO))
    balances.set_balance(chain.ctx, ALICE, 500)
    info = DispatchInfo(Weight(10**12), "Normal", pays=True)
    with pytest.raises(InvalidTransaction, match="Payment"):
        fees.withdraw(chain.ctx, ALICE, definition, decoded, info, 100, 0, pay_fee_in_alpha)
