"""A node is killed at random moments under load: what it reported in a block is there, and every root can be redone.

Run it with `python -m pytest tests/chaos/test_node_kill.py -m ''`; `--seed` repeats the moments of a run.
"""

import asyncio
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType

from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import Runtime
from meritnet.testing.signing import sign
from tests.running import HANG_S, running_node

KILLS = 20
SENDERS = ("//Alice", "//Bob", "//Charlie", "//Dave")
WINDOW = 8
"""Transfers of one sender that wait for their block at the same time."""
HEARD = (0, 2, 8)
"""Reports that a run waits for before the moment of its kill is drawn; with none the kill may come before them all."""
MERITNET = [sys.executable, "-m", "meritnet.cli.main"]


@dataclass
class Reports:
    """What the node said: raw bytes of each transaction reported in a block, with the block's hash."""

    new: list[tuple[str, str]] = field(default_factory=list)
    promised: int = 0
    checked: int = 0

    async def until(self, count: int) -> None:
        """Wait until so many are there that nobody has checked yet."""
        while len(self.new) < count:
            await asyncio.sleep(0.005)


def ask(port: int, method: str, *params: object) -> Any:
    body = orjson.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}", body, {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=HANG_S) as response:
        answer = orjson.loads(response.read())
    assert "error" not in answer, answer
    return answer["result"]


class Sender:
    """One account that keeps a window of transfers waiting and notes which were reported in a block."""

    def __init__(self, runtime: Runtime, uri: str, reports: Reports) -> None:
        self.runtime = runtime
        self.uri = uri
        self.reports = reports
        self.requests: dict[int, str] = {}
        self.watched: dict[str, str] = {}
        target = keypair("//Eve").account
        self.call = runtime.assembly.call("Balances", "transfer_keep_alive", Case("Id", (target,)), 1_000)

    async def run(self, port: int) -> None:
        """Send until the connection breaks."""
        self.requests.clear()
        self.watched.clear()
        nonce = await asyncio.to_thread(ask, port, "system_accountNextIndex", keypair(self.uri).address)
        async with ClientSession() as session, session.ws_connect(f"ws://127.0.0.1:{port}") as ws:
            while True:
                while len(self.requests) + len(self.watched) < WINDOW:
                    await self._send(ws, nonce)
                    nonce += 1
                message = await ws.receive()
                if message.type is not WSMsgType.TEXT:
                    return
                self._hear(orjson.loads(message.data))

    async def _send(self, ws: ClientWebSocketResponse, nonce: int) -> None:
        raw = "0x" + sign(self.runtime, self.call, self.uri, nonce).hex()
        self.requests[nonce] = raw
        request = {"jsonrpc": "2.0", "id": nonce, "method": "author_submitAndWatchExtrinsic", "params": [raw]}
        await ws.send_str(orjson.dumps(request).decode())

    def _hear(self, message: dict[str, Any]) -> None:
        if "id" in message:
            assert "error" not in message, message
            self.watched[message["result"]] = self.requests.pop(message["id"])
            return
        step, key = message["params"]["result"], message["params"]["subscription"]
        if isinstance(step, dict) and "inBlock" in step:
            self.reports.new.append((self.watched[key], step["inBlock"]))
        elif isinstance(step, dict) and "finalized" in step:
            del self.watched[key]


def check_reports(port: int, reports: Reports) -> None:
    """Every reported transaction stands in its block, and the block on the chain."""
    blocks: dict[str, set[str]] = {}
    for raw, block_hash in reports.new:
        if block_hash not in blocks:
            block = ask(port, "chain_getBlock", block_hash)["block"]
            assert ask(port, "chain_getBlockHash", int(block["header"]["number"], 16)) == block_hash
            blocks[block_hash] = set(block["extrinsics"])
        assert raw in blocks[block_hash]
    reports.checked += len(reports.new)
    reports.new.clear()


async def run_and_kill(folder: Path, rng: Random, reports: Reports) -> None:
    with running_node(folder, "--fast", "1") as node:
        runtime = Runtime(params_for("local", 250))
        genesis = await asyncio.to_thread(ask, node.port, "chain_getBlockHash", 0)
        runtime.extensions.genesis_hash = bytes.fromhex(genesis[2:])
        await asyncio.to_thread(check_reports, node.port, reports)
        senders = [asyncio.create_task(Sender(runtime, uri, reports).run(node.port)) for uri in SENDERS]
        wanted = rng.choice(HEARD)
        heard = asyncio.create_task(reports.until(wanted))
        await asyncio.wait([heard, *senders], timeout=HANG_S, return_when=asyncio.FIRST_COMPLETED)
        # The moment of the kill falls anywhere in the life of a few blocks; no outcome depends on where.
        await asyncio.wait(senders, timeout=rng.uniform(0, 1.6), return_when=asyncio.FIRST_EXCEPTION)
        node.process.kill()
        for result in await asyncio.gather(*senders, return_exceptions=True):
            if isinstance(result, BaseException) and not isinstance(result, ClientError | OSError):
                raise result
        node.process.wait()
        assert heard.done()
        reports.promised += wanted


@pytest.mark.slow
@pytest.mark.e2e
async def test_a_killed_node_keeps_what_it_reported(tmp_path: Path, rng: Random) -> None:
    reports = Reports()
    for _ in range(KILLS):
        await run_and_kill(tmp_path, rng, reports)
    with running_node(tmp_path, "--fast", "1") as node:
        await asyncio.to_thread(check_reports, node.port, reports)
        # The commands read beside the running node.
        for name in ("replay", "check"):
            done = subprocess.run(
                [*MERITNET, "chain", name, "--state", str(tmp_path / "chain")], capture_output=True, text=True
            )
            assert done.returncode == 0, done.stdout + done.stderr
            print(done.stdout.strip())
    print(f"{KILLS} kills, {reports.checked} transactions reported in blocks, all there")
    assert reports.checked >= reports.promised
    assert reports.checked > KILLS
