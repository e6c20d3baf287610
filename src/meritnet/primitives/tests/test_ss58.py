"""Addresses: recorded accounts, every way to be wrong, other networks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives import ss58
from meritnet.primitives.ss58 import InvalidAddress
from meritnet.testing.vectors import load

ACCOUNTS = load("wire/wire-vectors")["accounts"]
ALICE = ACCOUNTS["//Alice"]["ss58"]


@pytest.mark.parametrize("name", ACCOUNTS)
def test_recorded_accounts_have_their_addresses(name):
    account = bytes.fromhex(ACCOUNTS[name]["public"][2:])
    assert ss58.encode(account) == ACCOUNTS[name]["ss58"]
    assert ss58.decode(ACCOUNTS[name]["ss58"]) == account


@pytest.mark.parametrize(
    "prefix,address",
    [
        (0, "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"),
        (2, "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F"),
    ],
)
def test_other_networks_write_the_same_account_differently(prefix, address):
    # Alice on Polkadot and Kusama, as their public documentation gives it.
    assert ss58.encode(ss58.decode(ALICE), prefix) == address
    assert ss58.decode(address, prefix) == ss58.decode(ALICE)
    with pytest.raises(InvalidAddress, match="another network"):
        ss58.decode(address)
    assert not ss58.is_address(address)


@given(st.binary(min_size=32, max_size=32), st.integers(0, ss58.MAX_PREFIX))
def test_every_account_survives_on_every_network(account, prefix):
    assert ss58.decode(ss58.encode(account, prefix), prefix) == account


@given(st.integers(0, len(ALICE) - 1), st.sampled_from("123456789ABCDEFGHJKLMNPQRSTUVWXYZ"))
def test_a_typing_error_is_noticed(position, letter):
    wrong = ALICE[:position] + letter + ALICE[position + 1 :]
    assert ss58.is_address(wrong) == (wrong == ALICE)


@pytest.mark.parametrize(
    "text,reason",
    [
        ("", "holds 0 bytes"),
        ("5Grw", "holds 3 bytes"),
        (ALICE[:-1], "holds|checksum"),
        (ALICE[:-1] + "0", "base 58"),
        (ALICE + " ", "base 58"),
        (ALICE[:-2] + "zz", "checksum"),
        ("5" * 200, "200 letters"),
    ],
)
def test_the_message_says_what_is_wrong(text, reason):
    with pytest.raises(InvalidAddress, match=reason):
        ss58.decode(text)


def test_only_accounts_and_known_prefixes_are_encoded():
    with pytest.raises(InvalidAddress, match="32 bytes, not 31"):
        ss58.encode(bytes(31))
    for prefix in (-1, ss58.MAX_PREFIX + 1):
        with pytest.raises(InvalidAddress, match="prefix"):
            ss58.encode(bytes(32), prefix)
