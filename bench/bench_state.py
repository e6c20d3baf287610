"""What it costs to move state from block to block: trie update and the whole durable commit."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench.row import Row
from meritnet.primitives.hashing import blake2_256
from meritnet.state.chain_store import ChainStore

Changes = dict[bytes, bytes | None]

ITEMS = 25
SIBLINGS = 128
BLOCKS = 8


def _header(root: bytes) -> bytes:
    return bytes(32) + b"\x00" + root + bytes(33)


def _scattered(keys: list[bytes], count: int, chance: random.Random) -> Changes:
    return {key: chance.randbytes(64) for key in chance.sample(keys, count)}


def _block_shaped(chance: random.Random) -> Iterator[Changes]:
    """Yield what a block of many subnets changes: one value of every subnet under each of many items."""
    prefixes = [blake2_256(b"item %d" % item) for item in range(ITEMS)]
    while True:
        yield {
            prefix + netuid.to_bytes(2, "little"): chance.randbytes(8)
            for prefix in prefixes
            for netuid in range(SIBLINGS)
        }


def _timed(store: ChainStore, changes: Changes) -> tuple[float, float]:
    """Commit a block; return the CPU seconds of its trie update and the seconds of its durable commit."""
    number = store.head.number + 1
    start = process_time()
    root, update = store.prepare(changes)
    spent, middle = process_time() - start, perf_counter()
    header = _header(root) + number.to_bytes(4, "big")
    store.commit(number, blake2_256(header), header, [], changes, update)
    return spent, perf_counter() - middle


def _filled(folder: Path, keys: list[bytes], chance: random.Random) -> ChainStore:
    store = ChainStore.open(folder)
    root, _update = store.prepare({})
    store.genesis(_header(root), {})
    for begin in range(0, len(keys), 100_000):
        _timed(store, {key: chance.randbytes(64) for key in keys[begin : begin + 100_000]})
    return store


def _measure(store: ChainStore, name: str, blocks: list[Changes], target_us: float | None) -> Iterable[Row]:
    times = [_timed(store, changes) for changes in blocks]
    keys = sum(len(changes) for changes in blocks)
    update, commit = (sum(part) for part in zip(*times, strict=True))
    yield Row(f"trie update a changed key, {name}", target_us, update / keys * 1e6, "µs CPU")
    yield Row(
        f"trie update a block, {name}", None, update / len(blocks) * 1e3, "ms CPU", f"{len(blocks[0])} keys"
    )
    yield Row(
        f"durable commit a block, {name}", None, commit / len(blocks) * 1e3, "ms", f"{len(blocks[0])} keys"
    )


def _reads(store: ChainStore, keys: list[bytes], chance: random.Random) -> Iterable[Row]:
    head, past = store.view(), store.view(store.head.number - 4)
    sample = chance.sample(keys, 5_000)
    for name, view in (("head, first time", head), ("head, again", head), ("four blocks ago", past)):
        start = perf_counter()
        for key in sample:
            view.get(key)
        yield Row(f"read of a value, {name}", None, (perf_counter() - start) / len(sample) * 1e6, "µs")
    start = perf_counter()
    count = sum(1 for _row, _ in zip(past.iterate(), range(20_000), strict=False))
    yield Row("iteration a key, four blocks ago", None, (perf_counter() - start) / count * 1e6, "µs")


def rows(quick: bool) -> Iterable[Row]:
    """Yield figures on 100,000 keys and, unless quick, on a million."""
    for total in (100_000,) if quick else (100_000, 1_000_000):
        chance = random.Random(total)
        keys = [chance.randbytes(48) for _ in range(total)]
        with TemporaryDirectory() as folder:
            store = _filled(Path(folder) / "chain", keys, chance)
            label = f"{total:,} keys"
            scattered = [_scattered(keys, 2_000, chance) for _ in range(BLOCKS)]
            yield from _measure(store, f"2,000 scattered of {label}", scattered, 47.0)
            shaped = _block_shaped(chance)
            _timed(store, next(shaped))
            yield from _measure(store, f"block-shaped, {label}", [next(shaped) for _ in range(BLOCKS)], None)
            yield from _reads(store, keys, chance)
            store.close()
