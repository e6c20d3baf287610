"""What both stores promise: order, prefixes, atomic batches, snapshots that do not move."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from meritnet.state.backend import TABLES, Backend, Snapshot
from meritnet.state.errors import SnapshotExpired
from meritnet.state.lmdb_store import LmdbStore
from meritnet.state.memory_store import MemoryStore

Rows = dict[bytes, bytes]


@pytest.fixture(params=["memory", "lmdb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """Give an empty store of either kind."""
    backend: Backend = MemoryStore() if request.param == "memory" else LmdbStore(tmp_path / "store")
    yield backend
    backend.close()


def test_new_store_is_empty(store: Backend) -> None:
    for table in TABLES:
        assert store.get(table, b"k") is None
        assert store.seek(table, b"") is None
        assert list(store.iterate(table)) == []


def test_batch_sets_and_deletes_in_several_tables(store: Backend) -> None:
    store.commit({"state": {b"a": b"1", b"b": b""}, "meta": {b"a": b"2"}})
    store.commit({"state": {b"a": None, b"absent": None, b"c": b"3"}})
    assert dict(store.iterate("state")) == {b"b": b"", b"c": b"3"}
    assert store.get("state", b"a") is None
    assert store.get("state", b"b") == b""
    assert store.get("meta", b"a") == b"2"


def test_iteration_is_ascending_within_the_prefix_and_after_the_start(store: Backend) -> None:
    keys = [b"a", b"b", b"b\x00", b"b\x00\x00", b"ba", b"b\xff", b"b\xff\xff", b"c"]
    store.commit({"state": {key: key for key in reversed(keys)}})
    under = [key for key in keys if key.startswith(b"b")]
    assert [key for key, _ in store.iterate("state", b"b")] == under
    for start in (b"", b"a", b"b", b"b\x00", b"b\x00\x01", b"b\xff\xff", b"c"):
        assert [key for key, _ in store.iterate("state", b"b", start)] == [
            key for key in under if key > start or (start < b"b")
        ]
        assert [key for key, _ in store.iterate("state", b"", start)] == [key for key in keys if key > start]


def test_seek_finds_the_key_or_the_next(store: Backend) -> None:
    store.commit({"state": {b"b": b"1", b"d": b"2"}})
    assert store.seek("state", b"") == (b"b", b"1")
    assert store.seek("state", b"b") == (b"b", b"1")
    assert store.seek("state", b"c") == (b"d", b"2")
    assert store.seek("state", b"e") is None


def _same(snapshot: Snapshot, rows: Rows, chance: Random) -> None:
    ordered = sorted(rows.items())
    assert list(snapshot.iterate("state")) == ordered
    for _ in range(10):
        key = chance.randbytes(chance.choice((1, 2)))
        assert snapshot.get("state", key) == rows.get(key)
        assert snapshot.seek("state", key) == next(((k, v) for k, v in ordered if k >= key), None)
        some = [(k, v) for k, v in ordered if k.startswith(key[:1]) and k > key]
        assert list(snapshot.iterate("state", key[:1], key)) == some
    keys = [chance.randbytes(chance.choice((1, 2))) for _ in range(20)]
    found = snapshot.get_many("state", keys)
    assert [found.get(key) for key in keys] == [rows.get(key) for key in keys]


@pytest.mark.parametrize("seed", range(4))
def test_snapshots_stand_still_while_batches_are_committed(store: Backend, seed: int) -> None:
    chance = Random(seed)
    rows: Rows = {}
    open_ones: list[tuple[Snapshot, Rows]] = []
    for _ in range(25):
        changes: dict[bytes, bytes | None] = {}
        for _ in range(chance.choice((1, 20, 300))):
            gone = chance.random() < 0.4
            changes[chance.randbytes(chance.choice((1, 2)))] = None if gone else chance.randbytes(4)
        if chance.random() < 0.3:
            changes.update(dict.fromkeys(rows))
        store.commit({"state": changes})
        rows = {key: value for key, value in {**rows, **changes}.items() if value is not None}
        open_ones.append((store.snapshot(), dict(rows)))
        for snapshot, expected in open_ones:
            _same(snapshot, expected, chance)
        if len(open_ones) > 5:
            open_ones.pop(chance.randrange(5))[0].close()
    assert dict(store.iterate("state")) == rows
    for snapshot, _ in open_ones:
        snapshot.close()


def test_closed_snapshot_says_so(store: Backend) -> None:
    snapshot = store.snapshot()
    snapshot.close()
    snapshot.close()
    for read in (
        lambda: snapshot.get("state", b"k"),
        lambda: snapshot.seek("state", b"k"),
        lambda: next(snapshot.iterate("state")),
    ):
        with pytest.raises(SnapshotExpired, match="take a new one"):
            read()


def test_live_iteration_goes_on_while_rows_change(store: Backend) -> None:
    store.commit({"state": {number.to_bytes(4, "big"): b"v" for number in range(1000)}})
    rows = store.iterate("state")
    seen = [next(rows)[0]]
    store.commit({"state": {number.to_bytes(4, "big"): None for number in range(500, 900)}})
    seen += [key for key, _ in rows]
    assert seen == sorted(set(seen))
    assert {number.to_bytes(4, "big") for number in range(900, 1000)} <= set(seen)
