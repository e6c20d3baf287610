"""Stored calls: kept in order, run at the start of a later block, removed whatever becomes of them."""

import pytest

from meritnet.codec import Case, InvalidEncoding, InvalidValue
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.dispatch import dispatch_info
from meritnet.runtime.framework.weights import READ_PS, WRITE_PS, Weight
from meritnet.runtime.pallets.mev_shield import storage
from meritnet.runtime.pallets.mev_shield.queue import process
from meritnet.testing.chain import TestChain, account

ALICE, BOB = account("//Alice"), account("//Bob")
PALLET = "MevShield"
LIMIT_PS = 2_000_000_000_000


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def plain(ctx: Context, data: bytes) -> Case | None:
    """Decrypt what was never encrypted: the bytes are the call."""
    try:
        call: Case = ctx.chain.call_type.decode(data)
    except InvalidEncoding:
        return None
    return call


def store(chain: TestChain, pallet: str, name: str, *args: object, by: str = "//Alice") -> Case:
    call = chain.call(pallet, name, *args)
    chain.ok(PALLET, "store_encrypted", chain.runtime.call_bytes(call), by=by)
    return call


def remark(chain: TestChain, by: str = "//Alice") -> Case:
    """Store a call whose weight counts no proof."""
    return store(chain, PALLET, "store_encrypted", b"inner", by=by)


def waiting(chain: TestChain) -> list[int]:
    found = [index for index, _ in storage.pending_extrinsics.iter(chain.ctx)]
    assert storage.counter_for_pending_extrinsics.get(chain.ctx) == len(found)
    return sorted(found)


