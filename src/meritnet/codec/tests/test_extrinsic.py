"""Calls, payloads and extrinsics against the recorded ones; refusal of everything malformed."""

import pytest

from meritnet.codec import Case, InvalidEncoding, InvalidValue
from meritnet.codec.common import MULTI_ADDRESS
from meritnet.codec.era import IMMORTAL, mortal
from meritnet.codec.extrinsic import (
    BARE_V4,
    DISABLED,
    ENABLED,
    Extra,
    SigningContext,
    decode_extrinsic,
    encode_bare,
    encode_signed,
    id_address,
    signature_payload,
)
from meritnet.codec.tests.recorded import VECTORS, call_type
from meritnet.crypto import signature
from meritnet.crypto.dev_keys import keypair
from meritnet.primitives import ss58
from meritnet.primitives.hashing import blake2_256

CALLS = {entry["call"]: entry for entry in VECTORS["calls"]}
TRANSFER = bytes.fromhex(CALLS["Balances.transfer_keep_alive"]["data"][2:])
# The long case of the recorded payloads: System.remark of 300 times 0xab.
LONG_REMARK = bytes.fromhex("0000" + "b104" + "ab" * 300)
CONTEXT = SigningContext(461, 1, b"\x33" * 32)


def _era(recorded):
    return IMMORTAL if recorded == "00" else mortal(recorded["period"], recorded["current"])


def _argument(name, value):
    if isinstance(value, str) and value.startswith("0x"):
        return bytes.fromhex(value[2:])
    if isinstance(value, str):
        account = ss58.decode(value)
        return id_address(account) if name == "dest" else account
    if isinstance(value, list):
        return tuple(
            tuple(_argument(name, part) for part in item) if isinstance(item, list) else item
            for item in value
        )
    return value


@pytest.mark.parametrize("name", [name for name in CALLS if isinstance(CALLS[name]["args"], dict)])
def test_recorded_calls_build_and_read_back(name):
    entry = CALLS[name]
    pallet, function = name.split(".")
    runtime_call = call_type()
    pallet_call = runtime_call.variant(pallet).fields[0].type
    arguments = {key: _argument(key, value) for key, value in entry["args"].items()}
    call = runtime_call(pallet, pallet_call(function, **arguments))
    data = runtime_call.encode(call)
    assert "0x" + data.hex() == entry["data"]
    assert "0x" + blake2_256(data).hex() == entry["hash"]
    assert runtime_call.decode(data) == call
    assert pallet_call.named(call.args[0]) == arguments


@pytest.mark.parametrize("name", ["Sudo.sudo", "Utility.batch_all", "Proxy.proxy"])
def test_recorded_calls_that_carry_calls(name):
    inner = call_type().decode(TRANSFER)
    one = Case("transfer_keep_alive", (inner.args[0].args[0], 1))
    pallet, function = name.split(".")
    raw = bytes.fromhex(CALLS[name]["data"][2:])
    call = call_type().decode(raw)
    assert call.name == pallet
    assert call.args[0].name == function
    carried = call.args[0].args[-1]
    expected = Case("Balances", (one,))
    assert carried == ((expected, expected) if function == "batch_all" else expected)
    assert call_type().encode(call) == raw


@pytest.mark.parametrize("index", range(len(VECTORS["signature_payloads"])))
def test_recorded_payloads(index):
    entry = VECTORS["signature_payloads"][index]
    hashed = entry["metadata_hash"] is not None
    extra = Extra(_era(entry["era"]), entry["nonce"], entry["tip"], ENABLED if hashed else DISABLED)
    birth = b"\x33" * 32 if entry["era_block_hash"].startswith("33") else b"\x44" * 32
    additional = CONTEXT.additional(birth, b"\x55" * 32 if hashed else None)
    assert "0x" + extra.encode().hex() == entry["extra"]
    assert "0x" + additional.hex() == entry["additional"]
    call = TRANSFER if entry["case"] == "short" else LONG_REMARK
    assert "0x" + signature_payload(call, extra, additional).hex() == entry["payload"]


