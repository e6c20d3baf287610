"""Files that are replaced as a whole."""

import os
import stat
from pathlib import Path

import pytest

from meritnet.state.whole_file import SECRET, replace_file


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "note"
    replace_file(path, b"one, and long")
    replace_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["note"]


def test_a_secret_is_its_owners_even_over_a_leftover_of_others(tmp_path: Path) -> None:
    path = tmp_path / "key"
    leftover = tmp_path / "key.new"
    leftover.write_bytes(b"half of an earlier")
    leftover.chmod(0o666)
    replace_file(path, b"secret", SECRET)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b"secret"


def test_what_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note"
    replace_file(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_data_and_name_are_synced_in_that_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note"
    seen: list[tuple[bool, bool]] = []
    sync = os.fsync

    def noting(handle: int) -> None:
        seen.append((stat.S_ISDIR(os.fstat(handle).st_mode), path.exists()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    replace_file(path, b"new")
    assert seen == [(False, False), (True, True)]
