"""Signed extrinsics: each extension refuses what it must, and says so as clients parse it."""

from dataclasses import replace

import bittensor_core
import pytest

from meritnet.codec import Case
from meritnet.codec.era import mortal
from meritnet.codec.extrinsic import ENABLED, encode_signed
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction
from meritnet.runtime.pallets.balances import accounts
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key
from meritnet.runtime.pallets.system import storage as system_storage
from meritnet.runtime.validity import NORMAL_PRIORITY, ValidTransaction
from meritnet.testing.chain import TestChain, account
from meritnet.testing.signing import sign

BOB = account("//Bob")


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def transfer(chain: TestChain, value: int = 10**9) -> Case:
    return chain.call("Balances", "transfer_keep_alive", Case("Id", (BOB,)), value)


def validate(chain: TestChain, raw: bytes) -> ValidTransaction:
    return chain.runtime.validate(chain.ctx, chain.runtime.decode(raw))


def refused(chain: TestChain, raw: bytes) -> str:
    before = chain.ctx.changes()
    with pytest.raises((InvalidTransaction, UnknownTransaction)) as caught:
        validate(chain, raw)
    assert chain.ctx.changes() == before
    return caught.value.variant


@pytest.mark.parametrize("scheme", ["Sr25519", "Ed25519", "Ecdsa"])
def test_every_signature_scheme_is_taken(chain: TestChain, scheme: str) -> None:
    from meritnet.crypto.dev_keys import keypair

    accounts.set_balance(chain.ctx, keypair("//Alice", scheme).account, 10**12)
    valid = validate(chain, sign(chain.runtime, transfer(chain), "//Alice", 0, scheme=scheme))
    assert (valid.priority, valid.requires, valid.longevity) == (NORMAL_PRIORITY, (), 2**64 - 1)


def test_a_future_nonce_requires_the_one_before(chain: TestChain) -> None:
    alice = account("//Alice")
    valid = validate(chain, sign(chain.runtime, transfer(chain), "//Alice", 3))
    assert valid.requires == (alice + (2).to_bytes(4, "little"),)
    assert valid.provides == (alice + (3).to_bytes(4, "little"),)


def test_a_changed_byte_is_a_bad_signature(chain: TestChain) -> None:
    raw = bytearray(sign(chain.runtime, transfer(chain), "//Alice", 0))
    raw[60] ^= 1
    assert refused(chain, bytes(raw)) == "BadProof"


def test_another_version_or_genesis_is_a_bad_signature(chain: TestChain) -> None:
    assert refused(chain, sign(chain.runtime, transfer(chain), "//Alice", 0, spec_version=1)) == "BadProof"
    assert (
        refused(chain, sign(chain.runtime, transfer(chain), "//Alice", 0, genesis_hash=b"x" * 32))
        == "BadProof"
    )


def test_a_wrapped_message_is_a_bad_signature(chain: TestChain) -> None:
    from meritnet.codec.extrinsic import Extra, SigningContext, id_address, signature_payload
    from meritnet.crypto.dev_keys import keypair

    alice, call_data = keypair("//Alice"), chain.runtime.call_bytes(transfer(chain))
    signing = SigningContext(chain.runtime.params.spec_version, 1, chain.runtime.extensions.genesis_hash)
    payload = signature_payload(call_data, Extra(), signing.additional(chain.runtime.extensions.genesis_hash))
    wrapped = alice.sign(b"<Bytes>" + payload + b"</Bytes>")
    assert refused(chain, encode_signed(call_data, id_address(alice.account), wrapped, Extra())) == "BadProof"


def test_a_used_nonce_is_stale(chain: TestChain) -> None:
    record = system_storage.account.get(chain.ctx, account("//Alice"))
    system_storage.account.set(chain.ctx, account("//Alice"), record._replace(nonce=5))
    assert refused(chain, sign(chain.runtime, transfer(chain), "//Alice", 4)) == "Stale"


def test_an_account_that_is_not_there_cannot_pay(chain: TestChain) -> None:
    assert refused(chain, sign(chain.runtime, transfer(chain), "//penniless", 0)) == "Payment"


def test_a_balance_below_the_fee_cannot_pay(chain: TestChain) -> None:
    accounts.set_balance(chain.ctx, account("//poor"), 100_000)
    assert refused(chain, sign(chain.runtime, transfer(chain, 500), "//poor", 0)) == "Payment"


def test_a_mortal_extrinsic_dies_with_its_era(chain: TestChain) -> None:
    chain.block(20)
    number = chain.ctx.block_number - 1
    era = mortal(8, number)
    birth = system_storage.block_hash.get(chain.ctx, era.birth(chain.ctx.block_number))
    raw = sign(chain.runtime, transfer(chain), "//Alice", 0, era=era, birth_hash=birth)
    assert validate(chain, raw).longevity == era.death(chain.ctx.block_number) - chain.ctx.block_number
    chain.block(8)
    # The same bytes now mean the next window, whose birth hash is another.
    assert refused(chain, raw) == "BadProof"


def test_an_era_that_begins_in_the_future_has_no_birth_block(chain: TestChain) -> None:
    raw = sign(chain.runtime, transfer(chain), "//Alice", 0, era=mortal(64, 40), birth_hash=b"y" * 32)
    assert refused(chain, raw) == "AncientBirthBlock"


