"""The metadata hash against another implementation of RFC-0078, and the shape of its tree."""

from __future__ import annotations

import bittensor_core
import pytest
from blake3 import blake3
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.codec import (
    BYTES,
    STR,
    U8,
    U16,
    U32,
    U64,
    Array,
    Compact,
    Enum,
    Option,
    Struct,
    Type,
    Vec,
    Wrapper,
)
from meritnet.codec.base import Variant
from meritnet.codec.errors import InvalidEncoding
from meritnet.codec.metadata import PalletMeta, RuntimeMeta, encode_v14, encode_v15, standard_extrinsic
from meritnet.codec.metadata_hash import ChainIdentity, merkle_root, metadata_hash
from meritnet.codec.tuples import Tuple

RUNTIME = Struct("runtime::Runtime", [])
LEAVES: list[Type] = [U8, U16, U32, U64, STR, BYTES, Struct("empty::Nothing", []), Tuple()]


def compound(parts: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    """Return types made of other types; equal paths with different parts are different types."""
    name = st.text("abc", min_size=1, max_size=3)
    return st.one_of(
        st.builds(Vec, parts),
        st.builds(Option, parts),
        st.builds(lambda part, length: Array(part, length), parts, st.integers(0, 3)),
        st.lists(parts, max_size=3).map(lambda items: Tuple(*items)),
        st.builds(lambda path, part: Wrapper(f"wrapped::{path}", part), name, parts),
        st.builds(
            lambda path, fields: Struct(f"made::{path}", [(f"f{i}", t) for i, t in enumerate(fields)]),
            name,
            st.lists(parts, max_size=3),
        ),
        st.sampled_from([Compact(U32), Compact(U64), Compact(Wrapper("wrapped::Balance", U64))]),
    )


TYPES = st.recursive(st.sampled_from(LEAVES), compound, max_leaves=8)


def runtime_of(arguments: list[list[Type]]) -> RuntimeMeta:
    """Return a runtime of one pallet; each list is a call, the last one stands at index 200."""
    calls = [
        Variant(200 if index == len(arguments) - 1 else index, f"call{index}", [(None, t) for t in types])
        for index, types in enumerate(arguments)
    ]
    pallet_calls = Enum("pallet::Call", list(reversed(calls)))
    call = Enum("runtime::RuntimeCall", [Variant(3, "Pallet", [(None, pallet_calls)])])
    other = Enum("runtime::RuntimeEvent", [])
    pallet = PalletMeta("Pallet", 3, None, (), pallet_calls, None, (), None)
    return RuntimeMeta((pallet,), standard_extrinsic(call, RUNTIME), RUNTIME, (), call, other, other)


@given(st.lists(st.lists(TYPES, max_size=3), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_any_types_hash_as_elsewhere(arguments: list[list[Type]], spec_version: int) -> None:
    raw = encode_v15(runtime_of(arguments))
    identity = ChainIdentity(spec_version, "some-chain", 42, 9, "TAO")
    expected = bittensor_core.metadata_digest(raw, spec_version, "some-chain", 42, 9, "TAO")
    assert metadata_hash(raw, identity) == expected


@pytest.mark.parametrize("change", ["spec_version", "spec_name", "base58_prefix", "decimals", "token_symbol"])
def test_every_part_of_the_identity_counts(change: str) -> None:
    raw = encode_v15(runtime_of([[U8]]))
    fields = {"spec_version": 1, "spec_name": "a", "base58_prefix": 2, "decimals": 3, "token_symbol": "b"}
    changed = {**fields, change: "c" if isinstance(fields[change], str) else 7}
    hashes = {metadata_hash(raw, ChainIdentity(**each)) for each in (fields, changed)}  # type: ignore[arg-type]
    assert len(hashes) == 2
    assert bittensor_core.metadata_digest(raw, *changed.values()) in hashes


def test_an_older_version_has_no_hash() -> None:
    raw = encode_v14(runtime_of([[U8]]))
    with pytest.raises(InvalidEncoding, match="version 15"):
        metadata_hash(raw, ChainIdentity(1, "a", 42, 9, "TAO"))


def test_the_tree_is_joined_from_its_end() -> None:
    def join(left: bytes, right: bytes) -> bytes:
        return blake3(left + right).digest()

    a, b, c = (bytes([n]) * 32 for n in range(3))
    assert merkle_root([]) == bytes(32)
    assert merkle_root([a]) == a
    assert merkle_root([a, b]) == join(a, b)
    assert merkle_root([a, b, c]) == join(join(b, c), a)
