"""Trie nodes in memory, and how branch nodes stand in the node table.

A node's *slot* is the path from the root to where it hangs, before its own partial path; the root's slot is
empty. Only branches are stored, under their slot; leaves are rebuilt from the state table.
"""

from typing import NamedTuple

from meritnet.state.trie_codec import (
    EMPTY_NODE,
    NIBBLES,
    ValuePart,
    decode_node,
    encode_branch,
    encode_leaf,
    set_bits,
)

INDEX_OF = {digit: index for index, digit in enumerate(NIBBLES)}


class Leaf(NamedTuple):
    """The only key below a slot; `path` counts from the root."""

    path: str
    value: ValuePart


class Branch:
    """A branch node; treated as frozen once an update has handed it out.

    `bitmap` says which children are there, `branches` which of them are branches themselves.
    """

    __slots__ = ("bitmap", "branches", "children", "partial", "value")

    def __init__(
        self, partial: str, value: ValuePart | None, children: list[bytes], bitmap: int, branches: int
    ) -> None:
        self.partial = partial
        self.value = value
        self.children = children
        self.bitmap = bitmap
        self.branches = branches

    def copy(self) -> "Branch":
        """Return a branch that can be changed without touching this one."""
        return Branch(self.partial, self.value, self.children.copy(), self.bitmap, self.branches)

    def with_partial(self, partial: str) -> "Branch":
        """Return the same branch hanging at another slot."""
        return Branch(partial, self.value, self.children, self.bitmap, self.branches)

    def put(self, index: int, child: bytes, is_branch: bool) -> None:
        """Set child `index` to a reference; an empty reference removes it."""
        bit = 1 << index
        self.children[index] = child
        self.bitmap = self.bitmap | bit if child else self.bitmap & ~bit
        self.branches = self.branches | bit if is_branch else self.branches & ~bit

    def encode(self) -> bytes:
        """Return the node's bytes as they are hashed."""
        return encode_branch(self.partial, self.bitmap, self.value, self.children)


Node = Leaf | Branch


def encode_node(node: Node | None, depth: int) -> bytes:
    """Return a node's bytes when it hangs `depth` nibbles below the root."""
    if node is None:
        return EMPTY_NODE
    if isinstance(node, Leaf):
        return encode_leaf(node.path[depth:], node.value)
    return node.encode()


def slot_key(slot: str) -> bytes:
    """Return the table key of a slot: its nibbles packed, then 0 or 1 for an even or odd number of them.

    The last byte makes `a` and `a0` differ, and keeps the key of the root from being empty.
    """
    return bytes.fromhex(slot + "001" if len(slot) & 1 else slot + "00")


def slot_of(key: bytes) -> str:
    """Return the slot of a table key."""
    return key.hex()[:-3] if key[-1] else key.hex()[:-2]


def to_row(branch: Branch, encoded: bytes) -> bytes:
    """Return a branch's table row: two bytes of `branches`, then the node as it is hashed."""
    return branch.branches.to_bytes(2, "little") + encoded


def from_row(row: bytes) -> Branch:
    """Return the branch of a table row."""
    node = decode_node(row[2:])
    branches = int.from_bytes(row[:2], "little")
    return Branch(node.partial, node.value, node.children or [b""] * 16, node.bitmap, branches)


def only_child(branch: Branch) -> int | None:
    """Return the index of the child if the branch has exactly one and no value, else None."""
    bits = set_bits(branch.bitmap)
    return bits[0] if len(bits) == 1 and branch.value is None else None


class NodeCache:
    """The decoded branches that recent blocks touched, for one state; the oldest go first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._branches: dict[str, Branch] = {}

    def get(self, slot: str) -> Branch | None:
        """Return the branch at a slot if it is remembered."""
        return self._branches.get(slot)

    def apply(self, changed: dict[str, Branch | None]) -> None:
        """Take over the branches of a committed update."""
        branches = self._branches
        for slot, branch in changed.items():
            branches.pop(slot, None)
            if branch is not None:
                branches[slot] = branch
        excess = len(branches) - self._limit
        if excess > 0:
            for slot in [slot for slot, _ in zip(branches, range(excess), strict=False)]:
                del branches[slot]

    def clear(self) -> None:
        """Forget everything."""
        self._branches.clear()
