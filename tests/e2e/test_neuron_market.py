"""A market on a real node: a subnet, miners and a validator in processes of their own, weights on chain."""

import asyncio
import json
import os
import socket
import sys
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from meritnet.neuron import intents, joining, wallet
from meritnet.neuron.chain import Metagraph
from meritnet.neuron.live_chain import LiveChain, connect
from meritnet.neuron.score_store import ScoreStore
from meritnet.primitives.units import RAO_PER_TAO
from tests.running import HANG_S, RunningNode, running, running_node

pytestmark = pytest.mark.e2e

NETUID = 2
MINERS = ("filtered", "constant")
DEADLINE_S = 400.0
"""Bound of what comes with the epochs of a market; on an idle machine it takes half a minute."""
PACE = ("--block-time", "0.5")
SETTINGS: list[tuple[str, dict[str, object]]] = [
    # Settings are frozen in the last blocks before an epoch, which at tempo 20 is half of the time.
    ("sudo_set_admin_freeze_window", {"window": 0}),
    ("sudo_set_tempo", {"netuid": NETUID, "tempo": 20}),
    ("sudo_set_weights_set_rate_limit", {"netuid": NETUID, "weights_set_rate_limit": 5}),
]


async def connected(node: RunningNode) -> LiveChain:
    reader = await connect(node.url, None)
    genesis = reader.genesis
    await reader.close()
    return await connect(node.url, genesis)


async def until(happened: Callable[[], bool], log: Path) -> None:
    """Look twice a second; fail with the end of the log."""
    try:
        async with asyncio.timeout(DEADLINE_S):
            while not happened():
                await asyncio.sleep(0.5)
    except TimeoutError:
        pytest.fail(f"not within {DEADLINE_S} s; {log.read_text()[-3000:]}")


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


async def until_paid(chain: LiveChain, log: Path) -> Metagraph:
    try:
        async with asyncio.timeout(DEADLINE_S):
            while True:
                metagraph = await chain.metagraph(NETUID)
                if sum(row.incentive > 0 for row in metagraph.neurons) == len(MINERS):
                    return metagraph
                await asyncio.sleep(0.5)
    except TimeoutError:
        pytest.fail(f"no incentive after {DEADLINE_S} s; {log.read_text()[-3000:]}")


@dataclass(frozen=True)
class Market:
    """What runs during a test."""

    chain: LiveChain
    hotkeys: dict[str, str]
    log: Path
    node: RunningNode

    def store(self, folder: Path) -> ScoreStore:
        judge = self.hotkeys["judge"]
        owner = f"{judge}/{NETUID}/price/{self.chain.genesis}"
        return ScoreStore(folder / "data" / f"{judge}-{NETUID}.sqlite", owner)

    def receipts(self, folder: Path) -> list[dict[str, object]]:
        """Return what the validator keeps of its rows of weights on chain."""
        with self.store(folder) as store:
            return store.submissions()


