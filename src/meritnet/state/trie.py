"""Updates the state trie from a block's changes, and gives its root; reads the stores, never writes them.

The trie is Substrate's base-16 Merkle-Patricia trie over blake2b-256. Branches come from the node table, leaves
from the state table, both as they stood before the block; the update is the rows to write together with the
state. Source: the reference value in tests/vectors/genesis, a plain recursive model in state/tests/model.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from meritnet.primitives.hashing import blake2_256
from meritnet.state.errors import no_leaf, no_node
from meritnet.state.trie_codec import (
    EMPTY_ROOT,
    NIBBLES,
    HashedValue,
    ValuePart,
    leaf_reference,
    reference,
    value_part,
)
from meritnet.state.trie_nodes import (
    INDEX_OF,
    Branch,
    Leaf,
    Node,
    NodeCache,
    encode_node,
    from_row,
    only_child,
    slot_key,
    to_row,
)

_new = tuple.__new__
"""Makes a named tuple of a tuple: what a trie update makes most of, it makes without the call between."""


class Rows(Protocol):
    """One ordered table."""

    def get(self, key: bytes) -> bytes | None:
        """Return the row under `key`, or None."""

    def seek(self, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""


class Change(NamedTuple):
    """One changed key; `value` is None for a deletion, `existed` says that the key was there before."""

    path: str
    value: ValuePart | None
    existed: bool


@dataclass(frozen=True, slots=True)
class TrieUpdate:
    """What a block's changes do to the trie: the new root and the node rows to write (None deletes).

    `base` is the root before it; `old` holds the former value of every key that really changes, for history.
    """

    base: bytes
    root: bytes
    nodes: dict[bytes, bytes | None]
    old: dict[bytes, bytes | None]
    branches: dict[str, Branch | None] = field(repr=False)


class Trie:
    """The trie over a node table and a state table; `cache` remembers decoded branches of the same state."""

    def __init__(self, nodes: Rows, state: Rows, cache: NodeCache | None = None) -> None:
        self._nodes = nodes
        self._state = state
        self._cache = cache

    def update(
        self,
        changes: Mapping[bytes, bytes | HashedValue | None],
        root: bytes | None = None,
        former: Mapping[bytes, bytes | None] | None = None,
    ) -> TrieUpdate:
        """Return what setting and deleting these keys does; `root` is the present root, if it is known.

        `former` is what the keys hold now, if it is known and each really changes.
        """
        old: dict[bytes, bytes | None] = {}
        sorted_changes: list[Change] = []
        held = self._state.get if former is None else former.__getitem__
        for key, value in sorted(changes.items()):
            before = held(key)
            if former is not None or value != before:
                old[key] = before
                part = None if value is None else value_part(value)
                sorted_changes.append(_new(Change, (key.hex(), part, before is not None)))
        base = self.root() if root is None else root
        if not sorted_changes:
            return TrieUpdate(base, base, {}, {}, {})
        work = _Update(self._nodes, self._state, self._cache)
        return work.run(sorted_changes, old, base)

    def root(self) -> bytes:
        """Return the root of the stored trie."""
        row = self._nodes.get(slot_key(""))
        if row is not None:
            return blake2_256(row[2:])
        first = self._state.seek(b"")
        return EMPTY_ROOT if first is None else root_of(dict([first]))


class _Update:
    """One batch of changes on its way through the trie, top-down to the leaves and back.

    Bound: one frame a branch level, and a level takes at least one nibble of a key of at most 252 bytes.
    """

    def __init__(self, nodes: Rows, state: Rows, cache: NodeCache | None) -> None:
        self._rows = nodes
        self._state = state
        self._cache = cache
        self._branches: dict[str, Branch | None] = {}
        self._encoded: dict[str, bytes] = {}

    def run(self, changes: list[Change], old: dict[bytes, bytes | None], base: bytes) -> TrieUpdate:
        """Return the update of a non-empty sorted list of changes."""
        top = self._find("")
        if top is not None:
            node = self._into_branch(top, "", changes)
        else:
            node = self._into_leaf("", self._state.seek(b"") is not None, changes)
        encoded = encode_node(node, 0)
        self._keep("", node, encoded, top is not None)
        rows: dict[bytes, bytes | None] = {}
        for slot, branch in self._branches.items():
            rows[slot_key(slot)] = None if branch is None else to_row(branch, self._encoded[slot])
        return TrieUpdate(base, blake2_256(encoded), rows, old, self._branches)

    def _find(self, slot: str) -> Branch | None:
        branch = self._cache.get(slot) if self._cache is not None else None
        if branch is not None:
            return branch
        row = self._rows.get(slot_key(slot))
        return None if row is None else from_row(row)

    def _load(self, slot: str) -> Branch:
        branch = self._find(slot)
        if branch is None:
            raise no_node(slot)
        return branch

    def _keep(self, slot: str, node: Node | None, encoded: bytes, was_branch: bool) -> None:
        if isinstance(node, Branch):
            self._branches[slot] = node
            self._encoded[slot] = encoded
        elif was_branch or slot in self._branches:
            self._branches[slot] = None

    def _stored_leaf(self, slot: str) -> Leaf:
        """Return the only leaf below a slot, from the state as it was."""
        row = self._state.seek(bytes.fromhex(slot + "0" if len(slot) & 1 else slot))
        if row is None or not row[0].hex().startswith(slot):
            raise no_leaf(slot)
        return Leaf(row[0].hex(), value_part(row[1]))

    def _into_leaf(self, slot: str, occupied: bool, changes: list[Change]) -> Node | None:
        """Return what hangs at a slot that was empty or held one leaf."""
        present = [Leaf(change.path, change.value) for change in changes if change.value is not None]
        if occupied and not any(change.existed for change in changes):
            present.append(self._stored_leaf(slot))
            present.sort()
        return self._build(present, len(slot))

    def _build(self, leaves: list[Leaf], depth: int) -> Node | None:
        """Return the node over a sorted list of leaves, none of which is in the trie yet."""
        if len(leaves) < 2:
            return leaves[0] if leaves else None
        at = _shared_length(leaves[0].path, leaves[-1].path)
        shared = leaves[0].path[:at]
        branch = Branch(shared[depth:], None, [b""] * 16, 0, 0)
        first = 0
        if len(leaves[0].path) == at:
            branch.value = leaves[0].value
            first = 1
        for begin, end, digit in _groups(leaves, first, at):
            if end - begin == 1:
                branch.put(INDEX_OF[digit], reference(encode_node(leaves[begin], at + 1)), False)
            else:
                self._attach(branch, shared, digit, self._build(leaves[begin:end], at + 1), False)
        return branch

    def _attach(self, branch: Branch, path: str, digit: str, node: Node | None, was_branch: bool) -> None:
        """Hang a node below a branch whose own path is `path`."""
        slot = path + digit
        if isinstance(node, Branch):
            encoded = node.encode()
            self._branches[slot] = node
            self._encoded[slot] = encoded
            branch.put(INDEX_OF[digit], reference(encoded), True)
            return
        encoded = encode_node(node, len(slot))
        self._keep(slot, node, encoded, was_branch)
        branch.put(INDEX_OF[digit], b"" if node is None else reference(encoded), False)

    def _into_branch(self, old: Branch, slot: str, changes: list[Change]) -> Node | None:
        """Return what hangs at a slot that held a branch."""
        path = slot + old.partial
        head, last = changes[0].path, changes[-1].path
        if head.startswith(path) and last.startswith(path):
            at, shared = len(path), path
        else:
            at = min(_shared_length(path, head), _shared_length(path, last))
            shared = path[:at]
        if at == len(path):
            branch = old.copy()
            inside = ""
        else:
            # The changes leave the branch's path early: a new branch stands above, the old one moves down.
            branch = Branch(shared[len(slot) :], None, [b""] * 16, 0, 0)
            inside = path[at]
        first = 0
        if len(head) == at:
            branch.value = changes[0].value
            first = 1
        handed: dict[str, Node | Change | None] = {}
        for begin, end, digit in _groups(changes, first, at):
            index = INDEX_OF[digit]
            bit = 1 << index
            was_branch = bool(branch.branches & bit)
            change = changes[begin]
            if (
                end - begin == 1
                and not was_branch
                and digit != inside
                and change.value is not None
                and (change.existed or not branch.bitmap & bit)
            ):
                # By far the most common case: one leaf that stays a leaf, or a leaf in an empty place.
                branch.put(index, leaf_reference(change.path[at + 1 :], change.value), False)
                handed[digit] = change
                continue
            below = changes[begin:end]
            child_slot = shared + digit
            if digit == inside:
                node = self._into_branch(old.with_partial(path[at + 1 :]), child_slot, below)
                inside = ""
            elif was_branch:
                node = self._into_branch(self._load(child_slot), child_slot, below)
            else:
                node = self._into_leaf(child_slot, bool(branch.bitmap & bit), below)
            handed[digit] = node
            self._attach(branch, shared, digit, node, was_branch)
        if inside:
            self._attach(branch, shared, inside, old.with_partial(path[at + 1 :]), False)
        return self._settle(branch, shared, slot, handed)

    def _settle(
        self, branch: Branch, path: str, slot: str, handed: dict[str, Node | Change | None]
    ) -> Node | None:
        """Return the branch, or what is left when it no longer branches."""
        if branch.bitmap == 0:
            return None if branch.value is None else Leaf(path, branch.value)
        index = only_child(branch)
        if index is None:
            return branch
        digit = NIBBLES[index]
        child_slot = path + digit
        child = handed.get(digit)
        if child is None:
            is_branch = bool(branch.branches >> index & 1)
            child = self._load(child_slot) if is_branch else self._stored_leaf(child_slot)
        if isinstance(child, Change):
            assert child.value is not None
            return Leaf(child.path, child.value)
        if isinstance(child, Leaf):
            return child
        self._branches[child_slot] = None
        return child.with_partial(branch.partial + digit + child.partial)


def _shared_length(a: str, b: str) -> int:
    """Return the length of the common prefix."""
    if b.startswith(a):
        return len(a)
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _groups(items: list[Change] | list[Leaf], first: int, at: int) -> list[tuple[int, int, str]]:
    """Return (begin, end, digit) for every run of sorted items that share the nibble at `at`."""
    begin, total = first, len(items)
    if total - begin == 1:
        return [(begin, total, items[begin].path[at])]
    groups: list[tuple[int, int, str]] = []
    while begin < total:
        digit = items[begin].path[at]
        end = begin + 1
        while end < total and items[end].path[at] == digit:
            end += 1
        groups.append((begin, end, digit))
        begin = end
    return groups


class _NoRows:
    """An empty table."""

    def get(self, key: bytes) -> bytes | None:
        """Return None."""
        return None

    def seek(self, key: bytes) -> tuple[bytes, bytes] | None:
        """Return None."""
        return None


def root_of(mapping: Mapping[bytes, bytes | HashedValue], layout: int = 1) -> bytes:
    """Return the trie root of a whole mapping, without any store.

    Layout 1 is what state uses; a value may be given by its hash. Layout 0 keeps every value in its node.
    """
    leaves = [Leaf(key.hex(), value_part(mapping[key], layout)) for key in sorted(mapping)]
    node = _Update(_NoRows(), _NoRows(), None)._build(leaves, 0)
    return blake2_256(encode_node(node, 0))
