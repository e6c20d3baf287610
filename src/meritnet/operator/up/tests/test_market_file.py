"""What a market remembers comes back as it was."""

from pathlib import Path

import pytest

from meritnet.operator.up.market_file import NAME, CashOut, Extra, MarketFile, read, write
from meritnet.primitives.errors import Invalid


def test_memory_comes_back(tmp_path: Path) -> None:
    memory = MarketFile(
        netuid=2,
        miners_port=4000,
        extras=[Extra("cheat-1", "erratic"), Extra("own-2", command="python3 mine.py")],
        cash_outs=[CashOut(44, 10, 9)],
        first_reward={"miner": "filtered", "seconds_after_start": 44.4},
        losses={"5F": 12},
        counted_to=43,
    )
    write(tmp_path, memory)
    assert read(tmp_path) == memory


def test_a_fresh_folder_remembers_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == MarketFile()


@pytest.mark.parametrize(
    "text", ["", "{}", '{"format": 2}', '{"format": 1, "extras": [{}], "cash_outs": []}']
)
def test_a_damaged_memory_is_refused_with_a_way_out(text: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(Invalid, match="--fresh"):
        read(tmp_path)
