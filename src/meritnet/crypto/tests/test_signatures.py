"""The three schemes: own signatures verify, everything else does not, and nothing raises."""

import random

import bittensor_core
import pytest

from meritnet.codec import Case
from meritnet.crypto import dev_keys, ecdsa, ed25519, signature, sr25519
from meritnet.crypto.dev_keys import InvalidUri, keypair
from meritnet.primitives.hashing import blake2_256
from meritnet.testing.vectors import load

ACCOUNTS = load("wire/wire-vectors")["accounts"]
SCHEMES = ("Sr25519", "Ed25519", "Ecdsa")
SIZES = {"Sr25519": 64, "Ed25519": 64, "Ecdsa": 65}
DEV_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"


@pytest.mark.parametrize("name", ACCOUNTS)
def test_development_keys_are_the_recorded_ones(name):
    scheme = "Ed25519" if "ed25519" in name else "Sr25519"
    pair = keypair(name.split()[0], scheme)
    assert pair.address == ACCOUNTS[name]["ss58"]
    assert pair.account.hex() == ACCOUNTS[name]["public"][2:]


@pytest.mark.parametrize(
    "path", ["", "//Alice//1/soft", "/x//7", "//" + "long" * 20, "//18446744073709551616"]
)
def test_derivation_agrees_with_the_reference_library(path):
    assert keypair(path).address == bittensor_core.Keypair.create_from_uri(DEV_PHRASE + path).ss58_address


def test_the_ecdsa_account_is_the_published_development_one():
    # The compressed key of //Alice under ecdsa, as Substrate's own key tool prints it.
    assert keypair("//Alice", "Ecdsa").public.hex() == (
        "020a1091341fe5664bfa1782d5e04779689068c916b04cb365ec3153755684d9a1"
    )
    assert keypair("//Alice", "Ecdsa").account == blake2_256(keypair("//Alice", "Ecdsa").public)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_signature_binds_message_account_and_scheme(scheme):
    pair, other = keypair("//Alice", scheme), keypair("//Bob", scheme)
    signed = pair.sign(b"message")
    assert len(signed.args[0]) == SIZES[scheme]
    assert signature.verify(signed, pair.account, b"message")
    assert not signature.verify(signed, pair.account, b"messagE")
    assert not signature.verify(signed, other.account, b"message")
    for stranger in SCHEMES:
        if stranger != scheme:
            assert not signature.verify(Case(stranger, signed.args), pair.account, b"message")
    assert not signature.verify(Case("Bls", signed.args), pair.account, b"message")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_malformed_signatures_are_wrong_and_nothing_more(scheme):
    chance = random.Random(7)
    pair = keypair("//Alice", scheme)
    good = pair.sign(b"m").args[0]
    wrong = [b"", good[:-1], good + b"\x00", b"\xff" * len(good)]
    wrong += [chance.randbytes(len(good)) for _ in range(50)]
    for position in range(0, len(good), 3):
        flipped = bytearray(good)
        flipped[position] ^= 1
        wrong.append(bytes(flipped))
    for raw in wrong:
        assert not signature.verify(Case(scheme, (raw,)), pair.account, b"m")
    for account in (b"", bytes(31), b"\xff" * 32):
        assert not signature.verify(Case(scheme, (good,)), account, b"m")


def test_a_wrapped_message_does_not_verify_for_the_bare_one():
    pair = keypair("//Alice")
    wrapped = pair.sign(b"<Bytes>message</Bytes>").args[0]
    assert not sr25519.verify(wrapped, b"message", pair.public)
    assert sr25519.verify(wrapped, b"<Bytes>message</Bytes>", pair.public)


@pytest.mark.parametrize("crypto_type,scheme", [(0, "Ed25519"), (1, "Sr25519")])
def test_signatures_of_the_reference_library_verify(crypto_type, scheme):
    theirs = bittensor_core.Keypair.create_from_uri("//Alice", crypto_type=crypto_type)
    ours = keypair("//Alice", scheme)
    assert signature.verify(Case(scheme, (theirs.sign(b"payload"),)), ours.account, b"payload")
    assert theirs.verify(b"payload", ours.sign(b"payload").args[0])


def test_ed25519_follows_zip_215():
    # Quirk: a key and a signature of small order satisfy the cofactored equation for every message.
    assert ed25519.verify(bytes(64), b"anything", bytes(32))
    # RFC 8032, test 1: the empty message.
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signed = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b"
    )
    assert ed25519.verify(signed, b"", public)
    assert not ed25519.verify(signed, b"\x00", public)


def test_ecdsa_takes_recovery_ids_of_both_conventions():
    pair = keypair("//Alice", "Ecdsa")
    raw = pair.sign(b"m").args[0]
    ethereum = raw[:64] + bytes([raw[64] + 27])
    assert ecdsa.verify(ethereum, b"m", pair.account)
    assert ecdsa.recover(raw[:64] + b"\x04", bytes(32)) is None
    assert ecdsa.recover(bytes(65), bytes(32)) is None


def test_secrets_do_not_print():
    pair = keypair("//Alice")
    assert pair.secret.hex() not in repr(pair)
    assert "secret" not in repr(pair)


@pytest.mark.parametrize("uri", ["Alice", "///Alice", "//", "//Alice/", "x//Alice"])
def test_malformed_paths_are_refused(uri):
    with pytest.raises(InvalidUri, match="no derivation path"):
        keypair(uri)


def test_soft_junctions_and_unknown_schemes_are_refused():
    with pytest.raises(InvalidUri, match="soft junction"):
        keypair("//Alice/1", "Ed25519")
    with pytest.raises(InvalidUri, match="unknown"):
        keypair("//Alice", "Bls")
    assert len({keypair(f"//{name}").account for name in dev_keys.NAMES}) == len(dev_keys.NAMES)
