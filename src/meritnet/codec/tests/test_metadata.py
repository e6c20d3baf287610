"""Metadata bytes: layout by hand, both versions, the recorded runtime encoded and read back."""

import pytest

from meritnet.codec import BOOL, U16, U32, Case, Enum, InvalidEncoding, Struct, Variant
from meritnet.codec.metadata import (
    ApiMeta,
    ConstantMeta,
    MethodMeta,
    PalletMeta,
    RuntimeMeta,
    StorageEntry,
    decode_metadata,
    encode_v14,
    encode_v15,
    standard_extrinsic,
)
from meritnet.codec.metadata_layout import CONSTANT, ENTRY, FIELD, METHOD, PORTABLE_TYPE
from meritnet.codec.portable import PortableRegistry, same_shape
from meritnet.codec.storage_key import IDENTITY, TWOX64_CONCAT
from meritnet.codec.tests.recorded import runtime

CALL = Enum("p::Call", [Variant(0, "set", [("netuid", U16)], ["Sets it."])])
OUTER = Enum("r::RuntimeCall", [Variant(3, "P", [(None, CALL)])])
EMPTY = Enum("r::RuntimeEvent", [])
NODE = Struct("r::Runtime", [])
SMALL = RuntimeMeta(
    pallets=(
        PalletMeta(
            name="P",
            index=3,
            prefix="P",
            storage=(
                StorageEntry("Plain", False, (), (), BOOL, b"\x00", ("A switch.",)),
                StorageEntry("Pairs", True, (IDENTITY, TWOX64_CONCAT), (U16, U32), U32, b"\x00"),
            ),
            calls=CALL,
            event=None,
            constants=(ConstantMeta("Limit", U32, b"\x07\x00\x00\x00", ("The limit.",)),),
            error=None,
            docs=("A pallet.",),
        ),
        PalletMeta("Bare", 4, None, (), None, None, (), None),
    ),
    extrinsic=standard_extrinsic(OUTER, NODE),
    runtime=NODE,
    apis=(ApiMeta("Core", (MethodMeta("version", (("at", U32),), U16, ("Tells.",)),), ("An API.",)),),
    outer_call=OUTER,
    outer_event=EMPTY,
    outer_error=Enum("r::RuntimeError", []),
)


@pytest.mark.parametrize(
    "layout,value,hexed",
    [
        # Option str name, compact type, Option str type name, docs
        (FIELD, FIELD("ab", 64, None, ()), "01086162" + "0101" + "00" + "00"),
        # compact id, path, params, definition tag 5 with the primitive's number, docs
        (
            PORTABLE_TYPE,
            PORTABLE_TYPE(1, ("a", "b"), (), Case("Primitive", (Case("u16"),)), ()),
            "04" + "08" + "0461" + "0462" + "00" + "05" + "04" + "00",
        ),
        (CONSTANT, CONSTANT("C", 2, b"\x01", ("d",)), "0443" + "08" + "0401" + "04" + "0464"),
        (METHOD, METHOD("m", (), 1, ()), "046d" + "00" + "04" + "00"),
    ],
    ids=["field", "type", "constant", "method"],
)
def test_parts_are_laid_out_as_the_facts_say(layout, value, hexed):
    assert layout.encode(value).hex() == hexed


def test_both_versions_carry_the_same_pallets():
    (old_version, old), (new_version, new) = (
        decode_metadata(encode_v14(SMALL)),
        decode_metadata(encode_v15(SMALL)),
    )
    assert (old_version, new_version) == (14, 15)
    assert encode_v14(SMALL)[:5].hex() == "6d6574610e"
    assert encode_v15(SMALL)[:5].hex() == "6d6574610f"
    for content in (old, new):
        pallet, bare = content.pallets
        assert (pallet.name, pallet.index, pallet.storage.prefix) == ("P", 3, "P")
        plain, pairs = pallet.storage.entries
        assert (plain.modifier.name, plain.type.name, plain.docs) == ("Default", "Plain", ("A switch.",))
        assert pairs.modifier.name == "Optional"
        assert [hasher.name for hasher in pairs.type.args[0]] == ["Identity", "Twox64Concat"]
        types = PortableRegistry.from_metadata(content.types)
        assert types.type(pairs.type.args[1]).name == "(u16, u32)"
        assert types.type(pallet.calls).variants[0].name == "set"
        assert (pallet.event, pallet.error, bare.storage, bare.calls) == (None, None, None, None)
        assert pallet.constants[0].value == b"\x07\x00\x00\x00"
        assert [extension.identifier for extension in content.extrinsic.extensions][5] == "CheckNonce"
        assert content.extrinsic.version == 4
    assert new.pallets[0].docs == ("A pallet.",)
    assert new.apis[0].methods[0].inputs[0].name == "at"
    assert PortableRegistry.from_metadata(old.types).type(old.extrinsic.type).name == "UncheckedExtrinsic"


def test_the_same_declarations_give_the_same_bytes():
    assert encode_v15(SMALL) == encode_v15(SMALL)
    assert encode_v14(runtime()) == encode_v14(runtime())


def test_the_recorded_runtime_survives_v15():
    recorded = runtime()
    version, content = decode_metadata(encode_v15(recorded))
    types = PortableRegistry.from_metadata(content.types)

    def same(declared, number):
        assert (declared is None) == (number is None)
        if declared is not None:
            assert same_shape(declared, types.type(number)) == []

    assert version == 15
    assert len(content.pallets) == len(recorded.pallets) == 28
    entries = 0
    for declared, read in zip(recorded.pallets, content.pallets, strict=True):
        assert (read.name, read.index) == (declared.name, declared.index)
        for part in ("calls", "event", "error"):
            same(getattr(declared, part), getattr(read, part))
        for constant, seen in zip(declared.constants, read.constants, strict=True):
            assert seen.value == constant.value
            same(constant.type, seen.type)
        stored = read.storage.entries if read.storage is not None else ()
        for entry, seen in zip(declared.storage, stored, strict=True):
            entries += 1
            assert (seen.name, seen.default) == (entry.name, entry.default)
            assert seen.modifier.name == ("Optional" if entry.optional else "Default")
            same(entry.value, seen.type.args[-1])
            assert (len(entry.keys) == 0) == (seen.type.name == "Plain")
    assert entries == sum(len(pallet.storage) for pallet in recorded.pallets) > 380
    same(recorded.outer_call, content.outer_enums.call)
    same(recorded.outer_event, content.outer_enums.event)
    same(recorded.outer_error, content.outer_enums.error)
    assert sum(len(api.methods) for api in content.apis) == 122


@pytest.mark.parametrize("raw", [b"", b"meta", b"atem\x0f", b"meta\x10" + bytes(9), b"meta\x0f\xff"])
def test_other_bytes_are_refused(raw):
    with pytest.raises(InvalidEncoding):
        decode_metadata(raw)


def test_storage_entries_of_one_key_name_it_directly():
    entry = StorageEntry("Tempo", False, (IDENTITY,), (U16,), U16, b"\x68\x01")
    pallet = PalletMeta("P", 0, "P", (entry,), None, None, (), None)
    meta = RuntimeMeta((pallet,), SMALL.extrinsic, NODE, (), OUTER, EMPTY, SMALL.outer_error)
    _, content = decode_metadata(encode_v15(meta))
    (read,) = content.pallets[0].storage.entries
    assert content.types[read.type.args[1]].definition.name == "Primitive"
    assert ENTRY.encode(read).startswith(
        bytes.fromhex("14") + b"Tempo" + bytes.fromhex("01" + "01" + "04" + "06")
    )
