"""The reference codec loads our metadata and reads and writes the same bytes as we do."""

import random
from functools import cache

import bittensor_core
import pytest

from meritnet.codec import (
    BOOL,
    BYTES,
    I64,
    STR,
    U8,
    U16,
    U32,
    U64,
    U128,
    Array,
    BoundedVec,
    BTreeMap,
    BTreeSet,
    ByteArray,
    Case,
    Compact,
    Enum,
    Lazy,
    Option,
    Packed,
    Struct,
    Tuple,
    Variant,
    Vec,
    common,
)
from meritnet.codec.base import Type
from meritnet.codec.era import IMMORTAL, mortal
from meritnet.codec.extrinsic import (
    DISABLED,
    ENABLED,
    Extra,
    SigningContext,
    decode_extrinsic,
    encode_signed,
    id_address,
    signature_payload,
)
from meritnet.codec.metadata import (
    ApiMeta,
    ConstantMeta,
    MethodMeta,
    PalletMeta,
    RuntimeMeta,
    StorageEntry,
    encode_v14,
    encode_v15,
    standard_extrinsic,
)
from meritnet.codec.metadata_layout import FIELD, MAGIC, METADATA_V15, PARAM, PORTABLE_TYPE, VARIANT
from meritnet.codec.numbers import IntType
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY, TWOX64_CONCAT, storage_key
from meritnet.codec.tests import recorded
from meritnet.crypto.dev_keys import keypair

from .plain import comparable, plain

LOCK = Struct("pallet_p::Lock", [("mass", common.ALPHA), ("conviction", common.U64F64_T), ("at", U64)])
SIDE = Enum(
    "pallet_p::Side", [Variant(0, "Buy"), Variant(5, "Sell"), Variant(9, "Swap", [("price", Compact(U64))])]
)
CALL = Enum(
    "pallet_p::pallet::Call",
    [
        Variant(
            0, "set_weights", [("netuid", common.NET_UID), ("dests", Vec(U16)), ("weights", Packed(U16))]
        ),
        Variant(1, "remark", [("remark", BYTES)]),
        Variant(4, "mixed", [("who", common.ACCOUNT_ID), ("sides", Vec(SIDE)), ("lock", Option(LOCK))]),
        Variant(7, "batch", [("calls", Vec(Lazy(lambda: OUTER_CALL, "RuntimeCall")))]),
        Variant(8, "maps", [("by_id", BTreeMap(U16, U64)), ("ids", BTreeSet(common.NET_UID))]),
        Variant(9, "pay", [("dest", common.MULTI_ADDRESS), ("value", Compact(common.TAO))]),
    ],
)
EVENT = Enum(
    "pallet_p::pallet::Event",
    [
        Variant(0, "Locked", [("who", common.ACCOUNT_ID), ("lock", LOCK)]),
        Variant(1, "Done", [(None, U16), (None, BOOL)]),
    ],
)
ERROR = Enum("pallet_p::pallet::Error", [Variant(0, "TooLow", docs="The stake is too low.")])
OUTER_CALL = Enum("node::RuntimeCall", [Variant(3, "P", [(None, CALL)])])
OUTER_EVENT = Enum("node::RuntimeEvent", [Variant(3, "P", [(None, EVENT)])])
OUTER_ERROR = Enum("node::RuntimeError", [Variant(3, "P", [(None, ERROR)])])
NODE = Struct("node::Runtime", [])

STORED: dict[str, Type] = {
    "Bool": BOOL,
    "Small": I64,
    "Wide": U128,
    "Text": STR,
    "Names": BoundedVec(BYTES, 8),
    "Words": Array(U32, 3),
    "Hash": common.H256,
    "Key": ByteArray(48),
    "Ratio": common.PER_U16,
    "Fixed": common.I96F32_T,
    "Weights": Packed(Tuple(U16, U16)),
    "Children": Vec(Tuple(U64, common.ACCOUNT_ID)),
    "Flags": Packed(BOOL),
    "Weight": common.WEIGHT,
    "Outcome": common.DISPATCH_RESULT,
    "Lock": LOCK,
    "Side": SIDE,
    "Event": Vec(EVENT),
    "Index": Compact(U32),
    "Maybe": Option(Option(U8)),
}


