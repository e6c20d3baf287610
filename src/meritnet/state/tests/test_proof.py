"""Proofs: every key, absent keys, and that a proof cannot be bent."""

from random import Random

import pytest

from meritnet.primitives.hashing import blake2_256
from meritnet.state.errors import InvalidProof, TrieCorrupt
from meritnet.state.memory_store import MemoryStore
from meritnet.state.proof import closest_merkle_value, read_proof, verify_proof
from meritnet.state.rows import TableRows
from meritnet.state.tests.chains import State, apply, random_changes
from meritnet.state.tests.model import model_merkle_value
from meritnet.state.trie import Trie
from meritnet.state.trie_codec import EMPTY_ROOT


def stored(state: State) -> tuple[MemoryStore, bytes]:
    """Return a store with this state and its root."""
    store = MemoryStore()
    update = Trie(TableRows(store, "trie"), TableRows(store, "state")).update(state)
    store.commit({"state": dict(state), "trie": update.nodes})
    return store, update.root


def proof_of(store: MemoryStore, *keys: bytes) -> list[bytes]:
    """Return a proof from the tables of a store."""
    return read_proof(TableRows(store, "trie"), TableRows(store, "state"), keys)


@pytest.mark.parametrize("seed", range(15))
def test_proof_tells_present_and_absent_keys(seed: int) -> None:
    chance = Random(seed)
    state: State = {}
    apply(state, random_changes(chance, state, chance.choice((0, 1, 2, 40, 200)), 0.0))
    store, root = stored(state)
    absent = [key for key in (b"\x00", b"\x01\x01", b"zz", b"\x00" * 40) if key not in state]
    for key in [*state, *absent]:
        proof = proof_of(store, key)
        assert verify_proof(root, proof, key) == state.get(key)
        assert proof == sorted(set(proof))
        for number in range(len(proof) if state else 0):
            with pytest.raises(InvalidProof, match="lacks the item"):
                verify_proof(root, proof[:number] + proof[number + 1 :], key)
    together = proof_of(store, *state, *absent)
    assert all(verify_proof(root, together, key) == state.get(key) for key in [*state, *absent])


@pytest.mark.parametrize("seed", range(25))
def test_merkle_values_equal_the_model(seed: int) -> None:
    chance = Random(seed)
    state: State = {}
    apply(state, random_changes(chance, state, chance.choice((0, 1, 2, 40, 200)), 0.0))
    store, root = stored(state)
    nodes, values = TableRows(store, "trie"), TableRows(store, "state")
    # No key holds half a byte, so a prefix of a key's bytes is as fine as can be asked.
    prefixes = {key[:length] for key in state for length in range(len(key) + 1)}
    for key in [*prefixes, b"\x00", b"\x01\x01", b"zz", b"\x00" * 40]:
        assert closest_merkle_value(nodes, values, key) == model_merkle_value(state, key), key
    assert closest_merkle_value(nodes, values, b"") == (root if state else None)


def test_altered_item_does_not_verify() -> None:
    state = {bytes([index]) * 3: bytes([index]) * 50 for index in range(20)}
    store, root = stored(state)
    key = b"\x07" * 3
    proof = proof_of(store, key)
    for number, item in enumerate(proof):
        bent = [*proof[:number], item[:-1] + bytes([item[-1] ^ 1]), *proof[number + 1 :]]
        with pytest.raises(InvalidProof):
            verify_proof(root, bent, key)
    with pytest.raises(InvalidProof):
        verify_proof(blake2_256(b"another root"), proof, key)


def test_node_under_its_hash_that_is_no_node_is_refused() -> None:
    with pytest.raises(InvalidProof, match="trie node"):
        verify_proof(blake2_256(b"\xff\x00"), [b"\xff\x00"], b"key")


def test_empty_state_proves_absence_with_the_empty_node() -> None:
    store, root = stored({})
    assert root == EMPTY_ROOT
    assert proof_of(store, b"k") == [b"\x00"]
    assert verify_proof(root, [b"\x00"], b"k") is None


def test_long_value_is_an_item_of_its_own_and_only_for_its_key() -> None:
    state = {b"\x00": b"L" * 33, b"\x10": b"M" * 33}
    store, _root = stored(state)
    proof = proof_of(store, b"\x00")
    assert b"L" * 33 in proof
    assert b"M" * 33 not in proof


def test_tables_that_contradict_each_other_give_no_proof() -> None:
    store, _root = stored({b"\x00\x00": bytes(40), b"\x00\x10": bytes(40), b"\x10": bytes(40)})
    store.commit({"state": {b"\x10": None}})
    with pytest.raises(TrieCorrupt, match="path '1'"):
        proof_of(store, b"\x10")
    store.commit({"trie": {b"\x00\x01": None}})
    with pytest.raises(TrieCorrupt, match="path '0'"):
        proof_of(store, b"\x00\x00")
