"""Executing a block: order of events, fees and nonces of failed calls, inherents, block hashes, moments."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.executive import Applied, InvalidBlock
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction
from meritnet.runtime.pallets.aura import storage as aura
from meritnet.runtime.pallets.balances import accounts
from meritnet.runtime.pallets.balances import storage as balances
from meritnet.runtime.pallets.system import accounts as system
from meritnet.runtime.pallets.system import storage as system_storage
from meritnet.runtime.pallets.timestamp import storage as timestamp
from meritnet.testing.chain import TestChain, account
from meritnet.testing.signing import sign

ALICE, BOB, AUTHOR = account("//Alice"), account("//Bob"), account("//One")
RECORDED_FEE = 166_247
"""Fee of a 144-byte `transfer_keep_alive` on the real chain. Source: wire.md 3.5."""


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def transfer(chain: TestChain, value: int = 10**9) -> Case:
    return chain.call("Balances", "transfer_keep_alive", Case("Id", (BOB,)), value)


def apply(chain: TestChain, raw: bytes, index: int = 1) -> Applied:
    return chain.runtime.executive.apply(chain.ctx, chain.runtime.decode(raw), index, signature_known=False)


def names(chain: TestChain) -> list[str]:
    return [record.event.name for record in chain.ctx.events]


def test_a_transfer_pays_the_recorded_fee_to_the_author(chain: TestChain) -> None:
    raw = sign(chain.runtime, transfer(chain), "//Alice", 0)
    alice, author = accounts.free(chain.ctx, ALICE), accounts.free(chain.ctx, AUTHOR)
    chain.ctx.events.clear()
    assert apply(chain, raw).error is None
    fee = RECORDED_FEE + len(raw) - 144
    assert accounts.free(chain.ctx, ALICE) == alice - 10**9 - fee
    assert accounts.free(chain.ctx, AUTHOR) == author + fee
    assert names(chain) == ["Withdraw", "Transfer", "Deposit", "TransactionFeePaid", "ExtrinsicSuccess"]
    assert chain.events("TransactionFeePaid")[0].args == (ALICE, fee, 0)
    assert chain.events("Transfer")[0].phase == Case("ApplyExtrinsic", (1,))


def test_the_tip_goes_to_the_author_too(chain: TestChain) -> None:
    author = accounts.free(chain.ctx, AUTHOR)
    raw = sign(chain.runtime, transfer(chain), "//Alice", 0, tip=777)
    apply(chain, raw)
    assert accounts.free(chain.ctx, AUTHOR) == author + RECORDED_FEE + len(raw) - 144 + 777
    assert chain.events("TransactionFeePaid")[0].args[2] == 777


def test_without_an_author_the_fee_leaves_the_issuance() -> None:
    chain = TestChain(author=None)
    issuance = balances.total_issuance.get(chain.ctx)
    raw = sign(chain.runtime, transfer(chain), "//Alice", 0)
    apply(chain, raw)
    assert balances.total_issuance.get(chain.ctx) == issuance - (RECORDED_FEE + len(raw) - 144)


def test_a_failed_call_changes_nothing_but_fee_and_nonce(chain: TestChain) -> None:
    raw = sign(chain.runtime, transfer(chain, 10**17), "//Alice", 0)
    before = {ALICE: system.info(chain.ctx, ALICE), BOB: system.info(chain.ctx, BOB)}
    applied = apply(chain, raw)
    assert applied.error is not None
    assert system.info(chain.ctx, BOB) == before[BOB]
    after = system.info(chain.ctx, ALICE)
    assert after.nonce == before[ALICE].nonce + 1
    paid = chain.events("TransactionFeePaid")[0].args[1]
    assert after.data.free == before[ALICE].data.free - paid
    assert names(chain)[-1] == "ExtrinsicFailed"
    assert chain.events("ExtrinsicFailed")[0].args[0].name == "Token"


def test_a_free_call_pays_nothing(chain: TestChain) -> None:
    before = accounts.free(chain.ctx, ALICE)
    inner = chain.call("System", "remark", b"")
    apply(chain, sign(chain.runtime, chain.call("Sudo", "sudo", inner), "//Alice", 0))
    # The sudo key is refunded what it paid in advance.
    assert accounts.free(chain.ctx, ALICE) == before


def test_an_extrinsic_that_is_ahead_or_behind_is_not_for_this_block(chain: TestChain) -> None:
    changes = chain.ctx.changes()
    for nonce, variant in ((1, "Future"), (0, None), (0, "Stale")):
        raw = sign(chain.runtime, transfer(chain), "//Alice", nonce)
        if variant is None:
            apply(chain, raw)
            changes = chain.ctx.changes()
            continue
        with pytest.raises(InvalidTransaction) as caught:
            apply(chain, raw)
        assert caught.value.variant == variant
        assert chain.ctx.changes() == changes


def test_only_known_inherents_stand_unsigned(chain: TestChain) -> None:
    from meritnet.codec.extrinsic import encode_bare

    raw = encode_bare(chain.runtime.call_bytes(transfer(chain)))
    with pytest.raises(UnknownTransaction, match="NoUnsignedValidator"):
        apply(chain, raw)


def test_the_moment_is_set_once_and_grows(chain: TestChain) -> None:
    apply(chain, chain.runtime.timestamp_inherent(5_000), 0)
    with pytest.raises(InvalidTransaction, match="only once"):
        apply(chain, chain.runtime.timestamp_inherent(6_000), 1)
    chain.runtime.executive.finalize(chain.ctx)
    assert timestamp.now.get(chain.ctx) == 5_000
    assert aura.current_slot.get(chain.ctx) == 5_000 // 250
    chain._settle()
    chain.begin()
    with pytest.raises(InvalidTransaction, match="must grow"):
        apply(chain, chain.runtime.timestamp_inherent(5_000), 0)


def test_a_block_without_a_moment_is_invalid(chain: TestChain) -> None:
    with pytest.raises(InvalidBlock, match="timestamp"):
        chain.runtime.executive.finalize(chain.ctx)


def test_block_hashes_are_kept_for_2400_blocks() -> None:
    chain = TestChain()
    chain.block(2_405)
    kept = dict(system_storage.block_hash.iter(chain.ctx))
    number = chain.ctx.block_number
    assert number - 1 in kept
    assert number - 2_400 in kept
    assert number - 2_401 not in kept
    assert len(kept) == 2_400


def test_events_decode_from_state_as_they_were_emitted(chain: TestChain) -> None:
    apply(chain, sign(chain.runtime, transfer(chain), "//Alice", 0))
    emitted = [(r.phase, r.event.pallet, r.event.name, r.args) for r in chain.ctx.events]
    apply(chain, chain.runtime.timestamp_inherent(5_000), 0)
    chain.runtime.executive.finalize(chain.ctx)
    item = system_storage.events
    raw = chain.ctx.changes()[item.key_of()]
    assert raw is not None
    decoded = item.value.decode(raw)
    seen = [(r.phase, r.event.name, r.event.args[0].name, r.event.args[0].args) for r in decoded]
    assert seen[: len(emitted)] == emitted
    assert system_storage.event_count.get(chain.ctx) == len(decoded)


def test_a_genesis_with_another_salt_has_another_root() -> None:
    from meritnet.runtime.genesis import local
    from meritnet.runtime.params import params_for
    from meritnet.runtime.runtime import Runtime
    from meritnet.testing.chain import DictState

    roots = set()
    for salt in (b"", b"a", b"b"):
        ctx = Runtime(params_for("local", 250)).context(DictState())
        local.build(ctx, local.LocalGenesis(salt=salt))
        roots.add(tuple(ctx.changes().items()))
    assert len(roots) == 3
