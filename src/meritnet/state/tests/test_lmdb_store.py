"""The disk store beyond the common promises: folder, growth, full disk, ages and processes."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from meritnet.primitives.errors import Bug
from meritnet.state import lmdb_store
from meritnet.state.chain_store import ChainStore
from meritnet.state.check import problems
from meritnet.state.errors import SnapshotExpired, StoreFailed, StoreFormat, StoreFull, StoreLocked
from meritnet.state.history_keys import history_key
from meritnet.state.lmdb_store import LmdbStore
from meritnet.state.recent import entries
from meritnet.state.tests.chains import add_block

FIRST = 1 << 20


def test_second_holder_is_refused_with_the_first_ones_process(tmp_path: Path) -> None:
    store = LmdbStore(tmp_path)
    with pytest.raises(StoreLocked, match=f"held by process {os.getpid()}"):
        LmdbStore(tmp_path)
    store.close()
    store.close()
    LmdbStore(tmp_path).close()


def test_other_format_is_refused_and_leaves_the_lock_free(tmp_path: Path) -> None:
    LmdbStore(tmp_path).close()
    (tmp_path / "FORMAT").write_text("meritnet-store 99\n")
    for _ in range(2):
        with pytest.raises(StoreFormat, match="'meritnet-store 99', this version reads 'meritnet-store 2'"):
            LmdbStore(tmp_path)
    (tmp_path / "FORMAT").unlink()
    with pytest.raises(StoreFormat, match="no FORMAT file"):
        LmdbStore(tmp_path)


def test_the_format_before_recent_history_is_brought_up_to_date_by_a_writer(tmp_path: Path) -> None:
    chain, values = ChainStore.open(tmp_path), range(40)
    for number in values:
        add_block(chain, {b"k": b"%d" % number})
    chain.close()
    # As the older version left it: all history in its table.
    store = LmdbStore(tmp_path)
    rows = dict(store.iterate("recent"))
    moved = {
        history_key(key, int.from_bytes(at[:4], "big")): value
        for at, row in rows.items()
        for key, value in entries(row)
    }
    store.commit({"hist": moved, "recent": dict.fromkeys(rows)})
    store.close()
    (tmp_path / "FORMAT").write_text("meritnet-store 1\n")
    with pytest.raises(StoreFormat, match="start the node on it once"):
        ChainStore.open(tmp_path, read_only=True)
    chain = ChainStore.open(tmp_path)
    assert (tmp_path / "FORMAT").read_text() == "meritnet-store 2\n"
    for number in range(40, 60):
        add_block(chain, {b"k": b"%d" % number})
    assert [chain.view(number).get(b"k") for number in range(60)] == [b"%d" % n for n in range(60)]
    assert list(problems(chain.backend)) == []
    chain.close()


def test_path_that_is_no_folder_or_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFailed, match="file cannot be opened"):
        LmdbStore(tmp_path / "file")
    with pytest.raises(StoreFormat, match="no store in"):
        LmdbStore(tmp_path / "absent", read_only=True)


def test_rows_survive_reopening(tmp_path: Path) -> None:
    store = LmdbStore(tmp_path)
    store.commit({"state": {b"k": b"v"}})
    store.close()
    store = LmdbStore(tmp_path)
    assert store.get("state", b"k") == b"v"
    store.close()


def test_map_grows_under_an_open_snapshot(tmp_path: Path) -> None:
    store = LmdbStore(tmp_path, map_bytes=FIRST)
    store.commit({"state": {b"before": b"1"}})
    snapshot = store.snapshot()
    rows: dict[bytes, bytes | None] = {number.to_bytes(4, "big"): bytes(4000) for number in range(2000)}
    store.commit({"state": rows})
    with pytest.raises(SnapshotExpired, match="the store grew"):
        snapshot.get("state", b"before")
    assert store.get("state", b"before") == b"1"
    assert sum(1 for _ in store.iterate("state")) == 2001
    store.close()


def test_map_bound_refuses_the_batch_and_keeps_the_store(tmp_path: Path) -> None:
    store = LmdbStore(tmp_path, map_bytes=FIRST, map_limit=2 * FIRST)
    store.commit({"state": {b"k": b"v"}})
    too_much: dict[bytes, bytes | None] = {number.to_bytes(4, "big"): bytes(4000) for number in range(2000)}
    with pytest.raises(StoreFull, match=f"map bound of {2 * FIRST} bytes"):
        store.commit({"meta": {b"m": b"1"}, "state": {b"k": None, **too_much}})
    assert dict(store.iterate("state")) == {b"k": b"v"}
    assert store.get("meta", b"m") is None
    store.commit({"state": {b"k2": b"v2"}})
    assert store.get("state", b"k2") == b"v2"
    store.close()


FULL_DISK = """
import resource, sys
from pathlib import Path
from meritnet.state.errors import StoreFull
from meritnet.state.lmdb_store import LmdbStore

