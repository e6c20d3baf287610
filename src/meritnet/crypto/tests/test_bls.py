"""BLS signatures: the public beacon's, our own, and bytes that are none."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meritnet.crypto import bls
from meritnet.crypto.beacon import QUICKNET, message_of
from meritnet.primitives.errors import Invalid
from meritnet.testing.vectors import load

RECORDED = next(item for item in load("consensus/50_units")["items"] if item["kind"] == "timelock_ciphertext")
ROUND, SIGNATURE = RECORDED["round"], bytes.fromhex(RECORDED["drand_signature"])


def test_the_public_beacons_signature_fits_its_round_only() -> None:
    assert bls.verify(QUICKNET.public_key, message_of(ROUND), SIGNATURE)
    assert not bls.verify(QUICKNET.public_key, message_of(ROUND + 1), SIGNATURE)


def test_a_signature_fits_its_own_key_and_message_only() -> None:
    secret, other = bls.secret_of(b"a" * 32), bls.secret_of(b"b" * 32)
    signature = bls.sign(secret, b"message")
    assert len(signature) == bls.SIGNATURE_BYTES
    assert len(bls.public_key(secret)) == bls.PUBLIC_KEY_BYTES
    assert bls.verify(bls.public_key(secret), b"message", signature)
    assert not bls.verify(bls.public_key(other), b"message", signature)
    assert not bls.verify(bls.public_key(secret), b"Message", signature)
    assert bls.sign(secret, b"message") == signature


def test_the_hash_to_the_curve_is_that_of_the_standard() -> None:
    # RFC 9380, appendix J.9.1 (BLS12381G1_XMD:SHA-256_SSWU_RO_), empty message: x of the point.
    x = bls.G1Point.hash_to_curve(
        b"", b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"
    ).to_xy_bytes_be()[:48]
    assert x.hex() == (
        "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1"
    )


@pytest.mark.parametrize(
    "signature", [b"", SIGNATURE[:-1], SIGNATURE + b"\0", bytes(48), b"\x9f" + SIGNATURE[1:]]
)
def test_bytes_that_are_no_point_are_refused(signature: bytes) -> None:
    with pytest.raises(bls.InvalidPoint, match="no point of G1"):
        bls.verify(QUICKNET.public_key, message_of(ROUND), signature)


def test_a_key_that_is_no_point_is_refused() -> None:
    with pytest.raises(bls.InvalidPoint, match="no point of G2"):
        bls.verify(SIGNATURE + SIGNATURE, message_of(ROUND), SIGNATURE)


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(Invalid, match="32 bytes"):
        bls.secret_of(b"short")


@given(st.binary(min_size=0, max_size=100))
@settings(max_examples=60)
def test_no_bytes_pass_for_the_signature(data: bytes) -> None:
    try:
        verified = bls.verify(QUICKNET.public_key, message_of(ROUND), data)
    except bls.InvalidPoint:
        return
    assert not verified


ORDER = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001


@given(st.integers(0, ORDER - 1))
@example(0)
@example(1)
@example(255)
@example(256)
@example(ORDER - 1)
@settings(max_examples=25)
def test_the_sum_of_known_multiples_is_the_multiplication(number: int) -> None:
    scalar = bls.Scalar.from_be_bytes_mod_order(number.to_bytes(32, "big"))
    found = bls.generator_times(scalar)
    assert found == bls.G2Point() * scalar
    assert found.to_compressed_bytes() == (bls.G2Point() * scalar).to_compressed_bytes()
