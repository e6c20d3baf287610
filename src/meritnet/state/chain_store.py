"""The durable chain: state, trie, history, headers and bodies, moved on by one transaction a block.

One thread prepares and commits; any thread reads through views. The head is the best and the final block at
once, since both engines commit final blocks only.
"""

from collections.abc import Mapping
from pathlib import Path

from meritnet.primitives.hashing import blake2_256
from meritnet.state.backend import MAX_TABLE_KEY, Backend, Snapshot
from meritnet.state.chain_reader import HASH_BYTES, HEAD_ROW, Bounds, ChainReader, Head
from meritnet.state.errors import BadStateKey, StaleUpdate
from meritnet.state.history import MAX_STATE_KEY, changed_rows, prune_rows
from meritnet.state.hot_state import MISSING, Missing
from meritnet.state.lmdb_store import LmdbStore
from meritnet.state.memory_store import MemoryStore
from meritnet.state.recent import BUCKETS, block_rows, done_rows, moved_rows
from meritnet.state.rows import TableRows, height_key, list_rows
from meritnet.state.trie import Trie, TrieUpdate
from meritnet.state.trie_codec import EMPTY_ROOT
from meritnet.state.trie_nodes import NodeCache
from meritnet.state.undo import prune_undo_rows, undo_rows

__all__ = ["ChainStore", "Head"]

KEEP_BLOCKS = 100_000
PROOF_BLOCKS = 256
NODE_CACHE_BRANCHES = 30_000
PRUNE_LISTS = 4
"""Lists of pruned keys a commit clears at least; it clears more than it adds, so pruning catches up."""


