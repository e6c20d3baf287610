"""The trie against the reference's published roots, and against the plain model on random histories."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.codec.header import Header
from meritnet.state.errors import TrieCorrupt
from meritnet.state.memory_store import MemoryStore
from meritnet.state.rows import TableRows
from meritnet.state.tests.chains import State, apply, random_changes
from meritnet.state.tests.model import model_root
from meritnet.state.trie import Trie, TrieUpdate, root_of
from meritnet.state.trie_codec import EMPTY_ROOT, HashedValue
from meritnet.state.trie_nodes import NodeCache, slot_key, slot_of
from meritnet.testing import vectors


def trie_on(store: MemoryStore, cache: NodeCache | None = None) -> Trie:
    """Return the trie over the tables of a store."""
    return Trie(TableRows(store, "trie"), TableRows(store, "state"), cache)


def write(
    store: MemoryStore, changes: dict[bytes, bytes | None], cache: NodeCache | None = None
) -> TrieUpdate:
    """Carry changes out on the tables and return the update."""
    update = trie_on(store, cache).update(changes)
    store.commit({"state": changes, "trie": update.nodes})
    if cache is not None:
        cache.apply(update.branches)
    return update


def genesis() -> dict[bytes, bytes | HashedValue]:
    """Return the genesis storage of the reference's public test network; the code is known by its hash."""
    return {
        bytes.fromhex(entry["key"][2:]): bytes.fromhex(entry["value"][2:])
        if "value" in entry
        else HashedValue(bytes.fromhex(entry["value_blake2_256"][2:]))
        for entry in vectors.load("genesis/testnet-genesis")["entries"]
    }


def test_genesis_storage_of_the_reference_gives_its_published_root_and_hash() -> None:
    expected = vectors.load("genesis/testnet-genesis")
    root = trie_on(MemoryStore()).update(genesis()).root
    assert root.hex() == expected["state_root"][2:]
    assert root_of(genesis()) == root
    header = Header(bytes(32), 0, root, bytes.fromhex(expected["empty_root"][2:]))
    assert header.hash.hex() == expected["genesis_hash"][2:]


def test_plain_model_gives_the_published_root_too() -> None:
    values = {key: value for key, value in genesis().items() if isinstance(value, bytes)}
    hashes = {key: value.hash for key, value in genesis().items() if isinstance(value, HashedValue)}
    assert model_root(values, hashes).hex() == vectors.load("genesis/testnet-genesis")["state_root"][2:]


def test_empty_trie_has_the_published_root() -> None:
    assert EMPTY_ROOT.hex() == vectors.load("genesis/testnet-genesis")["empty_root"][2:]
    assert root_of({}) == EMPTY_ROOT
    assert trie_on(MemoryStore()).root() == EMPTY_ROOT


@pytest.mark.parametrize("cached", [0, 3, 10_000])
@pytest.mark.parametrize("seed", range(12))
def test_random_history_equals_the_model_after_every_step(seed: int, cached: int) -> None:
    chance = Random(seed)
    store, cache = MemoryStore(), NodeCache(cached)
    state: State = {}
    for _ in range(25):
        changes = random_changes(chance, state, chance.choice((1, 2, 5, 30)), chance.choice((0.2, 0.8)))
        update = write(store, changes, cache)
        apply(state, changes)
        assert update.root == model_root(state)
        assert trie_on(store).root() == update.root
    fresh = MemoryStore()
    write(fresh, dict(state))
    assert dict(fresh.iterate("trie")) == dict(store.iterate("trie"))


