"""ML-KEM-768: agreement, implicit rejection, refusal of what is no key."""

import bittensor_core
import pytest

from meritnet.crypto import ml_kem
from meritnet.crypto import xchacha20_poly1305 as aead

PUBLIC, SECRET = ml_kem.generate()


def test_both_sides_agree_and_every_message_is_another():
    first, second = ml_kem.encapsulate(PUBLIC), ml_kem.encapsulate(PUBLIC)
    assert first is not None
    assert second is not None
    assert (len(PUBLIC), len(SECRET)) == (ml_kem.PUBLIC_BYTES, ml_kem.SECRET_BYTES)
    assert (len(first[0]), len(first[1])) == (ml_kem.SHARED_BYTES, ml_kem.CIPHERTEXT_BYTES)
    assert first != second
    assert ml_kem.decapsulate(SECRET, first[1]) == first[0]


def test_what_another_implementation_encapsulates_is_decapsulated():
    sealed = bittensor_core.encrypt_mlkem768(PUBLIC, b"a message", include_key_hash=False)
    length = int.from_bytes(sealed[:2], "little")
    shared = ml_kem.decapsulate(SECRET, sealed[2 : 2 + length])
    assert shared is not None
    assert aead.unseal(shared, sealed[2 + length : 26 + length], sealed[26 + length :]) == b"a message"


def test_a_foreign_ciphertext_gives_a_steady_secret_that_fits_nothing():
    agreed = ml_kem.encapsulate(ml_kem.generate()[0])
    assert agreed is not None
    found = ml_kem.decapsulate(SECRET, agreed[1])
    assert found is not None
    assert found != agreed[0]
    assert found == ml_kem.decapsulate(SECRET, agreed[1])


@pytest.mark.parametrize("public", [b"", PUBLIC[:-1], PUBLIC + b"\0", b"\xff" * ml_kem.PUBLIC_BYTES])
def test_what_is_no_public_key_is_refused(public):
    assert ml_kem.encapsulate(public) is None


@pytest.mark.parametrize("secret", [b"", SECRET[:-1], SECRET + b"\0", b"\xff" * ml_kem.SECRET_BYTES])
def test_what_is_no_secret_key_is_refused(secret):
    assert ml_kem.decapsulate(secret, bytes(ml_kem.CIPHERTEXT_BYTES)) is None


def test_a_secret_key_holds_its_public_key():
    assert ml_kem.public_of(SECRET) == PUBLIC


@pytest.mark.parametrize("secret", [b"", SECRET[:-1], SECRET + b"\0", bytes(ml_kem.SECRET_BYTES)])
def test_what_is_no_secret_key_holds_none(secret):
    assert ml_kem.public_of(secret) is None


@pytest.mark.parametrize("length", [0, 4, ml_kem.CIPHERTEXT_BYTES - 1, ml_kem.CIPHERTEXT_BYTES + 1])
def test_a_ciphertext_of_another_length_is_refused(length):
    assert ml_kem.decapsulate(SECRET, bytes(length)) is None
