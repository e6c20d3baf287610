"""Metadata as the least careful readers take it: positions of errors, the account id's number, plain numbers."""

import pytest

from meritnet.codec.metadata import decode_metadata
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import Runtime

WRAPPED = {
    "subtensor_runtime_common::NetUid": "u16",
    "subtensor_runtime_common::MechId": "u8",
    "subtensor_runtime_common::NetUidStorageIndex": "u16",
    "subtensor_runtime_common::currency::TaoBalance": "u64",
    "subtensor_runtime_common::currency::AlphaBalance": "u64",
    "sp_arithmetic::per_things::PerU16": "u16",
}


@pytest.fixture(scope="module")
def runtime():
    return Runtime(params_for("local", 250))


@pytest.fixture(scope="module")
def contents(runtime):
    return {
        14: decode_metadata(runtime.metadata_v14)[1],
        15: decode_metadata(runtime.metadata_v15)[1],
    }


@pytest.mark.parametrize("version", [14, 15])
def test_an_errors_position_is_its_index(contents, runtime, version):
    content = contents[version]
    checked = 0
    for pallet in content.pallets:
        if pallet.error is None:
            continue
        (variants,) = content.types[pallet.error].definition.args
        assert [variant.index for variant in variants] == list(range(len(variants))), pallet.name
        assert all(variant.docs and variant.docs[0] for variant in variants), pallet.name
        names = [variant.name for variant in variants]
        for error in runtime.assembly.pallets[pallet.name].errors:
            assert names[error.index] == error.name
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("version", [14, 15])
def test_the_account_id_is_type_0(contents, version):
    first = contents[version].types[0]
    assert (first.id, first.path) == (0, ("sp_core", "crypto", "AccountId32"))
    assert [entry.id for entry in contents[version].types] == list(range(len(contents[version].types)))


def test_both_versions_number_the_types_of_pallets_alike(contents):
    for old, new in zip(contents[14].pallets, contents[15].pallets, strict=True):
        for part in ("name", "storage", "calls", "event", "error", "constants"):
            assert getattr(old, part) == getattr(new, part), old.name
    assert [entry.path for entry in contents[14].types[:300]] == [
        entry.path for entry in contents[15].types[:300]
    ]


@pytest.mark.parametrize(("version", "kind"), [(14, "Composite"), (15, "Primitive")])
def test_amounts_and_subnet_numbers_are_primitives_in_v15_only(contents, version, kind):
    found = {"::".join(entry.path): entry for entry in contents[version].types if entry.path}
    for path, primitive in WRAPPED.items():
        assert found[path].definition.name == kind
        if kind == "Primitive":
            assert found[path].definition.args[0].name == primitive
        else:
            ((field,),) = found[path].definition.args
            inner = contents[version].types[field.type].definition
            assert (field.name, inner.name, inner.args[0].name) == (None, "Primitive", primitive)