def _small_runtime() -> RuntimeMeta:
    plain_items = [StorageEntry(name, True, (), (), declared, b"\x00") for name, declared in STORED.items()]
    keyed = StorageEntry(
        "Keyed",
        False,
        (IDENTITY, BLAKE2_128_CONCAT, TWOX64_CONCAT),
        (common.NET_UID, common.ACCOUNT_ID, U64),
        U16,
        b"\x07\x00",
    )
    pallet = PalletMeta(
        "P", 3, "P", (*plain_items, keyed), CALL, EVENT, (ConstantMeta("Limit", U32, U32.encode(77)),), ERROR
    )
    methods = tuple(MethodMeta(f"get_{name.lower()}", (("at", U32),), t) for name, t in STORED.items())
    return RuntimeMeta(
        (pallet,),
        standard_extrinsic(OUTER_CALL, NODE),
        NODE,
        (ApiMeta("SmallApi", methods),),
        OUTER_CALL,
        OUTER_EVENT,
        OUTER_ERROR,
    )


@cache
def _reference(version: int) -> bittensor_core.Runtime:
    encode = encode_v14 if version == 14 else encode_v15
    return bittensor_core.Runtime(encode(_small_runtime()), 7, 1)


def _random_value(declared: Type, chance: random.Random, depth: int = 0):
    """Return some value of a type, edge values included."""
    declared = declared.resolve()
    base = declared.item.unwrapped() if isinstance(declared, Compact) else declared.unwrapped()
    if isinstance(base, IntType):
        return chance.choice(
            [base.minimum, base.maximum, chance.randint(base.minimum, base.maximum), chance.randint(0, 99)]
        )
    if base is BOOL:
        return chance.random() < 0.5
    if base is STR:
        return "".join(chance.choice("aé水 ") for _ in range(chance.randrange(6)))
    count = chance.randrange(3 if depth < 3 else 1)
    again = lambda item: _random_value(item, chance, depth + 1)  # noqa: E731
    if isinstance(base, Packed):
        return base.pack([again(base.item) for _ in range(count)])
    if isinstance(base, Vec):
        return chance.randbytes(count) if base.item is U8 else tuple(again(base.item) for _ in range(count))
    if isinstance(base, Array):
        return (
            chance.randbytes(base.length)
            if base.item is U8
            else tuple(again(base.item) for _ in range(base.length))
        )
    if isinstance(base, Tuple):
        return tuple(again(item) for item in base.items)
    if isinstance(base, Option):
        if chance.random() < 0.4:
            return None
        inner = again(base.item)
        return Case("Some", (inner,)) if isinstance(base.item.unwrapped(), Option) else inner
    if isinstance(base, BTreeMap):
        return tuple(sorted({again(base.key): again(base.value) for _ in range(count)}.items()))
    if isinstance(base, BTreeSet):
        return tuple(sorted({again(base.item) for _ in range(count)}))
    if isinstance(base, Struct):
        return base(*(again(field.type) for field in base.fields))
    if isinstance(base, Enum):
        # The reference library reads a number for MultiAddress::Index; Rust writes nothing for a compact unit.
        variant = chance.choice([entry for entry in base.variants if entry.name != "Index"])
        return Case(variant.name, tuple(again(field.type) for field in variant.fields))
    assert base.fixed_size == 0, base
    return ()


@pytest.mark.parametrize("name", STORED)
@pytest.mark.parametrize("version", [14, 15])
def test_the_reference_reads_and_writes_the_same_bytes(name, version):
    chance = random.Random(f"{name}{version}")
    declared, reference = STORED[name], _reference(version)
    kind = reference.storage_entry("P", name).value_type
    for _ in range(25):
        value = _random_value(declared, chance)
        raw = declared.encode(value)
        assert declared.decode(raw) == value
        theirs = reference.decode(kind, raw)
        assert comparable(theirs) == comparable(plain(declared, value))
        if not isinstance(value, bytes) and name != "Maybe":
            assert reference.encode(kind, theirs) == raw


@pytest.mark.parametrize("version", [14, 15])
def test_the_reference_finds_every_entry_and_its_attributes(version):
    reference = _reference(version)
    for item in _small_runtime().pallets[0].storage:
        entry = reference.storage_entry("P", item.name)
        assert entry.modifier == ("Optional" if item.optional else "Default")
        assert entry.param_hashers == [hasher.name for hasher in item.hashers]
        assert entry.default_bytes == item.default
    assert reference.constant("P", "Limit") == 77
    assert reference.module_error(3, 0) == ("TooLow", ["The stake is too low."])
    assert reference.extrinsic_version == 4
    assert reference.is_v15 == (version == 15)


def test_the_reference_computes_the_same_storage_keys():
    chance = random.Random(3)
    item = next(entry for entry in _small_runtime().pallets[0].storage if entry.name == "Keyed")
    parts = list(zip(item.hashers, item.keys, strict=True))
    for _ in range(50):
        values = tuple(_random_value(declared, chance) for declared in item.keys)
        rendered = [plain(declared, value) for declared, value in zip(item.keys, values, strict=True)]
        for count in range(4):
            ours = storage_key("P", "Keyed", parts, values[:count])
            assert _reference(15).storage_key("P", "Keyed", rendered[:count]) == ours


