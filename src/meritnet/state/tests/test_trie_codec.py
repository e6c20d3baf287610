"""Single nodes: bytes by hand from the rule, sizes at their steps, and refusal of what is no node."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.hashing import blake2_256
from meritnet.state.errors import InvalidProof
from meritnet.state.trie_codec import (
    DecodedNode,
    HashedValue,
    ValuePart,
    compact,
    decode_node,
    encode_branch,
    encode_leaf,
    leaf_reference,
    reference,
    set_bits,
    value_bytes,
    value_part,
)

PATHS = st.text(alphabet="0123456789abcdef", max_size=600)
VALUES = st.binary(max_size=80).map(value_part)


@pytest.mark.parametrize(
    ("size", "header"),
    [
        (0, "40"),
        (1, "41"),
        (62, "7e"),
        (63, "7f00"),
        (64, "7f01"),
        (317, "7ffe"),
        (318, "7fff00"),
        (573, "7fffff00"),
    ],
)
def test_leaf_header_counts_nibbles_in_six_bits_and_then_in_bytes(size: int, header: str) -> None:
    node = encode_leaf("a" * size, value_part(b""))
    assert node.hex().startswith(header + ("0a" if size % 2 else ""))
    assert len(node) == len(header) // 2 + (size + 1) // 2 + 1


@pytest.mark.parametrize(
    ("value", "size", "header"),
    [(32, 30, "5e"), (33, 30, "3e"), (33, 31, "3f00")],
)
def test_value_above_32_bytes_enters_by_hash_with_a_header_of_its_own(
    value: int, size: int, header: str
) -> None:
    node = encode_leaf("0" * size, value_part(bytes(value)))
    assert node.hex().startswith(header)
    assert node.endswith(blake2_256(bytes(value)) if value == 33 else bytes([32 << 2]) + bytes(32))


def test_layout_0_never_hashes_a_value() -> None:
    assert value_part(bytes(100), 0) == ValuePart(compact(100) + bytes(100), False)
    assert value_part(HashedValue(b"h" * 32), 1) == ValuePart(b"h" * 32, True)


def test_branch_bytes_follow_the_rule() -> None:
    children = [b""] * 16
    children[2] = reference(b"\x41\x03\x00")
    children[15] = b"\x80" + b"h" * 32
    bitmap = 1 << 2 | 1 << 15
    tail = "0480" + "0c410300" + "80" + (b"h" * 32).hex()
    assert encode_branch("abc", bitmap, None, children).hex() == "830abc" + tail
    assert encode_branch("abc", bitmap, value_part(b"v"), children).hex() == "c30abc0480" + "0476" + tail[4:]
    long = value_part(bytes(33))
    assert encode_branch("abc", bitmap, long, children).hex() == "130abc0480" + long.encoded.hex() + tail[4:]


@pytest.mark.parametrize("length", [0, 31, 32, 100])
def test_node_below_32_bytes_stands_inside_its_parent(length: int) -> None:
    node = bytes(range(length))
    inline = length < 32
    assert reference(node) == (bytes([length * 4]) + node if inline else b"\x80" + blake2_256(node))


@pytest.mark.parametrize(
    ("number", "encoded"), [(63, "fc"), (64, "0101"), (16383, "fdff"), (16384, "02000100")]
)
def test_compact_length(number: int, encoded: str) -> None:
    assert compact(number).hex() == encoded


@given(PATHS, VALUES)
def test_leaf_decodes_to_itself(partial: str, value: ValuePart) -> None:
    assert decode_node(encode_leaf(partial, value)) == DecodedNode(partial, value, None, 0)


@given(
    PATHS,
    st.none() | VALUES,
    st.lists(st.just(b"") | st.binary(min_size=1, max_size=40).map(reference), min_size=16, max_size=16),
)
def test_branch_decodes_to_itself(partial: str, value: ValuePart | None, children: list[bytes]) -> None:
    bitmap = sum(1 << index for index, child in enumerate(children) if child)
    assert set_bits(bitmap) == tuple(index for index, child in enumerate(children) if child)
    assert decode_node(encode_branch(partial, bitmap, value, children)) == DecodedNode(
        partial, value, children, bitmap
    )


@given(st.binary(max_size=70))
def test_value_comes_back_from_its_part(value: bytes) -> None:
    assert value_bytes(value_part(value, 0)) == value


@pytest.mark.parametrize(
    "data", ["", "00", "01", "41", "4100", "410301", "7f", "8000", "800100", "800100" + "80", "43"]
)
def test_bytes_that_are_no_node_are_refused(data: str) -> None:
    with pytest.raises(InvalidProof, match="trie"):
        decode_node(bytes.fromhex(data))


@given(st.binary(max_size=120))
def test_any_bytes_are_a_node_or_refused(data: bytes) -> None:
    try:
        node = decode_node(data)
    except InvalidProof:
        return
    assert node.children is None or len(node.children) == 16


@given(PATHS, VALUES)
def test_the_reference_of_a_leaf_made_in_one_step_is_that_of_its_bytes(
    partial: str, value: ValuePart
) -> None:
    assert leaf_reference(partial, value) == reference(encode_leaf(partial, value))
