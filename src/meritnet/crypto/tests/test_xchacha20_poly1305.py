"""XChaCha20-Poly1305: sealed and opened, any change noticed."""

from hypothesis import given
from hypothesis import strategies as st

from meritnet.crypto import xchacha20_poly1305 as aead

KEY, NONCE = bytes(range(32)), bytes(range(24))


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_to_the_same_bytes(plaintext: bytes) -> None:
    sealed = aead.seal(KEY, NONCE, plaintext)
    assert len(sealed) == len(plaintext) + aead.TAG_BYTES
    assert aead.unseal(KEY, NONCE, sealed) == plaintext


@given(st.integers(0, 39), st.integers(0, 7))
def test_a_flipped_bit_anywhere_does_not_open(position: int, bit: int) -> None:
    sealed = bytearray(aead.seal(KEY, NONCE, b"twenty-four bytes of txt"))
    sealed[position] ^= 1 << bit
    assert aead.unseal(KEY, NONCE, bytes(sealed)) is None


def test_another_key_another_nonce_or_no_tag_do_not_open() -> None:
    sealed = aead.seal(KEY, NONCE, b"text")
    assert aead.unseal(bytes(32), NONCE, sealed) is None
    assert aead.unseal(KEY, bytes(24), sealed) is None
    assert aead.unseal(KEY, NONCE, sealed[: aead.TAG_BYTES - 1]) is None
    assert aead.unseal(KEY, NONCE, b"") is None