KEYS = st.binary(min_size=1, max_size=4) | st.lists(
    st.sampled_from(b"\x00\x01\x10"), min_size=1, max_size=6
).map(bytes)
BATCHES = st.lists(
    st.dictionaries(
        KEYS, st.none() | st.sampled_from([b"", b"v", bytes(31), bytes(32), bytes(33)]), max_size=8
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(BATCHES)
def test_any_batches_equal_the_model_and_leave_no_stray_node(
    batches: list[dict[bytes, bytes | None]],
) -> None:
    store, cache = MemoryStore(), NodeCache(100)
    state: State = {}
    for batch in batches:
        before = dict(state)
        apply(state, batch)
        update = write(store, batch, cache)
        assert update.root == model_root(state)
        changed = {key for key in batch if before.get(key) != state.get(key)}
        assert update.old == {key: before.get(key) for key in changed}
    fresh = MemoryStore()
    write(fresh, dict(state))
    assert dict(fresh.iterate("trie")) == dict(store.iterate("trie"))


def test_update_writes_nothing_and_can_be_dropped() -> None:
    store, cache = MemoryStore(), NodeCache(100)
    write(store, {bytes([index]): b"v" for index in range(40)}, cache)
    rows = dict(store.iterate("trie"))
    first = trie_on(store, cache).update({b"\x01": None, b"\x02\x03": b"x"})
    assert dict(store.iterate("trie")) == rows
    again = trie_on(store, cache).update({b"\x01": None, b"\x02\x03": b"x"})
    assert (again.root, again.nodes, again.old) == (first.root, first.nodes, first.old)


def test_rewriting_what_is_there_changes_no_node() -> None:
    store = MemoryStore()
    root = write(store, {b"a": b"1", b"b": b"2"}).root
    update = trie_on(store).update({b"a": b"1", b"c": None})
    assert (update.root, update.nodes, update.old) == (root, {}, {})


def test_deepest_chain_of_branches_fits_the_stack() -> None:
    store = MemoryStore()
    keys = [b"\x00" * length + b"\x10" for length in range(252)]
    state = dict.fromkeys(keys, b"v" * 40)
    assert write(store, dict(state)).root == root_of(state)
    changes: dict[bytes, bytes | None] = dict.fromkeys(keys[1:])
    assert write(store, changes).root == root_of({keys[0]: b"v" * 40})
    assert dict(store.iterate("trie")) == {}


def test_thousand_siblings_under_one_prefix_equal_the_model() -> None:
    store = MemoryStore()
    state = {b"p" * 32 + number.to_bytes(2, "little"): number.to_bytes(8, "little") for number in range(1000)}
    write(store, dict(state))
    changes: dict[bytes, bytes | None] = dict.fromkeys(list(state)[100:400], b"n" * 50)
    apply(state, changes)
    assert write(store, changes).root == model_root(state)


def test_missing_node_is_reported_with_its_path() -> None:
    store = MemoryStore()
    write(store, {bytes([high, low]): bytes(40) for high in range(3) for low in range(3)})
    store.commit({"trie": {slot_key("00"): None}})
    with pytest.raises(TrieCorrupt, match="path '00'"):
        trie_on(store).update({b"\x00\x01": b"x"})


def test_missing_leaf_is_reported_with_its_path() -> None:
    store = MemoryStore()
    write(store, {b"\x00": bytes(40), b"\x10": bytes(40)})
    store.commit({"state": {b"\x10": None}})
    with pytest.raises(TrieCorrupt, match="path '1'"):
        trie_on(store).update({b"\x10\x01": b"x"})


@given(st.text(alphabet="0123456789abcdef", max_size=20))
def test_slot_keys_tell_all_slots_apart(slot: str) -> None:
    assert slot_of(slot_key(slot)) == slot
    assert slot_key(slot) != slot_key(slot + "0")


def test_node_cache_drops_the_oldest_first() -> None:
    store, cache = MemoryStore(), NodeCache(2)
    write(store, {bytes([high, low]): b"v" for high in (0x00, 0x10, 0x20) for low in range(2)}, cache)
    kept = [slot for slot in ("", "0", "1", "2") if cache.get(slot) is not None]
    assert len(kept) == 2
    cache.clear()
    assert cache.get(kept[0]) is None
