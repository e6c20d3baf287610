"""Writes the state of one block to a file and makes a chain from such a file: backup, state sync, offline forks.

The file is a mark, the block (number, hash, state root, header), all keys in order with their values, an end mark and
the blake2b-256 of everything before it. A reader trusts nothing: checksum and state root are both recomputed.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from meritnet.state.backend import Backend
from meritnet.state.chain_reader import HEAD_ROW, Bounds, ChainReader, Head
from meritnet.state.chain_store import KEEP_BLOCKS, ChainStore
from meritnet.state.errors import BadStateFile
from meritnet.state.history import MAX_STATE_KEY
from meritnet.state.lmdb_store import LmdbStore
from meritnet.state.memory_store import MemoryStore
from meritnet.state.rows import TableRows, height_key
from meritnet.state.trie import Trie
from meritnet.state.trie_codec import EMPTY_ROOT
from meritnet.state.trie_nodes import NodeCache

MARK = b"meritnet-state 1\n"
BATCH_KEYS = 50_000
_CHECKSUM_BYTES = 32


def export_state(store: ChainReader, file: Path, block: int | bytes | None = None) -> Head:
    """Write the state after a block (the head's by default) to `file`, and return the block.

    The file appears under its name only when it is complete. Raises: UnknownBlock, StateDiscarded.
    """
    view = store.view(block)
    header = store.header(view.number)
    head = Head(view.number, view.hash, store.state_root(view.number), header)
    part = file.with_name(file.name + ".part")
    digest = blake2b(digest_size=_CHECKSUM_BYTES)
    with part.open("wb") as out:

        def write(data: bytes) -> None:
            digest.update(data)
            out.write(data)

        write(MARK + height_key(head.number) + head.hash + head.state_root + height_key(len(header)) + header)
        for key, value in view.iterate():
            write(len(key).to_bytes(2, "big") + key + height_key(len(value)) + value)
        write(bytes(2))
        out.write(digest.digest())
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    return head


def import_state(file: Path, path: Path | None, *, archive: bool = False) -> ChainStore:
    """Return a new chain, in a folder that must not exist yet or in memory, whose head is the file's block.

    Blocks before it are unknown there. Raises: BadStateFile; then no folder is left behind.
    """
    _check_sum(file)
    if path is None:
        memory = MemoryStore()
        _fill(file, memory)
        return ChainStore(memory, keep_blocks=None if archive else KEEP_BLOCKS)
    if path.exists():
        raise BadStateFile(f"{path} exists; import into a new folder, or move that one away")
    part = path.with_name(path.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    with ExitStack() as undo:
        disk = LmdbStore(part)
        undo.callback(shutil.rmtree, part)
        undo.callback(disk.close)
        _fill(file, disk)
        undo.pop_all()
    disk.close()
    part.rename(path)
    return ChainStore.open(path, archive)


def _check_sum(file: Path) -> None:
    size = file.stat().st_size - _CHECKSUM_BYTES
    digest = blake2b(digest_size=_CHECKSUM_BYTES)
    with file.open("rb") as source:
        if source.read(len(MARK)) != MARK:
            raise BadStateFile(f"{file} is no state file of this version: it must begin with {MARK!r}")
        source.seek(0)
        left = max(size, 0)
        while left > 0:
            data = source.read(min(left, 1 << 20))
            digest.update(data)
            left -= len(data)
        if source.read() != digest.digest():
            raise BadStateFile(
                f"{file} is cut or altered, its checksum does not fit; copy or export it again"
            )


def _reader(file: Path, source: BinaryIO) -> Callable[[int], bytes]:
    def read(count: int) -> bytes:
        data = source.read(count)
        if len(data) != count:
            raise BadStateFile(f"{file} ends within a row; export it again")
        return data

    return read


def _rows(read: Callable[[int], bytes], file: Path) -> Iterator[tuple[bytes, bytes]]:
    while True:
        length = int.from_bytes(read(2), "big")
        if length == 0:
            return
        if length > MAX_STATE_KEY:
            raise BadStateFile(
                f"{file} has a key of {length} bytes, allowed are {MAX_STATE_KEY}; export it again"
            )
        key = read(length)
        yield key, read(int.from_bytes(read(4), "big"))


def _fill(file: Path, backend: Backend) -> None:
    """Write state, trie and head row; the head row comes last, so that a part is never taken for a chain."""
    root, cache = EMPTY_ROOT, NodeCache(100_000)
    with file.open("rb") as source:
        read = _reader(file, source)
        read(len(MARK))
        number, block_hash, state_root = int.from_bytes(read(4), "big"), read(32), read(32)
        header = read(int.from_bytes(read(4), "big"))
        batch: dict[bytes, bytes | None] = {}
        for key, value in _rows(read, file):
            batch[key] = value
            if len(batch) == BATCH_KEYS:
                root, batch = _add(backend, cache, batch, root), {}
        root = _add(backend, cache, batch, root)
    if root != state_root:
        raise BadStateFile(
            f"{file} names state root 0x{state_root.hex()}, its rows have 0x{root.hex()}; get it from another source"
        )
    backend.commit(
        {
            "headers": {height_key(number): block_hash + header},
            "numbers": {block_hash: height_key(number)},
            "meta": {HEAD_ROW: Bounds(number, block_hash, root, number, number).row()},
        }
    )


def _add(backend: Backend, cache: NodeCache, batch: dict[bytes, bytes | None], root: bytes) -> bytes:
    update = Trie(TableRows(backend, "trie"), TableRows(backend, "state"), cache).update(batch, root)
    backend.commit({"state": batch, "trie": update.nodes})
    cache.apply(update.branches)
    return update.root
