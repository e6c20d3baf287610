"""Invariants of subnets: they hold on a chain that is used, and each notices its break."""

from collections.abc import Callable

import pytest

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration.storage import subnetwork_n
from meritnet.runtime.pallets.subnets import storage
from meritnet.runtime.pallets.subnets.invariants import check_state
from meritnet.runtime.pallets.subnets.symbols import SYMBOLS
from meritnet.runtime.pallets.subnets.types import SUBNET_IDENTITY_V3
from meritnet.testing.chain import TestChain, account


def used_chain() -> TestChain:
    """Return a chain with two registered subnets, one of them started and described."""
    chain = TestChain()
    for name in ("//one", "//two"):
        chain.ok("SubtensorModule", "register_network", account(name), by="//Bob")
    chain.ok("SubtensorModule", "start_call", 2, by="//Bob")
    chain.ok("SubtensorModule", "set_subnet_identity", 2, *(b"x",) * 8, by="//Bob")
    return chain


def test_they_hold_from_genesis_on() -> None:
    assert check_state(TestChain().ctx) == []
    chain = used_chain()
    assert check_state(chain.ctx) == []
    chain.block(3)
    assert check_state(chain.ctx) == []


def _too_long(ctx: Context) -> None:
    fields = storage.subnet_identities_v3.get(ctx, 2)._asdict() | {"subnet_name": b"x" * 257}
    storage.subnet_identities_v3.set(ctx, 2, SUBNET_IDENTITY_V3(**fields))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda ctx: storage.networks_added.remove(ctx, 0), "root network"),
        (lambda ctx: storage.total_networks.set(ctx, 9), "TotalNetworks is 9"),
        (lambda ctx: subnetwork_n.remove(ctx, 3), "subnet 3 exists without"),
        (lambda ctx: storage.first_emission_block_number.set(ctx, 3, 1), "before it was registered"),
        (lambda ctx: hyper.min_burn.set(ctx, 2, hyper.max_burn.get(ctx, 2)), "not below MaxBurn"),
        (_too_long, "subnet_name has 257 bytes"),
        (lambda ctx: storage.token_symbol.set(ctx, 3, b"$"), "not in the table"),
        (lambda ctx: storage.token_symbol.set(ctx, 3, SYMBOLS[2]), "same symbol"),
    ],
)
def test_a_break_is_noticed(damage: Callable[[Context], None], words: str) -> None:
    chain = used_chain()
    damage(chain.ctx)
    assert any(words in found for found in check_state(chain.ctx)), check_state(chain.ctx)
