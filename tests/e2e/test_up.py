"""`meritnet up` from nothing to the first reward; killed and started again it goes on, and leaves no process behind."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from meritnet.cli import faucet
from meritnet.crypto.dev_keys import keypair
from meritnet.neuron import networks, wallet
from meritnet.neuron.live_chain import LiveChain, connect
from meritnet.operator.up import market_file
from meritnet.operator.up.cash_out import WALLET
from meritnet.primitives.errors import MeritnetError

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

MERITNET = [sys.executable, "-m", "meritnet.cli.main"]
PROMISED_S = 180
"""What the first reward may take: minutes where it takes one, so that a busy machine keeps the promise, too."""
HANG_S = 2.0 * PROMISED_S
"""Bound of whatever hangs."""
TAO = 10**9


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MERITNET_HOME", str(tmp_path))
    return tmp_path


def until_first_reward() -> dict[str, Any]:
    done = subprocess.run(
        [*MERITNET, "up", "--until-first-reward", "--json", "--port", "0"],
        capture_output=True,
        text=True,
        timeout=HANG_S,
    )
    assert done.returncode == 0, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def processes_of(home: Path) -> list[int]:
    """Return the processes whose command line names the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if str(home).encode() in words:
                found.append(int(entry.name))
    return found


async def until_no_process(home: Path) -> None:
    async with asyncio.timeout(HANG_S):
        while processes_of(home):
            await asyncio.sleep(0.1)


async def until_block(number: int) -> networks.Network:
    """Return the local network once its chain is beyond a block."""
    async with asyncio.timeout(HANG_S):
        while True:
            # While it starts, the file is the last run's and nobody answers there.
            with contextlib.suppress(MeritnetError):
                network = networks.load("local")
                chain = await connect(network.endpoint, network.genesis)
                head = await chain.head()
                await chain.close()
                if head.number > number:
                    return network
            await asyncio.sleep(0.3)


async def until_tao_arrived(chain: LiveChain, home: Path) -> None:
    """Wait until the miner that cashes out has done so; its coldkey holds what the market's book says."""
    folder = home / "networks" / "local"
    coldkey = wallet.coldkey(folder / "wallets", WALLET).ss58_address
    booked = len(market_file.read(folder).cash_outs)
    async with asyncio.timeout(HANG_S):
        while len(payments := market_file.read(folder).cash_outs) == booked:
            await asyncio.sleep(0.3)
    payment = payments[-1]
    before, after = [await balance_at(chain, coldkey, block) for block in (payment.block - 1, payment.block)]
    fee = before + payment.tao - after
    assert 0 <= fee < TAO // 100
    assert all(payment.tao > 0 and payment.alpha > 0 for payment in payments)


async def balance_at(chain: LiveChain, account: str, block: int) -> int:
    """Return the free balance after a block. Unit: rao."""
    substrate = (await chain._connected())._substrate
    at = (await chain.block_hash(block)).hex()
    record = await substrate.query("System", "Account", [account], f"0x{at}")
    return int(record["data"]["free"])


def check_first_reward(figures: dict[str, Any]) -> None:
    """The figures agree with each other and with the promise."""
    first = figures["first_reward"]
    payment = first["payment"]
    assert first["seconds_after_start"] <= PROMISED_S
    assert payment["alpha"] > 0
    assert payment["tao_value"] > 0
    assert payment["stored_incentive"] == payment["recomputed_incentive"] > 0
    assert payment["alpha"] == pytest.approx(payment["incentive"] * payment["miners_alpha"], rel=1e-4)
    assert sum(vote["stake_share"] * vote["counted"] for vote in payment["votes"]) == pytest.approx(
        payment["rank"]
    )
    paid = {row["miner"]: row["alpha"] for row in first["paid"]}
    assert paid[first["miner"]] == payment["alpha"] == max(paid.values())
    assert sum(paid.values()) <= payment["miners_alpha"]
    assert {row["name"] for row in figures["market"]["validators"]} == {
        "validator-1",
        "validator-2",
        "validator-liar",
    }
    assert len(figures["market"]["miners"]) == 8


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes under /proc")
async def test_a_market_from_nothing_to_the_first_reward_and_on(home: Path) -> None:
    first = await asyncio.to_thread(until_first_reward)
    check_first_reward(first)
    assert 0 < first["first_reward"]["seconds_after_start"] <= first["seconds"]
    assert not first["network"]["resumed"]
    await until_no_process(home)

    running = subprocess.Popen(
        [*MERITNET, "up", "--json", "--port", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        network = await until_block(first["market"]["block"])
        stranger = keypair("//stranger").address
        await faucet.pay(network, stranger, 3 * TAO)
        with pytest.raises(faucet.FaucetDenied, match="was paid less than"):
            await faucet.pay(network, stranger, TAO)
        chain = await connect(network.endpoint, network.genesis)
        assert await chain.balance_rao(stranger) == 3 * TAO
        await until_tao_arrived(chain, home)
        neurons = len((await chain.metagraph(network.netuid("price"))).neurons)
        await chain.close()
    finally:
        running.kill()
        running.wait()
    await until_no_process(home)

    again = await asyncio.to_thread(until_first_reward)
    assert again["network"]["resumed"]
    for same in ("genesis", "netuid"):
        assert again["network"][same] == first["network"][same]
    assert again["first_reward"] == first["first_reward"]
    # Twelve with the owner's: nobody was registered a second time.
    assert neurons == 12
    assert len(again["market"]["miners"]) + len(again["market"]["validators"]) + 1 == neurons
    for name in ("check", "replay"):
        done = subprocess.run([*MERITNET, "chain", name], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
