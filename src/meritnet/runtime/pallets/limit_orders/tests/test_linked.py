"""Orders sized by what another one brought in."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.pallets.limit_orders import storage
from meritnet.runtime.pallets.limit_orders.constants import LINKED_OUTPUT_TTL
from meritnet.runtime.pallets.limit_orders.orders import order_id
from meritnet.runtime.pallets.timestamp.storage import now
from meritnet.testing.chain import TestChain, account

from .scene import (
    BOBS_HOT,
    HOT,
    NOW,
    PALLET,
    RELAYER,
    STOP_LOSS,
    TAKE_PROFIT,
    TAO,
    alpha_of,
    buy,
    free,
    market,
    sale,
    signed,
    sound,
    status,
    v2,
)

U64_MAX = 2**64 - 1
HALF = 500_000_000
ANY = {"expiry": U64_MAX}


def link(provider: object, part: int = HALF) -> Case:
    return Case("LinkedPercentage", (order_id(provider.order), part))  # type: ignore[attr-defined]


def recorded_sale(chain: TestChain) -> object:
    """Carry out Bob's sale that records its TAO; return the order."""
    order = signed(
        v2(chain, by="//Bob", records=True, order_type=TAKE_PROFIT, amount=100 * TAO, fee_rate=10_000_000),
        by="//Bob",
    )
    chain.ok(PALLET, "execute_orders", (order,), True, by=RELAYER)
    return order


def linked_buy(
    chain: TestChain, provider: object, part: int = HALF, by: str = "//Bob", **changes: object
) -> object:
    fields = {"amount": link(provider, part), "limit_price": U64_MAX, "expiry": U64_MAX, **changes}
    return signed(v2(chain, by=by, **fields), by=by)


def test_a_sale_records_its_tao_after_fees_and_a_buy_spends_a_part_of_it():
    chain = market()
    before = free(chain, "//Bob")
    provider = recorded_sale(chain)
    earned = free(chain, "//Bob") - before
    record = storage.linked_outputs.get(chain.ctx, order_id(provider.order))
    assert record == (account("//Bob"), Case("Tao"), earned, NOW + LINKED_OUTPUT_TTL)
    told = chain.events("LinkedOutputRecorded")[0].args
    assert told == (order_id(provider.order), account("//Bob"), Case("Tao"), earned, NOW + LINKED_OUTPUT_TTL)
    sound(chain)
    consumer = linked_buy(chain, provider)
    chain.ok(PALLET, "execute_orders", (consumer,), True, by=RELAYER)
    assert free(chain, "//Bob") == before + earned - earned // 2
    assert storage.linked_outputs.get(chain.ctx, order_id(provider.order)) is None
    assert chain.events("LinkedOutputConsumed")[0].args == (
        order_id(provider.order),
        order_id(consumer.order),
        earned // 2,
        earned - earned // 2,
    )
    assert status(chain, consumer) == Case("Fulfilled")
    again = linked_buy(chain, provider, HALF + 1)
    chain.fails("NoLinkedOutput", PALLET, "execute_orders", (again,), True, by=RELAYER)


def test_a_buy_records_its_alpha_and_a_sale_of_the_same_place_spends_it():
    chain = market()
    provider = signed(v2(chain, by="//Alice", records=True), by="//Alice")
    fields = {"order_type": STOP_LOSS, "limit_price": U64_MAX, "expiry": U64_MAX}
    consumer = signed(v2(chain, by="//Alice", amount=link(provider, 10**9), **fields), by="//Alice")
    chain.ok(PALLET, "execute_orders", (provider, consumer), True, by=RELAYER)
    asset = chain.events("LinkedOutputRecorded")[0].args[2]
    assert asset == Case("Alpha", (1, HOT))
    assert alpha_of(chain, "//Alice", HOT) == 0
    assert chain.events("LinkedOutputConsumed")[0].args[3] == 0


@pytest.mark.parametrize(
    ("error", "by", "changes"),
    [
        ("LinkedOutputSignerMismatch", "//Alice", {}),
        ("LinkedOutputAssetMismatch", "//Bob", {"order_type": STOP_LOSS}),
        ("LinkedAmountResolvedToZero", "//Bob", {"part": 0}),
    ],
)
def test_what_does_not_fit_is_told(error, by, changes):
    chain = market()
    provider = recorded_sale(chain)
    order = linked_buy(chain, provider, by=by, **changes)
    chain.fails(error, PALLET, "execute_orders", (order,), True, by=RELAYER)


def test_alpha_of_another_hotkey_does_not_fit():
    chain = market()
    provider = signed(v2(chain, by="//Alice", records=True), by="//Alice")
    chain.ok(PALLET, "execute_orders", (provider,), True, by=RELAYER)
    fields = {"order_type": STOP_LOSS, "limit_price": U64_MAX, "expiry": U64_MAX, "hotkey": BOBS_HOT}
    order = signed(v2(chain, by="//Alice", amount=link(provider), **fields), by="//Alice")
    chain.fails("LinkedOutputAssetMismatch", PALLET, "execute_orders", (order,), True, by=RELAYER)


