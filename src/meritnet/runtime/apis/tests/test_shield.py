"""ShieldApi, encoded and decoded as the recorded tables describe it."""

import pytest

from meritnet.codec import BYTES
from meritnet.crypto import ml_kem
from meritnet.primitives.hashing import twox_128
from meritnet.runtime.pallets.mev_shield import envelope, storage
from meritnet.runtime.pallets.mev_shield.types import SHIELDED_TRANSACTION
from meritnet.testing.chain import TestChain
from meritnet.testing.conformance import api_table, registry
from meritnet.testing.signing import sign

API = "ShieldApi"
PUBLIC, SECRET = ml_kem.generate()


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def answer(chain: TestChain, method: str, data: bytes) -> object:
    recorded = registry().type(api_table()[API][method]["output_type_id"])
    return recorded.decode(chain.runtime.call_api(chain.ctx, f"{API}_{method}", data))


def seal(plaintext: bytes) -> bytes:
    data = envelope.seal(PUBLIC, bytes(24), plaintext)
    assert data is not None
    return data


def test_a_shielded_transaction_is_taken_apart(chain: TestChain) -> None:
    data = seal(b"text")
    raw = sign(chain.runtime, chain.call("MevShield", "submit_encrypted", data), "//Alice", 0)
    parsed = envelope.parse(data)
    found = answer(chain, "try_decode_shielded_tx", raw)
    assert parsed is not None
    assert tuple(found) == tuple(parsed)  # type: ignore[arg-type]


def test_another_call_a_bad_signature_or_no_envelope_is_none(chain: TestChain) -> None:
    runtime = chain.runtime
    other = sign(runtime, chain.call("System", "remark", b""), "//Alice", 0)
    short = sign(runtime, chain.call("MevShield", "submit_encrypted", b"short"), "//Alice", 0)
    forged = bytearray(sign(runtime, chain.call("MevShield", "submit_encrypted", seal(b"")), "//Alice", 0))
    forged[50] ^= 1
    for raw in (other, short, bytes(forged)):
        assert answer(chain, "try_decode_shielded_tx", raw) is None


def test_the_current_key_is_the_pending_one(chain: TestChain) -> None:
    assert answer(chain, "is_shielded_using_current_key", twox_128(PUBLIC)) is False
    storage.current_key.set(chain.ctx, PUBLIC)
    assert answer(chain, "is_shielded_using_current_key", twox_128(PUBLIC)) is False
    storage.pending_key.set(chain.ctx, PUBLIC)
    assert answer(chain, "is_shielded_using_current_key", twox_128(PUBLIC)) is True


def unshield(chain: TestChain, secret: bytes, data: bytes) -> bytes:
    parsed = envelope.parse(data)
    argument = BYTES.encode(secret) + SHIELDED_TRANSACTION.encode(parsed)
    return chain.runtime.call_api(chain.ctx, f"{API}_try_unshield_tx", argument)


def test_with_the_secret_key_an_envelope_opens(chain: TestChain) -> None:
    raw = sign(chain.runtime, chain.call("System", "remark", b"hidden"), "//Alice", 1)
    assert unshield(chain, SECRET, seal(raw)) == b"\x01" + raw


def test_a_wrong_key_or_no_transaction_gives_none(chain: TestChain) -> None:
    raw = sign(chain.runtime, chain.call("System", "remark", b"hidden"), "//Alice", 1)
    for secret, data in (
        (ml_kem.generate()[1], seal(raw)),
        (b"", seal(raw)),
        (SECRET, seal(b"")),
        (SECRET, seal(b"x")),
    ):
        assert unshield(chain, secret, data) == b"\x00"
