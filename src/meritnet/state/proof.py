"""Makes and checks proofs of single keys, in the form of Substrate's storage proofs.

A proof is a sorted list, without repetition, of the encoded nodes from the root to the keys and of the values
that these nodes hold by hash. A node shorter than a hash stands inside its parent and is no item of its own.
"""

from collections.abc import Iterable
from typing import Protocol

from meritnet.primitives.hashing import blake2_256
from meritnet.state.errors import InvalidProof, TrieCorrupt, no_leaf, no_node
from meritnet.state.trie_codec import (
    EMPTY_NODE,
    EMPTY_ROOT,
    HASH_LENGTH,
    ValuePart,
    decode_node,
    encode_leaf,
    value_bytes,
    value_part,
)
from meritnet.state.trie_nodes import INDEX_OF, from_row, slot_key


class Nodes(Protocol):
    """The node table of a block."""

    def get(self, key: bytes) -> bytes | None:
        """Return the row of a slot, or None."""


class Values(Protocol):
    """The state of the same block."""

    def get(self, key: bytes) -> bytes | None:
        """Return the value under `key`, or None."""

    def seek(self, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first key at or after `key` with its value, or None."""


def read_proof(nodes: Nodes, state: Values, keys: Iterable[bytes]) -> list[bytes]:
    """Return the proof that tells the value, or the absence, of every key."""
    items: set[bytes] = set()
    for key in keys:
        _walk(nodes, state, key, items)
    return sorted(items)


def _walk(nodes: Nodes, state: Values, key: bytes, items: set[bytes]) -> None:
    path, slot = key.hex(), ""
    row = nodes.get(slot_key(slot))
    # Bound: every turn goes at least one nibble deeper.
    while row is not None:
        branch = from_row(row)
        if len(row) - 2 >= HASH_LENGTH or not slot:
            items.add(row[2:])
        here = slot + branch.partial
        if path == here and branch.value is not None and branch.value.hashed:
            items.add(_value(state, key))
        if not path.startswith(here) or path == here:
            return
        index = INDEX_OF[path[len(here)]]
        slot = here + path[len(here)]
        if not branch.bitmap >> index & 1:
            return
        if not branch.branches >> index & 1:
            break
        row = nodes.get(slot_key(slot))
        if row is None:
            raise no_node(slot)
    _leaf_items(state, slot, key, items)


def closest_merkle_value(nodes: Nodes, state: Values, key: bytes) -> bytes | None:
    """Return the Merkle value of the node at a key or, without one, of the highest node below it.

    That is the node's hash or, unless it is the root, the node itself when it is shorter than a hash. None if no
    key begins with this one.
    """
    path, slot = key.hex(), ""
    row = nodes.get(slot_key(slot))
    value = b"" if row is None else blake2_256(row[2:])
    # Bound: every turn goes at least one nibble deeper.
    while row is not None:
        branch = from_row(row)
        here = slot + branch.partial
        if here.startswith(path):
            return value
        if not path.startswith(here):
            return None
        index = INDEX_OF[path[len(here)]]
        if not branch.bitmap >> index & 1:
            return None
        slot = here + path[len(here)]
        # A reference is a length and the Merkle value.
        value = branch.children[index][1:]
        if not branch.branches >> index & 1:
            break
        row = nodes.get(slot_key(slot))
        if row is None:
            raise no_node(slot)
    leaf = state.seek(bytes.fromhex(slot + "0" if len(slot) & 1 else slot))
    if leaf is None or not leaf[0].startswith(key):
        return None
    # Without a branch at the root the only key is the root.
    return value or blake2_256(encode_leaf(leaf[0].hex(), value_part(leaf[1])))


def _leaf_items(state: Values, slot: str, key: bytes, items: set[bytes]) -> None:
    """Add the leaf below a slot, and its value if it is the key's and kept by hash."""
    found = state.seek(bytes.fromhex(slot + "0" if len(slot) & 1 else slot))
    if found is None or not found[0].hex().startswith(slot):
        if slot:
            raise no_leaf(slot)
        items.add(EMPTY_NODE)
        return
    part = value_part(found[1])
    encoded = encode_leaf(found[0].hex()[len(slot) :], part)
    if len(encoded) >= HASH_LENGTH or not slot:
        items.add(encoded)
    if found[0] == key and part.hashed:
        items.add(found[1])


def _value(state: Values, key: bytes) -> bytes:
    value = state.get(key)
    if value is None:
        raise TrieCorrupt(f"key 0x{key.hex()} has a trie node but no value; restore the store or sync anew")
    return value


def verify_proof(root: bytes, proof: Iterable[bytes], key: bytes) -> bytes | None:
    """Return the value that the proof shows for `key` under `root`, None if it shows that there is none.

    Raises: InvalidProof if an item is missing or is no trie node.
    """
    if root == EMPTY_ROOT:
        return None
    items = {blake2_256(item): item for item in proof}
    path = key.hex()
    encoded = _item(items, root, key)
    # Bound: every turn but the last eats at least one nibble.
    while True:
        node = decode_node(encoded)
        if not path.startswith(node.partial):
            return None
        path = path[len(node.partial) :]
        if not path:
            return None if node.value is None else _shown(items, node.value, key)
        if node.children is None:
            return None
        child = node.children[INDEX_OF[path[0]]]
        if not child:
            return None
        path = path[1:]
        # A reference is a length and a hash, or a length and the node itself.
        encoded = _item(items, child[1:], key) if len(child) == HASH_LENGTH + 1 else child[1:]


def _shown(items: dict[bytes, bytes], value: ValuePart, key: bytes) -> bytes:
    return _item(items, value.encoded, key) if value.hashed else value_bytes(value)


def _item(items: dict[bytes, bytes], item_hash: bytes, key: bytes) -> bytes:
    item = items.get(item_hash)
    if item is None:
        raise InvalidProof(
            f"proof for key 0x{key.hex()} lacks the item of hash 0x{item_hash.hex()}; "
            "ask for a proof of this block"
        )
    return item
