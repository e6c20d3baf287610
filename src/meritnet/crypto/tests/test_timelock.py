"""Timelocks: against the public client's own library in both directions, and everything that must not open."""

import hashlib

import bittensor_core
import pytest
from Crypto.Cipher import AES
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.codec import BYTES
from meritnet.crypto import bls, timelock
from meritnet.crypto.beacon import QUICKNET
from meritnet.crypto.timelock import CannotOpen, Failure, decrypt, encrypt
from meritnet.primitives.errors import Invalid
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.vectors import load

RECORDED = next(item for item in load("consensus/50_units")["items"] if item["kind"] == "timelock_ciphertext")
ROUND, SIGNATURE = RECORDED["round"], bytes.fromhex(RECORDED["drand_signature"])
SEALED, PLAIN = bytes.fromhex(RECORDED["ciphertext"]), bytes.fromhex(RECORDED["plaintext"])


def test_the_recorded_ciphertext_opens() -> None:
    assert decrypt(SEALED, SIGNATURE) == PLAIN


@pytest.mark.parametrize("size", [0, 1, 71, 4_000])
def test_what_the_public_client_locks_opens_here(size: int) -> None:
    plaintext = bytes(range(256)) * 16
    envelope, round_ = bittensor_core.encrypt_at_round(plaintext[:size], ROUND)
    assert round_ == ROUND
    sealed = bytes(bittensor_core.inner_ciphertext(envelope))
    assert len(sealed) == size + timelock.OVERHEAD_BYTES
    assert decrypt(sealed, SIGNATURE) == plaintext[:size]


def test_what_is_locked_here_opens_with_the_public_client() -> None:
    sealed = encrypt(b"forecast", ROUND, QUICKNET.public_key, b"e" * 32)
    envelope = BYTES.encode(sealed) + ROUND.to_bytes(8, "little")
    assert bytes(bittensor_core.decrypt_with_signature(envelope, SIGNATURE.hex())) == b"forecast"


@given(st.binary(max_size=300), st.integers(1, 2**64 - 1), st.binary(min_size=32, max_size=32))
@settings(max_examples=10)
def test_a_round_opens_what_was_locked_to_it(plaintext: bytes, round_: int, entropy: bytes) -> None:
    beacon = MadeBeacon()
    sealed = encrypt(plaintext, round_, beacon.public_key, entropy)
    assert len(sealed) == len(plaintext) + timelock.OVERHEAD_BYTES
    assert decrypt(sealed, beacon.signature(round_)) == plaintext


def test_other_entropy_gives_another_ciphertext_and_the_same_the_same() -> None:
    first, second, third = (encrypt(b"x", ROUND, QUICKNET.public_key, e * 32) for e in (b"a", b"b", b"a"))
    assert first == third != second
    assert first[:96] != second[:96]
    # Even the same entropy puts another content under another key.
    assert encrypt(b"y", ROUND, QUICKNET.public_key, b"a" * 32)[:96] != first[:96]


def failure_of(sealed: bytes, signature: bytes = SIGNATURE) -> Failure:
    with pytest.raises(CannotOpen) as caught:
        decrypt(sealed, signature)
    return caught.value.failure


def test_the_signature_of_another_round_or_beacon_does_not_open() -> None:
    beacon = MadeBeacon()
    assert failure_of(SEALED, beacon.signature(ROUND)) is Failure.DECRYPT
    assert failure_of(beacon.lock(b"x", 5), beacon.signature(6)) is Failure.DECRYPT


def test_a_signature_that_is_none_is_named() -> None:
    assert failure_of(SEALED, bytes(48)) is Failure.SIGNATURE
    assert failure_of(SEALED, b"") is Failure.SIGNATURE


U, V, W, BODY = 0, 104, 144, 184
"""Where the parts begin, behind their lengths."""


@pytest.mark.parametrize("cut", [0, 95, 100, 130, 170, 180, 200, len(SEALED) - 1])
def test_what_is_cut_off_is_no_ciphertext(cut: int) -> None:
    assert failure_of(SEALED[:cut]) is Failure.CIPHERTEXT


def test_a_point_that_is_none_is_no_ciphertext() -> None:
    assert failure_of(bytes(96) + SEALED[96:]) is Failure.CIPHERTEXT


@pytest.mark.parametrize("position", [V, W, W + 31, BODY + 8, BODY + 60, BODY + 71 + 16])
def test_an_altered_byte_does_not_open(position: int) -> None:
    altered = bytearray(SEALED)
    altered[position] ^= 1
    assert failure_of(bytes(altered)) is Failure.DECRYPT


def counted(data: bytes) -> bytes:
    return len(data).to_bytes(8, "little") + data


@pytest.mark.parametrize("v, w", [(b"", b"w" * 32), (b"v" * 32, b"w" * 31), (b"v" * 33, b"w" * 32)])
def test_parts_of_another_length_do_not_open(v: bytes, w: bytes) -> None:
    rest = SEALED[BODY - 8 :]
    assert failure_of(SEALED[:96] + counted(v) + counted(w) + rest) is Failure.DECRYPT


