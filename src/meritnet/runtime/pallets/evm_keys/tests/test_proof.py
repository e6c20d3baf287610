"""Proofs against Ethereum's own libraries and published values."""

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_hash.auto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.hashing import keccak_256
from meritnet.runtime.pallets.evm_keys import proof

HOTKEY = bytes(range(32))


def test_keccak_of_nothing_is_the_known_value() -> None:
    known = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak_256(b"").hex() == known


@given(st.binary(max_size=300))
def test_keccak_agrees_with_another_library(data: bytes) -> None:
    assert keccak_256(data) == keccak(data)


def test_the_message_is_the_hotkey_and_the_hash_of_the_encoded_block() -> None:
    assert proof.message(HOTKEY, 258) == HOTKEY + keccak((258).to_bytes(8, "little"))


@settings(max_examples=20)
@given(st.integers(1, 2**200), st.integers(0, 2**64 - 1))
def test_a_wallets_signature_names_its_address(secret: int, block: int) -> None:
    wallet = Account.from_key(secret.to_bytes(32, "big"))
    text = proof.message(HOTKEY, block)
    signature = wallet.sign_message(encode_defunct(primitive=text)).signature
    for written in (bytes(signature), bytes(signature[:64]) + bytes([signature[64] - 27])):
        public = proof.signer(written, text)
        assert public is not None
        assert proof.address_of(public) == bytes.fromhex(wallet.address[2:])


@pytest.mark.parametrize("last", [4, 26, 31, 54, 255])
def test_a_recovery_id_out_of_range_names_nobody(last: int) -> None:
    signature = Account.from_key(b"\1" * 32).sign_message(encode_defunct(primitive=b"x")).signature
    assert proof.signer(bytes(signature[:64]) + bytes([last]), b"x") is None


def test_a_malformed_signature_names_nobody() -> None:
    assert proof.signer(bytes(65), b"x") is None
    assert proof.signer(b"\xff" * 64 + b"\0", b"x") is None


def test_what_is_no_point_has_no_address() -> None:
    assert proof.address_of(b"\5" + bytes(32)) is None
