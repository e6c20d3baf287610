"""Symbols: the recorded table and the choice for a new subnet."""

from meritnet.runtime.pallets.subnets.symbols import DEFAULT_SYMBOL, SYMBOLS, is_selectable, symbol_for
from meritnet.testing.vectors import load


def test_recorded_table() -> None:
    table = load("economics/table_symbols")
    assert [entry["index"] for entry in table] == list(range(len(SYMBOLS)))
    assert [bytes.fromhex(entry["utf8_hex"]) for entry in table] == list(SYMBOLS)
    assert [entry["text"] for entry in table] == [symbol.decode() for symbol in SYMBOLS]


def test_table_has_no_repeats() -> None:
    assert len(set(SYMBOLS)) == len(SYMBOLS) == 439


def test_default_symbol_bytes() -> None:
    assert bytes.fromhex("f09d9c8f") == DEFAULT_SYMBOL
    assert not is_selectable(DEFAULT_SYMBOL)


def test_a_subnet_gets_the_symbol_of_its_netuid() -> None:
    assert symbol_for(0, []) == SYMBOLS[0]
    assert symbol_for(438, [SYMBOLS[1]]) == SYMBOLS[438]


def test_a_taken_or_missing_symbol_gives_the_first_free_one() -> None:
    assert symbol_for(5, [SYMBOLS[5]]) == SYMBOLS[1]
    assert symbol_for(5, [SYMBOLS[5], SYMBOLS[1]]) == SYMBOLS[2]
    assert symbol_for(439, []) == SYMBOLS[1]
    # Index 0 is not handed out while another is free.
    assert symbol_for(0, [SYMBOLS[0]]) == SYMBOLS[1]


def test_when_all_are_taken_index_0_serves() -> None:
    assert symbol_for(7, SYMBOLS) == SYMBOLS[0]
    assert symbol_for(1000, SYMBOLS) == SYMBOLS[0]


def test_owners_choose_from_index_1() -> None:
    assert all(is_selectable(symbol) for symbol in SYMBOLS[1:])
    assert not is_selectable(SYMBOLS[0])
    assert not is_selectable(b"TAO")