@pytest.mark.parametrize(
    "body", [b"", counted(b"short"), counted(b"c" * 20) + counted(b"n" * 11), counted(b"c" * 15)]
)
def test_a_body_that_is_none_does_not_open(body: bytes) -> None:
    head = SEALED[: BODY - 8]
    assert failure_of(head + counted(body) + counted(b"AES_GCM_")) is Failure.DECRYPT


def test_bytes_behind_the_end_and_the_ciphers_name_are_not_looked_at() -> None:
    # Quirk: as the reference reads it.
    assert decrypt(SEALED + b"more", SIGNATURE) == PLAIN
    assert decrypt(SEALED[:-8] + b"whatever", SIGNATURE) == PLAIN


def test_entropy_of_another_length_is_refused() -> None:
    with pytest.raises(Invalid, match="entropy"):
        encrypt(b"x", ROUND, QUICKNET.public_key, b"short")


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_arbitrary_bytes_are_refused_without_another_error(data: bytes) -> None:
    assert failure_of(data) in (Failure.CIPHERTEXT, Failure.DECRYPT)
    failure_of(SEALED[:96] + data)


# --- against the plain way ----------------------------------------------------------------------------------


def counted_parts(data: bytes, number: int) -> list[bytes] | None:
    parts = []
    for _ in range(number):
        end = 8 + int.from_bytes(data[:8], "little")
        if len(data) < max(end, 8):
            return None
        parts.append(data[8:end])
        data = data[end:]
    return parts


def plainly(sealed: bytes, signature: bytes) -> bytes | Failure:
    """Open a ciphertext step by step as the scheme is described: nothing shared, nothing remembered."""
    try:
        point = bls.G1Point.from_compressed_bytes(signature)
    except ValueError:
        return Failure.SIGNATURE
    parts = counted_parts(sealed[96:], 4)
    try:
        blinded = bls.G2Point.from_compressed_bytes(sealed[:96])
    except ValueError:
        return Failure.CIPHERTEXT
    if parts is None:
        return Failure.CIPHERTEXT
    v, w, body, _ = parts
    within = counted_parts(body, 2)
    if len(v) != 32 or len(w) != 32 or within is None:
        return Failure.DECRYPT
    mask = hashlib.sha256(bytes.fromhex(str(bls.GT.pairing(point, blinded)))).digest()
    sigma = bytes(a ^ b for a, b in zip(v, mask, strict=True))
    key = bytes(a ^ b for a, b in zip(w, hashlib.sha256(sigma).digest(), strict=True))
    blind = int.from_bytes(hashlib.sha256(sigma + key).digest(), "big")
    made = bls.G2Point() * bls.Scalar.from_be_bytes_mod_order(blind.to_bytes(32, "big"))
    content, nonce = within
    if made.to_compressed_bytes() != sealed[:96] or len(nonce) != 12 or len(content) < 16:
        return Failure.DECRYPT
    try:
        return AES.new(key, AES.MODE_GCM, nonce=nonce).decrypt_and_verify(content[:-16], content[-16:])
    except ValueError:
        return Failure.DECRYPT


def opened(sealed: bytes, signature: bytes) -> bytes | Failure:
    try:
        return decrypt(sealed, signature)
    except CannotOpen as error:
        return error.failure


@given(st.data())
@settings(max_examples=40)
def test_opening_is_the_plain_way(data: st.DataObject) -> None:
    beacon = MadeBeacon()
    sealed = bytearray(beacon.lock(data.draw(st.binary(max_size=40)), 7))
    signature = bytearray(beacon.signature(data.draw(st.sampled_from([7, 7, 7, 8]))))
    change = data.draw(st.sampled_from(["nothing", "a byte", "the end", "the signature"]))
    if change == "a byte":
        sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    elif change == "the end":
        del sealed[data.draw(st.integers(0, len(sealed))) :]
    elif change == "the signature":
        signature[data.draw(st.integers(0, 47))] ^= data.draw(st.integers(1, 255))
    for _ in range(2):
        assert opened(bytes(sealed), bytes(signature)) == plainly(bytes(sealed), bytes(signature))


def outside_the_subgroup() -> bytes:
    """Return the bytes of a point on the curve that is not in the group of the scheme."""
    for number in range(1, 200):
        data = bytes([0x80]) + bytes(94) + bytes([number])
        try:
            point = bls.G2Point.from_compressed_bytes_unchecked(data)
        except ValueError:
            continue
        if not point.is_in_subgroup():
            return data
    raise AssertionError("no such point among the first numbers")


def test_a_point_outside_the_subgroup_is_no_ciphertext() -> None:
    assert failure_of(outside_the_subgroup() + SEALED[96:]) is Failure.CIPHERTEXT


def test_a_signature_is_taken_apart_once_for_all_ciphertexts_of_its_round() -> None:
    beacon = MadeBeacon("taken apart once")
    timelock.signature_point.cache_clear()
    for number in range(3):
        assert decrypt(beacon.lock(bytes([number]), 9), beacon.signature(9)) == bytes([number])
    assert timelock.signature_point.cache_info().misses == 1


def test_what_is_remembered_is_bounded() -> None:
    assert timelock.content_key.cache_info().maxsize == timelock.REMEMBERED
    assert timelock.signature_point.cache_info().maxsize == timelock.ROUNDS
