"""Storage keys against the recorded ones, and back."""

import pytest

from meritnet.codec import BYTES, U16, InvalidEncoding, InvalidValue
from meritnet.codec.common import ACCOUNT_ID
from meritnet.codec.storage_key import (
    BLAKE2_128,
    BLAKE2_128_CONCAT,
    HASHERS,
    IDENTITY,
    TWOX64_CONCAT,
    read_key_parts,
    storage_key,
)
from meritnet.codec.tests.recorded import VECTORS, pallet
from meritnet.primitives import ss58

RECORDED = VECTORS["storage_keys"]


def _parts_and_values(entry):
    item = next(item for item in pallet(entry["pallet"]).storage if item.name == entry["item"])
    values = []
    for value in entry["params"]:
        if isinstance(value, str):
            value = bytes.fromhex(value[2:]) if value.startswith("0x") else ss58.decode(value)
        values.append(value)
    return list(zip(item.hashers, item.keys, strict=True)), tuple(values)


@pytest.mark.parametrize("entry", RECORDED, ids=lambda entry: f"{entry['pallet']}.{entry['item']}")
def test_keys_are_the_recorded_ones_and_read_back(entry):
    parts, values = _parts_and_values(entry)
    key = storage_key(entry["pallet"], entry["item"], parts, values)
    assert "0x" + key.hex() == entry["key"]
    assert read_key_parts(key, parts) == values
    for fewer in range(len(values)):
        assert key.startswith(storage_key(entry["pallet"], entry["item"], parts, values[:fewer]))


def test_hashers_carry_the_numbers_of_metadata():
    names = ("Blake2_128", "Blake2_256", "Blake2_128Concat", "Twox128", "Twox256", "Twox64Concat", "Identity")
    assert tuple(HASHERS) == names
    assert [hasher.metadata_index for hasher in HASHERS.values()] == list(range(7))
    for hasher in HASHERS.values():
        hashed = hasher.hash(b"part")
        assert len(hashed) == hasher.prefix_size + (4 if hasher.keeps_part else 0)
        assert hashed.endswith(b"part") == hasher.keeps_part


def test_damaged_keys_are_refused():
    parts = [(BLAKE2_128_CONCAT, ACCOUNT_ID), (IDENTITY, U16)]
    key = storage_key("P", "I", parts, (bytes(32), 5))
    assert read_key_parts(key, parts) == (bytes(32), 5)
    flipped = key[:40] + bytes([key[40] ^ 1]) + key[41:]
    for wrong, reason in (
        (key + b"\x00", "1 bytes more"),
        (key[:-1], "left"),
        (key[:35], "ends inside"),
        (flipped, "does not match"),
    ):
        with pytest.raises(InvalidEncoding, match=reason):
            read_key_parts(wrong, parts)
    with pytest.raises(InvalidEncoding, match="cannot be read back"):
        read_key_parts(key, [(BLAKE2_128, BYTES)])


def test_values_must_fit_the_declared_parts():
    with pytest.raises(InvalidValue, match="1 key parts, 2 were given"):
        storage_key("P", "I", [(TWOX64_CONCAT, U16)], (1, 2))
    with pytest.raises(InvalidValue, match="u16 cannot hold"):
        storage_key("P", "I", [(TWOX64_CONCAT, U16)], (65536,))
