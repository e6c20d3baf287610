"""The journal keeps what was submitted here, whatever moment the process ended at."""

from pathlib import Path

import pytest

from meritnet.engine.pool import journal as module
from meritnet.engine.pool.journal import Journal, JournalFull

RAWS = [b"one", b"", bytes(range(256)) * 40]


def written(path: Path, raws: list[bytes] = RAWS) -> bytes:
    journal = Journal(path)
    for raw in raws:
        journal.add(raw)
    journal.close()
    return path.read_bytes()


def records(path: Path) -> list[bytes]:
    journal = Journal(path)
    journal.close()
    return journal.records


def test_records_come_back_in_order(tmp_path: Path) -> None:
    path = tmp_path / "pool.journal"
    written(path)
    assert records(path) == RAWS


def test_a_new_journal_is_empty(tmp_path: Path) -> None:
    assert records(tmp_path / "pool.journal") == []


def test_every_torn_end_keeps_the_whole_records_before_it(tmp_path: Path) -> None:
    path = tmp_path / "pool.journal"
    raws = [b"first", b"second", b"third"]
    data = written(path, raws)
    ends = [8 + 5, 16 + 11, 24 + 16]
    for cut in range(len(data)):
        path.write_bytes(data[:cut])
        journal = Journal(path)
        whole = sum(end <= cut for end in ends)
        assert journal.records == raws[:whole]
        journal.add(b"after")
        journal.close()
        assert records(path) == [*raws[:whole], b"after"]


def test_a_flipped_bit_ends_the_journal_there(tmp_path: Path) -> None:
    path = tmp_path / "pool.journal"
    data = bytearray(written(path, [b"first", b"second", b"third"]))
    data[8 + 5 + 8] ^= 0x40
    path.write_bytes(bytes(data))
    assert records(path) == [b"first"]


def test_an_absurd_length_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "pool.journal"
    path.write_bytes(b"\xff" * 40)
    assert records(path) == []
    assert path.read_bytes() == b""


def test_compacting_keeps_only_what_waits_once_the_file_is_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pool.journal"
    journal = Journal(path)
    for raw in RAWS:
        journal.add(raw)
    size = path.stat().st_size
    journal.compact([b"one"])
    assert path.stat().st_size == size
    journal.close()
    monkeypatch.setattr(module, "COMPACT_BYTES", 1)
    journal = Journal(path)
    for raw in RAWS:
        journal.add(raw)
    journal.compact([b"one"])
    journal.add(b"two")
    journal.close()
    assert records(path) == [b"one", b"two"]


def test_a_record_that_did_not_fit_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "pool.journal"
    journal = Journal(path)
    journal.add(b"first")
    fitting, real = 12, journal._file

    class Short:
        """A file on a disk that has room for a few bytes more."""

        def write(self, data: bytes) -> int:
            return real.write(data[:fitting])  # type: ignore[return-value]

        def fileno(self) -> int:
            return real.fileno()

        def close(self) -> None:
            real.close()

    journal._file = Short()  # type: ignore[assignment]
    with pytest.raises(JournalFull, match="No space left"):
        journal.add(b"much longer than twelve bytes")
    journal._file = real
    journal.add(b"second")
    journal.close()
    assert records(path) == [b"first", b"second"]
