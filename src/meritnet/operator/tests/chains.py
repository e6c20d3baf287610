"""Stored chains for tests of the commands that read them."""

import json
from pathlib import Path

from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.engine.clock import ManualClock
from meritnet.node.config import NodeConfig
from meritnet.node.service import Node
from meritnet.testing.signing import sign

TAO = 10**9
BLOCKS = 6


def stored_chain(folder: Path) -> Path:
    """Make a chain of a few blocks with transfers in a folder and close it; return the folder."""
    node = Node(
        NodeConfig(state=folder, port=0, mode="manual", genesis_salt="stored", block_time_ms=250),
        clock=ManualClock(),
    )
    for nonce in range(BLOCKS):
        call = node.runtime.assembly.call(
            "Balances", "transfer_keep_alive", Case("Id", (keypair("//Bob").account,)), TAO
        )
        node.pool.submit(sign(node.runtime, call, "//Alice", nonce))
        node.engine.step()
    node.stop()
    return folder


def other_salt(folder: Path) -> None:
    """Change the file that says which genesis a chain has."""
    path = folder / "chain.json"
    raw = json.loads(path.read_text())
    raw["salt"] = "another"
    path.write_text(json.dumps(raw))
