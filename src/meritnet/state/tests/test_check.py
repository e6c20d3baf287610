"""The check of a stored chain is silent on a sound one and names each kind of damage."""

import pytest

from meritnet.state.chain_store import ChainStore
from meritnet.state.check import problems
from meritnet.state.history import history_key
from meritnet.state.memory_store import MemoryStore
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
        ("hist", history_key(b"k8", 2), None, "is listed but absent"),
        ("hist", history_key(b"k8", 9), b"\x00", "is listed nowhere"),
        ("meta", b"head", None, "there is no head"),
    ],
)
def test_damage_is_named(backend: MemoryStore, table: str, key: bytes, row: bytes | None, text: str) -> None:
    backend.commit({table: {key: row}})
    assert any(text in problem for problem in problems(backend))
