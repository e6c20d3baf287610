"""Random and mutated JSON-RPC: the server answers each message with a result or a well-formed error, and lives on.

`fuzz(n, seed)` can be called for longer runs: `python -m tests.fuzz.test_rpc_fuzz 1000000 7` from the repository.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from typing import Any

import orjson
import pytest

from meritnet.primitives import ss58
from meritnet.rpc.methods import NAMESPACES
from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import FakeNode, extrinsic
from meritnet.rpc.tests.rpc_client import RpcClient, connect

NAMES = [entry.name for namespace in NAMESPACES for entry in namespace.entries]
ALICE = bytes(range(32))
MARK = "end-of-round"
ROUND = 50
BLOCKS = 200
"""Most blocks made between rounds; the fake node keeps them all."""
"""Messages sent before the answers are read."""
ERROR_KEYS = ({"code", "message"}, {"code", "message", "data"})


def seed_values(node: FakeNode) -> list[Any]:
    """Return values that make sense somewhere, which mutation then spoils."""
    raw = extrinsic(ALICE, 0, b"key", b"value")
    return [
        None,
        True,
        0,
        -1,
        1,
        2**32,
        2**63,
        2**64 - 1,
        1.5,
        1e300,
        "",
        "0x",
        "0x0",
        "0x79",
        "0x" + node.head().hash.hex(),
        "0x" + "ab" * 32,
        "0x" + ALICE.hex(),
        ss58.encode(ALICE),
        "0x" + raw.hex(),
        raw.hex(),
        "Metadata_metadata_versions",
        "NeuronInfoRuntimeApi_get_neurons_lite",
        "No_such_method",
        "s1",
        "\x00",
        "é" * 40,
        "\U0001f600",
        [],
        {},
        ["0x00", "0x01"],
        [0, 1, 2],
        [[["0x"]]],
        {"key": "0x"},
        [{"key": "0x", "type": "descendantsValues"}, {"key": "0x6b6579", "type": "value"}],
        [{"key": "0x3a636f6465", "type": "hash"}, {"key": "0x00", "type": "closestDescendantMerkleValue"}],
        [{"returnType": "value"}, {"key": "0x6b", "returnType": "hash"}],
        [{"hash": "0x" + "ab" * 32}, {"extrinsic": "0x" + raw.hex()}],
        ["0x" + node.genesis_hash().hex(), "0x" + node.head().hash.hex()],
        "1",
    ]


class Fuzzer:
    """Makes messages; everything follows from the seed."""

    def __init__(self, seed: int, node: FakeNode) -> None:
        self.random = random.Random(seed)
        self.values = seed_values(node)
        self.learnt: list[Any] = []
        self.sent: Counter[str] = Counter()
        """Requests made up, by method."""

    def learn(self, answer: Any) -> None:
        """Remember an id that the server gave out, so that later requests name live things."""
        result = answer.get("result") if isinstance(answer, dict) else None
        if isinstance(result, dict):
            result = result.get("operationId")
        if isinstance(result, str) and len(result) < 20:
            self.learnt = [*self.learnt[-15:], result]

    def message(self) -> bytes:
        """Return one message, rarely valid, never a huge one."""
        kind = self.random.random()
        if kind < 0.03:
            return self.random.randbytes(self.random.randrange(40))
        if kind < 0.06:
            depth = self.random.choice([10, 254, 1023, 1024, 1025, 5_000])
            opening, closing = self.random.choice([(b"[", b"]"), (b'{"a":', b"}")])
            return opening * depth + (b"1" + closing * depth if self.random.random() < 0.5 else b"")
        value: Any = self.request()
        if kind < 0.20:
            value = [self.request() for _ in range(self.random.randrange(6))]
        raw = orjson.dumps(value)
        return self.spoil(raw) if kind > 0.75 else raw

    def request(self) -> Any:
        """Return a request object, now and then a broken one."""
        if self.random.random() < 0.04:
            return self.random.choice(self.values)
        request = {
            "jsonrpc": "2.0",
            "id": self.random.choice([1, "a", None, 2.5, self.random.randrange(10**9)]),
            "method": self._method(),
            "params": [self.value() for _ in range(self.random.randrange(5))],
        }
        if self.random.random() < 0.15:
            key = self.random.choice(list(request))
            if self.random.random() < 0.5:
                del request[key]
            else:
                request[key] = self.random.choice(self.values)
        return request

    def _method(self) -> str:
        name = self.random.choice(NAMES)
        self.sent[name] += 1
        return name

    def value(self) -> Any:
        """Return a parameter; texts are spoilt now and then."""
        if self.learnt and self.random.random() < 0.25:
            return self.random.choice(self.learnt)
        value = self.random.choice(self.values)
        if isinstance(value, str) and value and self.random.random() < 0.3:
            position = self.random.randrange(len(value))
            value = value[:position] + self.random.choice("0fgZ xß\n") + value[position + 1 :]
        return value

    def spoil(self, raw: bytes) -> bytes:
        """Return bytes with a few of them changed, removed or repeated."""
        data = bytearray(raw)
        for _ in range(self.random.randrange(1, 4)):
            position = self.random.randrange(len(data) + 1)
            action = self.random.randrange(3)
            if action == 0:
                data[position : position + 1] = self.random.randbytes(1)
            elif action == 1:
                del data[position : position + self.random.randrange(4)]
            else:
                data[position:position] = data[position : position + 8]
        return bytes(data)


def check_answer(answer: Any) -> None:
    """Assert that a message of the server is a result, an error, a push, or a batch of answers."""
    if isinstance(answer, list):
        assert answer
        for item in answer:
            check_answer(item)
        return
    assert answer["jsonrpc"] == "2.0"
    if "method" in answer:
        assert set(answer) == {"jsonrpc", "method", "params"}
        assert set(answer["params"]) == {"subscription", "result"}
        return
    assert ("result" in answer) != ("error" in answer)
    assert set(answer) <= {"jsonrpc", "id", "result", "error"}
    assert "id" in answer
    if "error" in answer:
        error = answer["error"]
        assert set(error) in ERROR_KEYS
        assert isinstance(error["code"], int)
        assert isinstance(error["message"], str)
        # An internal error would mean that a handler met something it does not understand.
        assert error["code"] != -32603, error
        assert len(error["message"]) < 500


def expects_answer(raw: bytes) -> bool:
    """Say whether a message must be answered: all but notifications and batches of them."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return True
    items = value if isinstance(value, list) and value else [value]
    return not all(is_notification(item) for item in items)


