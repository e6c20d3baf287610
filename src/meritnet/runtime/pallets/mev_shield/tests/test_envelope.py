"""The envelope: what clients make opens, any bytes are taken apart or refused."""

import bittensor_core
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.crypto import ml_kem
from meritnet.primitives.hashing import twox_128
from meritnet.runtime.pallets.mev_shield import envelope
from meritnet.testing.chain import TestChain
from meritnet.testing.signing import sign

PUBLIC, SECRET = ml_kem.generate()
NONCE = bytes(range(24))


def opened(data: bytes, secret: bytes = SECRET) -> bytes | None:
    parsed = envelope.parse(data)
    assert parsed is not None
    return envelope.unseal(secret, parsed)


def test_what_the_reference_client_seals_opens() -> None:
    sealed = bittensor_core.encrypt_mlkem768(PUBLIC, b"an inner transaction", include_key_hash=True)
    parsed = envelope.parse(sealed)
    assert parsed is not None
    assert parsed.key_hash == twox_128(PUBLIC) == envelope.key_hash(PUBLIC)
    assert len(parsed.kem_ct) == ml_kem.CIPHERTEXT_BYTES
    assert parsed.plaintext_bytes == len(b"an inner transaction")
    assert envelope.unseal(SECRET, parsed) == b"an inner transaction"


@given(st.binary(max_size=200))
def test_sealing_is_undone_by_unsealing(plaintext: bytes) -> None:
    sealed = envelope.seal(PUBLIC, NONCE, plaintext)
    assert sealed is not None
    assert opened(sealed) == plaintext


def test_another_secret_does_not_open_and_no_key_does_not_seal() -> None:
    sealed = envelope.seal(PUBLIC, NONCE, b"text")
    assert sealed is not None
    assert opened(sealed, ml_kem.generate()[1]) is None
    assert opened(sealed, b"short") is None
    assert envelope.seal(PUBLIC[:-1], NONCE, b"text") is None


@given(st.binary(max_size=120))
def test_any_bytes_are_refused_or_their_parts_make_them_up(data: bytes) -> None:
    parsed = envelope.parse(data)
    if parsed is None:
        assert len(data) < 18 + int.from_bytes(data[16:18], "little") + 24
    else:
        length = len(parsed.kem_ct).to_bytes(2, "little")
        assert parsed.key_hash + length + parsed.kem_ct + parsed.nonce + parsed.aead_ct == data
        assert envelope.unseal(SECRET, parsed) is None


@pytest.mark.parametrize(
    "kem, nonce, sealed, parses",
    [
        (1088, 24, 64, True),
        (1088, 24, 0, True),
        (0, 24, 64, True),
        (4, 24, 16, True),
        (4, 23, 0, False),
        (4, 0, 0, False),
    ],
)
def test_only_the_length_decides_whether_it_is_an_envelope(
    kem: int, nonce: int, sealed: int, parses: bool
) -> None:
    data = bytes(16) + kem.to_bytes(2, "little") + bytes(kem + nonce + sealed)
    assert (envelope.parse(data) is not None) == parses


@pytest.mark.parametrize("length", [0, 5, 15, 16, 17, 18, 41])
def test_what_is_too_short_is_no_envelope(length: int) -> None:
    assert envelope.parse(bytes(length)) is None


def test_a_claimed_length_beyond_the_end_is_no_envelope() -> None:
    assert envelope.parse(bytes(16) + (1088).to_bytes(2, "little") + bytes(40)) is None


def test_the_inner_extrinsic_is_the_one_at_the_start() -> None:
    chain = TestChain()
    raw = sign(chain.runtime, chain.call("System", "remark", b"hello"), "//Alice", 1)
    inner = envelope.inner_extrinsic(raw + b"bytes behind it are ignored")
    assert inner is not None
    assert inner.raw == raw
    assert envelope.inner_extrinsic(raw[:-1]) is None
    assert envelope.inner_extrinsic(b"") is None


@given(st.binary(max_size=80))
def test_any_plaintext_is_an_extrinsic_or_none(plaintext: bytes) -> None:
    inner = envelope.inner_extrinsic(plaintext)
    assert inner is None or plaintext.startswith(inner.raw)
