"""The durable chain: state, trie, history, headers and bodies, moved on by one transaction a block.

One thread prepares and commits; any thread reads through views. The head is the best and the final block at
once, since both engines commit final blocks only.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from meritnet.state.backend import Backend, Snapshot
from meritnet.state.errors import (
    BadStateKey,
    ProofUnavailable,
    SnapshotExpired,
    StaleUpdate,
    StateDiscarded,
    UnknownBlock,
)
from meritnet.state.history import MAX_STATE_KEY, changed_rows, history_rows, prune_rows
from meritnet.state.hot_state import HotState, Missing
from meritnet.state.lmdb_store import LmdbStore
from meritnet.state.memory_store import MemoryStore
from meritnet.state.proof import read_proof
from meritnet.state.rows import TableRows, height_key, list_rows, read_list
from meritnet.state.state_view import StateView, page_in, value_in
from meritnet.state.trie import Trie, TrieUpdate
from meritnet.state.trie_codec import EMPTY_ROOT, blake2_256
from meritnet.state.trie_nodes import NodeCache
from meritnet.state.undo import PastNodes, prune_undo_rows, undo_rows

KEEP_BLOCKS = 100_000
PROOF_BLOCKS = 256
NODE_CACHE_BRANCHES = 30_000
HOT_STATE_BYTES = 32_000_000
PRUNE_LISTS = 4
"""Lists of pruned keys a commit clears at least; it clears more than it adds, so pruning catches up."""

_HEAD = b"head"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Head:
    """The newest durable block."""

    number: int
    hash: bytes
    state_root: bytes
    header_bytes: bytes


class Bounds(NamedTuple):
    """The head row: the newest block, and from which block on state and proofs can be read."""

    number: int
    hash: bytes
    state_root: bytes
    state_floor: int
    proof_floor: int

    def row(self) -> bytes:
        """Return the row of the meta table."""
        return b"".join(
            (
                height_key(self.number),
                self.hash,
                self.state_root,
                height_key(self.state_floor),
                height_key(self.proof_floor),
            )
        )


def _bounds(row: bytes | None) -> Bounds | None:
    if row is None:
        return None
    number, state_floor, proof_floor = (int.from_bytes(row[at : at + 4], "big") for at in (0, 68, 72))
    return Bounds(number, row[4:36], row[36:68], state_floor, proof_floor)


class _Read(NamedTuple):
    """A snapshot of the store and the head row in it."""

    snapshot: Snapshot
    bounds: Bounds | None


class ChainStore:
    """A chain on a key-value store.

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
        self.backend = backend
        self.hot = HotState(HOT_STATE_BYTES)
        self._keep_blocks = keep_blocks
        self._proof_blocks = proof_blocks
        self._nodes = NodeCache(NODE_CACHE_BRANCHES)
        # Another process may commit to a shared store, so nothing read from it is kept.
        self._shared = shared
        self._pool: deque[_Read] = deque()
        self._bounds = _bounds(backend.get("meta", _HEAD))
        if self._bounds is not None and not shared:
            self.hot.publish({}, self._bounds.number)

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

        Raises: StoreLocked, StoreFormat, StoreFull, StoreFailed.
        """
        backend: Backend = MemoryStore() if path is None else LmdbStore(Path(path), read_only=read_only)
        kept = None if archive else keep_blocks
        return cls(backend, keep_blocks=kept, proof_blocks=proof_blocks, shared=read_only)

    def close(self) -> None:
        """Release snapshots, files and locks."""
        self._drain()
        self.backend.close()

    # Reading

    def _take(self) -> _Read:
        if not self._shared:
            try:
                return self._pool.pop()
            except IndexError:
                pass
        snapshot = self.backend.snapshot()
        return _Read(snapshot, _bounds(snapshot.get("meta", _HEAD)))

    def _give(self, read: _Read) -> None:
        if self._shared or read.bounds != self._bounds:
            read.snapshot.close()
        else:
            self._pool.append(read)

    def _drain(self) -> None:
        while self._pool:
            self._pool.pop().snapshot.close()

    def _read(self, reading: Callable[[_Read], T]) -> T:
        """Run a read on a snapshot; one that the store closed meanwhile, or an old one, is replaced."""
        while True:
            read = self._take()
            try:
                result = reading(read)
            except SnapshotExpired:
                read.snapshot.close()
                continue
            except BaseException:
                read.snapshot.close()
                raise
            self._give(read)
            return result

    def _head_bounds(self) -> Bounds | None:
        return self._read(lambda read: read.bounds) if self._shared else self._bounds

    @property
    def is_empty(self) -> bool:
        """Whether not even a genesis block is stored."""
        return self._head_bounds() is None

    @property
    def head(self) -> Head:
        """The newest durable block.

        Raises: UnknownBlock before genesis.
        """
        bounds = self._head_bounds()
        if bounds is None:
            raise UnknownBlock("the store holds no block yet; write the genesis block first")
        return Head(bounds.number, bounds.hash, bounds.state_root, self.header(bounds.number))

    def view(self, block: int | bytes | None = None) -> StateView:
        """Return the state after a block, given by number or hash; the head's by default.

        Raises: UnknownBlock; StateDiscarded if its state is no longer kept.
        """
        bounds = self._head_bounds()
        if bounds is None:
            raise UnknownBlock("the store holds no block yet; write the genesis block first")
        if block is None or block == bounds.hash or block == bounds.number:
            return StateView(self, bounds.number, bounds.hash)
        number, block_hash = self._identify(block)
        if number < bounds.state_floor:
            raise StateDiscarded(block_hash)
        return StateView(self, number, block_hash)

    def _identify(self, block: int | bytes) -> tuple[int, bytes]:
        if isinstance(block, bytes):
            number = self.number_of(block)
            if number is None:
                raise UnknownBlock(f"no block of hash 0x{block.hex()} is stored")
            return number, block
        block_hash = self.hash_of(block)
        if block_hash is None:
            raise UnknownBlock(f"no block of number {block} is stored")
        return block, block_hash

    def number_of(self, block_hash: bytes) -> int | None:
        """Return a block's number, or None for an unknown hash."""
        row = self._read(lambda read: read.snapshot.get("numbers", block_hash)) if block_hash else None
        return None if row is None else int.from_bytes(row, "big")

    def _header_row(self, number: int) -> bytes | None:
        if not 0 <= number < 2**32:
            return None
        return self._read(lambda read: read.snapshot.get("headers", height_key(number)))

    def hash_of(self, number: int) -> bytes | None:
        """Return the hash of the block of that number, or None."""
        row = self._header_row(number)
        return None if row is None else row[:32]

    def header(self, block: int | bytes) -> bytes:
        """Return a block's encoded header.

        Raises: UnknownBlock.
        """
        row = self._header_row(self._identify(block)[0])
        if row is None:
            raise UnknownBlock(f"no header of block {block!r} is stored")
        return row[32:]

    def body(self, block: int | bytes) -> list[bytes]:
        """Return a block's extrinsics.

        Raises: UnknownBlock.
        """
        number = self._identify(block)[0]
        return self._read(lambda read: read_list(read.snapshot, "bodies", number))

    def extra(self, key: bytes) -> bytes | None:
        """Return a row of the side table, or None."""
        return self._read(lambda read: read.snapshot.get("extra", key))

    def extra_rows(self, prefix: bytes = b"", start: bytes | None = None) -> Iterator[tuple[bytes, bytes]]:
        """Yield rows of the side table under `prefix` in ascending order, after `start` if given."""
        return self.backend.iterate("extra", prefix, start)

    def _check_kept(self, read: _Read, number: int, block_hash: bytes) -> int:
        """Return the snapshot's newest block number, if it still holds the state of the block."""
        if read.bounds is None or number < read.bounds.state_floor:
            raise StateDiscarded(block_hash)
        if read.bounds.number < number:
            raise SnapshotExpired(f"the snapshot ends at block {read.bounds.number}, before block {number}")
        return read.bounds.number

    def read_value(self, key: bytes, number: int, block_hash: bytes) -> bytes | None:
        """Return the value of a key after a block; views call this."""
        if not key:
            return None
        return self._read(
            lambda read: value_in(read.snapshot, key, number, self._check_kept(read, number, block_hash))
        )

    def read_page(
        self, prefix: bytes, begin: bytes, after: bool, number: int, block_hash: bytes, steps: int
    ) -> tuple[list[tuple[bytes, bytes]], bytes | None]:
        """Return some rows after a block and the key to go on after; views call this."""
        return self._read(
            lambda read: page_in(
                read.snapshot, prefix, begin, after, number, self._check_kept(read, number, block_hash), steps
            )
        )

    def proof_at(self, block: int | bytes | None, keys: list[bytes]) -> list[bytes]:
        """Return the proof of some keys under a recent block's state root.

        Raises: UnknownBlock; ProofUnavailable if the block is older than the kept trie nodes.
        """
        view = self.view(block)
        paths = [key.hex() for key in keys]

        def reading(read: _Read) -> list[bytes]:
            bounds = read.bounds
            if bounds is None or view.number < bounds.proof_floor:
                raise ProofUnavailable(
                    f"no proof for block {view.number}: trie nodes are kept for the last "
                    f"{self._proof_blocks} blocks; ask for a newer block"
                )
            nodes = PastNodes(read.snapshot, view.number, bounds.number, paths)
            return read_proof(nodes, view, keys)

        return self._read(reading)

    # Writing, by one thread

    def prepare(self, changes: Mapping[bytes, bytes | None]) -> tuple[bytes, TrieUpdate]:
        """Return the state root that the changes lead to and the update that `commit` needs; write nothing.

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
            state = _HotRows(snapshot, self.hot, -2 if bounds is None else bounds.number)
            update = Trie(TableRows(snapshot, "trie"), state, self._nodes).update(changes, root)
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
        bounds = self._check_follows(number, changes, trie_update)
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
        batch["meta"] = {_HEAD: new.row()}
        self.hot.withdraw()
        try:
            self._drain()
            self.backend.commit(batch)
        except BaseException:
            self.hot.publish({}, -1 if bounds is None else bounds.number)
            raise
        self._bounds = new
        self._drain()
        self._nodes.apply(trie_update.branches)
        self.hot.publish(state, number)

    def _check_follows(
        self, number: int, changes: Mapping[bytes, bytes | None], update: TrieUpdate
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
                batch.setdefault("hist", {}).update(history_rows(update.old, number))
            undo = undo_rows(reader, update.nodes, number) if self._proof_blocks else {}
            budget = PRUNE_LISTS + 2 * len(undo)
            batch["undo"] = {**prune_undo_rows(reader, number - self._proof_blocks, budget), **undo}
        finally:
            reader.close()
        return new


class _HotRows:
    """The head's state table, remembered values first."""

    def __init__(self, snapshot: Snapshot, hot: HotState, number: int) -> None:
        self._snapshot = snapshot
        self._hot = hot
        self._number = number

    def get(self, key: bytes) -> bytes | None:
        """Return the value under `key`, or None."""
        value = self._hot.get(key, self._number)
        return self._snapshot.get("state", key) if isinstance(value, Missing) else value

    def seek(self, key: bytes) -> tuple[bytes, bytes] | None:
        """Return the first row at or after `key`, or None."""
        return self._snapshot.seek("state", key)
