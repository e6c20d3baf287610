"""Reads a chain from a key-value store: head, blocks, views of state, proofs; safe from any thread."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from meritnet.state.backend import Backend, Snapshot
from meritnet.state.errors import ProofUnavailable, SnapshotExpired, StateDiscarded, UnknownBlock
from meritnet.state.history import MAX_STATE_KEY, value_at
from meritnet.state.hot_state import HotState
from meritnet.state.proof import closest_merkle_value, read_proof
from meritnet.state.recent import RecentBlocks
from meritnet.state.rows import height_key, read_list
from meritnet.state.state_view import StateView, page_in, value_in
from meritnet.state.undo import PastNodes

HASH_BYTES = 32
HOT_STATE_BYTES = 96_000_000
"""Room for what the epochs of 128 full subnets change; a small chain fills little of it."""
HEAD_ROW = b"head"
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


def bounds_of(row: bytes | None) -> Bounds | None:
    if row is None:
        return None
    number, state_floor, proof_floor = (int.from_bytes(row[at : at + 4], "big") for at in (0, 68, 72))
    return Bounds(number, row[4:36], row[36:68], state_floor, proof_floor)


class _Read(NamedTuple):
    """A snapshot of the store and the head row in it."""

    snapshot: Snapshot
    bounds: Bounds | None


class ChainReader:
    """A chain on a key-value store, for reading.

    `shared` says that another process commits to the store, so that nothing read from it is kept.
    """

    def __init__(self, backend: Backend, *, shared: bool = False) -> None:
        self.backend = backend
        self.hot = HotState(HOT_STATE_BYTES)
        self._shared = shared
        self._recent = RecentBlocks()
        self._pool: deque[_Read] = deque()
        self._bounds = bounds_of(backend.get("meta", HEAD_ROW))
        if self._bounds is not None and not shared:
            self.hot.publish({}, self._bounds.number)

    def close(self) -> None:
        """Release snapshots, files and locks."""
        self._drain()
        self.backend.close()

    def _take(self) -> _Read:
        if not self._shared:
            try:
                return self._pool.pop()
            except IndexError:
                pass
        snapshot = self.backend.snapshot()
        return _Read(snapshot, bounds_of(snapshot.get("meta", HEAD_ROW)))

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
            read, done = self._take(), False
            try:
                result = reading(read)
                done = True
                return result
            except SnapshotExpired:
                continue
            finally:
                if done:
                    self._give(read)
                else:
                    read.snapshot.close()

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
        if len(block_hash) != HASH_BYTES:
            return None
        row = self._read(lambda read: read.snapshot.get("numbers", block_hash))
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

    def state_root(self, block: int | bytes) -> bytes:
        """Return the state root that a block's header names.

        Raises: UnknownBlock.
        """
        header = self.header(block)
        # Parent hash, the number as a SCALE compact (below 2**30, so of one, two or four bytes), state root.
        after_number = 32 + (1, 2, 4)[header[32] & 3]
        return header[after_number : after_number + HASH_BYTES]

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
        if not 0 < len(key) <= MAX_STATE_KEY:
            return None
        return self._read(
            lambda read: value_in(read.snapshot, key, number, self._check_kept(read, number, block_hash))
        )

    def read_values(self, keys: Sequence[bytes], number: int, block_hash: bytes) -> list[bytes | None]:
        """Return the values of some keys after a block, and remember them; views call this."""

        def reading(read: _Read) -> list[bytes | None]:
            newest = self._check_kept(read, number, block_hash)
            snapshot = read.snapshot
            allowed = [key for key in keys if 0 < len(key) <= MAX_STATE_KEY]
            if number == newest:
                rows = snapshot.get_many("state", allowed)
            else:
                rows = {key: value_at(snapshot, key, number, newest) for key in allowed}
            return [rows.get(key) for key in keys]

        values = self._read(reading)
        self.hot.note_many(keys, values, number)
        return values

    def read_page(
        self, prefix: bytes, begin: bytes, after: bool, number: int, block_hash: bytes, steps: int
    ) -> tuple[list[tuple[bytes, bytes]], bytes | None]:
        """Return some rows after a block and the key to go on after; views call this."""
        if len(prefix) > MAX_STATE_KEY:
            return [], None
        # No key is longer, so a key above a longer string is also above its beginning, and the reverse.
        begin, after = begin[:MAX_STATE_KEY], after or len(begin) > MAX_STATE_KEY
        return self._read(
            lambda read: page_in(
                read.snapshot,
                prefix,
                begin,
                after,
                number,
                self._check_kept(read, number, block_hash),
                steps,
                self._recent,
            )
        )

    def proof_at(self, block: int | bytes | None, keys: list[bytes]) -> list[bytes]:
        """Return the proof of some keys under a recent block's state root.

        Raises: UnknownBlock; ProofUnavailable if the block is older than the kept trie nodes.
        """
        view = self.view(block)
        return self._read(lambda read: read_proof(_nodes_of(read, view, keys), view, keys))

    def merkle_value_at(self, block: int | bytes | None, key: bytes) -> bytes | None:
        """Return the Merkle value of the trie node of a recent block at a key or nearest below it, or None.

        Raises: UnknownBlock; ProofUnavailable if the block is older than the kept trie nodes.
        """
        view = self.view(block)
        return self._read(lambda read: closest_merkle_value(_nodes_of(read, view, [key]), view, key))

    def changed_keys(self, after: int, upto: int, limit: int) -> set[bytes] | None:
        """Return the keys that blocks `after` + 1 to `upto` changed, None if more than `limit`.

        Raises: StateDiscarded if that is no longer kept.
        """

        def reading(read: _Read) -> set[bytes] | None:
            found: set[bytes] = set()
            for number in range(after + 1, upto + 1):
                if read.bounds is None or number <= read.bounds.state_floor:
                    raise StateDiscarded(self.hash_of(number) or bytes(HASH_BYTES))
                found.update(read_list(read.snapshot, "changed", number))
                if len(found) > limit:
                    return None
            return found

        return self._read(reading)


def _nodes_of(read: _Read, view: StateView, keys: Sequence[bytes]) -> PastNodes:
    """Return the node table as it stood after a block, for the paths of some keys."""
    bounds = read.bounds
    if bounds is None or view.number < bounds.proof_floor:
        raise ProofUnavailable(
            f"no proof for block {view.number}: trie nodes are kept from block "
            f"{0 if bounds is None else bounds.proof_floor} on; ask for a newer block"
        )
    return PastNodes(read.snapshot, view.number, bounds.number, [key.hex() for key in keys])
