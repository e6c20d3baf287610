"""A stored chain with a small market: two honest validators, a liar, three miners, some paid epochs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.engine.clock import ManualClock
from meritnet.node.config import NodeConfig
from meritnet.node.service import Node
from meritnet.testing.signing import sign

TAO = 10**9
NETUID = 2
TEMPO = 10
MINERS = ("//miner//good", "//miner//fair", "//miner//bad")
HONEST = ("//judge//a", "//judge//b")
LIAR = "//judge//liar"
ROWS = {HONEST[0]: (60_000, 30_000, 1_000), HONEST[1]: (50_000, 28_000, 1_500), LIAR: (1_000, 5_000, 60_000)}
"""What each validator thinks of the miners."""
STAKES = {HONEST[0]: 100, HONEST[1]: 140, LIAR: 110}
"""What is staked with each validator, in TAO."""


class SmallMarket:
    """Makes the chain block by block; `close` leaves a folder."""

    def __init__(self, folder: Path, clock: ManualClock | None = None) -> None:
        config = NodeConfig(
            state=folder, port=0, mode="manual", genesis_salt="market", block_time_ms=250, rules=True
        )
        self.node = Node(config, clock=clock or ManualClock())
        self._nonces: dict[str, int] = {}

    def call(self, pallet: str, name: str, *args: Any) -> Case:
        """Return a call."""
        return self.node.runtime.assembly.call(pallet, name, *args)

    def send(self, by: str, pallet: str, name: str, *args: Any) -> None:
        """Submit a signed call."""
        nonce = self._nonces.get(by, 0)
        self.node.pool.submit(sign(self.node.runtime, self.call(pallet, name, *args), by, nonce))
        self._nonces[by] = nonce + 1

    def sudo(self, name: str, *args: Any) -> None:
        """Submit an AdminUtils call as root."""
        self.send("//Alice", "Sudo", "sudo", self.call("AdminUtils", name, *args))

    def blocks(self, count: int) -> None:
        """Make blocks; every transaction in them must succeed."""
        for _ in range(count):
            made = self.node.engine.step()
            errors = [str(applied.error) for applied in made.output.applied if applied.error is not None]
            assert errors == []
            assert len(self.node.pool) == 0

    def open_subnet(self) -> None:
        """Register the subnet and start it with its tempo; the start waits for the next block."""
        self.send("//Alice", "SubtensorModule", "register_network", account("//owner//hot"))
        self.sudo("sudo_set_admin_freeze_window", 0)
        self.blocks(1)
        self.send("//Alice", "SubtensorModule", "start_call", NETUID)
        self.sudo("sudo_set_tempo", NETUID, TEMPO)

    def join(self, uris: Sequence[str], stakes: Mapping[str, int]) -> None:
        """Register hotkeys in a block, then submit what is staked with some of them, in TAO."""
        for uri in uris:
            self.send("//Bob", "SubtensorModule", "burned_register", NETUID, account(uri))
        self.blocks(1)
        for uri, tao in stakes.items():
            self.send("//Bob", "SubtensorModule", "add_stake", account(uri), NETUID, tao * TAO)

    def close(self) -> None:
        """End the node."""
        self.node.stop()


def account(uri: str) -> bytes:
    """Return the account of a key."""
    return bytes(keypair(uri).account)


def stored_market(folder: Path, *, epochs: int = 4) -> Path:
    """Make the market with so many epochs after the weights were set; return the folder."""
    market = SmallMarket(folder)
    market.open_subnet()
    market.sudo("sudo_set_weights_set_rate_limit", NETUID, 0)
    market.sudo("sudo_set_commit_reveal_weights_enabled", NETUID, False)
    market.join((*MINERS, *ROWS), STAKES)
    # Permits come with the first epoch.
    market.blocks(TEMPO + 2)
    for uri, row in ROWS.items():
        market.send(uri, "SubtensorModule", "set_weights", NETUID, (1, 2, 3), row, 0)
    market.blocks(epochs * TEMPO)
    market.close()
    return folder