def proofless(chain: TestChain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the guard of every call a weight without proof, so that some calls fit the quirk of `_above`."""
    for guard in chain.runtime.assembly.guards:
        if hasattr(guard, "WEIGHT"):
            monkeypatch.setattr(type(guard), "WEIGHT", Weight(guard.WEIGHT.ref_time, 0))


def test_a_call_is_stored_under_the_next_number(chain: TestChain) -> None:
    chain.ok(PALLET, "store_encrypted", b"one", by="//Alice")
    chain.ok(PALLET, "store_encrypted", b"two", by="//Bob")
    assert [record.args for record in chain.events("ExtrinsicStored")] == [(0, ALICE), (1, BOB)]
    assert waiting(chain) == [0, 1]
    assert storage.next_pending_extrinsic_index.get(chain.ctx) == 2
    kept = storage.pending_extrinsics.get(chain.ctx, 1)
    assert (kept.who, kept.encrypted_call, kept.submitted_at) == (BOB, b"two", chain.ctx.block_number)


def test_a_full_queue_takes_no_more(chain: TestChain) -> None:
    chain.ok(PALLET, "set_max_pending_extrinsics_number", 2)
    for _ in range(2):
        chain.ok(PALLET, "store_encrypted", b"x", by="//Alice")
    chain.fails("TooManyPendingExtrinsics", PALLET, "store_encrypted", b"x", by="//Bob")
    chain.ok(PALLET, "set_max_pending_extrinsics_number", 3)
    chain.ok(PALLET, "store_encrypted", b"x", by="//Bob")


def test_only_an_account_stores(chain: TestChain) -> None:
    chain.fails("BadOrigin", PALLET, "store_encrypted", b"x")


def test_at_most_8192_bytes_are_stored(chain: TestChain) -> None:
    chain.ok(PALLET, "store_encrypted", bytes(8192), by="//Alice")
    with pytest.raises(InvalidValue):
        chain.call(PALLET, "store_encrypted", bytes(8193))


def test_numbers_end_at_the_largest(chain: TestChain) -> None:
    storage.next_pending_extrinsic_index.set(chain.ctx, 2**32 - 1)
    chain.ok(PALLET, "store_encrypted", b"first", by="//Alice")
    chain.ok(PALLET, "store_encrypted", b"second", by="//Bob")
    # Quirk: the last number is given again and again, each call in the place of the one before.
    assert waiting(chain) == [2**32 - 1]
    assert storage.pending_extrinsics.get(chain.ctx, 2**32 - 1).encrypted_call == b"second"


def test_this_chain_cannot_decrypt_and_says_so_in_the_block_after(chain: TestChain) -> None:
    for _ in range(3):
        chain.ok(PALLET, "store_encrypted", b"anything", by="//Alice")
    chain.block()
    records = chain.events("ExtrinsicDecodeFailed")
    assert [record.args for record in records] == [(0,), (1,), (2,)]
    assert records[0].phase == Case("Initialization", ())
    assert waiting(chain) == []
    chain.block()
    assert chain.events("ExtrinsicDecodeFailed") == []


def test_a_stored_call_runs_as_the_account_that_stored_it(
    chain: TestChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofless(chain, monkeypatch)
    call = remark(chain, by="//Bob")
    weight = dispatch_info(chain.ctx, call).weight
    used = process(chain.ctx, plain)
    assert [record.args for record in chain.events("ExtrinsicDispatched")] == [(0,)]
    assert chain.events("ExtrinsicStored")[-1].args == (1, BOB)
    assert used == Weight(3 * READ_PS + 2 * WRITE_PS + weight.ref_time, 0)
    assert waiting(chain) == [1]


def test_a_failing_call_changes_nothing_and_is_gone(
    chain: TestChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofless(chain, monkeypatch)
    store(chain, PALLET, "set_max_extrinsic_weight", 1)
    before = storage.max_extrinsic_weight.get(chain.ctx)
    process(chain.ctx, plain)
    (record,) = chain.events("ExtrinsicDispatchFailed")
    assert record.args == (0, Case("BadOrigin"))
    assert storage.max_extrinsic_weight.get(chain.ctx) == before
    assert waiting(chain) == []


def test_a_call_lives_ten_blocks_and_not_eleven(chain: TestChain, monkeypatch: pytest.MonkeyPatch) -> None:
    proofless(chain, monkeypatch)
    remark(chain)
    chain.ctx.block_number += 10
    with chain.ctx.scratch():
        process(chain.ctx, plain)
        assert len(chain.events("ExtrinsicDispatched")) == 1
    chain.ctx.block_number += 1
    process(chain.ctx, plain)
    assert [record.args for record in chain.events("ExtrinsicExpired")] == [(0,)]
    assert waiting(chain) == []


def test_the_lifetime_is_roots_to_set(chain: TestChain) -> None:
    chain.ok(PALLET, "store_encrypted", b"x", by="//Alice")
    chain.ok(PALLET, "set_stored_extrinsic_lifetime", 0)
    chain.block()
    assert [record.args for record in chain.events("ExtrinsicExpired")] == [(0,)]


def test_a_call_heavier_than_one_may_be_is_removed(chain: TestChain, monkeypatch: pytest.MonkeyPatch) -> None:
    proofless(chain, monkeypatch)
    call = remark(chain)
    weight = dispatch_info(chain.ctx, call).weight.ref_time
    chain.ok(PALLET, "set_max_extrinsic_weight", weight)
    with chain.ctx.scratch():
        process(chain.ctx, plain)
        assert len(chain.events("ExtrinsicDispatched")) == 1
    chain.ok(PALLET, "set_max_extrinsic_weight", weight - 1)
    process(chain.ctx, plain)
    assert [record.args for record in chain.events("ExtrinsicWeightExceeded")] == [(0,)]
    assert waiting(chain) == []


def test_any_weight_of_proof_is_too_much(chain: TestChain) -> None:
    call = store(chain, "Balances", "transfer_keep_alive", Case("Id", (BOB,)), 5)
    assert dispatch_info(chain.ctx, call).weight.proof_size > 0
    process(chain.ctx, plain)
    assert [record.args for record in chain.events("ExtrinsicWeightExceeded")] == [(0,)]


def test_when_the_blocks_weight_is_used_the_rest_waits_in_order(
    chain: TestChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofless(chain, monkeypatch)
    call = remark(chain)
    remark(chain, by="//Bob")
    remark(chain)
    one = dispatch_info(chain.ctx, call).weight.ref_time
    chain.ok(PALLET, "set_on_initialize_weight", 2 * READ_PS + one + 2 * WRITE_PS)
    process(chain.ctx, plain)
    assert [record.args for record in chain.events("ExtrinsicDispatched")] == [(0,)]
    assert [record.args for record in chain.events("ExtrinsicPostponed")] == [(1,)]
    assert waiting(chain) == [1, 2, 3]
    process(chain.ctx, plain)
    assert [record.args for record in chain.events("ExtrinsicDispatched")] == [(0,), (1,)]


def test_an_empty_queue_costs_two_reads(chain: TestChain) -> None:
    assert process(chain.ctx, plain) == Weight(2 * READ_PS, 0)


@pytest.mark.parametrize(
    "name, value, event, item",
    [
        (
            "set_max_pending_extrinsics_number",
            7,
            "MaxPendingExtrinsicsNumberSet",
            "max_pending_extrinsics_limit",
        ),
        ("set_on_initialize_weight", LIMIT_PS, "OnInitializeWeightSet", "on_initialize_weight"),
        ("set_stored_extrinsic_lifetime", 3, "ExtrinsicLifetimeSet", "extrinsic_lifetime"),
        ("set_max_extrinsic_weight", LIMIT_PS, "MaxExtrinsicWeightSet", "max_extrinsic_weight"),
    ],
)
def test_settings_are_roots(chain: TestChain, name: str, value: int, event: str, item: str) -> None:
    chain.fails("BadOrigin", PALLET, name, value, by="//Alice")
    chain.ok(PALLET, name, value)
    assert [record.args for record in chain.events(event)] == [(value,)]
    assert getattr(storage, item).get(chain.ctx) == value


@pytest.mark.parametrize("name", ["set_on_initialize_weight", "set_max_extrinsic_weight"])
def test_no_weight_above_half_a_block(chain: TestChain, name: str) -> None:
    chain.fails("WeightExceedsAbsoluteMax", PALLET, name, LIMIT_PS + 1)