def is_notification(item: Any) -> bool:
    """Say whether a request is well-formed and has no id."""
    return (
        isinstance(item, dict)
        and "id" not in item
        and item.get("jsonrpc") == "2.0"
        and isinstance(item.get("method"), str)
    )


async def play_round(client: RpcClient, fuzzer: Fuzzer, count: int) -> int:
    """Send messages, then read until all are answered; return the number of answers."""
    messages = [fuzzer.message() for _ in range(count)]
    for message in messages:
        await client.socket.send_bytes(message)
    await client.socket.send_bytes(
        orjson.dumps({"jsonrpc": "2.0", "id": MARK, "method": "system_chain", "params": []})
    )
    missing = sum(map(expects_answer, messages)) + 1
    answers = 0
    while missing:
        answer = await client.next_message()
        check_answer(answer)
        fuzzer.learn(answer)
        if isinstance(answer, list) or "method" not in answer:
            answers += 1
            missing -= 1
    return answers


async def fuzz(n: int, seed: int) -> int:
    """Send n messages over several connections and return how many answers came."""
    node = FakeNode()
    fuzzer = Fuzzer(seed, node)
    answers = 0
    with RpcServer(node, node, node, node, RpcConfig(port=0)) as server:
        sent = 0
        while sent < n:
            # A new connection now and then, so that subscriptions are left behind.
            async with connect(server.port) as client:
                for _ in range(20):
                    count = min(ROUND, n - sent)
                    answers += await play_round(client, fuzzer, count)
                    sent += count
                    if len(node.blocks) < BLOCKS:
                        node.produce({b"key": sent.to_bytes(4, "little")})
                    if sent == n:
                        break
            node.pool.clear()
        async with connect(server.port) as client:
            assert await client.call("system_chain") == "Bittensor"
    return answers


async def test_random_messages_are_all_answered() -> None:
    assert await fuzz(3_000, seed=1) > 2_500


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
async def test_many_random_messages_are_all_answered(seed: int) -> None:
    assert await fuzz(50_000, seed) > 40_000


if __name__ == "__main__":
    print(asyncio.run(fuzz(int(sys.argv[1]), int(sys.argv[2]))), "answers")
