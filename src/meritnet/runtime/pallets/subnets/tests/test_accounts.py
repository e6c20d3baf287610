"""Accounts without a key: recorded bytes and addresses, and recognising them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives import ss58
from meritnet.runtime.pallets.subnets.accounts import (
    BURN_ACCOUNT,
    DEFAULT_ACCOUNT,
    SWAP_PROTOCOL_ACCOUNT,
    netuid_of_account,
    subnet_account,
)
from meritnet.testing.vectors import load

RECORDED = {entry["name"]: entry for entry in load("economics/accounts")["accounts"]}
SUBNETS = [name for name in RECORDED if name.startswith("subnet_account")]


@pytest.mark.parametrize("name", SUBNETS)
def test_recorded_subnet_account(name: str) -> None:
    netuid = int(name.partition("=")[2])
    account = subnet_account(netuid)
    assert account == bytes.fromhex(RECORDED[name]["hex"][2:])
    assert ss58.encode(account) == RECORDED[name]["ss58"]
    assert netuid_of_account(account) == netuid


@pytest.mark.parametrize(
    "name, account",
    [
        ("burn_account", BURN_ACCOUNT),
        ("swap_protocol", SWAP_PROTOCOL_ACCOUNT),
        ("default_account", DEFAULT_ACCOUNT),
    ],
)
def test_recorded_account(name: str, account: bytes) -> None:
    assert account == bytes.fromhex(RECORDED[name]["hex"][2:])
    assert ss58.decode(RECORDED[name]["ss58"]) == account
    assert netuid_of_account(account) is None


def test_the_subnets_are_all_recorded() -> None:
    assert len(SUBNETS) >= 7


@given(netuid=st.integers(0, 65_535), position=st.integers(14, 31), byte=st.integers(1, 255))
def test_only_an_exact_account_is_a_subnets(netuid: int, position: int, byte: int) -> None:
    account = bytearray(subnet_account(netuid))
    assert netuid_of_account(bytes(account)) == netuid
    account[position] = byte
    assert netuid_of_account(bytes(account)) is None


def test_short_and_long_bytes_are_no_subnets_account() -> None:
    assert netuid_of_account(b"") is None
    assert netuid_of_account(subnet_account(3) + b"\0") is None
    assert netuid_of_account(subnet_account(3)[:-1]) is None
