"""The accounts of leases are those recorded."""

from meritnet.runtime.pallets.leases.accounts import lease_coldkey, lease_hotkey
from meritnet.testing.vectors import load


def test_accounts_are_the_recorded_ones():
    seen = 0
    for row in load("economics/accounts")["accounts"]:
        kind, _, number = row["name"].partition(" ")
        derive = {"lease_coldkey": lease_coldkey, "lease_hotkey": lease_hotkey}.get(kind)
        if derive is not None:
            assert derive(int(number.partition("=")[2])).hex() == row["hex"].removeprefix("0x")
            seen += 1
    assert seen >= 2