class ChainStore(ChainReader):
    """A chain on a key-value store, for reading and for the one thread that writes.

    `keep_blocks` is how many blocks of past state stay readable (None keeps all), `proof_blocks` the same for
    proofs.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        keep_blocks: int | None = KEEP_BLOCKS,
        proof_blocks: int = PROOF_BLOCKS,
        shared: bool = False,
    ) -> None:
        super().__init__(backend, shared=shared)
        self._keep_blocks = keep_blocks
        self._proof_blocks = proof_blocks
        self._nodes = NodeCache(NODE_CACHE_BRANCHES)

    @classmethod
    def open(
        cls,
        path: Path | str | None,
        archive: bool = False,
        keep_blocks: int = KEEP_BLOCKS,
        *,
        proof_blocks: int = PROOF_BLOCKS,
        read_only: bool = False,
    ) -> "ChainStore":
        """Return the chain in a folder, created if need be, or a new one in memory.

        With `read_only` another process may hold and extend the chain; every read then sees its last commit.
        Raises: StoreLocked, StoreFormat, StoreFull, StoreFailed.
        """
        backend: Backend = MemoryStore() if path is None else LmdbStore(Path(path), read_only=read_only)
        kept = None if archive else keep_blocks
        return cls(backend, keep_blocks=kept, proof_blocks=proof_blocks, shared=read_only)

    def prepare(
        self, changes: Mapping[bytes, bytes | None], former: Mapping[bytes, bytes | None] | None = None
    ) -> tuple[bytes, TrieUpdate]:
        """Return the state root that the changes lead to and the update that `commit` needs; write nothing.

        `former` is what the keys hold now, all of it other than what the changes put there, if that is known already.
        Raises: BadStateKey for a key that is empty or too long.
        """
        for key in changes:
            if not 0 < len(key) <= MAX_STATE_KEY:
                raise BadStateKey(
                    f"state key 0x{key.hex()} has {len(key)} bytes, allowed are 1..{MAX_STATE_KEY}; "
                    "hash its parts"
                )
        bounds = self._bounds
        root = EMPTY_ROOT if bounds is None else bounds.state_root
        snapshot = self.backend.snapshot()
        try:
            state = _HotRows(snapshot, {} if bounds is None else self.hot.values_of(bounds.number))
            update = Trie(TableRows(snapshot, "trie"), state, self._nodes).update(changes, root, former)
        finally:
            snapshot.close()
        return update.root, update

    def genesis(self, header_bytes: bytes, changes: Mapping[bytes, bytes | None]) -> Head:
        """Write block 0 with its state; the header's hash is its blake2b-256.

        Raises: StaleUpdate if there is a block already or the header names another state root.
        """
        root, update = self.prepare(changes)
        # Parent hash, the number 0 in one compact byte, state root.
        if header_bytes[33:65] != root:
            raise StaleUpdate(
                f"genesis header names state root 0x{header_bytes[33:65].hex()}, "
                f"its state has 0x{root.hex()}; build the header from prepare()"
            )
        self.commit(0, blake2_256(header_bytes), header_bytes, [], changes, update, {})
        return self.head

    def commit(
        self,
        number: int,
        block_hash: bytes,
        header_bytes: bytes,
        body: list[bytes],
        changes: Mapping[bytes, bytes | None],
        trie_update: TrieUpdate,
        extra: Mapping[bytes, bytes | None] | None = None,
    ) -> None:
        """Make a block durable: all of it or nothing; afterwards it is the head.

        Raises: StaleUpdate if it does not follow the head; StoreFull, StoreFailed, and then the head stays.
        """
        bounds = self._check_follows(number, block_hash, changes, trie_update)
        for key in extra or ():
            if not 0 < len(key) <= MAX_TABLE_KEY:
                raise BadStateKey(
                    f"side row key of {len(key)} bytes, allowed are 1..{MAX_TABLE_KEY}; shorten it"
                )
        new = self._next_bounds(bounds, number, block_hash, trie_update.root)
        state = {key: changes[key] for key in trie_update.old}
        batch: dict[str, dict[bytes, bytes | None]] = {
            "state": state,
            "trie": trie_update.nodes,
            "headers": {height_key(number): block_hash + header_bytes},
            "numbers": {block_hash: height_key(number)},
            "bodies": list_rows(number, body),
            "extra": dict(extra or {}),
        }
        if bounds is not None:
            new = self._add_past(batch, number, trie_update, new)
        batch["meta"] = {HEAD_ROW: new.row()}
        self.hot.withdraw()
        try:
            self._drain()
            self.backend.commit(batch)
            self._bounds = new
            self._drain()
            self._nodes.apply(trie_update.branches)
        finally:
            done = self._bounds is new
            present = number if done else number - 1
            self.hot.publish(state if done else {}, present)

    def _check_follows(
        self, number: int, block_hash: bytes, changes: Mapping[bytes, bytes | None], update: TrieUpdate
    ) -> Bounds | None:
        bounds = self._bounds
        expected = 0 if bounds is None else bounds.number + 1
        if number != expected:
            raise StaleUpdate(f"block {number} cannot be committed, the store expects block {expected}")
        root = EMPTY_ROOT if bounds is None else bounds.state_root
        if update.base != root:
            raise StaleUpdate(
                f"block {number} was prepared on state root 0x{update.base.hex()}, "
                f"the head has 0x{root.hex()}"
            )
        if len(block_hash) != HASH_BYTES:
            raise StaleUpdate(f"block {number} has a hash of {len(block_hash)} bytes, must be {HASH_BYTES}")
        if not update.old.keys() <= changes.keys():
            raise StaleUpdate(f"block {number} is committed with other changes than it was prepared with")
        return bounds

    def _next_bounds(self, bounds: Bounds | None, number: int, block_hash: bytes, root: bytes) -> Bounds:
        if bounds is None:
            return Bounds(number, block_hash, root, number, number)
        state_floor = bounds.state_floor if self._keep_blocks != 0 else number
        proof_floor = max(bounds.proof_floor, number - self._proof_blocks)
        return Bounds(number, block_hash, root, state_floor, proof_floor)

    def _add_past(
        self, batch: dict[str, dict[bytes, bytes | None]], number: int, update: TrieUpdate, new: Bounds
    ) -> Bounds:
        """Add history and kept nodes of this block to the batch, and the removal of the oldest ones."""
        reader = self.backend.snapshot()
        try:
            lists = changed_rows(update.old, number) if self._keep_blocks != 0 else {}
            if self._keep_blocks is not None:
                pruned, last = prune_rows(reader, number - self._keep_blocks, PRUNE_LISTS + 2 * len(lists))
                batch.update(pruned)
                if last is not None:
                    new = new._replace(state_floor=max(new.state_floor, last))
            if self._keep_blocks != 0:
                batch.setdefault("changed", {}).update(lists)
                moved = moved_rows(reader, update.old, number, new.state_floor)
                batch.setdefault("hist", {}).update(moved)
            rows = block_rows(update.old, number) if self._keep_blocks != 0 else {}
            done = number if self._keep_blocks == 0 else max(number - BUCKETS, new.state_floor)
            batch["recent"] = {**done_rows(reader, done), **rows}
            undo = undo_rows(reader, update.nodes, number) if self._proof_blocks else {}
            budget = PRUNE_LISTS + 2 * len(undo)
            batch["undo"] = {**prune_undo_rows(reader, number - self._proof_blocks, budget), **undo}
        finally:
            reader.close()
        return new


class _HotRows:
    """The head's state table, remembered values first."""

    def __init__(self, snapshot: Snapshot, hot: Mapping[bytes, bytes | None]) -> None:
        self._snapshot = snapshot
        self._hot = hot.get

    def get(self, key: bytes) -> bytes | None:
        """Return the value under `key`, or None."""
        value = self._hot(key, MISSING)
        return self._snapshot.get("state", key) if isinstance(value, Missing) else value

    def seek(self, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""
        return self._snapshot.seek("state", key)
