"""Hashes against published digests and recorded keys."""

from meritnet.primitives import hashing
from meritnet.testing.vectors import load

RECORDED = load("wire/wire-vectors")


def test_blake2_digests_of_nothing_are_the_published_ones():
    assert hashing.blake2_256(b"").hex() == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"
    assert hashing.blake2_128(b"").hex() == "cae66941d9efbd404e4d88758ea67670"
    assert hashing.blake2_512(b"").hex().startswith("786a02f742015903c6c6fd852552d272")


def test_xxhash_of_nothing_is_the_published_one():
    # xxh64 of the empty input with seed 0 is ef46db3751d8e999, written little-endian.
    assert hashing.twox_64(b"").hex() == "99e9d85137db46ef"
    for wide in (hashing.twox_128, hashing.twox_256):
        assert wide(b"")[:8] == hashing.twox_64(b"")
    assert hashing.twox_256(b"abc")[:16] == hashing.twox_128(b"abc")


def test_prefixes_of_recorded_storage_keys():
    for entry in RECORDED["storage_keys"]:
        assert hashing.storage_prefix(entry["pallet"], entry["item"]).hex() == entry["key"][2:66]


def test_runtime_api_ids_are_short_blake2_of_the_name():
    apis = load("wire/wire-apis")["apis"]
    assert len(apis) == 25
    for api in apis:
        assert "0x" + hashing.blake2_64(api["name"].encode()).hex() == api["id"]
