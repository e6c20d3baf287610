"""Whether an order may run: each reason against it, in order."""

import pytest

from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.pallets.limit_orders import orders, storage
from meritnet.runtime.pallets.limit_orders.accounts import POOL_HOTKEY
from meritnet.runtime.pallets.limit_orders.types import ORDER, VERSIONED_ORDER
from meritnet.runtime.pallets.registration.storage import owner
from meritnet.testing.chain import TestChain, account

from .scene import (
    BUY,
    NOW,
    PALLET,
    PRICE,
    RELAYER,
    STOP_LOSS,
    TAKE_PROFIT,
    TAO,
    buy,
    market,
    sale,
    signed,
    status,
    terms,
    v1,
    v2,
)

U64_MAX = 2**64 - 1


def refuses(chain: TestChain, error: str, order: object, by: str = RELAYER) -> None:
    chain.fails(error, PALLET, "execute_orders", (order,), True, by=by)


@pytest.mark.parametrize(
    ("error", "changes"),
    [
        ("RootNetUidNotAllowed", {"netuid": 0, "chain_id": 1}),
        ("ChainIdMismatch", {"chain_id": 1, "expiry": 0}),
        ("OrderExpired", {"expiry": NOW - 1, "limit_price": 0}),
        ("PriceConditionNotMet", {"limit_price": PRICE - 1, "relayer": ()}),
        ("RelayerMissMatch", {"relayer": (account("//Eve"),)}),
        ("RelayerMissMatch", {"relayer": ()}),
    ],
)
def test_each_reason(error, changes):
    chain = market()
    refuses(chain, error, buy(chain, **changes))


def test_only_the_signers_sr25519_key_over_the_bare_bytes_counts():
    chain = market()
    order = v1(chain, by="//Alice")
    good = signed(order, by="//Alice")
    refuses(chain, "InvalidSignature", signed(order, by="//Bob"))
    refuses(
        chain,
        "InvalidSignature",
        signed(v1(chain, by="//Alice", amount=1), by="//Alice")._replace(order=order),
    )
    refuses(chain, "InvalidSignature", good._replace(signature=Case("Ed25519", good.signature.args)))
    refuses(
        chain,
        "InvalidSignature",
        good._replace(
            signature=keypair("//Alice").sign(b"<Bytes>" + VERSIONED_ORDER.encode(order) + b"</Bytes>")
        ),
    )
    ed = keypair("//Alice", "Ed25519")
    by_ed = v1(chain, by="//Alice", signer=ed.account)
    refuses(chain, "InvalidSignature", signed(by_ed, by="//Alice", scheme="Ed25519"))
    chain.ok(PALLET, "execute_orders", (good,), True, by=RELAYER)


def test_a_signature_for_one_version_is_none_for_the_other():
    chain = market()
    second = v2(chain, by="//Alice")
    refuses(chain, "InvalidSignature", signed(v1(chain, by="//Alice"), by="//Alice")._replace(order=second))


def test_filled_and_cancelled_orders_never_run_again():
    chain = market()
    order = buy(chain, expiry=U64_MAX)
    chain.ok(PALLET, "execute_orders", (order,), True, by=RELAYER)
    refuses(chain, "OrderAlreadyProcessed", order)
    other = buy(chain, amount=11 * TAO)
    chain.ok(PALLET, "cancel_order", other.order, by="//Alice")
    refuses(chain, "OrderCancelled", other)


@pytest.mark.parametrize(
    ("kind", "limit", "runs"),
    [
        (BUY, PRICE, True),
        (BUY, PRICE - 1, False),
        (STOP_LOSS, PRICE, True),
        (STOP_LOSS, PRICE - 1, False),
        (TAKE_PROFIT, PRICE, True),
        (TAKE_PROFIT, PRICE + 1, False),
    ],
)
def test_the_price_decides_by_the_kind_of_order(kind, limit, runs):
    chain = market()
    order = sale(chain, order_type=kind, limit_price=limit) if kind != BUY else buy(chain, limit_price=limit)
    if runs:
        chain.ok(PALLET, "execute_orders", (order,), True, by=RELAYER)
    else:
        refuses(chain, "PriceConditionNotMet", order)


