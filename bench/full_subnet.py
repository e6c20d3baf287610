"""A local chain whose subnet 1 is full: 256 neurons with stake, endpoints and scores, 64 validators with full rows.

`python -m bench.full_subnet PORT FOLDER` serves it with blocks of 250 ms, finality with the block, until it is ended.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

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
BLOCK_MS = 250


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


@contextmanager
def full_node(folder: Path, port: int) -> Iterator[service.Node]:
    """Give a node, not started yet, of a new chain that begins with the full subnet."""
    build = service.build_genesis

    def full_genesis(ctx: Context, chain_file: ChainFile) -> None:
        build(ctx, chain_file)
        fill(ctx)

    service.build_genesis = full_genesis
    try:
        node = service.Node(NodeConfig(state=folder, port=port, block_time_ms=BLOCK_MS, finality_lag=0))
    finally:
        service.build_genesis = build
    yield node


def main() -> None:
    """Serve the chain on a port until SIGTERM."""
    port, folder = sys.argv[1:]
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with full_node(Path(folder), int(port)) as node:
        node.start()
        ended.wait()
        node.stop()


if __name__ == "__main__":
    main()
