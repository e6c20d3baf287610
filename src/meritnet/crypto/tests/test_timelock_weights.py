"""The row in a timelocked commit, in both forms."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.codec import U16, U64, Vec
from meritnet.crypto.timelock_weights import NoRow, Row, WrongHotkey, decode_row, encode_row
from meritnet.testing.vectors import load

RECORDED = next(item for item in load("consensus/50_units")["items"] if item["kind"] == "timelock_ciphertext")
PLAIN, PAYLOAD = bytes.fromhex(RECORDED["plaintext"]), RECORDED["payload"]
HOTKEY = bytes.fromhex(PAYLOAD["hotkey"])
ROW = Row(tuple(PAYLOAD["uids"]), tuple(PAYLOAD["values"]), PAYLOAD["version_key"])
U16S = st.lists(st.integers(0, 2**16 - 1), max_size=70)


def legacy(row: Row) -> bytes:
    return Vec(U16).encode(row.uids) + Vec(U16).encode(row.values) + U64.encode(row.version_key)


def test_the_recorded_row() -> None:
    assert decode_row(PLAIN, HOTKEY) == ROW
    assert encode_row(HOTKEY, *ROW) == PLAIN


def test_a_row_of_another_hotkey_is_refused() -> None:
    with pytest.raises(WrongHotkey, match=HOTKEY.hex()):
        decode_row(PLAIN, b"c" * 32)


def test_a_row_without_hotkey_is_taken_from_whoever_committed_it() -> None:
    # Quirk: the older form protects nobody from a copy.
    assert decode_row(legacy(ROW), b"c" * 32) == ROW


def test_a_hotkey_shorter_than_an_account_is_read_as_the_older_form() -> None:
    short = encode_row(HOTKEY[:5], ROW.uids, ROW.values, ROW.version_key)
    with pytest.raises(NoRow):
        decode_row(short, HOTKEY)


def test_bytes_behind_a_longer_hotkey_or_the_end_are_not_looked_at() -> None:
    assert decode_row(encode_row(HOTKEY + b"more", *ROW) + b"more", HOTKEY) == ROW


@pytest.mark.parametrize("plaintext", [b"", b"\x04", PLAIN[:20]])
def test_bytes_that_are_no_row_are_refused(plaintext: bytes) -> None:
    with pytest.raises(NoRow):
        decode_row(plaintext, HOTKEY)


@given(U16S, U16S, st.integers(0, 2**64 - 1))
@settings(max_examples=40)
def test_every_row_is_read_back(uids: list[int], values: list[int], version: int) -> None:
    row = Row(tuple(uids), tuple(values), version)
    assert decode_row(encode_row(HOTKEY, *row), HOTKEY) == row


@given(st.binary(max_size=200))
@settings(max_examples=80)
def test_arbitrary_bytes_give_a_row_or_a_named_refusal(data: bytes) -> None:
    with contextlib.suppress(NoRow, WrongHotkey):
        assert isinstance(decode_row(data, HOTKEY), Row)
