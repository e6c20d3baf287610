"""The chain's own file: written once, read back the same, refused when damaged."""

import json
from pathlib import Path

import pytest

from meritnet.node.chain_file import NAME, ChainFile, ChainFileUnwritable
from meritnet.primitives.errors import Invalid, NotFound

GENESIS = bytes(range(32))


def fresh() -> ChainFile:
    return ChainFile("local", 250, rules=True, salt="salt", endow=None)


def test_a_sealed_file_is_read_back(tmp_path: Path) -> None:
    made = ChainFile.open(tmp_path, fresh)
    made.seal(GENESIS)
    found = ChainFile.open(tmp_path, lambda: pytest.fail("made a second one"))
    assert (found.preset, found.block_time_ms, found.rules, found.salt) == ("local", 250, True, "salt")
    assert found.genesis_hash == GENESIS
    assert found == made


def test_without_a_folder_nothing_is_written() -> None:
    made = ChainFile.open(None, fresh)
    made.seal(GENESIS)
    assert made.genesis_hash == GENESIS


def test_a_folder_without_a_chain_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="start one with `meritnet node --state`"):
        ChainFile.read(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{", json.dumps({"format": 99})])
def test_a_damaged_file_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(Invalid, match=NAME):
        ChainFile.read(tmp_path)


def test_a_folder_that_went_away_is_said(tmp_path: Path) -> None:
    made = ChainFile.open(tmp_path / "gone", fresh)
    with pytest.raises(ChainFileUnwritable, match="cannot be written"):
        made.seal(GENESIS)
