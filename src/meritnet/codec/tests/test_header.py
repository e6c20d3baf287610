"""Headers: bytes by the rule, JSON form, hash."""

import pytest

from meritnet.codec import Case, InvalidEncoding
from meritnet.codec.header import (
    GENESIS_PARENT,
    HEADER,
    Header,
    aura_pre_runtime,
    aura_seal,
    decode_header,
    header_from_json,
)
from meritnet.codec.portable import same_shape
from meritnet.codec.tests.recorded import type_of
from meritnet.primitives.hashing import blake2_256

EXAMPLE = Header(b"\x01" * 32, 67, b"\x02" * 32, b"\x03" * 32, (aura_pre_runtime(5), aura_seal(b"\x04" * 64)))


def test_a_header_is_parent_number_roots_and_digest():
    logs = "06" + "61757261" + "20" + "0500000000000000" + "05" + "61757261" + "0101" + "04" * 64
    expected = "01" * 32 + "0d01" + "02" * 32 + "03" * 32 + "08" + logs
    assert EXAMPLE.encode().hex() == expected
    assert decode_header(bytes.fromhex(expected)) == EXAMPLE
    assert EXAMPLE.hash == blake2_256(bytes.fromhex(expected))


def test_the_json_form_has_unpadded_hex_numbers_and_encoded_logs():
    shape = EXAMPLE.to_json()
    assert list(shape) == ["parentHash", "number", "stateRoot", "extrinsicsRoot", "digest"]
    assert shape["number"] == "0x43"
    assert shape["digest"]["logs"][0] == "0x0661757261200500000000000000"
    assert header_from_json(shape) == EXAMPLE
    genesis = Header(GENESIS_PARENT, 0, bytes(32), bytes(32))
    assert genesis.to_json()["number"] == "0x0"
    assert genesis.to_json()["digest"] == {"logs": []}
    assert header_from_json(genesis.to_json()) == genesis


@pytest.mark.parametrize("part", ["parentHash", "number", "stateRoot", "extrinsicsRoot", "digest"])
def test_json_with_a_missing_or_malformed_part_is_refused(part):
    shape = EXAMPLE.to_json()
    for wrong in ("0xzz", 5, None):
        with pytest.raises(InvalidEncoding, match="header"):
            header_from_json({**shape, part: wrong})
    del shape[part]
    with pytest.raises(InvalidEncoding, match="header"):
        header_from_json(shape)


def test_every_kind_of_digest_item_survives():
    items = (
        Case("Other", (b"x",)),
        Case("Consensus", (b"fron", b"")),
        Case("RuntimeEnvironmentUpdated"),
    )
    header = Header(bytes(32), 2**32 - 1, bytes(32), bytes(32), items)
    assert decode_header(header.encode()) == header
    with pytest.raises(InvalidEncoding):
        decode_header(header.encode()[:-1])


def test_the_shape_is_the_recorded_one():
    assert same_shape(HEADER, type_of(593)) == []
