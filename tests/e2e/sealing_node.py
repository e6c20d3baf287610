"""A node that takes a shielded transaction and then waits to be killed: `python -m tests.e2e.sealing_node FOLDER`.

It makes blocks only when told to, so that nothing depends on when the end comes.
"""

import json
import signal
import sys
import urllib.request
from pathlib import Path

from meritnet.codec import Case
from meritnet.codec.era import mortal
from meritnet.crypto.dev_keys import keypair
from meritnet.node.config import NodeConfig
from meritnet.node.service import Node
from meritnet.runtime.pallets.mev_shield import envelope, storage
from meritnet.testing.signing import sign

AMOUNT = 7_000_000_000
TO = "//Eve"


def stopped_node(folder: Path) -> Node:
    """Return a node on a folder that makes a block for each step of its engine."""
    return Node(NodeConfig(state=folder, port=0, mode="manual").check())


def sealed_transfer(node: Node) -> tuple[bytes, bytes]:
    """Return a signed transfer, and the transaction that carries it under the key that is published now."""
    head = node.store.head
    public = storage.next_key.get(node.runtime.read_context(node.store.view(), head.number, head.hash))
    assert public is not None
    call = node.runtime.assembly.call
    transfer = call("Balances", "transfer_keep_alive", Case("Id", (keypair(TO).account,)), AMOUNT)
    inner = sign(node.runtime, transfer, "//Alice", 1)
    sealed = envelope.seal(public, bytes(24), inner)
    assert sealed is not None
    era = mortal(8, head.number)
    birth = node.store.hash_of(era.birth(head.number))
    carrier = call("MevShield", "submit_encrypted", sealed)
    return inner, sign(node.runtime, carrier, "//Alice", 0, era=era, birth_hash=birth)


def main(folder: Path) -> None:
    """Run the node until it is killed; say the two transactions once it has taken the outer one."""
    node = stopped_node(folder)
    port = node.start()
    for _ in range(3):
        node.engine.step()
    inner, outer = sealed_transfer(node)
    asked = {"jsonrpc": "2.0", "id": 1, "method": "author_submitExtrinsic", "params": ["0x" + outer.hex()]}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}", json.dumps(asked).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        answer = json.load(response)
    print(json.dumps({"answer": answer, "inner": inner.hex(), "outer": outer.hex()}), flush=True)
    signal.pause()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
