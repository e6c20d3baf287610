"""The pool fee is root's to set; the retired calls always fail."""

import pytest

from meritnet.runtime.pallets.swap import storage
from meritnet.testing.chain import TestChain, account


def test_set_fee_rate() -> None:
    chain = TestChain()
    chain.ok("Swap", "set_fee_rate", 1, 10_000)
    assert storage.fee_rate.get(chain.ctx, 1) == 10_000
    assert chain.events("FeeRateSet")[0].args == (1, 10_000)


def test_set_fee_rate_refusals() -> None:
    chain = TestChain()
    chain.fails("BadOrigin", "Swap", "set_fee_rate", 1, 5, by="//Alice")
    chain.fails("MechanismDoesNotExist", "Swap", "set_fee_rate", 77, 10_001)
    chain.fails("FeeRateTooHigh", "Swap", "set_fee_rate", 1, 10_001)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("add_liquidity", (account("//Bob"), 1, -5, 5, 10)),
        ("remove_liquidity", (account("//Bob"), 1, 2**100)),
        ("modify_position", (account("//Bob"), 1, 1, -3)),
        ("toggle_user_liquidity", (1, True)),
        ("disable_lp", ()),
    ],
)
def test_retired_calls(name: str, args: tuple[object, ...]) -> None:
    TestChain().fails("Deprecated", "Swap", name, *args, by="//Alice")
    TestChain().fails("Deprecated", "Swap", name, *args)
