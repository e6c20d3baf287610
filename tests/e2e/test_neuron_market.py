"""A market on a real node: a subnet, miners and a validator in processes of their own, weights on chain."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from meritnet.neuron import joining, wallet
from meritnet.neuron.chain import RAO_PER_TAO, Metagraph
from meritnet.neuron.live_chain import LiveChain, connect
from meritnet.neuron.score_store import ScoreStore

pytestmark = pytest.mark.e2e

NETUID = 2
MINERS = ("filtered", "constant")
DEADLINE_S = 150.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def process(arguments: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        running = subprocess.Popen(arguments, stdout=output, stderr=subprocess.STDOUT, env=dict(os.environ))
        try:
            yield running
        finally:
            running.terminate()
            running.wait(timeout=20)


def node(folder: Path, port: int) -> list[str]:
    command = Path(sys.executable).with_name("meritnet")
    return [str(command), "node", "--fast", "1", "--port", str(port), "--state", str(folder / "chain")]


async def node_answers(endpoint: str) -> LiveChain:
    ends = time.monotonic() + 30
    while True:
        try:
            reader = await connect(endpoint, None)
        except Exception:
            if time.monotonic() > ends:
                raise
            await asyncio.sleep(0.2)
            continue
        genesis = reader.genesis
        await reader.close()
        return await connect(endpoint, genesis)


async def sudo(chain: LiveChain, call: str, params: dict[str, object]) -> None:
    """Send an AdminUtils call as root."""
    import bittensor

    client = await chain._connected()
    inner = await client.compose(("AdminUtils", call, params))
    alice = wallet.development_key("//Alice", development=chain.development)
    result = await client.submit_call(
        bittensor.calls.Sudo.sudo(call=inner), alice, wait_for_finalization=False
    )
    result.raise_for_failure()


async def open_subnet(chain: LiveChain, *, commit_reveal: bool) -> None:
    alice = wallet.development_key("//Alice", development=chain.development)
    await chain.submit("SubtensorModule", "register_network", {"hotkey": alice.ss58_address}, alice)
    await chain.submit("SubtensorModule", "start_call", {"netuid": NETUID}, alice)
    # Settings are frozen in the last blocks before an epoch, which at tempo 20 is half of the time.
    await sudo(chain, "sudo_set_admin_freeze_window", {"window": 0})
    await sudo(chain, "sudo_set_tempo", {"netuid": NETUID, "tempo": 20})
    await sudo(chain, "sudo_set_weights_set_rate_limit", {"netuid": NETUID, "weights_set_rate_limit": 5})
    await sudo(
        chain,
        "sudo_set_commit_reveal_weights_enabled",
        {"netuid": NETUID, "enabled": commit_reveal},
    )


async def join(chain: LiveChain, wallets: Path, names: list[str]) -> dict[str, str]:
    """Register a hotkey per name, paid by //Alice; stake to the validator."""
    alice = wallet.development_key("//Alice", development=chain.development)
    hotkeys = {}
    for name in names:
        wallet.create(wallets, "market", name)
        hotkeys[name] = wallet.hotkey(wallets, "market", name).ss58_address
        await joining.register(chain, NETUID, hotkeys[name], alice, lambda _: True)
    await joining.stake(chain, NETUID, hotkeys["judge"], alice, 1_000 * RAO_PER_TAO, lambda _: True)
    return hotkeys


def spec(folder: Path, chain: LiveChain, role: str, roles: list[dict[str, str]]) -> Path:
    path = folder / f"{role}.json"
    path.write_text(
        json.dumps(
            {
                "role": role,
                "endpoint": chain.endpoint,
                "genesis": chain.genesis,
                "netuid": NETUID,
                "subnet": "price",
                "wallets": "wallets",
                "data": "data",
                "status": f"{role}-status.json",
                "roles": [{"wallet": "market", **item} for item in roles],
            }
        )
    )
    return path


async def until_paid(chain: LiveChain, hotkeys: dict[str, str], log: Path) -> Metagraph:
    ends = time.monotonic() + DEADLINE_S
    while time.monotonic() < ends:
        metagraph = await chain.metagraph(NETUID)
        if all(metagraph.by_hotkey[hotkeys[name]].incentive > 0 for name in MINERS):
            return metagraph
        await asyncio.sleep(0.5)
    pytest.fail(f"no incentive after {DEADLINE_S} s; {log.read_text()[-3000:]}")


