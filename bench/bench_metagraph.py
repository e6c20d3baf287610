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

import numpy as np

from bench.row import Row
from meritnet.node import service
from meritnet.node.chain_file import ChainFile
from meritnet.node.config import NodeConfig
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking import stake

NETUID = 1
NEURONS = 256
NAMED = 64
TAO = 10**9
METHODS = {
    "SubnetInfoRuntimeApi_get_metagraph": ("metagraph of 256 uids over RPC", 25),
    "NeuronInfoRuntimeApi_get_neurons_lite": ("neurons of 256 uids over RPC, without weights", 25),
    "NeuronInfoRuntimeApi_get_neurons": (
        "neurons of 256 uids over RPC, 64 full rows of weights and bonds",
        None,
    ),
}


def fill(ctx: Context) -> None:
    """Put 256 neurons with stake, endpoints, scores, and 64 validators with full rows into subnet 1."""
    for uid in range(uids.count(ctx, NETUID), NEURONS):
        hotkey, coldkey = (blake2_256(f"{kind} {uid}".encode()) for kind in ("hot", "cold"))
        hotkeys.associate(ctx, coldkey, hotkey)
        uids.append(ctx, NETUID, hotkey)
        for netuid in (0, NETUID):
            stake.increase(ctx, hotkey, coldkey, netuid, (uid + 1) * TAO)
        axon = registration.axons.value(uid, 1, 0x7F000001 + uid, 8091, 4, 4, 0, 0)
        registration.axons.set(ctx, NETUID, hotkey, axon)
        if uid < NAMED:
            identity = registration.identities_v2.value(f"validator {uid}".encode(), *[b""] * 6)
            registration.identities_v2.set(ctx, coldkey, identity)
    scores = np.arange(NEURONS, dtype="<u2") * 257
    for item in (yuma.consensus, yuma.incentive, yuma.dividends, yuma.validator_trust):
        item.set(ctx, NETUID, scores.tobytes())
    yuma.emission.set(ctx, NETUID, (np.arange(NEURONS, dtype="<u8") * TAO).tobytes())
    yuma.validator_permit.set(ctx, NETUID, bytes([1] * NAMED + [0] * (NEURONS - NAMED)))
    row = np.stack([np.arange(NEURONS), scores.astype(int)], axis=1).astype("<u2").tobytes()
    for uid in range(NAMED):
        yuma.weights.set(ctx, NETUID, uid, row)
        yuma.bonds.set(ctx, NETUID, uid, row)


def rows(quick: bool) -> Iterator[Row]:
    """Measure the answers for one full subnet."""
    times = 3 if quick else 15
    build = service.build_genesis

    def full_genesis(ctx: Context, chain_file: ChainFile) -> None:
        build(ctx, chain_file)
        fill(ctx)

    with tempfile.TemporaryDirectory() as folder:
        service.build_genesis = full_genesis
        try:
            node = service.Node(NodeConfig(state=Path(folder), port=0, block_time_ms=250))
        finally:
            service.build_genesis = build
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
