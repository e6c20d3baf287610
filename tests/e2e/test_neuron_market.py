"""A market on a real node: a subnet, miners and a validator in processes of their own, weights on chain."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from meritnet.neuron import intents, joining, wallet
from meritnet.neuron.chain import RAO_PER_TAO, Metagraph
from meritnet.neuron.live_chain import LiveChain, connect
from meritnet.neuron.score_store import ScoreStore

pytestmark = pytest.mark.e2e

NETUID = 2
MINERS = ("filtered", "constant")
DEADLINE_S = 150.0
BLOCK_S = 0.5
SETTINGS: list[tuple[str, dict[str, object]]] = [
    # Settings are frozen in the last blocks before an epoch, which at tempo 20 is half of the time.
    ("sudo_set_admin_freeze_window", {"window": 0}),
    ("sudo_set_tempo", {"netuid": NETUID, "tempo": 20}),
    ("sudo_set_weights_set_rate_limit", {"netuid": NETUID, "weights_set_rate_limit": 5}),
]


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
    pace = ["--block-time", f"{BLOCK_S}"]
    return [str(command), "node", *pace, "--port", str(port), "--state", str(folder / "chain")]


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


async def open_subnet(chain: LiveChain, *, commit_reveal: bool) -> None:
    alice = wallet.development_key("//Alice", development=chain.development)
    done = await chain.execute(intents.register_subnet(alice.ss58_address), alice)
    assert done.netuid == NETUID
    await chain.execute(intents.start_subnet(NETUID), alice)
    hidden = ("sudo_set_commit_reveal_weights_enabled", {"netuid": NETUID, "enabled": commit_reveal})
    await chain.sudo([*SETTINGS, hidden], alice)


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


async def seen_on_chain(chain: LiveChain) -> Counter[str]:
    """Return how often each call and each event of weights is in the chain's blocks."""
    client = await chain._connected()
    seen: Counter[str] = Counter()
    for number in range(1, (await chain.head()).number + 1):
        block = await client.block_info(number)
        for extrinsic in block.extrinsics:
            call = extrinsic["call"]
            seen[f"{call['call_module']}.{call['call_function']}"] += 1
        for record in await client._substrate.events(block.hash):
            seen[record["event"]["event_id"]] += 1
    return seen


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
        seen = await seen_on_chain(chain)
        # A uid each for three hotkeys and one stake, every one in an envelope of its own.
        assert seen["MevShield.submit_encrypted"] == 4
        assert (seen["SubtensorModule.register_limit"], seen["SubtensorModule.add_stake"]) == (3, 1)
        hidden, plain = "commit_timelocked_mechanism_weights", "set_mechanism_weights"
        assert bool(seen[f"SubtensorModule.{hidden}"]) is commit_reveal
        assert bool(seen[f"SubtensorModule.{plain}"]) is not commit_reveal
        assert bool(seen["TimelockedWeightsRevealed"]) is commit_reveal
        if commit_reveal:
            reveal = next(receipt for receipt in receipts if receipt["form"] == "reveal")
            assert int(str(reveal["block"])) > int(str(reveal["committed"]))
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


def meritnet(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "meritnet.cli.main", *arguments]


async def test_mine_and_validate_join_and_work_by_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands register, stake and set weights: shielded, and under a timelock that the chain opens."""
    monkeypatch.setenv("MERITNET_HOME", str(tmp_path / "home"))
    port = free_port()
    with ExitStack() as stack:
        stack.enter_context(process(node(tmp_path, port), tmp_path / "node.log"))
        chain = await node_answers(f"ws://127.0.0.1:{port}")
        await open_subnet(chain, commit_reveal=True)
        where = ["--network", chain.endpoint, "--genesis", chain.genesis, "--netuid", str(NETUID), "--yes"]
        for name in MINERS:
            command = meritnet("mine", "price", "--model", name, "--wallet", name, *where)
            stack.enter_context(process(command, tmp_path / f"{name}.log"))
        judge = meritnet("validate", "price", "--stake", "1000", "--wallet", "judge", *where)
        stack.enter_context(process(judge, tmp_path / "judge.log"))
        ends = time.monotonic() + DEADLINE_S
        paid: list[float] = []
        while len(paid) < len(MINERS):
            assert time.monotonic() < ends, (tmp_path / "judge.log").read_text()[-3000:]
            await asyncio.sleep(0.5)
            paid = [row.incentive for row in (await chain.metagraph(NETUID)).neurons if row.incentive > 0]
        seen = await seen_on_chain(chain)
        await chain.close()
    # Who registers at the same moment raises the price, and the others agree to the new one.
    assert seen["NeuronRegistered"] == 3
    assert seen["SubtensorModule.register_limit"] >= 3
    assert seen["SubtensorModule.add_stake"] == 1
    assert seen["MevShield.submit_encrypted"] == seen["SubtensorModule.register_limit"] + 1
    assert seen["SubtensorModule.serve_axon"] == len(MINERS)
    assert seen["SubtensorModule.commit_timelocked_mechanism_weights"] >= 1
    assert 1 <= seen["TimelockedWeightsRevealed"] <= seen["TimelockedWeightsCommitted"]
    assert "revealed at block" in (tmp_path / "judge.log").read_text()
    assert sum(paid) == pytest.approx(1.0, abs=1e-3)