def test_partial_fills_are_checked_in_order():
    chain = market()
    me = (account(RELAYER),)
    refuses(chain, "RelayerRequiredForPartialFill", buy(chain, fill=1))
    refuses(chain, "PartialFillsNotEnabled", buy(chain, fill=1, relayer=me))
    enabled = {"relayer": me, "partial_fills_enabled": True}
    refuses(chain, "IncorrectPartialFillAmount", buy(chain, fill=0, **enabled))
    refuses(chain, "IncorrectPartialFillAmount", buy(chain, fill=10 * TAO + 1, **enabled))
    chain.ok(
        PALLET,
        "execute_orders",
        (buy(chain, fill=4 * TAO, **enabled, limit_price=U64_MAX),),
        True,
        by=RELAYER,
    )
    enabled["limit_price"] = U64_MAX
    order = buy(chain, **enabled)
    assert status(chain, order) == Case("PartiallyFilled", (4 * TAO,))
    refuses(chain, "IncorrectPartialFillAmount", order)
    refuses(chain, "IncorrectPartialFillAmount", buy(chain, fill=6 * TAO + 1, **enabled))
    chain.fails("OrderAlreadyProcessed", PALLET, "cancel_order", order.order, by="//Alice")
    chain.ok(PALLET, "execute_orders", (buy(chain, fill=6 * TAO, **enabled),), True, by=RELAYER)
    assert status(chain, order) == Case("Fulfilled")


def test_limits_of_the_trade_itself():
    chain = market()

    def limit(kind: Case, slippage: int | None, price: int = PRICE) -> int:
        fields = terms(chain, by="//Bob", order_type=kind, max_slippage=slippage, limit_price=price)
        return orders.trade_limit(orders.terms_of(Case("V1", (ORDER(**fields),))))

    assert limit(BUY, None) == U64_MAX
    assert limit(STOP_LOSS, None) == limit(TAKE_PROFIT, None) == 0
    assert limit(BUY, 10**7) == PRICE + PRICE // 100
    assert limit(STOP_LOSS, 10**7) == PRICE - PRICE // 100
    assert limit(BUY, 1, 999_999_999) == 999_999_999
    assert limit(BUY, 10**9, U64_MAX) == U64_MAX
    assert limit(STOP_LOSS, 10**9) == 0


def test_ids_are_the_hash_of_the_signed_bytes():
    chain = market()
    order = v1(chain, by="//Alice")
    assert orders.order_id(order) == blake2_256(b"\0" + ORDER.encode(order.args[0]))
    assert orders.order_id(order) != orders.order_id(v2(chain, by="//Alice"))


def test_orders_are_refused_while_switched_off():
    chain = market()
    chain.fails("BadOrigin", PALLET, "set_pallet_status", False, by="//Alice")
    chain.ok(PALLET, "set_pallet_status", False)
    order = buy(chain)
    chain.fails("LimitOrdersDisabled", PALLET, "execute_orders", (order,), True, by=RELAYER)
    chain.fails("LimitOrdersDisabled", PALLET, "execute_batched_orders", 1, (order,), by=RELAYER)
    chain.fails("BadOrigin", PALLET, "execute_orders", (order,), True)
    chain.fails("BadOrigin", PALLET, "execute_batched_orders", 1, (order,))
    chain.ok(PALLET, "cancel_order", order.order, by="//Alice")
    chain.ok(PALLET, "set_pallet_status", True)
    assert [record.args for record in chain.events("LimitOrdersPalletStatusChanged")] == [(False,), (True,)]


def test_orders_cannot_be_switched_on_without_the_pallets_hotkey():
    chain = market()
    chain.ok(PALLET, "set_pallet_status", False)
    owner.set(chain.ctx, POOL_HOTKEY, account("//Eve"))
    chain.fails("PalletHotkeyNotRegistered", PALLET, "set_pallet_status", True)
    chain.ok(PALLET, "set_pallet_status", False)


def test_only_the_signer_cancels_an_order_that_was_not_begun():
    chain = market()
    order = buy(chain).order
    chain.fails("BadOrigin", PALLET, "cancel_order", order)
    chain.fails("Unauthorized", PALLET, "cancel_order", order, by="//Bob")
    chain.ok(PALLET, "cancel_order", order, by="//Alice")
    assert storage.orders.get(chain.ctx, orders.order_id(order)) == Case("Cancelled")
    assert chain.events("OrderCancelled")[0].args == (orders.order_id(order), account("//Alice"))
    chain.fails("OrderAlreadyProcessed", PALLET, "cancel_order", order, by="//Alice")