def test_the_reference_reads_our_calls_and_composes_the_same():
    chance = random.Random(4)
    seen = set()
    for _ in range(200):
        call = _random_value(OUTER_CALL, chance)
        data = OUTER_CALL.encode(call)
        seen.add(call.args[0].name)
        assert comparable(_reference(15).decode_call(data)) == comparable(plain(OUTER_CALL, call))
        if call.args[0].name in ("set_weights", "mixed"):
            arguments = plain(CALL, call.args[0])[call.args[0].name]
            assert bytes(_reference(15).compose_call("P", call.args[0].name, arguments)) == data
    assert seen == {variant.name for variant in CALL.variants}


def test_payloads_and_extrinsics_are_those_of_the_reference():
    chance = random.Random(5)
    context = SigningContext(7, 1, b"\x33" * 32)
    pair = keypair("//Alice")
    for round_ in range(60):
        call = CALL("remark", chance.randbytes(chance.choice([0, 3, 60, 200, 300])))
        data = OUTER_CALL.encode(OUTER_CALL("P", call))
        nonce, tip = chance.choice([0, 1, 63, 64, 2**32 - 1]), chance.choice([0, 5, 2**64 - 1])
        current = chance.randrange(1, 2**31)
        period = chance.choice([4, 8, 64, 128, 2048, 4096, 65536])
        era, named = (
            (IMMORTAL, "00")
            if round_ % 3 == 0
            else (mortal(period, current), {"period": period, "current": current})
        )
        digest = chance.choice([None, b"\x55" * 32])
        extra = Extra(era, nonce, tip, DISABLED if digest is None else ENABLED)
        birth = context.genesis_hash if era == IMMORTAL else b"\x44" * 32
        ours = signature_payload(data, extra, context.additional(birth, digest))
        theirs = _reference(15).signature_payload(
            data,
            era=named,
            nonce=nonce,
            tip=tip,
            tip_asset_id=None,
            genesis_hash=context.genesis_hash,
            era_block_hash=birth,
            metadata_hash=digest,
        )
        assert bytes(theirs) == ours
        signed = pair.sign(ours)
        raw, hashed = _reference(15).encode_signed_extrinsic(
            data,
            public_key=pair.public,
            signature=signed.args[0],
            signature_version=1,
            era=named,
            nonce=nonce,
            tip=tip,
            tip_asset_id=None,
            metadata_hash_enabled=digest is not None,
        )
        mine = encode_signed(data, id_address(pair.account), signed, extra)
        assert bytes(raw) == mine
        read = decode_extrinsic(mine, OUTER_CALL)
        assert read.signed.extra == extra
        assert read.hash == bytes(hashed)


def test_the_metadata_digest_of_the_recorded_registry_is_the_recorded_one():
    """The digest covers path, names, indices and order of every type that a transaction can reach."""
    table = recorded.TABLE
    types = tuple(_portable(entry) for entry in table["types"])
    extrinsic = {key: table["extrinsic"][key] for key in ("version", "address", "call", "signature", "extra")}
    extrinsic["extensions"] = tuple(
        {"identifier": name, "type": sent, "additional": additional}
        for name, sent, additional in table["extrinsic"]["signed_extensions"]
    )
    content = {
        "types": types,
        "pallets": (),
        "extrinsic": extrinsic,
        "runtime": table["runtime_type"],
        "apis": (),
        "outer_enums": table["outer_enums"],
        "custom": (),
    }
    raw = MAGIC + b"\x0f" + METADATA_V15.encode(content)
    digest = bittensor_core.metadata_digest(raw, 461, "node-subtensor", 42, 9, "TAO")
    assert "0x" + bytes(digest).hex() == recorded.VECTORS["metadata_digest_461"]


def _portable(entry):
    """Return a recorded description as a value of the metadata layout."""
    fields = lambda listed: tuple(FIELD(name, kind, type_name, ()) for name, kind, type_name in listed)  # noqa: E731
    ((kind, content),) = entry["def"].items()
    match kind:
        case "composite":
            args = (fields(content),)
        case "variant":
            args = (tuple(VARIANT(name, fields(inner), index, ()) for index, name, inner in content),)
        case "tuple":
            args = (tuple(content),)
        case "array":
            args = tuple(content)
        case "primitive":
            args = (Case(content),)
        case _:
            args = (content,)
    path = tuple(entry["path"].split("::")) if entry["path"] else ()
    params = tuple(PARAM(name, number) for name, number in entry.get("params", ()))
    return PORTABLE_TYPE(entry["id"], path, params, Case(kind.capitalize(), args), ())
