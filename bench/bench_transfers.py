"""How many signed transfers a solo node takes from RPC bytes to durable blocks."""

import asyncio
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import orjson
from aiohttp import ClientSession, ClientWebSocketResponse

from bench.bench_node import running
from bench.row import Row
from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import Runtime
from meritnet.testing.signing import sign

SENDERS = 250
CONNECTIONS = 8
WAITING = 6_000
"""Transfers sent and not yet in a block; below the pool's limit, so that none is refused."""
TAO = 10**9
COUNTER = re.compile(rb'^meritnet_extrinsics_total\{kind="signed"\} ([0-9.e+]+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Result:
    """One run: transfers, seconds from the first byte to the last durable block, CPU seconds of the node."""

    count: int
    seconds: float
    cpu_s: float


def rows(quick: bool) -> Iterator[Row]:
    """Measure signed transfers from RPC bytes to durable blocks, blocks of one second."""
    per_sender = 40 if quick else 120
    with tempfile.TemporaryDirectory() as folder, running(folder, "--block-time", "1") as (_, process, port):
        result = asyncio.run(_measure(port, process.pid, per_sender))
    note = (
        f"{result.count:,} transfers of {SENDERS} accounts, {CONNECTIONS} connections, 1 s blocks; "
        f"node used {result.cpu_s / result.seconds * 100:.0f} % of one core, client on another"
    )
    rate = result.count / result.seconds
    yield Row("signed transfers, RPC bytes to durable block", 2_000, rate, "/s", note, higher_is_better=True)


async def _measure(port: int, pid: int, per_sender: int) -> Result:
    url = f"http://127.0.0.1:{port}"
    async with ClientSession() as session:
        genesis = bytes.fromhex((await _ask(session, url, "chain_getBlockHash", 0))[2:])
        runtime = Runtime(params_for("local", 1_000))
        runtime.extensions.genesis_hash = genesis
        base = await _fund(session, url, runtime)
        uris = [f"//bench//{number}" for number in range(SENDERS)]
        target = keypair("//Bob").account
        call = runtime.assembly.call("Balances", "transfer_keep_alive", Case("Id", (target,)), 1_000)
        shares: list[list[str]] = [[] for _ in range(CONNECTIONS)]
        # Round robin over the senders: each connection keeps the order of nonces of its own accounts.
        for nonce in range(per_sender):
            for number, uri in enumerate(uris):
                shares[number % CONNECTIONS].append("0x" + sign(runtime, call, uri, nonce).hex())
        return await _flood(session, url, port, pid, shares, base)


async def _fund(session: ClientSession, url: str, runtime: Runtime) -> int:
    """Endow the senders by one batch and return how many transactions the chain holds then."""
    transfers = tuple(
        runtime.assembly.call(
            "Balances", "transfer_keep_alive", Case("Id", (keypair(f"//bench//{n}").account,)), TAO
        )
        for n in range(SENDERS)
    )
    batch = runtime.assembly.call("Utility", "batch_all", transfers)
    await _ask(session, url, "author_submitExtrinsic", "0x" + sign(runtime, batch, "//Alice", 0).hex())
    while (count := await _included(session, url)) < 1:
        await asyncio.sleep(0.1)
    return count


async def _flood(
    session: ClientSession, url: str, port: int, pid: int, shares: list[list[str]], base: int
) -> Result:
    total = sum(map(len, shares))
    room = asyncio.Semaphore(WAITING)
    sockets = [await session.ws_connect(f"ws://127.0.0.1:{port}", max_msg_size=0) for _ in shares]
    cpu, begun = _cpu_s(pid), perf_counter()
    senders = [asyncio.create_task(_send(s, share, room)) for s, share in zip(sockets, shares, strict=True)]
    answers = [asyncio.create_task(_receive(s, len(share))) for s, share in zip(sockets, shares, strict=True)]
    seen = base
    while seen - base < total:
        await asyncio.sleep(0.02)
        now = await _included(session, url)
        for _ in range(now - seen):
            room.release()
        seen = now
        for task in (*senders, *answers):
            if task.done():
                task.result()
    seconds = perf_counter() - begun
    await asyncio.gather(*senders, *answers)
    result = Result(total, seconds, _cpu_s(pid) - cpu)
    for socket in sockets:
        await socket.close()
    return result


async def _send(socket: ClientWebSocketResponse, share: list[str], room: asyncio.Semaphore) -> None:
    for number, raw in enumerate(share):
        await room.acquire()
        request = {"jsonrpc": "2.0", "id": number, "method": "author_submitExtrinsic", "params": [raw]}
        await socket.send_str(orjson.dumps(request).decode())


async def _receive(socket: ClientWebSocketResponse, count: int) -> None:
    for _ in range(count):
        answer = orjson.loads(await socket.receive_str())
        if "error" in answer:
            raise RuntimeError(f"the node refused a transfer: {answer['error']}")


async def _ask(session: ClientSession, url: str, method: str, *params: object) -> str:
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    async with session.post(url, json=request) as response:
        answer = await response.json()
    if "error" in answer:
        raise RuntimeError(f"{method} was refused: {answer['error']}")
    return str(answer["result"])


async def _included(session: ClientSession, url: str) -> int:
    """Return how many signed extrinsics the node's durable blocks hold."""
    async with session.get(url + "/metrics") as response:
        found = COUNTER.search(await response.read())
    return 0 if found is None else int(float(found.group(1)))


def _cpu_s(pid: int) -> float:
    """Return the CPU seconds a process has used; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