def test_a_payload_is_hashed_above_256_bytes_and_not_at_256():
    extra, additional = Extra(), CONTEXT.additional(bytes(32))
    room = 256 - len(extra.encode()) - len(additional)
    assert len(signature_payload(bytes(room), extra, additional)) == 256
    longer = bytes(room + 1)
    assert signature_payload(longer, extra, additional) == blake2_256(longer + extra.encode() + additional)


@pytest.mark.parametrize("entry", VECTORS["signed_extrinsics"], ids=lambda entry: str(entry["era"]))
def test_recorded_extrinsics(entry):
    raw = bytes.fromhex(entry["extrinsic"][2:])
    alice = keypair("//Alice").account
    extra = Extra(_era(entry["era"]), entry["nonce"], entry["tip"])
    assert encode_signed(TRANSFER, id_address(alice), Case("Sr25519", (bytes(range(64)),)), extra) == raw
    extrinsic = decode_extrinsic(raw, call_type())
    assert "0x" + extrinsic.hash.hex() == entry["hash"]
    assert extrinsic.raw == raw
    assert extrinsic.call_data == TRANSFER
    assert extrinsic.call == call_type().decode(TRANSFER)
    assert extrinsic.signed.account == alice
    assert extrinsic.signed.extra == extra
    assert extrinsic.signed.signature == Case("Sr25519", (bytes(range(64)),))


@pytest.mark.parametrize("scheme", ["Sr25519", "Ed25519", "Ecdsa"])
def test_a_signed_extrinsic_verifies_after_the_trip(scheme):
    pair = keypair("//Bob", scheme)
    extra, additional = Extra(mortal(64, 1000), 7, 5), CONTEXT.additional(b"\x44" * 32)
    signed = pair.sign(signature_payload(TRANSFER, extra, additional))
    raw = encode_signed(TRANSFER, id_address(pair.account), signed, extra)
    read = decode_extrinsic(raw, call_type())
    payload = signature_payload(read.call_data, read.signed.extra, additional)
    assert signature.verify(read.signed.signature, read.signed.account, payload)
    assert not signature.verify(read.signed.signature, read.signed.account, payload + b"\x00")


def test_bare_extrinsics_come_in_two_versions():
    for raw, version in ((encode_bare(TRANSFER), 5), (encode_bare(TRANSFER, BARE_V4), 4)):
        read = decode_extrinsic(raw, call_type())
        assert (read.version, read.signed, read.call_data) == (version, None, TRANSFER)
    with pytest.raises(InvalidValue, match="4 or 5"):
        encode_bare(TRANSFER, 0x84)


@pytest.mark.parametrize(
    "form",
    [
        Case("Index", ((),)),
        Case("Raw", (b"raw",)),
        Case("Address32", (bytes(32),)),
        Case("Address20", (bytes(20),)),
    ],
)
def test_only_the_id_form_names_a_signer(form):
    raw = encode_signed(TRANSFER, form, Case("Sr25519", (bytes(64),)), Extra())
    read = decode_extrinsic(raw, call_type())
    assert read.signed.address == form
    assert read.signed.account is None
    assert MULTI_ADDRESS.decode(MULTI_ADDRESS.encode(form)) == form


@pytest.mark.parametrize(
    "raw,reason",
    [
        (b"", "compact integer"),
        (b"\x00", "empty"),
        (b"\x04", "claims 1 bytes, 0 follow"),
        (encode_bare(TRANSFER) + b"\x00", "follow"),
        (encode_bare(TRANSFER)[:-1], "follow"),
        (b"\x04\x45", "version byte 0x45"),
        (b"\x04\x04", "RuntimeCall"),
        (b"\x08\x84\x07", "MultiAddress at byte 2 has no variant 7"),
        (encode_bare(TRANSFER + b"\x00"), "1 bytes behind its call"),
    ],
)
def test_malformed_extrinsics_are_refused(raw, reason):
    with pytest.raises(InvalidEncoding, match=reason):
        decode_extrinsic(raw, call_type())


def test_the_metadata_hash_mode_must_be_known():
    raw = bytearray(encode_signed(TRANSFER, id_address(bytes(32)), Case("Sr25519", (bytes(64),)), Extra()))
    mode = len(raw) - len(TRANSFER) - 1
    raw[mode] = 2
    with pytest.raises(InvalidEncoding, match="Mode"):
        decode_extrinsic(bytes(raw), call_type())
