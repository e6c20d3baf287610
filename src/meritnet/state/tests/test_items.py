"""Storage items: keys as recorded from a real chain, key parts read back, optional and default items."""

from types import SimpleNamespace

from meritnet.codec import BYTES, U16, U64, Option
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY, TWOX64_CONCAT
from meritnet.primitives import ss58
from meritnet.runtime.pallets.system import storage as system
from meritnet.state.items import StorageDoubleMap, StorageNMap, StorageValue
from meritnet.state.overlay import Overlay
from meritnet.testing.chain import DictState
from meritnet.testing.vectors import load

DOUBLE = StorageDoubleMap("P", "D", (NET_UID, IDENTITY), (ACCOUNT_ID, BLAKE2_128_CONCAT), U64, 0)
TRIPLE = StorageNMap("P", "T", ((NET_UID, IDENTITY), (U16, TWOX64_CONCAT), (U16, IDENTITY)), U64)
NULLABLE = StorageValue("P", "N", Option(BYTES), nullable=True)


def overlay() -> Overlay:
    return Overlay(DictState(), SimpleNamespace())


def test_keys_equal_those_of_a_real_chain() -> None:
    recorded = {(v["pallet"], v["item"]): v for v in load("wire/wire-vectors")["storage_keys"]}
    alice = ss58.decode(recorded["System", "Account"]["params"][0])
    assert "0x" + system.account.key_of(alice).hex() == recorded["System", "Account"]["key"]
    assert "0x" + system.events.key_of().hex() == recorded["System", "Events"]["key"]
    assert "0x" + system.block_hash.key_of(0).hex() == recorded["System", "BlockHash"]["key"]


def test_key_parts_are_read_back() -> None:
    who = bytes(range(32))
    assert DOUBLE.parts_of(DOUBLE.key_of(7, who)) == (7, who)
    assert TRIPLE.parts_of(TRIPLE.key_of(1, 2, 3), skip=1) == (2, 3)


def test_a_prefix_walks_only_its_own_entries() -> None:
    s = overlay()
    for netuid in (1, 2):
        for byte in (5, 6):
            DOUBLE.set(s, netuid, bytes([byte]) * 32, netuid * byte)
    assert sorted(v for _, v in DOUBLE.iter_prefix(s, 2)) == [10, 12]
    assert DOUBLE.clear(s, 1) == 2
    assert sorted(v for _, _, v in DOUBLE.iter(s)) == [10, 12]
    TRIPLE.set(s, 1, 2, 3, 9)
    assert list(TRIPLE.iter_prefix(s, 1)) == [((2, 3), 9)]
    assert TRIPLE.exists(s, 1, 2, 3)
    TRIPLE.remove(s, 1, 2, 3)
    assert TRIPLE.get(s, 1, 2, 3) is None


def test_defaults_and_options() -> None:
    s = overlay()
    assert DOUBLE.get(s, 1, bytes(32)) == 0
    assert not DOUBLE.exists(s, 1, bytes(32))
    assert TRIPLE.optional
    assert NULLABLE.get(s) is None
    assert not NULLABLE.optional
    assert NULLABLE.default_bytes(s) == b"\x00"
    NULLABLE.set(s, b"x")
    assert NULLABLE.get(s) == b"x"
    NULLABLE.remove(s)
    assert not NULLABLE.exists(s)
