"""Our codec against the recordings in the source archive of the reference client, where that has been fetched."""

import json
import tarfile
from functools import cache
from pathlib import Path

import pytest

from meritnet.codec import BYTES, Compact, InvalidEncoding, Option
from meritnet.codec.base import Type, VariantShape
from meritnet.codec.era import ERA, IMMORTAL, mortal
from meritnet.codec.extrinsic import (
    Extra,
    SigningContext,
    decode_extrinsic,
    encode_signed,
    id_address,
    signature_payload,
)
from meritnet.codec.header import header_from_json
from meritnet.codec.metadata import decode_metadata
from meritnet.codec.metadata_layout import METADATA_V14, METADATA_V15
from meritnet.codec.numbers import U64, UNIT, IntType
from meritnet.codec.portable import PortableRegistry, same_shape
from meritnet.codec.storage_key import HASHERS, read_key_parts, storage_key
from meritnet.codec.tests import recorded
from meritnet.codec.types import Case
from meritnet.primitives import ss58

from .plain import comparable, plain

ARCHIVE = Path(__file__).resolve().parents[2] / ".cache" / "fixtures" / "bittensor-11.3.0.tar.gz"
FOLDER = "bittensor-11.3.0/tests/fixtures/"

pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason="fixtures are not fetched; run `make fixtures`")


@cache
def _file(name: str):
    with tarfile.open(ARCHIVE) as archive:
        member = archive.extractfile(FOLDER + name)
        assert member is not None, name
        return json.load(member)


@cache
def _golden():
    return _file("golden.json")


@cache
def _metadata(version: int):
    raw = _raw(_golden()["metadata"][f"v{version}_hex"])
    return Option(BYTES).decode(raw) if version == 15 else raw


@cache
def _types() -> PortableRegistry:
    return PortableRegistry.from_metadata(decode_metadata(_metadata(15))[1].types)


@cache
def _call_type() -> Type:
    return _types().type(decode_metadata(_metadata(15))[1].outer_enums.call)


def _raw(hexed: str) -> bytes:
    return bytes.fromhex(hexed[2:])


def _entry(pallet: str, item: str):
    content = decode_metadata(_metadata(15))[1]
    storage = next(entry.storage for entry in content.pallets if entry.name == pallet)
    return next(entry for entry in storage.entries if entry.name == item)


def _parts(entry):
    if entry.type.name == "Plain":
        return []
    hashers, key, _ = entry.type.args
    keys = [_types().type(key)]
    if len(hashers) > 1:
        keys = list(keys[0].items)
    return [(HASHERS[hasher.name], kind) for hasher, kind in zip(hashers, keys, strict=True)]


def _value(rendered):
    """Return a rendered key or call argument as ours: addresses become accounts."""
    if isinstance(rendered, str):
        return _raw(rendered) if rendered.startswith("0x") else ss58.decode(rendered)
    return rendered


def _era(rendered):
    return IMMORTAL if rendered == "00" else mortal(rendered["period"], rendered["current"])


@pytest.mark.parametrize("version,layout", [(14, METADATA_V14), (15, METADATA_V15)])
def test_real_metadata_is_read_and_written_back_byte_for_byte(version, layout):
    found, content = decode_metadata(_metadata(version))
    assert found == version
    assert layout.encode(content) == _metadata(version)[5:]


def test_the_recorded_registry_is_the_real_one():
    assert _types().ids() == recorded.registry().ids()
    for number in _types().ids():
        assert same_shape(_types().type(number), recorded.type_of(number)) == []


def test_storage_keys_and_values():
    for entry in _golden()["storage_keys"]:
        described = _entry(entry["pallet"], entry["storage_function"])
        values = tuple(_value(value) for value in entry["params"])
        key = storage_key(entry["pallet"], entry["storage_function"], _parts(described), values)
        assert "0x" + key.hex() == entry["key_hex"]
    for entry in _golden()["storage_values"]:
        described = _entry(entry["pallet"], entry["storage_function"])
        kind = _types().type(described.type.args[-1])
        value = kind.decode(_raw(entry["raw_hex"]) if entry["raw_hex"] else described.default)
        assert comparable(plain(kind, value)) == comparable(entry["decoded"])


def test_map_entries_are_read_back_from_their_keys():
    pairs = 0
    for entry in _golden()["query_maps"]:
        described = _entry(entry["pallet"], entry["storage_function"])
        parts, kind = _parts(described), _types().type(described.type.args[-1])
        fixed = len(entry["params"])
        for (key, raw), (shown_key, shown) in zip(entry["raw_changes"], entry["pairs"], strict=True):
            values = read_key_parts(_raw(key), parts)
            free = [plain(part, value) for (_, part), value in zip(parts, values, strict=True)][fixed:]
            assert comparable(free) == comparable(shown_key if len(free) > 1 else [shown_key])
            assert comparable(plain(kind, kind.decode(_raw(raw)))) == comparable(shown)
            pairs += 1
    assert pairs > 3