@dataclass(frozen=True)
class Market:
    """What runs during a test."""

    chain: LiveChain
    hotkeys: dict[str, str]
    log: Path
    node: subprocess.Popen[bytes]
    port: int

    def store(self, folder: Path) -> ScoreStore:
        judge = self.hotkeys["judge"]
        owner = f"{judge}/{NETUID}/price/{self.chain.genesis}"
        return ScoreStore(folder / "data" / f"{judge}-{NETUID}.sqlite", owner)


@asynccontextmanager
async def market(folder: Path, *, commit_reveal: bool) -> AsyncIterator[Market]:
    port = free_port()
    with ExitStack() as stack:
        running = stack.enter_context(process(node(folder, port), folder / "node.log"))
        chain = await node_answers(f"ws://127.0.0.1:{port}")
        await open_subnet(chain, commit_reveal=commit_reveal)
        hotkeys = await join(chain, folder / "wallets", ["judge", *MINERS])
        miners = spec(folder, chain, "miners", [{"hotkey": name, "runs": name} for name in MINERS])
        judges = spec(folder, chain, "validators", [{"hotkey": "judge"}])
        host = [sys.executable, "-m", "meritnet.neuron.host"]
        stack.enter_context(process([*host, str(miners)], folder / "miners.log"))
        stack.enter_context(process([*host, str(judges)], folder / "judges.log"))
        try:
            yield Market(chain, hotkeys, folder / "judges.log", running, port)
        finally:
            await chain.close()


@pytest.mark.parametrize("commit_reveal", [False, True], ids=["plain", "commit-reveal"])
async def test_validator_pays_miners_of_a_real_chain(tmp_path: Path, commit_reveal: bool) -> None:
    async with market(tmp_path, commit_reveal=commit_reveal) as running:
        chain, hotkeys = running.chain, running.hotkeys
        metagraph = await until_paid(chain, hotkeys, running.log)
        incentive = {name: metagraph.by_hotkey[hotkeys[name]].incentive for name in MINERS}
        # Only the two miners were judged, so they share all of the incentive.
        assert sum(incentive.values()) == pytest.approx(1.0, abs=1e-3)
        port = metagraph.by_hotkey[hotkeys[MINERS[0]]].endpoint
        assert port is not None
        with urllib.request.urlopen(f"{port.url}/health", timeout=5) as response:
            assert json.load(response) == {"ok": True, "miners": len(MINERS)}
        with running.store(tmp_path) as store:
            receipts = store.submissions()
        forms = {str(receipt["form"]) for receipt in receipts}
        assert forms == ({"commit", "reveal"} if commit_reveal else {"plain"})
        # The receipt names an extrinsic that the chain has where the receipt says.
        first = receipts[0]
        client = await chain._connected()
        block = await client._substrate.raw.rpc_request("chain_getBlock", [first["block_hash"]])
        found = block.get("result", block)["block"]
        assert int(found["header"]["number"], 16) == first["block"]
        status = json.loads((tmp_path / "validators-status.json").read_text())
        assert {row["hotkey"] for row in status["validators"][0]["miners"]} == {hotkeys[n] for n in MINERS}


async def test_a_market_goes_on_after_its_node_was_killed(tmp_path: Path) -> None:
    async with market(tmp_path, commit_reveal=False) as running:
        await until_paid(running.chain, running.hotkeys, running.log)
        running.node.kill()
        running.node.wait(timeout=20)
        with process(node(tmp_path, running.port), tmp_path / "node-again.log"):
            again = await node_answers(running.chain.endpoint)
            assert again.genesis == running.chain.genesis
            seen = (await again.head()).number
            await again.close()
            ends = time.monotonic() + DEADLINE_S
            while time.monotonic() < ends:
                with running.store(tmp_path) as store:
                    blocks = [int(str(receipt["block"])) for receipt in store.submissions()]
                if max(blocks) > seen:
                    return
                await asyncio.sleep(0.5)
    pytest.fail(f"no weights after the node came back: {running.log.read_text()[-3000:]}")
