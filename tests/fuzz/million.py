"""A long, bounded fuzz of codec, pool, every call and every RPC method of a real node: `python -m tests.fuzz.million`.

Prints what was sent and how far memory grew. Exit code 0 means: no crash, no hang, each answer well-formed.
"""

import argparse
import asyncio
import resource
import sys
import time
from collections import Counter

from meritnet.node.config import NodeConfig
from meritnet.node.service import Node
from meritnet.rpc.tests.fake_node import FakeNode
from meritnet.rpc.tests.rpc_client import connect
from tests.fuzz.test_call_fuzz import fuzz_calls
from tests.fuzz.test_decoder_fuzz import fuzz_extrinsics, fuzz_types
from tests.fuzz.test_rpc_fuzz import ROUND, Fuzzer, play_round

ROUND_TIMEOUT_S = 60.0
MEMORY_GROWTH_MIB = 400
CALL_BLOCKS = 120
"""Age of the network that calls are tried on."""


def memory_mib() -> float:
    """Return the largest resident size so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def fuzz_node(count: int, seed: int) -> tuple[int, Counter[str]]:
    """Send messages to a real node over many connections; return how many were answered, and requests by method."""
    node = Node(NodeConfig(port=0, mode="manual", genesis_salt="fuzz"))
    port = node.start()
    fuzzer = Fuzzer(seed, FakeNode())
    answers = sent = 0
    try:
        while sent < count:
            async with connect(port) as client:
                for _ in range(20):
                    size = min(ROUND, count - sent)
                    answers += await asyncio.wait_for(play_round(client, fuzzer, size), ROUND_TIMEOUT_S)
                    sent += size
                    if sent >= count:
                        break
            node.engine.step()
        async with connect(port) as client:
            assert await client.call("system_chain") == "Bittensor"
    finally:
        node.stop()
    return answers, fuzzer.sent


def print_counts(kind: str, inputs: Counter[str], succeeded: Counter[str]) -> None:
    """Print how many inputs each name had."""
    for name in sorted(inputs):
        good = f", {succeeded[name]} succeeded" if succeeded else ""
        print(f"  {kind} {name}: {inputs[name]} inputs{good}")


def main() -> int:
    """Run the four parts and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=1_000_000, help="inputs in all")
    parser.add_argument("--seed", type=int, default=20261123)
    options = parser.parse_args()
    codec, extrinsics, calls = options.count * 2 // 5, options.count // 5, options.count // 5
    rpc = options.count - codec - extrinsics - calls
    fuzz_types(1_000, options.seed)
    start_mib, started = memory_mib(), time.monotonic()
    decoded = fuzz_types(codec, options.seed)
    print(f"codec: {codec} inputs, {decoded} decoded and survived a round trip", flush=True)
    taken = fuzz_extrinsics(extrinsics, options.seed + 1)
    print(
        f"extrinsics: {extrinsics} inputs, {taken} taken, the rest refused with a declared code", flush=True
    )
    outcomes = fuzz_calls(calls, options.seed + 3, CALL_BLOCKS)
    print_counts("call", outcomes.inputs, outcomes.succeeded)
    slowest, name = outcomes.slowest
    print(
        f"calls: {calls} inputs to {len(outcomes.inputs)} calls, {outcomes.succeeded.total()} succeeded, "
        f"{outcomes.undecodable} did not decode, {outcomes.begun} blocks begun on what they left, "
        f"the slowest took {slowest:.2f} s ({name})",
        flush=True,
    )
    answers, sent = asyncio.run(fuzz_node(rpc, options.seed + 2))
    print_counts("method", sent, Counter())
    grown = memory_mib() - start_mib
    print(f"rpc: {rpc} messages to {len(sent)} methods, {answers} answers, all well-formed", flush=True)
    took = time.monotonic() - started
    print(f"seed {options.seed}: {options.count} inputs in {took:.0f} s, memory grew {grown:.0f} MiB")
    return 0 if grown < MEMORY_GROWTH_MIB else 1


if __name__ == "__main__":
    sys.exit(main())
