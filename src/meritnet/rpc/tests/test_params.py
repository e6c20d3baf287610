"""Readers of parameters: every accepted spelling, and nothing else gets through."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives import ss58
from meritnet.rpc.errors import RpcError
from meritnet.rpc.params import (
    Param,
    Reader,
    Unfit,
    account,
    block_hash,
    block_number,
    hex_bytes,
    list_of,
    read_params,
    shown,
    unsigned,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
READERS = [hex_bytes, block_hash, block_number, account, unsigned(255), list_of(hex_bytes, 3)]


@given(st.binary(), st.booleans(), st.booleans())
def test_hex_is_read_in_every_spelling(raw: bytes, has_prefix: bool, is_upper: bool) -> None:
    digits = raw.hex().upper() if is_upper else raw.hex()
    assert hex_bytes("0x" + digits if has_prefix else digits) == raw


@given(st.integers(0, 2**32 - 1))
def test_block_number_is_read_as_number_and_as_hex(number: int) -> None:
    assert block_number(number) == block_number(hex(number)) == block_number(f"0x{number:016x}") == number


@given(st.binary(min_size=32, max_size=32))
def test_account_is_read_as_address_and_as_hex(raw: bytes) -> None:
    assert account(ss58.encode(raw)) == account("0x" + raw.hex()) == raw


@given(JSON, st.sampled_from(READERS))
def test_any_json_is_read_or_unfit(value: object, reader: Reader) -> None:
    with contextlib.suppress(Unfit):
        assert reader(value) is not None


@given(JSON)
def test_any_json_is_shown_short(value: object) -> None:
    assert len(shown(value)) < 400


@pytest.mark.parametrize("given_params", [None, [], [None], [None, None, None]])
def test_optional_parameters_may_be_missing_or_null(given_params: object) -> None:
    assert read_params([Param("a", hex_bytes, True), Param("b", hex_bytes, True)], given_params) == [
        None,
        None,
    ]


def test_missing_parameter_is_told_from_null() -> None:
    spec = [Param("key", hex_bytes)]
    with pytest.raises(RpcError, match="is missing"):
        read_params(spec, [])
    with pytest.raises(RpcError, match="is null"):
        read_params(spec, [None])