def test_only_the_sudo_key_signs_sudo_calls(chain: TestChain) -> None:
    inner = chain.call("System", "remark", b"")
    assert refused(chain, sign(chain.runtime, chain.call("Sudo", "sudo", inner), "//Bob", 0)) == "BadSigner"
    assert sudo_key.get(chain.ctx) == account("//Alice")
    validate(chain, sign(chain.runtime, chain.call("Sudo", "sudo", inner), "//Alice", 0))


def test_a_signed_metadata_hash_must_be_that_of_this_runtime(chain: TestChain) -> None:
    runtime = chain.runtime
    digest = bittensor_core.metadata_digest(
        runtime.metadata_v15, runtime.params.spec_version, "node-subtensor"
    )
    validate(chain, sign(runtime, transfer(chain), "//Alice", 0, mode=ENABLED, metadata_hash=digest))
    wrong = bytes(32)
    assert refused(
        chain, sign(runtime, transfer(chain), "//Alice", 0, mode=ENABLED, metadata_hash=wrong)
    ) == ("BadProof")


def test_the_mode_is_signed_too(chain: TestChain) -> None:
    raw = sign(chain.runtime, transfer(chain), "//Alice", 0)
    by = chain.runtime.decode(raw).signed
    assert by is not None
    switched = replace(by.extra, mode=ENABLED)
    call_data = chain.runtime.decode(raw).call_data
    assert refused(chain, encode_signed(call_data, by.address, by.signature, switched)) == "BadProof"


def test_an_unsigned_extrinsic_is_not_taken_from_outside(chain: TestChain) -> None:
    assert refused(chain, chain.runtime.timestamp_inherent(5)) == "NoUnsignedValidator"


def test_a_call_above_the_weight_limit_does_not_fit(chain: TestChain) -> None:
    heavy = chain.call("Sudo", "sudo_unchecked_weight", chain.call("System", "remark", b""), (3 * 10**12, 0))
    assert refused(chain, sign(chain.runtime, heavy, "//Alice", 0)) == "ExhaustsResources"


def test_the_zero_account_cannot_sign(chain: TestChain) -> None:
    raw = sign(chain.runtime, transfer(chain), "//Alice", 0)
    zeroed = chain.runtime.decode(raw[:4] + bytes(32) + raw[36:])
    with pytest.raises(InvalidTransaction) as caught:
        chain.runtime.extensions.check(chain.ctx, zeroed, pool=True)
    assert caught.value.variant == "BadSigner"


def shielded(
    chain: TestChain, data: bytes, period: int | None = 8, by: str = "//Alice", nonce: int = 0
) -> bytes:
    """Return a signed envelope whose era begins now."""
    call = chain.call("MevShield", "submit_encrypted", data)
    if period is None:
        return sign(chain.runtime, call, by, nonce)
    era = mortal(period, chain.ctx.block_number - 1)
    birth = system_storage.block_hash.get(chain.ctx, era.birth(chain.ctx.block_number))
    return sign(chain.runtime, call, by, nonce, era=era, birth_hash=birth)


EMPTY_ENVELOPE = bytes(16 + 2 + 24)


@pytest.mark.parametrize("period", [4, 8])
def test_a_shielded_transaction_may_live_eight_blocks(chain: TestChain, period: int) -> None:
    chain.block(20)
    assert validate(chain, shielded(chain, EMPTY_ENVELOPE, period)).longevity <= period


@pytest.mark.parametrize("period", [None, 16, 128])
def test_a_shielded_transaction_with_a_longer_era_is_stale(chain: TestChain, period: int | None) -> None:
    chain.block(20)
    assert refused(chain, shielded(chain, EMPTY_ENVELOPE, period)) == "Stale"


@pytest.mark.parametrize("data", [b"", b"\0", EMPTY_ENVELOPE[:-1], bytes(16) + b"\x01\0" + bytes(24)])
def test_what_is_no_envelope_is_custom_error_23(chain: TestChain, data: bytes) -> None:
    chain.block(20)
    with pytest.raises(InvalidTransaction) as caught:
        validate(chain, shielded(chain, data))
    assert (caught.value.variant, caught.value.custom) == ("Custom", 23)


def test_the_key_of_an_envelope_is_not_looked_at(chain: TestChain) -> None:
    chain.block(20)
    validate(chain, shielded(chain, b"\xff" * 16 + EMPTY_ENVELOPE[16:]))


def test_an_era_is_judged_before_an_envelope_and_also_in_a_block(chain: TestChain) -> None:
    chain.block(20)
    assert refused(chain, shielded(chain, b"", 16)) == "Stale"
    for raw in (shielded(chain, b""), shielded(chain, EMPTY_ENVELOPE, 16)):
        with pytest.raises(InvalidTransaction):
            chain.runtime.executive.apply(chain.ctx, chain.runtime.decode(raw), 1, signature_known=False)


def test_other_calls_may_live_as_long_as_they_like(chain: TestChain) -> None:
    chain.block(20)
    validate(chain, sign(chain.runtime, chain.call("System", "remark", b""), "//Alice", 0))