def test_records_expire_after_a_week():
    chain = market()
    provider = recorded_sale(chain)
    now.set(chain.ctx, NOW + LINKED_OUTPUT_TTL + 1)
    order = linked_buy(chain, provider)
    chain.fails("LinkedOutputExpired", PALLET, "execute_orders", (order,), True, by=RELAYER)
    now.set(chain.ctx, NOW + LINKED_OUTPUT_TTL)
    chain.ok(PALLET, "execute_orders", (order,), True, by=RELAYER)


def test_linked_orders_are_filled_at_once():
    chain = market()
    provider = recorded_sale(chain)
    enabled = {"relayer": (account(RELAYER),), "partial_fills_enabled": True}
    order = linked_buy(chain, provider, **enabled)._replace(partial_fill=1)
    chain.fails(
        "PartialFillNotSupportedForLinkedAmount", PALLET, "execute_orders", (order,), True, by=RELAYER
    )
    order = signed(
        v2(chain, by="//Alice", records=True, limit_price=U64_MAX, **enabled), by="//Alice", fill=1
    )
    chain.fails("PartialFillNotSupportedForProvider", PALLET, "execute_orders", (order,), True, by=RELAYER)


def test_a_failing_linked_order_leaves_the_record():
    chain = market()
    provider = recorded_sale(chain)
    order = linked_buy(chain, provider, hotkey=account("//nobody"))
    chain.ok(PALLET, "execute_orders", (order,), False, by=RELAYER)
    assert len(chain.events("OrderSkipped")) == 1
    assert storage.linked_outputs.exists(chain.ctx, order_id(provider.order))


def test_a_record_serves_one_order_of_a_batch_and_never_its_own_batch():
    chain = market()
    provider = recorded_sale(chain)
    both = (linked_buy(chain, provider), linked_buy(chain, provider, HALF + 1))
    chain.fails("NoLinkedOutput", PALLET, "execute_batched_orders", 1, both, by=RELAYER)
    chain.ok(PALLET, "execute_batched_orders", 1, both[:1], by=RELAYER)
    fresh = signed(v2(chain, by="//Alice", records=True, limit_price=U64_MAX), by="//Alice")
    fields = {"order_type": STOP_LOSS, "limit_price": U64_MAX, "expiry": U64_MAX}
    consumer = signed(v2(chain, by="//Alice", amount=link(fresh), **fields), by="//Alice")
    chain.fails("NoLinkedOutput", PALLET, "execute_batched_orders", 1, (fresh, consumer), by=RELAYER)
    chain.ok(PALLET, "execute_batched_orders", 1, (fresh,), by=RELAYER)
    assert storage.linked_outputs.exists(chain.ctx, order_id(fresh.order))
    chain.ok(PALLET, "execute_batched_orders", 1, (consumer,), by=RELAYER)
    sound(chain)


def test_orders_of_the_first_version_and_plain_ones_record_nothing():
    chain = market()
    plain = signed(v2(chain, by="//Alice", limit_price=U64_MAX), by="//Alice")
    chain.ok(PALLET, "execute_orders", (sale(chain), plain), True, by=RELAYER)
    chain.ok(PALLET, "execute_batched_orders", 1, (buy(chain, limit_price=U64_MAX),), by=RELAYER)
    assert not list(storage.linked_outputs.iter(chain.ctx))


def test_a_record_is_removed_by_its_signer_or_after_a_week_by_anybody():
    chain = market()
    provider = recorded_sale(chain)
    key = order_id(provider.order)
    chain.fails("BadOrigin", PALLET, "prune_linked_output", key)
    chain.fails("NoLinkedOutput", PALLET, "prune_linked_output", bytes(32), by="//Bob")
    chain.fails("LinkedOutputNotPrunable", PALLET, "prune_linked_output", key, by="//Alice")
    now.set(chain.ctx, NOW + LINKED_OUTPUT_TTL)
    chain.fails("LinkedOutputNotPrunable", PALLET, "prune_linked_output", key, by="//Alice")
    now.set(chain.ctx, NOW + LINKED_OUTPUT_TTL + 1)
    chain.ok(PALLET, "set_pallet_status", False)
    chain.ok(PALLET, "prune_linked_output", key, by="//Alice")
    total = chain.events("LinkedOutputRecorded")[0].args[3]
    assert chain.events("LinkedOutputPruned")[0].args == (key, total)
    assert not storage.linked_outputs.exists(chain.ctx, key)


def test_the_signer_takes_a_record_back_at_any_time():
    chain = market()
    provider = recorded_sale(chain)
    chain.ok(PALLET, "prune_linked_output", order_id(provider.order), by="//Bob")
    order = linked_buy(chain, provider)
    chain.fails("NoLinkedOutput", PALLET, "execute_orders", (order,), True, by=RELAYER)
