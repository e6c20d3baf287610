"""How long a client waits for the neurons of a full subnet: one request over HTTP, from the bytes sent to the bytes
received. The first answer at a block reads the state, further ones find it in memory.
"""

import json
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from bench.full_subnet import NETUID, full_node
from bench.row import Row
from meritnet.node import service

METHODS = {
    "SubnetInfoRuntimeApi_get_metagraph": ("metagraph of 256 uids over RPC", 25),
    "NeuronInfoRuntimeApi_get_neurons_lite": ("neurons of 256 uids over RPC, without weights", 25),
    "NeuronInfoRuntimeApi_get_neurons": (
        "neurons of 256 uids over RPC, 64 full rows of weights and bonds",
        None,
    ),
}


def rows(quick: bool) -> Iterator[Row]:
    """Measure the answers for one full subnet."""
    times = 3 if quick else 15
    with tempfile.TemporaryDirectory() as folder, full_node(Path(folder), 0) as node:
        port = node.start()
        try:
            for method, (name, target) in METHODS.items():
                first, again = zip(*(_ask_twice(node, port, method) for _ in range(times)), strict=True)
                note = f"first answer at a block; asked again {median(again):.1f} ms"
                yield Row(name, target, median(first), "ms", note)
        finally:
            node.stop()


def _ask_twice(node: service.Node, port: int, method: str) -> tuple[float, float]:
    """Return the milliseconds of the first and the second answer at a new block."""
    block = _new_block(node)
    return _ask(port, method, block), _ask(port, method, block)


def _new_block(node: service.Node) -> str:
    """Return the hash of a block that nobody has asked about yet."""
    before = node.store.head.hash
    while node.store.head.hash == before:
        sleep(0.01)
    return "0x" + node.store.head.hash.hex()


def _ask(port: int, method: str, block: str) -> float:
    data = NETUID.to_bytes(2, "little").hex()
    body = {"jsonrpc": "2.0", "id": 1, "method": "state_call", "params": [method, f"0x{data}", block]}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    begun = perf_counter()
    with urllib.request.urlopen(request, timeout=30) as answer:
        raw = answer.read()
    elapsed = (perf_counter() - begun) * 1000
    if "result" not in json.loads(raw):
        raise RuntimeError(f"{method} gave no answer: {raw[:200]!r}")
    return elapsed