def test_calls_payloads_and_extrinsics():
    golden = _golden()
    context = SigningContext(
        golden["network"]["spec_version"],
        golden["network"]["transaction_version"],
        _raw(golden["network"]["genesis_hash"]),
    )
    for entry in golden["calls"]:
        call = _call_type().decode(_raw(entry["data_hex"]))
        assert (call.name, call.args[0].name) == (entry["module"], entry["function"])
        assert "0x" + _call_type().encode(call).hex() == entry["data_hex"]
    for entry in golden["signature_payloads"]:
        extra = Extra(_era(entry["era"]), entry["nonce"], entry["tip"])
        birth = (
            _raw(entry["era_birth_block_hash"]) if "era_birth_block_hash" in entry else context.genesis_hash
        )
        payload = signature_payload(_raw(entry["call_data_hex"]), extra, context.additional(birth))
        assert "0x" + payload.hex() == entry["payload_hex"]
    for entry in golden["extrinsics"]:
        extra = Extra(_era(entry["era"]), entry["nonce"], entry["tip"])
        account = _raw(entry["public_key_hex"])
        scheme = ("Ed25519", "Sr25519", "Ecdsa")[entry["signature_version"]]
        signature = Case(scheme, (_raw(entry["signature_hex"])[:64],))
        raw = encode_signed(_raw(entry["call_data_hex"]), id_address(account), signature, extra)
        assert "0x" + raw.hex() == entry["extrinsic_hex"]
        extrinsic = decode_extrinsic(raw, _call_type())
        assert "0x" + extrinsic.hash.hex() == entry["extrinsic_hash"]
        assert ss58.encode(extrinsic.signed.account) == entry["address"]


def test_a_real_block_has_the_hash_that_the_chain_gave_it():
    block = _golden()["block"]
    shape = block["raw"]["block"]["header"]
    header = header_from_json(shape)
    assert "0x" + header.hash.hex() == block["block_hash"]
    assert header.to_json() == shape
    for raw in map(_raw, block["raw"]["block"]["extrinsics"]):
        extrinsic = decode_extrinsic(raw, _call_type())
        assert _call_type().encode(extrinsic.call) == extrinsic.call_data


def test_real_events_and_runtime_answers():
    golden = _golden()
    described = _entry("System", "Events")
    kind = _types().type(described.type.args[-1])
    raw = _raw(golden["events"]["raw_hex"])
    events = kind.decode(raw)
    assert kind.encode(events) == raw
    assert comparable(plain(kind, events)) == comparable(golden["events"]["decoded"])
    apis = {api.name: api for api in decode_metadata(_metadata(15))[1].apis}
    for entry in golden["runtime_calls"]:
        method = next(m for m in apis[entry["api"]].methods if m.name == entry["method"])
        output = _types().type(method.output)
        value = output.decode(_raw(entry["raw_hex"]))
        assert comparable(plain(output, value)) == comparable(entry["decoded"])


def _holds_narrow_values(declared: Type, seen: set[int]) -> bool:
    """Return whether a type holds something that the corpus fills with values which the chain cannot hold.

    Its generator writes any 30-bit number into compacts, of whatever type, and any two bytes as an era.
    """
    declared = declared.resolve()
    if id(declared) in seen:
        return False
    seen.add(id(declared))
    if declared is ERA:
        return True
    if isinstance(declared, Compact):
        base = declared.item.unwrapped()
        return base is UNIT or (isinstance(base, IntType) and base.width < U64.width // 2)
    shape = declared.shape()
    if isinstance(shape, VariantShape):
        parts = [field.type for variant in shape.variants for field in variant.fields]
    else:
        held = getattr(shape, "item", None)
        fields = [field.type for field in getattr(shape, "fields", ())]
        parts = [*fields, *getattr(shape, "items", ()), *([held] if held is not None else [])]
    return any(_holds_narrow_values(part, seen) for part in parts)


def test_the_shape_corpus():
    agreed, refused, unsorted = 0, 0, 0
    for entry in _file("shape_corpus/corpus.json")["types"]:
        declared = _types().type(entry["id"])
        for sample in entry["samples"]:
            raw = _raw(sample["scale_hex"])
            try:
                value = declared.decode(raw)
            except InvalidEncoding:
                assert _holds_narrow_values(declared, set()), (
                    entry["id"],
                    entry["name"],
                    sample["scale_hex"],
                )
                refused += 1
                continue
            if declared.encode(value) != raw:
                # Maps and sets that the generator wrote out of order are read, and written in order.
                assert sorted(declared.encode(value)) == sorted(raw)
                unsorted += 1
            if declared.path != "BTreeSet":
                assert comparable(plain(declared, value)) == comparable(sample["decoded"])
            agreed += 1
    assert agreed > 2700
    assert refused + unsorted < 200
