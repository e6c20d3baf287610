"""The key file of a local beacon."""

import stat
from pathlib import Path

import pytest

from meritnet.node.beacon import key_file
from meritnet.node.beacon.key_file import NAME, KeyUnwritable
from meritnet.primitives.errors import Invalid, NotFound


def test_it_is_read_back_and_its_owners_alone(tmp_path: Path) -> None:
    seed = key_file.fresh_seed(None, None)
    key_file.write(tmp_path, seed)
    assert key_file.read(tmp_path) == seed
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_seeds_are_drawn_unless_the_genesis_is_fixed(tmp_path: Path) -> None:
    assert key_file.fresh_seed(None, None) != key_file.fresh_seed(None, None)
    fixed = key_file.fresh_seed(tmp_path, "salt")
    assert fixed == key_file.fresh_seed(None, "salt") != key_file.fresh_seed(None, "other")


def test_a_key_that_a_start_left_behind_is_taken_over(tmp_path: Path) -> None:
    key_file.write(tmp_path, b"x" * 32)
    assert key_file.fresh_seed(tmp_path, "salt") == b"x" * 32


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="restore it, or start with --beacon none"):
        key_file.read(tmp_path)


@pytest.mark.parametrize("text", ["", "zz", "00" * 31])
def test_a_damaged_file_is_refused_without_showing_it(text: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(Invalid, match=NAME):
        key_file.read(tmp_path)


def test_a_folder_that_went_away_is_said(tmp_path: Path) -> None:
    with pytest.raises(KeyUnwritable, match="cannot be written"):
        key_file.write(tmp_path / "gone", bytes(32))