store = LmdbStore(Path(sys.argv[1]))
store.commit({"state": {b"k": b"v"}})
size = (Path(sys.argv[1]) / "data.mdb").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, size + 100_000))
rows = {number.to_bytes(4, "big"): bytes(4000) for number in range(200)}
try:
    store.commit({"state": rows, "meta": {b"m": b"1"}})
except StoreFull as error:
    assert "free space" in str(error), error
    assert dict(store.iterate("state")) == {b"k": b"v"}
    assert store.get("meta", b"m") is None
    print("refused")
"""


@pytest.mark.e2e
def test_full_disk_refuses_the_batch_and_keeps_the_store(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "refused\n", done.stderr
    store = LmdbStore(tmp_path)
    assert dict(store.iterate("state")) == {b"k": b"v"}
    store.close()


@pytest.mark.parametrize(
    ("text", "error"),
    [("mdb_txn_commit: No space left on device", StoreFull), ("mdb_put: Input/output error", StoreFailed)],
)
def test_errors_of_the_disk_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, error: type[Exception]
) -> None:
    store = LmdbStore(tmp_path)

    def fail(batch: object) -> None:
        raise lmdb_store.lmdb.Error(text)

    monkeypatch.setattr(store, "_write", fail)
    with pytest.raises(error, match=text):
        store.commit({"state": {b"k": b"v"}})
    monkeypatch.undo()
    assert store.get("state", b"k") is None
    store.close()


def test_overlong_key_is_our_mistake_and_not_the_disks(tmp_path: Path) -> None:
    store = LmdbStore(tmp_path)
    with pytest.raises(Bug, match="overlong key"):
        store.commit({"state": {bytes(512): b"v", b"k": b"v"}})
    assert list(store.iterate("state")) == []
    store.close()


def test_old_snapshot_is_closed_by_the_next_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(lmdb_store.time, "monotonic", lambda: now)
    store = LmdbStore(tmp_path)
    old = store.snapshot()
    now += lmdb_store.MAX_SNAPSHOT_AGE_S - 1
    young = store.snapshot()
    now += 2
    store.commit({"state": {b"k": b"v"}})
    with pytest.raises(SnapshotExpired, match=r"5\.0 s"):
        old.get("state", b"k")
    assert young.get("state", b"k") is None
    store.close()


def test_store_cannot_be_pickled(tmp_path: Path) -> None:
    store = LmdbStore(tmp_path)
    with pytest.raises(Bug, match="open it there, read_only"):
        pickle.dumps(store)
    store.close()


def test_forked_child_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LmdbStore(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(lmdb_store.os, "getpid", lambda: -1)
        with pytest.raises(Bug, match="a child must open its own"):
            store.commit({"state": {b"k": b"v"}})
        with pytest.raises(Bug, match="a child must open its own"):
            store.snapshot()
    store.close()


KILLED_READER = """
import sys
from pathlib import Path
from meritnet.state.lmdb_store import LmdbStore

snapshot = LmdbStore(Path(sys.argv[1]), read_only=True).snapshot()
print(snapshot.get("state", b"k"), flush=True)
sys.stdin.read()
"""


@pytest.mark.e2e
def test_killed_reader_pins_no_pages(tmp_path: Path) -> None:
    store = LmdbStore(tmp_path)
    rows: dict[bytes, bytes | None] = {number.to_bytes(4, "big"): bytes(4000) for number in range(250)}
    store.commit({"state": {b"k": b"v", **rows}})
    with subprocess.Popen(
        [sys.executable, "-c", KILLED_READER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == b"b'v'\n"
        reader.kill()
    sizes = []
    for number in range(12):
        store.commit({"state": {key: number.to_bytes(4000, "big") for key in rows}})
        sizes.append((tmp_path / "data.mdb").stat().st_size)
    # Every commit rewrites a megabyte: pages that nobody reads are used again after a few of them.
    assert sizes[4:] == [sizes[4]] * 8
    store.close()


READER = """
import sys
from meritnet.state.chain_store import ChainStore

chain = ChainStore.open(sys.argv[1], read_only=True)
for line in sys.stdin:
    view = chain.view()
    print(chain.head.number, view.get(b"k").decode(), [k.decode() for k, _ in view.iterate()], flush=True)
"""


@pytest.mark.e2e
def test_reader_in_another_process_follows_the_writer(tmp_path: Path) -> None:
    from meritnet.state.chain_store import ChainStore
    from meritnet.state.tests.chains import add_block

    chain = ChainStore(LmdbStore(tmp_path, map_bytes=FIRST))
    add_block(chain, {b"k": b"0"})
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for number in range(5):
            reader.stdin.write("go\n")
            reader.stdin.flush()
            assert (
                reader.stdout.readline() == f"{number} {number} ['k'{', ' + repr('z') if number else ''}]\n"
            )
            add_block(chain, {b"k": b"%d" % (number + 1), b"z": bytes(600_000)})
        reader.stdin.close()
    assert reader.returncode == 0
    chain.close()
