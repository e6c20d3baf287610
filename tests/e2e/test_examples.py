"""The programs under examples/ do what their pages say, on a node of their own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import HANG_S

from .local_node import RAO, Chain, fast_node, person

pytestmark = pytest.mark.e2e

STAKE = Path(__file__).resolve().parents[2] / "examples" / "stake.py"


def example(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run an example to its end."""
    command = [sys.executable, str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=HANG_S, check=False)


async def test_stake_example_stakes_and_waits_for_an_epoch(tmp_path: Path) -> None:
    alice, bob = person("//Alice"), person("//Bob")
    with fast_node(tmp_path) as endpoint:
        chain = await Chain.connect(endpoint)
        try:
            before = await chain.subnets()
            await chain.ok(alice, "register_network", hotkey=alice.hot)
            (netuid,) = await chain.subnets() - before
            await chain.ok(alice, "start_call", netuid=netuid)
            done = example(
                STAKE, "--endpoint", endpoint, "--netuid", str(netuid), "--tao", "7", "--epochs", "1"
            )
            assert done.returncode == 0, done.stderr[-2000:]
            assert f"staked 7 TAO behind {alice.hot} on netuid {netuid}" in done.stdout
            told = re.search(r"in all ([\d.,]+), worth", done.stdout)
            assert told is not None
            staked = await chain.stake(bob, alice.hot, netuid)
            assert round(float(told[1].replace(",", "")) * RAO) <= staked + RAO // 10**6
            assert "idle TAO" in done.stdout
        finally:
            await chain.client.close()


def test_stake_example_says_that_nothing_answers() -> None:
    done = example(STAKE, "--endpoint", "ws://127.0.0.1:1")
    assert done.returncode != 0
    assert "127.0.0.1" in done.stderr
