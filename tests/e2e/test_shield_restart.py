"""What was sealed for a node's next blocks outlives a kill -9 of that node."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from meritnet.crypto.dev_keys import keypair
from meritnet.node.service import Node
from meritnet.runtime.pallets.balances import accounts

from .sealing_node import AMOUNT, TO, stopped_node

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]


def killed_after_sealing(folder: Path) -> tuple[bytes, bytes]:
    """Run a node until it has taken a sealed transfer and kill it; return the inner and the outer transaction."""
    node = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.sealing_node", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        assert node.stdout is not None
        said = json.loads(node.stdout.readline())
    finally:
        node.kill()
        node.communicate()
    assert "result" in said["answer"]
    return bytes.fromhex(said["inner"]), bytes.fromhex(said["outer"])


def free(node: Node) -> int:
    """Return the free balance of whom the transfer goes to, at the head. Unit: rao."""
    head = node.store.head
    ctx = node.runtime.read_context(node.store.view(), head.number, head.hash)
    return accounts.free(ctx, keypair(TO).account)


@pytest.mark.parametrize("elsewhere", [False, True], ids=["in its folder", "in a copy of its folder"])
def test_a_sealed_transfer_runs_after_a_kill(tmp_path: Path, elsewhere: bool) -> None:
    folder = tmp_path / "chain"
    inner, outer = killed_after_sealing(folder)
    if elsewhere:
        shutil.copytree(folder, tmp_path / "copy")
        shutil.rmtree(folder)
        folder = tmp_path / "copy"
    node = stopped_node(folder)
    node.start()
    try:
        assert node.store.head.number == 3
        before = free(node)
        node.engine.step()
        node.engine.step()
        assert list(node.store.body(5))[-2:] == [outer, inner]
        assert free(node) == before + AMOUNT
    finally:
        node.stop()