@asynccontextmanager
async def market(folder: Path, *options: str, commit_reveal: bool) -> AsyncIterator[Market]:
    with ExitStack() as stack:
        node = stack.enter_context(running_node(folder, *PACE, *options))
        chain = await connected(node)
        await open_subnet(chain, commit_reveal=commit_reveal)
        hotkeys = await join(chain, folder / "wallets", ["judge", *MINERS])
        miners = spec(folder, chain, "miners", [{"hotkey": name, "runs": name} for name in MINERS])
        judges = spec(folder, chain, "validators", [{"hotkey": "judge"}])
        host = [sys.executable, "-m", "meritnet.neuron.host"]
        stack.enter_context(running([*host, str(miners)], folder / "miners.log"))
        stack.enter_context(running([*host, str(judges)], folder / "judges.log"))
        try:
            yield Market(chain, hotkeys, folder / "judges.log", node)
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
    forms = {"commit", "reveal"} if commit_reveal else {"plain"}
    async with market(tmp_path, commit_reveal=commit_reveal) as live:
        chain, hotkeys = live.chain, live.hotkeys
        metagraph = await until_paid(chain, live.log)
        incentive = {name: metagraph.by_hotkey[hotkeys[name]].incentive for name in MINERS}
        # Only the two miners were judged, so they share all of the incentive.
        assert sum(incentive.values()) == pytest.approx(1.0, abs=1e-3)
        port = metagraph.by_hotkey[hotkeys[MINERS[0]]].endpoint
        assert port is not None
        with urllib.request.urlopen(f"{port.url}/health", timeout=HANG_S) as response:
            assert json.load(response) == {"ok": True, "miners": len(MINERS)}
        # The chain may pay a row before its validator has noticed that it was opened.
        await until(lambda: forms <= {str(one["form"]) for one in live.receipts(tmp_path)}, live.log)
        receipts = live.receipts(tmp_path)
        assert {str(receipt["form"]) for receipt in receipts} == forms
        seen = await seen_on_chain(chain)
        # A uid each for three hotkeys and one stake, every one in an envelope of its own; a late one is sent again.
        assert seen["MevShield.submit_encrypted"] >= 4
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


def lasting_port() -> int:
    """Return a port that the system gives to nobody by itself, so that it can be had again.

    Another run of the tests begins to look elsewhere.
    """
    for port in range(21_000 + os.getpid() % 8_000, 30_000):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


async def test_a_market_goes_on_after_its_node_was_killed(tmp_path: Path) -> None:
    port = ("--port", str(lasting_port()))
    async with market(tmp_path, *port, commit_reveal=False) as before:
        await until_paid(before.chain, before.log)
        before.node.process.kill()
        before.node.process.wait(timeout=HANG_S)
        with running_node(tmp_path, *PACE, *port, log="node-again.log") as node:
            again = await connected(node)
            assert again.genesis == before.chain.genesis
            seen = (await again.head()).number
            await again.close()
            await until(
                lambda: max(int(str(one["block"])) for one in before.receipts(tmp_path)) > seen, before.log
            )


def meritnet(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "meritnet.cli.main", *arguments]


async def test_mine_and_validate_join_and_work_by_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands register, stake and set weights: shielded, and under a timelock that the chain opens."""
    monkeypatch.setenv("MERITNET_HOME", str(tmp_path / "home"))
    log = tmp_path / "judge.log"
    with ExitStack() as stack:
        chain = await connected(stack.enter_context(running_node(tmp_path, *PACE)))
        await open_subnet(chain, commit_reveal=True)
        where = ["--network", chain.endpoint, "--genesis", chain.genesis, "--netuid", str(NETUID), "--yes"]
        for name in MINERS:
            command = meritnet("mine", "price", "--model", name, "--wallet", name, *where)
            stack.enter_context(running(command, tmp_path / f"{name}.log"))
        judge = meritnet("validate", "price", "--stake", "1000", "--wallet", "judge", *where)
        stack.enter_context(running(judge, log))
        metagraph = await until_paid(chain, log)
        # The chain may pay a row before its validator has noticed that it was opened.
        await until(lambda: "revealed at block" in log.read_text(), log)
        seen = await seen_on_chain(chain)
        await chain.close()
    # Who registers at the same moment raises the price, and the others agree to the new one.
    assert seen["NeuronRegistered"] == 3
    assert seen["SubtensorModule.register_limit"] >= 3
    assert seen["SubtensorModule.add_stake"] == 1
    # An envelope that came too late is empty and is sent again.
    assert seen["MevShield.submit_encrypted"] > seen["SubtensorModule.register_limit"]
    assert seen["SubtensorModule.serve_axon"] >= len(MINERS)
    assert seen["SubtensorModule.commit_timelocked_mechanism_weights"] >= 1
    assert 1 <= seen["TimelockedWeightsRevealed"] <= seen["TimelockedWeightsCommitted"]
    assert sum(row.incentive for row in metagraph.neurons) == pytest.approx(1.0, abs=1e-3)
