"""A process that commits blocks is killed at random moments; what it acknowledged is there, and all tables agree."""

import select
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from meritnet.state.chain_store import ChainStore
from meritnet.state.check import problems

KILLS = 20

WRITER = """
import sys
from tests.chaos.test_store_kill import commit_for_ever

commit_for_ever(sys.argv[1])
"""

State = dict[bytes, bytes]


def changes_of(height: int) -> dict[bytes, bytes | None]:
    """Return what block `height` does: the parent and the child compute the same."""
    chance = Random(height)
    return {
        b"p%02d" % chance.randrange(30) + chance.randbytes(1): None
        if chance.random() < 0.3
        else chance.randbytes(40)
        for _ in range(200)
    }


def commit_for_ever(path: str) -> None:
    """Commit block after block and print each height once it is durable."""
    from meritnet.codec.header import Header
    from meritnet.primitives.hashing import blake2_256

    chain = ChainStore.open(path, keep_blocks=8, proof_blocks=4)
    while True:
        height = 0 if chain.is_empty else chain.head.number + 1
        changes = changes_of(height)
        root, update = chain.prepare(changes)
        parent = bytes(32) if height == 0 else chain.head.hash
        header = Header(parent, height, root, bytes(32)).encode()
        if height == 0:
            chain.genesis(header, changes)
        else:
            body = [b"%d" % height, bytes(5000)]
            chain.commit(height, blake2_256(header), header, body, changes, update, {b"side": b"%d" % height})
        print(height, flush=True)


def state_after(height: int) -> State:
    """Return the state after block `height`, from a plain dictionary."""
    state: State = {}
    for block in range(height + 1):
        for key, value in changes_of(block).items():
            if value is None:
                state.pop(key, None)
            else:
                state[key] = value
    return state


def _run_and_kill(path: Path, chance: Random) -> int:
    """Run the writer, kill it at a random moment and return the last height it acknowledged, -1 for none."""
    root = Path(__file__).resolve().parents[2]
    acknowledged = b""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, cwd=root
    ) as writer:
        assert writer.stdout is not None
        for _ in range(chance.randrange(1, 25)):
            acknowledged += writer.stdout.readline()
        # The moment of the kill falls anywhere within a block; no outcome depends on where.
        select.select([], [], [], chance.uniform(0.0, 0.02))
        writer.send_signal(signal.SIGKILL)
        acknowledged += writer.stdout.read()
    whole_lines = acknowledged[: acknowledged.rfind(b"\n") + 1].split()
    return int(whole_lines[-1]) if whole_lines else -1


@pytest.mark.slow
@pytest.mark.e2e
def test_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    chance = Random(20)
    path = tmp_path / "chain"
    last = -1
    for _ in range(KILLS):
        last = max(last, _run_and_kill(path, chance))
        chain = ChainStore.open(path, keep_blocks=8, proof_blocks=4)
        head = chain.head.number
        assert head >= last
        assert list(problems(chain.backend)) == []
        for height in range(max(0, head - 8), head + 1):
            assert dict(chain.view(height).iterate()) == state_after(height)
        if head:
            assert chain.body(head) == [b"%d" % head, bytes(5000)]
            assert chain.extra(b"side") == b"%d" % head
        chain.close()
        last = head
    assert last > KILLS
