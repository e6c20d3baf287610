"""The check of a stored chain is silent on a sound one and names each kind of damage."""

import pytest

from meritnet.state.chain_store import ChainStore
from meritnet.state.check import problems
from meritnet.state.history_keys import history_key
from meritnet.state.memory_store import MemoryStore
from meritnet.state.recent import BUCKETS, bucket_of, moved_up_to
from meritnet.state.rows import height_key
from meritnet.state.tests.chains import add_block


@pytest.fixture
def backend() -> MemoryStore:
    """Give the tables of a chain of four blocks."""
    store = MemoryStore()
    chain = ChainStore(store)
    for number in range(4):
        add_block(chain, {b"k%d" % key: b"v%d" % number * 20 for key in range(number, 9)}, [b"tx"])
    return store


def test_sound_chain_has_no_problem(backend: MemoryStore) -> None:
    assert list(problems(backend)) == []
    assert list(problems(MemoryStore())) == []


@pytest.mark.parametrize(
    ("table", "key", "row", "text"),
    [
        ("state", b"k8", b"bent", "the head row names"),
        ("trie", b"\x00\x01", b"bent", "trie row 0x0001 is not what the state gives"),
        ("headers", height_key(2), None, "block 2 has no header"),
        ("headers", height_key(2), bytes(200), "the hash of block 2 does not lead to its number"),
        ("headers", height_key(3), bytes(200), "is not that of the head row"),
        ("bodies", height_key(4) + height_key(0), b"", "table bodies has rows above block 3"),
        ("recent", height_key(2) + bytes((bucket_of(b"k8"),)), None, "is listed but absent"),
        ("recent", height_key(4) + b"\x00", b"", "table recent has rows above block 3"),
        ("hist", history_key(b"k8", 9), b"\x00", "is listed nowhere"),
        ("meta", b"head", None, "there is no head"),
    ],
)
def test_damage_is_named(backend: MemoryStore, table: str, key: bytes, row: bytes | None, text: str) -> None:
    backend.commit({table: {key: row}})
    assert any(text in problem for problem in problems(backend))


def test_moved_history_must_stand_in_its_table() -> None:
    store = MemoryStore()
    chain = ChainStore(store)
    for number in range(2 * BUCKETS):
        add_block(chain, {b"k": b"%d" % number})
    assert list(problems(store)) == []
    last = moved_up_to(bucket_of(b"k"), 2 * BUCKETS - 1)
    store.commit({"hist": {history_key(b"k", last): None}})
    assert list(problems(store)) == [f"history row 0x{history_key(b'k', last).hex()} is listed but absent"]
