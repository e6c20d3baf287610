"""What the stores, the trie and the chain store refuse, and with which words."""

from meritnet.primitives.errors import Bug, Denied, Invalid, MeritnetError, NotFound


class StoreFull(MeritnetError):
    """The disk, a quota or the map bound leaves no room; nothing of the batch was written."""


class StoreFailed(MeritnetError):
    """The operating system failed a read or a write; nothing of the batch was acknowledged."""


class StoreLocked(Denied):
    """Another process holds the store folder."""


class StoreFormat(Denied):
    """The store folder was written in a format that this version does not read."""


class SnapshotExpired(MeritnetError):
    """A snapshot was closed because it grew too old or the store had to grow; take a new one."""


class BadStateKey(Invalid):
    """A state key is empty or longer than the store can index."""


class StateDiscarded(NotFound):
    """The state of a known block was pruned; the text is the one that clients match."""

    def __init__(self, block_hash: bytes) -> None:
        self.block_hash = block_hash
        super().__init__(f"State already discarded for 0x{block_hash.hex()}")


class UnknownBlock(NotFound):
    """No block of that hash or number is stored."""


class ProofUnavailable(NotFound):
    """The trie nodes of a block are no longer kept, so no proof can be made for it."""


class InvalidProof(Invalid):
    """A proof does not lead from the root to the key."""


class BadStateFile(Invalid):
    """An exported state file is cut, altered or of another format."""


class StaleUpdate(Bug):
    """A trie update was prepared on another state than the one it is committed to."""


class TrieCorrupt(Bug):
    """The node table and the state table contradict each other."""


def no_node(slot: str) -> TrieCorrupt:
    """Return the error for a branch that its parent names and the node table lacks."""
    return TrieCorrupt(
        f"no trie node at path '{slot}', which its parent names; restore the store or sync anew"
    )


def no_leaf(slot: str) -> TrieCorrupt:
    """Return the error for a leaf that the trie has and the state table lacks."""
    return TrieCorrupt(f"no key below path '{slot}', where a leaf is; restore the store or sync anew")
